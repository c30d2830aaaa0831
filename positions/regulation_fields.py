"""One sentence of a regulation: where its value stands, of what kind it is, what it may be."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

INT, DECIMAL, YES, CHOICE, CHOICES, CODES, CRITERIA, NUMBERS = (
    "int",
    "decimal",
    "yes",
    "choice",
    "choices",
    "codes",
    "criteria",
    "numbers",
)


@dataclass(frozen=True)
class Field:
    """One value: its path in `values`, its sentence, its kind, its bounds or its choices."""

    path: str
    label: Any
    kind: str
    least: int = 0
    most: int = 3650
    choices: tuple[tuple[str, Any], ...] = ()
    optional: bool = True

    @property
    def name(self) -> str:
        """The path as a form field's name."""
        return self.path.replace(".", "__")

    def takes(self, value: Any) -> bool:
        """Whether a value from a file has the shape this sentence needs."""
        return SHAPES[self.kind](self, value)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_decimal(value: Any) -> bool:
    return isinstance(value, str) and bool(PLAIN_DECIMAL.match(value))


def is_plain(value: Any) -> bool:
    """A text without line breaks, control characters or halves of characters."""
    return isinstance(value, str) and bool(value.strip()) and value.isprintable()


def _is_code(value: Any) -> bool:
    return is_plain(value) and len(value) <= LONGEST_CODE and not value.count(" ")


def _is_criterion(value: Any) -> bool:
    """A code with its maximum."""
    is_pair = isinstance(value, dict) and set(value) == {"code", "max"}
    return is_pair and _is_code(value["code"]) and _is_decimal(value["max"])


def _all(check: Callable[[Any], bool]) -> Callable[["Field", Any], bool]:
    return lambda _field, value: isinstance(value, list) and all(map(check, value))


LONGEST_CODE = 40
PLAIN_DECIMAL = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?\Z")
SHAPES: dict[str, Callable[["Field", Any], bool]] = {
    INT: lambda field, value: _is_whole(value) and field.least <= value <= field.most,
    DECIMAL: lambda _field, value: _is_decimal(value),
    YES: lambda _field, value: isinstance(value, bool),
    CHOICE: lambda field, value: isinstance(value, str) and value in dict(field.choices),
    CHOICES: lambda field, value: (
        isinstance(value, list)
        and all(isinstance(each, str) and each in dict(field.choices) for each in value)
    ),
    CODES: _all(_is_code),
    CRITERIA: _all(_is_criterion),
    NUMBERS: _all(_is_whole),
}


@dataclass(frozen=True)
class Group:
    title: Any
    fields: tuple[Field, ...]


# Tables that the scoring knows only when they hold something.
EMPTY_IS_ABSENT = ("weights", "sanctions")
