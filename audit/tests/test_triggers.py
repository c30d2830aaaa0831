"""The database itself refuses to change the ledger, whoever asks; without triggers it would not."""

import pytest
from django.core.management.sql import emit_post_migrate_signal
from django.db import DatabaseError, connection, models, transaction

from audit import triggers
from audit.checkpoints import seal
from audit.ledger import record
from audit.models import LedgerEntry
from audit.tests.world import undone
from tests.reset import (
    installed_triggers,
    remove_state_triggers,
    remove_trigger,
    remove_triggers,
)

pytestmark = pytest.mark.django_db
SQLITE = connection.vendor == "sqlite"
REFUSAL = "the ledger is append-only"
COLUMNS = {
    "audit_ledgerentry": ("id", "chain", "seq", "at", "kind", "actor", "digest", "prev", "hash"),
    "audit_payload": ("entry_id", "salt", "body", "subject", "agency"),
    "audit_checkpoint": ("id", "chain", "size", "root", "note"),
}
# What a REPLACE rides on beside the key, and a harmless value for the rest.
UNIQUE = {"audit_ledgerentry": "seq", "audit_checkpoint": "size"}


def copied(table: str, **changed: str) -> str:
    columns = COLUMNS[table]
    values = ", ".join(changed.get(column, column) for column in columns)
    return f"{table} ({', '.join(columns)}) SELECT {values} FROM {table} WHERE 1 = 1"


def statements(table: str) -> dict[str, str]:
    key, text = COLUMNS[table][0], COLUMNS[table][-1]
    found = {
        f"update {column}": f"UPDATE {table} SET {column} = {column}" for column in COLUMNS[table]
    }
    found["update one"] = f"UPDATE {table} SET {text} = 'x'"
    found["upsert"] = f"INSERT INTO {copied(table)} ON CONFLICT ({key}) DO UPDATE SET {text} = 'x'"
    if table != "audit_payload":
        found["delete"] = f"DELETE FROM {table}"
        by = f"chain, {UNIQUE[table]}"
        found["upsert by place"] = (
            f"INSERT INTO {copied(table, id='id + 900')} ON CONFLICT ({by}) "
            f"DO UPDATE SET {text} = 'x'"
        )
    return found | (on_sqlite(table) if SQLITE else on_postgresql(table))


def on_sqlite(table: str) -> dict[str, str]:
    key, text = COLUMNS[table][0], COLUMNS[table][-1]
    found = {
        "replace": f"REPLACE INTO {copied(table, **{text: repr('x')})}",
        "insert or replace": f"INSERT OR REPLACE INTO {copied(table, **{text: repr('x')})}",
        "update or replace": f"UPDATE OR REPLACE {table} SET {text} = 'x'",
        "update or replace key": f"UPDATE OR REPLACE {table} SET {key} = 1",
    }
    if table in UNIQUE:
        moved = {"id": "id + 900", text: repr("x")}
        found["replace by place"] = f"REPLACE INTO {copied(table, **moved)}"
        found["insert or replace by place"] = f"INSERT OR REPLACE INTO {copied(table, **moved)}"
    return found


def on_postgresql(table: str) -> dict[str, str]:
    text = COLUMNS[table][-1]
    with_replica = "SET LOCAL session_replication_role = replica; "
    found = {
        "truncate": f"TRUNCATE {table} CASCADE",
        "replica update": f"{with_replica}UPDATE {table} SET {text} = 'x'",
        "replica truncate": f"{with_replica}TRUNCATE {table} CASCADE",
        "update returning": f"WITH x AS (UPDATE {table} SET {text} = 'x' RETURNING 1) SELECT 1",
    }
    if table != "audit_payload":
        found["replica delete"] = f"{with_replica}DELETE FROM {table}"
    return found


CASES = [(table, what) for table in COLUMNS for what in statements(table)]


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def append_and_seal() -> None:
    with transaction.atomic():
        record(chain="campaign:X", kind="tried", by=None)
        seal("campaign:X")


@pytest.fixture
def sealed(key):
    """Entries, payloads and a checkpoint."""
    append_and_seal()
    connection.check_constraints()  # or PostgreSQL would refuse for events that are pending


def test_triggers_are_installed():
    assert triggers.missing() == []


@pytest.mark.parametrize(("table", "what"), CASES)
def test_change_is_refused(sealed, table, what):
    with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
        run(statements(table)[what])


@pytest.mark.parametrize(("table", "what"), CASES)
def test_without_triggers_the_same_statement_passes(sealed, table, what):
    """The negative control: it is the triggers that refuse, nothing else."""
    remove_triggers()

    with undone():
        if SQLITE and what == "update or replace key":
            run("PRAGMA defer_foreign_keys = ON")
        run(statements(table)[what])


def test_one_payload_may_be_deleted(sealed):
    with undone():
        run("DELETE FROM audit_payload")


@pytest.mark.parametrize("name", [name for name, _table in [*COLUMNS.items()]])
def test_plain_insert_passes(sealed, name):
    """A trigger that refused everything would be no proof."""
    changed = {"id": "id + 900", "chain": "chain || 'x'"}
    if name == "audit_payload":
        run("DELETE FROM audit_payload WHERE subject = ''")
        return
    with undone():
        run(f"INSERT INTO {copied(name, **changed)}")


def test_installing_twice_changes_nothing():
    before = installed_triggers()

    triggers.install()

    assert installed_triggers() == before
    assert triggers.missing() == []


def test_removed_trigger_is_missed():
    for name, table in installed_triggers():
        with undone():
            remove_trigger(name, table)
            assert triggers.missing() == [name]


def test_trigger_with_another_text_is_missed():
    """The right name on a trigger that lets everything through."""
    name, table = next(pair for pair in installed_triggers() if "ledgerentry_append" in pair[0])
    remove_trigger(name, table)
    if SQLITE:
        run(f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} BEGIN SELECT 1; END")
    else:
        run(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS "
            "$$BEGIN RETURN NEW; END;$$ LANGUAGE plpgsql"
        )
        run(
            f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}()"
        )
        run(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")

    assert triggers.missing() == [name]


@pytest.mark.skipif(SQLITE, reason="PostgreSQL only")
@pytest.mark.parametrize("how", ["DISABLE TRIGGER", "ENABLE TRIGGER", "ENABLE REPLICA TRIGGER"])
def test_weakened_trigger_is_missed(how):
    name = "mt_audit_ledgerentry_append"

    run(f"ALTER TABLE audit_ledgerentry {how} {name}")

    assert triggers.missing() == [name]


@pytest.mark.skipif(SQLITE, reason="PostgreSQL only")
def test_trigger_bent_to_fewer_events_is_missed():
    name = "mt_audit_ledgerentry_append"
    run(f"DROP TRIGGER {name} ON audit_ledgerentry")
    run(
        f"CREATE TRIGGER {name} BEFORE DELETE ON audit_ledgerentry "
        f"FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
    run(f"ALTER TABLE audit_ledgerentry ENABLE ALWAYS TRIGGER {name}")

    assert triggers.missing() == [name]


# A later migration


@pytest.fixture
def altered_table(key):
    """The table was rebuilt with a wider column; afterwards it is as it was."""
    old = LedgerEntry._meta.get_field("kind")
    new = models.CharField(max_length=61)
    new.set_attributes_from_name("kind")
    new.model = LedgerEntry
    append_and_seal()
    remove_state_triggers()  # they name the table: such a migration drops them first
    alter(old, new)
    yield
    remove_triggers()
    alter(new, old)
    triggers.install()


def alter(old: models.Field, new: models.Field) -> None:
    with connection.schema_editor() as editor:
        editor.alter_field(LedgerEntry, old, new)


@pytest.mark.django_db(transaction=True)
def test_triggers_come_back_after_a_migration_that_rebuilds_the_table(altered_table):
    if SQLITE:  # the negative control: the rebuilt table has lost its triggers in silence
        assert any("ledgerentry" in name for name in triggers.missing())

    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")

    assert triggers.missing() == []
    for what, sql in statements("audit_ledgerentry").items():
        with pytest.raises(DatabaseError, match=REFUSAL), transaction.atomic():
            run(sql)
        assert what
