"""The figures of the forms. Grouping happens in SQL; Python only adds up agencies."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from agencies.models import Agency, Membership, Province
from agencies.queries import agencies_where
from agencies.rules import holds_anywhere
from candidates.models import Application
from exams.models import Result
from positions.models import Opening
from reports.measures import COUNT_KEYS

Role = Membership.Role
CENTRAL, LOCAL, ALL = "central", "local", "all"


@dataclass(frozen=True)
class Filters:
    """Period (both days included), as-of day, epoch of provinces."""

    start: date
    end: date
    as_of: date
    epoch: str = Province.Epoch.PILOT.value


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
    """A form as everybody draws it: page, JSON, CSV, XLSX."""

    form: str
    filters: Filters
    rows: list[Line]
    totals: dict[str, Line] = field(default_factory=dict)


def ratio(part: int, whole: int) -> Decimal | None:
    """Two decimals, half up; None for an empty base."""
    if not whole:
        return None
    return (Decimal(part) / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def can_see_reports(user: Any) -> bool:
    """Whoever works with openings sees the reports over what they may see."""
    return holds_anywhere(
        user,
        Role.MINISTRY_STAFF,
        Role.PROVINCE_STAFF,
        Role.AGENCY_HR,
        Role.AUTHORITY_HEAD,
        Role.INSPECTOR,
    )


def reported_agencies(user: Any | None, *, is_national: bool) -> QuerySet[Agency]:
    """Agencies whose rows a reader may add up."""
    if is_national:
        return Agency.objects.all()
    provinces = agencies_where(user, Role.PROVINCE_STAFF).values("province")
    own = Q(province__in=provinces)
    for agency in agencies_where(user, Role.AGENCY_HR, Role.AUTHORITY_HEAD, Role.INSPECTOR):
        own |= Q(pk=agency.pk) | Q(path__startswith=agency.path + "/")
    return Agency.objects.filter(own)


def r1(filters: Filters, user: Any | None = None) -> Report:
    """Form R1: the funnel per central body and per province, all listed even when zero."""
    is_national = _sees_all(user)
    agencies = reported_agencies(user, is_national=is_national)
    agencies = list(agencies.select_related("root", "province__successor"))
    figures = _figures(filters, agencies)
    places = _places(agencies, filters.epoch, is_national=is_national)
    rows = [_line(place, figures) for place in places]
    totals = {
        CENTRAL: _total(CENTRAL, [row for row in rows if row.scope == CENTRAL]),
        LOCAL: _total(LOCAL, [row for row in rows if row.scope == LOCAL]),
        ALL: _total(ALL, rows),
    }
    return Report("R1", filters, rows, totals)


def _sees_all(user: Any | None) -> bool:
    """None is the command on the server."""
    return user is None or holds_anywhere(user, Role.MINISTRY_STAFF)


@dataclass
class _Place:
    scope: str
    code: str
    name: str
    agencies: list[Agency] = field(default_factory=list)


def _places(agencies: list[Agency], epoch: str, *, is_national: bool) -> list[_Place]:
    """Rows of R1: every central body without a parent, every province of the epoch."""
    central, local = {}, {}
    provinces = list(Province.objects.select_related("successor").order_by("pk"))
    if is_national:
        named = [row for row in provinces if row.epoch == epoch]
        local = {row.code: _Place(LOCAL, row.code, row.name) for row in named}
    twins = _province_in(epoch, provinces)
    for agency in agencies:
        if agency.sector == Agency.Sector.CENTRAL:
            top = agency.root or agency
            place = central.setdefault(top.code, _Place(CENTRAL, top.code, top.name))
        else:
            code, name = twins[agency.province_id]
            place = local.setdefault(code, _Place(LOCAL, code, name))
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
    keys = [agency.pk for agency in agencies]
    openings = Opening.objects.filter(
        agency__in=keys,
        announced_on__range=(filters.start, filters.end),
        announced_on__lte=filters.as_of,
    ).annotate(
        eligible_from=Coalesce("receipt_closed_on", "announced_on"),
        results_from=Coalesce("recognised_on", "presentation_on", "written_on", "announced_on"),
    )
    figures: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COUNT_KEYS, 0))
    for grouped in (_opening_counts, _application_counts, _result_counts, _appointment_counts):
        for row in grouped(openings, filters):
            agency = row.pop("agency_key")
            figures[agency].update({key: value or 0 for key, value in row.items()})
    return figures


def _opening_counts(openings: QuerySet, filters: Filters) -> QuerySet:
    known = Q(results_from__lte=filters.as_of)
    return (
        openings.order_by()
        .values(agency_key=F("agency_id"))
        .annotate(
            titles=Count("pk"),
            seats=Sum("seats"),
            unfilled=Count("pk", filter=known & Q(outcome=Opening.Outcome.UNFILLED)),
            postponed=Count("pk", filter=known & Q(outcome=Opening.Outcome.POSTPONED)),
            cancelled=Count("pk", filter=known & Q(outcome=Opening.Outcome.CANCELLED)),
        )
    )


def _application_counts(openings: QuerySet, filters: Filters) -> QuerySet:
    until = _end_of(filters.as_of)
    # 24:00 still belongs to the day, as it does for the last day of receipt.
    submitted = Q(received_at__lte=until) | Q(origin=Application.Origin.IMPORTED)
    eligible = Q(
        is_eligible=True,
        opening__in=openings.filter(eligible_from__lte=filters.as_of).values("pk"),
    )
    rows = Application.objects.filter(opening__in=openings.values("pk")).exclude(
        state=Application.State.DRAFT
    )
    return (
        rows.order_by()
        .values(agency_key=F("opening__agency_id"))
        .annotate(registered=Count("pk", filter=submitted), eligible=Count("pk", filter=eligible))
    )


def _result_counts(openings: QuerySet, filters: Filters) -> QuerySet:
    known = openings.filter(results_from__lte=filters.as_of)
    rows = Result.objects.released().filter(
        opening__in=known.values("pk"), application__is_eligible=True
    )
    sat = Q(written__isnull=False) | Q(presentation__isnull=False)
    outcome = Result.Outcome
    return (
        rows.order_by()
        .values(agency_key=F("opening__agency_id"))
        .annotate(
            titles_examined=Count("opening", filter=sat, distinct=True),
            sat=Count("pk", filter=sat),
            sat_presentation=Count("pk", filter=Q(presentation__isnull=False)),
            passed_written=Count("pk", filter=Q(passed_written=True)),
            passed=Count("pk", filter=Q(passed=True)),
            selected=Count("pk", filter=Q(outcome=outcome.SELECTED)),
            reserved=Count("pk", filter=Q(outcome=outcome.RESERVED)),
        )
    )


def _appointment_counts(openings: QuerySet, filters: Filters) -> QuerySet:
    """Appointments count by their own date, whenever the result was recognised."""
    rows = Result.objects.released().filter(
        opening__in=openings.values("pk"), appointed_on__lte=filters.as_of
    )
    grouped = rows.order_by().values(agency_key=F("opening__agency_id"))
    return grouped.annotate(appointed=Count("pk"))


def _end_of(day: date) -> datetime:
    """24:00 of a day in Asia/Ho_Chi_Minh."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _line(place: _Place, figures: dict[int, dict[str, int]]) -> Line:
    counts = dict.fromkeys(COUNT_KEYS, 0)
    for agency in place.agencies:
        for key, value in figures.get(agency.pk, {}).items():
            counts[key] += value
    counts |= _participation(place, figures)
    return Line(place.scope, place.code, place.name, counts)


def _participation(place: _Place, figures: dict[int, dict[str, int]]) -> dict[str, int]:
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
