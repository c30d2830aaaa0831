"""Announcements as Atom, deadlines as iCalendar: valid, stable, at the right instant."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from defusedxml.ElementTree import fromstring
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from audit import clock
from positions.models import Announcement, OpeningStep
from positions.workflow import announce
from tests import builders as make

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://thituyen.example.vn"


@pytest.fixture(autouse=True)
def _address(settings):
    settings.SITE_BASE_URL = BASE


def local(day: date, hour: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def in_days(days: int) -> date:
    return clock.today() + timedelta(days=days)


def feed_of(client):
    answer = client.get(reverse("positions:feed"))
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return fromstring(answer.content)


def events(client, address: str) -> dict:
    answer = client.get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    found = Calendar.from_ical(answer.content).walk("VEVENT")
    return {str(event["uid"]).split("-")[0]: event for event in found}


def own_calendar(opening) -> str:
    return reverse("positions:opening-calendar", args=[opening.code])


# Atom


def test_an_empty_feed_is_a_feed(client):
    feed = feed_of(client)

    assert feed.find(f"{ATOM}id").text == f"{BASE}/feed.atom"
    assert feed.findall(f"{ATOM}entry") == []


def test_a_feed_escapes_what_people_typed(client):
    title = 'Vụ trưởng <script>alert("1")</script> & Cộng sự'
    opening = make.opening_at("PUBLISHED", title=title)
    words = "Dòng <b>một</b>\nDòng hai & ba\x0b"
    announce(opening.campaign, "AMENDMENT", f"Điều chỉnh\x1f\n {title}", words, by=None)

    newest, first = feed_of(client).findall(f"{ATOM}entry")

    assert newest.find(f"{ATOM}title").text == f"Điều chỉnh {title}"
    assert "&lt;b&gt;một&lt;/b&gt;" in newest.find(f"{ATOM}summary").text
    assert title in first.find(f"{ATOM}title").text
    notice = Announcement.objects.first()
    link = f"{BASE}/announcements/{opening.campaign.code}/#notice-{notice.pk}"
    assert newest.find(f"{ATOM}link").get("href") == newest.find(f"{ATOM}id").text == link
    assert datetime.fromisoformat(newest.find(f"{ATOM}updated").text) == notice.published_at


def test_a_feed_is_the_newest_fifty_whoever_asks(client):
    campaign = make.opening_at("PUBLISHED").campaign
    for n in range(52):
        announce(campaign, "AMENDMENT", f"Thông báo {n}", "Nội dung", by=None)

    found = feed_of(client).findall(f"{ATOM}entry")
    client.cookies["django_language"] = "en"

    titles = [entry.find(f"{ATOM}title").text for entry in found]
    assert titles == [f"Thông báo {n}" for n in range(51, 1, -1)]
    assert feed_of(client).find(f"{ATOM}title").text.startswith("Thông báo thi tuyển")


def test_pages_name_the_feed_and_the_calendars(client):
    opening = make.opening_at("PUBLISHED")
    alternate = '<link rel="alternate" type="application/atom+xml" href="/feed.atom"'

    home = client.get("/").content.decode()
    own = client.get(opening.get_absolute_url()).content.decode()
    notices = client.get(reverse("positions:announcement-list")).content.decode()

    assert all(alternate in shown for shown in (home, own, notices))
    assert 'href="/calendar.ics"' in home
    assert f'href="{own_calendar(opening)}"' in own
    assert '<a class="btn btn-secondary" href="/feed.atom">' in notices


# iCalendar


@pytest.mark.parametrize("hour", [17, 0])
def test_the_deadline_ends_at_its_instant_in_utc(client, hour):
    """24:00 of a day is 00:00 of the next; the event stands on the day people think of."""
    deadline = local(in_days(20), hour)
    opening = make.opening_at("PUBLISHED", receipt_deadline=deadline, title="Vụ trưởng, Vụ A; B")

    event = events(client, own_calendar(opening))["deadline"]

    assert event.decoded("dtend") == deadline
    assert event.decoded("dtend").tzinfo is not None
    assert event["dtend"].to_ical().endswith(b"Z")
    assert event["dtend"].dt.astimezone(UTC).hour == (10 if hour else 17)
    last_day = timezone.localdate(event.decoded("dtstart"))
    assert last_day == (in_days(20) if hour else in_days(19))
    assert str(event["summary"]) == "Hạn nhận hồ sơ: Vụ trưởng, Vụ A; B"
    assert f"{'17:00' if hour else '24:00'} " in str(event["description"])
    assert str(event["uid"]) == f"deadline-{opening.code}@thituyen.example.vn"
    assert str(event["url"]) == f"{BASE}{opening.get_absolute_url()}"
    assert event["sequence"] == 0


def test_planned_days_are_whole_days(client):
    opening = make.opening_at("PUBLISHED")
    opening.steps.filter(kind=OpeningStep.Kind.PRESENTATION).update(planned_on=in_days(60))

    found = events(client, own_calendar(opening))

    shown = found["presentation"]
    assert (shown.decoded("dtstart"), shown.decoded("dtend")) == (in_days(60), in_days(61))
    assert type(shown.decoded("dtstart")) is date
    assert "plan" not in found
    assert "receipt" not in found


def test_a_change_sends_the_same_event_with_a_higher_number(client):
    opening = make.opening_at("PUBLISHED")
    before = events(client, own_calendar(opening))["deadline"]
    later = local(in_days(40), 17)

    make.proposed_change(make.opening_at("PUBLISHED", make.campaign("DOT-9")), "CANCEL")
    request = make.TwoPersonRequest.objects.waiting().get(kind="change")
    make.agreed(request, by=make.officer(opening.authority, make.HEAD))
    opening = make.changed(opening, "EXTEND", receipt_deadline=later)

    after = events(client, own_calendar(opening))["deadline"]
    assert after["uid"] == before["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert after.decoded("dtend") == later
    assert after.decoded("dtstamp") >= before.decoded("dtstamp")
    assert str(after["status"]) == "CONFIRMED"


def test_a_postponed_opening_is_cancelled_in_calendars(client):
    opening = make.opening_at("POSTPONED")

    event = events(client, own_calendar(opening))["deadline"]

    assert (str(event["status"]), event["sequence"]) == ("CANCELLED", 1)


def test_the_common_calendar_has_what_receives_now(client):
    campaign = make.campaign()
    receiving = make.opening_at("PUBLISHED", campaign)
    make.opening_at("RECEIPT_CLOSED", campaign)
    make.opening_at("DRAFT", campaign)

    answer = client.get(reverse("positions:deadline-calendar"))

    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(event["uid"]) == f"deadline-{receiving.code}@thituyen.example.vn"


def test_lines_cannot_be_smuggled_into_a_calendar(client):
    title = "Vụ trưởng\r\nEND:VEVENT\r\nX-EVIL:1\x0b"
    opening = make.opening_at("PUBLISHED", title=title)

    answer = client.get(own_calendar(opening)).content

    assert b"\r\nX-EVIL" not in answer
    assert len(Calendar.from_ical(answer).walk("VEVENT")) == answer.count(b"\r\nBEGIN:VEVENT")


def test_a_draft_has_no_calendar(client):
    assert client.get(own_calendar(make.opening_at("DRAFT"))).status_code == 404
