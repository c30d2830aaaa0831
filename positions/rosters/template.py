"""The workbook of a planning roster as a template to fill in."""

import io
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from agencies.models import EthnicGroup
from documents.workbooks.template import (
    OPTIONS,
    explained,
    formats_of,
    offer_list,
    write_lists,
    write_sheet,
)
from positions.models import Title
from positions.rosters.columns import ENTRIES, MOST_ENTRIES, SHEET

LISTS = "Danh mục"
HEADS = ("Chức danh", "Mã", "", "Dân tộc", "Mã")
PLACES = {column.name: place for place, column in enumerate(ENTRIES)}
EXAMPLE = {
    "person_name": "Nguyễn Thị Minh Họa",
    "birth_on": "15/04/1984",
    "gender": "Nữ",
    "ethnicity": "Kinh",
    "title": "Trưởng phòng",
    "unit": "Phòng Tổ chức",
    "workplace": "Phòng Tổ chức, Sở Nội vụ",
    "is_inside": "có",
    "citizen_id": "031184000001",
    "is_party_member": "có",
}


def template() -> bytes:
    """An empty workbook with drop-downs, an example, and the two catalogues."""
    titles = list(Title.objects.values_list("name", "code"))
    groups = list(EthnicGroup.objects.values_list("name", "code"))
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        formats = formats_of(book)
        _write_instructions(book.add_worksheet(_("Hướng dẫn")), formats)
        sheet = book.add_worksheet(SHEET)
        write_sheet(sheet, ENTRIES, formats)
        write_lists(book.add_worksheet(LISTS), HEADS, (titles, groups), formats)
        offer_list(sheet, PLACES["title"], f"'{LISTS}'!$A$2:$A${len(titles) + 1}")
        offer_list(sheet, PLACES["ethnicity"], f"'{LISTS}'!$D$2:$D${len(groups) + 1}")
    return out.getvalue()


def _write_instructions(sheet: Any, formats: dict[str, Any]) -> None:
    lines = [
        [_("Trang"), _("Cột"), _("Bắt buộc"), _("Nội dung"), _("Giá trị")],
        *(explained(SHEET, column) for column in ENTRIES),
        [],
        [_("Điền trang “Quy hoạch”, mỗi người cho một chức danh một dòng; không dùng công thức.")],
        [_("Một người quy hoạch hai chức danh thì ghi hai dòng.")],
        [_("Nhập tất cả hoặc không nhập gì; ô sai được chỉ ra để sửa rồi tải lên lại.")],
        [_("Tối đa %(most)s dòng mỗi tệp.") % {"most": MOST_ENTRIES}],
        [],
        [_("Một dòng ví dụ:")],
        [column.head for column in ENTRIES],
        [EXAMPLE[column.name] for column in ENTRIES],
    ]
    headed = (0, len(lines) - 2)
    for row, line in enumerate(lines):
        for place, text in enumerate(line):
            sheet.write_string(row, place, text, formats["head"] if row in headed else None)
    sheet.set_column(0, 2, 22)
    sheet.set_column(3, 3, 70)
    sheet.set_column(4, len(ENTRIES), 28)
