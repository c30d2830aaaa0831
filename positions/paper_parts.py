"""What an official document is made of: plain data that both layouts know how to show."""

import re
from collections.abc import Iterable
from typing import Any

from agencies.names import nfc

Part = dict[str, Any]
UNPRINTABLE = re.compile(r"[^\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def heading(text: str) -> Part:
    return {"kind": "heading", "text": text}


def text(words: str) -> Part:
    return {"kind": "text", "text": words}


def article(number: int, words: str) -> Part:
    return {"kind": "article", "label": f"Điều {number}.", "text": words}


def table(heads: list[str], widths: list[int], centred: list[int], rows: list[list[str]]) -> Part:
    """`widths` are shares of the line, `centred` the columns of figures."""
    return {"kind": "table", "heads": heads, "widths": widths, "centred": centred, "rows": rows}


def listed(lines: Iterable[str]) -> list[Part]:
    """One dash a line."""
    return [text(f"- {line}") for line in lines]


def ended(lines: list[str]) -> list[str]:
    """Semicolons between, a full stop at the end."""
    signs = [";"] * (len(lines) - 1) + ["."]
    return [f"{line}{sign}" for line, sign in zip(lines, signs, strict=bool(lines))]


def printable(value: Any) -> Any:
    """Text in its one form, without signs that no printer and no XML file can hold."""
    if isinstance(value, str):
        return UNPRINTABLE.sub("", nfc(value))
    if isinstance(value, list):
        return [printable(item) for item in value]
    if isinstance(value, dict):
        return {key: printable(item) for key, item in value.items()}
    return value
