"""Verbs over yearly plans: drafted or copied, approved up the tree, turned into campaigns."""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import TwoPersonRequest, User
from accounts.verdicts import deny, require
from agencies.models import Agency, Person
from audit import clock
from audit.transitions import add, amend, changing, locked, move
from positions.heads import ask_head
from positions.models import Campaign, Duty, Opening, Plan, PlanApproval, PlanLine
from positions.plan_rules import (
    can_approve_plan,
    can_create_plan,
    can_edit_plan,
    can_open_campaign,
    can_propose_plan,
    can_use_authority,
    lines_of,
    opening_code,
)
from positions.workflow import create_campaign, create_opening, name_duty

State = Plan.State
COPIED = ("agency", "title", "name", "unit", "seats", "quarter", "authority", "note")


def create_plan(agency: Agency, year: int, *, by: User) -> Plan:
    """An empty plan of a year; a second one of the same year is refused."""
    require(can_create_plan(by, agency))
    return _new(Plan(agency=agency, year=year), by)


def _new(plan: Plan, by: User) -> Plan:
    try:
        with transaction.atomic():
            return add(plan, by=by)
    except IntegrityError:
        require(deny(_("Cơ quan đã có kế hoạch của năm này.")))
        raise


def copy_plan(last: Plan, *, by: User) -> Plan:
    """Next year's plan with last year's posts; a kind of body that ended is left to be chosen.

    Posts whose deciding body no longer exists take the first kind that does.
    """
    require(can_create_plan(by, last.agency))
    with transaction.atomic():
        plan = _new(Plan(agency=last.agency, year=last.year + 1, copied_from=last), by)
        for line in lines_of(last).select_related("authority_kind"):
            fields = {name: getattr(line, name) for name in COPIED}
            copy = PlanLine(plan=plan, **fields)
            copy.authority_kind = _kind_then(line, copy)
            add(copy, by=by)
    return plan


def _kind_then(line: PlanLine, copy: PlanLine) -> Any:
    kind = line.authority_kind
    if can_use_authority(kind, copy):
        return kind
    rows = type(kind).objects.filter(place__gt=kind.place)
    return next((row for row in rows if can_use_authority(row, copy)), kind)


def edit_plan(plan: Plan, *, by: User, **fields: Any) -> Plan:
    """Number and date of the plan."""
    with changing(plan) as plan:
        require(can_edit_plan(by, plan))
        return amend(plan, by=by, edited_by=by, **fields)


def add_line(line: PlanLine, *, by: User) -> PlanLine:
    """One more post."""
    with changing(line.plan) as plan:
        require(can_edit_plan(by, plan))
        line.plan = plan
        require(can_use_authority(line.authority_kind, line))
        amend(plan, by=by, edited_by=by)
        return add(line, by=by)


def edit_line(line: PlanLine, *, by: User, **fields: Any) -> PlanLine:
    """Change a post of a draft."""
    with changing(line.plan, line) as (plan, line):
        require(can_edit_plan(by, plan))
        line.plan, line.quarter = plan, fields.get("quarter", line.quarter)
        require(can_use_authority(fields.get("authority_kind", line.authority_kind), line))
        amend(plan, by=by, edited_by=by)
        return amend(line, by=by, **fields)


def remove_line(line: PlanLine, *, by: User) -> PlanLine:
    """Take a post out of a draft; the row stays."""
    with changing(line.plan, line) as (plan, line):
        require(can_edit_plan(by, plan))
        amend(plan, by=by, edited_by=by)
        return amend(line, by=by, removed_at=clock.now())


def propose_plan(plan: Plan, *, by: User) -> Plan:
    """Send the plan to the own head; the heads above follow one after another."""
    with changing(plan) as plan:
        require(can_propose_plan(by, plan))
        for line in lines_of(plan).select_related("authority_kind", "plan"):
            require(can_use_authority(line.authority_kind, line))
        fields = {"proposed_by": by, "waits_at": plan.agency, "round": plan.round + 1}
        plan = move(plan, State.PROPOSED, by=by, **fields)
        _ask(plan)
    return plan


def _ask(plan: Plan) -> None:
    """Ask the next head in the name of whoever proposed: who may also take it back."""
    ask_head(plan.waits_at, "plan", plan, by=plan.proposed_by)


def approve_plan(plan: Plan, *, request: TwoPersonRequest, by: User) -> Plan:
    """One head's yes (run by the request): the head above decides next, or it is approved."""
    require(can_approve_plan(by, plan))
    now, here = clock.now(), plan.waits_at
    approval = PlanApproval(
        plan=plan,
        agency=here,
        round=plan.round,
        approved_by=by,
        proposed_by=plan.proposed_by,
        approved_at=now,
    )
    add(approval, by=by)
    if here.parent_id:
        plan = amend(plan, by=by, waits_at=here.parent)
        _ask(plan)
        return plan
    return move(plan, State.APPROVED, by=by, waits_at=None, approved_by=by, approved_at=now)


def return_plan(plan: Plan, *, request: TwoPersonRequest, by: User | None) -> Plan:
    """Refused at any level, taken back, void or expired: a draft again, with the remark."""
    if plan.state != State.PROPOSED:
        return plan
    return move(plan, State.DRAFT, by=by, note=request.reason, proposed_by=None, waits_at=None)


def open_campaign(
    plan: Plan,
    campaign: Campaign,
    lines: Iterable[PlanLine],
    *,
    by: User,
    council: Iterable[tuple[Person, dict[str, bool]]] = (),
    decision_no: str = "",
) -> Campaign:
    """A campaign with the drafts of its openings and its council, from posts of a plan."""
    with transaction.atomic():
        plan, *rows = locked(plan, *lines)
        require(can_open_campaign(by, plan))
        if any(row.opening_id or row.removed_at or row.plan_id != plan.pk for row in rows):
            require(deny(_("Có chức danh đã vào đợt thi khác: hãy tải lại trang.")))
        campaign.plan_no, campaign.plan_on = plan.document_no, plan.document_on
        campaign = create_campaign(campaign, by=by)
        for number, row in enumerate(rows, start=1):
            amend(row, by=by, opening=_draft(row, campaign, number, by))
        for person, place in council:
            name_duty(campaign, person, Duty.Board.COUNCIL, by=by, decision_no=decision_no, **place)
    return campaign


def _draft(line: PlanLine, campaign: Campaign, number: int, by: User) -> Opening:
    opening = Opening(
        code=opening_code(campaign.code, number),
        campaign=campaign,
        agency=line.agency,
        authority=line.authority,
        title=line.name,
        unit=line.unit,
        level=line.title.level,
        rank=line.title.rank,
        seats=line.seats,
    )
    return create_opening(opening, by=by)
