"""How long what a candidate handed in is kept, and what may be erased before that.

Periods: dossiers, papers and exam documents of those not appointed five years (TT 10/2022/TT-BNV,
group of recruitment and exams [memory]); a draft never filed until 90 days after the receipt ended
(NĐ 13/2023/NĐ-CP, Điều 3 khoản 7: no longer than the purpose needs). Ledger entries and figures
stay; whoever was appointed is kept with the personnel file, which is not this system's to erase.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.verdicts import ALLOWED, Verdict, deny
from audit import clock
from candidates.models import Application, CandidateProfile, Complaint
from positions.models import Opening

YEARS = 5
DRAFTS_KEPT = timedelta(days=90)
ENDED = (Opening.State.FILLED, Opening.State.UNFILLED, Opening.State.CANCELLED)
RULE = "Thông tư 10/2022/TT-BNV; Luật 91/2025/QH15, Điều 14"
Rows = QuerySet[Application]
_kept: list[Callable[[Rows], Rows]] = []


def register_kept(leave_out: Callable[[Rows], Rows]) -> None:
    """A later room leaves out whose dossiers it needs for good."""
    _kept.append(leave_out)


def expired_applications() -> list[Application]:
    """Drafts and dossiers whose time is over, some at a time; open letters hold theirs back."""
    rows = Application.objects.filter(origin=Application.Origin.LIVE, erased_at=None)
    drafts = rows.filter(
        state=Application.State.DRAFT, opening__receipt_deadline__lt=clock.now() - DRAFTS_KEPT
    )
    filed = rows.registered().filter(opening__state__in=ENDED)
    for leave_out in _kept:
        filed = leave_out(filed)
    letters = Complaint.objects.holding_up().filter(campaign=OuterRef("opening__campaign"))
    ended = filed.annotate(over_on=Max("opening__steps__done_on")).exclude(Exists(letters))
    ended = ended.filter(over_on__lte=_years_ago(clock.today()))
    return [*drafts.order_by("pk")[:50], *ended.order_by("pk")[:50]]


def expired_letters() -> list[Complaint]:
    """Letters closed for as long, whose words and sender are still there."""
    rows = Complaint.objects.exclude(text="").filter(closed_at__date__lte=_years_ago(clock.today()))
    return list(rows.exclude(state=Complaint.State.PASSED_ON).order_by("pk")[:50])


def _years_ago(day: date) -> date:
    """A day of February that the year lacks is the 28th."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - YEARS, day=28 if is_leap_day else day.day)


def kept_until(application: Application, over_on: date | None) -> date | None:
    """The last day of keeping a dossier of a finished exam; None while the exam is not over."""
    if application.opening.state not in ENDED or over_on is None:
        return None
    return over_on.replace(year=over_on.year + YEARS, day=min(over_on.day, 28))


def can_erase_profile(user: Any, profile: CandidateProfile | None) -> Verdict:
    """One's own, once no dossier of theirs is in an exam that goes on."""
    if profile is None or profile.user_id != user.pk:
        return deny(_("Bạn không có lý lịch nào trên hệ thống."))
    going_on = Application.objects.own(user).competing().exclude(opening__state__in=ENDED)
    if going_on.exists():
        return deny(
            _("Bạn có hồ sơ trong đợt thi đang diễn ra: rút hồ sơ hoặc chờ thi xong rồi mới xóa.")
        )
    return ALLOWED


def own_keeping(user: Any) -> list[tuple[Application, datetime | None]]:
    """One's applications with the day until which each is kept; None: not decided yet."""
    rows = Application.objects.own(user).select_related("opening").order_by("-pk")
    rows = rows.annotate(over_on=Max("opening__steps__done_on"))
    return [(row, kept_until(row, row.over_on)) for row in rows]
