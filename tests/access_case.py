"""One object under one URL name, and the short ways to say which."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.access_world import World

Getter = Callable[[World], dict[str, Any]]


def nothing(_world: World) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Case:
    """One object under one URL name."""

    name: str
    kwargs: Getter = nothing
    body: Getter = nothing
    object: str = ""


def opening(name: str) -> Getter:
    return lambda world: {"code": world.opening(name).code}


def campaign(name: str) -> Getter:
    return lambda world: {"code": world.campaigns[name].code}


def own(name: str) -> Getter:
    return lambda world: {"public_id": world.own[name].public_id}


def item(name: str) -> Getter:
    return lambda world: {"public_id": world.own[name].items.first().public_id}


def thing(name: str, **more: str) -> Getter:
    def kwargs(world: World) -> dict[str, Any]:
        others = {key: world.things[other].public_id for key, other in more.items()}
        return {"public_id": world.things[name].public_id} | others

    return kwargs


def agency_a(world: World) -> dict[str, Any]:
    return {"code": world.a.code}


def pk(name: str) -> Getter:
    return lambda world: {"pk": world.things[name].pk}


def words(**fields: Any) -> Getter:
    return lambda _world: fields
