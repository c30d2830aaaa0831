"""Reads over the eligible list: what is posted, and what became of everybody registered."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from audit import clock
from candidates.models import Application, EligibilityCheck
from candidates.objection_rules import display_ends
from positions.models import Campaign, Opening

State = Application.State
REASONS = {
    State.SUBMITTED: _("chờ thẩm định"),
    State.SUPPLEMENT: _("chờ bổ sung"),
    State.ELIGIBLE: _("đáp ứng tiêu chuẩn, điều kiện"),
    State.INELIGIBLE: _("không đáp ứng tiêu chuẩn, điều kiện"),
    State.WITHDRAWN: _("tự rút"),
}


@dataclass(frozen=True)
class Posted:
    """A closed list as the public sees it; without names once the display is over."""

    until: datetime
    counts: list[tuple[Opening, int]]
    people: list[tuple[Opening, list[Application]]]


def posted_list(campaign: Campaign) -> Posted | None:
    """The list of a campaign, by post and given name; none before it is closed.

    Names are taken down when the display is over (NĐ 13/2023/NĐ-CP, Điều 3 khoản 7: no longer
    than the purpose needs); how many they were stays.
    """
    until = display_ends(campaign)
    if until is None:
        return None
    rows = Application.objects.filter(opening__campaign=campaign, is_eligible=True)
    rows = rows.exclude(opening__state__in=Opening.DROPPED_STATES).select_related("opening")
    rows = rows.order_by("opening__sort_key", "opening_id", "sort_key", "pk")
    people = [(post, list(group)) for post, group in groupby(rows, lambda row: row.opening)]
    counts = [(post, len(group)) for post, group in people]
    return Posted(until, counts, people if clock.now() <= until else [])


def reconciled(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Everybody registered, each with the reason of what became of them."""
    confirmed = EligibilityCheck.objects.filter(
        application=OuterRef("pk"), state=EligibilityCheck.State.CONFIRMED
    )
    reason = Subquery(confirmed.order_by("-pk").values("reason")[:1])
    return rows.registered().select_related("opening").annotate(outcome_reason=reason)


def reason_words(row: Application) -> str:
    """Why somebody is, or is not, on the list; `row` is of `reconciled`."""
    return row.outcome_reason or str(REASONS[row.state])


def lists_that_miss_somebody() -> list[str]:
    """Registered and on a closed list, yet neither eligible, refused nor withdrawn (an invariant).

    Whoever is eligible or refused is so by two officers or by an objection.
    """
    listed = Application.objects.registered().filter(
        origin=Application.Origin.LIVE, opening__campaign__list_closed_at__isnull=False
    )
    listed = listed.exclude(opening__state__in=Opening.DROPPED_STATES)
    undecided = listed.filter(state__in=Application.UNDECIDED_STATES)
    decided = listed.filter(state__in=[State.ELIGIBLE, State.INELIGIBLE])
    unfounded = decided.exclude(checks__state=EligibilityCheck.State.CONFIRMED)
    return [
        f"application {row.public_id}: {row.state} on a closed list without two officers' verdict"
        for row in (undecided | unfounded).distinct().order_by("pk")[:20]
    ]
