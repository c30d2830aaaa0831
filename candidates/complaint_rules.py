"""Who receives, reads and settles the letters about a campaign, and by when."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.verdicts import ALLOWED, Verdict, deny
from agencies import calendar
from agencies.models import Membership
from agencies.rules import holds
from candidates.models import Application, Complaint, ComplaintSender, LetterReaders
from candidates.models.complaint import HANDLERS
from candidates.rules import has_no_stake
from positions.models import Campaign, Duty

Kind, State, Role = Complaint.Kind, Complaint.State, Membership.Role

# Within how long it is decided whether and by whom a letter is handled.
COMPLAINT_ACCEPT_DAYS = 10  # Luật Khiếu nại 2011, Điều 27
DENUNCIATION_ACCEPT_WORKING_DAYS = 7  # Luật Tố cáo 2018, Điều 24
OTHERS_ACCEPT_WORKING_DAYS = 10  # Luật Tiếp công dân 2013, Điều 28
# Within how long after that it is concluded.
COMPLAINT_ANSWER_DAYS = 30  # Luật Khiếu nại 2011, Điều 28
DENUNCIATION_ANSWER_DAYS = 30  # Luật Tố cáo 2018, Điều 30
OTHERS_ANSWER_DAYS = 15  # practice: no law sets one for petitions and feedback
ABOUT_ONESELF = gettext_lazy("Người bị nêu trong đơn không được giải quyết đơn đó.")
ANSWER_DAYS = {
    Kind.COMPLAINT: COMPLAINT_ANSWER_DAYS,
    Kind.DENUNCIATION: DENUNCIATION_ANSWER_DAYS,
}


def accept_until(kind: str, received_at: datetime) -> datetime:
    """The last moment to take the letter up, counted by the civil code from its receipt."""
    days, day = calendar.load(), timezone.localdate(received_at)
    if kind == Kind.COMPLAINT:
        return calendar.end_of_day(days.add_days(day, COMPLAINT_ACCEPT_DAYS))
    is_grave = kind == Kind.DENUNCIATION
    n = DENUNCIATION_ACCEPT_WORKING_DAYS if is_grave else OTHERS_ACCEPT_WORKING_DAYS
    return calendar.end_of_day(days.add_working_days(day, n))


def answer_until(kind: str, taken_at: datetime) -> datetime:
    """The last moment to conclude, counted from the day it was taken up."""
    n = ANSWER_DAYS.get(kind, OTHERS_ANSWER_DAYS)
    return calendar.end_of_day(calendar.load().add_days(timezone.localdate(taken_at), n))


def can_enter_letters(user: Any, campaign: Campaign) -> Verdict:
    """What comes on paper is entered by HR or the head of the host."""
    if not holds(user, campaign.host_id, Role.AGENCY_HR, Role.AUTHORITY_HEAD):
        return deny(_("Chỉ cán bộ tổ chức hoặc người đứng đầu cơ quan chủ trì nhận đơn thư."))
    return has_no_stake(user, campaign)


def can_name_readers(user: Any, campaign: Campaign) -> Verdict:
    """The head of the host names the two persons."""
    if holds(user, campaign.host_id, Role.AUTHORITY_HEAD):
        return has_no_stake(user, campaign)
    return deny(
        _("Chỉ người đứng đầu cơ quan chủ trì được nêu hai người giữ danh tính người tố cáo.")
    )


def are_fit_readers(campaign: Campaign, first: User, second: User) -> Verdict:
    """Two different persons of the host who may handle letters of the campaign."""
    if first == second:
        return deny(_("Phải là hai người khác nhau."))
    if handlers_of(campaign).filter(pk__in=(first.pk, second.pk)).count() != 2:
        return deny(_("Người này không giữ vai trò được xử lý đơn thư của đợt thi."))
    return ALLOWED


def handlers_of(campaign: Campaign) -> QuerySet[User]:
    """HR, head and inspectors of the host; nobody who competes or marks in the campaign."""
    held = Membership.objects.current().filter(agency=campaign.host_id, role__in=HANDLERS)
    competing = Application.objects.competing().filter(opening__campaign=campaign)
    marking = Duty.objects.active().filter(
        campaign=campaign, board__in=(Duty.Board.MARKING, Duty.Board.REMARKING)
    )
    rows = User.objects.filter(pk__in=held.values("user"))
    rows = rows.exclude(
        pk__in=competing.filter(profile__user__isnull=False).values("profile__user")
    )
    rows = rows.exclude(pk__in=marking.filter(person__user__isnull=False).values("person__user"))
    return rows.order_by("full_name", "pk")


def owners_for(complaint: Complaint) -> QuerySet[User]:
    """Whom a letter may be given to: never whom it is about."""
    return handlers_of(complaint.campaign).exclude(pk=complaint.about_id)


def concerned_in(campaign: Campaign) -> QuerySet[User]:
    """Whom a letter may be about: staff of the host and who serves in the campaign."""
    held = Membership.objects.current().filter(agency=campaign.host_id)
    serving = Duty.objects.active().filter(campaign=campaign, person__user__isnull=False)
    either = Q(pk__in=held.values("user")) | Q(pk__in=serving.values("person__user"))
    return User.objects.filter(either).order_by("full_name", "pk")


def can_read_text(user: Any, complaint: Complaint) -> Verdict:
    """The words of a denunciation may give its writer away: owner, head and the two readers."""
    if not complaint.is_denunciation or user.pk in (complaint.owner_id, complaint.entered_by_id):
        return ALLOWED
    if holds(user, complaint.campaign.host_id, Role.AUTHORITY_HEAD) or _is_reader(user, complaint):
        return ALLOWED
    return deny(
        _("Chỉ người giải quyết, người đứng đầu và hai người giữ danh tính đọc nội dung tố cáo.")
    )


def _is_reader(user: Any, complaint: Complaint) -> bool:
    named = LetterReaders.objects.held_by(user).filter(campaign=complaint.campaign_id)
    return named.exists()


def can_read_sender(user: Any, complaint: Complaint) -> Verdict:
    """Who wrote it: see `ComplaintSender.objects.visible_to`; each reading is an entry."""
    if not complaint.is_named:
        return deny(_("Đơn không ghi danh tính người gửi."))
    if ComplaintSender.objects.visible_to(user).filter(complaint=complaint).exists():
        return ALLOWED
    if complaint.is_denunciation:
        return deny(_("Danh tính người tố cáo chỉ hai người được nêu tên mới đọc được."))
    return deny(_("Danh tính người gửi đơn chỉ nơi nhận đơn và người giải quyết đọc được."))


def letter_verdicts(user: Any, complaint: Complaint) -> dict[str, Verdict]:
    """What the page of a letter offers, each fact asked once."""
    waiting = can_assign(user, complaint)
    return {
        "assign": waiting,
        "pass_on": waiting,
        "dismiss": waiting and _may_dismiss(user, complaint),
        "conclude": can_conclude(user, complaint),
    }


def can_assign(user: Any, complaint: Complaint) -> Verdict:
    """HR or the head gives a letter to its owner; a denunciation the head or one of the two."""
    return _directs(user, complaint) and _is_waiting(complaint)


def may_own(owner: User, complaint: Complaint) -> Verdict:
    """Somebody of the host, never whom the letter is about, not the owner it already has."""
    if not owners_for(complaint).filter(pk=owner.pk).exists():
        return deny(_("Không giao đơn cho người này được."))
    if complaint.owner_id == owner.pk:
        return deny(_("Đơn đã giao cho người này."))
    return ALLOWED


def can_conclude(user: Any, complaint: Complaint) -> Verdict:
    """The owner; of a letter that was passed on whoever directs letters, with the answer."""
    if complaint.state == State.PASSED_ON:
        return _directs(user, complaint)
    if complaint.about_id == user.pk:
        return deny(ABOUT_ONESELF)
    if complaint.state != State.HANDLED:
        return deny(_("Đơn này không chờ kết luận."))
    if complaint.owner_id != user.pk:
        return deny(_("Chỉ người được giao đơn ghi kết luận."))
    if not owners_for(complaint).filter(pk=user.pk).exists():
        return deny(_("Bạn không còn được giải quyết đơn thư của đợt thi này."))
    return ALLOWED


def can_dismiss(user: Any, complaint: Complaint) -> Verdict:
    """Not taken up: complaints and denunciations by the head only."""
    return can_assign(user, complaint) and _may_dismiss(user, complaint)


def _may_dismiss(user: Any, complaint: Complaint) -> Verdict:
    if complaint.kind not in Complaint.GRAVE_KINDS:
        return ALLOWED
    if holds(user, complaint.campaign.host_id, Role.AUTHORITY_HEAD):
        return ALLOWED
    return deny(_("Chỉ người đứng đầu cơ quan quyết định không thụ lý khiếu nại, tố cáo."))


def can_pass_on(user: Any, complaint: Complaint) -> Verdict:
    """To the body it belongs to; whoever directs letters, while nothing is concluded."""
    return can_assign(user, complaint)


def _is_waiting(complaint: Complaint) -> Verdict:
    if complaint.state in Complaint.WAITING_STATES:
        return ALLOWED
    return deny(_("Đơn này đã kết thúc."))


def _directs(user: Any, complaint: Complaint) -> Verdict:
    """Whoever says who handles a letter; never one about themselves, nor where they compete."""
    if complaint.about_id == user.pk:
        return deny(ABOUT_ONESELF)
    if not (verdict := has_no_stake(user, complaint.campaign)):
        return verdict
    host = complaint.campaign.host_id
    if holds(user, host, Role.AUTHORITY_HEAD):
        return ALLOWED
    if complaint.is_denunciation:
        if holds(user, host, *HANDLERS) and _is_reader(user, complaint):
            return ALLOWED
        return deny(_("Đơn tố cáo do người đứng đầu hoặc hai người giữ danh tính phân công."))
    if holds(user, host, Role.AGENCY_HR):
        return ALLOWED
    return deny(_("Chỉ cán bộ tổ chức hoặc người đứng đầu cơ quan chủ trì làm được việc này."))
