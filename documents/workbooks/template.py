"""The sheets of a template to fill in, and a refused workbook sent back with its faults."""

import io
from collections.abc import Iterable
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from documents.workbooks.cells import CHOICE, YES_NO
from documents.workbooks.columns import FAULT_COLUMN, Column, words_of
from documents.workbooks.faults import Fault
from documents.workbooks.reading import Sheet
from documents.workbooks.rows import Columns

# Whatever a text begins with, it stays a text.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
           "strings_to_numbers": False}  # fmt: skip
ROWS_READY = 2_000
YES_AND_NO = ["có", "không"]


def formats_of(book: Any) -> dict[str, Any]:
    """The formats of a template: "head", and one for each number format of a kind."""
    head = book.add_format({"bold": True, "bg_color": "#E3E6EA", "border": 1})
    formats = {name: book.add_format({"num_format": name}) for name in ("@", "dd/mm/yyyy")}
    return {"head": head} | formats


def explained(sheet: str, column: Column) -> list[str]:
    """The line about a column: sheet, header, required or not, help, allowed values."""
    required = _("có") if column.required else ""
    return [sheet, column.head, required, str(column.help), ", ".join(values_of(column))]


def values_of(column: Column) -> list[str]:
    """What the drop-down of a column offers; empty where there is none."""
    return YES_AND_NO if column.kind is YES_NO else words_of(column)


def write_sheet(sheet: Any, columns: Columns, formats: dict[str, Any]) -> None:
    """Headers with their help as a comment, formats and drop-downs; no row."""
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width, formats.get(column.kind.number_format))
        sheet.write_string(0, place, column.head, formats["head"])
        sheet.write_comment(0, place, str(column.help))
        if column.kind in (CHOICE, YES_NO):
            rule = {"validate": "list", "source": values_of(column)}
            sheet.data_validation(1, place, ROWS_READY, place, rule)
    sheet.freeze_panes(1, 0)


def write_lists(
    sheet: Any, heads: Iterable[str], lists: Iterable[list[tuple[str, str]]], formats: dict
) -> None:
    """Lists of pairs side by side, an empty column between them: what drop-downs point to."""
    for place, head in enumerate(heads):
        sheet.write_string(0, place, head, formats["head"] if head else None)
    for place, pairs in enumerate(lists):
        for row, pair in enumerate(pairs, start=1):
            for column, text in enumerate(pair, start=3 * place):
                sheet.write_string(row, column, text)
    sheet.freeze_panes(1, 0)


def offer_list(sheet: Any, place: int, source: str) -> None:
    """A drop-down over a range of another sheet."""
    rule = {"validate": "list", "source": f"={source}"}
    sheet.data_validation(1, place, ROWS_READY, place, rule)


# A refused workbook: what was read, nothing of what else the file held


def returned(sheets: dict[str, Sheet], faults: list[Fault], names: Iterable[str]) -> bytes:
    """The named sheets as they were read, faulty cells marked, faults in a last column."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        wrong = book.add_format({"bg_color": "#FDE7E4", "font_color": "#B42318"})
        for name in names:
            mine = [fault for fault in faults if fault.sheet == name]
            _return_sheet(book.add_worksheet(name), sheets.get(name, Sheet()), mine, wrong)
    return out.getvalue()


def _return_sheet(sheet: Any, kept: Sheet, faults: list[Fault], wrong: Any) -> None:
    marked = {(fault.row, fault.column) for fault in faults}
    for number, cells in kept.rows.items():
        for place, raw in cells.items():
            style = wrong if (number, place) in marked else None
            if number > 1 or raw.text != FAULT_COLUMN:
                _write_back(sheet, number - 1, place - 1, raw, style)
    last = max((place for cells in kept.rows.values() for place in cells), default=0)
    column = _fault_column(kept) or last + 1
    sheet.write_string(0, column - 1, FAULT_COLUMN, wrong)
    texts: dict[int, list[str]] = {}
    for fault in faults:
        texts.setdefault(max(fault.row, 2), []).append(f"{fault.cell}: {fault.text}")
    for number, lines in texts.items():
        sheet.write_string(number - 1, column - 1, "; ".join(lines), wrong)


def _fault_column(kept: Sheet) -> int | None:
    heads = kept.rows.get(1, {})
    return next((place for place, raw in heads.items() if raw.text == FAULT_COLUMN), None)


def _write_back(sheet: Any, row: int, place: int, raw: Any, style: Any) -> None:
    """Numbers stay numbers; everything else, days too, is text that can be read again."""
    if raw.kind == "n":
        sheet.write_number(row, place, float(raw.text), style)
    elif raw.kind == "f":
        sheet.write_string(row, place, _("(công thức)"), style)
    else:
        sheet.write_string(row, place, raw.text, style)
