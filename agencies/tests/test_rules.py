import pytest

from agencies import rules
from agencies.models import Agency, Membership
from agencies.queries import admin_scope, scopes_of
from audit import clock
from tests.builders import agency, member, officer, user
from tests.reset import without_state_triggers

pytestmark = pytest.mark.django_db
Role = Membership.Role
NOT_ADMIN = "Chỉ quản trị của cơ quan này hoặc của cấp trên trực tiếp được cử vai trò."


@pytest.fixture
def ministry():
    return agency("BO-A")


@pytest.fixture
def below(ministry):
    return agency("BO-A.VU", kind=Agency.Kind.DEPARTMENT, parent=ministry)


@pytest.fixture
def deep(below):
    return agency("BO-A.VU.P", kind=Agency.Kind.DIVISION, parent=below)


@pytest.fixture
def admin(ministry):
    return officer(ministry, Role.AGENCY_ADMIN)


def test_admin_manages_own_level_and_the_one_below_only(admin, ministry, below, deep):
    assert rules.can_manage_members(admin, ministry)
    assert rules.can_manage_members(admin, below)

    assert rules.can_manage_members(admin, deep).reason == NOT_ADMIN
    assert rules.can_manage_members(officer(below, Role.AGENCY_ADMIN), ministry).reason == NOT_ADMIN


@pytest.mark.parametrize("role", [role for role in Role if role != Role.AGENCY_ADMIN])
def test_other_roles_manage_nobody(role, ministry):
    assert rules.can_manage_members(officer(ministry, role), ministry).reason == NOT_ADMIN


def test_nobody_proposes_oneself(admin, ministry):
    reason = rules.can_propose_membership(admin, ministry, Role.AGENCY_HR, admin).reason
    assert reason == "Bạn không được tự đề nghị vai trò cho chính mình."


@pytest.mark.parametrize("role", Membership.NATIONAL_ROLES)
def test_national_roles_only_where_the_installation_is_run(role, admin, ministry, settings):
    newcomer = user("moi@example.vn")
    reason = "Vai trò toàn quốc chỉ được giao tại cơ quan vận hành hệ thống."

    assert rules.can_propose_membership(admin, ministry, role, newcomer).reason == reason
    settings.NATIONAL_AGENCY = ministry.code
    assert rules.can_propose_membership(admin, ministry, role, newcomer)


def test_end_not_own_not_ended_not_elsewhere(admin, ministry):
    own = Membership.objects.get(user=admin)
    theirs = Membership.objects.get(user=officer(ministry))
    stranger = officer(agency("BO-B"), Role.AGENCY_ADMIN)

    assert rules.can_end_membership(admin, theirs)
    assert rules.can_end_membership(admin, own).reason == (
        "Bạn không được tự thôi vai trò của mình; hãy nhờ quản trị khác."
    )
    assert rules.can_end_membership(stranger, theirs).reason == (
        "Chỉ quản trị của cơ quan này hoặc của cấp trên trực tiếp được thôi vai trò."
    )
    theirs.state = Membership.State.ENDED
    assert rules.can_end_membership(admin, theirs).reason == "Vai trò này đã thôi."


def test_agency_data_is_kept_by_admins_and_the_ministry(admin, ministry, below, deep):
    staff = officer(agency("BNV"), Role.MINISTRY_STAFF)

    assert rules.can_edit_agency(admin, below)
    assert rules.can_edit_agency(staff, deep)
    assert not rules.can_edit_agency(admin, deep)
    assert not rules.can_edit_agency(officer(ministry), ministry)


def test_new_agencies_and_the_calendar_are_the_ministrys(admin):
    staff = officer(agency("BNV"), Role.MINISTRY_STAFF)

    assert rules.can_create_agency(staff)
    assert rules.can_edit_calendar(staff)
    assert rules.can_create_agency(admin).reason == "Chỉ cán bộ Bộ Nội vụ được thêm cơ quan."
    assert rules.can_edit_calendar(admin).reason == (
        "Chỉ cán bộ Bộ Nội vụ được sửa lịch ngày làm việc."
    )


def test_superuser_holds_no_role(ministry):
    root = user("root@example.vn", is_superuser=True, is_staff=True)

    assert not rules.holds(root, ministry, *Role)
    assert not rules.holds_anywhere(root, *Role)
    assert scopes_of(root) == []


def test_role_counts_while_active_for_an_active_user(ministry):
    held_by = officer(ministry)
    assert rules.holds(held_by, ministry, Role.AGENCY_HR)
    assert rules.holds(held_by, ministry.pk, Role.AGENCY_HR)
    assert not rules.holds(held_by, None, Role.AGENCY_HR)
    assert scopes_of(held_by) == ["agency_hr@BO-A"]

    held_by.is_active = False
    held_by.save()
    assert not rules.holds(held_by, ministry, Role.AGENCY_HR)
    assert scopes_of(held_by) == []


@without_state_triggers()
def test_proposed_and_ended_roles_do_not_count(ministry, admin):
    waiting, gone = user("cho@example.vn"), user("thoi@example.vn")
    Membership.objects.bulk_create(
        [
            Membership(user=waiting, agency=ministry, role=Role.AGENCY_HR),
            Membership(
                user=gone,
                agency=ministry,
                role=Role.AGENCY_HR,
                state="ENDED",
                ended_at=clock.now(),
            ),
        ]
    )

    assert not rules.holds(waiting, ministry, Role.AGENCY_HR)
    assert not rules.holds(gone, ministry, Role.AGENCY_HR)


def test_who_decides_over_roles_needs_two_admins(ministry, below, deep, admin):
    assert admin_scope(deep) == "agency_admin@BO-A"
    officer(ministry, Role.AGENCY_ADMIN, 2)
    assert admin_scope(below) == "agency_admin@BO-A"

    officer(below, Role.AGENCY_ADMIN)
    assert admin_scope(below) == "agency_admin@BO-A"
    officer(below, Role.AGENCY_ADMIN, 2)
    assert admin_scope(below) == "agency_admin@BO-A.VU"
    assert admin_scope(deep) == "agency_admin@BO-A.VU"
    member(user("ba@example.vn"), deep, Role.AGENCY_ADMIN)
    assert admin_scope(deep) == "agency_admin@BO-A.VU"
