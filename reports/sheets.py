"""A form as a spreadsheet for people: national heading, numbered columns, totals, notes."""

import io
from typing import Any

import xlsxwriter
from django.conf import settings
from django.utils.translation import gettext as _

from documents.rendering.words import MOTTO, NATION
from reports.exports import (
    FIRST_FIGURE,
    TOTAL_ORDER,
    headings,
    notes,
    period_of,
    place_and_date,
    scope_label,
    title_of,
    total_name,
    values_of,
)
from reports.measures import MEASURES
from reports.queries import Line, Report

LAST = len(MEASURES) + FIRST_FIGURE - 1
HALF = LAST // 3
HEAD_ROW = 6
A4 = 9


def as_xlsx(report: Report) -> bytes:
    """For people: heading as NĐ 30/2020, numbered columns, totals, notes; landscape A4."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet, formats = book.add_worksheet(report.form), _formats(book)
        _set_up(sheet)
        _write_heading(sheet, report, formats)
        row = _write_lines(sheet, report, formats)
        sheet.write_string(row + 1, 0, _("Cách tính:"), formats["plain"])
        for place, note in enumerate(notes(), start=row + 2):
            sheet.write_string(place, 0, note, formats["plain"])
    return out.getvalue()


def _set_up(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW, HEAD_ROW + 1)
    sheet.freeze_panes(HEAD_ROW + 2, FIRST_FIGURE)
    sheet.set_column(0, 1, 12)
    sheet.set_column(2, 2, 34)
    sheet.set_footer("&C&P/&N")


def _write_heading(sheet: Any, report: Report, formats: dict[str, Any]) -> None:
    sheet.merge_range(0, 0, 0, HALF, settings.SITE_OWNER.upper(), formats["strong"])
    sheet.merge_range(0, HALF + 1, 0, LAST, NATION, formats["strong"])
    sheet.merge_range(1, HALF + 1, 1, LAST, MOTTO, formats["strong"])
    sheet.merge_range(2, HALF + 1, 2, LAST, place_and_date(), formats["note"])
    sheet.merge_range(3, 0, 3, LAST, title_of(report), formats["title"])
    sheet.merge_range(4, 0, 4, LAST, period_of(report), formats["note"])
    sheet.write_row(HEAD_ROW, 0, headings(), formats["head"])
    numbers = [f"({place})" for place in range(1, LAST + 2)]
    sheet.write_row(HEAD_ROW + 1, 0, numbers, formats["number"])


def _write_lines(sheet: Any, report: Report, formats: dict[str, Any]) -> int:
    row = HEAD_ROW + 2
    for line in report.rows:
        row = _write_line(sheet, row, line, line.name, formats["cell"])
    for scope in TOTAL_ORDER:
        row = _write_line(sheet, row, report.totals[scope], total_name(scope), formats["total"])
    return row


def _write_line(sheet: Any, row: int, line: Line, name: str, style: Any) -> int:
    sheet.write_row(row, 0, [scope_label(line.scope), line.code, name], style)
    for place, value in enumerate(values_of(line).values(), start=FIRST_FIGURE):
        if isinstance(value, int):
            sheet.write_number(row, place, value, style)
        else:
            sheet.write_string(row, place, "–" if value is None else value, style)
    return row + 1


def _formats(book: Any) -> dict[str, Any]:
    base = {"font_name": "Times New Roman", "font_size": 11}
    boxed = base | {"border": 1}
    centred = base | {"align": "center"}
    return {
        "strong": book.add_format(centred | {"bold": True}),
        "title": book.add_format(centred | {"bold": True, "font_size": 14}),
        "note": book.add_format(centred | {"italic": True}),
        "head": book.add_format(
            boxed | {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter"}
        ),
        "number": book.add_format(boxed | {"italic": True, "align": "center"}),
        "cell": book.add_format(boxed),
        "total": book.add_format(boxed | {"bold": True}),
        "plain": book.add_format(base),
    }
