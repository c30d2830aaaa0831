"""The ministry's page of past exams: template, preview, faults, import, once."""

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agencies.models import Membership
from agencies.reference import load_ethnic_groups, load_provinces
from audit.models import LedgerEntry
from documents.models import StoredFile
from documents.workbooks.cells import CHOICE, YES_NO
from documents.workbooks.reading import read
from positions.models import Opening
from reports.models import PastWorkbook
from reports.past.columns import SHEETS
from reports.past.rows import rows_of
from reports.tests import workbooks
from tests.builders import agency, officer

pytestmark = pytest.mark.django_db
LIST = "/desk/reports/past/"


@pytest.fixture
def ministry(client):
    load_provinces()
    load_ethnic_groups()
    client.force_login(officer(agency("BNV", name="Bộ Nội vụ"), Membership.Role.MINISTRY_STAFF))
    return client


def upload(client, rows: workbooks.Rows, tmp_path):
    path = workbooks.write(rows, tmp_path / "ky-thi.xlsx")
    return client.post(LIST, {"file": SimpleUploadedFile(path.name, path.read_bytes())})


@pytest.fixture
def bad_rows():
    rows = workbooks.small()
    rows["candidates"][1]["birth_on"] = "31/02/1980"
    rows["openings"][0]["title"] = "=HYPERLINK(1)"
    rows["agencies"][0]["pilot"] = None
    return rows


def test_a_sound_workbook_is_looked_at_then_imported(ministry, tmp_path):
    answer = upload(ministry, workbooks.small(), tmp_path)
    page = ministry.get(answer.url)

    assert "Xem trước: chưa ghi gì" in page.content.decode()
    assert (page.context["look"].openings, page.context["look"].candidates) == (5, 11)
    assert Opening.objects.count() == 0

    done = ministry.post(answer.url, follow=True)

    assert "Đã nhập" in done.content.decode()
    assert Opening.objects.count() == 5
    workbook = PastWorkbook.objects.get()
    assert (workbook.agencies, workbook.openings, workbook.candidates) == (4, 5, 11)


def test_import_pressed_twice_imports_once(ministry, tmp_path):
    url = upload(ministry, workbooks.small(), tmp_path).url
    ministry.post(url)
    entries = LedgerEntry.objects.filter(kind="rows_imported").count()

    again = ministry.post(url, follow=True)

    assert again.status_code == 200
    assert Opening.objects.count() == 5
    assert LedgerEntry.objects.filter(kind="rows_imported").count() == entries == 1


def test_the_same_file_uploaded_again_says_so(ministry, tmp_path):
    ministry.post(upload(ministry, workbooks.small(), tmp_path).url)
    content = StoredFile.objects.get().path.read_bytes()

    url = ministry.post(LIST, {"file": SimpleUploadedFile("x.xlsx", content)}).url
    page = ministry.get(url).content.decode()

    assert "tệp này đã nhập ngày" in page
    assert ministry.post(url).status_code == 302
    assert Opening.objects.count() == 5


def test_faults_are_shown_by_cell(ministry, bad_rows, tmp_path):
    url = upload(ministry, bad_rows, tmp_path).url

    page = ministry.get(url)

    places = [fault.place for fault in page.context["faults"]]
    assert places == ["agencies!F2", "openings!C2", "candidates!D3"]
    assert "Tệp có 3 lỗi" in page.content.decode()
    stale = ministry.post(url, follow=True).content.decode()
    assert "Không nhập gì: tệp có 3 lỗi." in stale
    assert Opening.objects.count() == 0


def test_returned_workbook_has_the_faults_and_can_be_mended(ministry, bad_rows, tmp_path):
    url = upload(ministry, bad_rows, tmp_path).url
    path = tmp_path / "returned.xlsx"
    path.write_bytes(ministry.get(f"{url}faults/").content)

    book = openpyxl.load_workbook(path)
    column = {sheet.title: [row[-1] for row in sheet.values] for sheet in book}
    assert column["agencies"][:2] == ["lỗi", "F2: thiếu: cơ quan được chọn thí điểm; "
                                      "cấp dưới tự thuộc theo."]  # fmt: skip
    assert column["candidates"][2].startswith("D3: ngày 31/02/1980 không hợp lệ")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}

    book["agencies"]["F2"], book["openings"]["C2"] = "có", "Trưởng phòng"
    book["candidates"]["D3"] = "28/02/1980"
    book.save(path)
    mended = ministry.post(LIST, {"file": SimpleUploadedFile("m.xlsx", path.read_bytes())}).url
    ministry.post(mended)
    assert Opening.objects.count() == 5


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.xlsx", b"chu", "Chỉ nhận tệp XLSX"),
        ("a.pdf", b"PK\x03\x04", "Chỉ nhận tệp XLSX"),
        ("a.xlsx", b"", "tập tin được gửi là rỗng"),
    ],
)
def test_what_is_no_workbook_is_refused_on_the_form(ministry, name, content, says):
    page = ministry.post(LIST, {"file": SimpleUploadedFile(name, content)})

    assert page.status_code == 200
    assert says.lower() in page.content.decode().lower()
    assert PastWorkbook.objects.count() == 0


def test_a_zip_that_is_no_workbook_is_kept_and_said_to_be_unreadable(ministry):
    url = ministry.post(LIST, {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04rubbish")}).url

    assert "không phải tệp XLSX" in ministry.get(url).content.decode()
    assert ministry.get(f"{url}faults/").url == url


def test_template_has_every_column_and_its_drop_downs(ministry, tmp_path):
    path = tmp_path / "t.xlsx"
    path.write_bytes(ministry.get(reverse("reports:workbook-template")).content)

    book = openpyxl.load_workbook(path)
    for name, columns in SHEETS.items():
        sheet = book[name]
        assert [cell.value for cell in sheet[1]] == [column.name for column in columns]
        lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
        chosen = [column for column in columns if column.kind in (CHOICE, YES_NO)]
        assert len(lists) == len(chosen)
    assert '"VU,SO,PHONG,DVSN"' in [
        rule.formula1 for rule in book["openings"].data_validations.dataValidation
    ]
    empty = rows_of(read(path, SHEETS))
    assert not empty.faults
    assert empty.openings.rows == []


def test_who_may_not(client):
    load_provinces()
    client.force_login(officer(agency("BO-A", name="Bộ A"), Membership.Role.AGENCY_HR))

    refused = client.get(LIST)

    assert refused.status_code == 403
    assert "Chỉ cán bộ Bộ Nội vụ nhập kết quả" in refused.content.decode()
