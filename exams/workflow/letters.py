"""The decision to proceed although letters are open."""

from accounts.models import User
from accounts.verdicts import require
from audit import clock
from audit.transitions import add, changing
from candidates.complaint_workflow import Document
from exams.models import ProceedDecision
from exams.rules.letters import can_proceed, letters_to_decide_on
from positions.models import Campaign


def proceed(campaign: Campaign, reason: str, document: Document, *, by: User) -> ProceedDecision:
    """Record who decided it, why and by what signed paper; it holds for the letters of now."""
    with changing(campaign) as campaign:
        require(can_proceed(by, campaign))
        letters = [row.public_id for row in letters_to_decide_on(by, campaign)]
        row = ProceedDecision(campaign=campaign, letters=letters, reason=reason, **vars(document))
        row.decided_by, row.decided_at = by, clock.now()
        return add(row, by=by)
