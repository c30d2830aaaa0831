"""Append to the ledger. Nothing else writes its tables."""

import secrets
from datetime import timedelta
from typing import Any

from django.db import models, transaction

from audit import clock
from audit.canonical import EMPTY_HASH, canonical, entry_hash, payload_digest, plain
from audit.models import ChainHead, LedgerEntry, Payload
from audit.rows import row_values, subject_of

SYSTEM = "system"
SEALED = "sealed"
ERASED = "payload_erased"
BULK = "rows_imported"
READ_ONCE_PER = timedelta(minutes=15)


def actor_id(by: Any) -> str:
    """The random id of a user or person, or `system`: never a name or an address."""
    return SYSTEM if by is None else by.public_id


def record(
    *,
    chain: str,
    kind: str,
    by: Any,
    data: dict[str, Any] | None = None,
    subject: str = "",
    agency: str = "",
    note: str = "",
) -> LedgerEntry:
    """Append one fact that is not a row of an audited table (a seal, a reading, an export).

    Only kinds of rows have a dot: what an entry was stays known after its payload is erased.
    """
    if "." in kind:
        raise ValueError("Kinds with a dot are of rows: use record_row().")
    payload = {"agency": agency, "data": plain(data or {}), "note": note, "subject": subject}
    return _append(chain, kind, by, payload)


def record_row(obj: models.Model, *, kind: str, by: Any, note: str = "") -> LedgerEntry:
    """Append the whole row of an audited table as it stands after a change."""
    payload = {
        "agency": obj.ledger_agency,
        "note": note,
        "row": row_values(obj),
        "subject": subject_of(obj),
    }
    return _append(obj.ledger_chain, kind, by, payload)


def _append(chain: str, kind: str, by: Any, payload: dict[str, Any]) -> LedgerEntry:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A ledger entry needs the fact's transaction.")
    body, salt = canonical(payload).decode(), secrets.token_hex(32)
    head = _locked_head(chain)
    fields = {
        "chain": chain,
        "seq": head.size + 1,
        # Waiting for the lock, or a clock set back, must not make a chain's times fall.
        "at": max(clock.now(), head.at) if head.at else clock.now(),
        "kind": kind,
        "actor": actor_id(by),
        "digest": payload_digest(salt, body),
        "prev": head.hash,
    }
    entry = LedgerEntry.objects.create(**fields, hash=entry_hash(**fields))
    Payload.objects.create(
        entry=entry, salt=salt, body=body, subject=payload["subject"], agency=payload["agency"]
    )
    ChainHead.objects.filter(pk=chain).update(size=entry.seq, hash=entry.hash, at=entry.at)
    return entry


def _locked_head(chain: str) -> ChainHead:
    heads = ChainHead.objects.select_for_update().filter(pk=chain)
    head = heads.first()
    if head is None:
        ChainHead.objects.bulk_create(
            [ChainHead(chain=chain, hash=EMPTY_HASH)], ignore_conflicts=True
        )
        head = heads.get()
    return head


def record_read(obj: models.Model, *, by: Any, kind: str = "audit_read") -> None:
    """Write that somebody read an object: once per person, object and 15 minutes.

    Called before the page is rendered; if it fails, the page is refused.
    """
    subject, chain = subject_of(obj), f"access:{obj.ledger_agency or 'national'}"
    seen = LedgerEntry.objects.filter(
        actor=actor_id(by),
        at__gt=clock.now() - READ_ONCE_PER,
        chain=chain,
        kind=kind,
        payload__subject=subject,
    )
    if not seen.exists():
        with transaction.atomic():
            record(chain=chain, kind=kind, by=by, subject=subject, agency=obj.ledger_agency)


def erase_payload(entry: LedgerEntry, *, by: Any, reason: str, rule: str) -> LedgerEntry:
    """Erase what an entry says, by law; the entry and its digest stay and verify.

    The erasure is an entry of the same chain that names chain, seq, reason and rule.
    """
    if entry.kind in (ERASED, BULK):
        raise ValueError("The payload of an erasure or of a batch is never erased.")
    if not reason.strip() or not rule.strip():
        raise ValueError("An erasure names its reason and the rule.")
    with transaction.atomic():
        payload = Payload.objects.select_for_update().get(entry=entry)
        data = {"chain": entry.chain, "reason": reason, "rule": rule, "seq": entry.seq}
        erasure = record(
            chain=entry.chain,
            kind=ERASED,
            by=by,
            data=data,
            subject=payload.subject,
            agency=payload.agency,
        )
        payload.delete()
    return erasure
