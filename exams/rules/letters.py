"""Open complaints and denunciations stand against recognition and appointment."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from accounts.verdicts import ALLOWED, Verdict, deny
from agencies.models import Membership
from agencies.rules import holds
from candidates.complaint_queries import open_letters
from candidates.models import Complaint
from candidates.rules import has_no_stake
from exams.models import ProceedDecision
from positions.models import Campaign, Opening


def standing_letters(campaign: Campaign) -> list[Complaint]:
    """Without a conclusion, and no decision to proceed knew them."""
    decisions = ProceedDecision.objects.filter(campaign=campaign)
    known = {
        letter for letters in decisions.values_list("letters", flat=True) for letter in letters
    }
    return [row for row in open_letters(campaign) if row.public_id not in known]


def letters_allow(opening: Opening, standing: Iterable[Complaint]) -> Verdict:
    """Whether nothing stands against the appointment to one post; whom a letter is about and how
    many there are is not said, for the reader may be the one.
    """
    if any(row.opening_id in (None, opening.pk) for row in standing):
        return deny(_("Còn khiếu nại, tố cáo chưa có kết luận và chưa có quyết định tiếp tục."))
    return ALLOWED


def letters_to_decide_on(user: Any, campaign: Campaign) -> list[Complaint]:
    """Those a head may decide on: never one about themselves."""
    seen = set(Complaint.objects.visible_to(user).values_list("pk", flat=True))
    return [row for row in standing_letters(campaign) if row.pk in seen]


def can_proceed(user: Any, campaign: Campaign) -> Verdict:
    """The head of the host decides to go on although letters are open."""
    if not holds(user, campaign.host_id, Membership.Role.AUTHORITY_HEAD):
        return deny(_("Chỉ người đứng đầu cơ quan chủ trì quyết định tiếp tục khi còn đơn thư."))
    if not (verdict := has_no_stake(user, campaign)):
        return verdict
    if not letters_to_decide_on(user, campaign):
        return deny(_("Không có đơn thư nào chờ bạn quyết định."))
    return ALLOWED
