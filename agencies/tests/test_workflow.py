from datetime import date

import pytest

from accounts.models import TwoPersonRequest
from agencies import workflow
from agencies.models import Agency, Holiday, Membership, Person, Province
from audit import clock
from audit.models import LedgerEntry
from messaging.models import Notice
from tests.builders import agency, agreed, officer, user
from tests.reset import without_state_triggers
from tests.trail import quiet, refused, refused_by_database, written

pytestmark = pytest.mark.django_db
Role, State = Membership.Role, Membership.State


@pytest.fixture
def ministry():
    return agency("BO-A")


@pytest.fixture
def admin(ministry):
    return officer(ministry, Role.AGENCY_ADMIN)


@pytest.fixture
def second(ministry):
    return officer(ministry, Role.AGENCY_ADMIN, 2)


@pytest.fixture
def staff():
    return officer(agency("BNV"), Role.MINISTRY_STAFF)


@pytest.fixture
def newcomer():
    return user("moi@example.vn")


def new_agency(code, **fields):
    return Agency(code=code, name=code, kind=Agency.Kind.DEPARTMENT, **fields)


# Agencies and people


def test_create_root_agency_is_its_own_root(staff):
    with written() as kinds:
        made = workflow.create_agency(new_agency("BO-Z", sector="central"), by=staff)

    assert kinds == ["agency.added", "agency.amended"]
    made.refresh_from_db()
    assert (made.root, made.path, made.parent) == (made, "BO-Z", None)


def test_create_below_takes_sector_province_and_path_from_the_top(staff):
    province = Province.objects.create(epoch="63", code="31", name="Hải Phòng")
    top = workflow.create_agency(new_agency("HP", sector="local", province=province), by=None)
    middle = workflow.create_agency(new_agency("HP.S", parent=top, sector="central"), by=staff)

    with written() as kinds:
        low = workflow.create_agency(new_agency("HP.S.P", parent=middle), by=staff)

    assert kinds == ["agency.added"]
    assert (low.root, low.path, low.sector) == (top, "HP/HP.S/HP.S.P", "local")
    assert (low.province, middle.sector) == (province, "local")
    assert set(Agency.objects.under(middle)) == {middle, low}


def test_under_does_not_take_a_code_that_only_begins_alike():
    first, alike = agency("BO-A"), agency("BO-A2")

    assert list(Agency.objects.under(first)) == [first]
    assert alike not in Agency.objects.under(first)


def test_create_and_edit_by_strangers_refused(admin, ministry):
    with refused("Chỉ cán bộ Bộ Nội vụ được thêm cơ quan."):
        workflow.create_agency(new_agency("BO-Z", sector="central"), by=admin)
    other = officer(agency("BO-B"), Role.AGENCY_ADMIN)
    with refused("Chỉ quản trị của cơ quan, của cấp trên hoặc cán bộ Bộ được sửa thông tin này."):
        workflow.edit_agency(ministry, by=other, name="Khác")


def test_edit_agency_keeps_search_and_order_in_step(admin, ministry):
    before = ministry.sort_key
    with written() as kinds:
        edited = workflow.edit_agency(ministry, by=admin, name="Bộ Ân Xá", is_pilot=True)

    assert kinds == ["agency.amended"]
    edited.refresh_from_db()
    assert (edited.name, edited.is_pilot) == ("Bộ Ân Xá", True)
    assert "bo an xa" in edited.search
    assert edited.sort_key != before


def test_person_of_makes_one_person_per_log_in(newcomer):
    with written() as kinds:
        person = workflow.person_of(newcomer)
    assert kinds == ["person.added"]
    with quiet():
        assert workflow.person_of(newcomer) == person
    assert Person.objects.count() == 1


# Memberships


def test_membership_needs_two_administrators(ministry, admin, second, newcomer):
    now = clock.now()
    with clock.at(now), written() as kinds:
        held = workflow.propose_membership(newcomer, agency=ministry, role=Role.AGENCY_HR, by=admin)
        assert (held.state, held.granted_at) == (State.PROPOSED, None)
        assert not Membership.objects.current().filter(user=newcomer).exists()
        agreed(TwoPersonRequest.objects.get(), by=second)

    assert kinds == [
        "membership.added",
        "twopersonrequest.added",
        "twopersonrequest.approved",
        "membership.active",
    ]
    held.refresh_from_db()
    assert (held.state, held.proposed_by, held.granted_by, held.granted_at) == (
        State.ACTIVE,
        admin,
        second,
        now,
    )
    newcomer.refresh_from_db()
    assert newcomer.needs_second_factor
    assert Notice.objects.get(user=newcomer).url == "/desk/"


def test_membership_proposed_twice_refused(ministry, admin, second, newcomer):
    facts = {"agency": ministry, "role": Role.AGENCY_HR}
    workflow.propose_membership(newcomer, by=admin, **facts)

    with refused("Người này đã giữ hoặc đang chờ vai trò này."):
        workflow.propose_membership(newcomer, by=second, **facts)
    agreed(TwoPersonRequest.objects.get(), by=second)
    with refused("Người này đã giữ hoặc đang chờ vai trò này."):
        workflow.propose_membership(newcomer, by=admin, **facts)


def test_membership_of_a_new_agency_is_decided_by_the_level_above(ministry, admin, second):
    below = agency("BO-A.VU", kind="department", parent=ministry)
    workflow.propose_membership(
        user("a@example.vn"), agency=below, role=Role.AGENCY_ADMIN, by=admin
    )

    request = TwoPersonRequest.objects.get()
    assert request.approver_scope == "agency_admin@BO-A"
    agreed(request, by=second)
    assert Membership.objects.current().filter(agency=below).count() == 1


def test_end_membership_is_at_once(ministry, admin):
    leaving = officer(ministry)
    held, now = Membership.objects.get(user=leaving), clock.now()

    with clock.at(now), written() as kinds:
        ended = workflow.end_membership(held, by=admin)

    assert (kinds, ended.state, ended.ended_at) == (["membership.ended"], State.ENDED, now)
    leaving.refresh_from_db()
    assert not leaving.needs_second_factor
    with refused("Vai trò này đã thôi."):
        workflow.end_membership(held, by=admin)


def test_second_factor_stays_needed_while_another_role_is_held(ministry, admin):
    leaving = officer(ministry)
    workflow.found_membership(leaving, ministry, Role.EXPERT)
    workflow.end_membership(Membership.objects.get(user=leaving, role=Role.AGENCY_HR), by=admin)

    leaving.refresh_from_db()
    assert leaving.needs_second_factor


def test_ended_role_may_be_given_again(ministry, admin, second):
    again = officer(ministry)
    workflow.end_membership(Membership.objects.get(user=again), by=admin)

    workflow.propose_membership(again, agency=ministry, role=Role.AGENCY_HR, by=admin)
    agreed(TwoPersonRequest.objects.get(), by=second)
    assert Membership.objects.current().get(user=again).granted_by == second


# The calendar


def test_holiday_by_the_ministry_is_marked_edited(staff):
    day = Holiday(day=date(2026, 9, 2), kind="PUBLIC", name="Quốc khánh")

    with written() as kinds:
        saved = workflow.save_holiday(day, by=staff)

    assert (kinds, saved.edited) == (["calendar_changed"], True)
    assert LedgerEntry.objects.latest("pk").chain == "system"


def test_holiday_by_others_refused(admin):
    with refused("Chỉ cán bộ Bộ Nội vụ được sửa lịch ngày làm việc."):
        workflow.save_holiday(Holiday(day=date(2026, 9, 2), kind="PUBLIC"), by=admin)
    assert not Holiday.objects.exists()


# The database


@without_state_triggers()
def test_database_refuses_memberships_no_verb_makes(ministry, admin, newcomer):
    held = Membership.objects.bulk_create(
        [Membership(user=newcomer, agency=ministry, role=Role.AGENCY_HR, proposed_by=admin)]
    )[0]
    rows, now = Membership.objects.filter(pk=held.pk), clock.now()
    broken = (
        ("membership_state_valid", {"state": "ACTIVE"}),
        ("membership_state_valid", {"state": "ENDED"}),
        ("membership_state_valid", {"state": "PAUSED"}),
        ("membership_state_valid", {"granted_at": now}),
        ("membership_state_valid", {"state": "ACTIVE", "granted_at": now, "ended_at": now}),
        (
            "membership_two_persons",
            {"state": "ACTIVE", "granted_at": now, "granted_by": admin},
        ),
    )
    for constraint, values in broken:
        with refused_by_database(constraint):
            rows.update(**values)
    with refused_by_database():
        Membership.objects.bulk_create(
            [Membership(user=newcomer, agency=ministry, role=Role.AGENCY_HR)]
        )


def test_database_refuses_a_local_agency_without_province_and_dates_turned_round(ministry):
    rows = Agency.objects.filter(pk=ministry.pk)

    with refused_by_database("agency_local_has_province"):
        rows.update(sector="local")
    with refused_by_database("agency_dates_in_order"):
        rows.update(valid_from=date(2020, 1, 2), valid_to=date(2020, 1, 1))
