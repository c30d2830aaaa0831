"""Who may import whom: rooms, and modules inside a room (docs/architecture, style)."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.guarding import MODULES, ROOMS, Source, expect_none, imported, product

LAZY_REFERENCE = re.compile(r"^([a-z]+)\.[A-Z]\w*(\.\w+)*$")


def _references(source: Source) -> Iterator[tuple[ast.AST, str]]:
    """Imports, and the "room.Model" strings that stand for one."""
    yield from imported(source.tree)
    for node in ast.walk(source.tree):
        if _is_text(node) and LAZY_REFERENCE.match(node.value):
            yield node, node.value


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def upward_rooms(source: Source) -> list[str]:
    """A room knows only the rooms before it; config and tests are above all of them."""
    if source.room not in ROOMS:
        return []
    above = {*ROOMS[ROOMS.index(source.room) + 1 :], "config", "tests"}
    return [
        source.at(node, f"reaches up to {name}")
        for node, name in _references(source)
        if name.split(".")[0] in above
    ]


def _rank(module: str) -> int | None:
    """`profile_views` counts as `views`."""
    kind = module.rsplit("_", 1)[-1]
    return MODULES.index(kind) if kind in MODULES else None


def upward_modules(source: Source) -> list[str]:
    """models < rules < queries < workflow < forms < views < urls."""
    own = _rank(source.module)
    if source.room not in ROOMS or own is None:
        return []
    return [
        source.at(node, f"imports {name}")
        for node, name in imported(source.tree)
        if name.startswith(f"{source.room}.") and (_rank(name.split(".")[1]) or 0) > own
    ]


RULES = (upward_rooms, upward_modules)
BROKEN = [
    (upward_rooms, "candidates/models.py", "from exams.models import Exam"),
    (upward_rooms, "candidates/queries.py", "def f():\n    import exams.queries"),
    (upward_rooms, "candidates/models.py", "x = ForeignKey('exams.Paper')"),
    (upward_rooms, "audit/ledger.py", "from config import settings"),
    (upward_rooms, "accounts/rules.py", "if TYPE_CHECKING:\n    from agencies.models import X"),
    (upward_modules, "exams/models/paper.py", "from exams.workflow import seal"),
    (upward_modules, "exams/rules.py", "from exams import views"),
    (upward_modules, "accounts/forms.py", "from accounts.profile_views import profile"),
]
FINE = [
    (upward_rooms, "exams/models/paper.py", "from candidates.models import Application"),
    (upward_rooms, "config/urls.py", "from desk import urls"),
    (upward_modules, "exams/views/paper.py", "from exams.workflow.paper import seal"),
    (upward_modules, "exams/workflow.py", "from exams.tasks import ring"),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_imports_go_one_way(tree, rule):
    expect_none(finding for source in product(tree) for finding in rule(source))


@pytest.mark.parametrize(("rule", "path", "code"), BROKEN)
def test_broken_import_is_found(rule, path, code):
    assert len(rule(Source.of(path, code))) == 1


@pytest.mark.parametrize(("rule", "path", "code"), FINE)
def test_sound_import_passes(rule, path, code):
    assert rule(Source.of(path, code)) == []
