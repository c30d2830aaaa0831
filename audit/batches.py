"""Many rows under one entry: a bulk import. The entry carries the root, the rows their salts."""

import secrets
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from django.db import models

from audit.canonical import canonical, leaf_of, payload_digest
from audit.ledger import BULK, record
from audit.merkle import root_of
from audit.models import BatchRow, LedgerEntry
from audit.rows import row_values, subject_of

CHUNK = 1000
HEX = 64  # 32 bytes


class Place(NamedTuple):
    """Where the newest fact about a row stands, when that is a batch."""

    subject: str
    salt: str
    digest: str


def record_batch(rows: Iterable[models.Model], *, by: Any, data: dict[str, Any]) -> LedgerEntry:
    """Append one entry for rows just stored in bulk, in the transaction that stored them.

    `data` says where they came from; the entry adds their number and the root of their digests.
    """
    members = [_member(place, row) for place, row in enumerate(rows, start=1)]
    root = root_of(_leaf(member) for member in members)
    facts = data | {"rows": len(members), "root": root}
    entry = record(chain="system", kind=BULK, by=by, data=facts)
    for member in members:
        member.entry = entry
    BatchRow.objects.bulk_create(members, batch_size=CHUNK)
    return entry


def _member(place: int, row: models.Model) -> BatchRow:
    salt = secrets.token_hex(32)
    return BatchRow(
        place=place, subject=subject_of(row), salt=salt, digest=digest_of_row(salt, row)
    )


def digest_of_row(salt: str, row: models.Model) -> str:
    """Digest of a whole row of an audited table, salted so that no name can be guessed."""
    body = {"row": row_values(row), "subject": subject_of(row)}
    return payload_digest(salt, canonical(body).decode())


def _leaf(member: BatchRow) -> str:
    """Which row, and its digest; the salt may be erased one day and the root still holds."""
    return leaf_of({"digest": member.digest, "subject": member.subject})


def check_batch(entry: LedgerEntry, data: dict[str, Any], fault: Callable) -> Iterator[Place]:
    """Yield what the batch says of each row; call `fault` where it is not the batch recorded."""
    where = f"audit_batchrow {entry.chain}/{entry.seq}"
    leaves: list[str] = []
    for member in BatchRow.objects.filter(entry=entry).order_by("place", "pk").iterator(CHUNK):
        if not _is_sound(member) or member.place != len(leaves) + 1:
            fault(f"{where}: row {member.place} (key {member.pk}) is out of place or unreadable")
            continue
        leaves.append(_leaf(member))
        yield Place(member.subject, member.salt, member.digest)
    if len(leaves) != data["rows"] or root_of(leaves) != data["root"]:
        fault(f"{where}: the rows do not give the root (changed, removed or inserted)")


def _is_sound(member: BatchRow) -> bool:
    texts = (member.subject, member.salt, member.digest)
    if not all(isinstance(text, str) for text in texts):
        return False
    try:
        return all(len(text) == HEX and bytes.fromhex(text).hex() == text for text in texts[1:])
    except ValueError:
        return False


def stray_rows() -> list[int]:
    """Keys of batch rows that hang on an entry which is no batch."""
    batches = LedgerEntry.objects.filter(kind=BULK).values("pk")
    return list(BatchRow.objects.exclude(entry__in=batches).values_list("pk", flat=True)[:20])
