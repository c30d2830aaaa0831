"""The eligible list: prepared and closed at the desk, reconciled, posted for everybody."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.step_up import step_up
from accounts.tables import Column, Empty, file_of, table, wants_file
from accounts.verdicts import require
from candidates import workflow
from candidates.forms import ApplicationFilter
from candidates.list_paper import is_approved, list_papers
from candidates.list_queries import posted_list, reason_words, reconciled
from candidates.models import Application
from candidates.notice_queries import audience_of_list
from candidates.queries import application_badge, list_progress, openings_short_of_people
from candidates.rules import can_prepare_list, can_reconcile
from candidates.same_person import alike_in
from positions.models import Campaign, Opening
from positions.paper_queries import paper_badge

PEOPLE = [
    Column(
        gettext_lazy("Họ và tên"),
        lambda row: row.full_name,
        url=lambda row: reverse("candidates:application-detail", args=[row.public_id]),
        order="sort_key",
    ),
    Column(gettext_lazy("Mã hồ sơ"), lambda row: row.receipt_code),
    Column(gettext_lazy("Chức danh"), lambda row: row.opening.title, order="opening"),
    Column(
        gettext_lazy("Kết quả"),
        lambda row: application_badge(row)["label"],
        tone=lambda row: application_badge(row)["tone"],
        order="state",
    ),
    Column(gettext_lazy("Lý do"), reason_words),
]


@require_GET
def list_detail(request, code):
    campaign = _campaign(request, code)
    prepare, progress = can_prepare_list(request.user, campaign), list_progress(campaign)
    papers = list_papers(campaign)
    context = {
        "campaign": campaign,
        "progress": progress,
        "prepare": prepare,
        "reconcile": can_reconcile(request.user, campaign),
        "papers": [(paper, paper_badge(paper)) for paper in papers],
        "close": prepare and is_approved(campaign, papers),
        "short": openings_short_of_people(campaign, progress),
        "audience": None if campaign.list_closed_at else audience_of_list(campaign),
        "alike": [] if campaign.list_closed_at else alike_in(campaign, request.user),
    }
    return render(request, "candidates/list_detail.html", context)


@require_GET
def list_people(request, code):
    """Everybody registered, with what became of it and why: what the council goes through."""
    campaign, form = _campaign(request, code), ApplicationFilter(request.GET)
    require(can_reconcile(request.user, campaign))
    rows = Application.objects.visible_to(request.user).at_desk_of(request.user)
    rows = form.apply(reconciled(rows.filter(opening__campaign=campaign)))
    if wants_file(request):
        workflow.note_export(rows, by=request.user, file_kind=request.GET["format"])
        return file_of(request, rows, PEOPLE, "doi-chieu-danh-sach")
    empty = Empty(_("Không có hồ sơ nào"), _("Chưa ai nộp hồ sơ, hoặc bộ lọc không còn ai."))
    context = {
        "campaign": campaign,
        "progress": list_progress(campaign),
        "table": table(request, rows, PEOPLE, empty=empty, filter_form=form),
    }
    return render(request, "candidates/list_people.html", context)


@require_POST
def list_paper(request, code):
    """Word the paper that approves the list; it goes the way of every official document."""
    paper = workflow.draft_list_paper(_campaign(request, code), by=request.user)
    messages.success(request, _("Đã soạn. Tải về in, trình ký, rồi ghi số, ngày và bản ký."))
    return redirect("positions:paper-detail", paper.public_id)


@require_POST
def shortfall(request, code):
    """Record that too few compete; the opening's page then offers what may be done."""
    rows = Opening.objects.visible_to(request.user).at_desk_of(request.user)
    rows = rows.select_related("campaign", "regulation").filter(origin=Opening.Origin.LIVE)
    opening = workflow.declare_shortfall(get_object_or_404(rows, code=code), by=request.user)
    text = _("Đã ghi chưa đủ số người. Chọn gia hạn, đề cử thêm, mở rộng đối tượng, hoãn hoặc hủy.")
    messages.success(request, text)
    return redirect("positions:opening-detail", opening.code)


@require_POST
@step_up
def list_close(request, code):
    asked = workflow.ask_to_close_list(_campaign(request, code), by=request.user)
    messages.success(request, _("Đã đề nghị. Cán bộ thứ hai có 30 phút để đồng ý."))
    return redirect("accounts:request-detail", asked.public_id)


@login_not_required
@require_GET
def list_public(request, code):
    """The list as it is posted: names by given name, no candidate number, no full date of birth."""
    rows = Campaign.objects.visible_to(request.user).public()
    campaign = get_object_or_404(rows.select_related("host", "list_paper", "regulation"), code=code)
    context = {"campaign": campaign, "posted": posted_list(campaign)}
    return render(request, "candidates/list_public.html", context)


def _campaign(request, code) -> Campaign:
    rows = Campaign.objects.visible_to(request.user).at_desk_of(request.user)
    return get_object_or_404(rows.select_related("host", "regulation", "list_paper"), code=code)
