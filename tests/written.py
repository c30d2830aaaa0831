"""Exams with a written round in a state the system itself can reach, by the real verbs.

    written_regulation(**rules)          sealed in the system; `rules` change its scoring rules
    crew(campaign)                       everybody the round needs, with a log-in, by duty
    written_at(state, papers=…, …)       PREPARING … SCORED, RELEASED

`papers` is one entry per candidate in the order of the numbers: two marks, three, or three and
the chair's; "absent" or "suspended" instead. `sanctions` maps the place of a candidate to a
sanction, `slips` is as in `builders.exam_at`, one list per admitted candidate.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from accounts.models import User
from agencies.workflow import person_of
from audit import clock
from exams.models import Assignment, Exam, Paper, Position, Seat
from exams.rules.marking import can_call_third, can_decide_mark
from exams.workflow import exam as exams
from exams.workflow import marking, paper, sitting
from positions import workflow as posts
from positions.models import Campaign, Duty, Regulation
from tests import builders

State = Exam.State
Board = Duty.Board
PAPERS = (("72", "80"), ("60", "70"))
ORDER = [
    State.PREPARING,
    State.SAT,
    State.CODED,
    State.MARKING,
    State.SEALED,
    State.OPENED,
    State.ROUND1_PUBLISHED,
    State.PRESENTING,
    State.SCORED,
    State.RELEASED,
]
WRITTEN_RULES = {
    "decimals": 2,
    "written": {
        "max": "100",
        "pass": "50",
        "max_gap": "10",
        "gap_inclusive": False,
        "sanctions": {"reprimand": "25", "warning": "50"},
    },
    "presentation": {"max": "100", "pass": "50", "trim_extremes": False},
    "round2_entry": {"mode": "all_passed"},
    "final_rule": {"mode": "ROUND2_ONLY"},
    "tie_break": ["written"],
    "reserve": {"max_people": 0},
}


@dataclass
class Crew:
    """Who does what in a written exam; every one another person."""

    secretary: User
    clerk: User
    chair: User
    header: User
    head: User
    markers: list[User]
    supervisor: User
    secrets: dict[str, str] = field(default_factory=dict)

    def holders(self) -> dict[str, User]:
        return {"header": self.header, "secretary": self.secretary, "chair": self.chair}


def written_regulation(**rules: Any) -> Regulation:
    return builders.regulation(rules=WRITTEN_RULES | rules, custody="system", level="A")


def serving(campaign: Campaign, name: str, board: str, **flags: Any) -> User:
    """A user with a duty; named again only when not serving yet."""
    user = builders.user(f"{name}@{campaign.code.lower()}.example.vn")
    person = person_of(user)
    if not Duty.objects.active().filter(campaign=campaign, person=person, board=board).exists():
        posts.name_duty(campaign, person, board, by=builders.officer(campaign.host), **flags)
    return user


def crew(campaign: Campaign, markers: int = 3) -> Crew:
    """The first marker called as third is whoever has not marked the paper."""
    return Crew(
        secretary=builders.secretary(campaign, 1),
        clerk=builders.secretary(campaign, 2),
        chair=serving(campaign, "chu.tich", Board.COUNCIL, is_chair=True),
        header=serving(campaign, "truong.phach", Board.HEADER, is_head=True),
        head=serving(campaign, "truong.cham", Board.MARKING, is_head=True),
        markers=[
            serving(campaign, f"giam.khao.{place}", Board.MARKING)
            for place in range(1, markers + 1)
        ],
        supervisor=serving(campaign, "giam.sat", Board.SUPERVISION),
    )


def written_at(
    state: str,
    papers: Sequence[Any] = PAPERS,
    *,
    campaign: Campaign | None = None,
    slips: list | None = None,
    sanctions: dict[int, str] | None = None,
    regulation: Regulation | None = None,
    seats: int = 1,
    crew_of: Any = crew,
) -> Exam:
    """Everything up to a state; each step is one function below."""
    campaign = campaign or builders.campaign_with_closed_list(
        candidates=len(papers), regulation=regulation or written_regulation(), seats=seats
    )
    people = crew_of(campaign)
    exam = sitting.prepare_written(
        campaign, held_on=clock.today(), place="Hội trường A", by=people.secretary
    )
    steps = {
        State.SAT: lambda: hold_sitting(exam, people, papers, sanctions or {}),
        State.CODED: lambda: commit_map(exam, people),
        State.MARKING: lambda: begin_marking(exam, people),
        State.SEALED: lambda: mark_and_seal(exam, people, papers),
        State.OPENED: lambda: open_map(exam, people),
        State.ROUND1_PUBLISHED: lambda: publish_round1(exam, people),
        State.PRESENTING: lambda: present(exam, people, slips),
        State.SCORED: lambda: exams.score(_fresh(exam), by=people.secretary),
        State.RELEASED: lambda: release(exam),
    }
    for step in ORDER[1 : ORDER.index(state) + 1]:
        steps[step]()
    return _fresh(exam)


def _fresh(exam: Exam) -> Exam:
    return Exam.objects.select_related("campaign__regulation", "campaign__host").get(pk=exam.pk)


def hold_sitting(exam: Exam, people: Crew, papers: Sequence[Any], sanctions: dict) -> None:
    for place, (seat, marks) in enumerate(zip(exam.sitting.seats.all(), papers, strict=True)):
        if isinstance(marks, str):
            sitting.record_seat(seat, marks, by=people.clerk)
        else:
            sanction = sanctions.get(place, "")
            sitting.record_seat(seat, "sat", sheets=2, sanction=sanction, by=people.clerk)
    sitting.finish_sitting(exam, minutes_no="01/BB-CT", by=people.secretary)


def commit_map(exam: Exam, people: Crew) -> None:
    """The pairs that were printed are kept here alone, to mark by; the server has none."""
    for role, user in people.holders().items():
        people.secrets[role] = paper.make_key(exam, by=user)
    SECRETS[exam.pk] = people.secrets
    PRINTED[exam.pk] = {code: seat.pk for seat, code in paper.make_codes(exam, by=people.header)}


SECRETS: dict[int, dict[str, str]] = {}
PRINTED: dict[int, dict[str, int]] = {}


def begin_marking(exam: Exam, people: Crew) -> None:
    paper.confirm_spare(exam, spare_seal="NP-07", by=people.supervisor)
    marking.draw_markers(_fresh(exam), by=people.head)


def mark_and_seal(exam: Exam, people: Crew, papers: Sequence[Any]) -> None:
    wanted = dict(zip(exam.sitting.seats.values_list("pk", flat=True), papers, strict=True))
    for script in _fresh(exam).papers.live():
        mark_paper(script, wanted[PRINTED[exam.pk][script.code]], people)
    request = marking.ask_seal(_fresh(exam), by=people.head)
    builders.agreed(request, by=people.supervisor)


def mark_paper(script: Paper, marks: Sequence[str], people: Crew) -> None:
    """Two marks; a third and the chair's only where the rules ask for them."""
    for position, mark in zip((Position.FIRST, Position.SECOND), marks, strict=False):
        give(script.assignments.get(position=position), mark)
    script = Paper.objects.get(pk=script.pk)
    if len(marks) > 2 and can_call_third(people.head, script):
        third = marking.call_third(script, _third_marker(script, people), by=people.head)
        give(third, marks[2])
    if len(marks) > 3 and can_decide_mark(people.chair, script):
        value = Decimal(marks[3])
        marking.decide_mark(script, value, minutes_no="05/BB-HĐ", by=people.chair)


def give(assignment: Assignment, mark: str) -> None:
    user = assignment.marker.person.user
    marking.authorise({assignment: Decimal(mark)}, by=user)


def _third_marker(script: Paper, people: Crew) -> Duty:
    taken = script.assignments.values("marker")
    board = Duty.objects.active().filter(campaign=script.exam.campaign, board=Board.MARKING)
    return board.exclude(pk__in=taken).order_by("is_head", "pk").first()


def open_map(exam: Exam, people: Crew) -> None:
    secrets = SECRETS[exam.pk]
    request = paper.turn_key(_fresh(exam), secrets["header"], by=people.header)
    paper.confirm_presence(_fresh(exam), by=people.supervisor)
    paper.complete_opening(request, secrets["chair"], by=people.chair)


def publish_round1(exam: Exam, people: Crew) -> None:
    request = exams.ask_round1(_fresh(exam), by=people.secretary)
    builders.agreed(request, by=people.chair)


def present(exam: Exam, people: Crew, slips: list | None) -> None:
    exam = _fresh(exam)
    admitted = Seat.objects.filter(sitting__exam=exam, is_admitted=True).count()
    if not admitted:
        return
    marks = slips or (builders.SLIPS * admitted)[:admitted]
    builders.council(exam.campaign, max(len(each or ()) for each in marks))
    exams.present(exam, by=people.secretary)
    builders.hear(exam, marks)


def release(exam: Exam) -> None:
    host = exam.campaign.host
    request = exams.ask_release(_fresh(exam), by=builders.officer(host))
    builders.agreed(request, by=builders.officer(host, builders.HEAD))
