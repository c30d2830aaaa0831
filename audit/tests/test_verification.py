"""Single faults that a hostile hand would try, each against the sentence of the page it breaks."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection

from agencies.models import Agency
from audit import clock, invariants
from audit.canonical import entry_hash, payload_digest
from audit.checkpoints import sign, statement
from audit.merkle import Tree
from audit.models import ChainHead, Checkpoint, LedgerEntry, Payload
from audit.tests.world import defenceless, undone
from audit.transitions import amend, changing
from audit.verification import verify
from positions.models import Opening
from tests import builders

pytestmark = pytest.mark.django_db
only_sqlite = pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="PostgreSQL's columns hold their type only"
)


@pytest.fixture
def agency() -> Agency:
    return builders.agency("BO-A")


@pytest.fixture
def broken(key):
    with defenceless():
        yield


def run(sql: str, *values) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def forge(entry: LedgerEntry, **columns) -> None:
    """Change columns and make the hash fit again, as somebody who can program would."""
    for name, value in columns.items():
        setattr(entry, name, value)
    names = ("chain", "seq", "at", "kind", "actor", "digest", "prev")
    entry.hash = entry_hash(**{name: getattr(entry, name) for name in names})
    entry.save()


def test_sound_ledger_has_no_fault(agency):
    report = verify()

    assert report.faults == []
    assert (report.entries, report.payloads, report.rows) == (2, 2, 1)


# Chains


def test_forged_entry_breaks_the_link_to_the_next(agency, broken):
    forge(LedgerEntry.objects.get(seq=1), kind="agency.tried")

    assert verify().faults == [
        "audit_ledgerentry system/2: prev is not the hash of the entry before"
    ]


def test_forged_last_entry_breaks_the_head(agency, broken):
    forge(LedgerEntry.objects.get(seq=2), kind="agency.tried")

    assert verify().faults == [
        "audit_chainhead system: does not match the last entry (rows cut or added)"
    ]


def test_chain_rewritten_to_its_end_breaks_the_checkpoint(agency, broken):
    """All hashes fit, the head too: only the signed root tells."""
    builders.opening_at(Opening.State.PUBLISHED)
    entries = list(LedgerEntry.objects.filter(chain="campaign:DOT-1").order_by("seq"))
    prev = entries[1].hash
    forge(entries[2], actor="f" * 32)
    for before, entry in pairwise(entries[2:]):
        forge(entry, prev=before.hash)
    last = entries[-1]
    ChainHead.objects.filter(pk="campaign:DOT-1").update(hash=last.hash)

    assert entries[2].prev == prev
    assert verify().faults == [
        f"audit_checkpoint campaign:DOT-1/{last.seq}: root does not match the entries"
    ]


def test_time_that_runs_backwards_is_a_fault(agency, broken):
    last = LedgerEntry.objects.get(seq=2)
    forge(last, at=last.at - timedelta(hours=1))
    ChainHead.objects.filter(pk="system").update(hash=last.hash, at=last.at)

    assert "audit_ledgerentry system/2: time runs backwards" in verify().faults


def test_cut_tail_shows_at_the_head_and_at_the_rows(agency, broken):
    Payload.objects.filter(entry__seq=2).delete()
    LedgerEntry.objects.filter(seq=2).delete()

    assert {fault.partition(":")[0] for fault in verify().faults} == {
        "audit_chainhead system",
        f"agencies_agency {agency.pk}",
    }


def test_empty_head_is_a_fault(broken):
    ChainHead.objects.create(chain="campaign:X", hash="0" * 64)

    assert len(verify().faults) == 1


def test_checkpoint_of_a_stolen_key_is_not_enough(agency, broken):
    """A true root, truly signed, at a place where no seal was made."""
    tree = Tree([LedgerEntry.objects.get(seq=1).hash])
    note = sign(statement("system", 1, tree.root()))
    Checkpoint.objects.create(chain="system", size=1, root=tree.root().hex(), note=note)

    assert verify().faults == ["audit_checkpoint system/1: no seal was made there (inserted)"]


# Rows


def test_row_of_two_chains_is_compared_with_the_newest_entry(key):
    """An opening that moves to another campaign has entries in both chains."""
    opening = builders.opening_at(Opening.State.DRAFT)
    first, second = builders.campaign("DOT-0"), builders.campaign("DOT-2")
    for target in (second, first):
        with clock.at(clock.now()), changing(opening) as fresh:
            amend(fresh, by=None, campaign=target)

    chains = list(LedgerEntry.objects.filter(kind="opening.amended").values_list("chain"))
    assert chains == [("campaign:DOT-2",), ("campaign:DOT-0",)]
    assert verify().faults == []


def test_change_past_the_verbs_is_named(agency):
    Agency.objects.filter(pk=agency.pk).update(phone="024")

    assert verify().faults == [f"agencies_agency {agency.pk}: differs from ledger entry system/2"]


def test_unsaved_attribute_does_not_pass_for_a_saved_one(agency):
    """`amend` saves what it is told; anything else set on the object would be a lie."""
    with changing(agency) as fresh:
        fresh.address = "không lưu"
        amend(fresh, by=None, phone="024")

    assert verify().faults == [f"agencies_agency {agency.pk}: differs from ledger entry system/3"]


def first_key(table: str) -> int:
    """Not always 1: tests that commit leave the sequences where they were."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT MIN(id) FROM {table}")
        return cursor.fetchone()[0]


@only_sqlite
@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("positions_opening", "receipt_deadline", "rubbish"),
        ("positions_opening", "receipt_deadline", "2026-13-45 00:00:00"),
        ("positions_opening", "plan_on", "rubbish"),
        ("positions_opening", "plan_on", "2026-1-1"),
        ("positions_opening", "receipt_deadline", "2099-01-01T00:00:00+00:00"),
        ("positions_opening", "published_at", 0),
        ("positions_opening", "seats", "2"),
        ("positions_opening", "seats", 1.5),
        ("positions_opening", "seats", "rubbish"),
        ("positions_opening", "title", b"\xff\x00"),
        ("positions_regulation", "values", "rubbish"),
        ("positions_regulation", "values", '{"rules": 1.5}'),
        ("accounts_twopersonrequest", "figures", b"\xff"),
        ("agencies_agency", "is_pilot", 2),
        ("agencies_agency", "is_pilot", "rubbish"),
    ],
)
def test_value_that_its_column_cannot_hold_is_named(broken, table, column, value):
    opening = builders.opening_at(Opening.State.PROPOSED)
    key = opening.pk if table == "positions_opening" else first_key(table)
    assert verify().faults == []

    run(f'UPDATE {table} SET "{column}" = %s WHERE id = %s', value, key)

    faults = verify().faults
    assert faults
    assert all(fault.startswith(f"{table} {key}:") for fault in faults)


@only_sqlite
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("plan_on", "2026-2-3"),
        ("receipt_deadline", "2099-01-01T00:00:00"),
        ("receipt_deadline", "2099-01-01 07:00:00+07:00"),
        ("receipt_deadline", "2099-01-01 00:00:00.0000001"),
    ],
)
def test_same_value_spelled_another_way_is_named(broken, column, value):
    """Python reads the same; SQL compares texts and would sort and filter it otherwise."""
    fields = {"plan_on": date(2026, 2, 3), "receipt_deadline": datetime(2099, 1, 1, tzinfo=UTC)}
    opening = builders.opening_at(Opening.State.DRAFT)
    with changing(opening) as fresh:
        amend(fresh, by=None, **fields)
    assert verify().faults == []

    run(f"UPDATE positions_opening SET {column} = %s", value)

    opening.refresh_from_db()
    assert getattr(opening, column) == fields[column]
    told = "a value is not stored as its type demands"
    assert verify().faults == [f"positions_opening {opening.pk}: {told}"]


@only_sqlite
@pytest.mark.parametrize("value", ["rubbish", b"\xff", 80.001])
def test_mark_that_its_column_cannot_hold_is_named(broken, value):
    exam = builders.exam_at("PRESENTING", slips=[["80"], ["70"]])
    slip = exam.presentations.get(slips__value=80).slips.get()

    run("UPDATE exams_scoreslip SET value = %s WHERE id = %s", value, slip.pk)

    faults = verify().faults
    assert faults
    assert all(fault.startswith(f"exams_scoreslip {slip.pk}:") for fault in faults)


@only_sqlite
@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("audit_ledgerentry", "at", "rubbish"),
        ("audit_ledgerentry", "seq", "rubbish"),
        ("audit_ledgerentry", "chain", b"\xff"),
        ("audit_ledgerentry", "hash", b"\xff"),
        ("audit_ledgerentry", "hash", "zz"),
        ("audit_ledgerentry", "digest", b"\xff"),
        ("audit_payload", "body", b"\xff"),
        ("audit_payload", "body", "{}"),
        ("audit_payload", "salt", "zz"),
        ("audit_payload", "salt", ""),
        ("audit_payload", "entry_id", "rubbish"),
        ("audit_chainhead", "at", "rubbish"),
        ("audit_chainhead", "size", "rubbish"),
        ("audit_chainhead", "chain", b"\xff"),
        ("audit_checkpoint", "note", b"\xff"),
        ("audit_checkpoint", "root", b"\xff"),
        ("audit_checkpoint", "size", "rubbish"),
        ("audit_checkpoint", "chain", b"\xff"),
    ],
)
def test_rubbish_in_the_ledger_is_a_fault_not_a_crash(broken, table, column, value):
    builders.opening_at(Opening.State.PUBLISHED)

    with undone():
        first = f"(SELECT min(rowid) FROM {table})"
        run(f'UPDATE {table} SET "{column}" = %s WHERE rowid = {first}', value)
        faults = verify().faults

    assert [fault for fault in faults if fault.startswith("audit_")]


@pytest.mark.parametrize("body", ["[]", "{}", '{"agency":"","subject":""', "null", '{"row":1.5}'])
def test_true_digest_over_a_false_payload_is_a_fault(agency, broken, body):
    last = LedgerEntry.objects.get(seq=2)
    Payload.objects.filter(pk=last.pk).update(body=body)
    forge(last, digest=payload_digest(last.payload.salt, body))

    assert "audit_ledgerentry system/2: audit_payload holds no payload" in verify().faults


# Invariants


def test_invariants_hold(agency):
    assert invariants.run()["triggers present"] == []
    assert invariants.run()["no ledger entry in the future"] == []


def test_entry_in_the_future_breaks_an_invariant(agency):
    with clock.at(clock.now() - timedelta(days=1)):
        late = invariants.run()["no ledger entry in the future"]

    assert [line.split(" ")[0] for line in late] == ["system/1", "system/2"]


@pytest.mark.parametrize("spell", [str.upper, lambda salt: f"{salt[:2]} {salt[2:-1]}", str.strip])
def test_salt_has_one_spelling(agency, broken, spell):
    payload = Payload.objects.get(entry__seq=1)
    salt = spell(payload.salt)
    Payload.objects.filter(pk=payload.pk).update(salt=salt)

    assert bool(verify().faults) == (salt != payload.salt)
