"""Verbs over accounts and two-person requests."""

import hashlib
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts import approvals
from accounts.models import FailedSignIn, TwoPersonRequest, User
from accounts.rules import can_approve_plainly, can_decide, can_refuse, can_withdraw
from accounts.verdicts import deny, require
from audit import clock
from audit.canonical import canonical, plain
from audit.ledger import record
from audit.rows import subject_of
from audit.transitions import add, changing, locked, move

State = TwoPersonRequest.State
FAILED_KEPT, FAILED_DAYS = 10_000, timedelta(days=90)


def ask_second_person(
    kind_code: str, subject: models.Model, *, by: User, approver_scope: str
) -> TwoPersonRequest:
    """Open a request over a row the caller has locked; raises PermissionDenied if one is open."""
    kind = approvals.KINDS[kind_code]
    name, now = subject_of(subject), clock.now()
    for earlier in TwoPersonRequest.objects.filter(
        kind=kind_code, subject=name, state=State.PENDING
    ):
        if not earlier.is_expired:
            require(deny(_("Đã có một đề nghị đang chờ người thứ hai.")))
        move(locked(earlier)[0], State.EXPIRED, by=None)
    request = TwoPersonRequest(
        kind=kind_code,
        subject=name,
        chain=subject.ledger_chain,
        agency=subject.ledger_agency,
        approver_scope=approver_scope,
        digest=digest_of(kind, subject),
        figures=[[str(label), str(value)] for label, value in kind.figures(subject)],
        initiator=by,
        initiated_at=now,
        expires_at=now + kind.lifetime,
    )
    return add(request, by=by)


def digest_of(kind: approvals.Kind, subject: models.Model) -> str:
    """SHA-256 of the facts the second person approves."""
    return hashlib.sha256(canonical(plain(kind.facts(subject)))).hexdigest()


def approve(request: TwoPersonRequest, *, by: User, digest: str, **given: Any) -> TwoPersonRequest:
    """Decide yes and carry the act out; if the facts changed, the request becomes void.

    `given` is what the second person brings to the act beyond the yes (a holder's key).
    """
    subject, kind = approvals.subject_object(request.subject), approvals.KINDS[request.kind]
    with changing(request, subject, *kind.also(subject)) as (request, subject, *_also):
        require(can_decide(by, request))
        if not given:
            require(can_approve_plainly(request))
        if digest_of(kind, subject) != request.digest or digest != request.digest:
            request = move(request, State.VOID, by=by)
            kind.refused(subject, request=request, by=by)
            return request
        fields = {"decider": by, "decided_at": clock.now()}
        request = move(request, State.APPROVED, by=by, **fields)
        kind.carry_out(subject, request=request, by=by, **given)
    return request


def refuse(request: TwoPersonRequest, *, by: User, reason: str) -> TwoPersonRequest:
    """Decide no, with a reason the asker reads."""
    subject = approvals.subject_object(request.subject)
    with changing(request, subject) as (request, subject):
        require(can_refuse(by, request))
        fields = {"decider": by, "decided_at": clock.now(), "reason": reason}
        request = move(request, State.REFUSED, by=by, note=reason, **fields)
        approvals.KINDS[request.kind].refused(subject, request=request, by=by)
    return request


def withdraw(request: TwoPersonRequest, *, by: User) -> TwoPersonRequest:
    """The asker takes the request back."""
    subject = approvals.subject_object(request.subject)
    with changing(request, subject) as (request, subject):
        require(can_withdraw(by, request))
        request = move(request, State.WITHDRAWN, by=by)
        approvals.KINDS[request.kind].refused(subject, request=request, by=by)
    return request


def expire_due() -> int:
    """Close requests whose time is over (for tick); the rules refuse them anyway."""
    due = TwoPersonRequest.objects.filter(state=State.PENDING, expires_at__lte=clock.now())
    done = 0
    for request in due:
        subject = approvals.subject_object(request.subject)
        with changing(request, subject) as (request, subject):
            if request.state == State.PENDING:
                request = move(request, State.EXPIRED, by=None)
                approvals.KINDS[request.kind].refused(subject, request=request, by=None)
                done += 1
    return done


def edit_profile(user: User, *, by: User, full_name: str, phone: str) -> User:
    """Change one's own name and telephone; the system chain keeps that it happened."""
    with transaction.atomic():
        fresh = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        fresh.full_name, fresh.phone = full_name, phone
        fresh.save(update_fields=["full_name", "phone"])
        record(
            chain="system",
            kind="profile_edited",
            by=by,
            subject=subject_of(fresh),
            data={"full_name": full_name, "phone": phone},
        )
    return fresh


def note_sign_in(user: User) -> None:
    """Every sign-in is an entry of its own chain."""
    with transaction.atomic():
        record(chain="access:sign-in", kind="signed_in", by=user, subject=subject_of(user))


def note_failed_sign_in(email: str, address: str | None) -> None:
    """A failed sign-in is kept for a while, never in the ledger: outsiders could flood it."""
    FailedSignIn.objects.create(email=email[:254].lower(), address=address)


def forget_failed_sign_ins() -> int:
    """Drop what is older than 90 days or beyond the newest 10,000 (for tick)."""
    old = FailedSignIn.objects.filter(at__lt=clock.now() - FAILED_DAYS)
    beyond = FailedSignIn.objects.order_by("-at", "-pk")[FAILED_KEPT:].values("pk")
    forgotten = old.delete()[0]
    return forgotten + FailedSignIn.objects.filter(pk__in=[row["pk"] for row in beyond]).delete()[0]
