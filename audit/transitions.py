"""The only way a row changes: lock it afresh, move or amend it, write one ledger entry."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from audit.ledger import record_row


class TransitionNotAllowed(Exception):
    """The object's table of transitions has no such step; the text is fit for the screen."""


def locked(*rows: models.Model) -> list[models.Model]:
    """Fresh copies of the rows, locked by table then key, in the order they were given."""
    fresh = {}
    for row in sorted(rows, key=lambda row: (row._meta.db_table, row.pk)):
        manager = type(row)._base_manager
        fresh[type(row), row.pk] = manager.select_for_update(of=("self",)).get(pk=row.pk)
    return [fresh[type(row), row.pk] for row in rows]


@contextmanager
def changing(obj: models.Model, *also: models.Model) -> Iterator[Any]:
    """Open a transaction and yield fresh locked copies: one, or a list when more are named."""
    with transaction.atomic():
        rows = locked(obj, *also)
        yield rows if also else rows[0]


def move(obj: models.Model, to: str, *, by: Any, note: str = "", **fields: Any) -> models.Model:
    """Take a locked row to another state, with the fields that go with it."""
    if to not in obj.TRANSITIONS[obj.state]:
        raise TransitionNotAllowed(
            _("Không thể chuyển từ “%(old)s” sang “%(new)s”. Hãy tải lại trang để xem hiện trạng.")
            % {"old": obj.get_state_display(), "new": obj.State(to).label}
        )
    names = _set(obj, {"state": to, **fields})
    # The entry first: the database refuses a state whose entry is not the newest of the row.
    record_row(obj, kind=f"{obj._meta.model_name}.{to.lower()}", by=by, note=note)
    obj.save(update_fields=names)
    return obj


def amend(obj: models.Model, *, by: Any, note: str = "", **fields: Any) -> models.Model:
    """Change fields of a locked row without changing its state."""
    if "state" in fields:
        raise TypeError("A state changes by move().")
    names = _set(obj, fields)
    obj.save(update_fields=names)
    record_row(obj, kind=f"{obj._meta.model_name}.amended", by=by, note=note)
    return obj


def add(obj: models.Model, *, by: Any, note: str = "") -> models.Model:
    """Store a new row in its first state."""
    for name, value in _derived(obj).items():
        setattr(obj, name, value)
    with transaction.atomic():
        obj.save(force_insert=True)
        record_row(obj, kind=f"{obj._meta.model_name}.added", by=by, note=note)
    return obj


def _set(obj: models.Model, fields: dict[str, Any]) -> list[str]:
    """Give the object the fields and what is derived from them; the names of all of them."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A change needs changing().")
    for name, value in fields.items():
        setattr(obj, name, value)
    derived = _derived(obj)
    for name, value in derived.items():
        setattr(obj, name, value)
    return [*fields, *derived]


def _derived(obj: models.Model) -> dict[str, Any]:
    """Stored search and sort keys, computed from the other fields."""
    return getattr(obj, "derived_fields", dict)()
