"""Letters: the sender's pages, open to everybody, and those of the host's desk."""

from allauth.core.ratelimit import consume_or_429
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from accounts.tables import Column, Empty, file_of, table, wants_file
from accounts.verdicts import require
from agencies.models import Membership
from agencies.queries import agencies_where
from audit.ledger import record_read
from audit.queries import history
from candidates import complaint_workflow as workflow
from candidates.complaint_forms import (
    AssignForm,
    ConcludeForm,
    DismissForm,
    EnteredLetterForm,
    FollowForm,
    LetterFilter,
    PassOnForm,
    PublicLetterForm,
    ReadersForm,
)
from candidates.complaint_queries import followed, is_overdue, letter_badge, readers_of
from candidates.complaint_rules import (
    can_assign,
    can_conclude,
    can_dismiss,
    can_enter_letters,
    can_name_readers,
    can_pass_on,
    can_read_sender,
    can_read_text,
    letter_verdicts,
)
from candidates.models import Complaint, ComplaintSender
from positions.models import Campaign
from positions.queries import instant_words

MOST_CAMPAIGNS = 20
Role = Membership.Role
COLUMNS = [
    Column(
        gettext_lazy("Đơn"),
        lambda row: str(row),
        url=lambda row: reverse("candidates:letter", args=[row.public_id]),
        order="kind",
    ),
    Column(gettext_lazy("Mã đơn"), lambda row: row.receipt_code),
    Column(gettext_lazy("Đợt thi"), lambda row: row.campaign.name),
    Column(gettext_lazy("Nhận lúc"), lambda row: row.received_at, order="received_at"),
    Column(gettext_lazy("Hạn"), lambda row: instant_words(row.due_at), order="due_at"),
    Column(
        gettext_lazy("Người giải quyết"),
        lambda row: row.owner.full_name if row.owner else _("chưa giao"),
    ),
    Column(
        gettext_lazy("Tình trạng"),
        lambda row: _("Quá hạn") if is_overdue(row) else letter_badge(row)["label"],
        tone=lambda row: "danger" if is_overdue(row) else letter_badge(row)["tone"],
        order="state",
    ),
]


# The sender


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def letter_new(request, code):
    """The answer to a letter shows its code, once; no address and no session holds it."""
    rows = Campaign.objects.visible_to(request.user).public().select_related("host")
    campaign = get_object_or_404(rows, code=code)
    form = PublicLetterForm(request.POST or None, campaign=campaign)
    if request.method == "POST" and form.is_valid():
        if refused := consume_or_429(request, action="letter"):
            return refused
        row = workflow.send_letter(
            campaign,
            form.letter,
            received_at=request.received_at,
            concerns_head=form.cleaned_data["concerns_head"],
        )
        context = {"campaign": campaign, "letter": row, "until": instant_words(row.due_at)}
        return render(request, "candidates/letter_received.html", context)
    return render(request, "candidates/letter_new.html", {"campaign": campaign, "form": form})


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def letter_follow(request):
    """State and outcome for whoever has the code; it is posted, so no log keeps it."""
    form, found = FollowForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        if refused := consume_or_429(request, action="letter_follow"):
            return refused
        found = followed(form.cleaned_data["code"])
        if found is None:
            form.add_error("code", _("Không có đơn nào mang mã này. Hãy xem lại từng ký tự."))
    context = {"form": form, "letter": found}
    if found:
        context |= {"badge": letter_badge(found), "until": instant_words(found.due_at)}
    return render(request, "candidates/letter_follow.html", context)


# The desk


@require_GET
def letter_list(request):
    form = LetterFilter(request.GET)
    rows = form.apply(Complaint.objects.visible_to(request.user))
    rows = rows.select_related("campaign", "owner")
    if wants_file(request):
        return file_of(request, rows, COLUMNS, "don-thu", agency="campaign__host__code")
    empty = Empty(
        _("Chưa có đơn thư nào"),
        _("Đơn gửi từ trang của đợt thi hiện ở đây; đơn giấy do nơi nhận đơn nhập."),
    )
    context = {
        "table": table(request, rows, COLUMNS, empty=empty, filter_form=form),
        "campaigns": _campaigns_of_desk(request.user),
    }
    return render(request, "candidates/letter_list.html", context)


def _campaigns_of_desk(user):
    """The newest campaigns whose letters on paper the user enters."""
    hosts = agencies_where(user, Role.AGENCY_HR, Role.AUTHORITY_HEAD)
    return Campaign.objects.visible_to(user).filter(host__in=hosts)[:MOST_CAMPAIGNS]


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def letter_enter(request, code):
    campaign = _campaign(request, code)
    require(can_enter_letters(request.user, campaign))
    form = EnteredLetterForm(request.POST or None, campaign=campaign)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        row = workflow.enter_letter(
            campaign,
            form.letter,
            by=request.user,
            channel=data["channel"],
            received_at=form.received_at,
            about=data["about"],
        )
        words = {"code": row.receipt_code}
        messages.success(
            request, _("Đã nhận đơn. Ghi mã %(code)s vào giấy biên nhận cho người gửi.") % words
        )
        return redirect("candidates:letter-list")
    return _form_page(request, form, _("Nhận đơn thư"), campaign.name, _("Nhận đơn"))


@require_GET
def letter(request, public_id):
    row = _letter(request, public_id)
    record_read(row, by=request.user)
    context = {
        "letter": row,
        "badge": letter_badge(row),
        "until": instant_words(row.due_at),
        "is_overdue": is_overdue(row),
        "read_text": can_read_text(request.user, row),
        "read_sender": can_read_sender(request.user, row),
        "readers": readers_of(row.campaign) if row.is_denunciation else None,
        "name_readers": can_name_readers(request.user, row.campaign),
        "history": history(row),
        **letter_verdicts(request.user, row),
    }
    return render(request, "candidates/letter.html", context)


@never_cache
@require_GET
def letter_sender(request, public_id):
    """Who wrote it; that it was read is written first."""
    row = _letter(request, public_id)
    require(can_read_sender(request.user, row))
    rows = ComplaintSender.objects.visible_to(request.user).select_related(
        "complaint__campaign__host"
    )
    sender = get_object_or_404(rows, complaint=row)
    record_read(sender, by=request.user)
    return render(request, "candidates/letter_sender.html", {"letter": row, "sender": sender})


@require_http_methods(["GET", "POST"])
def letter_assign(request, public_id):
    row = _letter(request, public_id)
    require(can_assign(request.user, row))
    form = AssignForm(request.POST or None, complaint=row)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        row = workflow.assign(row, data["owner"], about=data.get("about"), by=request.user)
        messages.success(
            request, _("Đã giao đơn cho %(name)s.") % {"name": data["owner"].full_name}
        )
        return redirect("candidates:letter", row.public_id)
    return _form_page(request, form, _("Giao giải quyết"), row, _("Giao đơn"), row)


@require_http_methods(["GET", "POST"])
def letter_conclude(request, public_id):
    row = _letter(request, public_id)
    require(can_conclude(request.user, row))
    form = ConcludeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        outcome = form.cleaned_data["outcome"]
        workflow.conclude(row, outcome, form.document, by=request.user)
        messages.success(request, _("Đã ghi kết luận."))
        return redirect("candidates:letter", row.public_id)
    return _form_page(request, form, _("Ghi kết luận"), row, _("Ghi kết luận"), row)


@require_http_methods(["GET", "POST"])
def letter_dismiss(request, public_id):
    row = _letter(request, public_id)
    require(can_dismiss(request.user, row))
    form = DismissForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        workflow.dismiss(row, form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Đã ghi không thụ lý."))
        return redirect("candidates:letter", row.public_id)
    return _form_page(request, form, _("Không thụ lý"), row, _("Ghi không thụ lý"), row)


@require_http_methods(["GET", "POST"])
def letter_pass_on(request, public_id):
    row = _letter(request, public_id)
    require(can_pass_on(request.user, row))
    form = PassOnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        workflow.pass_on(row, form.cleaned_data["to"], form.document, by=request.user)
        messages.success(request, _("Đã ghi chuyển đơn."))
        return redirect("candidates:letter", row.public_id)
    return _form_page(request, form, _("Chuyển cơ quan khác"), row, _("Ghi chuyển đơn"), row)


@require_http_methods(["GET", "POST"])
def letter_readers(request, code):
    campaign = _campaign(request, code)
    require(can_name_readers(request.user, campaign))
    named = readers_of(campaign)
    initial = {"first": named.first, "second": named.second} if named else {}
    form = ReadersForm(request.POST or None, campaign=campaign, initial=initial)
    if request.method == "POST" and form.is_valid():
        workflow.name_readers(campaign, **form.cleaned_data, by=request.user)
        messages.success(request, _("Đã nêu hai người giữ danh tính người tố cáo."))
        return redirect("candidates:letter-list")
    title = _("Hai người giữ danh tính người tố cáo")
    return _form_page(request, form, title, campaign.name, _("Ghi hai người"))


def _form_page(request, form, heading, meta, submit, row: Complaint | None = None):
    back = reverse("candidates:letter-list")
    if row:
        back = reverse("candidates:letter", args=[row.public_id])
    context = {"form": form, "heading": heading, "meta": meta, "submit": submit, "back_url": back}
    return render(request, "candidates/letter_form.html", context)


def _campaign(request, code) -> Campaign:
    rows = Campaign.objects.visible_to(request.user).at_desk_of(request.user)
    return get_object_or_404(rows.select_related("host"), code=code)


def _letter(request, public_id) -> Complaint:
    rows = Complaint.objects.visible_to(request.user)
    rows = rows.select_related("campaign__host", "opening", "owner", "about", "closed_by")
    return get_object_or_404(rows, public_id=public_id)
