"""The approval of an opening by the head of the deciding authority."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import approvals
from agencies import calendar
from audit.rows import row_values
from positions import criteria
from positions.change_rules import can_approve_change
from positions.change_workflow import difference_lines, drop_change, make_change
from positions.models import Opening, OpeningChange, Plan, Regulation, TitleStandard
from positions.plan_rules import can_approve_plan, lines_of
from positions.plan_workflow import approve_plan, return_plan
from positions.regulation_rules import can_issue_regulation
from positions.regulation_words import differences
from positions.regulation_workflow import issue_regulation, return_regulation
from positions.rules import can_approve_opening
from positions.standard_rules import can_issue_standard
from positions.standard_workflow import issue_standard, return_standard
from positions.timetable import faults
from positions.workflow import approve_opening, return_opening


def _facts(opening: Opening) -> dict[str, Any]:
    return row_values(opening)


def _figures(opening: Opening) -> list[tuple[str, str]]:
    steps = opening.steps.all()
    dates = {row.kind: day for row in steps if (day := row.done_on or row.planned_on)}
    broken = faults(opening.regulation, dates, calendar.load())
    return [
        (_("Chức danh"), opening.title),
        (_("Cơ quan"), opening.agency.name),
        (_("Chỉ tiêu"), str(opening.seats)),
        (_("Quy chế"), str(opening.regulation)),
        (_("Hạn nhận hồ sơ"), f"{timezone.localtime(opening.receipt_deadline):%H:%M %d/%m/%Y}"),
        *((_("Cảnh báo về lịch"), fault) for fault in broken),
    ]


KIND = approvals.Kind(
    code="opening",
    title=_("Phê duyệt chức danh thi tuyển"),
    lifetime=approvals.APPROVAL,
    facts=_facts,
    figures=_figures,
    may_approve=can_approve_opening,
    carry_out=approve_opening,
    refused=return_opening,
    url=lambda opening: reverse("positions:opening-detail", args=[opening.code]),
)


def _change_figures(change: OpeningChange) -> list[tuple[str, str]]:
    return [
        (_("Việc"), change.get_kind_display()),
        (_("Chức danh"), change.opening.title),
        *(
            (name, _("%(before)s → %(after)s") % {"before": before, "after": after})
            for name, before, after in difference_lines(change)
        ),
        (_("Căn cứ"), f"{change.document_no}, {change.document_on:%d/%m/%Y}"),
        (_("Lý do"), change.reason),
    ]


def _change_facts(change: OpeningChange) -> dict[str, Any]:
    """The proposal, and the opening it speaks of: an opening changed meanwhile voids it."""
    return {"change": row_values(change), "opening": row_values(change.opening)}


def _plan_facts(plan: Plan) -> dict[str, Any]:
    return {"plan": row_values(plan), "lines": [row_values(row) for row in lines_of(plan)]}


def _plan_figures(plan: Plan) -> list[tuple[str, str]]:
    lines = list(lines_of(plan).select_related("authority_kind"))
    words = _("%(name)s: %(seats)s chỉ tiêu, quý %(quarter)s, %(kind)s quyết định")
    return [
        (_("Kế hoạch"), f"{plan}: {plan.document_no}"),
        (_("Số chức danh, chỉ tiêu"), f"{len(lines)}, {sum(row.seats for row in lines)}"),
        *(
            (
                str(number),
                words
                % {
                    "name": row.name,
                    "seats": row.seats,
                    "quarter": row.quarter,
                    "kind": row.authority_kind,
                },
            )
            for number, row in enumerate(lines, start=1)
        ),
    ]


PLAN = approvals.Kind(
    code="plan",
    title=_("Phê duyệt kế hoạch thi tuyển năm"),
    lifetime=approvals.APPROVAL,
    facts=_plan_facts,
    figures=_plan_figures,
    may_approve=can_approve_plan,
    carry_out=approve_plan,
    refused=return_plan,
    url=lambda plan: plan.get_absolute_url(),
)


def _standard_figures(standard: TitleStandard) -> list[tuple[str, str]]:
    lines = [(criteria.NAMES[row["kind"]], criteria.words(row)) for row in standard.criteria]
    return [
        (_("Tiêu chuẩn chức danh"), str(standard)),
        (_("Quyết định"), standard.document_no),
        *lines,
    ]


STANDARD = approvals.Kind(
    code="standard",
    title=_("Ban hành tiêu chuẩn chức danh"),
    lifetime=approvals.APPROVAL,
    facts=row_values,
    figures=_standard_figures,
    may_approve=can_issue_standard,
    carry_out=issue_standard,
    refused=return_standard,
    url=lambda standard: standard.get_absolute_url(),
)


def _regulation_figures(regulation: Regulation) -> list[tuple[str, str]]:
    base = regulation.based_on
    changed = differences(base.values, regulation.values) if base else []
    return [
        (_("Quy chế"), f"{regulation.name} ({regulation})"),
        (_("Soạn từ"), str(base)),
        (_("Quyết định"), regulation.document_no),
        (_("Cặp ban không được kiêm"), str(regulation.pairs.count())),
        *(
            (field.label, _("%(before)s → %(after)s") % {"before": old, "after": new})
            for field, old, new in changed
        ),
    ]


def _regulation_facts(regulation: Regulation) -> dict[str, Any]:
    pairs = regulation.pairs.order_by("board_a", "board_b")
    return {
        "regulation": row_values(regulation),
        "pairs": [list(row) for row in pairs.values_list("board_a", "board_b", "binds")],
    }


REGULATION = approvals.Kind(
    code="regulation",
    title=_("Ban hành quy chế thi tuyển"),
    lifetime=approvals.APPROVAL,
    facts=_regulation_facts,
    figures=_regulation_figures,
    may_approve=can_issue_regulation,
    carry_out=issue_regulation,
    refused=return_regulation,
    url=lambda regulation: regulation.get_absolute_url(),
)


CHANGE = approvals.Kind(
    code="change",
    title=_("Điều chỉnh chức danh đã công bố"),
    lifetime=approvals.APPROVAL,
    facts=_change_facts,
    figures=_change_figures,
    may_approve=can_approve_change,
    carry_out=make_change,
    refused=drop_change,
    url=lambda change: reverse("positions:opening-detail", args=[change.opening.code]),
    also=lambda change: (change.opening,),
)
