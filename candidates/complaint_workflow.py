"""Verbs over letters: received, given to an owner, concluded, dismissed, passed on, erased."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.verdicts import require
from agencies.models import Membership
from audit import clock
from audit.ledger import record
from audit.rows import subject_of
from audit.transitions import add, amend, changing, move
from candidates.complaint_queries import sender_digest, text_digest
from candidates.complaint_rules import (
    accept_until,
    answer_until,
    are_fit_readers,
    can_assign,
    can_conclude,
    can_dismiss,
    can_enter_letters,
    can_name_readers,
    can_pass_on,
    may_own,
)
from candidates.models import Complaint, ComplaintSender, LetterReaders
from positions.models import Campaign, Opening

State = Complaint.State


@dataclass(frozen=True)
class Letter:
    """What a letter says and of whom; `sender` is empty where no name was given."""

    kind: str
    text: str
    nonce: str
    opening: Opening | None = None
    sender: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Document:
    """The signed paper an outcome stands in: number, day, signer."""

    document_no: str
    document_on: date
    signer: str


def send_letter(
    campaign: Campaign, letter: Letter, *, received_at: datetime, concerns_head: bool = False
) -> Complaint:
    """From the public page. The entry names nobody: its actor would be the sender.

    The same form sent twice is one letter. One about the head of the host is kept from them.
    """
    head = _head_of(campaign) if concerns_head else None
    row = _row(campaign, letter, received_at, channel=Complaint.Channel.PAGE, about=head)
    return _keep(row, letter, by=None)


def enter_letter(
    campaign: Campaign,
    letter: Letter,
    *,
    by: User,
    channel: str,
    received_at: datetime,
    about: User | None = None,
) -> Complaint:
    """From paper, by the desk of the host."""
    require(can_enter_letters(by, campaign))
    row = _row(campaign, letter, received_at, channel=channel, about=about, entered_by=by)
    return _keep(row, letter, by=by)


def _head_of(campaign: Campaign) -> User | None:
    heads = Membership.objects.current().filter(
        agency=campaign.host_id, role=Membership.Role.AUTHORITY_HEAD
    )
    held = heads.select_related("user").order_by("pk").first()
    return held.user if held else None


def _row(campaign: Campaign, letter: Letter, received_at: datetime, **fields: Any) -> Complaint:
    row = Complaint(
        campaign=campaign,
        opening=letter.opening,
        kind=letter.kind,
        text=letter.text,
        nonce=letter.nonce,
        received_at=received_at,
        due_at=accept_until(letter.kind, received_at),
        **fields,
    )
    row.text_digest = text_digest(row)
    return row


def _keep(row: Complaint, letter: Letter, *, by: User | None) -> Complaint:
    """Letter and sender together; whoever presses twice gets the letter that is there."""
    sender = ComplaintSender(complaint=row, **letter.sender) if letter.sender else None
    if sender:
        row.sender_digest = sender_digest(sender)
    if found := Complaint.objects.filter(nonce=row.nonce).first():
        return found
    try:
        with transaction.atomic():
            add(row, by=by)
            if sender:
                sender.complaint = row
                sender.save(force_insert=True)
    except IntegrityError:
        if found := Complaint.objects.filter(nonce=row.nonce).first():
            return found
        raise
    return row


def name_readers(campaign: Campaign, first: User, second: User, *, by: User) -> LetterReaders:
    """The head names the two who may read who denounced somebody; the two before may no more."""
    with changing(campaign) as campaign:
        require(can_name_readers(by, campaign))
        require(are_fit_readers(campaign, first, second))
        facts = {"first": first, "second": second, "named_by": by, "named_at": clock.now()}
        row = LetterReaders.objects.filter(campaign=campaign).first()
        if row is None:
            return add(LetterReaders(campaign=campaign, **facts), by=by)
        with changing(row) as row:
            return amend(row, by=by, **facts)


def assign(complaint: Complaint, owner: User, *, by: User, about: User | None = None) -> Complaint:
    """Take the letter up and give it to an owner, or to another one; say whom it is about.

    Whom it is about is said once: nobody is let off quietly.
    """
    with changing(complaint) as complaint:
        require(can_assign(by, complaint))
        complaint.about = complaint.about or about
        require(can_assign(by, complaint))
        require(may_own(owner, complaint))
        fields = {"owner": owner, "about": complaint.about}
        if complaint.state == State.HANDLED:
            return amend(complaint, by=by, **fields)
        fields["due_at"] = answer_until(complaint.kind, clock.now())
        return move(complaint, State.HANDLED, by=by, **fields)


def conclude(complaint: Complaint, outcome: str, document: Document, *, by: User) -> Complaint:
    """Record the conclusion and the signed paper it stands in."""
    with changing(complaint) as complaint:
        require(can_conclude(by, complaint))
        return _close(complaint, State.CONCLUDED, by, outcome=outcome, **vars(document))


def dismiss(complaint: Complaint, reason: str, *, by: User) -> Complaint:
    """Not taken up, with the reason."""
    with changing(complaint) as complaint:
        require(can_dismiss(by, complaint))
        return _close(complaint, State.DISMISSED, by, outcome=reason)


def pass_on(complaint: Complaint, to: str, document: Document, *, by: User) -> Complaint:
    """Pass the letter on to the body it belongs to."""
    with changing(complaint) as complaint:
        require(can_pass_on(by, complaint))
        return _close(complaint, State.PASSED_ON, by, passed_to=to, **vars(document))


def _close(complaint: Complaint, to: str, by: User, **fields: Any) -> Complaint:
    """No note: the log of the agency is read by whom the letter may be about."""
    return move(complaint, to, by=by, closed_by=by, closed_at=clock.now(), **fields)


def erase_letter(complaint: Complaint, *, by: Any, reason: str, rule: str) -> None:
    """Erase words and sender by law; the digests stay and say nothing without their salts."""
    with changing(complaint) as complaint:
        record(
            chain=complaint.ledger_chain,
            kind="letter_erased",
            by=by,
            subject=subject_of(complaint),
            agency=complaint.ledger_agency,
            data={"reason": reason, "rule": rule},
        )
        ComplaintSender.objects.filter(complaint=complaint).delete()
        Complaint.objects.filter(pk=complaint.pk).update(text="", text_salt="")
