"""No state can be reached but through its verb: the database refuses, whoever asks and however."""

from collections.abc import Callable, Iterator
from copy import copy
from functools import partial

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.db.models.base import ModelBase

from audit import triggers
from audit.ledger import record_row
from audit.state_triggers import MESSAGE, stateful_models
from audit.tests.world import defenceless, insert_like, play, second_value, undone
from candidates.models import Application
from positions.models import Opening
from tests.reset import (
    PREFIX,
    installed_triggers,
    remove_trigger,
    without_state_triggers,
)
from tests.trail import standing

pytestmark = [pytest.mark.django_db, pytest.mark.prove]
SQLITE = connection.vendor == "sqlite"
Attempt = tuple[str, Callable[[], None]]


@pytest.fixture(scope="module")
def exams_stand(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Played exams, once for the module; triggers are all that is left of their defence."""
    with standing(django_db_blocker, play), django_db_blocker.unblock(), defenceless():
        triggers.install()
        leave_state_triggers()
        yield


@pytest.fixture
def bare(exams_stand, db) -> None:
    """What a test does to them is rolled back at its end."""


def leave_state_triggers() -> None:
    """What else guards these tables could refuse first, and would prove nothing of a state."""
    tables = {model._meta.db_table for model in stateful_models()}
    for trigger, table in installed_triggers():
        if table in tables and not trigger.startswith(f"{PREFIX}{table}_state"):
            remove_trigger(trigger, table)


def states_of(model: ModelBase) -> list[str]:
    return list(model.State.values)


def first_state(model: ModelBase) -> str:
    return str(model._meta.get_field("state").default)


def run(sql: str, values: list = ()) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def brought_to(obj: models.Model, state: str) -> models.Model:
    """As move() does, but from any state: the entry, then the row."""
    obj = type(obj)._base_manager.get(pk=obj.pk)
    if obj.state != state:
        obj.state = state
        record_row(obj, kind=f"{obj._meta.model_name}.{state.lower()}", by=None)
        obj.save(update_fields=["state"])
    return obj


# Ways past the verb


def by_update(obj: models.Model, state: str) -> None:
    type(obj)._base_manager.filter(pk=obj.pk).update(state=state)


def by_save(obj: models.Model, state: str) -> None:
    changed = copy(obj)
    changed.state = state
    changed.save()


def by_bulk_update(obj: models.Model, state: str) -> None:
    changed = copy(obj)
    changed.state = state
    type(obj)._base_manager.bulk_update([changed], ["state"])


def by_sql(obj: models.Model, state: str) -> None:
    run(f"UPDATE {obj._meta.db_table} SET state = %s WHERE id = %s", [state, obj.pk])


def by_upsert(obj: models.Model, state: str) -> None:
    """The ORM's own INSERT … ON CONFLICT DO UPDATE."""
    changed = copy(obj)
    changed.state = state
    type(obj)._base_manager.bulk_create(
        [changed], update_conflicts=True, unique_fields=["id"], update_fields=["state"]
    )


def second(obj: models.Model, state: str) -> models.Model:
    """A row like this one that is not stored yet."""
    made = copy(obj)
    for field in obj._meta.concrete_fields:
        setattr(made, field.attname, second_value(obj, field))
    made.pk, made.state, made._state = None, state, models.base.ModelState()
    return made


def by_create(obj: models.Model, state: str) -> None:
    second(obj, state).save(force_insert=True)


def by_bulk_create(obj: models.Model, state: str) -> None:
    type(obj)._base_manager.bulk_create([second(obj, state)])


def by_insert(obj: models.Model, state: str) -> None:
    changed = copy(obj)
    changed.state = state
    inserted = insert_like(changed)
    if not inserted:  # it swallows the error: say it again, for the message
        made = second(changed, state)
        made.save(force_insert=True)


CHANGES = (by_update, by_save, by_bulk_update, by_sql, by_upsert)
CREATIONS = (by_create, by_bulk_create, by_insert)


def changes_from(obj: models.Model) -> Iterator[Attempt]:
    for state in states_of(type(obj)):
        for way in CHANGES if state != obj.state else ():
            yield (
                f"{obj._meta.label} {obj.state} → {state} {way.__name__}",
                partial(way, obj, state),
            )


def creations(obj: models.Model) -> Iterator[Attempt]:
    for state in states_of(type(obj)):
        for way in CREATIONS if state != first_state(type(obj)) else ():
            yield f"{obj._meta.label} born {state} {way.__name__}", partial(way, obj, state)


def refused(act: Callable[[], None]) -> bool:
    """By our trigger and by nothing else; any other error is no refusal but a broken test."""
    with undone():
        try:
            with transaction.atomic():
                act()
        except DatabaseError as error:
            if MESSAGE not in str(error):
                raise
            return True
    return False


def every_change(judge: Callable[[Callable], bool]) -> list[tuple[str, bool]]:
    """Every model with a table of transitions, from each state to each other, in every way."""
    found = []
    for model in stateful_models():
        row = model._base_manager.order_by("pk").first()
        for state in states_of(model):
            obj = brought_to(row, state)
            found += [(what, judge(act)) for what, act in changes_from(obj)]
    return found


def every_creation(judge: Callable[[Callable], bool]) -> list[tuple[str, bool]]:
    rows = [model._base_manager.order_by("pk").first() for model in stateful_models()]
    return [(what, judge(act)) for row in rows for what, act in creations(row)]


def pairs() -> int:
    sizes = [len(states_of(model)) for model in stateful_models()]
    return sum(size * (size - 1) for size in sizes)


def report(title: str, outcomes: list[tuple[str, bool]], capsys) -> None:
    with capsys.disabled():
        print(f"\n{title}: {sum(hit for _what, hit in outcomes)} of {len(outcomes)} refused")


# N of N


def test_no_state_changes_past_its_verb(bare, capsys):
    outcomes = every_change(refused)

    report("states written past their verb", outcomes, capsys)
    assert [what for what, hit in outcomes if not hit] == []
    assert len(outcomes) == pairs() * len(CHANGES)


def test_no_row_is_born_in_a_later_state(bare, capsys):
    outcomes = every_creation(refused)

    report("rows born in a later state", outcomes, capsys)
    assert [what for what, hit in outcomes if not hit] == []
    later = sum(len(states_of(model)) - 1 for model in stateful_models())
    assert len(outcomes) == later * len(CREATIONS)


def test_without_the_triggers_every_attempt_passes(bare, capsys):
    """The negative control: it is the triggers that refuse, nothing else."""
    with without_state_triggers():
        outcomes = every_change(refused) + every_creation(refused)

        report("without the triggers", outcomes, capsys)
    assert [what for what, hit in outcomes if hit] == []


def ways_around(obj: models.Model) -> dict[str, str]:
    table, moved = obj._meta.db_table, [name for name in states_of(type(obj)) if name != obj.state]
    found = {
        "delete": f"DELETE FROM {table}",
        "another key": f"UPDATE {table} SET id = id + 987654",
        "state and key": f"UPDATE {table} SET id = id + 987654, state = '{moved[0]}'",
    }
    if SQLITE:
        columns = ", ".join(f'"{field.column}"' for field in obj._meta.concrete_fields)
        late = columns.replace('"state"', f"'{first_state(type(obj))}'")
        found["update or replace"] = f"UPDATE OR REPLACE {table} SET state = '{moved[0]}'"
        found["replace"] = f"REPLACE INTO {table} ({columns}) SELECT {late} FROM {table}"
    else:
        replica = "SET LOCAL session_replication_role = replica; "
        found["truncate"] = f"TRUNCATE {table} CASCADE"
        found["as a replica"] = f"{replica}UPDATE {table} SET state = '{moved[0]}'"
        found["delete as a replica"] = f"{replica}DELETE FROM {table}"
    return found


def test_ways_around_a_state(bare, capsys):
    rows = [model._base_manager.order_by("pk").first() for model in stateful_models()]
    connection.check_constraints()

    outcomes = [
        (f"{row._meta.db_table}: {what}", refused(partial(run, sql)))
        for row in rows
        for what, sql in ways_around(row).items()
    ]

    report("ways around a state", outcomes, capsys)
    assert [what for what, hit in outcomes if not hit] == []


@pytest.mark.skipif(not SQLITE, reason="SQLite only")
def test_a_replace_that_rides_on_another_key_is_refused(bare):
    """The row it would push out is deleted, and that fires since triggers are recursive."""
    opening = Opening.objects.order_by("pk").first()
    columns = [field.column for field in Opening._meta.concrete_fields]
    values = ["id + 900" if name == "id" else name for name in columns]
    values[columns.index("state")] = "'DRAFT'"
    sql = f"REPLACE INTO positions_opening ({', '.join(columns)}) SELECT {', '.join(values)} "

    assert refused(partial(run, f"{sql} FROM positions_opening WHERE id = {opening.pk}"))


def test_an_imported_row_never_turns_live(bare):
    """It may come in any state: turned live it would have one that no verb gave it."""
    for model in (Opening, Application):
        with undone():
            row = second(model._base_manager.first(), states_of(model)[-1])
            row.origin = "IMPORTED"
            row.save(force_insert=True)

            assert refused(partial(model._base_manager.filter(pk=row.pk).update, origin="LIVE"))
            assert refused(partial(by_update, row, first_state(model)))
