"""Who objects to a refusal, until when, and who answers."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.verdicts import ALLOWED, Verdict, deny
from agencies import calendar
from agencies.models import Membership
from agencies.rules import holds
from candidates.models import Application, EligibilityCheck, Objection
from candidates.rules import has_no_stake, is_own
from candidates.vetting_rules import is_vetting_officer
from positions.audience import nothing_hinders
from positions.models import Campaign, Opening
from positions.timetable import PRACTICE

State = Application.State


def last_moment(opening: Opening) -> datetime | None:
    """Until when one may object: while the list is displayed; none before it is closed."""
    return display_ends(opening.campaign)


def display_ends(campaign: Campaign) -> datetime | None:
    """The end of the list's display.

    Calendar days from the day it was closed (BLDS 2015, Điều 147, 148); where the regulation
    names none, those of the practice.
    """
    closed_at = campaign.list_closed_at
    if closed_at is None:
        return None
    n = campaign.regulation.values["list_display_days"] or PRACTICE["list_display_days"]
    last_day = calendar.load().add_days(timezone.localdate(closed_at), n)
    return calendar.end_of_day(last_day)


def can_object(user: Any, application: Application, received_at: datetime) -> Verdict:
    """Whoever was found ineligible, once, while the list is displayed and nobody has sat."""
    if not (verdict := is_own(user, application)):
        return verdict
    if application.state != State.INELIGIBLE:
        return deny(_("Chỉ hồ sơ không hợp lệ mới khiếu nại được."))
    if Objection.objects.filter(application=application).exists():
        return deny(_("Mỗi hồ sơ chỉ khiếu nại một lần."))
    until = last_moment(application.opening)
    if until and received_at > until:
        return deny(_("Đã hết hạn khiếu nại danh sách."))
    return nothing_hinders(application.opening)


def can_answer(user: Any, objection: Objection) -> Verdict:
    """An officer who had no part in the refusal."""
    application = objection.application
    if not (verdict := is_vetting_officer(user, application)):
        return verdict
    if objection.state != Objection.State.FILED:
        return deny(_("Khiếu nại này không còn chờ trả lời."))
    if not (verdict := is_still_refused(application)):
        return verdict
    refusals = application.checks.filter(state=EligibilityCheck.State.CONFIRMED)
    for check in refusals:
        if user.pk in (check.decided_by_id, check.confirmed_by_id):
            return deny(_("Người đã thẩm định hồ sơ không được trả lời khiếu nại về hồ sơ đó."))
    return ALLOWED


def can_settle(user: Any, objection: Objection) -> Verdict:
    """The head of the opening's agency, on an answer that can still be carried out."""
    opening = objection.application.opening
    if not holds(user, opening.agency_id, Membership.Role.AUTHORITY_HEAD):
        return deny(_("Chỉ người đứng đầu cơ quan được quyết định về khiếu nại."))
    if not (verdict := has_no_stake(user, opening.campaign)):
        return verdict
    if objection.state != Objection.State.PROPOSED:
        return deny(_("Khiếu nại này không chờ quyết định."))
    return can_carry_out(objection)


def can_carry_out(objection: Objection) -> Verdict:
    """Nobody is readmitted once candidates sat; a refusal may stay at any time."""
    if objection.outcome == Objection.Outcome.REJECTED:
        return ALLOWED
    if not (verdict := is_still_refused(objection.application)):
        return verdict
    return nothing_hinders(objection.application.opening)


def is_still_refused(application: Application) -> Verdict:
    """A dossier withdrawn meanwhile has nothing left to be right about."""
    if application.state == State.INELIGIBLE:
        return ALLOWED
    return deny(_("Hồ sơ này không còn ở tình trạng không hợp lệ."))
