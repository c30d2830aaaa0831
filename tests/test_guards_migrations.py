"""A migration that rebuilds a table on SQLite drops the triggers that name it first.

On an empty database nothing shows: triggers come after the last migration. On a filled one SQLite
stops at "error in trigger …: no such table"; whoever upgrades would be the first to see it.
"""

import re
from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.migrations import (
    AddConstraint,
    AddField,
    Migration,
    RemoveConstraint,
    RunPython,
)
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.fields import FieldOperation
from django.db.migrations.operations.models import IndexOperation

from audit.triggers import REGISTERED


def rebuilt(operation: Operation, app: str) -> str:
    """The table that SQLite makes anew for an operation; nothing when it only adds to it."""
    if isinstance(operation, AddField):
        field = operation.field
        if field.null and not field.has_default() and not field.unique:
            return ""
    elif isinstance(operation, AddConstraint):
        if not isinstance(operation.constraint, models.CheckConstraint):
            return ""
    elif isinstance(operation, IndexOperation):
        if not isinstance(operation, RemoveConstraint):
            return ""
    elif not isinstance(operation, FieldOperation):
        return ""
    return f"{app}_{operation.model_name}"


def named_elsewhere(table: str) -> list[str]:
    """Triggers of other tables whose words name this one."""
    word = re.compile(rf"\b{table}\b")
    return [
        trigger.name
        for trigger in REGISTERED.values()
        if trigger.table != table and any(word.search(each) for each in trigger.sqlite)
    ]


def faults(migration: Migration) -> Iterator[str]:
    drops = False
    for operation in migration.operations:
        drops = drops or isinstance(operation, RunPython)
        table = rebuilt(operation, migration.app_label)
        if table and not drops and (names := named_elsewhere(table)):
            yield f"{migration}: {table} is named by {', '.join(names)}"


def ours() -> list[Migration]:
    loader = MigrationLoader(None)
    rooms = {
        config.label
        for config in apps.get_app_configs()
        if str(config.path).startswith(str(settings.BASE_DIR)) and ".venv" not in config.path
    }
    return [
        migration
        for (app, name), migration in sorted(loader.disk_migrations.items())
        if app in rooms and not name.startswith("0001")
    ]


def test_no_upgrade_stumbles_over_a_trigger():
    found = ours()

    assert [fault for migration in found for fault in faults(migration)] == []
    assert len(found) > 10


def test_a_migration_that_forgets_them_is_found():
    (careful,) = [
        m for m in ours() if (m.app_label, m.name) == ("candidates", "0005_qualifications")
    ]
    careless = Migration("0005_careless", "candidates")
    careless.operations = [op for op in careful.operations if not isinstance(op, RunPython)]

    # Of the six fields of both tables two may be empty: those are only added.
    assert len([*faults(careless)]) == 4 + 4
