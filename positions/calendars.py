"""Deadlines and days of exams as iCalendar (RFC 5545), for the reader's own calendar."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vText

from positions.feeds import address
from positions.models import Opening, OpeningChange, OpeningStep
from positions.paper_parts import printable
from positions.queries import instant_words

ICS = "text/calendar; charset=utf-8"
MOST = 1000
# What is planned between the deadline and the end; the deadline itself is an instant.
DAYS = (
    OpeningStep.Kind.LIST,
    OpeningStep.Kind.WRITTEN,
    OpeningStep.Kind.MARKS,
    OpeningStep.Kind.PRESENTATION,
    OpeningStep.Kind.RECOGNITION,
)
# The event ends at the deadline: one that begins at 24:00 would stand on the day after.
LAST_HOUR = timedelta(hours=1)


def with_revisions(openings: QuerySet[Opening]) -> QuerySet[Opening]:
    """With the number of changes made since publication, and when the last one was."""
    made = Q(changes__state=OpeningChange.State.MADE)
    return openings.annotate(
        revisions=Count("changes", filter=made), revised_at=Max("changes__approved_at", filter=made)
    )


def calendar_of(opening: Opening) -> bytes:
    """The deadline of one opening and the days planned for its exam."""
    book = _book(opening.title)
    book.add_component(_deadline(opening))
    for step in opening.steps.all():
        day = step.done_on or step.planned_on
        if step.kind in DAYS and day:
            book.add_component(_day(opening, step, day))
    return book.to_ical()


def calendar_of_deadlines(openings: Iterable[Opening]) -> bytes:
    """The deadlines of several openings."""
    book = _book(_("Hạn nhận hồ sơ thi tuyển"))
    for opening in openings:
        book.add_component(_deadline(opening))
    return book.to_ical()


def _book(name: str) -> Calendar:
    book = Calendar()
    book.add("prodid", "-//Minh Tuyen//Minh Tuyen//VI")
    book.add("version", "2.0")
    book.add("calscale", "GREGORIAN")
    book.add("x-wr-calname", vText(_line(name)))
    return book


def _deadline(opening: Opening) -> Event:
    words = {"title": opening.title}
    event = _event(opening, "deadline", _("Hạn nhận hồ sơ: %(title)s") % words)
    event.add("dtstart", _utc(opening.receipt_deadline - LAST_HOUR))
    event.add("dtend", _utc(opening.receipt_deadline))
    until = _("Nhận hồ sơ đến %(until)s.") % {"until": instant_words(opening.receipt_deadline)}
    event.add("description", printable(f"{until}\n{opening.agency.name}"))
    return event


def _day(opening: Opening, step: OpeningStep, day: date) -> Event:
    words = {"step": step.get_kind_display(), "title": opening.title}
    event = _event(opening, step.kind.lower(), _("%(step)s: %(title)s") % words)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    lines = [opening.agency.name]
    if not step.done_on:
        lines.insert(0, _("Ngày dự kiến; thay đổi được thông báo công khai."))
    event.add("description", printable("\n".join(lines)))
    return event


def _event(opening: Opening, what: str, summary: str) -> Event:
    """One per opening and matter for ever; a change sends the same event with a higher number."""
    event: Any = Event()
    event.add("uid", f"{what}-{opening.code}@{urlsplit(settings.SITE_BASE_URL).hostname}")
    event.add("dtstamp", _utc(opening.revised_at or opening.published_at))
    event.add("sequence", opening.revisions)
    event.add("summary", _line(summary))
    event.add("url", address(opening.get_absolute_url()))
    is_off = opening.state in Opening.DROPPED_STATES
    event.add("status", "CANCELLED" if is_off else "CONFIRMED")
    return event


def _line(text: str) -> str:
    """A title on one line, whatever was typed."""
    return " ".join(printable(text).split())


def _utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(microsecond=0)
