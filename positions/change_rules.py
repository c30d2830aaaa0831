"""What may still be changed of a published opening, by whom, and until when."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.verdicts import ALLOWED, Verdict, deny
from agencies.models import Membership
from agencies.rules import holds
from positions.audience import has_no_stake, nothing_hinders
from positions.models import Campaign, Opening, OpeningChange, OpeningStep
from positions.rules import can_add_opening, is_opening_hr
from positions.timetable import first_sitting

State, Kind = Opening.State, OpeningChange.Kind
# NĐ 138/2020 (the notice may be changed only before the exam opens, and is published again).
STATES = {
    Kind.AMEND: (State.PUBLISHED, State.RECEIPT_CLOSED, State.LIST_CLOSED),
    Kind.EXTEND: (State.PUBLISHED, State.SHORTFALL),
    Kind.NOMINATE: (State.SHORTFALL,),
    Kind.WIDEN: (State.SHORTFALL,),
    Kind.POSTPONE: (State.PUBLISHED, State.RECEIPT_CLOSED, State.SHORTFALL),
    Kind.RESUME: (State.POSTPONED,),
    Kind.CANCEL: (State.PUBLISHED, State.RECEIPT_CLOSED, State.SHORTFALL, State.POSTPONED),
}
SITTINGS = (OpeningStep.Kind.WRITTEN, OpeningStep.Kind.PRESENTATION)
# What each kind may change; an amendment less once the receipt is over.
CHANGEABLE = {
    Kind.AMEND: ("seats", "unit", "standards", *SITTINGS),
    Kind.EXTEND: ("receipt_deadline", *SITTINGS),
    Kind.NOMINATE: ("receipt_deadline", *SITTINGS),
    Kind.WIDEN: ("standards", "receipt_deadline", *SITTINGS),
    Kind.POSTPONE: (),
    Kind.RESUME: ("receipt_deadline", *SITTINGS),
    Kind.CANCEL: (),
}
REOPENS_RECEIPT = (Kind.EXTEND, Kind.NOMINATE, Kind.WIDEN, Kind.RESUME)
REOPENABLE = (State.UNFILLED, State.CANCELLED, State.POSTPONED)


def changeable(opening: Opening, kind: str) -> tuple[str, ...]:
    """The fields and steps a change of this kind may name for this opening.

    After the receipt nobody could apply under other standards or for other seats: days only.
    """
    names = CHANGEABLE[kind]
    if kind == Kind.AMEND and not opening.is_receiving:
        names = SITTINGS
    if not opening.regulation.has_written_round:
        names = tuple(name for name in names if name != OpeningStep.Kind.WRITTEN)
    return names


def can_propose_change(user: Any, opening: Opening, kind: str) -> Verdict:
    """HR proposes while the procedure allows it and no other proposal waits."""
    if not (verdict := is_opening_hr(user, opening)):
        return verdict
    if not (verdict := has_no_stake(user, opening)):
        return verdict
    if not (verdict := change_is_possible(opening, kind)):
        return verdict
    if opening.changes.filter(state=OpeningChange.State.PROPOSED).exists():
        return deny(_("Chức danh này đã có một điều chỉnh đang chờ phê duyệt."))
    return ALLOWED


def change_is_possible(opening: Opening, kind: str) -> Verdict:
    """Whether an opening stands where a change of this kind is possible, whoever asks."""
    if opening.state not in STATES[kind]:
        words = _("%(kind)s không làm được khi chức danh ở tình trạng “%(state)s”.")
        label = Kind(kind).label
        return deny(words % {"kind": label, "state": opening.get_state_display()})
    if kind == Kind.EXTEND and opening.state == State.PUBLISHED and not opening.is_receiving:
        return deny(_("Đã hết hạn nhận hồ sơ: chỉ gia hạn được trước hạn, hoặc khi thiếu người."))
    if kind in REOPENS_RECEIPT and opening.campaign.list_closed_at:
        return deny(_("Danh sách của đợt thi đã chốt: hãy mở lại chức danh trong một đợt thi mới."))
    sitting = first_sitting(opening.regulation)
    if opening.steps.filter(kind=sitting, done_on__isnull=False).exists():
        return deny(_("Kỳ thi đã bắt đầu: thông báo không điều chỉnh được nữa."))
    if kind == Kind.RESUME and reopened_elsewhere(opening):
        return deny(_("Chức danh này đã mở lại trong đợt thi khác."))
    return nothing_hinders(opening)


def reopened_elsewhere(opening: Opening) -> bool:
    """Whether the post is open again under another code."""
    return opening.reopened.exclude(state__in=Opening.DROPPED_STATES).exists()


def possible_kinds(opening: Opening) -> list[str]:
    """The kinds of change an opening's state allows, for the list of choices."""
    return [kind for kind in Kind if change_is_possible(opening, kind)]


def can_approve_change(user: Any, change: OpeningChange) -> Verdict:
    """The head of the deciding authority; never who proposed it."""
    opening = change.opening
    if not holds(user, opening.authority_id, Membership.Role.AUTHORITY_HEAD):
        return deny(_("Chỉ người đứng đầu cơ quan có thẩm quyền được phê duyệt."))
    if user.pk == change.proposed_by_id:
        return deny(_("Người soạn hoặc trình không được tự phê duyệt."))
    if change.state != OpeningChange.State.PROPOSED:
        return deny(_("Điều chỉnh này không chờ phê duyệt."))
    # Whether it is still possible is asked when it is made: a refusal must always be possible.
    return has_no_stake(user, opening)


def can_reopen(user: Any, opening: Opening) -> Verdict:
    """A post not filled, cancelled or postponed is opened anew, in another campaign."""
    if not (verdict := is_opening_hr(user, opening)):
        return verdict
    if opening.state not in REOPENABLE:
        return deny(_("Chỉ mở lại chức danh không có người trúng tuyển, đã hủy hoặc đang hoãn."))
    if reopened_elsewhere(opening):
        return deny(_("Chức danh này đã mở lại trong đợt thi khác."))
    return ALLOWED


def can_reopen_in(user: Any, opening: Opening, campaign: Campaign) -> Verdict:
    """The other campaign must be the officer's own and still take openings."""
    if not (verdict := can_reopen(user, opening)):
        return verdict
    if campaign.pk == opening.campaign_id:
        return deny(_("Chức danh mở lại phải ở một đợt thi khác."))
    return can_add_opening(user, campaign)
