"""Every figure of a form once, as a condition in SQL: grouped for a form, alone for its rows."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from agencies.models import Province
from candidates.models import Application
from exams.models import Result
from positions.models import Opening


@dataclass(frozen=True)
class Filters:
    """Period (both days included), as-of day, epoch of provinces, and which rows: `central`,
    `local`, `central:CODE`, `local:CODE`, or all.
    """

    start: date
    end: date
    as_of: date
    epoch: str = Province.Epoch.PILOT.value
    scope: str = ""


def announced(filters: Filters) -> QuerySet[Opening]:
    """Openings of the period, with the days from which their later facts are known."""
    return Opening.objects.filter(
        announced_on__range=(filters.start, filters.end), announced_on__lte=filters.as_of
    ).annotate(
        eligible_from=Coalesce("receipt_closed_on", "announced_on"),
        results_from=Coalesce("recognised_on", "presentation_on", "written_on", "announced_on"),
    )


def of_openings(filters: Filters) -> dict[str, Q]:
    """Measures that count openings by what they themselves say."""
    known = Q(results_from__lte=filters.as_of)
    outcome = Opening.Outcome
    return {
        "titles": Q(),
        "unfilled": known & Q(outcome=outcome.UNFILLED),
        "postponed": known & Q(outcome=outcome.POSTPONED),
        "cancelled": known & Q(outcome=outcome.CANCELLED),
    }


def of_applications(openings: QuerySet, filters: Filters) -> dict[str, Q]:
    """Measures that count applications; 24:00 still belongs to the as-of day."""
    closed = openings.filter(eligible_from__lte=filters.as_of).values("pk")
    submitted = Q(received_at__lte=_end_of(filters.as_of))
    return {
        "registered": submitted | Q(origin=Application.Origin.IMPORTED),
        "eligible": Q(is_eligible=True, opening__in=closed),
    }


def of_results() -> dict[str, Q]:
    """Measures that count results."""
    outcome = Result.Outcome
    return {
        "sat": SAT,
        "sat_presentation": Q(presentation__isnull=False),
        "passed_written": Q(passed_written=True),
        "passed": Q(passed=True),
        "selected": Q(outcome=outcome.SELECTED),
        "reserved": Q(outcome=outcome.RESERVED),
    }


SAT = Q(written__isnull=False) | Q(presentation__isnull=False)


def applications(openings: QuerySet) -> QuerySet[Application]:
    """Submitted applications of the openings."""
    rows = Application.objects.filter(opening__in=openings.values("pk"))
    return rows.exclude(state=Application.State.DRAFT)


def results(openings: QuerySet, filters: Filters) -> QuerySet[Result]:
    """Released results that were known by the as-of day, of eligible people."""
    known = openings.filter(results_from__lte=filters.as_of).values("pk")
    return Result.objects.released().filter(opening__in=known, application__is_eligible=True)


def appointments(openings: QuerySet, filters: Filters) -> QuerySet[Result]:
    """Appointments count by their own date, whenever the result was recognised."""
    rows = Result.objects.released().filter(opening__in=openings.values("pk"))
    return rows.filter(appointed_on__lte=filters.as_of)


def by_agency(openings: QuerySet, filters: Filters) -> list[QuerySet]:
    """Four grouped queries: a dict a row, with `agency_key` and every additive measure."""
    counts = {key: Count("pk", filter=q) for key, q in of_openings(filters).items()}
    people = {key: Count("pk", filter=q) for key, q in of_applications(openings, filters).items()}
    outcomes = {key: Count("pk", filter=q) for key, q in of_results().items()}
    examined = Count("opening", filter=SAT, distinct=True)
    own, related = F("agency_id"), F("opening__agency_id")
    return [
        openings.order_by().values(agency_key=own).annotate(seats=Sum("seats"), **counts),
        applications(openings).order_by().values(agency_key=related).annotate(**people),
        results(openings, filters)
        .order_by()
        .values(agency_key=related)
        .annotate(titles_examined=examined, **outcomes),
        appointments(openings, filters)
        .order_by()
        .values(agency_key=related)
        .annotate(appointed=Count("pk")),
    ]


def behind(measure: str, openings: QuerySet, filters: Filters) -> QuerySet[Opening]:
    """The openings a figure is made of, each with its part as `figure`; they add up to it."""
    if measure == "seats":
        return openings.annotate(figure=F("seats"))
    own = of_openings(filters)
    if measure in own:
        return openings.filter(own[measure]).annotate(figure=Value(1))
    parts = _rows_behind(measure, openings, filters).filter(opening=OuterRef("pk")).order_by()
    counted = parts.values("opening").annotate(n=Count("pk")).values("n")
    rows = openings.annotate(part=Subquery(counted, output_field=IntegerField()))
    is_one = measure == "titles_examined"
    return rows.filter(part__gt=0).annotate(figure=Value(1) if is_one else F("part"))


def _rows_behind(measure: str, openings: QuerySet, filters: Filters) -> QuerySet:
    if measure == "appointed":
        return appointments(openings, filters)
    people = of_applications(openings, filters)
    if measure in people:
        return applications(openings).filter(people[measure])
    condition = SAT if measure == "titles_examined" else of_results()[measure]
    return results(openings, filters).filter(condition)


def _end_of(day: date) -> datetime:
    """24:00 of a day in Asia/Ho_Chi_Minh."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
