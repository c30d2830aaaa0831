"""The pages of rosters: two persons, who sees them, what they show and cost."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.models import Membership
from audit import clock
from audit.models import LedgerEntry
from audit.verification import verify
from desk.queries import tasks_for
from positions import roster_workflow as workflow
from positions.models import PlanningRoster
from positions.tests.roster_workbooks import confirmed, entered, imported, row, rows, upload
from tests.builders import agency, officer, pdf
from tests.reset import without_state_triggers
from tests.trail import refused, refused_by_database, written

pytestmark = pytest.mark.django_db
Role, State = Membership.Role, PlanningRoster.State
LATER = clock.today().replace(day=1)


@pytest.fixture
def host():
    return agency()


def post(client, roster: PlanningRoster, verb: str, user):
    client.force_login(user)
    return client.post(f"{roster.get_absolute_url()}{verb}/", follow=True)


def page(client, roster: PlanningRoster, user, query: str = ""):
    client.force_login(user)
    return client.get(f"{roster.get_absolute_url()}{query}")


# Two persons


def test_the_second_officer_confirms(client, host):
    roster, second = imported(host, rows(2)), officer(host, n=2)

    with written() as kinds:
        done = post(client, roster, "confirm", second)

    assert kinds[0] == "planningroster.confirmed"
    assert "Danh sách khớp với quyết định và được áp dụng." in done.content.decode()
    roster.refresh_from_db()
    assert (roster.state, roster.confirmed_by) == (State.CONFIRMED, officer(host, n=2))
    assert verify().faults == []


def test_who_entered_it_never_confirms(client, host):
    roster, first = imported(host, rows(1)), officer(host)
    why = "Người nhập danh sách không được tự đối chiếu: cần cán bộ thứ hai."

    assert post(client, roster, "confirm", first).status_code == 403
    assert why in page(client, roster, first).content.decode()
    with refused(why):
        workflow.confirm_roster(roster, by=first)
    alone = {"state": "CONFIRMED", "confirmed_by": first, "confirmed_at": clock.now()}
    with refused_by_database("a state changes only through its verb"):
        PlanningRoster.objects.filter(pk=roster.pk).update(**alone)
    with without_state_triggers(), refused_by_database("planningroster_two_persons"):
        PlanningRoster.objects.filter(pk=roster.pk).update(**alone)


def test_a_roster_without_people_is_not_confirmed(host):
    roster, second = entered(host, rows(1)), officer(host, n=2)

    with refused("Danh sách này chưa nhập người nào."):
        workflow.confirm_roster(roster, by=second)


def test_the_next_roster_of_the_term_replaces_the_one_in_force(client, host):
    first = confirmed(host, rows(2))
    second = imported(host, rows(1), decision_no="200-QĐ/TU", decision_on=LATER)

    with written() as kinds:
        workflow.confirm_roster(second, by=officer(host, n=2))

    assert kinds == ["planningroster.replaced", "planningroster.confirmed"]
    first.refresh_from_db()
    assert (first.state, first.replaced_by) == (State.REPLACED, second)
    assert "200-QĐ/TU" in page(client, first, officer(host)).content.decode()
    with refused("Danh sách này không chờ đối chiếu."):
        workflow.confirm_roster(first, by=officer(host, n=2))


def test_an_earlier_decision_does_not_replace_a_later_one(host):
    confirmed(host, rows(1), decision_on=LATER)
    early = imported(host, rows(1), decision_no="1")

    with refused("Nhiệm kỳ này đã có danh sách theo quyết định sau ngày của danh sách này."):
        workflow.confirm_roster(early, by=officer(host, n=2))


def test_the_database_keeps_one_in_force_for_a_term(host):
    confirmed(host, rows(1))
    second = imported(host, rows(1), decision_no="2")
    by_hand = {"confirmed_by": officer(host, n=2), "confirmed_at": clock.now()}

    with without_state_triggers(), refused_by_database():
        PlanningRoster.objects.filter(pk=second.pk).update(state="CONFIRMED", **by_hand)


def test_a_draft_is_withdrawn_and_stays(client, host):
    roster = imported(host, rows(2))

    post(client, roster, "withdraw", officer(host, n=2))

    roster.refresh_from_db()
    assert roster.state == State.WITHDRAWN
    assert roster.entries.count() == 2
    assert page(client, roster, officer(host)).status_code == 200
    with refused("Danh sách này không chờ đối chiếu."):
        workflow.confirm_roster(roster, by=officer(host, n=2))


def test_what_is_in_force_is_not_withdrawn(host):
    roster = confirmed(host, rows(1))

    with refused("Chỉ rút được danh sách chờ đối chiếu; danh sách đang áp dụng thì thay."):
        workflow.withdraw_roster(roster, by=officer(host, n=2))


def test_the_second_officer_has_it_on_the_home_page(host):
    imported(host, rows(1))
    label = "Đối chiếu danh sách quy hoạch: 2026–2031"

    found = {
        n: [task.label for task in tasks_for(officer(host, n=n), [Role.AGENCY_HR])] for n in (1, 2)
    }

    assert label in found[2]
    assert label not in found[1]


# Who sees it


@pytest.mark.parametrize("role", [Role.AGENCY_HR, Role.AUTHORITY_HEAD, Role.INSPECTOR])
def test_the_agency_and_those_above_it_read(client, host, role):
    below = agency("BO-A.V1", parent=host, kind="department")
    roster = confirmed(below, rows(1))

    for place in (below, host):
        assert page(client, roster, officer(place, role)).status_code == 200


def test_others_find_nothing(client, host):
    beside = agency("BO-A2")  # its path begins alike
    below = agency("BO-A.V1", parent=host, kind="department")
    roster = imported(host, rows(1), scan=pdf("a.pdf"))
    strangers = [
        officer(beside),
        officer(below),
        officer(host, Role.AGENCY_ADMIN),
        officer(host, Role.PARTY_REP),
        officer(host, Role.EXPERT),
        officer(agency("BNV"), Role.MINISTRY_STAFF),
    ]

    for user in strangers:
        assert page(client, roster, user).status_code == 404
        for verb in ("import", "confirm", "withdraw"):
            assert post(client, roster, verb, user).status_code == 404
        assert page(client, roster, user, "scan/").status_code == 404
        assert "150-QĐ/TU" not in client.get(reverse("positions:roster-list")).content.decode()


def test_another_officer_does_not_enter_for_this_agency(host):
    stranger = officer(agency("BO-B"))

    with refused("Bạn chỉ được nhập danh sách quy hoạch của cơ quan mình."):
        workflow.enter_roster(host, by=stranger, workbook=upload(rows(1)))


def test_reading_is_recorded_and_numbers_are_masked(client, host):
    roster = confirmed(host, rows(1))
    head = officer(host, Role.AUTHORITY_HEAD)

    with written() as kinds:
        text = page(client, roster, head).content.decode()
        page(client, roster, head)

    assert kinds == ["audit_read"]
    assert LedgerEntry.objects.latest("pk").chain == "access:BO-A"
    assert "•••001" in text
    assert "001100000001" not in text


def test_the_preview_is_read_and_masked_like_the_roster(client, host):
    roster = entered(host, rows(1))

    with written() as kinds:
        text = page(client, roster, officer(host)).content.decode()

    assert kinds == ["audit_read"]
    assert "001100000001" not in text


def test_the_export_is_what_is_filtered_masked_and_recorded(client, host):
    roster = confirmed(host, [row(1), row(2, title="Phó Vụ trưởng")])

    with written() as kinds:
        answer = page(client, roster, officer(host), "?title=PVT&format=csv")

    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [line[0] for line in lines[1:]] == ["Nguyễn Thị Quy La"]
    assert lines[1][-1] == "•••002"
    assert kinds == ["audit_read", "audit_export"]


# What it shows and costs


def test_filter_by_title_and_search_without_signs(client, host):
    given = [row(1, name="Đỗ Thị Hường"), row(2, title="Phó Vụ trưởng"), *rows(5)[2:]]
    roster = confirmed(host, given)

    def names(query: str) -> list[str]:
        table = page(client, roster, officer(host), query).context["table"]
        return [line["cells"][0]["text"] for line in table["rows"]]

    assert names("?q=do thi huong") == ["Đỗ Thị Hường"]
    assert names("?title=PVT") == ["Nguyễn Thị Quy La"]
    assert names("?q=khong co ai") == []
    assert len(names("")) == 5


def test_fifty_a_page_at_the_same_cost(client, host):
    def statements(roster: PlanningRoster) -> int:
        page(client, roster, officer(host))
        with CaptureQueriesContext(connection) as asked:
            page(client, roster, officer(host))
        return len(asked)

    few = confirmed(host, rows(1))
    many = imported(host, rows(120), decision_no="2")

    shown = [
        len(page(client, many, officer(host), f"?page={n}").context["table"]["rows"])
        for n in (1, 2, 3)
    ]
    assert shown == [50, 50, 20]
    assert abs(statements(few) - statements(many)) <= 1  # a draft asks one verdict more


def test_the_page_says_targets_and_a_dash_where_nobody_is_known(client, host):
    roster = confirmed(host, [row(2, party=None, gender="Nam"), row(3, party=None, gender="Nam")])

    text = page(client, roster, officer(host)).content.decode()

    assert "từ 25% (QĐ 50-QĐ/TW)" in text
    assert "0/2" in text
    assert "chưa đạt" in text
    unknown = page(client, roster, officer(host)).context["figures"][0].shares[-1]
    assert (unknown.ratio, unknown.percent_words) == ("–", "")


def test_the_menu_leads_there_for_the_hr_side(client, host):
    shown = {}
    for role in (Role.AGENCY_HR, Role.AUTHORITY_HEAD, Role.INSPECTOR, Role.AGENCY_ADMIN):
        client.force_login(officer(host, role))
        home = client.get(reverse("desk:home")).content.decode()
        shown[role] = reverse("positions:roster-list") in home

    assert list(shown.values()) == [True, True, True, False]
