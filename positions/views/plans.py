"""Yearly plans: posts by quarter, approval up the tree, campaigns from their lines."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import TwoPersonRequest
from accounts.tables import Column, Empty, file_of, table, wants_file
from accounts.verdicts import require
from audit.queries import history
from audit.rows import subject_of
from positions import plan_workflow as workflow
from positions.models import Plan, PlanLine
from positions.plan_forms import NewPlanForm, PlanCampaignForm, PlanForm, PlanLineForm
from positions.plan_rules import (
    can_create_plan,
    can_edit_plan,
    can_open_campaign,
    can_propose_plan,
    lines_of,
)
from positions.queries import badge
from positions.rules import can_create_campaign

TONES = {
    Plan.State.DRAFT: "neutral",
    Plan.State.PROPOSED: "warning",
    Plan.State.APPROVED: "success",
}
COLUMNS = [
    Column(
        gettext_lazy("Cơ quan"), lambda row: row.agency.name, url=lambda row: row.get_absolute_url()
    ),
    Column(gettext_lazy("Năm"), lambda row: row.year, numeric=True, order="year"),
    Column(gettext_lazy("Kế hoạch"), lambda row: row.document_no),
    Column(
        gettext_lazy("Tình trạng"),
        lambda row: row.get_state_display(),
        tone=lambda row: TONES[row.state],
        order="state",
    ),
]


@require_GET
def plan_list(request):
    rows = Plan.objects.visible_to(request.user).select_related("agency")
    if wants_file(request):
        return file_of(request, rows, COLUMNS, "ke-hoach", agency="agency__code")
    empty = Empty(_("Chưa có kế hoạch nào"), _("Cán bộ tổ chức lập kế hoạch thi tuyển của năm."))
    context = {
        "table": table(request, rows, COLUMNS, empty=empty),
        "create": can_create_campaign(request.user),
    }
    return render(request, "positions/plan_list.html", context)


@require_http_methods(["GET", "POST"])
def plan_create(request):
    require(can_create_campaign(request.user))
    form = NewPlanForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        plan = workflow.create_plan(by=request.user, **form.cleaned_data)
        messages.success(request, _("Đã lập kế hoạch. Thêm từng chức danh theo quý."))
        return redirect(plan)
    return render(request, "positions/plan_new.html", {"form": form})


@require_GET
def plan(request, code, year):
    row = _plan(request, code, year)
    lines = list(lines_of(row).select_related("agency", "authority_kind", "opening__campaign"))
    waiting = TwoPersonRequest.objects.visible_to(request.user).waiting()
    context = {
        "plan": row,
        "badge": {"label": row.get_state_display(), "tone": TONES[row.state]},
        "quarters": [
            (
                n,
                [
                    (line, badge(line.opening) if line.opening else None)
                    for line in lines
                    if line.quarter == n
                ],
            )
            for n in (1, 2, 3, 4)
        ],
        "seats": sum(line.seats for line in lines),
        "approvals": row.approvals.filter(round=row.round).select_related("agency", "approved_by"),
        "edit": can_edit_plan(request.user, row),
        "propose": can_propose_plan(request.user, row),
        "open": can_open_campaign(request.user, row),
        "copy": can_create_plan(request.user, row.agency),
        "waiting": waiting.filter(subject=subject_of(row)).first(),
        "history": history(row),
    }
    return render(request, "positions/plan.html", context)


@require_http_methods(["GET", "POST"])
def plan_edit(request, code, year):
    row = _plan(request, code, year)
    require(can_edit_plan(request.user, row))
    form = PlanForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        workflow.edit_plan(row, by=request.user, **form.cleaned_data)
        messages.success(request, _("Đã lưu kế hoạch."))
        return redirect(row)
    return render(request, "positions/plan_form.html", {"plan": row, "form": form})


@require_http_methods(["GET", "POST"])
def line_create(request, code, year):
    row = _plan(request, code, year)
    require(can_edit_plan(request.user, row))
    form = PlanLineForm(request.POST or None, plan=row, instance=PlanLine(plan=row))
    if request.method == "POST" and form.is_valid():
        workflow.add_line(form.save(commit=False), by=request.user)
        messages.success(request, _("Đã thêm chức danh vào kế hoạch."))
        return redirect(row)
    return render(request, "positions/plan_line.html", {"plan": row, "form": form})


@require_http_methods(["GET", "POST"])
def line_edit(request, public_id):
    line = _line(request, public_id)
    require(can_edit_plan(request.user, line.plan))
    form = PlanLineForm(request.POST or None, plan=line.plan, instance=line)
    if request.method == "POST" and form.is_valid():
        workflow.edit_line(line, by=request.user, **form.cleaned_data)
        messages.success(request, _("Đã lưu chức danh của kế hoạch."))
        return redirect(line.plan)
    context = {"plan": line.plan, "form": form, "line": line}
    return render(request, "positions/plan_line.html", context)


@require_POST
def line_remove(request, public_id):
    line = workflow.remove_line(_line(request, public_id), by=request.user)
    messages.success(request, _("Đã bỏ chức danh khỏi kế hoạch."))
    return redirect(line.plan)


@require_POST
def plan_propose(request, code, year):
    row = workflow.propose_plan(_plan(request, code, year), by=request.user)
    messages.success(request, _("Đã trình người đứng đầu cơ quan."))
    return redirect(row)


@require_POST
def plan_copy(request, code, year):
    row = workflow.copy_plan(_plan(request, code, year), by=request.user)
    messages.success(request, _("Đã chép sang năm sau; hãy xem lại từng dòng."))
    return redirect(row)


@require_http_methods(["GET", "POST"])
def plan_campaign(request, code, year):
    row = _plan(request, code, year)
    require(can_open_campaign(request.user, row))
    form = PlanCampaignForm(request.POST or None, user=request.user, plan=row)
    if request.method == "POST" and form.is_valid():
        campaign = form.save(commit=False)
        campaign.host = row.agency
        campaign = workflow.open_campaign(
            row,
            campaign,
            form.cleaned_data["lines"],
            by=request.user,
            council=form.council(),
            decision_no=form.cleaned_data["decision_no"],
        )
        messages.success(
            request, _("Đã lập đợt thi cùng các chức danh. Tiếp theo: tiêu chuẩn, lịch.")
        )
        return redirect("positions:campaign-detail", campaign.code)
    return render(request, "positions/plan_campaign.html", {"plan": row, "form": form})


def _plan(request, code, year) -> Plan:
    rows = Plan.objects.visible_to(request.user).select_related("agency__parent", "waits_at")
    return get_object_or_404(rows, agency__code=code, year=year)


def _line(request, public_id) -> PlanLine:
    rows = PlanLine.objects.visible_to(request.user).filter(removed_at=None)
    return get_object_or_404(rows.select_related("plan__agency"), public_id=public_id)
