"""Workbooks of openings for tests: sound rows, and a way to spoil a cell."""

import io
from datetime import timedelta
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl.utils import get_column_letter

from audit import clock

HEADS = {
    "code": "Mã chức danh*",
    "title": "Chức danh thi tuyển*",
    "unit": "Đơn vị",
    "agency": "Mã cơ quan*",
    "authority": "Mã cơ quan quyết định*",
    "level": "Cấp*",
    "rank": "Cấp trưởng/phó*",
    "seats": "Chỉ tiêu*",
    "standards": "Tiêu chuẩn, điều kiện*",
    "deadline": "Hạn nhận hồ sơ*",
    "written": "Ngày thi viết",
    "presentation": "Ngày thi trình bày",
}
Row = dict[str, Any]


def row(n: int = 1, **others: Any) -> Row:
    """A sound row for a campaign of BO-A under a regulation without a written round."""
    return {
        "code": f"BO-A.{n:03}",
        "title": f"Vụ trưởng Vụ {n}",
        "unit": f"Vụ {n}",
        "agency": "BO-A",
        "authority": "BO-A",
        "level": "cấp vụ và tương đương",
        "rank": "cấp trưởng",
        "seats": 1 + n % 3,
        "standards": "Tốt nghiệp đại học luật.\nNăm năm công tác.",
        "deadline": f"17:00 {day(30)}",
        "written": None,
        "presentation": day(60),
    } | others


def rows(n: int) -> list[Row]:
    return [row(number) for number in range(1, n + 1)]


def day(days: int) -> str:
    """A day so many days from now, as people write it."""
    return f"{clock.today() + timedelta(days=days):%d/%m/%Y}"


def content(rows: list[Row], heads: dict[str, str] = HEADS, sheet: str = "Chức danh") -> bytes:
    """An XLSX file of the rows; a value that is None leaves its cell blank."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.title = sheet
    book.active.append(list(heads.values()))
    for each in rows:
        book.active.append([each.get(name) for name in heads])
    book.save(out)
    return out.getvalue()


def upload(rows: list[Row], name: str = "chuc-danh.xlsx", **how: Any) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content(rows, **how))


def cell(name: str, place: int = 0) -> str:
    """`Chức danh!F2` of the place-th row (from 0)."""
    return f"Chức danh!{get_column_letter(list(HEADS).index(name) + 1)}{place + 2}"
