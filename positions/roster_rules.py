"""Who enters, imports, confirms and withdraws planning rosters, and when."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.verdicts import ALLOWED, Verdict, deny
from agencies.models import Agency, Membership
from agencies.rules import holds, holds_anywhere
from positions.models import PlanningRoster

Role, State = Membership.Role, PlanningRoster.State


def can_enter_somewhere(user: Any) -> Verdict:
    """Rosters are entered by HR officers, for their own agency."""
    if holds_anywhere(user, Role.AGENCY_HR):
        return ALLOWED
    return deny(_("Chỉ cán bộ tổ chức được nhập danh sách quy hoạch."))


def can_enter_roster(user: Any, agency: Agency) -> Verdict:
    """HR of the agency that has the posts."""
    if holds(user, agency, Role.AGENCY_HR):
        return ALLOWED
    return deny(_("Bạn chỉ được nhập danh sách quy hoạch của cơ quan mình."))


def is_roster_hr(user: Any, roster: PlanningRoster) -> Verdict:
    """HR officers of the roster's agency."""
    if holds(user, roster.agency_id, Role.AGENCY_HR):
        return ALLOWED
    return deny(_("Chỉ cán bộ tổ chức của cơ quan được làm việc này."))


def can_import_roster(user: Any, roster: PlanningRoster) -> Verdict:
    """Who entered the draft brings its people in, once; the second officer only compares."""
    if not (verdict := is_roster_hr(user, roster)):
        return verdict
    if roster.state != State.DRAFT or roster.imported_at:
        return deny(_("Danh sách đã nhập không sửa được: hãy rút rồi nhập danh sách mới."))
    if roster.entered_by_id != user.pk:
        return deny(_("Chỉ người lập danh sách được nhập tệp của danh sách này."))
    return ALLOWED


def can_confirm_roster(user: Any, roster: PlanningRoster) -> Verdict:
    """Another HR officer of the agency compares what came in with the signed decision."""
    if not (verdict := is_roster_hr(user, roster)):
        return verdict
    if roster.state != State.DRAFT:
        return deny(_("Danh sách này không chờ đối chiếu."))
    if not roster.imported_at:
        return deny(_("Danh sách này chưa nhập người nào."))
    if roster.entered_by_id == user.pk:
        return deny(_("Người nhập danh sách không được tự đối chiếu: cần cán bộ thứ hai."))
    in_force = PlanningRoster.objects.filter(state=State.CONFIRMED, agency=roster.agency_id)
    if in_force.filter(term=roster.term, decision_on__gt=roster.decision_on).exists():
        return deny(_("Nhiệm kỳ này đã có danh sách theo quyết định sau ngày của danh sách này."))
    return ALLOWED


def can_withdraw_roster(user: Any, roster: PlanningRoster) -> Verdict:
    """A draft that is wrong is withdrawn by an HR officer; what is confirmed is replaced."""
    if not (verdict := is_roster_hr(user, roster)):
        return verdict
    if roster.state != State.DRAFT:
        return deny(_("Chỉ rút được danh sách chờ đối chiếu; danh sách đang áp dụng thì thay."))
    return ALLOWED
