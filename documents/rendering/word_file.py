"""An official document as DOCX, from a template that an agency may edit in Word."""

import io
from pathlib import Path
from typing import Any

from docx.document import Document
from docx.shared import Mm
from docx.table import Table
from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

from documents.models import OfficialDocument
from documents.rendering.context import context_of
from documents.rendering.words import ND30, PARTY_STYLE

FOLDER = Path(__file__).resolve().parent / "word"
TEMPLATES = {ND30: FOLDER / "nd30.docx", PARTY_STYLE: FOLDER / "party.docx"}
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT_WIDTH = 160  # millimetres between the margins


def docx(document: OfficialDocument) -> bytes:
    """The words of the PDF, in the agency's layout; values are escaped, never read as markup."""
    context = context_of(document)
    template = DocxTemplate(TEMPLATES[context["layout"]])
    template.render(context, SandboxedEnvironment(autoescape=True), autoescape=True)
    _shape_tables(template.docx, context)
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def _shape_tables(made: Document, context: dict[str, Any]) -> None:
    """Columns as wide as the context says: Word's template cannot say it of a repeated cell."""
    parts = [part for part in context["parts"] if part["kind"] == "table"]
    for table, part in zip(made.tables[1:-1], parts, strict=True):
        _set_widths(table, part["widths"])


def _set_widths(table: Table, shares: list[int]) -> None:
    for place, share in enumerate(shares):
        width = Mm(TEXT_WIDTH * share / sum(shares))
        for cell in table.columns[place].cells:
            cell.width = width
        table.columns[place].width = width
