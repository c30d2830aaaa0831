"""Emptying the test database in spite of the ledger's triggers. Tests only, by design.

A flush deletes every row, which the triggers refuse. They are removed just before it; the
`post_migrate` that the flush emits puts them back.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

from django.db import connection
from django.test.testcases import TransactionTestCase

from audit import triggers

PREFIX = "mt_"
ON_POSTGRESQL = """
    SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE NOT tgisinternal AND starts_with(tgname, %s)
"""
ON_SQLITE = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s"


def installed_triggers() -> list[tuple[str, str]]:
    """(trigger, table) of every trigger of ours."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(ON_POSTGRESQL, [PREFIX])
        else:
            cursor.execute(ON_SQLITE, [PREFIX + "%"])
        return sorted(cursor.fetchall())


def remove_triggers() -> None:
    for trigger, table in installed_triggers():
        remove_trigger(trigger, table)


def remove_trigger(trigger: str, table: str) -> None:
    name = connection.ops.quote_name(trigger)
    where = f" ON {connection.ops.quote_name(table)}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{where}")


def flush_without_triggers() -> None:
    """Make every flushing test remove the triggers first. Wrapping twice changes nothing.

    A TestCase has a teardown of its own, which rolls back: its triggers stay where they are.
    """
    original = TransactionTestCase._fixture_teardown
    if not getattr(original, "removes_triggers", False):
        TransactionTestCase._fixture_teardown = _with_removal(original)


def _with_removal(original: Callable) -> Callable:
    @wraps(original)
    def teardown(self) -> None:
        remove_triggers()
        original(self)

    teardown.removes_triggers = True
    return teardown


def remove_state_triggers() -> None:
    for trigger, table in installed_triggers():
        if trigger.startswith(f"{PREFIX}{table}_state"):
            remove_trigger(trigger, table)


@contextmanager
def without_state_triggers() -> Iterator[None]:
    """Rows may be written in any state, as only the owner of the database could."""
    _settle_events()
    remove_state_triggers()
    yield
    _settle_events()
    triggers.install()


def _settle_events() -> None:
    """PostgreSQL alters no table that has deferred checks waiting."""
    if connection.vendor == "postgresql":
        connection.check_constraints()
