"""The rows themselves: what the database refuses whoever writes, and who sees them."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction

from agencies.models import Membership
from audit import clock
from audit.transitions import add, locked, move
from documents.models import OfficialDocument
from documents.workflow import store
from tests.builders import HR, agency, member, officer, pdf, user
from tests.reset import without_state_triggers
from tests.trail import refused_by_database

pytestmark = pytest.mark.django_db
Kind, State, Role = OfficialDocument.Kind, OfficialDocument.State, Membership.Role
TABLE = "documents_officialdocument"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def host():
    return agency("SNV")


@pytest.fixture
def first(host):
    return officer(host)


@pytest.fixture
def second(host):
    return officer(host, HR, 2)


def draft(by, kind=Kind.NOTICE, **fields):
    defaults = {
        "agency": agency("SNV"),
        "chain": "campaign:DOT-1",
        "subject": "positions.campaign:1",
        "title": "Thi tuyển",
        "content": {"parts": []},
        "drafted_by": by,
    }
    return add(OfficialDocument(kind=kind, **defaults | fields), by=by)


def whole(by, **fields):
    """What a recorded row has."""
    defaults = {
        "reference": "12/TB-SNV",
        "issued_on": date(2026, 1, 2),
        "signer_name": "Vương Đình Thọ",
        "entered_by": by,
        "entered_at": clock.now(),
    }
    return defaults | fields


def step(document, to, by, **fields):
    with transaction.atomic():
        return move(locked(document)[0], to, by=by, **fields)


def recorded(by, **fields):
    return step(draft(by), State.RECORDED, by, **whole(by, **fields))


def confirmed(first, second):
    row = recorded(first)
    fields = {"confirmed_by": second, "confirmed_at": clock.now()}
    return step(row, State.CONFIRMED, second, **fields)


def by_sql(row, **values) -> None:
    names = ", ".join(f"{name} = %s" for name in values)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET {names} WHERE id = %s", [*values.values(), row.pk])


@pytest.mark.parametrize("missing", ["reference", "signer_name", "issued_on", "entered_by"])
def test_recorded_needs_number_day_signer_and_who_entered(missing, first):
    empty = "" if missing in ("reference", "signer_name") else None

    with refused_by_database("officialdocument_recorded_whole"):
        recorded(first, **{missing: empty})


def test_who_entered_cannot_confirm(first):
    row = recorded(first)

    with refused_by_database("officialdocument_two_persons"):
        step(row, State.CONFIRMED, first, confirmed_by=first, confirmed_at=clock.now())


@without_state_triggers()
def test_who_entered_cannot_confirm_by_sql_either(first):
    row = recorded(first)

    with refused_by_database("officialdocument_two_persons"):
        by_sql(row, state="CONFIRMED", confirmed_by_id=first.pk, confirmed_at=clock.now())


def test_confirmed_needs_somebody(first, second):
    with refused_by_database("officialdocument_confirmed_whole"):
        step(recorded(first), State.CONFIRMED, second)


def test_who_entered_cannot_void_what_two_confirmed(first, second):
    row = confirmed(first, second)

    with refused_by_database("officialdocument_void_by_another"):
        step(row, State.VOID, first, voided_by=first, void_reason="Nhầm.")
    assert step(row, State.VOID, second, voided_by=second, void_reason="Nhầm.").reference


@pytest.mark.parametrize("lacking", [{"void_reason": "Nhầm."}, {"voided_by": "second"}])
def test_void_needs_somebody_and_a_reason(lacking, first, second):
    fields = {name: second if value == "second" else value for name, value in lacking.items()}

    with refused_by_database("officialdocument_void_whole"):
        step(recorded(first), State.VOID, second, **fields)


@pytest.mark.parametrize("kind", [Kind.PLAN, Kind.COUNCIL_DECISION])
def test_signed_kinds_need_the_scan(kind, first):
    row = draft(first, kind)

    with refused_by_database("officialdocument_signed_has_scan"):
        step(row, State.RECORDED, first, **whole(first))

    file = store(pdf(), by=first)
    fields = whole(first, scan=file, scan_sha256=file.sha256)
    assert step(row, State.RECORDED, first, **fields).scan == file


@pytest.mark.parametrize("with_file", [True, False])
def test_scan_and_hash_go_together(with_file, first):
    file = store(pdf(), by=first)
    fields = {"scan": file} if with_file else {"scan_sha256": file.sha256}

    with refused_by_database("officialdocument_scan_has_hash"):
        recorded(first, **fields)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (Kind.COUNCIL_NOTICE, {}),
        (Kind.NOTICE, {"register": "TB-HĐTT"}),
        (Kind.NOTICE, {"register_no": 1}),
    ],
)
def test_only_council_papers_have_a_register(kind, fields, first):
    with refused_by_database("officialdocument_council_has_register"):
        draft(first, kind, **fields)


def council_paper(by, number, **fields):
    row = draft(by, Kind.COUNCIL_NOTICE, register="TB-HĐTT", **fields)
    return step(row, State.RECORDED, by, **whole(by, register_no=number))


def test_a_council_paper_is_not_recorded_without_its_number(first):
    with refused_by_database("officialdocument_number_taken"):
        council_paper(first, None)


def test_a_number_stands_once_in_its_register_also_when_void(first, second):
    row = council_paper(first, 1)
    step(row, State.VOID, second, voided_by=second, void_reason="Nhầm.")

    with refused_by_database():
        council_paper(first, 1)
    assert council_paper(first, 2).register_no == 2
    assert council_paper(first, 1, chain="campaign:DOT-2").register_no == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("reference", "13/TB-SNV"),
        ("issued_on", "2026-01-03"),
        ("title", "Khác"),
        ("content", '{"parts": [1]}'),
        ("signer_name", "Người khác"),
        ("chain", "campaign:DOT-2"),
        ("kind", "AMENDMENT"),
        ("entered_by_id", None),
    ],
)
def test_what_was_recorded_never_changes(name, value, first, second):
    row = recorded(first)

    with refused_by_database("a recorded document is never changed"):
        by_sql(row, **{name: value if name != "entered_by_id" else second.pk})


def test_a_draft_may_change(first):
    row = draft(first)
    by_sql(row, title="Khác")

    row.refresh_from_db()
    assert row.title == "Khác"


def test_names_itself_and_its_chain(first):
    row = recorded(first)

    assert str(row) == "12/TB-SNV Thi tuyển"
    assert (row.ledger_chain, row.ledger_agency) == ("campaign:DOT-1", "SNV")


@pytest.mark.parametrize("role", Role.values)
def test_seen_by_those_who_run_head_inspect_or_administer_the_agency(role, host, first):
    row = draft(first)
    here, elsewhere = user("o.day@example.vn"), user("noi.khac@example.vn")
    member(here, host, role)
    member(elsewhere, agency("BO-B"), role)
    readers = {Role.AGENCY_HR, Role.AUTHORITY_HEAD, Role.INSPECTOR, Role.AGENCY_ADMIN}

    assert list(OfficialDocument.objects.visible_to(here)) == ([row] if role in readers else [])
    assert not OfficialDocument.objects.visible_to(elsewhere).exists()
    assert not OfficialDocument.objects.visible_to(AnonymousUser()).exists()
