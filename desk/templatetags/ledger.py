"""The ledger in words: the history of one object."""

from collections.abc import Sequence
from typing import Any

from django import template

from audit.queries import HistoryLine
from desk.names import actor_names, kind_label

register = template.Library()

TONES = {
    "approved": "success",
    "published": "success",
    "active": "success",
    "confirmed": "success",
    "eligible": "success",
    "released": "success",
    "matched": "success",
    "filled": "success",
    "submitted": "info",
    "proposed": "info",
    "recorded": "info",
    "list_closed": "info",
    "draft": "warning",
    "returned": "warning",
    "withdrawn": "warning",
    "struck": "warning",
    "refused": "danger",
    "ineligible": "danger",
    "void": "danger",
    "cancelled": "danger",
}


@register.inclusion_tag("components/_history.html")
def ledger_history(history: Sequence[HistoryLine]) -> dict[str, Any]:
    """What the ledger holds about an object, newest first, with the names of who acted."""
    names = actor_names(line.actor for line in history)
    return {"entries": [_entry(line, names) for line in reversed(history)]}


def _entry(line: HistoryLine, names: dict[str, str]) -> dict[str, Any]:
    text = kind_label(line.kind)
    text = f"{text[0].upper()}{text[1:]}"
    return {
        "at": line.at,
        "who": names.get(line.actor, ""),
        "text": f"{text} – {line.note}" if line.note else text,
        "kind": TONES.get(line.kind.partition(".")[2], "neutral"),
    }
