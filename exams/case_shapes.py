"""The simple shapes of a case: what is wrong with a value is noted under its path."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

DECIMAL = re.compile(r"[0-9]+(\.[0-9]+)?")


class BadInput(Exception):
    """Every fault of a file, each `path: what is wrong`."""

    def __init__(self, faults: list[str]):
        super().__init__("\n".join(faults))
        self.faults = faults


class Shapes:
    """Reads values of one case; keeps every fault and goes on with what can still be checked."""

    def __init__(self, prefix: str = ""):
        self.prefix = prefix
        self.faults: list[str] = []

    def fault(self, path: str, text: str) -> None:
        where = ".".join(part for part in (self.prefix, path) if part)
        self.faults.append(one_line(f"{where}: {text}"))

    def mapping(
        self, value: Any, path: str, required: tuple[str, ...], optional: tuple[str, ...] = ()
    ) -> dict[str, Any] | None:
        if not isinstance(value, dict):
            self.fault(path, "must be an object")
            return None
        for key in dict.fromkeys(required):
            if key not in value:
                self.fault(join(path, key), "missing")
        for key in value:
            if key not in (*required, *optional):
                self.fault(join(path, key), "unknown key")
        return value

    def sequence(self, value: Any, path: str) -> list[Any] | None:
        if isinstance(value, list):
            return value
        self.fault(path, "must be a list")
        return None

    def of(self, parent: dict, key: str, path: str, read: Callable, *args: Any) -> Any:
        """Read a key that is there; a missing one was named already."""
        return read(parent[key], join(path, key), *args) if key in parent else None

    def integer(self, value: Any, path: str, low: int, high: int | None = None) -> int | None:
        if type(value) is not int:
            self.fault(path, "must be a whole number")
        elif value < low or (high is not None and value > high):
            self.fault(path, f"{Decimal(value):f} is not in {low}..{'' if high is None else high}")
        else:
            return value
        return None

    def boolean(self, value: Any, path: str) -> bool | None:
        if isinstance(value, bool):
            return value
        self.fault(path, "must be true or false")
        return None

    def choice(self, value: Any, path: str, allowed: tuple[str, ...]) -> str | None:
        if isinstance(value, str) and value in allowed:
            return value
        self.fault(path, f"must be one of {', '.join(allowed)}")
        return None

    def string(self, value: Any, path: str) -> str | None:
        if isinstance(value, str):
            return value
        self.fault(path, "must be a string")
        return None

    def decimal(self, value: Any, path: str) -> Decimal | None:
        if isinstance(value, str) and DECIMAL.fullmatch(value):
            return Decimal(value)
        self.fault(path, 'must be a decimal in a string such as "72.5"')
        return None

    def bounded(self, value: Any, path: str, high: Decimal | None) -> Decimal | None:
        number = self.decimal(value, path)
        if number is not None and high is not None and number > high:
            self.fault(path, f"{value} is above {high:f}")
            return None
        return number

    def positive(self, value: Any, path: str) -> Decimal | None:
        number = self.decimal(value, path)
        if number is not None and number == 0:
            self.fault(path, "must be above 0")
            return None
        return number

    def mark(self, value: Any, path: str, high: Decimal | None, places: int | None):
        number = self.bounded(value, path, high)
        if number is not None and places is not None and -number.as_tuple().exponent > places:
            self.fault(path, f"{value} has more than {places} decimal places")
            return None
        return number

    def text(self, value: Any, path: str) -> str | None:
        if isinstance(value, str) and value:
            return value
        self.fault(path, "must be a non-empty string")
        return None

    def repeats(self, values: list[Any], path_of: Callable[[int], str]) -> None:
        seen = set()
        for place, value in enumerate(values):
            if value is not None and value in seen:
                self.fault(path_of(place), f"{value} is repeated")
            seen.add(value)


def join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def one_line(text: str) -> str:
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)
