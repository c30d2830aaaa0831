"""An official document as DOCX, from a template that an agency may edit in Word."""

import io
from pathlib import Path
from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
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
    """Columns as the context wants them: a template cannot say it of a repeated cell."""
    parts = [part for part in context["parts"] if part["kind"] == "table"]
    for table, part in zip(made.tables[1:-1], parts, strict=True):
        _shape(table, part)


def _shape(table: Table, part: dict[str, Any]) -> None:
    widths = [Mm(TEXT_WIDTH * share / sum(part["widths"])) for share in part["widths"]]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for place, (cell, width) in enumerate(zip(row.cells, widths, strict=True)):
            cell.width = width
            if place in part["centred"]:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
