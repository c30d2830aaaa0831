"""How far an exam is, and who must do what next."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from exams.models import Exam
from exams.queries.sitting import seats_of
from exams.rules.marking import can_see_board
from positions.models import Campaign, Duty

State = Exam.State
ORDER = list(State)


def stages(campaign: Campaign, exam: Exam | None) -> list[dict[str, Any]]:
    """The stages of an exam as the step bar shows them, from the closed list to the release."""
    done = [(_("Chốt danh sách đủ điều kiện"), bool(campaign.list_closed_at))]
    if campaign.regulation.has_written_round:
        done += [(label, _has_reached(exam, state)) for label, state in _written()]
    done += [
        (_("Trình bày, tổng hợp điểm"), _has_reached(exam, State.SCORED)),
        (_("Công bố kết quả"), _has_reached(exam, State.RELEASED)),
    ]
    first_open = next((label for label, is_done in done if not is_done), None)
    return [
        {"label": label, "state": "done" if is_done else "now" if label == first_open else "next"}
        for label, is_done in done
    ]


def _written() -> tuple[tuple[str, str], ...]:
    return (
        (_("Thi viết"), State.SAT),
        (_("Đánh phách"), State.CODED),
        (_("Chấm thi, khóa điểm"), State.SEALED),
        (_("Mở bản đồ phách"), State.OPENED),
        (_("Công bố điểm viết"), State.ROUND1_PUBLISHED),
    )


def _has_reached(exam: Exam | None, state: str) -> bool:
    if exam is None or exam.state == State.CANCELLED:
        return False
    return ORDER.index(exam.state) >= ORDER.index(state)


@dataclass(frozen=True)
class NextStep:
    """What the exam waits for: who, what, and the page where it is done."""

    text: str
    url: str = ""
    label: str = ""


def next_step(exam: Exam, user: Any, pages: list[tuple[str, str]]) -> NextStep | None:
    """The act the written round waits for, in words, with the way there; None later on."""
    found = _waiting(exam)
    if found is None:
        return None
    text, name, label = found
    if exam.state == State.MARKING and marks_here(user, exam):
        name, label = "marking-sheet", _("Bài của tôi")
    url = reverse(f"exams:{name}", args=[exam.campaign.code])
    return NextStep(text, url, label) if url in {way for _words, way in pages} else NextStep(text)


def _waiting(exam: Exam) -> tuple[str, str, str] | None:
    return {
        State.PREPARING: (
            _(
                "Ban coi thi hoặc Tổ thư ký ghi nhận từng thí sinh rồi kết thúc buổi thi viết. "
                "Ba người giữ khóa tạo khóa của mình."
            ),
            "sitting",
            _("Buổi thi viết"),
        ),
        State.SAT: (
            _("Trưởng ban phách đánh số phách và niêm phong bản đồ phách cho ba người giữ khóa."),
            "codes",
            _("Phách"),
        ),
        State.CODED: (
            _("Ban giám sát nhận phong bì dự phòng; trưởng ban chấm thi bốc thăm giao bài."),
            "marking-board",
            _("Chấm thi"),
        ),
        State.MARKING: (
            _(
                "Hai người chấm độc lập từng bài theo số phách; đủ điểm thì trưởng ban chấm thi đề "
                "nghị khóa điểm."
            ),
            "marking-board",
            _("Chấm thi"),
        ),
        State.SEALED: (
            _("Điểm đã khóa. Hai người giữ khóa mở bản đồ phách, có Ban giám sát."),
            "map-opening",
            _("Mở bản đồ phách"),
        ),
    }.get(exam.state)


def marks_here(user: Any, exam: Exam) -> bool:
    """Whether a user serves on the marking board of this exam."""
    duties = Duty.objects.active().filter(person__user=user, board=Duty.Board.MARKING)
    return duties.filter(campaign=exam.campaign).exists()


def pages_of(exam: Exam, user: Any) -> list[tuple[str, str]]:
    """The pages of a written exam one may open, in the order of the procedure."""
    if not exam.campaign.regulation.has_written_round:
        return []
    code = exam.campaign.code
    names = (
        (_("Buổi thi viết"), "sitting", seats_of(exam, user).exists()),
        (_("Phách"), "codes", True),
        (_("Bài của tôi"), "marking-sheet", marks_here(user, exam)),
        (_("Chấm thi"), "marking-board", can_see_board(user, exam)),
        (_("Mở bản đồ phách"), "map-opening", True),
    )
    return [(label, reverse(f"exams:{name}", args=[code])) for label, name, may in names if may]
