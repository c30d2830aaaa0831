"""Reads over marking: a marker's own sheet, and the board of the head of marking."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import TwoPersonRequest
from audit.queries import history
from audit.rows import subject_of
from exams.models import Assignment, Exam, Mark, Paper, Position
from exams.rules.marking import markers_of
from exams.scoring import (
    CHAIR_DECISION,
    FINAL,
    INCOMPLETE,
    THIRD_MARK_NEEDED,
    WrittenRules,
    is_wide,
)
from exams.simulation import read_rules
from positions.models import Duty

PAGE = 50
PAIR = (Position.FIRST, Position.SECOND)
SEALED = "marks_sealed"
# What a paper still needs, as people say it, and the tone of its badge.
NEEDS = {
    INCOMPLETE: (gettext_lazy("Chờ chấm"), "neutral"),
    THIRD_MARK_NEEDED: (gettext_lazy("Cần người chấm thứ ba"), "warning"),
    CHAIR_DECISION: (gettext_lazy("Chờ Chủ tịch quyết định"), "warning"),
    FINAL: (gettext_lazy("Đủ điểm"), "success"),
}


# A marker's own papers


@dataclass(frozen=True)
class SheetLine:
    """One paper on its marker's sheet: the code, the own draft or the own mark."""

    assignment: Assignment
    mark: Mark | None
    is_correctable: bool

    @property
    def key(self) -> str:
        return self.assignment.public_id

    @property
    def code(self) -> str:
        return self.assignment.paper.code

    @property
    def draft(self) -> Decimal | None:
        draft = getattr(self.assignment, "draft", None)
        return draft.value if draft else None


@dataclass(frozen=True)
class Progress:
    """How many of the papers given are marked."""

    marked: int
    given: int

    @property
    def left(self) -> int:
        return self.given - self.marked


def own_assignments(exam: Exam, user: Any) -> QuerySet[Assignment]:
    """A marker's papers in that marker's own order, which was drawn by lot."""
    rows = Assignment.objects.visible_to(user).filter(paper__exam=exam)
    rows = rows.filter(paper__state=Paper.State.LIVE).order_by("place", "public_id")
    related = ("paper__exam__campaign__regulation", "marker__person", "draft")
    return rows.select_related(*related).annotate(is_final=_is_followed())


def _is_followed() -> Q:
    """Somebody was asked after this mark: the conditions of `can_correct`, in one query."""
    paper = OuterRef("paper")
    third = Assignment.objects.filter(paper=paper, position=Position.THIRD)
    decided = Mark.objects.filter(paper=paper, position=Position.CHAIR)
    return (Q(position__in=PAIR) & Exists(third)) | Exists(decided)


def first_open_page(rows: QuerySet[Assignment]) -> int:
    """The page of the first paper not marked yet; the first page when there is none."""
    waiting = rows.waiting().order_by().values("marker").annotate(first=Min("place"))
    before = rows.filter(place__lt=Subquery(waiting.values("first")[:1]))
    return before.order_by().count() // PAGE + 1


def page_of(rows: QuerySet[Assignment], assignment: Assignment) -> int:
    """On which page of the sheet an assignment stands."""
    return rows.filter(place__lt=assignment.place).count() // PAGE + 1


def sheet_lines(assignments: list[Assignment], user: Any) -> list[SheetLine]:
    """The lines of one page, with the reader's own marks in one query."""
    papers = [row.paper_id for row in assignments]
    own = Mark.objects.visible_to(user).current().filter(paper__in=papers)
    marks = {(mark.paper_id, mark.position): mark for mark in own}
    return [_sheet_line(row, marks.get((row.paper_id, row.position))) for row in assignments]


def _sheet_line(row: Assignment, mark: Mark | None) -> SheetLine:
    is_open = row.paper.exam.state == Exam.State.MARKING
    return SheetLine(row, mark, is_open and mark is not None and not row.is_final)


def sheet_progress(rows: QuerySet[Assignment]) -> Progress:
    marked = Count("pk", filter=Q(state=Assignment.State.MARKED))
    return Progress(**rows.aggregate(marked=marked, given=Count("pk")))


def exams_to_mark(user: Any) -> QuerySet[Exam]:
    """Exams on whose marking board the user sits, with the counts of the own papers."""
    duties = Duty.objects.active().filter(person__user=user, board=Duty.Board.MARKING)
    mine = Q(
        papers__state=Paper.State.LIVE,
        papers__assignments__marker__person__user=user,
        papers__assignments__marker__state=Duty.State.ACTIVE,
    )
    marked = mine & Q(papers__assignments__state=Assignment.State.MARKED)
    rows = Exam.objects.visible_to(user).filter(campaign__in=duties.values("campaign"))
    return (
        rows.order_by("-pk")
        .select_related("campaign__host")
        .annotate(
            given=Count("papers__assignments", filter=mine),
            marked=Count("papers__assignments", filter=marked),
        )
    )


def own_versions(assignment: Assignment, user: Any) -> QuerySet[Mark]:
    """The versions of a marker's own mark, newest first."""
    rows = Mark.objects.visible_to(user).filter(paper=assignment.paper)
    return rows.filter(position=assignment.position).order_by("-version")


# The board


@dataclass(frozen=True)
class PaperLine:
    """A paper on the board: what it still needs, and its marks where they may be seen."""

    public_id: str
    code: str
    need: str
    given: int
    marks: tuple[Decimal, ...] | None

    @property
    def label(self) -> str:
        return str(NEEDS[self.need][0])

    @property
    def tone(self) -> str:
        return NEEDS[self.need][1]

    @property
    def words(self) -> str:
        """The marks of a whole pair; of half a pair only that it is half."""
        if self.marks is None and self.given >= len(PAIR):
            return _("chờ bạn chấm xong")
        if self.marks is None:
            return _("mới có %(n)s trên 2 điểm") % {"n": self.given}
        return " · ".join(number_format(mark, 2) for mark in self.marks)


def papers_on_board(exam: Exam, user: Any, need: str = "") -> QuerySet[Paper]:
    """The live papers a reader may open, all or those that still need one thing."""
    rows = Paper.objects.visible_to(user).live().filter(exam=exam).order_by("code")
    rows = rows.filter(need=need) if need else rows
    return rows.prefetch_related(Prefetch("marks", Mark.objects.current(), "current_marks"))


def own_waiting(exam: Exam, user: Any) -> set[int]:
    """Papers the reader has still to mark, whose marks therefore do not show."""
    own = Assignment.objects.visible_to(user).waiting().filter(paper__exam=exam)
    return set(own.values_list("paper", flat=True))


def paper_line(paper: Paper, hidden: set[int]) -> PaperLine:
    """One paper of `papers_on_board` as its line shows it."""
    marks = sorted(paper.current_marks, key=lambda mark: mark.position)
    shown = _shown(marks, paper.pk in hidden)
    return PaperLine(paper.public_id, paper.code, paper.need, len(marks), shown)


def _shown(marks: list[Mark], is_hidden: bool) -> tuple[Decimal, ...] | None:
    """The conditions of `can_see_marks` over marks that are already read."""
    if is_hidden or not {mark.position for mark in marks} >= set(PAIR):
        return None
    return tuple(mark.value for mark in marks)


def need_counts(exam: Exam) -> list[dict[str, Any]]:
    """How many papers need what; no mark and no code."""
    rows = exam.papers.live().order_by().values_list("need").annotate(n=Count("pk"))
    counts = dict(rows)
    return [
        {"label": label, "tone": tone, "count": counts.get(need, 0)}
        for need, (label, tone) in NEEDS.items()
    ]


def marker_progress(exam: Exam) -> list[tuple[Duty, Progress]]:
    """Members of the marking board with what they were given and have marked."""
    live = Q(assignments__paper__state=Paper.State.LIVE)
    marked = live & Q(assignments__state=Assignment.State.MARKED)
    duties = Duty.objects.filter(campaign=exam.campaign, board=Duty.Board.MARKING)
    duties = duties.select_related("person").annotate(
        given=Count("assignments", filter=live), marked=Count("assignments", filter=marked)
    )
    duties = duties.filter(Q(state=Duty.State.ACTIVE) | Q(given__gt=0))
    return [(duty, Progress(duty.marked, duty.given)) for duty in duties]


def open_seal_request(exam: Exam) -> TwoPersonRequest | None:
    """The request to seal that waits for its second person; for the head, who asked."""
    rows = TwoPersonRequest.objects.waiting()
    return rows.filter(kind="seal_marks", subject=subject_of(exam)).first()


@dataclass(frozen=True)
class MarksSeal:
    """What was sealed, when, and its check code."""

    at: Any
    root: str
    size: int


def marks_seal(exam: Exam) -> MarksSeal | None:
    line = next((line for line in history(exam) if line.kind == SEALED), None)
    if line is None:
        return None
    data = line.body["data"]
    return MarksSeal(line.at, data["root"], len(data["marks"]))


# One paper


@dataclass(frozen=True)
class Gap:
    """How far two marks lie apart and how far the regulation lets them."""

    found: Decimal
    allowed: Decimal
    is_wide: bool
    is_inclusive: bool


def gap_of(paper: Paper) -> Gap | None:
    """Between the two markers' current marks, once both are in."""
    pair = [mark.value for mark in paper.marks.current() if mark.position in PAIR]
    if len(pair) < len(PAIR):
        return None
    rules: WrittenRules = read_rules(paper.exam.campaign.regulation.values["rules"]).written
    allowed = rules.max * rules.max_gap / 100
    found = abs(pair[0] - pair[1])
    return Gap(found, allowed, is_wide(*pair, rules), rules.gap_inclusive)


def need_badge(paper: Paper) -> dict[str, str]:
    """Label and tone of what a paper still needs."""
    label, tone = NEEDS[paper.need]
    return {"label": str(label), "tone": tone}


def third_markers(paper: Paper) -> QuerySet[Duty]:
    """Members who have not had the paper; the head, who saw its marks, only without others."""
    free = markers_of(paper.exam).exclude(assignments__paper=paper)
    others = free.filter(is_head=False)
    left = Count("assignments", filter=Q(assignments__state=Assignment.State.WAITING))
    return (others if others.exists() else free).annotate(left=left).order_by("left", "pk")
