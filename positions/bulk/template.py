"""The workbook of openings as a template to fill in."""

import io
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from accounts.models import User
from audit import clock
from documents.workbooks.columns import words_of
from documents.workbooks.template import (
    OPTIONS,
    explained,
    formats_of,
    offer_list,
    write_lists,
    write_sheet,
)
from positions.bulk.columns import MOST_OPENINGS, OPENINGS, SHEET
from positions.queries import codes_to_open

CODES = "Mã cơ quan"
PLACES = {column.name: place for place, column in enumerate(OPENINGS)}
Codes = list[tuple[str, str]]


def template(user: User) -> bytes:
    """An empty workbook with drop-downs, an example, and the codes this officer may use."""
    agencies, authorities = codes_to_open(user)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        formats = formats_of(book)
        _write_instructions(book.add_worksheet(_("Hướng dẫn")), agencies, authorities, formats)
        sheet = book.add_worksheet(SHEET)
        write_sheet(sheet, OPENINGS, formats)
        _write_codes(book.add_worksheet(CODES), agencies, authorities, formats)
        _offer_codes(sheet, "agency_code", "A", len(agencies))
        _offer_codes(sheet, "authority_code", "D", len(authorities))
    return out.getvalue()


def _write_instructions(sheet: Any, agencies: Codes, authorities: Codes, formats: dict) -> None:
    lines = [
        [_("Trang"), _("Cột"), _("Bắt buộc"), _("Nội dung"), _("Giá trị")],
        *(explained(SHEET, column) for column in OPENINGS),
        [],
        [_("Điền trang “Chức danh”, mỗi chức danh một dòng; không dùng công thức.")],
        [_("Nhập tất cả hoặc không nhập gì; ô sai được chỉ ra để sửa rồi tải lên lại.")],
        [_("Tối đa %(most)s chức danh mỗi tệp.") % {"most": MOST_OPENINGS}],
        [],
        [_("Một dòng ví dụ:")],
        [column.head for column in OPENINGS],
        _example(agencies, authorities),
    ]
    headed = (0, len(lines) - 2)
    for row, line in enumerate(lines):
        for place, text in enumerate(line):
            sheet.write_string(row, place, text, formats["head"] if row in headed else None)
    sheet.set_column(0, 2, 22)
    sheet.set_column(3, 3, 70)
    sheet.set_column(4, 4, 60)
    sheet.set_column(5, len(OPENINGS), 22)


def _example(agencies: Codes, authorities: Codes) -> list[str]:
    year = clock.today().year + 1
    values = {
        "code": f"VU-{year}.01",
        "title": "Vụ trưởng Vụ Pháp chế",
        "unit": "Vụ Pháp chế",
        "agency_code": agencies[0][0] if agencies else "",
        "authority_code": authorities[0][0] if authorities else "",
        "seats": "1",
        "standards": "Tốt nghiệp đại học luật trở lên.\nCó ít nhất 5 năm công tác pháp chế.",
        "receipt_deadline": f"17:00 30/06/{year}",
        "presentation_on": f"15/08/{year}",
    }
    chosen = {column.name: words_of(column)[0] for column in OPENINGS if column.choices}
    return [(values | chosen).get(column.name, "") for column in OPENINGS]


def _write_codes(sheet: Any, agencies: Codes, authorities: Codes, formats: dict) -> None:
    heads = ("Mã cơ quan", "Tên", "", "Mã cơ quan quyết định", "Tên")
    write_lists(sheet, heads, (agencies, authorities), formats)
    for first in (0, 3):
        sheet.set_column(first, first, 24)
        sheet.set_column(first + 1, first + 1, 50)


def _offer_codes(sheet: Any, name: str, letter: str, n_codes: int) -> None:
    """A drop-down over a column of the sheet of codes."""
    if n_codes:
        offer_list(sheet, PLACES[name], f"'{CODES}'!${letter}$2:${letter}${n_codes + 1}")
