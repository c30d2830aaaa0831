"""Reads of the ledger for people."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from audit.models import BatchRow, Checkpoint, Payload
from audit.rows import subject_of


@dataclass(frozen=True)
class HistoryLine:
    """One line of an object's history: when, who (an id), what kind, the note, chain/seq."""

    at: datetime
    actor: str
    kind: str
    note: str
    body: dict[str, Any]
    place: str


def history(obj: models.Model) -> list[HistoryLine]:
    """All that the ledger holds about an object, oldest first; the import that brought it too."""
    subject = subject_of(obj)
    batches = BatchRow.objects.filter(subject=subject).values("entry")
    payloads = Payload.objects.filter(models.Q(subject=subject) | models.Q(entry__in=batches))
    payloads = payloads.select_related("entry")
    return [_line(payload) for payload in payloads.order_by("entry_id")]


def _line(payload: Payload) -> HistoryLine:
    body = json.loads(payload.body)
    entry = payload.entry
    place = f"{entry.chain}/{entry.seq}"
    return HistoryLine(entry.at, entry.actor, entry.kind, body.get("note", ""), body, place)


def checkpoints_of(chain: str) -> models.QuerySet[Checkpoint]:
    """All seals of a chain, oldest first."""
    return Checkpoint.objects.filter(chain=chain).order_by("size")
