"""Reads over keys, codes and the sealed map."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from accounts.models import TwoPersonRequest
from accounts.queries import time_left_words
from exams.models import CodeMap, Exam, HolderKey, KeyTurn, PaperOwner, Seat
from exams.rules.exam import CHAIR_SCOPE
from exams.rules.paper import HOLDERS, holder_duty, standing_map, standing_turn, waiting_opening
from exams.sealing import Pair, root_of_pairs
from positions.models import Duty

HOLDER_SCOPE = "map_holder"


def scopes_of(user: Any) -> list[str]:
    """What a user may decide by duty: `supervision@campaign:C`, the chair's, a key holder's."""
    deciding = Q(board=Duty.Board.SUPERVISION)
    for needed in HOLDERS.values():
        deciding |= Q(**needed)
    duties = Duty.objects.active().filter(deciding, person__user=user)
    return [scope for duty in duties.select_related("campaign") for scope in _scopes(duty)]


def _scopes(duty: Duty) -> list[str]:
    chain = duty.campaign.ledger_chain
    scopes = [f"{duty.board}@{chain}"]
    if duty.is_chair:
        scopes.append(f"{CHAIR_SCOPE}@{chain}")
    if any(_matches(duty, **needed) for needed in HOLDERS.values()):
        scopes.append(f"{HOLDER_SCOPE}@{chain}")
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


def keys_made(exam: Exam, user: Any) -> int:
    """How many keys the holder made so far; pages send it back so that none is made twice."""
    held = holder_duty(user, exam.campaign)
    return exam.keys.filter(role=held[0]).count() if held else 0


def paper_count(exam: Exam) -> int:
    """Papers of the map in force, or those that were handed in and wait for their codes."""
    if code_map := standing_map(exam):
        return code_map.size
    return Seat.objects.filter(sitting__exam=exam, attendance=Seat.Attendance.SAT).count()


def fewest_for_anonymity(exam: Exam, papers: int) -> int:
    """The regulation's smallest number of papers when there are fewer, else 0."""
    fewest = exam.campaign.regulation.values.get("min_anonymity_set") or 0
    return fewest if exam.state != Exam.State.PREPARING and papers < fewest else 0


@dataclass(frozen=True)
class Ceremony:
    """An opening under way: one key was turned, another is waited for."""

    request: TwoPersonRequest
    turn: KeyTurn

    @property
    def time_left(self) -> str:
        return time_left_words(self.request)


def ceremony_of(exam: Exam) -> Ceremony | None:
    """None before the first key, and again when its thirty minutes are over."""
    request, turn = waiting_opening(exam), standing_turn(exam)
    return Ceremony(request, turn) if request and turn else None


@dataclass(frozen=True)
class Joined:
    """What the opening of a map joined, and whether it is what was committed."""

    papers: int
    root: str
    is_as_committed: bool


def joined_papers(code_map: CodeMap | None) -> Joined | None:
    """Recomputed from the owners as they stand; None while the map is closed."""
    if code_map is None or code_map.state != CodeMap.State.OPENED:
        return None
    owners = PaperOwner.objects.filter(paper__code_map=code_map)
    rows = owners.values_list("paper__code", "application__public_id", "salt")
    pairs = [Pair(*row) for row in rows]
    root = root_of_pairs(pairs)
    return Joined(len(pairs), root, root == code_map.root)
