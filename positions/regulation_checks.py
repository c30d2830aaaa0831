"""Checks and examples of a regulation that need a later room's arithmetic, registered by it."""

from collections.abc import Callable
from typing import Any

Check = Callable[[dict[str, Any]], list[str]]
Example = Callable[[dict[str, Any]], list[Any]]
_checks: list[Check] = []
_examples: list[Example] = []


def register(check: Check, example: Example) -> None:
    _checks.append(check)
    _examples.append(example)


def faults_elsewhere(values: dict[str, Any]) -> list[str]:
    return [fault for check in _checks for fault in check(values)]


def examples(values: dict[str, Any]) -> list[Any]:
    return [part for example in _examples for part in example(values)]
