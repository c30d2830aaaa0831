"""Who may mark, reconcile and seal, and when (TT 06/2020 Điều 28; two independent rounds)."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.verdicts import ALLOWED, Verdict, deny
from exams.models import Assignment, Exam, Mark, Paper, Position
from exams.rules.paper import serves, standing_map
from exams.scoring import (
    CHAIR_DECISION,
    FINAL,
    INCOMPLETE,
    SAT,
    THIRD_MARK_NEEDED,
    Written,
    written_mark,
)
from exams.simulation import read_rules
from positions.models import Duty

State = Exam.State
Board = Duty.Board
FEWEST_MARKERS = 2


def is_marking_head(user: Any, exam: Exam) -> Verdict:
    """The head of the marking board draws, reconciles and seals."""
    if serves(user, exam.campaign, Board.MARKING, is_head=True):
        return ALLOWED
    return deny(_("Chỉ trưởng ban chấm thi được làm việc này."))


def can_draw_markers(user: Any, exam: Exam) -> Verdict:
    """Papers are given by lot once the map is sealed and its spare envelope is kept."""
    if not (verdict := is_marking_head(user, exam)):
        return verdict
    code_map = standing_map(exam)
    if exam.state != State.CODED or code_map is None:
        return deny(_("Chỉ bốc thăm giao bài sau khi đánh phách và trước khi chấm."))
    if not code_map.spare_seal:
        return deny(_("Chờ Ban giám sát xác nhận đã nhận phong bì dự phòng."))
    if markers_of(exam).count() < FEWEST_MARKERS:
        return deny(_("Ban chấm thi cần ít nhất hai người có tài khoản."))
    return ALLOWED


def markers_of(exam: Exam):
    """Members of the marking board who can enter marks themselves."""
    board = Duty.objects.active().filter(campaign=exam.campaign, board=Board.MARKING)
    return board.filter(person__user__isnull=False).select_related("person")


def can_open_sheet(user: Any, exam: Exam) -> Verdict:
    """Members of the marking board have a page of their own papers."""
    if not (verdict := has_papers(exam)):
        return verdict
    if serves(user, exam.campaign, Board.MARKING):
        return ALLOWED
    return deny(_("Chỉ thành viên Ban chấm thi có trang chấm bài."))


def has_papers(exam: Exam) -> Verdict:
    """There is something to mark only under a regulation with a written round."""
    if exam.campaign.regulation.has_written_round:
        return ALLOWED
    return deny(_("Quy chế này không có vòng thi viết."))


def is_marking_open(exam: Exam) -> Verdict:
    """Marks are typed only between the lot and the seal."""
    if exam.state == State.MARKING:
        return ALLOWED
    return deny(_("Kỳ thi không ở giai đoạn chấm."))


def can_see_board(user: Any, exam: Exam) -> Verdict:
    """The head sees how marking goes; a supervisor and the chair read the counts."""
    if not (verdict := has_papers(exam)):
        return verdict
    duties = Duty.objects.active().filter(campaign=exam.campaign, person__user=user)
    head = Q(board=Board.MARKING, is_head=True)
    chair = Q(board=Board.COUNCIL, is_chair=True)
    if duties.filter(head | chair | Q(board=Board.SUPERVISION)).exists():
        return ALLOWED
    return deny(
        _("Chỉ trưởng ban chấm thi, Ban giám sát và Chủ tịch Hội đồng xem được tiến độ chấm.")
    )


def is_council_chair(user: Any, exam: Exam) -> bool:
    return serves(user, exam.campaign, Board.COUNCIL, is_chair=True)


def can_see_marks(user: Any, paper: Paper) -> Verdict:
    """Nobody sees one of two marks alone, nor any mark of a paper one has still to mark."""
    given = set(paper.marks.values_list("position", flat=True))
    if not given >= {Position.FIRST, Position.SECOND}:
        return deny(_("Điểm chỉ hiện khi cả hai người chấm đã ghi điểm."))
    if Assignment.objects.visible_to(user).waiting().filter(paper=paper).exists():
        return deny(_("Bạn còn phải chấm bài này nên điểm của người khác chưa hiện."))
    return ALLOWED


def can_mark(user: Any, assignment: Assignment) -> Verdict:
    """The marker whom the lot gave the paper, while marking is open."""
    if assignment.marker.person.user_id != user.pk or assignment.marker.state != "ACTIVE":
        return deny(_("Bài này không giao cho bạn."))
    if assignment.paper.exam.state != State.MARKING:
        return deny(_("Kỳ thi không ở giai đoạn chấm."))
    return ALLOWED


def can_authorise(user: Any, assignment: Assignment) -> Verdict:
    """A mark is authorised once; afterwards only a correction with a reason."""
    if not (verdict := can_mark(user, assignment)):
        return verdict
    if assignment.state != Assignment.State.WAITING:
        return deny(_("Bài này bạn đã chấm; muốn sửa phải ghi lý do."))
    return ALLOWED


def can_correct(user: Any, assignment: Assignment) -> Verdict:
    """Before the seal, by the same marker, and not after a third marker was called."""
    if not (verdict := can_mark(user, assignment)):
        return verdict
    if assignment.state != Assignment.State.MARKED:
        return deny(_("Bài này bạn chưa chấm."))
    later = assignment.paper.assignments.filter(position__gt=max(assignment.position, 2))
    if later.exists() or assignment.paper.marks.filter(position=Position.CHAIR).exists():
        return deny(_("Đã gọi người chấm sau: điểm này không sửa được nữa."))
    return ALLOWED


def can_call_third(user: Any, paper: Paper) -> Verdict:
    """The head gives a paper whose two marks lie too far apart to a third marker."""
    if not (verdict := is_marking_head(user, paper.exam)):
        return verdict
    if paper.exam.state != State.MARKING:
        return deny(_("Kỳ thi không ở giai đoạn chấm."))
    if paper.assignments.filter(position=Position.THIRD).exists():
        return deny(_("Đã giao bài này cho người chấm thứ ba."))
    if status_of(paper) != THIRD_MARK_NEEDED:
        return deny(_("Hai điểm của bài này không lệch quá mức quy định."))
    return ALLOWED


def can_decide_mark(user: Any, paper: Paper) -> Verdict:
    """The council's chair decides, minuted, when three marks still lie apart."""
    if not is_council_chair(user, paper.exam):
        return deny(_("Chỉ Chủ tịch Hội đồng được quyết định điểm này."))
    if paper.exam.state != State.MARKING:
        return deny(_("Kỳ thi không ở giai đoạn chấm."))
    if status_of(paper) != CHAIR_DECISION:
        return deny(_("Bài này không chờ Chủ tịch quyết định."))
    return ALLOWED


def written_of(marks: list[Mark], **seat: Any) -> Written:
    """A paper as the scoring rules take it, out of the current marks."""
    by_position = {mark.position: mark.value for mark in marks}
    pair = (Position.FIRST, Position.SECOND)
    return Written(
        SAT,
        tuple(by_position[place] for place in pair if place in by_position),
        by_position.get(Position.THIRD),
        by_position.get(Position.CHAIR),
        **seat,
    )


def status_of(paper: Paper) -> str:
    """What the rules still ask of a paper: a mark, a third marker, a decision, or nothing."""
    rules = read_rules(paper.exam.campaign.regulation.values["rules"])
    return written_mark(written_of(list(paper.marks.current())), rules)[1]


def can_ask_seal(user: Any, exam: Exam) -> Verdict:
    """The head asks for the seal; a supervisor confirms it."""
    if not (verdict := is_marking_head(user, exam)):
        return verdict
    return marks_are_final(exam)


def can_seal(user: Any, exam: Exam) -> Verdict:
    """A supervisor confirms that what is sealed is what was marked."""
    if not serves(user, exam.campaign, Board.SUPERVISION):
        return deny(_("Chỉ thành viên Ban giám sát xác nhận khóa điểm."))
    return marks_are_final(exam)


def marks_are_final(exam: Exam) -> Verdict:
    """Every paper has two marks, and a third or a decision where the rules ask for one."""
    if exam.state != State.MARKING:
        return deny(_("Chỉ khóa điểm khi đang chấm."))
    open_papers = exam.papers.live().exclude(need=FINAL).count()
    return _all_final(open_papers)


def every_mark_is_final(exam: Exam) -> Verdict:
    """The same, worked out afresh from every mark before they are sealed."""
    rules = read_rules(exam.campaign.regulation.values["rules"])
    papers = marks_by_paper(exam).values()
    return _all_final(sum(written_mark(written_of(marks), rules)[1] != FINAL for marks in papers))


def _all_final(open_papers: int) -> Verdict:
    if open_papers:
        return deny(_("Còn %(count)s bài chưa có điểm cuối cùng.") % {"count": open_papers})
    return ALLOWED


def need_of(paper: Paper) -> str:
    """What a paper still needs; one that was given to a third marker waits for that mark."""
    called = paper.assignments.waiting().filter(position=Position.THIRD)
    return INCOMPLETE if called.exists() else status_of(paper)


def marks_by_paper(exam: Exam) -> dict[int, list[Mark]]:
    """The current marks of every live paper, in two queries."""
    found: dict[int, list[Mark]] = {
        key: [] for key in exam.papers.live().order_by("code").values_list("pk", flat=True)
    }
    for mark in Mark.objects.filter(paper__exam=exam).order_by("position", "version"):
        if mark.paper_id in found:
            kept = found[mark.paper_id]
            found[mark.paper_id] = [row for row in kept if row.position != mark.position] + [mark]
    return found
