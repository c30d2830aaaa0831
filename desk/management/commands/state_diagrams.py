from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import models
from django.utils import translation

TARGET = settings.BASE_DIR / "docs" / "states.md"
HEAD = """# States

Written by `manage.py state_diagrams` from the tables `TRANSITIONS` of the models; do not edit.
A test fails when this page is not current. Each state: identifier and Vietnamese label.
An arrow is a step the table permits; which verb takes it, and who may, is in the room's
`workflow` and `rules`. A permitted step need not have a verb yet.
"""


class Command(BaseCommand):
    help = "Write docs/states.md from the models; --check exits 1 when it is not current."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing, only compare")

    def handle(self, *args, **options) -> None:
        text = document()
        if not options["check"]:
            TARGET.write_text(text)
        elif not TARGET.exists() or TARGET.read_text() != text:
            raise CommandError("docs/states.md is not current: run manage.py state_diagrams.")
        self.stdout.write(f"{len(stateful_models())} models with states")


def stateful_models() -> list[type[models.Model]]:
    """Models with a table of transitions, room by room in the order of imports, then by name."""
    rooms = list(apps.app_configs)
    found = [model for model in apps.get_models() if hasattr(model, "TRANSITIONS")]
    return sorted(found, key=lambda model: (rooms.index(model._meta.app_label), model.__name__))


def document() -> str:
    """The whole page, the same whatever language is active."""
    with translation.override(settings.LANGUAGE_CODE):
        return "\n".join([HEAD, *map(_section, stateful_models())])


def _section(model: type[models.Model]) -> str:
    title = f"## {model._meta.label} · {model._meta.verbose_name}"
    return "\n".join([title, "", "```mermaid", "stateDiagram-v2", *_lines(model), "```", ""])


def _lines(model: type[models.Model]) -> Iterator[str]:
    states = list(model.State)
    first = model._meta.get_field("state").default
    yield from (f'    state "{state.value} · {state.label}" as {state.value}' for state in states)
    yield f"    [*] --> {model.State(first).value}"
    for state in states:
        reached = sorted(model.TRANSITIONS[state], key=states.index)
        yield from (f"    {state.value} --> {target.value}" for target in reached)
        if not reached:
            yield f"    {state.value} --> [*]"
