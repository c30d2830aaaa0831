"""Reads over planning rosters: the structure of one, and who was planned for a title on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from agencies.models import Agency, Membership
from agencies.names import sort_key
from agencies.queries import agencies_where
from positions.models import PlanningRoster, RosterEntry, Title
from positions.rosters.rules import age_on

State = PlanningRoster.State
TONES = {
    State.DRAFT: "warning",
    State.CONFIRMED: "success",
    State.REPLACED: "neutral",
    State.WITHDRAWN: "neutral",
}
YOUNG, MIDDLE = 40, 50  # both belong to the middle band
YOUNG_OF_SECTOR = {Agency.Sector.LOCAL: 40, Agency.Sector.CENTRAL: 45}
LEAST_WOMEN, LEAST_YOUNG, LEAST_BELOW_40 = 25, 15, 10
TENTH = Decimal("0.1")


def roster_badge(roster: PlanningRoster) -> dict[str, Any]:
    return {"label": roster.get_state_display(), "tone": TONES[roster.state]}


def rosters_to_confirm(user: Any) -> QuerySet[PlanningRoster]:
    """What another officer of the same agency brought in and the user may compare."""
    mine = agencies_where(user, Membership.Role.AGENCY_HR)
    rows = PlanningRoster.objects.filter(state=State.DRAFT, imported_at__isnull=False)
    return rows.filter(agency__in=mine).exclude(entered_by=user)


# The structure ("cơ cấu")


@dataclass(frozen=True)
class Share:
    """So many of so many; of none there is no share. A target may have been set for it."""

    label: str
    n: int
    of: int
    target: int | None = None  # per cent
    basis: str = ""
    short: str = ""  # where columns are narrow

    @property
    def head(self) -> str:
        return self.short or self.label

    @property
    def percent(self) -> Decimal | None:
        if not self.of:
            return None
        return (Decimal(100 * self.n) / self.of).quantize(TENTH, ROUND_HALF_UP)

    @property
    def is_reached(self) -> bool | None:
        """By whole numbers, not by the rounded figure; None without a target or without people."""
        if self.target is None or not self.of:
            return None
        return 100 * self.n >= self.target * self.of

    @property
    def ratio(self) -> str:
        return f"{self.n}/{self.of}" if self.of else "–"

    @property
    def percent_words(self) -> str:
        return "" if self.percent is None else f"{number_format(self.percent)}%"


@dataclass(frozen=True)
class Figures:
    """The structure of a roster, or of its entries for one title."""

    title: str
    code: str
    count: int
    shares: list[Share]


class Fact(NamedTuple):
    """What the structure asks of one entry."""

    place: int
    code: str
    title: str
    gender: str
    is_minority: bool
    birth_on: date
    is_inside: bool
    is_party_member: bool | None


FACTS = (
    "title__place",
    "title__code",
    "title__name",
    "gender",
    "ethnicity__is_minority",
    "birth_on",
    "is_inside",
    "is_party_member",
)


def structure_of(roster: PlanningRoster) -> list[Figures]:
    """The whole roster, then each of its titles, from one query."""
    facts = [Fact(*row) for row in roster.entries.order_by().values_list(*FACTS)]
    return structure(roster, facts)


def structure_of_preview(roster: PlanningRoster, entries: list[RosterEntry]) -> list[Figures]:
    """The same of entries that are not stored yet."""
    return structure(roster, [_fact(entry) for entry in entries])


def structure(roster: PlanningRoster, facts: list[Fact]) -> list[Figures]:
    titles = sorted({(fact.place, fact.code, fact.title) for fact in facts})
    groups = [(code, title, [f for f in facts if f.code == code]) for _n, code, title in titles]
    return [
        Figures(title, code, len(mine), _shares(roster, mine))
        for code, title, mine in [("", _("Toàn danh sách"), facts), *groups]
    ]


def _fact(entry: RosterEntry) -> Fact:
    title = entry.title
    return Fact(title.place, title.code, title.name, entry.gender, entry.ethnicity.is_minority,
                entry.birth_on, entry.is_inside, entry.is_party_member)  # fmt: skip


def _shares(roster: PlanningRoster, facts: list[Fact]) -> list[Share]:
    ages = [age_on(fact.birth_on, roster.decision_on) for fact in facts]
    known = [fact.is_party_member for fact in facts if fact.is_party_member is not None]
    n = len(facts)
    women = _count(fact.gender == RosterEntry.Gender.FEMALE for fact in facts)
    inside = _count(fact.is_inside for fact in facts)
    return [
        Share(_("Nữ"), women, n, LEAST_WOMEN, "QĐ 50-QĐ/TW"),
        _young_of_sector(roster.agency.sector, ages),
        _minority(facts),
        *_age_bands(ages),
        Share(_("Tại chỗ"), inside, n),
        Share(_("Nơi khác"), n - inside, n),
        Share(_("Đảng viên (trong số đã rõ)"), _count(known), len(known), short=_("Đảng viên")),
    ]


def _minority(facts: list[Fact]) -> Share:
    n = _count(fact.is_minority for fact in facts)
    return Share(_("Dân tộc thiểu số"), n, len(facts), short=_("Thiểu số"))


def _young_of_sector(sector: str, ages: list[int]) -> Share:
    limit = YOUNG_OF_SECTOR[sector]
    label = _("Cán bộ trẻ (dưới %(n)s tuổi)") % {"n": limit}
    young = _count(age < limit for age in ages)
    short = _("Trẻ, < %(n)s") % {"n": limit}
    return Share(label, young, len(ages), LEAST_YOUNG, "QĐ 50-QĐ/TW", short)


def _age_bands(ages: list[int]) -> list[Share]:
    n = len(ages)
    young, old = _count(age < YOUNG for age in ages), _count(age > MIDDLE for age in ages)
    return [
        Share(_("Dưới 40 tuổi"), young, n, LEAST_BELOW_40, "CT 35-CT/TW", "< 40"),
        Share(_("Từ 40 đến 50 tuổi"), n - young - old, n, short="40–50"),
        Share(_("Trên 50 tuổi"), old, n, short="> 50"),
    ]


def _count(values: Iterable[bool]) -> int:
    return sum(map(bool, values))


# Who was planned


def planned_for(who: str | tuple[str, date], title: Title, on: date) -> list[RosterEntry]:
    """Entries of rosters in force on a day that plan somebody for a title or one equivalent.

    `who` is a citizen id, or a name and a birthday. The newest decision comes first, the title
    itself before equivalent ones (same level and rank), which have `is_equivalent`.
    """
    same = Q(title__level=title.level, title__rank=title.rank)
    other = Case(When(title=title, then=Value(False)), default=Value(True))
    rows = RosterEntry.objects.filter(_identity(who), same, _in_force(on))
    rows = rows.annotate(is_equivalent=other).select_related("roster__agency", "title")
    return list(rows.order_by("is_equivalent", "-roster__decision_on", "-pk"))


def planned_ids(citizen_ids: Iterable[str], title: Title, on: date) -> set[str]:
    """Of many people, by citizen id, those whom `planned_for` would find; in one query."""
    same = Q(title__level=title.level, title__rank=title.rank)
    rows = RosterEntry.objects.filter(_in_force(on), same, citizen_id__in={*citizen_ids} - {""})
    return set(rows.values_list("citizen_id", flat=True))


def _identity(who: str | tuple[str, date]) -> Q:
    """Names are compared with their signs, wherever the tone is written (hoà, hòa)."""
    if isinstance(who, str):
        return Q(citizen_id=who) & ~Q(citizen_id="")
    name, born = who
    return Q(sort_key=sort_key(name), birth_on=born)


def _in_force(on: date) -> Q:
    """Decided by then, and not yet replaced then."""
    replaced_later = Q(roster__state=State.REPLACED, roster__replaced_by__decision_on__gt=on)
    in_force = Q(roster__state=State.CONFIRMED) | replaced_later
    return Q(roster__decision_on__lte=on) & in_force
