"""The exact bytes that are hashed. `docs/verification.md` is the same text for strangers."""

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

ENTRY_PREFIX = b"\x00"
NODE_PREFIX = b"\x01"
PAYLOAD_PREFIX = b"\x02"
EMPTY_HASH = "0" * 64


def canonical(value: Any) -> bytes:
    """JSON with sorted keys, no blanks, UTF-8, no float: one value, one byte string."""
    _refuse_floats(value)
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("A float has no exact bytes; use Decimal or text.")
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError("Keys of a payload are text.")
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)


def utc_text(instant: datetime) -> str:
    """UTC with six decimals: 2026-11-23T01:02:03.000004Z."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def plain(value: Any) -> Any:
    """A Python value as canonical JSON can carry it."""
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, str) else value


def field_value(field: models.Field, value: Any) -> Any:
    """One column as it enters a payload; a decimal has exactly the column's places."""
    _refuse_floats(value)
    target = field.target_field if field.is_relation else field
    value = None if value is None else target.to_python(value)
    if isinstance(value, Decimal) and isinstance(target, models.DecimalField):
        return _places(value, target.decimal_places)
    return plain(value)


def _places(value: Decimal, places: int) -> str:
    """The engines round the places too many differently, so there may be none."""
    text = f"{value:.{places}f}"
    if Decimal(text) != value:
        raise ValueError(f"{value} has more than {places} decimal places.")
    return text


def entry_hash(
    *, chain: str, seq: int, at: datetime, kind: str, actor: str, digest: str, prev: str
) -> str:
    """SHA-256 over the entry; at the same time its leaf in the RFC 6962 tree of the chain."""
    fields = {
        "actor": actor,
        "at": utc_text(at),
        "chain": chain,
        "digest": digest,
        "kind": kind,
        "prev": prev,
        "seq": seq,
    }
    return hashlib.sha256(ENTRY_PREFIX + canonical(fields)).hexdigest()


def payload_digest(salt: str, body: str) -> str:
    """SHA-256 over the 32-byte salt (given as hex) and the payload's bytes."""
    return hashlib.sha256(PAYLOAD_PREFIX + bytes.fromhex(salt) + body.encode()).hexdigest()


def leaf_of(fact: dict[str, Any]) -> str:
    """The RFC 6962 leaf of a fact without an entry of its own (a line of a list, a sealed pair)."""
    return hashlib.sha256(ENTRY_PREFIX + canonical(fact)).hexdigest()
