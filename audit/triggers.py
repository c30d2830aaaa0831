"""Triggers that hold on both engines. A migration that rebuilds a table drops them silently on
SQLite, so `post_migrate` puts every one back; production refuses to start when one is missing.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.migrations import RunPython

APPEND_ONLY = "audit: the ledger is append-only"


@dataclass(frozen=True)
class Trigger:
    """One refusal, in both dialects. `postgres` is a function body in PL/pgSQL."""

    name: str
    table: str
    sqlite: tuple[str, ...]
    postgres: str
    postgres_when: str = "BEFORE UPDATE OR DELETE"
    statement: str = field(default="", compare=False)


REGISTERED: dict[str, Trigger] = {}


def register(*triggers: Trigger) -> None:
    """Add triggers of a room; called in its AppConfig.ready()."""
    for trigger in triggers:
        REGISTERED[trigger.name] = trigger


def append_only(table: str, keys: tuple[str, ...], *, may_delete: bool = False) -> list[Trigger]:
    """Refuse UPDATE, DELETE, TRUNCATE and SQLite's REPLACE on a table.

    `keys` are the unique conditions a REPLACE would ride on, over NEW. `may_delete` lets single
    rows go, never all at once.
    """
    refuse = f"SELECT RAISE(ABORT, '{APPEND_ONLY}');"
    taken = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE {key})"  # noqa: S608  our own tables' names
        for key in keys
    )
    sqlite = [
        f"BEFORE UPDATE ON {table} BEGIN {refuse} END",
        f"BEFORE INSERT ON {table} WHEN {taken} BEGIN {refuse} END",
    ]
    when = "BEFORE UPDATE"
    if not may_delete:
        sqlite.append(f"BEFORE DELETE ON {table} BEGIN {refuse} END")
        when = "BEFORE UPDATE OR DELETE"
    body = f"BEGIN RAISE EXCEPTION '{APPEND_ONLY}'; END;"
    rows = Trigger(f"mt_{table}_append", table, tuple(sqlite), body, when)
    truncate = Trigger(
        f"mt_{table}_truncate", table, (), body, "BEFORE TRUNCATE", "FOR EACH STATEMENT"
    )
    return [rows, truncate]


_PLACE_IN_BATCH = "entry_id = NEW.entry_id AND place = NEW.place"
register(
    *append_only("audit_batchrow", ("id = NEW.id", _PLACE_IN_BATCH)),
    *append_only("audit_ledgerentry", ("id = NEW.id", "chain = NEW.chain AND seq = NEW.seq")),
    *append_only("audit_checkpoint", ("id = NEW.id", "chain = NEW.chain AND size = NEW.size")),
    # A payload may be erased by law; the ledger then says so (`payload_erased`).
    *append_only("audit_payload", ("entry_id = NEW.entry_id",), may_delete=True),
)


def dropped_that_name(*tables: str) -> RunPython:
    """For a migration that rebuilds tables on SQLite, which stumbles over triggers naming them.

    post_migrate has them back.
    """

    def drop(_apps: Any, editor: Any) -> None:
        if editor.connection.vendor != "sqlite":
            return
        with editor.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            for name, sql in cursor.fetchall():
                if any(table in sql for table in tables):
                    cursor.execute(f'DROP TRIGGER "{name}"')

    return RunPython(drop, RunPython.noop)


def install_after_migrate(sender: Any, **kwargs: Any) -> None:
    """Receiver of post_migrate."""
    install()


def install() -> None:
    """Put every registered trigger in place; running it again changes nothing."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for trigger in REGISTERED.values():
            if trigger.table in tables:
                for statement in _statements(trigger):
                    cursor.execute(statement)


def missing() -> list[str]:
    """Names of triggers that are absent, altered, or on PostgreSQL not ENABLE ALWAYS."""
    on_postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        cursor.execute(_INSTALLED_POSTGRESQL if on_postgresql else _INSTALLED_SQLITE)
        present = set(cursor.fetchall())
    expected = _as_on_postgresql() if on_postgresql else _as_on_sqlite()
    return sorted(row[0] for row in expected if row not in present)


_INSTALLED_SQLITE = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
_INSTALLED_POSTGRESQL = """
    SELECT tgname, relname, prosrc, tgtype, tgattr::text = '' FROM pg_trigger
    JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid
    WHERE tgenabled = 'A' AND tgqual IS NULL AND NOT tgisinternal
"""
_TYPE_BITS = {"BEFORE": 2, "INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}


def _as_on_sqlite() -> list[tuple[str, str, str]]:
    return [
        (name, trigger.table, f"CREATE TRIGGER {name} {sql}")
        for trigger in REGISTERED.values()
        for name, sql in _sqlite_parts(trigger)
    ]


def _as_on_postgresql() -> list[tuple[str, str, str, int, bool]]:
    return [
        (trigger.name, trigger.table, trigger.postgres, _type(trigger), _of_all_columns(trigger))
        for trigger in REGISTERED.values()
    ]


def _of_all_columns(trigger: Trigger) -> bool:
    return "UPDATE OF" not in trigger.postgres_when


def _type(trigger: Trigger) -> int:
    """What PostgreSQL keeps of BEFORE/AFTER, the events and FOR EACH ROW, as one number."""
    bits = sum(_TYPE_BITS.get(word, 0) for word in trigger.postgres_when.split())
    return bits if trigger.statement else bits + 1


def _sqlite_parts(trigger: Trigger) -> list[tuple[str, str]]:
    return [(f"{trigger.name}_{place}", sql) for place, sql in enumerate(trigger.sqlite)]


def _statements(trigger: Trigger) -> list[str]:
    if connection.vendor != "postgresql":
        pairs = [
            (f"DROP TRIGGER IF EXISTS {name}", f"CREATE TRIGGER {name} {sql}")
            for name, sql in _sqlite_parts(trigger)
        ]
        return [statement for pair in pairs for statement in pair]
    each = trigger.statement or "FOR EACH ROW"
    return [
        f"CREATE OR REPLACE FUNCTION {trigger.name}() RETURNS trigger AS "
        f"$mt${trigger.postgres}$mt$ LANGUAGE plpgsql",
        f"DROP TRIGGER IF EXISTS {trigger.name} ON {trigger.table}",
        f"CREATE TRIGGER {trigger.name} {trigger.postgres_when} ON {trigger.table} "
        f"{each} EXECUTE FUNCTION {trigger.name}()",
        f"ALTER TABLE {trigger.table} ENABLE ALWAYS TRIGGER {trigger.name}",
    ]
