"""A report as JSON, CSV and XLSX, all from the same lines."""

import io
import json
from typing import Any

import xlsxwriter
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.tables import csv_bytes
from reports.measures import COUNT_KEYS, MEASURES, RATIOS
from reports.queries import ALL, CENTRAL, LOCAL, Line, Report

HEAD = ("scope", "code", "name")
TOTAL_ORDER = (CENTRAL, LOCAL, ALL)
FIRST_FIGURE = 3


def scope_label(scope: str) -> str:
    """The scope in words."""
    return {CENTRAL: _("Trung ương"), LOCAL: _("Địa phương"), ALL: _("Cả nước")}[scope]


def values_of(line: Line) -> dict[str, Any]:
    """Counts as integers, ratios as text with two decimals or None."""
    ratios = {measure.key: getattr(line, measure.key) for measure in RATIOS}
    return {
        **{key: line.counts[key] for key in COUNT_KEYS},
        **{key: None if value is None else f"{value:.2f}" for key, value in ratios.items()},
    }


def as_json(report: Report) -> str:
    """The machine format of `manage.py report … --format json`."""
    filters = report.filters
    data = {
        "form": report.form,
        "from": filters.start.isoformat(),
        "to": filters.end.isoformat(),
        "as_of": filters.as_of.isoformat(),
        "epoch": int(filters.epoch),
        "rows": [
            {"scope": line.scope, "code": line.code, "name": line.name, **values_of(line)}
            for line in report.rows
        ],
        "totals": {scope: values_of(report.totals[scope]) for scope in TOTAL_ORDER},
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def as_csv(report: Report) -> bytes:
    """The rows of the JSON, same columns, same order; UTF-8 with BOM."""
    keys = [*HEAD, *(measure.key for measure in MEASURES)]
    lines = [
        [
            "" if value is None else value
            for value in (row.scope, row.code, row.name, *values_of(row).values())
        ]
        for row in report.rows
    ]
    return csv_bytes([keys, *lines])


def title_of(report: Report) -> str:
    return _("Biểu R1. Tổng hợp kết quả thi tuyển chức danh lãnh đạo, quản lý")


def period_of(report: Report) -> str:
    """The period and the as-of day in words."""
    filters = report.filters
    return _("Từ %(start)s đến %(end)s; số liệu đến %(as_of)s; %(epoch)s tỉnh, thành phố") % {
        "start": date_format(filters.start),
        "end": date_format(filters.end),
        "as_of": date_format(filters.as_of),
        "epoch": filters.epoch,
    }


def as_xlsx(report: Report) -> bytes:
    """For people: heading, numbered columns, totals, notes; landscape A4."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        _write_sheet(book, report)
    return out.getvalue()


def _write_sheet(book: Any, report: Report) -> None:
    sheet = book.add_worksheet("R1")
    formats = _formats(book)
    last = len(MEASURES) + FIRST_FIGURE - 1
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.merge_range(0, 0, 0, last, title_of(report), formats["title"])
    sheet.merge_range(1, 0, 1, last, period_of(report), formats["note"])
    heads = [_("Khối"), _("Mã"), _("Tên"), *(str(measure.label) for measure in MEASURES)]
    sheet.write_row(3, 0, heads, formats["head"])
    sheet.write_row(4, 0, [f"({place})" for place in range(1, last + 2)], formats["number"])
    sheet.repeat_rows(3, 4)
    sheet.freeze_panes(5, FIRST_FIGURE)
    sheet.set_column(0, 1, 12)
    sheet.set_column(2, 2, 34)
    row = 5
    for line in report.rows:
        row = _write_line(sheet, row, line, line.name, formats["cell"])
    for scope in TOTAL_ORDER:
        name = _("Cộng: %(scope)s") % {"scope": scope_label(scope)}
        row = _write_line(sheet, row, report.totals[scope], name, formats["total"])
    _write_notes(sheet, row + 1, formats["plain"])


def _formats(book: Any) -> dict[str, Any]:
    base = {"font_name": "Times New Roman", "font_size": 11}
    boxed = base | {"border": 1}
    return {
        "title": book.add_format(base | {"bold": True, "font_size": 14, "align": "center"}),
        "note": book.add_format(base | {"italic": True, "align": "center"}),
        "head": book.add_format(
            boxed | {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter"}
        ),
        "number": book.add_format(boxed | {"italic": True, "align": "center"}),
        "cell": book.add_format(boxed),
        "total": book.add_format(boxed | {"bold": True}),
        "plain": book.add_format(base),
    }


def _write_line(sheet: Any, row: int, line: Line, name: str, style: Any) -> int:
    sheet.write_row(row, 0, [scope_label(line.scope), line.code, name], style)
    for place, value in enumerate(values_of(line).values(), start=FIRST_FIGURE):
        if isinstance(value, int):
            sheet.write_number(row, place, value, style)
        else:
            sheet.write_string(row, place, "–" if value is None else value, style)
    return row + 1


def _write_notes(sheet: Any, row: int, style: Any) -> None:
    sheet.write_string(row, 0, _("Cách tính:"), style)
    for place, measure in enumerate(MEASURES, start=1):
        text = f"({place + FIRST_FIGURE}) {measure.label}: {measure.definition}."
        sheet.write_string(row + place, 0, text, style)
