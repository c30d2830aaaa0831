"""What a block of a test wrote into the ledger, how refusals are expected, what stands ready."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.db.models import Max
from django.template import TemplateDoesNotExist
from django.views import defaults

from audit.models import LedgerEntry


@contextmanager
def written() -> Iterator[list[str]]:
    """The kinds of the entries made inside the block, in their order; filled when it ends."""
    last = LedgerEntry.objects.aggregate(last=Max("pk"))["last"] or 0
    kinds: list[str] = []
    yield kinds
    kinds += LedgerEntry.objects.filter(pk__gt=last).order_by("pk").values_list("kind", flat=True)


@contextmanager
def refused(reason: str) -> Iterator[None]:
    """The verb is refused with exactly this reason, and nothing at all is written."""
    with written() as kinds, pytest.raises(PermissionDenied, match=f"^{re.escape(reason)}$"):
        yield
    assert kinds == []


@contextmanager
def refused_by_database(name: str | None = None) -> Iterator[None]:
    """The database itself says no; `name` is of the constraint or what the trigger says."""
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        yield


@contextmanager
def quiet() -> Iterator[None]:
    """Nothing is written inside the block."""
    with written() as kinds:
        yield
    assert kinds == []


@contextmanager
def standing(blocker: Any, build: Callable[[], Any]) -> Iterator[Any]:
    """What `build` returns, its rows in place for a whole module and rolled back at its end.

    Each test's own transaction nests in this one; keep keys, not rows: a row grows stale.
    """
    with blocker.unblock():
        outer = transaction.atomic()
        outer._from_testcase = True
        outer.__enter__()
    try:
        with blocker.unblock():
            made = build()
        yield made
    finally:
        with blocker.unblock():
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


def without_error_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where only the status of a refusal is asked: its page, in its shell, would be most work."""
    monkeypatch.setattr(defaults, "loader", _NoPages)


class _NoPages:
    @staticmethod
    def get_template(name: str) -> None:
        raise TemplateDoesNotExist(name)
