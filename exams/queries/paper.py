"""Reads over keys, codes and the sealed map."""

from dataclasses import dataclass
from typing import Any

from exams.models import Exam, HolderKey
from exams.rules.exam import CHAIR_SCOPE
from exams.rules.paper import HOLDERS
from positions.models import Duty


def scopes_of(user: Any) -> list[str]:
    """What a user may decide by duty: `supervision@campaign:C`, the chair's, a key holder's."""
    duties = Duty.objects.active().filter(person__user=user).select_related("campaign")
    return [scope for duty in duties for scope in _scopes(duty)]


def _scopes(duty: Duty) -> list[str]:
    chain = duty.campaign.ledger_chain
    scopes = [f"{duty.board}@{chain}"]
    if duty.is_chair:
        scopes.append(f"{CHAIR_SCOPE}@{chain}")
    if any(_matches(duty, **needed) for needed in HOLDERS.values()):
        scopes.append(f"map_holder@{chain}")
    return scopes


def _matches(duty: Duty, **needed: Any) -> bool:
    return all(getattr(duty, name) == value for name, value in needed.items())


@dataclass(frozen=True)
class HolderLine:
    """One of the three holders as the page lists them."""

    label: str
    person: str
    has_key: bool


def holder_lines(exam: Exam) -> list[HolderLine]:
    """Who holds which key and whether it was made."""
    keys = {key.role: key for key in exam.keys.active().select_related("duty__person")}
    duties = Duty.objects.active().filter(campaign=exam.campaign).select_related("person")
    return [
        _holder_line(role, keys.get(role), duties.filter(**needed).first())
        for role, needed in HOLDERS.items()
    ]


def _holder_line(role: str, key: HolderKey | None, duty: Duty | None) -> HolderLine:
    is_made = key is not None and duty is not None and key.duty_id == duty.pk
    return HolderLine(
        str(HolderKey.Role(role).label), duty.person.full_name if duty else "", is_made
    )
