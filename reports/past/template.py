"""The workbook as a template to fill in."""

import io
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from agencies.models import EthnicGroup, Province
from documents.workbooks.template import OPTIONS, explained, formats_of, write_sheet
from reports.past.columns import SHEETS


def template() -> bytes:
    """An empty workbook with drop-downs, and a sheet that explains every column."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        formats = formats_of(book)
        _write_instructions(book.add_worksheet(_("Hướng dẫn")), formats)
        for name, columns in SHEETS.items():
            write_sheet(book.add_worksheet(name), columns, formats)
    return out.getvalue()


def _write_instructions(sheet: Any, formats: dict[str, Any]) -> None:
    lines = [
        [_("Trang"), _("Cột"), _("Bắt buộc"), _("Nội dung"), _("Giá trị")],
        *(explained(name, column) for name, columns in SHEETS.items() for column in columns),
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
