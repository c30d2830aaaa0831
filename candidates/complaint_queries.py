"""Reads over letters: badge, what waits, what holds an appointment up, what was altered."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q, QuerySet

from agencies.models import Membership
from agencies.queries import agencies_where
from audit import clock
from audit.canonical import canonical, payload_digest
from audit.models import LedgerEntry
from audit.rows import subject_of
from candidates.models import Complaint, ComplaintSender, LetterReaders
from positions.models import Campaign

State = Complaint.State
ERASED = "letter_erased"
TONES = {
    State.RECEIVED: "warning",
    State.HANDLED: "info",
    State.CONCLUDED: "success",
    State.DISMISSED: "neutral",
    State.PASSED_ON: "neutral",
}


def letter_badge(row: Complaint) -> dict[str, Any]:
    """Label and tone of a letter's state."""
    return {"label": row.get_state_display(), "tone": TONES[row.state]}


def is_overdue(row: Complaint) -> bool:
    return row.state in Complaint.WAITING_STATES and row.due_at < clock.now()


def overdue() -> Q:
    """`is_overdue` as a condition."""
    return Q(state__in=Complaint.WAITING_STATES, due_at__lt=clock.now())


def open_letters(campaign: Campaign) -> QuerySet[Complaint]:
    """Complaints and denunciations over a campaign without a conclusion, the oldest first."""
    return Complaint.objects.filter(campaign=campaign).holding_up().order_by("received_at", "pk")


def followed(code: str) -> Complaint | None:
    """The letter of a receipt code, whoever has it."""
    return Complaint.objects.filter(receipt_code=code).select_related("campaign").first()


def letter_counts(user: Any) -> dict[str, int]:
    """Letters the user sees that nobody has, their own, and what of both is overdue; one query."""
    mine, new = Q(owner=user, state=State.HANDLED), Q(state=State.RECEIVED)
    return Complaint.objects.visible_to(user).aggregate(
        new=Count("pk", filter=new),
        mine=Count("pk", filter=mine),
        late=Count("pk", filter=overdue() & (mine | new)),
    )


def readers_of(campaign: Campaign) -> LetterReaders | None:
    """The two who may read who denounced somebody, once they are named."""
    rows = LetterReaders.objects.filter(campaign=campaign).select_related("first", "second")
    return rows.first()


def campaigns_without_readers(user: Any) -> QuerySet[Campaign]:
    """Where the user as head still has to name who may read whom a denunciation is from."""
    named = Complaint.objects.exclude(sender_digest="").waiting()
    named = named.filter(kind=Complaint.Kind.DENUNCIATION).exclude(about=user)
    rows = Campaign.objects.filter(host__in=agencies_where(user, Membership.Role.AUTHORITY_HEAD))
    return rows.filter(pk__in=named.values("campaign"), letter_readers=None).order_by("pk")


def text_digest(row: Complaint) -> str:
    return payload_digest(row.text_salt, row.text)


def sender_digest(sender: ComplaintSender) -> str:
    return payload_digest(sender.salt, canonical(sender.facts).decode())


def altered_letters() -> list[str]:
    """Letters or senders that are not what the ledger's digest is of (must be none).

    What is missing must have been erased by law.
    """
    rows = Complaint.objects.select_related("sender", "campaign").order_by("pk")
    return [fault for row in rows.iterator(500) for fault in _faults(row)][:20]


def _faults(row: Complaint) -> Iterator[str]:
    sender = getattr(row, "sender", None)
    if row.text and text_digest(row) != row.text_digest:
        yield f"letter {row.public_id}: its text was altered"
    if sender and sender_digest(sender) != row.sender_digest:
        yield f"letter {row.public_id}: its sender was altered"
    is_whole = bool(row.text) and bool(sender) == row.is_named
    if not is_whole and not _was_erased(row):
        yield f"letter {row.public_id}: something is missing"


def _was_erased(row: Complaint) -> bool:
    entries = LedgerEntry.objects.filter(chain=row.ledger_chain, kind=ERASED)
    return entries.filter(payload__subject=subject_of(row)).exists()
