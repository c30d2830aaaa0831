"""Who vets a dossier, and when: one officer decides, another confirms."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from accounts.verdicts import ALLOWED, Verdict, deny
from agencies.rules import holds
from audit import clock
from candidates.models import Application, DossierItem, EligibilityCheck
from candidates.rules import HR, has_no_stake, open_supplement
from positions.models.opening import CLOSING_DELAY

State = Application.State
# A candidate who is asked for more has at least two days and at most thirty.
LEAST_TIME, MOST_TIME = timedelta(days=2), timedelta(days=30)


def is_vetting_officer(user: Any, application: Application) -> Verdict:
    """HR of the opening's own agency, unless they compete in the same campaign."""
    if not holds(user, application.opening.agency_id, HR):
        return deny(_("Chỉ cán bộ tổ chức của cơ quan có chức danh được thẩm định."))
    return has_no_stake(user, application.opening.campaign)


def can_decide(user: Any, application: Application) -> Verdict:
    """First step of vetting: a submitted dossier without an open verdict."""
    if not (verdict := is_vetting_officer(user, application)):
        return verdict
    if application.state != State.SUBMITTED:
        return deny(_("Hồ sơ này không chờ thẩm định."))
    if application.opening.campaign.list_closed_at:
        return deny(_("Danh sách đã chốt."))
    if any(check.state == EligibilityCheck.State.PROPOSED for check in application.checks.all()):
        return deny(_("Đã có kết luận đang chờ người thứ hai xác nhận."))
    return ALLOWED


def can_confirm(user: Any, check: EligibilityCheck) -> Verdict:
    """Second step of vetting, by another officer, while the dossier waits for it."""
    if not (verdict := can_send_back(user, check)):
        return verdict
    if check.application.state != State.SUBMITTED:
        return deny(_("Hồ sơ này không chờ thẩm định."))
    if check.application.opening.campaign.list_closed_at:
        return deny(_("Danh sách đã chốt."))
    return ALLOWED


def can_send_back(user: Any, check: EligibilityCheck) -> Verdict:
    """The second officer's no, also to a verdict on a dossier that was withdrawn meanwhile."""
    if not (verdict := is_vetting_officer(user, check.application)):
        return verdict
    if check.decided_by_id == user.pk:
        return deny(_("Người thẩm định không được tự xác nhận: cần cán bộ thứ hai."))
    if check.state != EligibilityCheck.State.PROPOSED:
        return deny(_("Kết luận này không còn chờ xác nhận."))
    return ALLOWED


def can_ask_supplement(user: Any, application: Application) -> Verdict:
    """The officers of `can_decide`, when they could decide: a supplement is asked for instead."""
    return can_decide(user, application)


def can_end_supplement(user: Any, application: Application) -> Verdict:
    """Vet what was filed, once the last moment for a supplement is past."""
    if not (verdict := is_vetting_officer(user, application)):
        return verdict
    asked = open_supplement(application)
    if asked is None:
        return deny(_("Hồ sơ này không chờ bổ sung."))
    if clock.now() <= asked.due_at + CLOSING_DELAY:
        return deny(_("Chưa hết hạn bổ sung."))
    return ALLOWED


def can_compare(user: Any, item: DossierItem) -> Verdict:
    """An officer of vetting who has the original before them, while the dossier is undecided."""
    return is_vetting_officer(user, item.application) and waits_for_original(item)


def waits_for_original(item: DossierItem) -> Verdict:
    """A copy nobody has compared yet, in a dossier without a verdict."""
    if item.state != DossierItem.State.KEPT or item.copy == DossierItem.Copy.ORIGINAL:
        return deny(_("Tài liệu này không cần đối chiếu bản chính."))
    if item.compared_at:
        return deny(_("Tài liệu này đã đối chiếu bản chính."))
    if item.application.state not in Application.UNDECIDED_STATES:
        return deny(_("Chỉ đối chiếu bản chính khi hồ sơ chưa có kết luận."))
    return ALLOWED
