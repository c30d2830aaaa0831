"""Two profiles that may be one person, in one campaign: said to officers, decided by nobody else.

By what was filed: the same number, or the same name without signs and the same birthday.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from candidates.models import Application
from positions.models import Campaign


@dataclass(frozen=True)
class Likeness:
    """Another dossier of the campaign that may be the same person's, and by what."""

    application: Application
    same_number: bool


@dataclass(frozen=True)
class Alike:
    """Dossiers looked at: those the reader may open, and how many others there are."""

    shown: list[Likeness]
    n_hidden: int

    def __bool__(self) -> bool:
        return bool(self.shown or self.n_hidden)


def alike(application: Application, user: Any) -> Alike:
    """What else was filed in the campaign by what may be the same person under another profile."""
    filed = getattr(application, "filed", None)
    if filed is None or application.erased_at:
        return Alike([], 0)
    same_number = Q(filed__citizen_id=filed.citizen_id) & ~Q(filed__citizen_id="")
    same_name = Q(filed__name_key=filed.name_key, birth_on=application.birth_on)
    rows = Application.objects.competing().filter(opening__campaign=application.opening.campaign_id)
    rows = rows.filter(same_number | same_name, erased_at=None)
    rows = rows.exclude(profile=application.profile_id)
    found = list(_with_mine(rows.select_related("opening", "filed"), user))
    number = filed.citizen_id or None
    shown = [Likeness(row, row.filed.citizen_id == number) for row in found if row.is_mine]
    return Alike(shown, len(found) - len(shown))


def _with_mine(rows: QuerySet[Application], user: Any) -> QuerySet[Application]:
    """Each dossier with `is_mine`: whether the user vets it."""
    condition = Application.objects.desk_condition(user)
    return rows.annotate(is_mine=ExpressionWrapper(condition, BooleanField()))


def with_likeness(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Each dossier with `is_alike`: whether the campaign has another that may be the same person's.

    Two questions, so that each finds its index.
    """
    others = Application.objects.competing().exclude(profile=OuterRef("profile"))
    others = others.filter(opening__campaign=OuterRef("opening__campaign"))
    same_number = others.filter(filed__citizen_id=OuterRef("filed__citizen_id"))
    same_number = same_number.exclude(filed__citizen_id="")
    same_name = others.filter(
        filed__name_key=OuterRef("filed__name_key"), birth_on=OuterRef("birth_on")
    )
    return rows.annotate(is_alike=Exists(same_number) | Exists(same_name))


def alike_in(campaign: Campaign, user: Any) -> list[Alike]:
    """Groups of dossiers that may be one person's, to officers who vet one of them."""
    rows = Application.objects.competing().filter(opening__campaign=campaign)
    rows = with_likeness(rows).filter(is_alike=True).select_related("opening", "filed")
    rows = _with_mine(rows, user).order_by("sort_key", "pk")
    seen = [_as_seen(group) for group in _grouped(rows)]
    return [group for group in seen if group.shown]


def _as_seen(group: list[Application]) -> Alike:
    same_number = len({row.filed.citizen_id for row in group}) < len(group)
    shown = [Likeness(row, same_number) for row in group if row.is_mine]
    return Alike(shown, len(group) - len(shown))


def _grouped(rows: Iterable[Application]) -> list[list[Application]]:
    """Rows that share a number or a name with birthday stand together."""
    groups: list[tuple[set, list[Application]]] = []
    for row in rows:
        keys, members = set(_keys(row)), [row]
        for group in [group for group in groups if group[0] & keys]:
            keys, members = keys | group[0], group[1] + members
            groups.remove(group)
        groups.append((keys, members))
    return [members for _keys_of_group, members in groups]


def _keys(row: Application) -> Iterable[tuple]:
    if row.filed.citizen_id:
        yield ("number", row.filed.citizen_id)
    yield ("name", row.filed.name_key, row.birth_on)
