"""Whatever the libraries say on a page, they say it in Vietnamese."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import allauth
import crispy_bootstrap5
import crispy_forms
import django
import pytest
from django.utils import translation
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from django.utils.translation.template import templatize

ALLAUTH, DJANGO = Path(allauth.__file__).parent, Path(django.__file__).parent
CALLS = {
    "_": ("gettext", 1),
    "gettext": ("gettext", 1),
    "gettext_lazy": ("gettext", 1),
    "ngettext": ("ngettext", 2),
    "ngettext_lazy": ("ngettext", 2),
    "pgettext": ("pgettext", 2),
    "pgettext_lazy": ("pgettext", 2),
    "npgettext": ("npgettext", 3),
    "npgettext_lazy": ("npgettext", 3),
}
CODE = (
    *(ALLAUTH / "account", ALLAUTH / "mfa", ALLAUTH / "usersessions", ALLAUTH / "core"),
    *(Path(crispy_forms.__file__).parent, Path(crispy_bootstrap5.__file__).parent),
    *(DJANGO / "core/validators.py", DJANGO / "core/paginator.py", DJANGO / "forms"),
    *(DJANGO / "db/models/fields", DJANGO / "db/models/constraints.py"),
    *(DJANGO / "contrib/auth/password_validation.py", DJANGO / "contrib/auth/validators.py"),
    *(DJANGO / "contrib/auth/forms.py", DJANGO / "contrib/humanize"),
    *(DJANGO / "utils/timesince.py", DJANGO / "utils/text.py", DJANGO / "utils/ipv6.py"),
    *(DJANGO / "views/csrf.py", DJANGO / "views/generic"),
)
MESSAGES = sorted(
    path
    for room in ("account", "mfa", "usersessions")
    for path in (ALLAUTH / "templates" / room / "messages").glob("*.txt")
)
SAME_IN_VIETNAMESE = {
    "Email": "the usual word",
    "IPv4": "a name",
    "IPv6": "a name",
    "URL": "a name",
    "Humanize": "name of an app that no page shows",
    "%(truncated_text)s…": "no word in it",
}
QUOTED = re.compile(r"gettext\(u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")")


def files(place: Path) -> Iterator[Path]:
    found = [place] if place.is_file() else sorted(place.rglob("*.py"))
    return (path for path in found if not {"tests", "migrations"} & set(path.parts))


def texts_of_code(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(function, arguments) of each call of the translation functions on plain text."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            function, n_texts = CALLS.get(name, ("", 0))
            texts = [arg.value for arg in node.args[:n_texts] if isinstance(arg, ast.Constant)]
            if function and len(texts) == n_texts:
                yield function, tuple(texts)


def texts_of_template(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for quoted in QUOTED.findall(templatize(text)):
        yield "gettext", (ast.literal_eval(quoted),)


def in_vietnamese(function: str, texts: tuple[str, ...]) -> str:
    with translation.override("vi"):
        match function:
            case "gettext":
                return gettext(*texts)
            case "pgettext":
                return pgettext(*texts)
            case "ngettext":
                return ngettext(*texts, 2)
            case _:
                return npgettext(*texts, 2)


def untranslated(found: Iterator[tuple[str, tuple[str, ...]]]) -> list[str]:
    return [
        texts[-1]
        for function, texts in found
        if in_vietnamese(function, texts) == texts[-1]
        and texts[-1] not in SAME_IN_VIETNAMESE
        and re.search(r"[A-Za-z]", texts[-1])
    ]


@pytest.mark.parametrize("place", CODE, ids=lambda place: "/".join(place.parts[-2:]))
def test_library_code_speaks_vietnamese(place):
    missing = [
        (path.name, text)
        for path in files(place)
        for text in untranslated(texts_of_code(path.read_text()))
    ]

    assert missing == []


@pytest.mark.parametrize("path", MESSAGES, ids=lambda path: path.stem)
def test_library_message_speaks_vietnamese(path):
    assert untranslated(texts_of_template(path.read_text())) == []


def test_scan_finds_texts_and_holes():
    code = '_("No such text here.")\nngettext("%d hole", "%d holes", n)\n_("Password")'

    assert untranslated(texts_of_code(code)) == ["No such text here.", "%d holes"]
    assert untranslated(texts_of_template("{% load i18n %}{% translate 'Hole' %}")) == ["Hole"]
    assert len(MESSAGES) > 15
