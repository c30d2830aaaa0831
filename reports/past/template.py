"""The workbook as a template to fill in, and a refused one sent back with its faults."""

import io
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from agencies.models import EthnicGroup, Province
from reports.past.columns import CHOICE, CODE, DAY, FAULT_COLUMN, SHEETS, TEXT, YES_NO, Column
from reports.past.faults import Fault
from reports.past.reading import Sheet

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
           "strings_to_numbers": False}  # fmt: skip
ROWS_READY = 2_000
YES_AND_NO = ["có", "không"]


def template() -> bytes:
    """An empty workbook with drop-downs, and a sheet that explains every column."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        formats = {
            "head": book.add_format({"bold": True, "bg_color": "#E3E6EA", "border": 1}),
            CODE: book.add_format({"num_format": "@"}),
            TEXT: book.add_format({"num_format": "@"}),
            DAY: book.add_format({"num_format": "dd/mm/yyyy"}),
        }
        _write_instructions(book.add_worksheet(_("Hướng dẫn")), formats)
        for name, columns in SHEETS.items():
            _write_sheet(book.add_worksheet(name), columns, formats)
    return out.getvalue()


def _write_instructions(sheet: Any, formats: dict[str, Any]) -> None:
    lines = [
        [_("Trang"), _("Cột"), _("Bắt buộc"), _("Nội dung"), _("Giá trị")],
        *(_explained(name, column) for name, columns in SHEETS.items() for column in columns),
        [],
        [_("Ngày ghi dd/mm/yyyy. Mã là văn bản, giữ số 0 ở đầu. Không dùng công thức.")],
        [_("Nhập tất cả hoặc không nhập gì; ô sai được chỉ ra để sửa rồi tải lên lại.")],
        [],
        [_("Mã tỉnh (63)"), _("Tên")],
        *Province.objects.filter(epoch=Province.Epoch.PILOT)
        .order_by("code")
        .values_list("code", "name"),
        [],
        [_("Mã dân tộc"), _("Tên")],
        *EthnicGroup.objects.order_by("code").values_list("code", "name"),
    ]
    for row, line in enumerate(lines):
        for place, text in enumerate(line):
            sheet.write_string(row, place, text, formats["head"] if row == 0 else None)
    sheet.set_column(0, 2, 16)
    sheet.set_column(3, 4, 60)


def _explained(sheet: str, column: Column) -> list[str]:
    required = _("có") if column.required else ""
    return [sheet, column.name, required, str(column.help), _values(column)]


def _values(column: Column) -> str:
    choices = YES_AND_NO if column.kind == YES_NO else column.choices
    return ", ".join(choices)


def _write_sheet(sheet: Any, columns: tuple[Column, ...], formats: dict[str, Any]) -> None:
    for place, column in enumerate(columns):
        sheet.set_column(place, place, 18, formats.get(column.kind))
        sheet.write_string(0, place, column.name, formats["head"])
        sheet.write_comment(0, place, str(column.help))
        if column.kind in (CHOICE, YES_NO):
            source = YES_AND_NO if column.kind == YES_NO else list(column.choices)
            rule = {"validate": "list", "source": source}
            sheet.data_validation(1, place, ROWS_READY, place, rule)
    sheet.freeze_panes(1, 0)


# A refused workbook: what was read, nothing of what else the file held


def returned(sheets: dict[str, Sheet], faults: list[Fault]) -> bytes:
    """The sheets as they were read, faulty cells marked, their faults in a last column."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        wrong = book.add_format({"bg_color": "#FDE7E4", "font_color": "#B42318"})
        for name in SHEETS:
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
