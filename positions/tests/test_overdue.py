"""Last days of steps, what is late, reminders."""

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from agencies import calendar
from agencies.models import Agency, Holiday, Membership, Province
from agencies.reference import load_provinces
from audit import clock
from audit.models import LedgerEntry
from desk.queries import tasks_for
from messaging.models import Notice
from positions import step_workflow as steps
from positions.models import Opening, OpeningStep
from positions.overdue_queries import Group, followed, late_by, late_openings, late_totals
from tests import builders as make

pytestmark = pytest.mark.django_db
State, Kind = Opening.State, OpeningStep.Kind


def plan(opening, **days):
    planned = {Kind[name.upper()]: day for name, day in days.items()}
    return steps.set_timetable(
        [opening], planned, opening.receipt_deadline, by=make.officer(opening.campaign.host)
    )[0]


def step(opening, kind):
    return opening.steps.get(kind=kind)


def test_timetable_is_kept_and_logged():
    opening = make.opening_at(State.DRAFT)
    day = clock.today() + timedelta(days=60)

    plan(opening, presentation=day)

    assert step(opening, Kind.PRESENTATION).due_on == day
    entry = LedgerEntry.objects.filter(kind="timetable_set").get()
    assert day.isoformat() in entry.payload.body


def test_earlier_of_plan_and_period_is_the_last_day():
    rules = make.regulation(vetting_days=10)
    opening = make.opening_at(State.DRAFT, make.campaign(regulation=rules))
    receipt = steps.last_day_of_receipt(opening.receipt_deadline)
    last = calendar.load().add_days(receipt, 10)

    plan(opening, list=last + timedelta(days=3))
    assert (step(opening, Kind.LIST).due_on, step(opening, Kind.LIST).due_by) == (
        last,
        "vetting_days",
    )
    plan(opening, list=last - timedelta(days=1))
    assert step(opening, Kind.LIST).due_by == ""


def test_a_step_done_later_moves_the_days_that_start_from_it():
    rules = make.regulation(vetting_days=10)
    opening = make.opening_at(State.RECEIPT_CLOSED, make.campaign(regulation=rules))

    assert step(opening, Kind.LIST).due_on == calendar.load().add_days(
        opening.receipt_closed_on, 10
    )


def test_new_holiday_moves_a_last_day_at_the_next_tick():
    rules = make.regulation(vetting_days=10)
    opening = make.opening_at(State.RECEIPT_CLOSED, make.campaign(regulation=rules))
    before = step(opening, Kind.LIST).due_on
    Holiday.objects.create(day=before, kind=Holiday.Kind.PUBLIC, name="Nghỉ thêm")

    assert steps.recount_due_days() == 1
    assert step(opening, Kind.LIST).due_on > before
    assert steps.recount_due_days() == 0


def test_late_is_what_the_steps_say_today():
    opening = make.opening_at(State.DRAFT)
    due = clock.today() + timedelta(days=3)
    plan(opening, announcement=due)
    hr = make.officer(opening.campaign.host)

    with clock.at(at_noon(due)):
        assert list(late_openings(followed(hr))) == []
    with clock.at(at_noon(due + timedelta(days=2))):
        row = late_openings(followed(hr)).get()
        assert (row.late_kind, row.late_since, late_by(row)) == (Kind.ANNOUNCEMENT, due, 2)


def at_noon(day):
    return datetime.combine(day, datetime.min.time(), tzinfo=calendar.VIETNAM) + timedelta(hours=12)


def test_figures_equal_a_recomputation():
    """Thirty openings at three agencies; the figures are counted again in Python."""
    load_provinces()
    places = list(Province.objects.filter(epoch="63")[:2])
    local = {"sector": Agency.Sector.LOCAL, "kind": Agency.Kind.PROVINCE}
    hosts = [make.agency("BO-A")]
    hosts += [make.agency(f"TINH-{n}", province=row, **local) for n, row in enumerate(places)]
    today = clock.today()
    for n in range(30):
        host = hosts[n % 3]
        opening = make.opening_at(State.DRAFT, make.campaign(f"DOT-{host.code}", host))
        plan(
            opening, announcement=today + timedelta(days=n % 7), list=today + timedelta(days=n % 5)
        )
    ministry = make.officer(make.agency("BNV"), Membership.Role.MINISTRY_STAFF)

    for later in range(9):
        with clock.at(at_noon(today + timedelta(days=later))):
            rows = recomputed(today + timedelta(days=later))
            [nation] = late_totals(followed(ministry), Group.NATION)
            agencies = {row.name: row.late for row in late_totals(followed(ministry), Group.AGENCY)}
            provinces = {
                row.name: row.late for row in late_totals(followed(ministry), Group.PROVINCE)
            }

        assert (nation.running, nation.late) == (30, len(rows))
        assert agencies == {h.name: sum(r.agency_id == h.pk for r in rows) for h in hosts}
        assert provinces == {
            (h.province.name if h.province else ""): sum(r.agency_id == h.pk for r in rows)
            for h in hosts
        }


def recomputed(today: date) -> list[Opening]:
    rows = Opening.objects.prefetch_related("steps")
    return [
        row
        for row in rows
        if any(
            s.done_on is None and s.due_on and s.due_on < today and s.kind != Kind.RECEIPT
            for s in row.steps.all()
        )
    ]


def test_other_agencies_see_nothing_and_links_are_only_for_the_desk(client):
    opening = make.opening_at(State.DRAFT)
    plan(opening, announcement=clock.today())
    stranger = make.officer(make.agency("BO-B"))
    ministry = make.officer(make.agency("BNV"), Membership.Role.MINISTRY_STAFF)

    with clock.at(at_noon(clock.today() + timedelta(days=1))):
        assert list(late_openings(followed(stranger))) == []
        assert late_openings(followed(ministry)).get().is_at_desk is False
        assert late_openings(followed(make.officer(opening.agency))).get().is_at_desk is True


def test_the_receipt_ends_by_itself_and_is_nobodys_delay():
    opening = make.opening_at(State.PUBLISHED)
    hr = make.officer(opening.campaign.host)

    with clock.at(opening.receipt_deadline + timedelta(days=3)):
        assert step(opening, Kind.RECEIPT).due_on < clock.today()
        assert list(late_openings(followed(hr))) == []
        assert steps.remind_of_due_steps() == 0


@pytest.mark.parametrize("state", [State.POSTPONED, State.CANCELLED, State.UNFILLED])
def test_what_no_longer_runs_is_not_late(state):
    assert state not in Opening.RUNNING_STATES


def test_officers_are_told_once_before_and_once_after():
    opening = make.opening_at(State.DRAFT)
    due = clock.today() + timedelta(days=30)
    plan(opening, announcement=due)
    hr = make.officer(opening.campaign.host)

    key = f"due:{step(opening, Kind.ANNOUNCEMENT).pk}:"

    def told(days):
        with clock.at(at_noon(due + timedelta(days=days))):
            steps.remind_of_due_steps()
            steps.remind_of_due_steps()
        return Notice.objects.filter(user=hr, key__startswith=key).count()

    assert [told(-20), told(-1), told(0), told(1), told(5)] == [0, 1, 1, 2, 2]


def test_page_proposes_warns_and_saves(client):
    rules = make.regulation(receipt_days=30)
    opening = make.opening_at(State.DRAFT, make.campaign(regulation=rules))
    other = make.opening_at(State.DRAFT, opening.campaign)
    client.force_login(make.officer(opening.campaign.host))
    url = reverse("positions:opening-timetable", args=[opening.code])

    page = client.get(url, {"propose": ""})
    assert "Lịch đề xuất" in page.content.decode()
    initial = page.context["form"].initial
    assert page.context["faults"] == []
    body = {kind: f"{day:%d/%m/%Y}" for kind, day in initial.items() if kind in Kind.values}
    body["receipt_deadline"] = f"{initial['receipt_deadline']:%H:%M %d/%m/%Y}"
    saved = client.post(url, body | {"whole_campaign": "on"}, follow=True)

    assert "Đã lưu lịch của 2 chức danh." in saved.content.decode()
    for row in (opening, other):
        row.refresh_from_db()
        assert row.receipt_deadline == initial["receipt_deadline"]
        assert step(row, Kind.LIST).planned_on == initial[Kind.LIST]
    body["receipt_deadline"] = f"{initial['receipt_deadline'] - timedelta(days=1):%H:%M %d/%m/%Y}"
    warned = client.post(url, body, follow=True)
    assert "quá sớm" in warned.content.decode()


def test_after_the_proposal_the_timetable_stands(client):
    opening = make.opening_at(State.PROPOSED)
    client.force_login(make.officer(opening.campaign.host))

    page = client.get(reverse("positions:opening-timetable", args=[opening.code]))

    assert page.status_code == 403
    assert "Lịch chỉ lập được khi đang soạn" in page.content.decode()


def test_the_year_shows_done_and_due_steps_in_their_months(client):
    opening = make.opening_at(State.DRAFT)
    day = date(clock.today().year + 1, 7, 6)
    plan(opening, presentation=day)
    other = make.opening_at(State.DRAFT, make.campaign("DOT-B", make.agency("BO-B")), title="Khác")
    plan(other, presentation=day)
    client.force_login(make.officer(opening.campaign.host))

    page = client.get(reverse("positions:year"), {"year": day.year})

    months = dict(page.context["months"])
    assert [step.opening for step in months[7]] == [opening]
    assert client.get(reverse("positions:year"), {"year": "x"}).status_code == 200
    assert client.get(reverse("positions:year"), {"year": "9999"}).status_code == 200


def test_the_desk_counts_what_is_late(client):
    opening = make.opening_at(State.DRAFT)
    plan(opening, announcement=clock.today())
    client.force_login(make.officer(opening.campaign.host))

    with clock.at(at_noon(clock.today() + timedelta(days=2))):
        labels = [task.label for task in tasks_for_desk(make.officer(opening.campaign.host))]

    assert "1 chức danh có bước quá hạn" in labels


def tasks_for_desk(user):
    return tasks_for(user, [Membership.Role.AGENCY_HR])
