"""An official document as PDF."""

from documents.models import OfficialDocument
from documents.rendering.context import context_of
from documents.rendering.typesetting import HERE, typeset

LAYOUT = HERE / "layouts" / "official.typ"


def pdf(document: OfficialDocument) -> bytes:
    """A4, margins of NĐ 30/2020; a demo's bears MẪU on every page."""
    return typeset(LAYOUT, context_of(document))


def pages(document: OfficialDocument, dots_per_inch: int) -> list[bytes]:
    """The same pages as PNG, to look at."""
    made = typeset(LAYOUT, context_of(document), format="png", ppi=dots_per_inch)
    return made if isinstance(made, list) else [made]
