"""E2: whoever owns the database changes any one thing, and `verify` names the table and the row.

PROVE=full takes four rows and every value, otherwise one row and one value of every third column.
"""

import json
import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import pytest
from django.core.management import call_command
from django.db import models

from audit.models import BatchRow, ChainHead, Checkpoint, LedgerEntry, Payload
from audit.rows import audited_fields, audited_models
from audit.tests.world import (
    defenceless,
    insert_like,
    other_values,
    overwrite,
    play,
    remove,
    undone,
)
from audit.verification import verify
from exams.models import Result
from tests.trail import standing

pytestmark = [pytest.mark.django_db, pytest.mark.prove]
FULL = os.environ.get("PROVE") == "full"
ROWS = 4 if FULL else 1
SEED = 20261123
LEDGER = (LedgerEntry, Payload, BatchRow, Checkpoint, ChainHead)


@dataclass(frozen=True)
class Tamper:
    """One change, and the words one of which a fault must begin with."""

    what: str
    act: Callable[[], bool]
    names: tuple[str, ...]


@pytest.fixture(scope="module")
def exams_stand(django_db_setup, django_db_blocker):
    """The exams, once for the module, in a database without any defence."""
    with standing(django_db_blocker, play), django_db_blocker.unblock(), defenceless():
        assert verify().faults == []
        yield


@pytest.fixture
def played(exams_stand, db) -> None:
    """What a test does to them is rolled back at its end."""


def some(rows: models.QuerySet) -> list[models.Model]:
    found = list(rows.order_by("pk"))
    return random.Random(SEED).sample(found, min(ROWS, len(found)))


def edits(obj: models.Model, names: tuple[str, ...], fields: list) -> Iterator[Tamper]:
    for field in fields:
        label = f"{obj._meta.db_table}.{field.column} of {obj.pk}"
        values = other_values(field, getattr(obj, field.attname))
        for choice in [[value] for value in values] if FULL else [values]:
            yield Tamper(f"{label} = {choice}", partial(takes_one, obj, field, choice), names)


def takes_one(obj: models.Model, field: models.Field, values: list) -> bool:
    """The first of the values that the database takes."""
    return any(overwrite(obj, field, value) for value in values)


def rows_come_and_go(obj: models.Model, names: tuple[str, ...]) -> Iterator[Tamper]:
    table = obj._meta.db_table
    yield Tamper(f"delete {table} {obj.pk}", partial(remove, obj), names)
    # The new key is not known beforehand: any row of this table may be named.
    yield Tamper(f"insert into {table}", partial(insert_like, obj), (f"{table} ",))


def tampers_of(model: type[models.Model]) -> Iterator[Tamper]:
    for obj in some(model._base_manager.all()):
        names = (f"{model._meta.db_table} {obj.pk}:",)
        yield from edits(obj, names, audited_fields(model))
        yield from rows_come_and_go(obj, names)


def tampers_of_ledger(model: type[models.Model]) -> Iterator[Tamper]:
    for obj in some(model._base_manager.all()):
        names = ledger_names(obj)
        fields = [field for field in model._meta.concrete_fields if not is_surrogate(obj, field)]
        yield from edits(obj, names, fields)
        yield from rows_come_and_go(obj, names) if model is not Payload else ()


def is_surrogate(obj: models.Model, field: models.Field) -> bool:
    """A key that says nothing (docs/verification.md): no payload hangs on it."""
    return field.name == "id" and not hasattr(obj, "payload")


def ledger_names(obj: models.Model) -> tuple[str, ...]:
    """A chain and the place in it; what was cut off shows at the next entry or at the head."""
    if isinstance(obj, BatchRow):
        return ("audit_batchrow ",)
    entry = obj.entry if isinstance(obj, Payload) else obj
    tables = ("audit_ledgerentry", "audit_payload", "audit_checkpoint", "audit_chainhead")
    ends = [f"{entry.chain}:"]
    if not isinstance(obj, ChainHead):
        place = entry.size if isinstance(obj, Checkpoint) else entry.seq
        ends += [f"{entry.chain}/{place}:", f"{entry.chain}/{place + 1}:"]
    return tuple(f"{table} {end}" for table in tables for end in ends)


def found(tamper: Tamper) -> bool | None:
    """None when the database would not take the change at all."""
    with undone():
        if not tamper.act():
            return None
        faults = verify().faults
    return any(fault.startswith(name) for fault in faults for name in tamper.names)


def prove(title: str, tampers: list[Tamper], capsys) -> None:
    outcomes = [(tamper.what, found(tamper)) for tamper in tampers]
    tried = [(what, seen) for what, seen in outcomes if seen is not None]
    unseen = [what for what, seen in tried if not seen]
    with capsys.disabled():
        print(f"\n{title}: {len(tried) - len(unseen)} of {len(tried)} found (seed {SEED})")
    assert not unseen
    # Among all values some are refused as not unique; of one column at least one is taken.
    assert FULL or len(tried) == len(outcomes), [what for what, seen in outcomes if seen is None]
    assert verify().faults == []


def test_every_column_of_every_audited_table(played, capsys):
    models_ = audited_models()
    tampers = [tamper for model in models_ for tamper in tampers_of(model)]
    empty = [model.__name__ for model in models_ if not model._base_manager.exists()]

    assert not empty
    prove("audited tables", tampers if FULL else tampers[::3], capsys)


def test_every_column_is_really_tried(played):
    """A column that no tamper could change would be an unproved one."""
    for model in audited_models():
        for obj in some(model._base_manager.all())[:1]:
            for field in audited_fields(model):
                with undone():
                    values = other_values(field, getattr(obj, field.attname))
                    assert any(overwrite(obj, field, value) for value in values), field


@pytest.mark.parametrize("model", LEDGER)
def test_every_column_of_the_ledger(played, capsys, model):
    prove(model._meta.db_table, list(tampers_of_ledger(model)), capsys)


def test_every_payload_that_is_deleted(played, capsys):
    payloads = list(Payload.objects.select_related("entry"))
    tampers = [
        Tamper(f"delete {payload}", partial(remove, payload), ledger_names(payload))
        for payload in payloads
    ]

    prove("payloads deleted", tampers if FULL else tampers[::5] + tampers[-1:], capsys)


def test_every_checkpoint_that_is_deleted(played, capsys):
    marks = Checkpoint.objects.all()
    tampers = [
        Tamper(f"delete {mark}", partial(remove, mark), ledger_names(mark)) for mark in marks
    ]

    # Opening announced, list closed, results derived, results released; with a written round
    # also sitting over, map sealed, papers drawn, marks sealed, map opened, marks published;
    # and an opening announced whose dossier waits for its supplement.
    assert len(tampers) == 7 + 10 + 1
    prove("checkpoints deleted", tampers, capsys)


def test_payload_that_changed_hands(played, capsys):
    """Two true payloads, each beside the other's entry."""
    one, two = Payload.objects.filter(subject__startswith="exams.result").order_by("pk")[:2]
    swapped = {"salt": two.salt, "body": two.body, "subject": two.subject}

    with undone():
        Payload.objects.filter(pk=one.pk).update(**swapped)
        faults = verify().faults

    assert [fault for fault in faults if f"/{one.entry.seq}: payload does not match" in fault]


def test_stored_search_keys_are_no_facts(played):
    with undone():
        for model in audited_models():
            for name in getattr(model, "UNAUDITED_FIELDS", ()):
                if not model._meta.get_field(name).unique:
                    model._base_manager.update(**{name: "x"})
        assert verify().faults == []


def test_command_names_the_row_and_fails(played, capsys):

    result = Result.objects.get(rank=2)
    with undone():
        overwrite(result, Result._meta.get_field("rank"), 1)
        with pytest.raises(SystemExit) as stopped:
            call_command("verify_ledger")

    shown = capsys.readouterr()
    assert stopped.value.code == 1
    assert f"FAULT exams_result {result.pk}: differs from ledger entry campaign:DOT-1/" in shown.err
    assert "1 faults" in shown.err


def test_command_says_how_much_it_checked(played, capsys):
    call_command("verify_ledger")

    shown = capsys.readouterr().out
    assert f"{LedgerEntry.objects.count()} entries" in shown
    assert "1 lawfully erased, 18 checkpoints" in shown
    assert f"of {len(audited_models())} audited tables" in shown


def test_payload_of_a_row_is_the_row(played):
    """The world itself is sound: each last payload says what the table says."""
    last = Payload.objects.filter(subject__startswith="exams.result").order_by("-pk").first()

    assert json.loads(last.body)["row"]["released_at"].endswith("Z")
