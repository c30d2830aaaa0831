"""Who may do what with agencies and memberships."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.verdicts import ALLOWED, Verdict, deny
from agencies.models import Agency, Membership

Role = Membership.Role


def holds(user: Any, agency: Agency | int | None, *roles: str) -> bool:
    """Whether the user now holds one of the roles at exactly this agency."""
    if agency is None or not user.is_authenticated:
        return False
    key = agency.pk if isinstance(agency, Agency) else agency
    mine = Membership.objects.current().filter(user=user, agency_id=key, role__in=roles)
    return mine.exists()


def holds_anywhere(user: Any, *roles: str) -> bool:
    """Whether the user now holds one of the roles at any agency."""
    if not user.is_authenticated:
        return False
    return Membership.objects.current().filter(user=user, role__in=roles).exists()


def administers(user: Any, agency: Agency) -> bool:
    """An administrator of the agency itself or of the level directly above it."""
    return holds(user, agency, Role.AGENCY_ADMIN) or holds(
        user, agency.parent_id, Role.AGENCY_ADMIN
    )


def can_manage_members(user: Any, agency: Agency) -> Verdict:
    """Roles are proposed by an administrator of the agency or of the level above."""
    if not administers(user, agency):
        return deny(_("Chỉ quản trị của cơ quan này hoặc của cấp trên trực tiếp được cử vai trò."))
    return ALLOWED


def can_propose_membership(user: Any, agency: Agency, role: str, member: Any) -> Verdict:
    """An administrator proposes; nobody proposes a role for themselves."""
    if not (verdict := can_manage_members(user, agency)):
        return verdict
    if member == user:
        return deny(_("Bạn không được tự đề nghị vai trò cho chính mình."))
    if role in Membership.NATIONAL_ROLES and agency.code != settings.NATIONAL_AGENCY:
        return deny(_("Vai trò toàn quốc chỉ được giao tại cơ quan vận hành hệ thống."))
    return ALLOWED


def can_end_memberships(user: Any, agency: Agency) -> Verdict:
    """Ending needs one administrator: taking a right away is never delayed."""
    if administers(user, agency):
        return ALLOWED
    return deny(_("Chỉ quản trị của cơ quan này hoặc của cấp trên trực tiếp được thôi vai trò."))


def can_end_membership(user: Any, membership: Membership) -> Verdict:
    """An administrator ends a role that is held, never their own."""
    if not (verdict := can_end_memberships(user, membership.agency)):
        return verdict
    return may_be_ended(user, membership)


def may_be_ended(user: Any, membership: Membership) -> Verdict:
    """Somebody else's role that has not ended; whether the user administers is asked elsewhere."""
    if membership.user_id == user.pk:
        return deny(_("Bạn không được tự thôi vai trò của mình; hãy nhờ quản trị khác."))
    if membership.state == Membership.State.ENDED:
        return deny(_("Vai trò này đã thôi."))
    return ALLOWED


def can_word_notices(user: Any, agency: Agency) -> Verdict:
    """An administrator or HR officer of the agency itself words what its candidates read."""
    if holds(user, agency, Role.AGENCY_ADMIN, Role.AGENCY_HR):
        return ALLOWED
    return deny(_("Chỉ quản trị và cán bộ tổ chức của cơ quan này được sửa lời thông báo."))


def can_add_person(user: Any, agency: Agency) -> Verdict:
    """People who sit on boards are entered by HR or an administrator of their agency."""
    if holds(user, agency, Role.AGENCY_HR, Role.AGENCY_ADMIN):
        return ALLOWED
    return deny(_("Chỉ cán bộ tổ chức hoặc quản trị của cơ quan được thêm người."))


def can_edit_agency(user: Any, agency: Agency) -> Verdict:
    """Its administrators, the level above, and the ministry keep an agency's data."""
    if administers(user, agency) or holds_anywhere(user, Role.MINISTRY_STAFF):
        return ALLOWED
    return deny(_("Chỉ quản trị của cơ quan, của cấp trên hoặc cán bộ Bộ được sửa thông tin này."))


def can_create_agency(user: Any) -> Verdict:
    """New bodies are entered by the ministry."""
    if holds_anywhere(user, Role.MINISTRY_STAFF):
        return ALLOWED
    return deny(_("Chỉ cán bộ Bộ Nội vụ được thêm cơ quan."))


def can_edit_calendar(user: Any) -> Verdict:
    """The working-day calendar is one for the nation."""
    if holds_anywhere(user, Role.MINISTRY_STAFF):
        return ALLOWED
    return deny(_("Chỉ cán bộ Bộ Nội vụ được sửa lịch ngày làm việc."))
