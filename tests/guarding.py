"""Reading the project as text and as syntax, for the guards. A finding is one line of words."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = (
    "audit",
    "accounts",
    "messaging",
    "agencies",
    "documents",
    "positions",
    "candidates",
    "exams",
    "reports",
    "desk",
)
# Order of the modules inside a room; a package is named like the module it replaced.
MODULES = ("models", "rules", "queries", "workflow", "forms", "views", "urls")
CODE_FOLDERS = (*ROOMS, "config")


@dataclass(frozen=True)
class Source:
    path: Path  # relative to the project
    text: str
    tree: ast.Module

    @classmethod
    def of(cls, path: str, text: str) -> "Source":
        return cls(Path(path), text, ast.parse(text))

    @property
    def room(self) -> str:
        return self.path.parts[0]

    @property
    def module(self) -> str:
        """`views` for room/views.py and for room/views/paper.py."""
        return Path(self.path.parts[1]).stem if len(self.path.parts) > 1 else self.path.stem

    @property
    def is_test(self) -> bool:
        return "tests" in self.path.parts or self.path.name == "conftest.py"

    def at(self, node: ast.AST, what: str) -> str:
        return f"{self.path}:{node.lineno} {what}"


def sources(root: Path = ROOT) -> list[Source]:
    """Python files of the rooms, of config and of tests; migrations are written by Django."""
    found = (path for folder in (*CODE_FOLDERS, "tests") for path in (root / folder).rglob("*.py"))
    kept = sorted(path for path in found if "migrations" not in path.parts)
    return [Source.of(str(path.relative_to(root)), path.read_text()) for path in kept]


def product(tree: list[Source]) -> list[Source]:
    """What runs at a user's: everything but tests."""
    return [source for source in tree if not source.is_test]


def templates(root: Path = ROOT) -> dict[str, str]:
    """Text of each template by its name, as a loader would find it."""
    folders = [root / "templates", *(root / room / "templates" for room in ROOMS)]
    return {
        str(path.relative_to(folder)): path.read_text()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def imported(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """(node, dotted module) of every import, also inside functions and type-checking blocks."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def dotted(node: ast.AST) -> str:
    """`a.b.c` for a chain of names, `.c` when it hangs on something else, "" otherwise."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def expect_none(findings: Iterable[str]) -> None:
    """Fail with every finding, one a line, rather than with a shortened list."""
    found = list(findings)
    if found:
        pytest.fail("\n".join([f"{len(found)} finding(s):", *found]), pytrace=False)
