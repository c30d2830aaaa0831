"""Verbs over the steps of an opening: plan them, finish them, keep their last days right."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.verdicts import require
from agencies import calendar
from agencies.models import Membership
from audit import clock
from audit.ledger import record
from audit.rows import subject_of
from audit.transitions import amend, locked
from messaging.language import official
from messaging.workflow import notify
from positions.models import Opening, OpeningStep, Regulation
from positions.rules import can_plan_timetable
from positions.timetable import due_days

Kind = OpeningStep.Kind
REMIND_WORKING_DAYS = 3
SOON, LATE = 1, 2


def plan_steps(opening: Opening, written_on: date | None, presentation_on: date | None) -> None:
    """Give a draft the steps of its regulation; days planned before and not named here stay."""
    for kind in kinds_of(opening):
        OpeningStep.objects.get_or_create(opening=opening, kind=kind)
    OpeningStep.objects.filter(opening=opening, kind=Kind.PLAN).update(done_on=opening.plan_on)
    plan_days(opening, _days_of(opening, written_on, presentation_on))


def _days_of(
    opening: Opening, written_on: date | None, presentation_on: date | None
) -> dict[str, date | None]:
    deadline = opening.receipt_deadline
    planned = {
        Kind.PLAN: opening.plan_on,
        Kind.RECEIPT: last_day_of_receipt(deadline) if deadline else None,
        Kind.PRESENTATION: presentation_on,
    }
    return planned | ({Kind.WRITTEN: written_on} if opening.regulation.has_written_round else {})


def first_steps(
    opening: Opening,
    written_on: date | None,
    presentation_on: date | None,
    days: calendar.WorkingCalendar,
) -> list[OpeningStep]:
    """The steps of a new draft, not stored yet, with their last days; the plan is done."""
    planned = _days_of(opening, written_on, presentation_on)
    done = {Kind.PLAN: opening.plan_on}
    steps = [
        OpeningStep(
            opening=opening, kind=kind, planned_on=planned.get(kind), done_on=done.get(kind)
        )
        for kind in kinds_of(opening)
    ]
    _count(steps, opening.regulation, days)
    return steps


def kinds_of(opening: Opening) -> list[str]:
    """The steps an opening goes through; without a written round it has no written marks."""
    written = (Kind.WRITTEN, Kind.MARKS)
    has_written = opening.regulation.has_written_round
    return [kind for kind in Kind if has_written or kind not in written]


def set_timetable(
    openings: Sequence[Opening],
    planned: Mapping[str, date | None],
    receipt_deadline: datetime | None,
    *,
    by: User,
) -> list[Opening]:
    """Plan one timetable for drafts of a campaign; the ledger keeps each whole."""
    with transaction.atomic():
        return [_set_one(row, planned, receipt_deadline, by) for row in locked(*openings)]


def _set_one(
    opening: Opening, planned: Mapping[str, date | None], deadline: datetime | None, by: User
) -> Opening:
    require(can_plan_timetable(by, opening))
    if opening.receipt_deadline != deadline:
        opening = amend(opening, by=by, receipt_deadline=deadline)
    receipt = last_day_of_receipt(deadline) if deadline else None
    plan_days(opening, {**planned, Kind.RECEIPT: receipt})
    days = opening.steps.exclude(planned_on=None).values_list("kind", "planned_on")
    record(
        chain=opening.ledger_chain,
        kind="timetable_set",
        by=by,
        subject=subject_of(opening),
        agency=opening.ledger_agency,
        data={kind: day.isoformat() for kind, day in days},
    )
    return opening


def last_day_of_receipt(deadline: datetime) -> date:
    """A deadline of 24:00 belongs to the day that ends then."""
    return timezone.localdate(deadline - timedelta(microseconds=1))


def plan_days(opening: Opening, planned: Mapping[str, date | None]) -> None:
    for kind, day in planned.items():
        OpeningStep.objects.filter(opening=opening, kind=kind).update(planned_on=day)
    count_due_days(opening, calendar.load())


def finish_step(
    opening: Opening, kind: str, on: date, *, by: User | None, note: str = ""
) -> Opening:
    """Set a step's done date and the opening's frozen column; the row is locked by the caller.

    The last days of later steps are counted again from it.
    """
    OpeningStep.objects.update_or_create(opening=opening, kind=kind, defaults={"done_on": on})
    count_due_days(opening, calendar.load())
    column = OpeningStep.COLUMNS.get(kind)
    return amend(opening, by=by, note=note, **{column: on}) if column else opening


def count_due_days(opening: Opening, days: calendar.WorkingCalendar) -> int:
    """Count the last day of every open step again; returns how many changed."""
    steps = list(opening.steps.all())
    changed = _count(steps, opening.regulation, days)
    OpeningStep.objects.bulk_update(changed, ["due_on", "due_by", "reminders"])
    return len(changed)


def _count(
    steps: list[OpeningStep], regulation: Regulation, days: calendar.WorkingCalendar
) -> list[OpeningStep]:
    """Set the last days of steps from what they say of each other; those that changed."""
    dates = {row.kind: row.done_on or row.planned_on for row in steps}
    known = {kind: day for kind, day in dates.items() if day}
    due = due_days(regulation, known, days)
    return [row for row in steps if _set_due(row, due)]


def _set_due(step: OpeningStep, due: Mapping[str, Any]) -> bool:
    """The planned day, or the earlier one a period sets; whether that changed."""
    before, limit = (step.due_on, step.due_by), due.get(step.kind)
    step.due_on, step.due_by = step.planned_on, ""
    if limit and (step.planned_on is None or limit.latest < step.planned_on):
        step.due_on, step.due_by = limit.latest, limit.period.value
    if (step.due_on, step.due_by) == before:
        return False
    step.reminders = 0
    return True


def recount_due_days() -> int:
    """After the working calendar changed, running openings get their last days anew (for tick)."""
    rows = Opening.objects.filter(origin=Opening.Origin.LIVE, state__in=Opening.RUNNING_STATES)
    days = calendar.load()
    running = rows.select_related("regulation").prefetch_related("steps").iterator(chunk_size=500)
    return sum(count_due_days(opening, days) for opening in running)


def remind_of_due_steps() -> int:
    """Tell the officers of a host once before a step's last day and once after (for tick)."""
    today = clock.today()
    soon = calendar.load().add_working_days(today, REMIND_WORKING_DAYS)
    late = Q(due_on__lt=today, reminders__lt=LATE)
    steps = OpeningStep.objects.filter(
        late | Q(due_on__lte=soon, reminders__lt=SOON),
        done_on=None,
        opening__origin=Opening.Origin.LIVE,
        opening__state__in=Opening.RUNNING_STATES,
    )
    rows = list(steps.exclude(kind=Kind.RECEIPT).select_related("opening__campaign"))
    for step in rows:
        with transaction.atomic():
            _remind(step, LATE if step.due_on < today else SOON)
    return len(rows)


@official
def _remind(step: OpeningStep, which: int) -> None:
    words = {SOON: _("Sắp đến hạn %(day)s: %(what)s."), LATE: _("Đã quá hạn %(day)s: %(what)s.")}
    what = f"{step.get_kind_display()}, {step.opening.title}"
    text = words[which] % {"day": date_format(step.due_on), "what": what}
    url = reverse("positions:opening-detail", args=[step.opening.code])
    for user in _officers(step.opening):
        notify(user=user, key=f"due:{step.pk}:{step.due_on}:{which}:{user.pk}", text=text, url=url)
    OpeningStep.objects.filter(pk=step.pk).update(reminders=which)


def _officers(opening: Opening) -> list[User]:
    held = Membership.objects.current().filter(
        agency=opening.campaign.host_id, role=Membership.Role.AGENCY_HR
    )
    return [row.user for row in held.select_related("user")]
