"""Names, sizes and words of the files themselves."""

import ast
import subprocess

import pytest

from tests.guarding import ROOT, Source, expect_none, product

FORBIDDEN_MODULES = ("services", "utils", "helpers", "managers", "signals", "constants", "mixins")
FORBIDDEN_FOLDERS = ("common", "core", "utils")
MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 40
LONGER_FILES: dict[str, str] = {}  # path: reason
LONGER_FUNCTIONS: dict[str, str] = {}  # path:name: reason
# Spelled in parts, or this file would be its own finding.
FORBIDDEN_WORDS = ("/wo" + "rk/", "fa" + "rm-", ".lib" + "rary", "--index" + "-url")
NOT_OURS = ("static/vendor/",)
READ_AS_TEXT = (
    *(".py", ".html", ".txt", ".md", ".css", ".js", ".po", ".csv", ".svg", ".json", ".in"),
    *(".toml", ".ini", ".sh", ".yml", ".example", "Makefile", "run", ".gitignore"),
)


def forbidden_name(source: Source) -> list[str]:
    parts = {*source.path.parts[:-1], source.path.stem}
    bad = parts & {*FORBIDDEN_MODULES, *FORBIDDEN_FOLDERS}
    return [f"{source.path}: {name}" for name in sorted(bad)]


def mixins(source: Source) -> list[str]:
    classes = (node for node in ast.walk(source.tree) if isinstance(node, ast.ClassDef))
    return [source.at(node, node.name) for node in classes if node.name.endswith("Mixin")]


def long_file(source: Source) -> list[str]:
    n_lines = len(source.text.splitlines())
    if n_lines <= MOST_LINES or str(source.path) in LONGER_FILES:
        return []
    return [f"{source.path}: {n_lines} lines"]


def long_functions(source: Source) -> list[str]:
    functions = (node for node in ast.walk(source.tree) if isinstance(node, ast.FunctionDef))
    return [
        source.at(node, f"{node.name} has {node.end_lineno - node.lineno + 1} lines")
        for node in functions
        if node.end_lineno - node.lineno + 1 > MOST_LINES_OF_A_FUNCTION
        and f"{source.path}:{node.name}" not in LONGER_FUNCTIONS
    ]


def forbidden_words(path: str, text: str) -> list[str]:
    return [f"{path}: {word}" for word in FORBIDDEN_WORDS if word in text]


def kept_files() -> list[str]:
    """What git keeps or would keep; without git, nothing is about to be committed."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return [path for path in listed.stdout.splitlines() if (ROOT / path).is_file()]


RULES = (forbidden_name, mixins, long_functions)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_files_keep_the_rule(tree, rule):
    expect_none(finding for source in product(tree) for finding in rule(source))


def test_files_are_short(tree):
    expect_none(finding for source in tree for finding in long_file(source))


def test_files_name_no_machine():
    paths = [
        path
        for path in kept_files()
        if path.endswith(READ_AS_TEXT) and not path.startswith(NOT_OURS)
    ]
    texts = {path: (ROOT / path).read_text(errors="replace") for path in paths}

    expect_none(finding for path in texts for finding in forbidden_words(path, texts[path]))


@pytest.mark.parametrize(
    ("rule", "path", "code"),
    [
        (forbidden_name, "exams/utils.py", ""),
        (forbidden_name, "common/models.py", ""),
        (mixins, "exams/views.py", "class ListMixin:\n    pass"),
        (long_file, "exams/models.py", "x = 1\n" * 401),
        (long_functions, "exams/rules.py", "def f():\n" + "    x = 1\n" * 40),
    ],
)
def test_broken_file_is_found(rule, path, code):
    assert len(rule(Source.of(path, code))) == 1


def test_long_enough_is_not_too_long():
    assert long_file(Source.of("exams/models.py", "x = 1\n" * 400)) == []
    assert long_functions(Source.of("exams/rules.py", "def f():\n" + "    x = 1\n" * 39)) == []


@pytest.mark.parametrize("word", FORBIDDEN_WORDS)
def test_forbidden_word_is_found(word):
    assert forbidden_words("README.md", f"see {word}main") != []
