"""Reading and writing a regulation's values by the sentences of its table."""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any

from django.utils.translation import gettext as _

from positions.models import BoardPair, Duty
from positions.regulation_fields import (
    CHOICE,
    CHOICES,
    CODES,
    CRITERIA,
    DECIMAL,
    EMPTY_IS_ABSENT,
    NUMBERS,
    YES,
    Field,
    Group,
)
from positions.regulation_table import FIELDS, GROUPS, ROUND1
from positions.wording import criterion_words, tie_key_words


def groups_of(values: dict[str, Any]) -> list[Group]:
    """The groups that apply: without a written round its sentences have no place."""
    return [group for group in GROUPS if group is not ROUND1 or has_written(values)]


def has_written(values: dict[str, Any]) -> bool:
    return values["rules"]["written"] is not None


def get(values: dict[str, Any], path: str) -> Any:
    """The value at a path; None where the regulation does not say."""
    here: Any = values
    for key in path.split("."):
        if not isinstance(here, dict) or here.get(key) is None:
            return None
        here = here[key]
    return here


def put(values: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """A copy with other values at some paths; an empty nested value leaves no key behind."""
    made = deepcopy(values)
    for path, value in changes.items():
        _put_one(made, path.split("."), value)
    return made


def _put_one(here: dict[str, Any], keys: list[str], value: Any) -> None:
    *way, last = keys
    if not way:
        here[last] = value
        return
    inner = here.get(way[0]) or {}
    _put_one(inner, [*way[1:], last], value)
    inner = {
        key: each
        for key, each in inner.items()
        if each is not None or (way[0], key) == ("rules", "written")
    }
    if inner or way[0] not in EMPTY_IS_ABSENT:
        here[way[0]] = inner
    else:
        here.pop(way[0], None)


def words_of(field: Field, value: Any) -> str:
    """A value as people read it."""
    if value is None or value == []:
        return _("quy chế không quy định")
    if field.kind == YES:
        return _("có") if value else _("không")
    if field.kind in (CHOICE, CHOICES):
        names = dict(field.choices)
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(str(names.get(each, each)) for each in chosen)
    if field.kind == CRITERIA:
        return "; ".join(map(criterion_words, value))
    if field.kind == CODES:
        return "; ".join(map(tie_key_words, value))
    if field.kind == NUMBERS:
        return "; ".join(map(str, value))
    return str(value).replace(".", ",") if field.kind == DECIMAL else str(value)


def line_of(item: Any) -> str:
    """One item of a list as one line of text."""
    return f"{item['code']} {item['max']}" if isinstance(item, dict) else str(item)


def sentences(values: dict[str, Any]) -> Iterator[tuple[Group, list[tuple[Field, str]]]]:
    """Everything the regulation says, group by group; what it does not say is left out."""
    for group in groups_of(values):
        found = [(field, get(values, field.path)) for field in group.fields]
        yield group, [(f, words_of(f, value)) for f, value in found if value not in (None, [])]


def pair_lines(pairs: Iterable[BoardPair]) -> list[tuple[str, str, str]]:
    """Board by board: its name, those nobody of it may sit on, and whom that binds."""
    order = Duty.Board.values
    rows = sorted(pairs, key=lambda pair: [*map(order.index, (pair.board_a, pair.board_b))])
    found: dict[tuple[str, str], list[str]] = {}
    for pair in rows:
        key = pair.get_board_a_display(), pair.get_binds_display()
        found.setdefault(key, []).append(pair.get_board_b_display())
    return [(board, ", ".join(others), binds) for (board, binds), others in found.items()]


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[Field, str, str]]:
    """The sentences in which two regulations differ."""
    pairs = [(field, get(before, path), get(after, path)) for path, field in FIELDS.items()]
    return [(f, words_of(f, old), words_of(f, new)) for f, old, new in pairs if old != new]
