"""The written round up to the collected papers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Max, Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.verdicts import deny, require
from audit.checkpoints import seal
from audit.ledger import record
from audit.rows import subject_of
from audit.transitions import add, amend, changing, locked, move
from candidates.models import Application
from candidates.notice_workflow import tell_applicant
from exams.models import Exam, Seat, Sitting
from exams.rules.sitting import can_finish_sitting, can_prepare, can_record_seat
from exams.simulation import read_rules
from messaging.language import official
from positions.models import Campaign, Opening, OpeningStep
from positions.step_workflow import finish_step

Attendance = Seat.Attendance


def prepare_written(campaign: Campaign, *, held_on: date, place: str, by: User) -> Exam:
    """Set up the written round: a seat for everybody on the list, in the order of the numbers."""
    with changing(campaign) as campaign:
        require(can_prepare(by, campaign))
        exam = add(Exam(campaign=campaign), by=by)
        sitting = add(Sitting(exam=exam, held_on=held_on, place=place), by=by)
        eligible = Application.objects.filter(
            opening__campaign=campaign,
            opening__state=Opening.State.LIST_CLOSED,
            state=Application.State.ELIGIBLE,
        ).select_related("opening__agency", "profile__user")
        for chair, application in enumerate(eligible.order_by("number"), start=1):
            _tell_seat(add(Seat(sitting=sitting, application=application, place=chair), by=by))
    return exam


@official
def _tell_seat(seat: Seat) -> None:
    """When, where and in which place."""
    sitting = seat.sitting
    words = {"day": date_format(sitting.held_on), "place": sitting.place, "seat": seat.place}
    tell_applicant(seat.application, "seat_given", f"seat:{seat.pk}", **words)


def seat_readmitted(application: Application, by: User) -> None:
    """The last place for whoever came back to the list after the seats were made (NĐ 138/2020).

    Raises PermissionDenied when the papers are written already.
    """
    sitting = Sitting.objects.filter(exam__campaign=application.opening.campaign_id).first()
    if sitting is None:
        return
    exam = locked(sitting.exam)[0]
    if exam.state != Exam.State.PREPARING:
        require(deny(_("Buổi thi viết đã kết thúc, không ghi nhận thêm.")))
    places = sitting.seats.aggregate(last=Max("place"))["last"] or 0
    _tell_seat(add(Seat(sitting=sitting, application=application, place=places + 1), by=by))


def record_seat(
    seat: Seat, attendance: str, *, sheets: int = 0, sanction: str = "", by: User
) -> Seat:
    """Minute whether a candidate handed in, how many sheets, and a sanction if there was one."""
    with changing(seat.sitting.exam, seat) as (exam, seat):
        seat.sitting.exam = exam
        require(can_record_seat(by, exam))
        fields = {"attendance": attendance, "sheets": sheets, "sanction": sanction}
        _check_seat(exam, **fields)
        return amend(seat, by=by, **fields)


@dataclass(frozen=True)
class SeatEntry:
    """One row of the minutes as it was sent; `seen` is what the page showed in its place."""

    seat: Seat
    attendance: str
    sheets: int
    sanction: str
    seen: tuple[str, int, str]

    @property
    def facts(self) -> tuple[str, int, str]:
        return self.attendance, self.sheets, self.sanction


def facts_of(seat: Seat) -> tuple[str, int, str]:
    """What the minutes say of a seat."""
    return seat.attendance, seat.sheets, seat.sanction


def record_seats(exam: Exam, entries: Sequence[SeatEntry], *, by: User) -> int:
    """Minute the rows that were changed, all or none; answers how many there were.

    The ValidationError names a fault by what it is about and the seat: "sheets-<public id>".
    """
    changed = [entry for entry in entries if entry.facts != entry.seen]
    rows = [*(entry.seat for entry in changed), exam.sitting]
    with changing(exam, *rows) as (exam, *seats, sitting):
        require(can_record_seat(by, exam))
        sitting.exam = exam
        faults, written = {}, 0
        for entry, seat in zip(changed, seats, strict=True):
            seat.sitting = sitting
            try:
                written += _record_entry(entry, seat, by)
            except ValidationError as error:
                about = error.message_dict.items()
                faults |= {f"{name}-{seat.public_id}": words for name, words in about}
        if faults:
            raise ValidationError(faults)
    return written


def _record_entry(entry: SeatEntry, seat: Seat, by: User) -> int:
    """1 when something was written; a row sent twice is written once."""
    if entry.facts == facts_of(seat):
        return 0
    if entry.seen != facts_of(seat):
        words = _("Người khác vừa ghi nhận dòng này. Hãy tải lại trang.")
        raise ValidationError({"attendance": words})
    fields = {
        "attendance": entry.attendance,
        "sheets": entry.sheets,
        "sanction": entry.sanction,
    }
    _check_seat(seat.sitting.exam, **fields)
    amend(seat, by=by, **fields)
    return 1


def _check_seat(exam: Exam, attendance: str, sheets: int, sanction: str) -> None:
    """Raise ValidationError, field by field, for what the minutes cannot say."""
    if attendance not in (Attendance.SAT, Attendance.ABSENT, Attendance.SUSPENDED):
        raise ValidationError({"attendance": _("Chọn đã nộp bài, vắng hoặc đình chỉ.")})
    has_sat = attendance == Attendance.SAT
    if has_sat != (sheets > 0):
        raise ValidationError(
            {"sheets": _("Người nộp bài có ít nhất một tờ; người vắng, đình chỉ không có tờ nào.")}
        )
    if sanction and not (has_sat and sanction in sanctions_of(exam)):
        raise ValidationError({"sanction": _("Quy chế không có hình thức xử lý này.")})


def sanctions_of(exam: Exam) -> dict:
    """The sanctions the regulation knows, with what each takes off, in percent."""
    return read_rules(exam.campaign.regulation.values["rules"]).written.sanctions


def finish_sitting(exam: Exam, *, minutes_no: str, by: User) -> Exam:
    """Papers are collected and counted: the written round is over."""
    sat = Opening.objects.filter(campaign=exam.campaign, state=Opening.State.LIST_CLOSED)
    with changing(exam, exam.sitting, *sat) as (exam, sitting, *openings):
        require(can_finish_sitting(by, exam))
        for opening in openings:
            finish_step(opening, OpeningStep.Kind.WRITTEN, sitting.held_on, by=by)
        amend(sitting, by=by, minutes_no=minutes_no)
        exam = move(exam, Exam.State.SAT, by=by)
        record(
            chain=exam.ledger_chain,
            kind="papers_collected",
            by=by,
            subject=subject_of(exam),
            agency=exam.ledger_agency,
            data={"minutes_no": minutes_no, **counts_of(exam)},
        )
        seal(exam.ledger_chain)
    return exam


def counts_of(exam: Exam) -> dict[str, int]:
    """How many handed in, were absent or suspended, and the sheets of all."""
    seats = Seat.objects.filter(sitting__exam=exam)
    counts = {kind: seats.filter(attendance=kind).count() for kind in Attendance.values}
    return counts | {"sheets": seats.aggregate(all=Sum("sheets"))["all"] or 0}
