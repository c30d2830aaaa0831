"""Models: total tables of transitions, no floats, no self-made times, no missing migration."""

from types import SimpleNamespace

import pytest
from django.apps import AppConfig, apps
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
from django.db.migrations.state import ProjectState
from django.utils import translation

from tests.guarding import ROOMS, expect_none


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in ROOMS]


def table_faults(model) -> list[str]:
    """The table names every state, leads only to states, reaches each from the default."""
    states = set(model.State.values)
    table = {str(key): {str(to) for to in targets} for key, targets in model.TRANSITIONS.items()}
    targets = set().union(*table.values())
    field = model._meta.get_field("state")
    faults = [f"{state} is no key" for state in sorted(states - set(table))]
    faults += [f"{state} is no state" for state in sorted((set(table) | targets) - states)]
    unreached = states - _reached(table, str(field.default))
    faults += [f"{state} is never reached" for state in sorted(unreached)]
    if field.editable:
        faults.append("the state field is editable")
    if not any(each.name.endswith("_state_valid") for each in model._meta.constraints):
        faults.append("no constraint *_state_valid")
    return [f"{model.__name__}: {fault}" for fault in faults]


def _reached(table: dict[str, set[str]], start: str) -> set[str]:
    reached, waiting = set(), [start]
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            waiting += table.get(state, set())
    return reached


def field_faults(field: models.Field) -> list[str]:
    faults = []
    if isinstance(field, models.FloatField):
        faults.append(f"{field.name} is a float")
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        faults.append(f"{field.name} takes the time by itself")
    return faults


def config_fault(config: AppConfig) -> str:
    return f"{config.label} has no AppConfig of its own" if type(config) is AppConfig else ""


def missing_migrations(present: ProjectState) -> list[str]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    questioner = NonInteractiveMigrationQuestioner(specified_apps=set(ROOMS), dry_run=True)
    detector = MigrationAutodetector(loader.project_state(), present, questioner)
    with translation.override(None):  # as makemigrations does: labels in the language of source
        changes = detector.changes(graph=loader.graph)
    ours = sorted(set(changes) & set(ROOMS))
    return [f"{label}: {each}" for label in ours for each in _operations(changes[label])]


def _operations(migrations: list) -> list[str]:
    return [operation.describe() for each in migrations for operation in each.operations]


# The project keeps the rules


def test_every_table_of_transitions_is_total():
    stateful = [model for model in our_models() if hasattr(model, "TRANSITIONS")]

    expect_none(fault for model in stateful for fault in table_faults(model))


def test_a_state_without_a_table_is_machinery():
    bare = [
        model._meta.label
        for model in our_models()
        if any(field.name == "state" for field in model._meta.concrete_fields)
        and not hasattr(model, "TRANSITIONS")
    ]

    expect_none(label for label in bare if not label.startswith("messaging."))


def test_no_float_and_no_second_clock_in_a_field():
    fields = [field for model in our_models() for field in model._meta.concrete_fields]

    expect_none(f"{field.model.__name__}.{x}" for field in fields for x in field_faults(field))


@pytest.mark.parametrize("room", ROOMS)
def test_room_has_its_own_configuration(room):
    assert config_fault(apps.get_app_config(room)) == ""


def test_no_migration_is_missing():
    expect_none(missing_migrations(ProjectState.from_apps(apps)))


# The guards find what is broken


def _fake(transitions: dict, *, constraint: str = "thing_state_valid", editable: bool = False):
    class State(models.TextChoices):
        A = "A"
        B = "B"

    field = models.CharField(name="state", default=State.A, editable=editable)
    meta = SimpleNamespace(
        get_field=lambda name: field, constraints=[SimpleNamespace(name=constraint)]
    )
    return SimpleNamespace(__name__="Thing", State=State, TRANSITIONS=transitions, _meta=meta)


def test_total_table_passes():
    assert table_faults(_fake({"A": {"B"}, "B": set()})) == []


@pytest.mark.parametrize(
    ("model", "fault"),
    [
        (_fake({"A": {"B"}}), "Thing: B is no key"),
        (_fake({"A": {"B", "C"}, "B": set()}), "Thing: C is no state"),
        (_fake({"A": set(), "B": {"A"}}), "Thing: B is never reached"),
        (_fake({"A": {"B"}, "B": set()}, constraint="other"), "Thing: no constraint *_state_valid"),
        (_fake({"A": {"B"}, "B": set()}, editable=True), "Thing: the state field is editable"),
    ],
)
def test_broken_table_is_found(model, fault):
    assert table_faults(model) == [fault]


@pytest.mark.parametrize(
    "field",
    [
        models.FloatField(name="mark"),
        models.DateTimeField(name="at", auto_now=True),
        models.DateField(name="on", auto_now_add=True),
    ],
)
def test_broken_field_is_found(field):
    assert len(field_faults(field)) == 1


def test_bare_configuration_is_found():
    assert config_fault(AppConfig("audit", apps.get_app_config("audit").module)) != ""


def test_missing_migration_is_found():
    changed = ProjectState.from_apps(apps)
    changed.add_field("audit", "ledgerentry", "extra", models.TextField(default=""), True)

    assert "audit: Add field extra to ledgerentry" in missing_migrations(changed)
