"""How long what a candidate handed in is kept, and what may be erased before that.

Periods: dossiers, papers and exam documents of those not appointed five years (TT 10/2022/TT-BNV,
group of recruitment and exams [memory]); a draft never filed until 90 days after the receipt ended
(NĐ 13/2023/NĐ-CP, Điều 3 khoản 7: no longer than the purpose needs). Ledger entries and figures
stay; whoever was appointed is kept with the personnel file, which is not this system's to erase.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils.translation import gettext as _

from accounts.verdicts import ALLOWED, Verdict, deny
from audit import clock
from candidates.models import Application, CandidateProfile, Complaint, PaperReceipt
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
    drafts = drafts.exclude(paper__state=PaperReceipt.State.ENTERED)
    filed = rows.registered().filter(opening__state__in=ENDED)
    for leave_out in _kept:
        filed = leave_out(filed)
    letters = Complaint.objects.holding_up().filter(campaign=OuterRef("opening__campaign"))
    ended = filed.annotate(over_on=Max("opening__steps__done_on")).exclude(Exists(letters))
    ended = ended.filter(over_on__lte=_years_from(clock.today(), -YEARS))
    return [*drafts.order_by("pk")[:50], *ended.order_by("pk")[:50]]


def expired_letters() -> list[Complaint]:
    """Letters closed for as long, whose words and sender are still there."""
    rows = Complaint.objects.exclude(text="").filter(
        closed_at__date__lte=_years_from(clock.today(), -YEARS)
    )
    return list(rows.exclude(state=Complaint.State.PASSED_ON).order_by("pk")[:50])


def _years_from(day: date, years: int) -> date:
    """The same day so many years away; a 29 February that the year lacks is the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


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


@dataclass(frozen=True)
class Kept:
    """One's dossier: erased by the system after `until`; neither set while the exam goes on."""

    application: Application
    until: date | None
    is_for_good: bool


def own_keeping(user: Any) -> list[Kept]:
    """One's applications, and until when each is kept."""
    rows = Application.objects.own(user).select_related("opening").order_by("-pk")
    rows = rows.annotate(over_on=Max("opening__steps__done_on"))
    erasable = Application.objects.own(user)
    for leave_out in _kept:
        erasable = leave_out(erasable)
    passing = set(erasable.values_list("pk", flat=True))
    return [Kept(row, _until(row), row.pk not in passing) for row in rows]


def _until(row: Application) -> date | None:
    is_over = row.opening.state in ENDED and row.over_on
    return _years_from(row.over_on, YEARS) if is_over else None
