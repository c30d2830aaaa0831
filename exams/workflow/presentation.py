"""Attendance and the council members' secret slips."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.verdicts import deny, require
from audit import clock
from audit.transitions import add, amend, changing, move
from exams.models import Presentation, ScoreSlip
from exams.queries.exam import council_of
from exams.rules.presentation import can_compare_slip, can_record_attendance, can_type_slip
from exams.simulation import read_rules
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


def type_slip(shown: Presentation, member: Duty, value: Decimal, *, by: User) -> ScoreSlip:
    """First clerk's reading of a slip."""
    with changing(shown.exam, shown) as (exam, shown):
        shown.exam = exam
        require(can_type_slip(by, shown))
        check_value(shown, value)
        if member not in council_of(shown):
            require(deny(_("Chỉ thành viên Hội đồng của đợt thi có phiếu chấm.")))
        slips = shown.slips.filter(member=member)
        if slips.standing().exists():
            require(deny(_("Phiếu của thành viên này đã được nhập.")))
        slip = ScoreSlip(
            presentation=shown,
            member=member,
            version=slips.count() + 1,
            value=value,
            typed_by=by,
            typed_at=clock.now(),
        )
        return add(slip, by=by)


def compare_slip(slip: ScoreSlip, value: Decimal, *, by: User) -> ScoreSlip:
    """Second clerk's blind reading: equal confirms the slip, different strikes it out."""
    shown = slip.presentation
    with changing(shown.exam, shown, slip) as (exam, shown, slip):
        shown.exam, slip.presentation = exam, shown
        require(can_compare_slip(by, slip))
        check_value(shown, value)
        to = ScoreSlip.State.MATCHED if value == slip.value else ScoreSlip.State.STRUCK
        fields = {"compared_by": by, "compared_at": clock.now(), "second_value": value}
        return move(slip, to, by=by, **fields)


def read_slips(
    shown: Presentation, readings: list[tuple[Duty, ScoreSlip | None, Decimal]], *, by: User
) -> list[ScoreSlip]:
    """All readings of one page, whole or not at all: first ones typed, second ones compared."""
    with transaction.atomic():
        return [
            compare_slip(slip, value, by=by) if slip else type_slip(shown, member, value, by=by)
            for member, slip, value in readings
        ]


def check_value(shown: Presentation, value: Decimal) -> None:
    """A slip is a number in 0..max of the regulation; raises ValidationError."""
    ScoreSlip._meta.get_field("value").clean(value, None)
    most = most_points(shown)
    if not 0 <= value <= most:
        raise ValidationError(_("Điểm phải từ 0 đến %(most)s.") % {"most": f"{most:f}"})


def most_points(shown: Presentation) -> Decimal:
    """The top of the regulation's scale for a slip."""
    return read_rules(shown.exam.campaign.regulation.values["rules"]).presentation.max
