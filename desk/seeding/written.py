"""The written round step by step, each by the person whose duty it is.

`papers` is one entry per candidate in the order of the numbers: two marks, three, or three and
the chair's; "absent" or "suspended" instead. The printed pairs and keys live here only.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from accounts.models import TwoPersonRequest, User
from accounts.workflow import approve
from exams.models import Assignment, Exam, Paper, Position, Seat
from exams.rules.marking import can_call_third, can_decide_mark
from exams.workflow import exam as exams
from exams.workflow import marking, paper, sitting
from positions.models import Duty

State = Exam.State
Papers = Sequence[Sequence[str] | str]
FIRST_TWO = (Position.FIRST, Position.SECOND)


@dataclass
class Crew:
    """Who does what in a written exam; every one another person."""

    secretary: User
    clerk: User
    chair: User
    header: User
    head: User
    supervisor: User
    markers: list[User] = field(default_factory=list)
    secrets: dict[str, str] = field(default_factory=dict)

    def holders(self) -> dict[str, User]:
        return {"header": self.header, "secretary": self.secretary, "chair": self.chair}


@dataclass
class Script:
    """One exam as it is to go, and the printed pairs; the keys are with the crew."""

    exam: Exam
    crew: Crew
    papers: Papers
    sanctions: dict[int, str] = field(default_factory=dict)
    printed: dict[str, int] = field(default_factory=dict)

    def fresh(self) -> Exam:
        rows = Exam.objects.select_related("campaign__regulation", "campaign__host")
        return rows.get(pk=self.exam.pk)


def agreed(request: TwoPersonRequest, by: User) -> TwoPersonRequest:
    """The second person's yes to what was asked."""
    return approve(request, by=by, digest=request.digest)


def hold_sitting(script: Script) -> None:
    """Everybody is minuted, the papers are collected."""
    seats = script.exam.sitting.seats.all()
    for place, (seat, marks) in enumerate(zip(seats, script.papers, strict=True)):
        away = isinstance(marks, str)
        sitting.record_seat(
            seat,
            marks if away else Seat.Attendance.SAT,
            sheets=0 if away else 2,
            sanction=script.sanctions.get(place, ""),
            by=script.crew.clerk,
        )
    sitting.finish_sitting(script.exam, minutes_no="01/BB-CT", by=script.crew.secretary)


def make_keys(script: Script, *, but: User | None = None) -> None:
    """Each of the three holders makes the own key."""
    for role, user in script.crew.holders().items():
        if user != but:
            script.crew.secrets[role] = paper.make_key(script.exam, by=user)


def commit_map(script: Script) -> None:
    """Codes are made, the map is sealed, the pairs are on paper alone."""
    make_keys(script)
    pairs = paper.make_codes(script.exam, by=script.crew.header)
    script.printed = {code: seat.pk for seat, code in pairs}


def begin_marking(script: Script) -> None:
    """The spare envelope is kept, the papers are given by lot."""
    paper.confirm_spare(script.exam, spare_seal="NP-07", by=script.crew.supervisor)
    marking.draw_markers(script.fresh(), by=script.crew.head)


def mark_all(script: Script) -> None:
    """Every paper gets the marks it is to get."""
    seats = script.exam.sitting.seats.values_list("pk", flat=True)
    wanted = dict(zip(seats, script.papers, strict=True))
    for row in script.fresh().papers.live():
        mark_paper(row, wanted[script.printed[row.code]], script.crew)


def mark_paper(row: Paper, marks: Sequence[str], crew: Crew) -> None:
    """Two marks; a third and the chair's only where the rules ask for them."""
    for position, mark in zip(FIRST_TWO, marks, strict=False):
        give(row.assignments.get(position=position), mark)
    row = Paper.objects.get(pk=row.pk)
    if len(marks) > 2 and can_call_third(crew.head, row):
        give(marking.call_third(row, third_marker(row), by=crew.head), marks[2])
    if len(marks) > 3 and can_decide_mark(crew.chair, row):
        value = Decimal(marks[3])
        marking.decide_mark(row, value, minutes_no="05/BB-HĐ", by=crew.chair)


def give(assignment: Assignment, mark: str) -> None:
    """The marker whom the lot gave the paper authorises a mark."""
    marking.authorise({assignment: Decimal(mark)}, by=assignment.marker.person.user)


def third_marker(row: Paper) -> Duty:
    """A member of the board who has not marked the paper, the head last."""
    taken = row.assignments.values("marker")
    board = Duty.objects.active().filter(
        campaign=row.exam.campaign, board=Duty.Board.MARKING, person__user__isnull=False
    )
    return board.exclude(pk__in=taken).order_by("is_head", "pk").first()


def seal(script: Script) -> None:
    """The head asks, the supervisor confirms."""
    request = marking.ask_seal(script.fresh(), by=script.crew.head)
    agreed(request, by=script.crew.supervisor)


def open_map(script: Script) -> None:
    """Two keys, a supervisor present."""
    request = paper.turn_key(script.fresh(), script.crew.secrets["header"], by=script.crew.header)
    paper.confirm_presence(script.fresh(), by=script.crew.supervisor)
    paper.complete_opening(request, script.crew.secrets["chair"], by=script.crew.chair)


def publish_round1(script: Script) -> None:
    """The secretary asks, the chair publishes the written marks."""
    request = exams.ask_round1(script.fresh(), by=script.crew.secretary)
    agreed(request, by=script.crew.chair)


def has_admitted(script: Script) -> bool:
    """Whether anybody goes on to present."""
    return Seat.objects.filter(sitting__exam=script.exam, is_admitted=True).exists()


STEPS: dict[str, Any] = {
    State.SAT: hold_sitting,
    State.CODED: commit_map,
    State.MARKING: begin_marking,
    State.SEALED: lambda script: (mark_all(script), seal(script)),
    State.OPENED: open_map,
    State.ROUND1_PUBLISHED: publish_round1,
}


def walk(script: Script, state: str) -> None:
    """Every step up to a state of the written round."""
    order = list(STEPS)
    for step in order[: order.index(state) + 1 if state in order else len(order)]:
        STEPS[step](script)
