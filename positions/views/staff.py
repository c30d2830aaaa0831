"""Pages of HR officers, heads, province and ministry staff over campaigns and openings."""

from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import TwoPersonRequest
from accounts.step_up import step_up
from accounts.tables import Column, Empty, file_of, table, wants_file
from accounts.verdicts import require
from audit.queries import history
from audit.rows import subject_of
from positions import workflow
from positions.announcement_queries import missing_channels
from positions.change_rules import REOPENABLE, possible_kinds
from positions.change_workflow import difference_lines
from positions.forms import CampaignForm, DeskOpeningFilter, DutyForm, GuestForm, OpeningForm
from positions.models import Campaign, CampaignGuest, Duty, Opening, OpeningChange
from positions.queries import badge, deadline_chip, step_bar
from positions.rules import (
    can_add_guest,
    can_add_opening,
    can_create_campaign,
    can_edit_opening,
    can_name_duty,
    can_propose_opening,
    can_publish_opening,
    is_opening_hr,
)
from positions.views.fetch import opening_at_desk

CHANGE_TONES = {
    OpeningChange.State.PROPOSED: "warning",
    OpeningChange.State.MADE: "success",
    OpeningChange.State.REFUSED: "neutral",
}
OPENING_COLUMNS = [
    Column(
        gettext_lazy("Chức danh"),
        lambda row: row.title,
        url=lambda row: detail_url(row),
        order="sort_key",
    ),
    Column(gettext_lazy("Mã"), lambda row: row.code, order="code"),
    Column(gettext_lazy("Cơ quan"), lambda row: row.agency.name),
    Column(gettext_lazy("Chỉ tiêu"), lambda row: row.seats, numeric=True, order="seats"),
    Column(
        gettext_lazy("Hạn nhận hồ sơ"), lambda row: row.receipt_deadline, order="receipt_deadline"
    ),
    Column(
        gettext_lazy("Tình trạng"),
        lambda row: badge(row)["label"],
        tone=lambda row: badge(row)["tone"],
        order="state",
    ),
]
CAMPAIGN_COLUMNS = [
    Column(
        gettext_lazy("Đợt thi"),
        lambda row: row.name,
        url=lambda row: reverse("positions:campaign-detail", args=[row.code]),
        order="name",
    ),
    Column(gettext_lazy("Mã"), lambda row: row.code, order="code"),
    Column(gettext_lazy("Cơ quan chủ trì"), lambda row: row.host.name),
    Column(gettext_lazy("Kế hoạch"), lambda row: row.plan_no),
    Column(gettext_lazy("Ngày kế hoạch"), lambda row: row.plan_on, order="plan_on"),
]


def detail_url(row: Opening) -> str:
    """Imported openings are figures without a page of their own."""
    if row.origin == Opening.Origin.IMPORTED:
        return ""
    return reverse("positions:opening-detail", args=[row.code])


@require_GET
def opening_list(request):
    form = DeskOpeningFilter(request.GET)
    rows = form.apply(Opening.objects.visible_to(request.user).at_desk_of(request.user))
    rows = rows.select_related("agency")
    if wants_file(request):
        return file_of(request, rows, OPENING_COLUMNS, "chuc-danh", agency="agency__code")
    empty = Empty(_("Chưa có chức danh nào"), _("Chức danh nằm trong một đợt thi."))
    context = {"table": table(request, rows, OPENING_COLUMNS, empty=empty, filter_form=form)}
    return render(request, "positions/opening_list.html", context)


@require_GET
def campaign_list(request):
    rows = Campaign.objects.visible_to(request.user).at_desk_of(request.user)
    rows = rows.select_related("host")
    if wants_file(request):
        return file_of(request, rows, CAMPAIGN_COLUMNS, "dot-thi", agency="host__code")
    empty = Empty(_("Chưa có đợt thi nào"), _("Cán bộ tổ chức lập đợt thi theo kế hoạch."))
    context = {
        "table": table(request, rows, CAMPAIGN_COLUMNS, empty=empty),
        "create": can_create_campaign(request.user),
    }
    return render(request, "positions/campaign_list.html", context)


@require_http_methods(["GET", "POST"])
def campaign_create(request):
    require(can_create_campaign(request.user))
    form = CampaignForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        campaign = workflow.create_campaign(form.save(commit=False), by=request.user)
        messages.success(request, _("Đã lập đợt thi. Tiếp theo: thêm chức danh."))
        return redirect("positions:campaign-detail", campaign.code)
    return render(request, "positions/campaign_form.html", {"form": form})


@require_GET
def campaign_detail(request, code):
    campaign = _campaign(request, code)
    openings = campaign.openings.select_related("agency").order_by("sort_key", "pk")
    context = {
        "campaign": campaign,
        "openings": [(row, badge(row)) for row in openings],
        "duties": campaign.duties.filter(state=Duty.State.ACTIVE).select_related("person"),
        "add_opening": can_add_opening(request.user, campaign),
        "name_duty": can_name_duty(request.user, campaign),
        "guests": campaign.guests.select_related("agency"),
        "missing": missing_channels(campaign),
        "history": history(campaign),
    }
    return render(request, "positions/campaign_detail.html", context)


@require_http_methods(["GET", "POST"])
def opening_create(request, code):
    campaign = _campaign(request, code)
    require(can_add_opening(request.user, campaign))
    form = OpeningForm(request.POST or None, campaign=campaign)
    if request.method == "POST" and form.is_valid():
        opening = form.save(commit=False)
        opening.campaign = campaign
        opening = workflow.create_opening(opening, by=request.user, **form.planned_days())
        messages.success(request, _("Đã lưu chức danh. Kiểm tra rồi trình phê duyệt."))
        return redirect("positions:opening-detail", opening.code)
    return render(request, "positions/opening_form.html", {"form": form, "campaign": campaign})


@require_http_methods(["GET", "POST"])
def opening_edit(request, code):
    opening = opening_at_desk(request.user, code)
    require(can_edit_opening(request.user, opening))
    days = dict(opening.steps.values_list("kind", "planned_on"))
    initial = {"written_on": days.get("WRITTEN"), "presentation_on": days.get("PRESENTATION")}
    form = OpeningForm(
        request.POST or None, instance=opening, campaign=opening.campaign, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        workflow.edit_opening(opening, by=request.user, **form.cleaned_data)
        messages.success(request, _("Đã lưu chức danh."))
        return redirect("positions:opening-detail", form.cleaned_data["code"])
    context = {"form": form, "campaign": opening.campaign, "opening": opening}
    return render(request, "positions/opening_form.html", context)


@require_GET
def opening_detail(request, code):
    opening = opening_at_desk(request.user, code)
    changes = list(opening.changes.all()) if opening.published_at else []
    context = {
        "opening": opening,
        "badge": badge(opening),
        "steps": step_bar(opening),
        "standards": [line for line in opening.standards.splitlines() if line.strip()],
        "deadline": deadline_chip(opening),
        "waiting": _waiting(request, opening, changes),
        "edit": can_edit_opening(request.user, opening),
        "propose": can_propose_opening(request.user, opening),
        "publish": can_publish_opening(request.user, opening),
        "history": history(opening),
        **_after_publication(request, opening, changes),
    }
    return render(request, "positions/opening_detail.html", context)


@require_POST
def opening_propose(request, code):
    opening = workflow.propose_opening(opening_at_desk(request.user, code), by=request.user)
    messages.success(request, _("Đã trình người đứng đầu cơ quan có thẩm quyền."))
    return redirect("positions:opening-detail", opening.code)


@require_POST
def opening_publish(request, code):
    opening = workflow.publish_opening(opening_at_desk(request.user, code), by=request.user)
    messages.success(request, _("Đã công bố. Chức danh hiện trên trang công khai."))
    return redirect("positions:opening-detail", opening.code)


@require_http_methods(["GET", "POST"])
@step_up
def duty_create(request, code):
    campaign = _campaign(request, code)
    require(can_name_duty(request.user, campaign))
    form = DutyForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        workflow.name_duty(campaign, by=request.user, **form.duty_fields())
        messages.success(request, _("Đã ghi người vào ban."))
        return redirect("positions:campaign-detail", campaign.code)
    return render(request, "positions/duty_form.html", {"form": form, "campaign": campaign})


@require_http_methods(["GET", "POST"])
def guest_create(request, code):
    campaign = _campaign(request, code)
    require(can_add_guest(request.user, campaign))
    form = GuestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        guest = CampaignGuest(campaign=campaign, **form.cleaned_data)
        workflow.add_guest(guest, by=request.user)
        messages.success(
            request, _("Đã ghi cơ quan thi chung; chức danh của cơ quan đó thêm được.")
        )
        return redirect("positions:campaign-detail", campaign.code)
    return render(request, "positions/guest_form.html", {"form": form, "campaign": campaign})


@require_POST
def duty_end(request, public_id):
    rows = Duty.objects.visible_to(request.user).select_related("campaign")
    duty = get_object_or_404(rows, public_id=public_id)
    workflow.end_duty(duty, by=request.user)
    messages.success(request, _("Đã ghi người thôi nhiệm vụ."))
    return redirect("positions:campaign-detail", duty.campaign.code)


def _after_publication(request, opening: Opening, changes: list) -> dict[str, Any]:
    """Changes made and proposed, and what the reader may still propose."""
    is_hr = bool(changes or opening.published_at) and bool(is_opening_hr(request.user, opening))
    for change in changes:
        change.lines, change.tone = difference_lines(change), CHANGE_TONES[change.state]
    return {
        "changes": changes,
        "may_change": is_hr and bool(possible_kinds(opening)),
        "may_reopen": is_hr and opening.state in REOPENABLE,
    }


def _waiting(request, opening, changes: list) -> TwoPersonRequest | None:
    """The open request over an opening, for those who asked or may decide."""
    subjects = [subject_of(opening), *map(subject_of, changes)]
    rows = TwoPersonRequest.objects.visible_to(request.user).waiting()
    return rows.filter(subject__in=subjects).first()


def _campaign(request, code) -> Campaign:
    rows = Campaign.objects.visible_to(request.user).at_desk_of(request.user)
    return get_object_or_404(rows.select_related("host", "regulation"), code=code)
