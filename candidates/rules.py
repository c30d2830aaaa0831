"""Who may do what with an application, and when."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.verdicts import ALLOWED, Verdict, deny
from agencies.models import Membership
from agencies.rules import holds
from candidates.models import Application, CandidateProfile, DossierItem, SupplementRequest
from positions.models import Campaign, Duty, Opening
from positions.rules import is_opening_hr

State = Application.State
HR = Membership.Role.AGENCY_HR


def is_own(user: Any, application: Application) -> Verdict:
    """An application belongs to the person who writes it."""
    if application.profile and application.profile.user_id == user.pk:
        return ALLOWED
    return deny(_("Đây không phải hồ sơ của bạn."))


def can_apply(user: Any, opening: Opening) -> Verdict:
    """Anyone with an account, while dossiers are received; nobody with a duty in the campaign."""
    if not user.is_authenticated:
        return deny(_("Hãy đăng nhập để đăng ký dự tuyển."))
    if not opening.is_receiving:
        return deny(_("Chức danh này hiện không nhận hồ sơ."))
    if holds(user, opening.agency_id, HR) or holds(user, opening.campaign.host_id, HR):
        return deny(_("Cán bộ tổ chức phụ trách đợt thi không được dự tuyển trong đợt này."))
    return has_no_duty(user, opening)


def has_no_duty(user: Any, opening: Opening) -> Verdict:
    """Candidate × every board: nobody competes where they hold a duty."""
    if Duty.objects.active().filter(campaign=opening.campaign_id, person__user=user).exists():
        return deny(_("Người có nhiệm vụ trong đợt thi không được dự tuyển."))
    return ALLOWED


def has_no_stake(user: Any, campaign: Campaign) -> Verdict:
    """Nobody vets, closes a list or releases a result where they compete themselves."""
    own = Application.objects.competing().own(user)
    if own.filter(opening__campaign=campaign).exists():
        return deny(_("Bạn đang dự tuyển trong đợt thi này nên không được làm việc này."))
    return ALLOWED


def can_edit(user: Any, application: Application) -> Verdict:
    """One's own draft, while dossiers are received."""
    if not (verdict := is_own(user, application)):
        return verdict
    if application.state != State.DRAFT:
        return deny(_("Hồ sơ đã nộp, không sửa được nữa."))
    return ALLOWED


def can_add_item(user: Any, application: Application, received_at: datetime) -> Verdict:
    """To a draft, or to a dossier that must be supplemented, until the last moment for that."""
    if application.state == State.SUPPLEMENT:
        return can_supplement(user, application, received_at)
    return can_edit(user, application)


def can_remove_item(user: Any, item: DossierItem, received_at: datetime) -> Verdict:
    """What was filed stays; what was added to a supplement not yet sent may be taken out."""
    if not (verdict := can_add_item(user, item.application, received_at)):
        return verdict
    asked = open_supplement(item.application)
    if asked and item.file.uploaded_at <= asked.asked_at:
        return deny(_("Tài liệu đã nộp không bỏ được; hãy tải thêm bản mới."))
    return ALLOWED


def open_supplement(application: Application) -> SupplementRequest | None:
    """The request that a dossier in the state "to be supplemented" waits for."""
    if application.state != State.SUPPLEMENT:
        return None
    return application.supplements.waiting().first()


def can_supplement(user: Any, application: Application, received_at: datetime) -> Verdict:
    """The candidate, at or before the last moment the request gives."""
    if not (verdict := is_own(user, application)):
        return verdict
    asked = open_supplement(application)
    if asked is None:
        return deny(_("Hồ sơ này không chờ bổ sung."))
    if received_at > asked.due_at:
        return deny(_("Đã hết hạn bổ sung hồ sơ."))
    return ALLOWED


def can_submit(user: Any, application: Application, received_at: datetime) -> Verdict:
    """Received at or before the deadline is in time; the profile and one document are there."""
    if not (verdict := is_own(user, application)):
        return verdict
    if application.state != State.DRAFT:
        return deny(_("Hồ sơ này đã nộp."))
    opening = application.opening
    if opening.state != Opening.State.PUBLISHED or received_at > opening.receipt_deadline:
        return deny(_("Đã hết hạn nhận hồ sơ."))
    if not (verdict := has_no_duty(user, opening)):
        return verdict
    if missing := missing_before_submission(application):
        return deny(_("Còn thiếu: %(items)s.") % {"items": ", ".join(missing)})
    return ALLOWED


def can_print(user: Any, application: Application) -> Verdict:
    """One's own, from a profile that says something."""
    if not (verdict := is_own(user, application)):
        return verdict
    if not application.profile.is_filled:
        return deny(_("Hãy điền lý lịch trước: biểu mẫu lấy từ lý lịch."))
    return ALLOWED


def missing_before_submission(application: Application) -> list[str]:
    """What a draft still lacks, in words."""
    missing = []
    if not application.profile.is_filled:
        missing.append(_("lý lịch"))
    if not application.source:
        missing.append(_("nguồn dự tuyển"))
    if not application.items.kept().exists():
        missing.append(_("ít nhất một tài liệu"))
    return missing


def can_withdraw(user: Any, application: Application) -> Verdict:
    """A candidate may withdraw until the list is closed."""
    if not (verdict := is_own(user, application)):
        return verdict
    if application.state in (State.DRAFT, State.WITHDRAWN):
        return deny(_("Hồ sơ này chưa nộp hoặc đã rút."))
    if application.opening.campaign.list_closed_at:
        return deny(_("Danh sách đã chốt: hãy báo hội đồng nếu bạn không dự thi."))
    return ALLOWED


def can_reconcile(user: Any, campaign: Campaign) -> Verdict:
    """HR of the host or of an opening's agency: dossiers are theirs alone."""
    agencies = {campaign.host_id, *campaign.openings.values_list("agency_id", flat=True)}
    if any(holds(user, agency, HR) for agency in agencies):
        return ALLOWED
    return deny(_("Chỉ cán bộ tổ chức của cơ quan có hồ sơ được đối chiếu từng người."))


def can_prepare_list(user: Any, campaign: Campaign) -> Verdict:
    """HR of the host, when receipt is over and every dossier of the campaign is decided."""
    if not holds(user, campaign.host_id, HR):
        return deny(_("Chỉ cán bộ tổ chức của cơ quan chủ trì được chốt danh sách."))
    if not (verdict := has_no_stake(user, campaign)):
        return verdict
    return list_is_ready(campaign)


def list_is_ready(campaign: Campaign) -> Verdict:
    """Whether the facts allow the list to be closed, whoever asks."""
    if campaign.list_closed_at:
        return deny(_("Danh sách đã chốt."))
    openings = list(campaign.openings.exclude(state__in=Opening.DROPPED_STATES))
    if not openings:
        return deny(_("Đợt thi chưa có chức danh nào."))
    if any(not receipt_is_over(opening) for opening in openings):
        return deny(_("Còn chức danh chưa hết hạn nhận hồ sơ."))
    waiting = Application.objects.undecided().filter(opening__in=openings).count()
    if waiting:
        return deny(_("Còn %(count)s hồ sơ chưa có kết luận được xác nhận.") % {"count": waiting})
    return _enough_candidates(campaign, openings)


def receipt_is_over(opening: Opening) -> bool:
    return opening.state == Opening.State.RECEIPT_CLOSED or opening.is_closing_due


def _enough_candidates(campaign: Campaign, openings: list[Opening]) -> Verdict:
    """CV 2424: at least two people for one post (the regulation's own number)."""
    least = campaign.regulation.values["min_candidates"]
    for opening in openings:
        eligible = opening.applications.filter(state=State.ELIGIBLE).count()
        if eligible < least:
            return deny(
                _("“%(title)s” mới có %(count)s người đủ điều kiện, cần ít nhất %(least)s.")
                % {"title": opening.title, "count": eligible, "least": least}
            )
    return ALLOWED


def has_no_stake_in(user: Any, opening: Opening) -> Verdict:
    """`has_no_stake` in the campaign of an opening."""
    return has_no_stake(user, opening.campaign)


def competing(opening: Opening) -> int:
    """How many people may still sit for an opening: filed, not withdrawn, not found ineligible."""
    states = (*Application.UNDECIDED_STATES, State.ELIGIBLE)
    return opening.applications.filter(state__in=states).count()


def can_declare_shortfall(user: Any, opening: Opening) -> Verdict:
    """HR of the agency or the host, when the receipt is over and too few compete (CV 2424)."""
    if not (verdict := is_opening_hr(user, opening)):
        return verdict
    if not (verdict := has_no_stake(user, opening.campaign)):
        return verdict
    if not receipt_is_over(opening):
        return deny(_("Chỉ ghi thiếu người khi đã hết hạn nhận hồ sơ."))
    least, count = opening.regulation.values["min_candidates"], competing(opening)
    if count >= least:
        return deny(
            _("Có %(count)s người, quy chế cần ít nhất %(least)s: không thiếu.")
            % {"count": count, "least": least}
        )
    return ALLOWED


def can_edit_own_profile(user: Any, profile: CandidateProfile) -> Verdict:
    """Everyone keeps their own profile; applications keep the copy of their submission."""
    if profile.user_id == user.pk:
        return ALLOWED
    return deny(_("Đây không phải lý lịch của bạn."))
