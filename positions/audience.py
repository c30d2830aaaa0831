"""Who is told when an opening changes. Rooms that know people register them in ready()."""

from collections.abc import Callable, Iterable

from accounts.models import User
from positions.models import Opening

_sources: list[Callable[[Opening], Iterable[User]]] = []


def register(source: Callable[[Opening], Iterable[User]]) -> None:
    _sources.append(source)


def audience_of(opening: Opening) -> list[User]:
    """Everybody with an interest of their own in the opening, each once."""
    people = {user.pk: user for source in _sources for user in source(opening)}
    return [people[key] for key in sorted(people)]
