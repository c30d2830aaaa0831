"""Papers given by lot, marks by code, the third mark, the chair's decision, and the seal."""

import hashlib
import secrets
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.verdicts import deny, require
from accounts.workflow import ask_second_person
from audit import clock
from audit.canonical import leaf_of
from audit.checkpoints import seal
from audit.ledger import record
from audit.merkle import root_of
from audit.rows import subject_of
from audit.transitions import add, changing, move
from exams.models import Assignment, Exam, Mark, MarkDraft, Paper, Position
from exams.rules.marking import (
    can_ask_seal,
    can_authorise,
    can_call_third,
    can_correct,
    can_decide_mark,
    can_draw_markers,
    every_mark_is_final,
    markers_of,
    marks_by_paper,
    need_of,
)
from exams.scoring import round_mark
from exams.simulation import read_rules
from messaging.language import official
from messaging.workflow import notify
from positions.models import Duty

State = Exam.State
SEAL = "seal_marks"
BOTH = (Position.FIRST, Position.SECOND)


def draw_markers(exam: Exam, *, by: User) -> Exam:
    """Give every paper two markers by lot, each marker an order of their own; marking begins.

    The lot follows from a random seed that the ledger keeps: anybody may draw it again.
    """
    with changing(exam) as exam:
        require(can_draw_markers(by, exam))
        seed, markers = secrets.token_hex(16), _first_markers(exam)
        papers = sorted(exam.papers.live(), key=lambda paper: lot(seed, paper.code))
        exam = move(exam, State.MARKING, by=by)
        for place, paper in enumerate(papers):
            for position in BOTH:
                marker = markers[(place + position - 1) % len(markers)]
                _assign(paper, marker, position, seed, by)
        _record_draw(exam, seed, by)
        for marker in markers:
            _tell_marker(exam, marker)
    return exam


def lot(seed: str, *names: str) -> str:
    """Where something falls in a draw: nobody can choose it, anybody can compute it again."""
    return hashlib.sha256("|".join((seed, *names)).encode()).hexdigest()


def _first_markers(exam: Exam) -> list[Duty]:
    """Members draw lots; the head, who sees both marks, only where there are too few others."""
    members = list(markers_of(exam).order_by("pk"))
    others = [duty for duty in members if not duty.is_head]
    return others if len(others) > 1 else members


def _assign(paper: Paper, marker: Duty, position: int, seed: str, by: User) -> Assignment:
    place = int(lot(seed, marker.public_id, paper.code)[:7], 16)
    return add(Assignment(paper=paper, marker=marker, position=position, place=place), by=by)


def _record_draw(exam: Exam, seed: str, by: User) -> None:
    record(
        chain=exam.ledger_chain,
        kind="markers_drawn",
        by=by,
        subject=subject_of(exam),
        agency=exam.ledger_agency,
        data={"seed": seed, "papers": exam.papers.live().count()},
    )
    seal(exam.ledger_chain)


@official
def _tell_marker(exam: Exam, marker: Duty) -> None:
    """A marker's mail carries the exam and a link, nothing of any paper."""
    text = _("Bạn có bài cần chấm: %(name)s.") % {"name": exam.campaign.name}
    url = reverse("exams:marking-sheet", args=[exam.campaign.code])
    key = f"marking:{exam.pk}:{marker.public_id}:{marker.assignments.count()}"
    notify(user=marker.person.user, key=key, text=text, url=url)


def save_drafts(values: dict[Assignment, Decimal | None], *, by: User) -> None:
    """Keep what was typed; None clears. Drafts count nowhere and leave no entry."""
    with transaction.atomic():
        for assignment, value in values.items():
            require(can_authorise(by, assignment))
            if value is None:
                MarkDraft.objects.filter(assignment=assignment).delete()
                continue
            check_mark(assignment.paper.exam, value)
            MarkDraft.objects.update_or_create(assignment=assignment, defaults={"value": value})


def authorise(values: dict[Assignment, Decimal], *, by: User) -> list[Mark]:
    """Give marks for good, all of one page or none."""
    with transaction.atomic():
        return [_authorise(assignment, value, by) for assignment, value in values.items()]


def _authorise(assignment: Assignment, value: Decimal, by: User) -> Mark:
    with changing(assignment.paper.exam, assignment) as (exam, assignment):
        assignment.paper.exam = exam
        require(can_authorise(by, assignment))
        check_mark(exam, value)
        MarkDraft.objects.filter(assignment=assignment).delete()
        move(assignment, Assignment.State.MARKED, by=by)
        return _give(assignment.paper, assignment.position, assignment.marker, value, by)


def correct(assignment: Assignment, value: Decimal, *, reason: str, by: User) -> Mark:
    """A new version of one's own mark, with a reason, before the seal."""
    with changing(assignment.paper.exam, assignment) as (exam, assignment):
        assignment.paper.exam = exam
        require(can_correct(by, assignment))
        check_mark(exam, value)
        if not reason.strip():
            raise ValidationError({"reason": _("Ghi lý do sửa điểm.")})
        paper, position = assignment.paper, assignment.position
        return _give(paper, position, assignment.marker, value, by, reason=reason.strip())


def _give(
    paper: Paper, position: int, marker: Duty, value: Decimal, by: User, **words: str
) -> Mark:
    mark = Mark(
        paper=paper,
        position=position,
        version=paper.marks.filter(position=position).count() + 1,
        marker=marker,
        value=value,
        authorised_by=by,
        authorised_at=clock.now(),
        **words,
    )
    add(mark, by=by)
    _note_need(paper)
    return mark


def _note_need(paper: Paper) -> None:
    """Keep, for lists, what the rules ask of a paper after its marks changed."""
    Paper.objects.filter(pk=paper.pk).update(need=need_of(paper))


def check_mark(exam: Exam, value: Decimal) -> None:
    """A mark is a number in 0..max with the regulation's decimals; raises ValidationError."""
    Mark._meta.get_field("value").clean(value, None)
    rules = read_rules(exam.campaign.regulation.values["rules"])
    most, decimals = rules.written.max, rules.decimals
    if value > most:
        raise ValidationError({"value": _("Điểm phải từ 0 đến %(most)s.") % {"most": f"{most:f}"}})
    if round_mark(value, decimals) != value:
        text = _("Điểm có nhiều nhất %(n)s chữ số thập phân.") % {"n": decimals}
        raise ValidationError({"value": text})


def most_marks(exam: Exam) -> Decimal:
    """The top of the regulation's scale for a written paper."""
    return read_rules(exam.campaign.regulation.values["rules"]).written.max


def call_third(paper: Paper, marker: Duty, *, by: User) -> Assignment:
    """Give a disputed paper to a third marker, who sees neither earlier mark."""
    with changing(paper.exam, paper) as (exam, paper):
        paper.exam = exam
        require(can_call_third(by, paper))
        if marker not in markers_of(exam):
            require(deny(_("Người chấm thứ ba phải thuộc Ban chấm thi của đợt thi.")))
        if paper.assignments.filter(marker=marker).exists():
            require(deny(_("Người này đã chấm bài đó.")))
        given = _assign(paper, marker, Position.THIRD, secrets.token_hex(16), by)
        _note_need(paper)
        _tell_marker(exam, marker)
        return given


def decide_mark(paper: Paper, value: Decimal, *, minutes_no: str, by: User) -> Mark:
    """The chair's minuted mark where three marks still lie apart."""
    with changing(paper.exam, paper) as (exam, paper):
        paper.exam = exam
        require(can_decide_mark(by, paper))
        check_mark(exam, value)
        if not minutes_no.strip():
            raise ValidationError({"minutes_no": _("Ghi số biên bản.")})
        chair = Duty.objects.active().get(
            campaign=exam.campaign, board=Duty.Board.COUNCIL, is_chair=True
        )
        return _give(paper, Position.CHAIR, chair, value, by, minutes_no=minutes_no.strip())


def ask_seal(exam: Exam, *, by: User) -> Any:
    """The head of marking asks a supervisor to confirm the seal."""
    with changing(exam) as exam:
        require(can_ask_seal(by, exam))
        scope = f"{Duty.Board.SUPERVISION}@{exam.ledger_chain}"
        return ask_second_person(SEAL, exam, by=by, approver_scope=scope)


def seal_marks(exam: Exam, *, request: Any, by: User) -> Exam:
    """Run by the request: from here on no mark is given, changed or taken back."""
    require(every_mark_is_final(exam))
    exam = move(exam, State.SEALED, by=by)
    lines = mark_lines(exam)
    record(
        chain=exam.ledger_chain,
        kind="marks_sealed",
        by=by,
        subject=subject_of(exam),
        agency=exam.ledger_agency,
        data={"root": root_of(leaf_of(line) for line in lines), "marks": lines},
    )
    seal(exam.ledger_chain)
    return exam


def mark_lines(exam: Exam) -> list[dict[str, Any]]:
    """Every current mark by paper code, in a fixed order."""
    codes = dict(exam.papers.live().values_list("pk", "code"))
    marks = [mark for rows in marks_by_paper(exam).values() for mark in rows]
    lines = [
        {
            "code": codes[mark.paper_id],
            "position": mark.position,
            "value": f"{mark.value:f}",
            "version": mark.version,
        }
        for mark in marks
    ]
    return sorted(lines, key=lambda line: (line["code"], line["position"]))


def keep_unsealed(exam: Exam, *, request: Any, by: User | None) -> Exam:
    """The supervisor refused, or time ran out: marking goes on."""
    return exam
