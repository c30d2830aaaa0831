import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import User
from agencies.models import Agency, Membership
from tests.builders import agency, officer, user
from tests.trail import quiet, written

pytestmark = pytest.mark.django_db
TWO = ("--email", "a@bnv.gov.vn", "--email", "b@bnv.gov.vn")


def appoint(*arguments):
    call_command("appoint_first_administrators", *arguments)


def everything():
    return Agency.objects.count(), User.objects.count(), Membership.objects.count()


def test_two_people_become_administrators_of_a_new_agency(capsys):
    with written() as kinds:
        appoint("--agency", "BNV", "--name", "Bộ Nội vụ", *TWO)

    assert kinds == [
        "agency.added",
        "agency.amended",
        *["membership.added", "membership.active"] * 2,
    ]
    held = Membership.objects.current().filter(agency__code="BNV")
    assert set(held.values_list("user__email", "role", "proposed_by", "granted_by")) == {
        ("a@bnv.gov.vn", "agency_admin", None, None),
        ("b@bnv.gov.vn", "agency_admin", None, None),
    }
    assert all(row.user.needs_second_factor for row in held)
    assert not any(row.user.has_usable_password() for row in held)
    assert capsys.readouterr().out == "BNV: a@bnv.gov.vn, b@bnv.gov.vn are administrators.\n"


def test_existing_agency_and_users_are_taken_as_they_are():
    home, known = agency("BNV"), user("a@bnv.gov.vn", full_name="Nguyễn Thị An")

    appoint("--agency", "BNV", "--email", "A@bnv.gov.vn ", "--email", "b@bnv.gov.vn")

    assert Membership.objects.current().get(user=known).agency == home
    assert (Agency.objects.count(), User.objects.count()) == (1, 2)
    known.refresh_from_db()
    assert known.full_name == "Nguyễn Thị An"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--agency", "BNV", "--email", "a@bnv.gov.vn"), "two different people"),
        (
            ("--agency", "BNV", "--email", "a@bnv.gov.vn", "--email", "A@BNV.gov.vn"),
            "two different people",
        ),
        (("--agency", "BNV", *TWO, "--email", "c@bnv.gov.vn"), "two different people"),
        (("--agency", "BNV", *TWO), "give --name"),
        (("--email", "a@bnv.gov.vn"), "--agency"),
    ],
)
def test_wrong_arguments_refused_and_nothing_written(arguments, reason):
    with quiet(), pytest.raises(CommandError, match=reason):
        appoint(*arguments)
    assert everything() == (0, 0, 0)


def test_refused_while_an_administrator_is_active_anywhere():
    """All or nothing: the agency and the users of the attempt do not stay behind."""
    officer(agency("BO-A"), Membership.Role.AGENCY_ADMIN)
    before = everything()

    with quiet(), pytest.raises(CommandError, match="already is an active administrator"):
        appoint("--agency", "BNV", "--name", "Bộ Nội vụ", *TWO)
    assert everything() == before


def test_allowed_again_when_no_administrator_is_left_active():
    gone = officer(agency("BO-A"), Membership.Role.AGENCY_ADMIN)
    gone.is_active = False
    gone.save()

    appoint("--agency", "BO-A", *TWO)
    assert Membership.objects.current().filter(agency__code="BO-A").count() == 2
