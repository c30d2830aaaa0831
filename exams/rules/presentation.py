"""Who may record the presentation round, and when."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.verdicts import ALLOWED, Verdict, deny
from exams.models import Exam, Presentation, ScoreSlip
from exams.rules.exam import is_secretary


def can_record_attendance(user: Any, shown: Presentation) -> Verdict:
    """The secretariat minutes who was heard, while presentations are held."""
    if not (verdict := is_secretary(user, shown.exam.campaign)):
        return verdict
    if shown.exam.state != Exam.State.PRESENTING:
        return deny(_("Kỳ thi không ở vòng trình bày."))
    if shown.slips.exists():
        return deny(_("Đã có phiếu chấm: không đổi ghi nhận có mặt được nữa."))
    return ALLOWED


def can_type_slip(user: Any, shown: Presentation) -> Verdict:
    """A clerk of the secretariat types the slips of a candidate who was heard."""
    if not (verdict := is_secretary(user, shown.exam.campaign)):
        return verdict
    if shown.exam.state != Exam.State.PRESENTING:
        return deny(_("Điểm đã được tổng hợp: không nhập phiếu nữa."))
    if shown.attendance != Presentation.Attendance.SAT:
        return deny(_("Chỉ nhập phiếu của thí sinh đã thi."))
    return ALLOWED


def can_compare_slip(user: Any, slip: ScoreSlip) -> Verdict:
    """Another clerk types the slip again without seeing the first reading."""
    if not (verdict := can_type_slip(user, slip.presentation)):
        return verdict
    return awaits_comparison(user, slip)


def awaits_comparison(user: Any, slip: ScoreSlip) -> Verdict:
    """A slip typed once, by somebody else; whether the user is a clerk is asked elsewhere."""
    if slip.typed_by_id == user.pk:
        return deny(_("Người nhập lần một không được nhập đối chiếu."))
    if slip.state != ScoreSlip.State.TYPED:
        return deny(_("Phiếu này không chờ đối chiếu."))
    return ALLOWED
