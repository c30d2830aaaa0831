"""Dossiers on paper: who enters and compares them, and which are in time."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.verdicts import ALLOWED, Verdict, deny
from agencies.rules import holds
from audit import clock
from candidates.models import PaperReceipt
from candidates.rules import HR, has_no_stake
from positions.models import Opening
from positions.step_workflow import last_day_of_receipt

Channel = PaperReceipt.Channel
TAKES = (Opening.State.PUBLISHED, Opening.State.RECEIPT_CLOSED)


def is_desk_officer(user: Any, opening: Opening) -> Verdict:
    """HR of the opening's own agency, unless they compete in the campaign."""
    if not holds(user, opening.agency_id, HR):
        return deny(_("Chỉ cán bộ tổ chức của cơ quan có chức danh nhận hồ sơ giấy."))
    return has_no_stake(user, opening.campaign)


def can_enter(user: Any, opening: Opening) -> Verdict:
    """From the announcement until the list is closed: what the post brings comes late."""
    if not (verdict := is_desk_officer(user, opening)):
        return verdict
    if opening.origin != Opening.Origin.LIVE or opening.state not in TAKES:
        return deny(_("Chức danh này không nhận hồ sơ."))
    if opening.campaign.list_closed_at:
        return deny(_("Danh sách đã chốt."))
    return ALLOWED


def is_in_time(
    opening: Opening, channel: str, arrived_at: datetime, postmark_on: date | None
) -> Verdict:
    """At the desk the moment counts, by post the day of the postmark (domain rules, 2.3)."""
    if arrived_at > clock.now():
        return deny(_("Giờ đến không được ở tương lai."))
    if channel == Channel.DESK:
        late = arrived_at > opening.receipt_deadline
        return deny(_("Hồ sơ đến sau hạn nhận.")) if late else ALLOWED
    if postmark_on is None:
        return deny(_("Hồ sơ qua bưu điện phải ghi ngày dấu bưu điện."))
    if postmark_on > timezone.localdate(arrived_at):
        return deny(_("Dấu bưu điện không thể sau ngày hồ sơ đến."))
    if postmark_on > last_day_of_receipt(opening.receipt_deadline):
        return deny(_("Dấu bưu điện sau ngày cuối nhận hồ sơ."))
    return ALLOWED


def can_add_scan(user: Any, paper: PaperReceipt) -> Verdict:
    """Whoever entered it, until it is compared."""
    if not (verdict := _still_open(user, paper)):
        return verdict
    if paper.entered_by_id != user.pk:
        return deny(_("Chỉ người nhập được thêm bản quét."))
    return ALLOWED


def can_compare_paper(user: Any, paper: PaperReceipt) -> Verdict:
    """Another officer, on an entry with scans that is in time."""
    if not (verdict := _still_open(user, paper)):
        return verdict
    if paper.entered_by_id == user.pk:
        return deny(_("Người nhập hồ sơ giấy không được tự đối chiếu: cần cán bộ thứ hai."))
    if not paper.application.items.kept().exists():
        return deny(_("Chưa có bản quét nào."))
    return is_in_time(paper.application.opening, paper.channel, paper.arrived_at, paper.postmark_on)


def can_void_entry(user: Any, paper: PaperReceipt) -> Verdict:
    """Either officer, before it is compared: a mistake is entered anew."""
    return _still_open(user, paper)


def _still_open(user: Any, paper: PaperReceipt) -> Verdict:
    if not (verdict := can_enter(user, paper.application.opening)):
        return verdict
    if paper.state != PaperReceipt.State.ENTERED:
        return deny(_("Hồ sơ giấy này không chờ đối chiếu."))
    return ALLOWED
