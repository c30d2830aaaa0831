"""A GET writes nothing but the trace of reading, the session and the cache (decision 16).

That every GET of every role keeps to it is asserted cell by cell in test_permissions; here stand
the public pages, which write nothing at all, and the proof that the recorder sees a write.
"""

import pytest
from django.urls import reverse

from agencies.models import Holiday
from audit.models import LedgerEntry
from positions.views import public
from tests.access_cases import CASES
from tests.access_world import World, standing, status_of, undone
from tests.writes import forbidden_writes, recorded_writes

pytestmark = [pytest.mark.django_db, pytest.mark.wide]
# The link of a reset mail keeps its key in a session it starts.
STARTS_A_SESSION = {"account_reset_password_from_key"}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with standing(django_db_blocker) as made:
        yield made


def writing_pages(world: World, role: str) -> list[str]:
    """URL names whose GET by that role writes anything at all."""
    found = []
    for case in CASES:
        with undone():
            url = reverse(case.name, kwargs=case.kwargs(world))
            with recorded_writes() as tables:
                status_of(world.client(role).get(url))
        if tables and case.name not in STARTS_A_SESSION:
            found.append(f"{case.name}: {sorted(tables)}")
    return found


def test_no_get_without_a_session_writes(world):
    assert writing_pages(world, "anonymous") == []


def test_a_write_in_a_public_page_is_found(world, monkeypatch):
    monkeypatch.setattr(public, "step_bar", lambda _opening: Holiday.objects.update(basis="x"))

    assert writing_pages(world, "anonymous") == ["positions:opening-public: ['agencies_holiday']"]


def test_reading_a_dossier_is_written_to_the_ledger_once(world):
    url = reverse("candidates:application-detail", args=[world.own["submitted"].public_id])

    with recorded_writes() as first:
        assert world.client("hr").get(url).status_code == 200
    with recorded_writes() as again:
        assert world.client("hr").get(url).status_code == 200

    assert "audit_ledgerentry" in first
    assert forbidden_writes(first) == set()
    assert again == set()


def test_an_export_is_written_to_the_ledger_of_its_agency(world):
    def exports() -> list[tuple[str, str]]:
        rows = LedgerEntry.objects.filter(kind="audit_export").order_by("pk")
        return list(rows.values_list("chain", "actor"))

    hr, ministry = world.people["hr"], world.people["ministry_staff"]
    for name in ("candidates:application-list", "positions:opening-list"):
        world.client("hr").get(reverse(name), {"format": "csv"})
    world.client("ministry_staff").get(reverse("agencies:agency-list"), {"format": "xlsx"})

    assert exports() == [
        ("access:ANPHA", hr.public_id),
        ("access:ANPHA", hr.public_id),
        ("access:national", ministry.public_id),
    ]


def test_the_tables_a_get_may_write_are_few():
    tables = {"audit_payload", "django_session", "cache_table", "exams_exam", "accounts_user"}

    assert forbidden_writes(tables) == {"exams_exam", "accounts_user"}
