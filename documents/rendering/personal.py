"""A paper that a person signs, or a receipt, as PDF."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from accounts.demo import is_demo
from documents.rendering.typesetting import HERE, typeset
from documents.rendering.words import MOTTO, NATION, SAMPLE

LAYOUT = HERE / "layouts" / "personal.typ"
Part = dict[str, Any]


@dataclass(frozen=True)
class Signer:
    """Where a hand signs: place and day above, who, how; the name below when it is known."""

    who: str
    place: str = ""
    how: str = "(Ký, ghi rõ họ tên)"
    name: str = ""


@dataclass(frozen=True)
class Paper:
    title: str
    parts: Sequence[Part]
    subtitle: str = ""
    body: str = ""
    footer: str = ""
    signers: Sequence[Signer] = ()


def heading(text: str) -> Part:
    return {"kind": "heading", "text": text}


def text(words: str) -> Part:
    return {"kind": "text", "text": words}


def pairs(rows: Iterable[tuple[str, str]]) -> Part:
    return {"kind": "pairs", "rows": [[str(label), str(value)] for label, value in rows]}


def table(heads: Iterable[str], rows: Iterable[Sequence[str]]) -> Part:
    cells = [[str(cell) for cell in row] for row in rows]
    return {"kind": "table", "heads": [str(head) for head in heads], "rows": cells}


def room(lines: int) -> Part:
    """Dotted lines for a pen."""
    return {"kind": "room", "lines": lines}


def code(words: str) -> Part:
    """A check code, in groups of four."""
    groups = [words[place : place + 4] for place in range(0, len(words), 4)]
    return {"kind": "code", "text": " ".join(groups)}


def personal_pdf(paper: Paper) -> bytes:
    """A4 under the national heading; a demo's bears MẪU on every page."""
    sample = SAMPLE if is_demo() else ""
    return typeset(LAYOUT, asdict(paper) | {"nation": NATION, "motto": MOTTO, "sample": sample})
