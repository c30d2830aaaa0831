"""The pilot's past exams, as the ministry would bring them in, and a workbook still at fault."""

import io

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from desk.seeding.cast import Cast
from desk.seeding.pilot_book import INVENTED, SHEETS, WORKBOOK
from reports.models import PastWorkbook
from reports.workflow import import_file, keep_workbook

# A day there is not, and a mark above a hundred: the page shows where.
FAULTY = {
    "agencies": [["MH-TW-99", f"Cơ quan trung ương số 99 {INVENTED}", "central", "", "", "không"]],
    "openings": [
        ["MH-TW-99-2016-1", "MH-TW-99", "Phó Vụ trưởng Tổng hợp", "VU", "DEPUTY", 1, "",
         "05/09/2016", "30/09/2016", "", "31/11/2016", "", "FILLED"],
    ],
    "candidates": [
        ["MH-TW-99-2016-1", "001", "Trần Thị Ngọc Hà", "12/03/1979", "F", "01", "có",
         "IN_PLAN_LOCAL", "Thạc sĩ", "Cao cấp", "có", "", 101, "SELECTED", ""],
    ],
}  # fmt: skip


def play(cast: Cast) -> PastWorkbook:
    """Import the workbook of the repository, in the name of the ministry's officer."""
    ministry = cast.users["bo"]
    workbook, _warnings = import_file(WORKBOOK, by=ministry)
    keep_workbook(SimpleUploadedFile("ky-thi-2016.xlsx", _faulty()), by=ministry)
    return workbook


def _faulty() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, lines in FAULTY.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, SHEETS[name].split(" "))
            for number, line in enumerate(lines, start=1):
                for place, value in enumerate(line):
                    if isinstance(value, str):
                        sheet.write_string(number, place, value)
                    else:
                        sheet.write_number(number, place, value)
    return out.getvalue()
