"""Exams with a written round in a state the system itself can reach, by the real verbs.

    written_regulation(**rules)          sealed in the system; `rules` change its scoring rules
    crew(campaign)                       everybody the round needs, with a log-in, by duty
    written_at(state, papers=…, …)       PREPARING … SCORED, RELEASED
    walked(papers=…, …)                  the same exam in each of these states in turn
    SECRETS[exam.pk], PRINTED[exam.pk]   the keys and printed pairs that are on paper only

`papers` is as in `desk.seeding.written`, `sanctions` maps the place of a candidate to a sanction,
`slips` is as in `builders.exam_at`, one list per admitted candidate.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from accounts.models import User
from agencies.workflow import person_of
from audit import clock
from desk.seeding import written as steps
from desk.seeding.written import Crew, Papers, Script, give, mark_paper, third_marker
from exams.models import Exam, Seat
from exams.workflow import exam as exams
from exams.workflow import sitting
from positions import workflow as posts
from positions.models import Campaign, Duty, Regulation
from tests import builders

__all__ = ["ORDER", "PAPERS", "Crew", "give", "mark_paper", "third_marker", "walked", "written_at"]

State = Exam.State
Board = Duty.Board
PAPERS: Papers = (("72", "80"), ("60", "70"))
ORDER = [
    State.PREPARING,
    *steps.STEPS,
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
SECRETS: dict[int, dict[str, str]] = {}
PRINTED: dict[int, dict[str, int]] = {}


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
    """The markers are users too; who is called as third is whoever has not marked the paper."""
    return Crew(
        secretary=builders.secretary(campaign, 1),
        clerk=builders.secretary(campaign, 2),
        chair=serving(campaign, "chu.tich", Board.COUNCIL, is_chair=True),
        header=serving(campaign, "truong.phach", Board.HEADER, is_head=True),
        head=serving(campaign, "truong.cham", Board.MARKING, is_head=True),
        supervisor=serving(campaign, "giam.sat", Board.SUPERVISION),
        markers=[
            serving(campaign, f"giam.khao.{place}", Board.MARKING)
            for place in range(1, markers + 1)
        ],
    )


def written_at(state: str, papers: Papers = PAPERS, **how: Any) -> Exam:
    """Everything up to a state, by its verbs; `how` is as in `walked`."""
    walk = walked(papers, **how)
    for _state in ORDER[: ORDER.index(state) + 1]:
        exam = next(walk)
    return exam


def walked(
    papers: Papers = PAPERS,
    *,
    campaign: Campaign | None = None,
    slips: list | None = None,
    sanctions: dict[int, str] | None = None,
    regulation: Regulation | None = None,
    seats: int = 1,
    crew_of: Callable[[Campaign], Crew] = crew,
) -> Iterator[Exam]:
    """One exam, yielded in each state of ORDER in turn."""
    campaign = campaign or builders.campaign_with_closed_list(
        candidates=len(papers), regulation=regulation or written_regulation(), seats=seats
    )
    people = crew_of(campaign)
    place, today = "Hội trường A", clock.today()
    exam = sitting.prepare_written(campaign, held_on=today, place=place, by=people.secretary)
    script = Script(exam, people, papers, sanctions or {})
    later = [partial(_present, slips=slips), _score, _release]
    for step in [None, *steps.STEPS.values(), *later]:
        if step:
            step(script)
        SECRETS[exam.pk], PRINTED[exam.pk] = people.secrets, script.printed
        yield script.fresh()


def _present(script: Script, slips: list | None) -> None:
    exam = script.fresh()
    admitted = Seat.objects.filter(sitting__exam=exam, is_admitted=True).count()
    if not admitted:
        return
    marks = slips or (builders.SLIPS * admitted)[:admitted]
    builders.council(exam.campaign, max(len(each or ()) for each in marks))
    builders.hear(exams.present(exam, by=script.crew.secretary), marks)


def _score(script: Script) -> None:
    exams.score(script.fresh(), by=script.crew.secretary)


def _release(script: Script) -> None:
    exam = script.fresh()
    host = exam.campaign.host
    request = exams.ask_release(exam, by=builders.officer(host))
    builders.agreed(request, by=builders.officer(host, builders.HEAD))
