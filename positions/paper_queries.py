"""Reads over official documents for pages."""

from typing import Any

from django.db.models import QuerySet

from agencies.models import Membership
from agencies.queries import agencies_where
from documents.models import OfficialDocument
from positions.models import Campaign

State = OfficialDocument.State
TONES = {
    State.DRAFT: "neutral",
    State.RECORDED: "warning",
    State.CONFIRMED: "success",
    State.VOID: "danger",
}


def paper_badge(document: OfficialDocument) -> dict[str, Any]:
    return {"label": document.get_state_display(), "tone": TONES[document.state]}


def campaign_of(document: OfficialDocument, user: Any) -> Campaign | None:
    """The campaign on whose chain the document lies, for the way back, if it is on one's desk."""
    code = document.chain.removeprefix("campaign:")
    return Campaign.objects.visible_to(user).at_desk_of(user).filter(code=code).first()


def papers_to_confirm(user: Any) -> QuerySet[OfficialDocument]:
    """What another officer of the same agency entered and the user may compare."""
    mine = agencies_where(user, Membership.Role.AGENCY_HR)
    rows = OfficialDocument.objects.waiting().filter(agency__in=mine)
    return rows.exclude(entered_by=user)
