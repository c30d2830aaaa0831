"""Attendance and the council members' secret slips."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.verdicts import deny, require
from audit import clock
from audit.transitions import add, amend, changing, move
from exams.models import Presentation, ScoreSlip
from exams.queries.exam import council_of
from exams.readings import Reading, SlipRules, checked, first_reading, slip_rules
from exams.rules.presentation import can_compare_slip, can_record_attendance, can_type_slip
from positions.models import Duty


def record_attendance(
    shown: Presentation, attendance: str, *, held_on: date, by: User
) -> Presentation:
    """Minute whether a candidate was heard, and that every council member owes a slip."""
    with changing(shown.exam, shown) as (exam, shown):
        shown.exam = exam
        require(can_record_attendance(by, shown))
        sat = attendance == Presentation.Attendance.SAT
        due = council_of(shown).count() if sat else 0
        fields = {"attendance": attendance, "held_on": held_on, "expected_slips": due}
        return amend(shown, by=by, **fields)


def type_slip(shown: Presentation, member: Duty, reading: Reading, *, by: User) -> ScoreSlip:
    """First clerk's reading of a slip."""
    with changing(shown.exam, shown) as (exam, shown):
        shown.exam = exam
        require(can_type_slip(by, shown))
        reading = checked(reading, rules_for(shown))
        if member not in council_of(shown):
            require(deny(_("Chỉ thành viên Hội đồng của đợt thi có phiếu chấm.")))
        slips = shown.slips.filter(member=member)
        if slips.standing().exists():
            require(deny(_("Phiếu của thành viên này đã được nhập.")))
        slip = ScoreSlip(
            presentation=shown,
            member=member,
            version=slips.count() + 1,
            value=reading.value,
            points=reading.points,
            typed_by=by,
            typed_at=clock.now(),
        )
        return add(slip, by=by)


def compare_slip(slip: ScoreSlip, reading: Reading, *, by: User) -> ScoreSlip:
    """Second clerk's blind reading: equal confirms the slip, different strikes it out."""
    shown = slip.presentation
    with changing(shown.exam, shown, slip) as (exam, shown, slip):
        shown.exam, slip.presentation = exam, shown
        require(can_compare_slip(by, slip))
        reading, first = checked(reading, rules_for(shown)), first_reading(slip)
        to = ScoreSlip.State.STRUCK
        if reading.marks == first.marks:
            # 18 and 18.0 are one number: kept in the first spelling, so the database can compare.
            to, reading = ScoreSlip.State.MATCHED, first
        fields = {"second_value": reading.value, "second_points": reading.points}
        return move(slip, to, by=by, compared_by=by, compared_at=clock.now(), **fields)


def read_slips(
    shown: Presentation, readings: list[tuple[Duty, ScoreSlip | None, Reading]], *, by: User
) -> list[ScoreSlip]:
    """All readings of one page, whole or not at all: first ones typed, second ones compared."""
    with transaction.atomic():
        return [
            compare_slip(slip, reading, by=by) if slip else type_slip(shown, member, reading, by=by)
            for member, slip, reading in readings
        ]


def rules_for(shown: Presentation) -> SlipRules:
    """What the exam's regulation says about a slip."""
    return slip_rules(shown.exam.campaign.regulation.values)
