"""Who may do what with campaigns, openings and boards, and when."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.verdicts import ALLOWED, Verdict, deny
from agencies.models import Agency, Membership, Person
from agencies.rules import holds, holds_anywhere
from audit import clock
from positions.models import Campaign, Duty, Opening
from positions.models.campaign import STAFF_ROLES

Role = Membership.Role
State = Opening.State


def can_create_campaign(user: Any) -> Verdict:
    """Campaigns are entered by an HR officer."""
    if holds_anywhere(user, Role.AGENCY_HR):
        return ALLOWED
    return deny(_("Chỉ cán bộ tổ chức được lập đợt thi."))


def can_host_campaign(user: Any, host: Agency) -> Verdict:
    """An HR officer enters campaigns of the own agency only."""
    if holds(user, host, Role.AGENCY_HR):
        return ALLOWED
    return deny(_("Bạn chỉ được lập đợt thi của cơ quan mình."))


def is_campaign_hr(user: Any, campaign: Campaign) -> Verdict:
    """HR officers of the host run a campaign."""
    if holds(user, campaign.host_id, Role.AGENCY_HR):
        return ALLOWED
    return deny(_("Chỉ cán bộ tổ chức của cơ quan chủ trì được làm việc này."))


def is_opening_hr(user: Any, opening: Opening) -> Verdict:
    """HR officers of the opening's agency or of the campaign's host."""
    if holds(user, opening.agency_id, Role.AGENCY_HR):
        return ALLOWED
    return is_campaign_hr(user, opening.campaign)


def can_add_opening(user: Any, campaign: Campaign) -> Verdict:
    """Until the list is closed, HR of the host adds openings to a campaign."""
    if not (verdict := is_campaign_hr(user, campaign)):
        return verdict
    if campaign.list_closed_at:
        return deny(_("Danh sách của đợt thi đã chốt: không thêm chức danh được nữa."))
    return ALLOWED


def can_take_template(user: Any) -> Verdict:
    """The workbook of openings names the agencies of the officer who fills it in."""
    if holds_anywhere(user, Role.AGENCY_HR):
        return ALLOWED
    return deny(_("Chỉ cán bộ tổ chức dùng mẫu nhập chức danh."))


def can_add_guest(user: Any, campaign: Campaign, agency: Agency | None = None) -> Verdict:
    """HR of the host records, by the written agreement, whose posts are examined with its own."""
    if not (verdict := can_add_opening(user, campaign)):
        return verdict
    if agency and Agency.objects.under(campaign.host).filter(pk=agency.pk).exists():
        return deny(_("Cơ quan này thuộc cơ quan chủ trì: không cần ghi thi chung."))
    if agency and campaign.guests.filter(agency=agency).exists():
        return deny(_("Cơ quan này đã thi chung trong đợt thi."))
    return ALLOWED


def can_edit_opening(user: Any, opening: Opening) -> Verdict:
    """Only a draft is edited; what was proposed must first come back."""
    if not (verdict := is_opening_hr(user, opening)):
        return verdict
    if opening.state != State.DRAFT:
        return deny(_("Chỉ sửa được khi đang soạn; hãy rút trình trước."))
    return ALLOWED


def can_plan_timetable(user: Any, opening: Opening) -> Verdict:
    """The days of the steps are planned while the opening is drafted; later by a public change."""
    if not (verdict := is_opening_hr(user, opening)):
        return verdict
    if opening.state != State.DRAFT:
        return deny(
            _("Lịch chỉ lập được khi đang soạn; sau khi công bố thì ra thông báo điều chỉnh.")
        )
    return ALLOWED


def can_propose_opening(user: Any, opening: Opening) -> Verdict:
    """A complete draft goes to the head of the deciding authority."""
    if not (verdict := is_opening_hr(user, opening)):
        return verdict
    if opening.state != State.DRAFT:
        return deny(_("Chỉ trình được bản đang soạn."))
    if missing := missing_before_proposal(opening):
        return deny(_("Còn thiếu: %(fields)s.") % {"fields": ", ".join(missing)})
    return ALLOWED


def missing_before_proposal(opening: Opening) -> list[str]:
    """What a draft still lacks, in words."""
    needed = {
        _("tiêu chuẩn, điều kiện"): opening.standards,
        _("hạn nhận hồ sơ"): opening.receipt_deadline,
        _("cơ quan có thẩm quyền quyết định"): opening.authority_id,
    }
    return [str(name) for name, value in needed.items() if not value]


def can_approve_opening(user: Any, opening: Opening) -> Verdict:
    """The head of the deciding authority; never who proposed or wrote it."""
    if not holds(user, opening.authority_id, Role.AUTHORITY_HEAD):
        return deny(_("Chỉ người đứng đầu cơ quan có thẩm quyền được phê duyệt."))
    if user.pk in (opening.proposed_by_id, opening.created_by_id):
        return deny(_("Người soạn hoặc trình không được tự phê duyệt."))
    if opening.state != State.PROPOSED:
        return deny(_("Chức danh này không chờ phê duyệt."))
    return ALLOWED


def can_publish_opening(user: Any, opening: Opening) -> Verdict:
    """An approved opening with a deadline that has not passed becomes public."""
    if not (verdict := is_opening_hr(user, opening)):
        return verdict
    if opening.state != State.APPROVED:
        return deny(_("Chỉ công bố chức danh đã được phê duyệt."))
    if opening.campaign.list_closed_at:
        return deny(_("Danh sách của đợt thi đã chốt."))
    if not opening.receipt_deadline or opening.receipt_deadline <= clock.now():
        return deny(_("Hạn nhận hồ sơ đã qua: hãy sửa hạn rồi trình lại."))
    return ALLOWED


def can_name_duty(user: Any, campaign: Campaign) -> Verdict:
    """HR of the host enters the boards as the signed decision names them."""
    return is_campaign_hr(user, campaign)


def can_serve(person: Person, campaign: Campaign, board: str) -> Verdict:
    """Nobody marks who reads dossiers of the campaign by their role at one of its agencies."""
    if board not in (Duty.Board.MARKING, Duty.Board.REMARKING) or person.user_id is None:
        return ALLOWED
    agencies = campaign.openings.values("agency")
    held = Membership.objects.current().filter(user=person.user_id, role__in=STAFF_ROLES)
    if held.filter(Q(agency=campaign.host_id) | Q(agency__in=agencies)).exists():
        return deny(_("Người đọc hồ sơ thí sinh của đợt thi này không được chấm thi."))
    return ALLOWED
