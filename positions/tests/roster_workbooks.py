"""Workbooks of planning rosters for tests: sound rows, a way to spoil a cell, and rosters."""

from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl.utils import get_column_letter

from agencies.models import Agency
from agencies.reference import load_ethnic_groups
from audit import clock
from positions import roster_workflow as workflow
from positions.models import PlanningRoster
from positions.reference import load_titles
from positions.tests import bulk_workbooks
from tests import builders as make

SHEET = "Quy hoạch"
HEADS = {
    "name": "Họ và tên*",
    "born": "Ngày sinh*",
    "gender": "Giới tính*",
    "group": "Dân tộc*",
    "title": "Chức danh quy hoạch*",
    "unit": "Đơn vị có chức danh",
    "workplace": "Đơn vị công tác*",
    "inside": "Tại chỗ*",
    "number": "Số định danh",
    "party": "Đảng viên",
}
DECIDED = date(2026, 3, 15)
Row = dict[str, Any]


def row(n: int = 1, **others: Any) -> Row:
    """A sound row; person n."""
    return {
        "name": f"Nguyễn Thị Quy {_word(n)}",
        "born": f"{1 + n % 28:02}/{1 + n % 12:02}/{1970 + n % 25}",
        "gender": "Nữ" if n % 2 else "Nam",
        "group": "Kinh",
        "title": "Vụ trưởng",
        "unit": f"Vụ {n}",
        "workplace": "Vụ Pháp chế",
        "inside": "có",
        "number": f"0011{n:08}",
        "party": "có",
    } | others


def _word(n: int) -> str:
    """A given name that belongs to n alone."""
    return "".join("hklmnpqrst"[int(digit)] for digit in str(n)).title() + "a"


def rows(n: int) -> list[Row]:
    return [row(number) for number in range(1, n + 1)]


def content(rows: list[Row], **how: Any) -> bytes:
    return bulk_workbooks.content(rows, heads=HEADS, **{"sheet": SHEET} | how)


def upload(rows: list[Row], name: str = "quy-hoach.xlsx", **how: Any) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content(rows, **how))


def cell(name: str, place: int = 0) -> str:
    """`Quy hoạch!C2` of the place-th row (from 0)."""
    return f"{SHEET}!{get_column_letter(list(HEADS).index(name) + 1)}{place + 2}"


# Rosters, by the verbs


def entered(agency: Agency, rows: list[Row], **decision: Any) -> PlanningRoster:
    """A draft with its workbook, nobody in it yet; the first officer entered it."""
    load_titles()
    load_ethnic_groups()
    fields = {"term": "2026–2031", "decision_no": "150-QĐ/TU", "decision_on": DECIDED} | decision
    return workflow.enter_roster(agency, by=make.officer(agency), workbook=upload(rows), **fields)


def imported(agency: Agency, rows: list[Row], **decision: Any) -> PlanningRoster:
    """A draft that waits for the second officer."""
    roster = entered(agency, rows, **decision)
    workflow.import_roster(roster, by=make.officer(agency))
    roster.refresh_from_db()
    return roster


def confirmed(agency: Agency, rows: list[Row], **decision: Any) -> PlanningRoster:
    """In force, by the second officer's yes."""
    second = make.officer(agency, n=2)
    return workflow.confirm_roster(imported(agency, rows, **decision), by=second)


def form_body(agency: Agency, rows: list[Row], **others: Any) -> dict[str, Any]:
    """What the page of a new roster sends."""
    return {
        "agency": agency.pk,
        "term": "2026-2031",
        "decision_no": "150-QĐ/TU",
        "decision_on": f"{clock.today() - timedelta(days=30):%d/%m/%Y}",
        "workbook": upload(rows),
        "note": "",
    } | others
