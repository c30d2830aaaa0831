"""Which tables are audited, and a row of them as the ledger keeps it."""

from typing import Any

from django.apps import apps
from django.db import models

from audit.canonical import field_value


def is_audited(model: type[models.Model]) -> bool:
    """Every model with a table of transitions, and those that say AUDITED = True."""
    return hasattr(model, "TRANSITIONS") or getattr(model, "AUDITED", False)


def audited_models() -> list[type[models.Model]]:
    """All audited models, in the order of their tables' names."""
    found = [model for model in apps.get_models() if is_audited(model)]
    return sorted(found, key=lambda model: model._meta.db_table)


def audited_fields(model: type[models.Model]) -> list[models.Field]:
    """Every column but the stored search and sort keys, which anyone can compute again."""
    left_out = getattr(model, "UNAUDITED_FIELDS", ())
    return [field for field in model._meta.concrete_fields if field.name not in left_out]


def row_values(obj: models.Model) -> dict[str, Any]:
    """The whole row, column by column, as canonical JSON can carry it.

    A column that a later version of the system added is left out while it is empty: rows written
    before it existed still equal their entries, and a value put into it is seen.
    """
    later = getattr(type(obj), "LATER_FIELDS", ())
    pairs = [(field, getattr(obj, field.attname)) for field in audited_fields(type(obj))]
    return {
        field.attname: field_value(field, value)
        for field, value in pairs
        if not (field.name in later and value == (None if field.null else ""))
    }


def subject_of(obj: models.Model) -> str:
    """How the ledger names an object: `positions.opening:12`."""
    return f"{obj._meta.label_lower}:{obj.pk}"
