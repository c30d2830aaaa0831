"""What the page of an exam says of letters."""

from typing import Any

from candidates.models import Complaint
from exams.models import ProceedDecision
from exams.rules.letters import can_proceed
from positions.models import Campaign


def letters_panel(campaign: Campaign, user: Any) -> dict[str, Any] | None:
    """Open letters among those the reader sees, and the decisions to proceed; none if neither."""
    seen = Complaint.objects.visible_to(user).filter(campaign=campaign)
    n_open = seen.holding_up().count()
    decisions = list(ProceedDecision.objects.filter(campaign=campaign))
    if not n_open and not decisions:
        return None
    return {"open": n_open, "decisions": decisions, "proceed": can_proceed(user, campaign)}
