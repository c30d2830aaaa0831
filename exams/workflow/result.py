"""Derive, keep and release results. Every number comes from `exams.scoring`."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max, Prefetch
from django.urls import reverse

from accounts.models import User
from accounts.verdicts import require
from audit import clock
from audit.transitions import add, amend, changing, locked
from candidates.models import Application
from candidates.notice_workflow import tell_applicant
from exams.case_writer import as_case
from exams.models import Exam, Mark, Presentation, Result, ScoreSlip, Seat
from exams.readings import first_reading
from exams.rules.exam import can_record_appointment
from exams.rules.marking import written_of
from exams.scoring import Candidate, Ranking, Row, Written, has_passed, rank_opening
from exams.scoring import Presentation as Shown
from exams.simulation import read_rules
from positions.models import Opening, OpeningStep
from positions.step_workflow import finish_step
from positions.workflow import record_outcome


def ranking_of(opening: Opening) -> tuple[list[Application], Ranking]:
    """The opening's candidates and what the rules make of them now."""
    applications = list(_candidates(opening))
    rules = read_rules(opening.regulation.values["rules"])
    cases = [_case(application) for application in applications]
    return applications, rank_opening(rules, opening.seats, cases)


def case_of(opening: Opening) -> dict[str, Any]:
    """What `ranking_of` starts from, as a case anybody can give to `simulate_ranking`."""
    cases = [_case(application) for application in _candidates(opening)]
    return as_case(opening.regulation.values["rules"], opening.seats, cases)


def _candidates(opening: Opening):
    matched = ScoreSlip.objects.filter(state=ScoreSlip.State.MATCHED).order_by("member_id")
    marks = Mark.objects.current().order_by("position")
    rows = Application.objects.filter(opening=opening, state=Application.State.ELIGIBLE)
    return (
        rows.select_related("presentation", "seat", "paper_owner")
        .prefetch_related(
            Prefetch("presentation__slips", queryset=matched),
            Prefetch("paper_owner__paper__marks", queryset=marks),
        )
        .order_by("number")
    )


def _case(application: Application) -> Candidate:
    return Candidate(application.number, _written(application), _shown(application))


def _written(application: Application) -> Written | None:
    seat = getattr(application, "seat", None)
    if seat is None:
        return None
    if seat.attendance in (Seat.Attendance.ABSENT, Seat.Attendance.SUSPENDED):
        return Written(seat.attendance)
    owner = getattr(application, "paper_owner", None)
    marks = list(owner.paper.marks.all()) if owner else []
    return written_of(marks, sanction=seat.sanction or None)


def _shown(application: Application) -> Shown | None:
    shown = getattr(application, "presentation", None)
    if shown is None or shown.attendance == Presentation.Attendance.EXPECTED:
        return None
    slips = tuple(first_reading(slip).marks for slip in shown.slips.all())
    return Shown(shown.attendance, shown.expected_slips, slips)


def publish_written(exam: Exam, *, by: User) -> list[dict[str, Any]]:
    """Keep each candidate's written mark and whether it lets them in; returns the lines."""
    lines = []
    for opening in locked(*_openings(exam)):
        applications, ranking = ranking_of(opening)
        seats = locked(*(application.seat for application in applications))
        for application, seat, row in zip(applications, seats, ranking.rows, strict=True):
            amend(seat, by=by, written=row.written, is_admitted=row.admitted)
            _tell_written(application)
            lines.append(_written_line(opening, row))
        finish_step(opening, OpeningStep.Kind.MARKS, clock.today(), by=by)
    return lines


def _written_line(opening: Opening, row: Row) -> dict[str, Any]:
    return {
        "opening": opening.code,
        "number": row.number,
        "written": _text(row.written),
        "status": row.written_status,
        "admitted": row.admitted,
    }


def _tell_written(application: Application) -> None:
    _tell_of_marks(application, "written_published", "written")


def _tell_of_marks(application: Application, code: str, key: str) -> None:
    """The page of one's own result says the marks; the notice does not."""
    url = reverse("exams:own-result", args=[application.public_id])
    name = application.opening.campaign.name
    tell_applicant(application, code, key, url=url, campaign=name)


def derive_results(exam: Exam, *, by: User) -> list[dict[str, Any]]:
    """Store the outcome of every candidate of the exam; returns the lines to seal."""
    lines = []
    for opening in _openings(exam):
        applications, ranking = ranking_of(opening)
        for application, row in zip(applications, ranking.rows, strict=True):
            add(_result(application, opening, row), by=by)
            lines.append(_line(opening, row))
    return lines


def _result(application: Application, opening: Opening, row: Row) -> Result:
    rules = read_rules(opening.regulation.values["rules"])
    passed_written, passed = has_passed(row, rules)
    return Result(
        application=application,
        opening=opening,
        version=_next_version(application),
        written=row.written,
        presentation=row.presentation,
        final=row.final,
        rank=row.rank,
        separated_by=row.separated_by or "",
        outcome=row.outcome,
        passed_written=passed_written,
        passed=passed,
    )


def _openings(exam: Exam):
    rows = Opening.objects.filter(campaign=exam.campaign, state=Opening.State.LIST_CLOSED)
    return rows.select_related("regulation", "campaign").order_by("pk")


def _next_version(application: Application) -> int:
    return (application.results.aggregate(last=Max("version"))["last"] or 0) + 1


def _line(opening: Opening, row: Row) -> dict[str, Any]:
    return {
        "opening": opening.code,
        "number": row.number,
        "written": _text(row.written),
        "presentation": _text(row.presentation),
        "final": _text(row.final),
        "rank": row.rank,
        "outcome": row.outcome,
    }


def _text(mark: Decimal | None) -> str | None:
    return None if mark is None else f"{mark:f}"


def release_results(exam: Exam, *, by: User, now: datetime) -> None:
    """Make current results public and give each opening its outcome."""
    for opening in locked(*_openings(exam)):
        results = locked(*Result.objects.current().filter(opening=opening))
        for result in results:
            amend(result, by=by, released_at=now)
            _tell(result)
        _give_outcome(opening, results, by, now)


def _give_outcome(opening: Opening, results: list[Result], by: User, now: datetime) -> None:
    held = Presentation.objects.filter(application__opening=opening, held_on__isnull=False)
    last_day = held.aggregate(last=Max("held_on"))["last"]
    if last_day:
        opening = finish_step(opening, OpeningStep.Kind.PRESENTATION, last_day, by=by)
    filled = any(result.outcome == Result.Outcome.SELECTED for result in results)
    record_outcome(opening, filled=filled, by=by)


def _tell(result: Result) -> None:
    _tell_of_marks(result.application, "result_released", f"result:{result.version}")


def record_appointment(result: Result, on: date, *, by: User) -> Result:
    """Keep the date of the appointment decision; it also recognises the result."""
    with changing(result.opening, result) as (opening, result):
        require(can_record_appointment(by, result))
        result = amend(result, by=by, appointed_on=on)
        if opening.recognised_on is None:
            finish_step(opening, OpeningStep.Kind.RECOGNITION, on, by=by)
    return result
