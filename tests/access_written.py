"""The written exam of the access world: one campaign whose list is closed, and its crew.

The crew are roles of the world, so that the columns of the table speak for the boards too:

    secretary (its head), secretary_2   secretariat: prepare, minute; the head holds a key
    council                             chair of the council: holds a key
    expert                              head of the header board: holds a key, makes the codes
    party_rep                           supervision
    province_staff                      a marker: knows no name and no number

What a case needs beyond the closed list is played inside the transaction of its row.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from agencies.workflow import person_of
from exams.models import Exam
from exams.rules.paper import waiting_opening
from exams.workflow import paper, sitting
from positions import workflow as posts
from positions.models import Campaign, Duty
from tests import builders as make
from tests.written import SECRETS, Crew, serving, written_at, written_regulation

if TYPE_CHECKING:
    from tests.access_world import World

Board, State = Duty.Board, Exam.State
NAME = "written"
DUTIES = (
    ("secretary", Board.SECRETARIAT, {"is_head": True}),
    ("secretary_2", Board.SECRETARIAT, {}),
    ("council", Board.COUNCIL, {"is_chair": True}),
    ("expert", Board.HEADER, {"is_head": True}),
    ("party_rep", Board.SUPERVISION, {}),
    ("province_staff", Board.MARKING, {}),
)


def stage(world: "World", closing: Callable) -> None:
    """The campaign with its closed list and everybody's duty; no exam yet."""
    code = f"{world.a.code}-{NAME.upper()}"
    names = {"name": f"Đợt thi {code}", "contact_name": f"Liên hệ {world.a.code}"}
    make.campaign(code, world.a, regulation=written_regulation(), **names)
    campaign = world.campaigns[NAME] = closing(world, NAME)
    for role, board, flags in DUTIES:
        person = person_of(world.people[role])
        posts.name_duty(campaign, person, board, by=world.people["hr"], **flags)


def crew_of(world: "World") -> Callable[[Campaign], Crew]:
    def crew(campaign: Campaign) -> Crew:
        people = world.people
        return Crew(
            secretary=people["secretary"],
            clerk=people["secretary_2"],
            chair=people["council"],
            header=people["expert"],
            head=serving(campaign, "truong.cham", Board.MARKING, is_head=True),
            supervisor=people["party_rep"],
            markers=[people["province_staff"]],
        )

    return crew


def _minuted(exam: Exam, crew: Crew) -> None:
    for seat in exam.sitting.seats.all():
        sitting.record_seat(seat, "sat", sheets=1, by=crew.clerk)


def _keyed(exam: Exam, crew: Crew) -> None:
    for holder in crew.holders().values():
        paper.make_key(exam, by=holder)


def _turned(exam: Exam, crew: Crew) -> None:
    paper.turn_key(exam, SECRETS[exam.pk]["header"], by=crew.header)


def exam_at(state: str, then: Callable[[Exam, Crew], None] | None = None) -> Callable:
    """The kwargs of a case whose exam is in a state, and a step beyond it."""

    def kwargs(world: "World") -> dict[str, Any]:
        campaign, crew = world.campaigns[NAME], crew_of(world)
        exam = written_at(state, campaign=campaign, crew_of=crew)
        if then:
            then(exam, crew(campaign))
        return {"code": campaign.code}

    return kwargs


PREPARING, CODED, SEALED = (exam_at(s) for s in (State.PREPARING, State.CODED, State.SEALED))
OPENED, PUBLISHED = (exam_at(s) for s in (State.OPENED, State.ROUND1_PUBLISHED))
MINUTED = exam_at(State.PREPARING, _minuted)
KEYED = exam_at(State.SAT, _keyed)
TURNED = exam_at(State.SEALED, _turned)


def seats_body(world: "World") -> dict[str, Any]:
    """Everybody handed in two sheets."""
    body: dict[str, Any] = {}
    for seat in world.exam(NAME).sitting.seats.all():
        row = {"attendance": "sat", "sheets": "2", "sanction": "", "seen": "expected:0:"}
        body |= {f"{name}-{seat.public_id}": value for name, value in row.items()}
    return body


def key_body(world: "World") -> dict[str, Any]:
    """What the head of the header board types first."""
    return {"secret": SECRETS[world.exam(NAME).pk]["header"], "ceremony": ""}


def ceremony_body(world: "World") -> dict[str, Any]:
    return {"ceremony": waiting_opening(world.exam(NAME)).public_id}
