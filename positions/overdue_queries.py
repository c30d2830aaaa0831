"""What is late, counted in SQL from the steps' last days: the state of now, whatever ran before."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db.models import (
    Count,
    Exists,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from audit import clock
from positions.models import Opening, OpeningStep


class Group(Enum):
    NATION = "nation"
    PROVINCE = "province"
    AGENCY = "agency"


MOST_IN_A_YEAR = 600
FIELDS = {
    Group.NATION: (),
    Group.PROVINCE: ("agency__province__name", "agency__province__sort_key"),
    Group.AGENCY: ("agency__name", "agency__sort_key", "agency"),
}


@dataclass(frozen=True)
class LateTotal:
    """How many openings of a place run, how many of them are late, since when the oldest is."""

    name: str
    running: int
    late: int
    oldest: Any


def followed(user: Any) -> QuerySet[Opening]:
    """Running openings whose dates a user follows; `is_at_desk` where the page may be opened."""
    at_desk = Opening.objects.at_desk_of(user).filter(pk=OuterRef("pk"))
    rows = Opening.objects.followed_by(user).annotate(is_at_desk=Exists(at_desk))
    return rows.filter(origin=Opening.Origin.LIVE, state__in=Opening.RUNNING_STATES)


def late_openings(rows: QuerySet[Opening]) -> QuerySet[Opening]:
    """Those with an undone step whose last day is over, the longest waiting first."""
    late = OpeningStep.objects.filter(_late(), opening=OuterRef("pk")).order_by("due_on", "pk")
    rows = rows.annotate(
        late_since=Subquery(late.values("due_on")[:1]), late_kind=Subquery(late.values("kind")[:1])
    )
    return rows.filter(late_since__isnull=False).order_by("late_since", "pk")


def _late(prefix: str = "") -> Q:
    """A step somebody should have done; the receipt ends by itself at its deadline."""
    open_step = Q(**{f"{prefix}done_on": None, f"{prefix}due_on__lt": clock.today()})
    return open_step & ~Q(**{f"{prefix}kind": OpeningStep.Kind.RECEIPT})


def late_by(opening: Opening) -> int:
    """Calendar days since the last day of the step that waits longest."""
    return (clock.today() - opening.late_since).days


def late_totals(rows: QuerySet[Opening], group: Group) -> list[LateTotal]:
    """Running and late openings by place: most late first, then by name."""
    late = _late("steps__")
    rows = Opening.objects.filter(pk__in=rows.values("pk")).order_by()
    names = FIELDS[group]
    figures = {
        "running": Count("pk", distinct=True),
        "late": Count("pk", filter=late, distinct=True),
        "oldest": Min("steps__due_on", filter=late),
    }
    if not names:
        return [_total("", rows.aggregate(**figures))]
    rows = rows.values(*names).annotate(**figures)
    ordered = rows.order_by(
        "-late", *(Coalesce(name, Value("")) for name in names[1:2]), *names[2:]
    )
    return [_total(row[names[0]] or "", row) for row in ordered]


def steps_of_year(user: Any, year: int) -> list[OpeningStep]:
    """Steps of followed live openings in a year, by day; at most as many as a page bears."""
    openings = Opening.objects.visible_to(user).at_desk_of(user)
    openings = openings.filter(origin=Opening.Origin.LIVE).exclude(state__in=Opening.DROPPED_STATES)
    rows = OpeningStep.objects.filter(opening__in=openings.values("pk"))
    rows = rows.annotate(day=Coalesce("done_on", "due_on")).filter(day__year=year)
    return list(rows.select_related("opening").order_by("day", "opening_id", "pk")[:MOST_IN_A_YEAR])


def _total(name: str, row: dict[str, Any]) -> LateTotal:
    return LateTotal(name, row["running"], row["late"], row["oldest"])
