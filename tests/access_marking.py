"""Marking in the world of access: one exam being marked, one whose papers wait for the lot.

Nobody gets a role for it: the expert heads the marking board, the party's representative marks,
the inspector supervises, the member of the council with a log-in is its chair.
"""

from typing import Any

from agencies.workflow import person_of
from exams.models import Assignment, Exam
from exams.workflow import marking as verbs
from exams.workflow import paper as codes
from positions.models import Campaign, Duty
from positions.workflow import name_duty
from tests import builders as make
from tests.written import Crew, give, mark_paper, written_at, written_regulation

Board = Duty.Board
PAIR = ("72", "80")
# In the order of the numbers: open, too far apart, apart for good, marked.
PAPERS = 4


def add_marking(world: Any) -> None:
    for name, state in (("marking", Exam.State.MARKING), ("to_draw", Exam.State.CODED)):
        code = f"ANPHA-{name.upper().replace('_', '-')}"
        size, regulation = PAPERS if name == "marking" else 2, written_regulation()
        period = make.campaign_with_closed_list(size, code, world.a, regulation=regulation)
        world.campaigns[name] = period
        crew = _crew(world, period)
        papers = [PAIR] * size
        exam = written_at(state, papers, campaign=period, crew_of=lambda _period, found=crew: found)
        if name == "marking":
            _half_marked(world, exam, crew)
        else:
            codes.confirm_spare(exam, spare_seal="NP-07", by=crew.supervisor)


def _crew(world: Any, period: Campaign) -> Crew:
    def serve(user: Any, board: str, **flags: Any) -> Any:
        name_duty(period, person_of(user), board, by=world.people["hr"], **flags)
        return user

    people, marker = world.people, make.user("giam.khao@anpha.example.vn")
    header = make.user("truong.phach@anpha.example.vn")
    return Crew(
        secretary=serve(people["secretary"], Board.SECRETARIAT, is_head=True),
        clerk=serve(people["secretary_2"], Board.SECRETARIAT),
        chair=serve(people["council"], Board.COUNCIL, is_chair=True),
        header=serve(header, Board.HEADER, is_head=True),
        head=serve(people["expert"], Board.MARKING, is_head=True),
        markers=[serve(people["party_rep"], Board.MARKING), serve(marker, Board.MARKING)],
        supervisor=serve(people["inspector"], Board.SUPERVISION),
    )


def _half_marked(world: Any, exam: Exam, crew: Crew) -> None:
    wide, apart, whole, waiting = exam.papers.live()
    mark_paper(wide, ("40", "75"), crew)
    mark_paper(apart, ("20", "50", "80"), crew)
    mark_paper(whole, PAIR, crew)
    own = Assignment.objects.visible_to(world.people["party_rep"])
    world.things |= {"wide": wide, "apart": apart, "waiting": own.get(paper=waiting)}
    world.things["marked"] = own.get(paper=whole)


def finish_marking(world: Any) -> None:
    """The rest of the exam being marked, so that its seal may be asked for."""
    exam, head, chair = world.exam("marking"), world.people["expert"], world.people["council"]
    for assignment in Assignment.objects.waiting().filter(paper__exam=exam):
        give(assignment, "72")
    third = person_of(head).duties.get(campaign=exam.campaign)
    give(verbs.call_third(world.things["wide"], third, by=head), "72")
    value = make.Decimal("50")
    verbs.decide_mark(world.things["apart"], value, minutes_no="05/BB-HĐ", by=chair)
