"""Who may do what with reports and past results."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.verdicts import ALLOWED, Verdict, deny
from agencies.models import Membership
from agencies.rules import holds_anywhere

Role = Membership.Role
READERS = (
    Role.MINISTRY_STAFF,
    Role.PROVINCE_STAFF,
    Role.AGENCY_HR,
    Role.AUTHORITY_HEAD,
    Role.INSPECTOR,
)


def can_see_reports(user: Any) -> Verdict:
    """Whoever works with openings sees the reports over what they may see."""
    if holds_anywhere(user, *READERS):
        return ALLOWED
    return deny(_("Báo cáo dành cho cán bộ theo dõi, cán bộ tổ chức và thanh tra."))


def can_import_results(user: Any) -> Verdict:
    """Past results are brought in by the ministry, which answers for the figures."""
    if holds_anywhere(user, Role.MINISTRY_STAFF):
        return ALLOWED
    return deny(_("Chỉ cán bộ Bộ Nội vụ nhập kết quả các kỳ thi cũ."))
