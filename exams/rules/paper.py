"""Who may hold a key, make paper codes and open the sealed map, and when (TT 06/2020 Điều 28)."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import TwoPersonRequest
from accounts.verdicts import ALLOWED, Verdict, deny
from audit.rows import subject_of
from exams.models import CodeMap, Exam, HolderKey
from positions.models import Campaign, Duty

State = Exam.State
Board = Duty.Board
Role = HolderKey.Role
IN_SYSTEM = "system"
OPENING = "open_map"
# Which duty holds which key: no board holds two, and no one of them opens the map alone.
HOLDERS = {
    Role.HEADER: {"board": Board.HEADER, "is_head": True},
    Role.SECRETARY: {"board": Board.SECRETARIAT, "is_head": True},
    Role.CHAIR: {"board": Board.COUNCIL, "is_chair": True},
}


def holder_duty(user: Any, campaign: Campaign) -> tuple[str, Duty] | None:
    """The key a user holds in a campaign, and by which duty."""
    own = Duty.objects.active().filter(campaign=campaign, person__user=user)
    for role, duty in HOLDERS.items():
        if found := own.filter(**duty).first():
            return role, found
    return None


def serves(user: Any, campaign: Campaign, board: str, **flags: Any) -> bool:
    """Whether a user sits on a board of a campaign now."""
    duties = Duty.objects.active().filter(campaign=campaign, person__user=user, board=board)
    return duties.filter(**flags).exists()


def is_held_in_system(exam: Exam) -> Verdict:
    """Custody in the system is the regulation's choice; on paper nothing is sealed here."""
    if exam.campaign.regulation.values["custody"] == IN_SYSTEM:
        return ALLOWED
    return deny(_("Quy chế này giữ bản đồ phách trên giấy, ngoài hệ thống."))


def can_make_key(user: Any, exam: Exam) -> Verdict:
    """Each of the three holders makes the own key before the codes are made."""
    if holder_duty(user, exam.campaign) is None:
        return deny(_("Chỉ trưởng ban phách, tổ trưởng Tổ thư ký và Chủ tịch Hội đồng giữ khóa."))
    if not (verdict := is_held_in_system(exam)):
        return verdict
    if exam.state not in (State.PREPARING, State.SAT):
        return deny(_("Phách đã đánh: khóa không thay được nữa."))
    return ALLOWED


def can_make_codes(user: Any, exam: Exam) -> Verdict:
    """The head of the header board, after the sitting, when all three keys are there.

    Until marking begins a lost print is mended by a new map; the old one becomes void.
    """
    if not serves(user, exam.campaign, Board.HEADER, is_head=True):
        return deny(_("Chỉ trưởng ban phách được đánh số phách."))
    if not (verdict := is_held_in_system(exam)):
        return verdict
    if exam.state not in (State.SAT, State.CODED):
        return deny(_("Chỉ đánh phách sau buổi thi và trước khi chấm."))
    if missing := missing_holders(exam):
        labels = ", ".join(str(Role(role).label) for role in missing)
        return deny(_("Chưa có khóa của: %(holders)s.") % {"holders": labels})
    return ALLOWED


def missing_holders(exam: Exam) -> list[str]:
    """Holders who have made no key yet, or whose duty has ended since."""
    kept = exam.keys.active().filter(duty__state=Duty.State.ACTIVE)
    held = set(kept.values_list("role", flat=True))
    return [role for role in Role.values if role not in held]


def can_confirm_spare(user: Any, exam: Exam) -> Verdict:
    """A supervisor confirms having received the sealed envelope with the printed map."""
    if not serves(user, exam.campaign, Board.SUPERVISION):
        return deny(_("Chỉ thành viên Ban giám sát xác nhận phong bì dự phòng."))
    code_map = standing_map(exam)
    if exam.state != State.CODED or code_map is None:
        return deny(_("Chưa có bản đồ phách nào chờ xác nhận."))
    if code_map.spare_seal:
        return deny(_("Phong bì dự phòng đã được xác nhận."))
    return ALLOWED


def standing_map(exam: Exam) -> CodeMap | None:
    """The map in force."""
    return exam.code_maps.standing().first()


def can_turn_key(user: Any, exam: Exam) -> Verdict:
    """The first of two holders begins to open the map, once the marks are sealed."""
    if not (verdict := is_holder(user, exam)):
        return verdict
    if exam.state != State.SEALED:
        return deny(_("Chỉ mở bản đồ phách sau khi khóa điểm."))
    return ALLOWED


def can_open_map(user: Any, exam: Exam) -> Verdict:
    """Another holder completes the opening while a supervisor is present."""
    if not (verdict := can_turn_key(user, exam)):
        return verdict
    turn = standing_turn(exam)
    if turn is None:
        return deny(_("Chưa có người giữ khóa thứ nhất."))
    if turn.supervisor_id is None:
        return deny(_("Chờ thành viên Ban giám sát xác nhận có mặt."))
    return ALLOWED


def is_holder(user: Any, exam: Exam) -> Verdict:
    """One of the three whose key is in force, by the duty it was made for."""
    held = holder_duty(user, exam.campaign)
    if held and exam.keys.active().filter(role=held[0], duty=held[1]).exists():
        return ALLOWED
    return deny(_("Chỉ người giữ khóa được mở bản đồ phách."))


def standing_turn(exam: Exam) -> Any:
    """The turn of the first holder, if one is under way."""
    code_map = standing_map(exam)
    return getattr(code_map, "turn", None) if code_map else None


def waiting_opening(exam: Exam) -> TwoPersonRequest | None:
    """The opening that waits for its second holder; None once its time is over."""
    waiting = TwoPersonRequest.objects.waiting().select_related("initiator")
    return waiting.filter(kind=OPENING, subject=subject_of(exam)).first()


def can_confirm_presence(user: Any, exam: Exam) -> Verdict:
    """A supervisor confirms being there when the map is opened."""
    if not serves(user, exam.campaign, Board.SUPERVISION):
        return deny(_("Chỉ thành viên Ban giám sát xác nhận có mặt."))
    turn = standing_turn(exam)
    if exam.state != State.SEALED or turn is None or waiting_opening(exam) is None:
        return deny(_("Chưa có người giữ khóa thứ nhất."))
    if turn.supervisor_id is not None:
        return deny(_("Ban giám sát đã xác nhận có mặt."))
    return ALLOWED
