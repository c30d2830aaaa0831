"""What must hold over papers, marks and results at all times; empty when it does."""

from collections.abc import Callable

from django.db.models import Count, Exists, F, OuterRef, Q

from exams.models import CodeMap, Exam, Mark, Paper, PaperOwner, Position, Seat
from exams.rules.marking import need_of, written_of
from exams.scoring import FINAL, written_mark
from exams.sealing import Pair, root_of_pairs
from exams.simulation import read_rules

State = Exam.State
AFTER_SEAL = (
    State.SEALED,
    State.OPENED,
    State.ROUND1_PUBLISHED,
    State.PRESENTING,
    State.SCORED,
    State.RELEASED,
    State.CLOSED,
)
MOST_SHOWN = 20


def owners_as_committed() -> list[str]:
    """The owners of an opened map are exactly the pairs whose root was sealed before marking."""
    wrong = []
    for code_map in CodeMap.objects.filter(state=CodeMap.State.OPENED):
        rows = PaperOwner.objects.filter(paper__code_map=code_map)
        pairs = rows.values_list("paper__code", "application__public_id", "salt")
        if root_of_pairs(Pair(*pair) for pair in pairs) != code_map.root:
            wrong.append(f"{code_map.exam.campaign.code}: map {code_map.version}")
    return wrong


def no_owner_before_opening() -> list[str]:
    """Before its map is opened no paper leads to a candidate; afterwards each one does."""
    owned = Exists(PaperOwner.objects.filter(paper=OuterRef("pk")))
    opened = Q(code_map__state=CodeMap.State.OPENED)
    papers = Paper.objects.annotate(owned=owned)
    wrong = papers.filter(opened & Q(owned=False) | ~opened & Q(owned=True))
    return [str(paper.public_id) for paper in wrong[:MOST_SHOWN]]


def two_marks_after_seal() -> list[str]:
    """Once sealed, every paper has two marks by two people and a final mark by the rules."""
    wrong = []
    sealed = Exam.objects.filter(state__in=AFTER_SEAL).select_related("campaign__regulation")
    for exam in sealed.filter(sitting__isnull=False):
        rules = read_rules(exam.campaign.regulation.values["rules"])
        for paper in exam.papers.live().prefetch_related("marks"):
            if written_mark(written_of(_current(paper)), rules)[1] != FINAL:
                wrong.append(f"{exam.campaign.code}: {paper.code}")
    return wrong[:MOST_SHOWN]


def _current(paper: Paper) -> list[Mark]:
    last = {mark.position: mark for mark in sorted(paper.marks.all(), key=lambda row: row.version)}
    return list(last.values())


def markers_differ() -> list[str]:
    """Nobody marks a paper twice."""
    people = Count("marker__person", distinct=True)
    places = Count("position", distinct=True)
    marks = Mark.objects.filter(position__in=(1, 2, Position.THIRD)).order_by()
    wrong = marks.values("paper").annotate(people=people, places=places).exclude(places=F("people"))
    return [str(row["paper"]) for row in wrong[:MOST_SHOWN]]


def published_marks_as_marked() -> list[str]:
    """The written mark a candidate was told is what the rules make of the sealed marks."""
    wrong = []
    seats = Seat.objects.filter(is_admitted__isnull=False, attendance=Seat.Attendance.SAT)
    seats = seats.select_related(
        "application__opening__regulation", "application__paper_owner__paper"
    )
    for seat in seats.prefetch_related("application__paper_owner__paper__marks"):
        rules = read_rules(seat.application.opening.regulation.values["rules"])
        paper = seat.application.paper_owner.paper
        case = written_of(_current(paper), sanction=seat.sanction or None)
        if written_mark(case, rules)[0] != seat.written:
            wrong.append(str(seat.public_id))
    return wrong[:MOST_SHOWN]


def need_as_marked() -> list[str]:
    """What lists say a paper needs is what the rules say."""
    papers = Paper.objects.live().select_related("exam__campaign__regulation")
    return [paper.code for paper in papers if paper.need != need_of(paper)][:MOST_SHOWN]


CHECKS: dict[str, Callable[[], list[str]]] = {
    "owners as committed": owners_as_committed,
    "no owner before the opening": no_owner_before_opening,
    "two marks on every sealed paper": two_marks_after_seal,
    "nobody marks a paper twice": markers_differ,
    "what a paper needs as marked": need_as_marked,
    "published written marks as marked": published_marks_as_marked,
}
