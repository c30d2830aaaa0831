"""Which tables SQL writes to: a recorder around requests."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

WRITE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)', re.I)
MAY_BE_WRITTEN_BY_A_GET = ("audit_", "django_session", "cache_table")


@contextmanager
def recorded_writes() -> Iterator[set[str]]:
    """The tables written to, whatever becomes of the transaction."""
    tables: set[str] = set()

    def note(execute, sql, params, many, context):
        if found := WRITE.match(sql):
            tables.add(found[1].lower())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield tables


def forbidden_writes(tables: set[str]) -> set[str]:
    """Those of the tables that no GET may write to."""
    return {name for name in tables if not name.startswith(MAY_BE_WRITTEN_BY_A_GET)}
