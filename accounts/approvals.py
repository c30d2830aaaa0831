"""The kinds of two-person requests. Each room registers its own in AppConfig.ready()."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import models

from accounts.verdicts import Verdict

CEREMONY = timedelta(minutes=30)
APPROVAL = timedelta(days=14)


@dataclass(frozen=True)
class Kind:
    """What a request of this kind means.

    `facts` are the exact values the second person approves (their digest is kept; any change
    voids the request); `figures` the same in words; `may_approve` the room's own rule beyond
    "another person with the right role"; `carry_out` the verb, run in the same transaction;
    `refused` what happens to the subject when the act will not be carried out (refused, taken
    back, void, expired): it may have changed meanwhile; `also` the other rows `carry_out` touches,
    locked with the subject so that the facts cannot change between the check and the act;
    `needs_own_page` when the second person must bring something: the yes is given at `url`.
    """

    code: str
    title: Any
    lifetime: timedelta
    facts: Callable[[models.Model], dict[str, Any]]
    figures: Callable[[models.Model], list[tuple[str, str]]]
    may_approve: Callable[[Any, models.Model], Verdict]
    carry_out: Callable[..., Any]
    refused: Callable[..., Any]
    url: Callable[[models.Model], str]
    also: Callable[[models.Model], Iterable[models.Model]] = lambda subject: ()
    needs_own_page: bool = False


KINDS: dict[str, Kind] = {}
_scopes: list[Callable[[Any], list[str]]] = []


def register(kind: Kind) -> None:
    KINDS[kind.code] = kind


def register_scopes(function: Callable[[Any], list[str]]) -> None:
    """The room that knows roles says which `role@agency` a user may decide for."""
    _scopes.append(function)


def scopes_of(user: Any) -> list[str]:
    """Every `role@agency` the user holds now."""
    return [scope for function in _scopes for scope in function(user)]


def subject_object(subject: str) -> models.Model:
    """The row a request speaks of."""
    label, _colon, key = subject.partition(":")
    return apps.get_model(label)._base_manager.get(pk=key)
