"""Reads over dossiers on paper for pages."""

from typing import Any

from django.db.models import QuerySet

from agencies.models import Membership
from agencies.queries import agencies_where
from candidates.models import DossierItem, PaperReceipt
from candidates.paper_rules import TAKES
from positions.models import Opening


def openings_taking_paper(user: Any) -> QuerySet[Opening]:
    """Posts of the user's agencies for which a dossier may still be entered."""
    mine = agencies_where(user, Membership.Role.AGENCY_HR)
    rows = Opening.objects.visible_to(user).at_desk_of(user)
    rows = rows.filter(agency__in=mine, state__in=TAKES, origin=Opening.Origin.LIVE)
    return rows.filter(campaign__list_closed_at=None).order_by("receipt_deadline", "pk")


def scans_on_paper(user: Any) -> QuerySet[DossierItem]:
    """Scans of entries the user sees, also of those that are not filed yet."""
    return DossierItem.objects.filter(application__paper__in=PaperReceipt.objects.visible_to(user))


def papers_to_compare(user: Any) -> QuerySet[PaperReceipt]:
    """What another officer entered and the user may compare."""
    return PaperReceipt.objects.visible_to(user).waiting().exclude(entered_by=user)
