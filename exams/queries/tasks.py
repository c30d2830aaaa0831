"""What the written round asks of a member of a board now: words and where."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exams.models import Exam
from exams.rules.marking import marks_are_final
from exams.rules.paper import can_confirm_presence, can_make_key, holder_duty, standing_map
from exams.scoring import CHAIR_DECISION, THIRD_MARK_NEEDED
from positions.models import Duty

State = Exam.State
Board = Duty.Board
MOST = 20
Todo = tuple[str, str, str]


def written_tasks(user: Any) -> list[Todo]:
    """(label, page, exam) for every duty whose turn it is, no more than a page of them."""
    duties = Duty.objects.active().filter(person__user=user, campaign__exam__state__in=TURNS)
    duties = duties.select_related("campaign__exam", "campaign__regulation", "person")
    found: dict[Todo, None] = {}
    for duty in duties.order_by("-campaign__exam__pk")[:MOST]:
        exam = duty.campaign.exam
        exam.campaign = duty.campaign
        for label, page in TURNS[exam.state](user, duty, exam):
            url = reverse(f"exams:{page}", args=[duty.campaign.code])
            found[str(label), url, duty.campaign.name] = None
    return list(found)


def _preparing(user: Any, duty: Duty, exam: Exam) -> list[tuple[str, str]]:
    tasks = _missing_key(user, exam)
    if duty.board in (Board.INVIGILATION, Board.SECRETARIAT):
        tasks.append((_("Ghi nhận buổi thi viết"), "sitting"))
    return tasks


def _missing_key(user: Any, exam: Exam) -> list[tuple[str, str]]:
    if not can_make_key(user, exam):
        return []
    role, own = holder_duty(user, exam.campaign)
    if exam.keys.active().filter(role=role, duty=own).exists():
        return []
    return [(_("Tạo khóa giữ bản đồ phách"), "codes")]


def _sat(user: Any, duty: Duty, exam: Exam) -> list[tuple[str, str]]:
    tasks = _missing_key(user, exam)
    if duty.board == Board.HEADER and duty.is_head:
        tasks.append((_("Đánh số phách, niêm phong bản đồ"), "codes"))
    return tasks


def _coded(user: Any, duty: Duty, exam: Exam) -> list[tuple[str, str]]:
    code_map = standing_map(exam)
    is_kept = code_map is not None and bool(code_map.spare_seal)
    if duty.board == Board.SUPERVISION and not is_kept:
        return [(_("Xác nhận phong bì dự phòng"), "codes")]
    if duty.board == Board.MARKING and duty.is_head and is_kept:
        return [(_("Bốc thăm giao bài chấm"), "marking-board")]
    return []


def _marking(user: Any, duty: Duty, exam: Exam) -> list[tuple[str, str]]:
    tasks = _own_papers(duty) if duty.board == Board.MARKING else []
    if duty.board == Board.MARKING and duty.is_head:
        if _needing(exam, THIRD_MARK_NEEDED).exists():
            tasks.append((_("Gọi người chấm thứ ba cho bài lệch"), "marking-board"))
        elif marks_are_final(exam):
            tasks.append((_("Đề nghị khóa điểm"), "marking-board"))
    elif duty.is_chair and _needing(exam, CHAIR_DECISION).exists():
        tasks.append((_("Quyết định điểm của bài còn lệch"), "marking-board"))
    return tasks


def _needing(exam: Exam, need: str):
    return exam.papers.live().filter(need=need)


def _own_papers(duty: Duty) -> list[tuple[str, str]]:
    count = duty.assignments.waiting().count()
    if not count:
        return []
    text = ngettext("Còn %(n)s bài cần chấm", "Còn %(n)s bài cần chấm", count)
    return [(text % {"n": count}, "marking-sheet")]


def _sealed(user: Any, duty: Duty, exam: Exam) -> list[tuple[str, str]]:
    if duty.board == Board.SUPERVISION:
        if can_confirm_presence(user, exam):
            return [(_("Xác nhận có mặt khi mở bản đồ phách"), "map-opening")]
        return []
    if holder_duty(user, exam.campaign):
        return [(_("Mở bản đồ phách"), "map-opening")]
    return []


def _opened(user: Any, duty: Duty, exam: Exam) -> list[tuple[str, str]]:
    if duty.board == Board.SECRETARIAT:
        return [(_("Đề nghị công bố điểm viết"), "exam-detail")]
    return []


def _published(user: Any, duty: Duty, exam: Exam) -> list[tuple[str, str]]:
    if duty.board == Board.SECRETARIAT:
        return [(_("Bắt đầu vòng trình bày"), "exam-detail")]
    return []


TURNS = {
    State.PREPARING: _preparing,
    State.SAT: _sat,
    State.CODED: _coded,
    State.MARKING: _marking,
    State.SEALED: _sealed,
    State.OPENED: _opened,
    State.ROUND1_PUBLISHED: _published,
}
