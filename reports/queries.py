"""The figures of the forms. Grouping happens in SQL; Python only adds up agencies."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear

from agencies.models import Agency, Membership, Province
from agencies.queries import agencies_where
from agencies.rules import holds_anywhere
from positions.models import Opening
from reports.figures import Filters, announced, behind, by_agency
from reports.measures import COUNT_KEYS

Role = Membership.Role
CENTRAL, LOCAL, ALL = "central", "local", "all"


@dataclass(frozen=True)
class Line:
    """One row of a form: counts and the two ratios, None where seats are 0."""

    scope: str
    code: str
    name: str
    counts: dict[str, int]

    @property
    def competition_ratio(self) -> Decimal | None:
        return ratio(self.counts["eligible"], self.counts["seats"])

    @property
    def fill_rate(self) -> Decimal | None:
        return ratio(self.counts["appointed"], self.counts["seats"])


@dataclass(frozen=True)
class Report:
    """A form as everybody draws it: page, JSON, CSV, XLSX, PDF."""

    form: str
    filters: Filters
    rows: list[Line]
    totals: dict[str, Line] = field(default_factory=dict)


@dataclass
class Place:
    """One row of a form: a central body, or a province, with the agencies it adds up."""

    scope: str
    code: str
    name: str
    agencies: list[Agency] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"{self.scope}:{self.code}"


def ratio(part: int, whole: int) -> Decimal | None:
    """Two decimals, half up; None for an empty base."""
    if not whole:
        return None
    return (Decimal(part) / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def reported_agencies(user: Any | None, *, is_national: bool) -> QuerySet[Agency]:
    """Agencies whose rows a reader may add up."""
    if is_national:
        return Agency.objects.all()
    provinces = agencies_where(user, Role.PROVINCE_STAFF).values("province")
    own = Q(province__in=provinces)
    for agency in agencies_where(user, Role.AGENCY_HR, Role.AUTHORITY_HEAD, Role.INSPECTOR):
        own |= Q(pk=agency.pk) | Q(path__startswith=agency.path + "/")
    return Agency.objects.filter(own)


def r1(filters: Filters, user: Any | None = None, places: list[Place] | None = None) -> Report:
    """Form R1: the funnel per central body and per province, all listed even when zero.

    `places` spares a second look where the caller has them already.
    """
    places = reported_places(filters.epoch, user) if places is None else places
    places = within(places, filters.scope)
    agencies = [agency for place in places for agency in place.agencies]
    figures = _figures(filters, agencies)
    rows = [_line(place, figures) for place in places]
    totals = {
        CENTRAL: _total(CENTRAL, [row for row in rows if row.scope == CENTRAL]),
        LOCAL: _total(LOCAL, [row for row in rows if row.scope == LOCAL]),
        ALL: _total(ALL, rows),
    }
    return Report("R1", filters, rows, totals)


def openings_behind(measure: str, filters: Filters, places: list[Place]) -> QuerySet[Opening]:
    """The openings that make up a figure of form R1, each with its part as `figure`."""
    places = within(places, filters.scope)
    agencies = [agency.pk for place in places for agency in place.agencies]
    openings = announced(filters).filter(agency__in=agencies)
    return behind(measure, openings, filters)


def openings_by_year(filters: Filters) -> list[tuple[int, int, int]]:
    """Year of the announcement, openings, and those of them that were imported."""
    rows = announced(filters).order_by().values(year=ExtractYear("announced_on"))
    imported = Q(origin=Opening.Origin.IMPORTED)
    counted = rows.annotate(n=Count("pk"), past=Count("pk", filter=imported)).order_by("year")
    return [(row["year"], row["n"], row["past"]) for row in counted]


def reported_places(epoch: str, user: Any | None) -> list[Place]:
    """The rows of the form that a reader may see, each with its agencies."""
    is_national = _sees_all(user)
    agencies = reported_agencies(user, is_national=is_national)
    agencies = list(agencies.select_related("root", "province__successor"))
    return _places(agencies, epoch, is_national=is_national)


def within(places: list[Place], scope: str) -> list[Place]:
    """Those of the places that a scope names."""
    return [place for place in places if scope in ("", place.scope, place.key)]


def _sees_all(user: Any | None) -> bool:
    """None is the command on the server."""
    return user is None or holds_anywhere(user, Role.MINISTRY_STAFF)


def _places(agencies: list[Agency], epoch: str, *, is_national: bool) -> list[Place]:
    """Rows of R1: every central body without a parent, every province of the epoch."""
    central, local = {}, {}
    provinces = list(Province.objects.select_related("successor").order_by("pk"))
    if is_national:
        named = [row for row in provinces if row.epoch == epoch]
        local = {row.code: Place(LOCAL, row.code, row.name) for row in named}
    twins = _province_in(epoch, provinces)
    for agency in agencies:
        if agency.sector == Agency.Sector.CENTRAL:
            top = agency.root or agency
            place = central.setdefault(top.code, Place(CENTRAL, top.code, top.name))
        else:
            code, name = twins[agency.province_id]
            place = local.setdefault(code, Place(LOCAL, code, name))
        place.agencies.append(agency)
    in_order = [central[code] for code in sorted(central)]
    return in_order + [local[code] for code in sorted(local)]


def _province_in(epoch: str, provinces: list[Province]) -> dict[int, tuple[str, str]]:
    """Province key → code and name in the asked epoch.

    Backwards one unit of 2025 had several predecessors: the one of the same name stands for it.
    """
    found = {}
    for row in provinces:
        if row.epoch == epoch:
            found[row.pk] = (row.code, row.name)
        elif row.successor and row.successor.epoch == epoch:
            found[row.pk] = (row.successor.code, row.successor.name)
    for row in provinces:
        if row.pk not in found:
            before = [old for old in provinces if old.successor_id == row.pk]
            same = [old for old in before if old.name == row.name] or before
            found[row.pk] = (same[0].code, same[0].name)
    return found


def _figures(filters: Filters, agencies: list[Agency]) -> dict[int, dict[str, int]]:
    """Agency key → counts, from four grouped queries."""
    openings = announced(filters).filter(agency__in=[agency.pk for agency in agencies])
    figures: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COUNT_KEYS, 0))
    for grouped in by_agency(openings, filters):
        for row in grouped:
            agency = row.pop("agency_key")
            figures[agency].update({key: value or 0 for key, value in row.items()})
    return figures


def _line(place: Place, figures: dict[int, dict[str, int]]) -> Line:
    counts = dict.fromkeys(COUNT_KEYS, 0)
    for agency in place.agencies:
        for key, value in figures.get(agency.pk, {}).items():
            counts[key] += value
    counts |= _participation(place, figures)
    return Line(place.scope, place.code, place.name, counts)


def _participation(place: Place, figures: dict[int, dict[str, int]]) -> dict[str, int]:
    """Chosen bodies, those of them that held an exam, and other top-level bodies that did."""
    marked = [agency for agency in place.agencies if agency.is_pilot]
    chosen = [body for body in marked if not any(_is_below(body, other) for other in marked)]
    acted = [agency for agency in place.agencies if figures.get(agency.pk, {}).get("sat")]
    holders, others = set(), set()
    for agency in acted:
        above = [body.pk for body in chosen if _is_within(agency, body)]
        if above:
            holders.update(above)
        else:
            others.add(agency.root_id or agency.pk)
    return {"chosen": len(chosen), "held": len(holders), "held_other": len(others)}


def _is_within(agency: Agency, body: Agency) -> bool:
    return agency.pk == body.pk or _is_below(agency, body)


def _is_below(agency: Agency, body: Agency) -> bool:
    return agency.path.startswith(body.path + "/")


def _total(scope: str, rows: list[Line]) -> Line:
    counts = {key: sum(row.counts[key] for row in rows) for key in COUNT_KEYS}
    return Line(scope, "", "", counts)
