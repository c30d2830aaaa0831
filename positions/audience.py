"""Who is told when an opening changes, and what stands against a change.

Rooms that know applicants and exams register them in ready().
"""

from collections.abc import Callable, Iterable

from accounts.models import User
from accounts.verdicts import ALLOWED, Verdict
from positions.models import Opening

_stakes: list[Callable[[User, Opening], Verdict]] = []
_hindrances: list[Callable[[Opening], Verdict]] = []
_sources: list[Callable[[Opening], Iterable[User]]] = []


def register(source: Callable[[Opening], Iterable[User]]) -> None:
    _sources.append(source)


def audience_of(opening: Opening) -> list[User]:
    """Everybody with an interest of their own in the opening, each once."""
    people = {user.pk: user for source in _sources for user in source(opening)}
    return [people[key] for key in sorted(people)]


def register_stake(check: Callable[[User, Opening], Verdict]) -> None:
    """A check whether somebody competes for what they would decide."""
    _stakes.append(check)


def register_hindrance(check: Callable[[Opening], Verdict]) -> None:
    """A check whether the procedure has gone too far for a change."""
    _hindrances.append(check)


def has_no_stake(user: User, opening: Opening) -> Verdict:
    """Nobody proposes or approves a change of a competition they take part in."""
    return _first_refusal(check(user, opening) for check in _stakes)


def nothing_hinders(opening: Opening) -> Verdict:
    """Whether later rooms still allow the notice to change."""
    return _first_refusal(check(opening) for check in _hindrances)


def _first_refusal(verdicts: Iterable[Verdict]) -> Verdict:
    return next((verdict for verdict in verdicts if not verdict), ALLOWED)
