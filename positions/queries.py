"""Reads over openings for pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from accounts.verdicts import ALLOWED, Verdict, deny
from agencies import calendar
from agencies.models import Agency, Membership
from agencies.queries import agencies_where
from audit import clock
from positions.models import Campaign, Opening, OpeningStep
from positions.timetable import period_words

WEEKDAYS = (
    gettext_lazy("thứ Hai"),
    gettext_lazy("thứ Ba"),
    gettext_lazy("thứ Tư"),
    gettext_lazy("thứ Năm"),
    gettext_lazy("thứ Sáu"),
    gettext_lazy("thứ Bảy"),
    gettext_lazy("Chủ nhật"),
)
SOON_WORKING_DAYS = 3


def opening_agencies(host: Agency) -> QuerySet[Agency]:
    """Where a campaign of this host may open a post: the host and everything below it."""
    return Agency.objects.under(host)


def opening_authorities(host: Agency) -> QuerySet[Agency]:
    """Who may decide on a post of this host's campaigns: the host, its parent, its topmost body."""
    keys = [key for key in (host.pk, host.parent_id, host.root_id) if key]
    return Agency.objects.filter(pk__in=keys)


def campaign_agencies(campaign: Campaign) -> QuerySet[Agency]:
    """Whose posts a campaign may hold: its host's, and those of agencies examined with it."""
    agencies = opening_agencies(campaign.host)
    for guest in _guests(campaign):
        agencies |= opening_agencies(guest)
    return agencies


def campaign_authorities(campaign: Campaign) -> QuerySet[Agency]:
    """Who may decide on a post of a campaign: the host's authorities and the guests' own."""
    authorities = opening_authorities(campaign.host)
    for guest in _guests(campaign):
        authorities |= opening_authorities(guest)
    return authorities


def _guests(campaign: Campaign) -> list[Agency]:
    return [row.agency for row in campaign.guests.select_related("agency")]


def codes_to_open(user: User) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Code and name of every agency, and of every authority, an HR officer may write."""
    agencies, authorities = set(), set()
    for host in agencies_where(user, Membership.Role.AGENCY_HR):
        agencies.update(opening_agencies(host).values_list("code", "name"))
        authorities.update(opening_authorities(host).values_list("code", "name"))
    return sorted(agencies), sorted(authorities)


@dataclass(frozen=True)
class StepView:
    """One step of the bar: done, next or later, with its date and how far off that is."""

    label: str
    date: date | None
    basis: str
    state: str
    left: str = ""


def step_bar(opening: Opening) -> list[StepView]:
    """The procedure of an opening as the step bar shows it; the first open step is next."""
    order = list(OpeningStep.Kind)
    steps = sorted(opening.steps.all(), key=lambda step: order.index(step.kind))
    first_open = next((step.pk for step in steps if not step.done_on), None)
    return [_step_view(step, step.pk == first_open) for step in steps]


def _step_view(step: OpeningStep, is_next: bool) -> StepView:
    state = "done" if step.done_on else "now" if is_next else "next"
    day = step.done_on or step.due_on
    left = "" if step.done_on or not day else days_left(day)
    return StepView(str(step.get_kind_display()), day, basis_of(step), state, left)


def basis_of(step: OpeningStep) -> str:
    """The period that sets a step's last day, in words; empty when only the plan does."""
    if step.done_on or not step.due_by:
        return ""
    return period_words(step.due_by, step.opening.regulation)


def days_left(day: date) -> str:
    """How far off a day is, in calendar days."""
    days = (day - clock.today()).days
    if days == 0:
        return _("hôm nay")
    if days < 0:
        return ngettext("đã qua %(n)s ngày", "đã qua %(n)s ngày", -days) % {"n": -days}
    return ngettext("còn %(n)s ngày", "còn %(n)s ngày", days) % {"n": days}


def instant_words(instant: datetime) -> str:
    """An instant as people say it; the end of a day is its 24:00 (Điều 148)."""
    local = timezone.localtime(instant)
    day, hour = local.date(), f"{local:%H:%M}"
    if hour == "00:00":
        day, hour = day - timedelta(days=1), "24:00"
    weekday = WEEKDAYS[day.weekday()]
    return f"{hour} {weekday} {date_format(day)}"


def deadline_words(opening: Opening, days: calendar.WorkingCalendar | None = None) -> str:
    """How long dossiers are still received, in working days, and until when."""
    if opening.receipt_deadline is None:
        return _("chưa có thông tin")
    until = instant_words(opening.receipt_deadline)
    if opening.receipt_deadline < clock.now():
        return _("đã hết hạn lúc %(until)s") % {"until": until}
    left = _working_days_left(opening, days)
    if left == 0:
        return _("sắp hết hạn, đến %(until)s") % {"until": until}
    words = ngettext(
        "còn %(n)s ngày làm việc, đến %(until)s", "còn %(n)s ngày làm việc, đến %(until)s", left
    )
    return words % {"n": left, "until": until}


def _working_days_left(opening: Opening, days: calendar.WorkingCalendar | None) -> int:
    last = timezone.localdate(opening.receipt_deadline - timedelta(microseconds=1))
    return (days or calendar.load()).working_days_between(clock.today(), last)


def deadline_chip(opening: Opening, days: calendar.WorkingCalendar | None = None) -> dict[str, str]:
    """The deadline as the chip shows it: the words and how urgent they are."""
    days = days or calendar.load()
    text = deadline_words(opening, days)
    if opening.receipt_deadline is None or opening.receipt_deadline < clock.now():
        return {"text": text, "tone": "neutral"}
    is_soon = _working_days_left(opening, days) <= SOON_WORKING_DAYS
    return {"text": text, "tone": "warning" if is_soon else "neutral"}


def with_deadlines(openings: Iterable[Opening]) -> list[tuple[Opening, dict[str, str]]]:
    """Openings with their chips; the calendar is read once."""
    days = calendar.load()
    return [(row, deadline_chip(row, days)) for row in openings]


CLOSED_WORDS = {
    Opening.State.LIST_CLOSED: gettext_lazy(
        "Danh sách đủ điều kiện dự thi đã chốt, không nhận thêm hồ sơ."
    ),
    Opening.State.FILLED: gettext_lazy("Việc thi tuyển đã có kết quả."),
    Opening.State.UNFILLED: gettext_lazy("Việc thi tuyển đã kết thúc, không có người trúng tuyển."),
    Opening.State.POSTPONED: gettext_lazy(
        "Việc thi tuyển đang hoãn. Khi tiếp tục, cơ quan ra thông báo mới."
    ),
    Opening.State.SHORTFALL: gettext_lazy(
        "Đã hết hạn mà chưa đủ số người đăng ký; nếu gia hạn, cơ quan ra thông báo mới."
    ),
    Opening.State.CANCELLED: gettext_lazy("Chức danh này không thi tuyển nữa."),
}


def receives(opening: Opening) -> Verdict:
    """Whether dossiers are received now; if not, why, for anybody to read."""
    if opening.is_receiving:
        return ALLOWED
    if opening.state in CLOSED_WORDS:
        return deny(CLOSED_WORDS[opening.state])
    return deny(_("Chức danh này %(deadline)s.") % {"deadline": deadline_words(opening)})


STATE_TONES = {
    Opening.State.DRAFT: "neutral",
    Opening.State.PROPOSED: "warning",
    Opening.State.APPROVED: "info",
    Opening.State.PUBLISHED: "success",
    Opening.State.RECEIPT_CLOSED: "info",
    Opening.State.LIST_CLOSED: "info",
    Opening.State.FILLED: "success",
    Opening.State.UNFILLED: "warning",
    Opening.State.POSTPONED: "warning",
    Opening.State.SHORTFALL: "warning",
    Opening.State.CANCELLED: "danger",
}


def badge(opening: Opening) -> dict[str, Any]:
    """Label and tone of an opening's state; a passed deadline shows before any job ran."""
    if opening.origin == Opening.Origin.IMPORTED:
        label = _("%(state)s · nhập từ hồ sơ đã qua (mức D)")
        state = opening.get_state_display()
        return {"label": label % {"state": state}, "tone": STATE_TONES[opening.state]}
    if opening.state == Opening.State.PUBLISHED and not opening.is_receiving:
        closed = Opening.State.RECEIPT_CLOSED
        return {"label": closed.label, "tone": STATE_TONES[closed]}
    return {"label": opening.get_state_display(), "tone": STATE_TONES[opening.state]}
