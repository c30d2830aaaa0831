"""The one context from which both files of a document are made."""

from typing import Any

from accounts.demo import is_demo
from documents.models import OfficialDocument
from documents.rendering.words import (
    MOTTO,
    NATION,
    ND30,
    PARTY,
    PARTY_STYLE,
    RECIPIENTS,
    SAMPLE,
    long_date,
)

BLANK = "\N{NO-BREAK SPACE}" * 8
DOTS = "……"


def context_of(document: OfficialDocument) -> dict[str, Any]:
    """The frozen content with number, place and date, title and signer."""
    is_party = document.agency.is_party
    return document.content | {
        "layout": PARTY_STYLE if is_party else ND30,
        "nation": PARTY if is_party else NATION,
        "motto": "" if is_party else MOTTO,
        "recipients_word": RECIPIENTS,
        "number": _number(document),
        "place_and_date": _place_and_date(document),
        "title": document.title,
        "signer_title": document.signer_title.upper(),
        "signer_name": document.signer_name,
        "sample": SAMPLE if is_demo() else "",
    }


def _number(document: OfficialDocument) -> str:
    """`Số: 12/KH-SNV`, of the Party `Số 12-KH/BTCTW`; a draft leaves room for the clerk's pen."""
    word = "Số" if document.agency.is_party else "Số:"
    return f"{word} {document.reference or BLANK + document.content['symbol']}"


def _place_and_date(document: OfficialDocument) -> str:
    place, day = document.content["place"], document.issued_on
    if day:
        return f"{place}, {long_date(day)}"
    return f"{place}, ngày {DOTS} tháng {DOTS} năm {document.content['year']}"
