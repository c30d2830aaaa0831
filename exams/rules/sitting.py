"""Who may prepare and record the written round, and when."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.verdicts import ALLOWED, Verdict, deny
from exams.models import Exam, Seat
from exams.rules.exam import can_begin_at_all
from positions.models import Campaign, Duty

State = Exam.State


def can_prepare(user: Any, campaign: Campaign) -> Verdict:
    """The secretariat sets up the written round once the list is closed and the council sits."""
    if not (verdict := can_begin_at_all(user, campaign)):
        return verdict
    if not campaign.regulation.has_written_round:
        return deny(_("Quy chế này không có vòng thi viết; hãy bắt đầu vòng trình bày."))
    return ALLOWED


def can_record_seat(user: Any, exam: Exam) -> Verdict:
    """Invigilators or the secretariat minute who handed in and how many sheets."""
    if not (verdict := serves_at_sitting(user, exam.campaign)):
        return verdict
    if exam.state != State.PREPARING:
        return deny(_("Buổi thi viết đã kết thúc, không ghi nhận thêm."))
    return ALLOWED


def serves_at_sitting(user: Any, campaign: Campaign) -> Verdict:
    """A member of the invigilation board, or of the secretariat from the paper minutes."""
    boards = (Duty.Board.INVIGILATION, Duty.Board.SECRETARIAT)
    duties = Duty.objects.active().filter(campaign=campaign, person__user=user)
    if duties.filter(board__in=boards).exists():
        return ALLOWED
    return deny(_("Chỉ thành viên Ban coi thi hoặc Tổ thư ký của đợt thi được làm việc này."))


def can_finish_sitting(user: Any, exam: Exam) -> Verdict:
    """Everybody minuted: present with sheets, absent or suspended."""
    if not (verdict := can_record_seat(user, exam)):
        return verdict
    waiting = Seat.objects.filter(sitting__exam=exam, attendance=Seat.Attendance.EXPECTED).count()
    if waiting:
        return deny(_("Còn %(count)s thí sinh chưa ghi nhận có mặt.") % {"count": waiting})
    return ALLOWED
