"""The bulk entry: who may use it, and the template they get."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agencies.models import Membership
from audit import clock
from positions.bulk import store
from positions.bulk.columns import MOST_OPENINGS, OPENINGS, SHEET
from positions.models import Opening, OpeningWorkbook
from positions.tests.bulk_workbooks import HEADS, row, upload
from tests.builders import agency, campaign, campaign_with_closed_list, officer
from tests.trail import refused

pytestmark = pytest.mark.django_db
Role = Membership.Role


@pytest.fixture
def period():
    return campaign()


@pytest.fixture
def hr(client, period):
    client.force_login(officer(period.host))
    return client


def import_url(period) -> str:
    return reverse("positions:opening-import", args=[period.code])


# For whom


def test_another_agency_sees_nothing(client, period):
    workbook = store.keep_workbook(period, upload([row()]), by=officer(period.host))
    client.force_login(officer(agency("BO-B")))
    url = workbook.get_absolute_url()

    answers = [
        client.get(path).status_code for path in (import_url(period), url, f"{url}returned/")
    ]

    assert answers == [404] * 3
    assert client.post(f"{url}import/").status_code == 404
    assert client.post(import_url(period), {"file": upload([row()])}).status_code == 404
    assert Opening.objects.count() == 0


def test_a_role_without_the_right_is_told_so(client, period):
    workbook = store.keep_workbook(period, upload([row()]), by=officer(period.host))
    client.force_login(officer(period.host, Role.AUTHORITY_HEAD))

    page = client.get(import_url(period))

    assert page.status_code == 403
    assert "Chỉ cán bộ tổ chức của cơ quan chủ trì" in page.content.decode()
    assert client.post(import_url(period), {"file": upload([row()])}).status_code == 403
    assert client.get(reverse("positions:opening-template")).status_code == 403
    assert client.get(workbook.get_absolute_url()).status_code == 404


def test_nothing_is_added_once_the_list_is_closed(client):
    period = campaign_with_closed_list()
    hr = officer(period.host)
    client.force_login(hr)
    with clock.at(period.list_closed_at - timedelta(days=1)):
        period.list_closed_at = None  # as the page of an earlier moment had it
        workbook = store.keep_workbook(period, upload([row()]), by=hr)
    url = workbook.get_absolute_url()

    assert client.get(import_url(period)).status_code == 403
    assert "Nhập 1 chức danh" not in client.get(url).content.decode()
    assert client.post(f"{url}import/").status_code == 403
    fresh = OpeningWorkbook.objects.get()
    with refused("Danh sách của đợt thi đã chốt: không thêm chức danh được nữa."):
        store.import_workbook(fresh, by=hr)
    assert Opening.objects.count() == 1


def test_the_campaign_page_leads_there_for_those_who_may(client, period):
    page = reverse("positions:campaign-detail", args=[period.code])
    shown = {}
    for role in (Role.AGENCY_HR, Role.AUTHORITY_HEAD):
        client.force_login(officer(period.host, role))
        shown[role] = import_url(period) in client.get(page).content.decode()

    assert shown == {Role.AGENCY_HR: True, Role.AUTHORITY_HEAD: False}


# The template


def test_the_template_has_columns_drop_downs_an_example_and_the_codes(hr, period, tmp_path):
    agency("BO-A.V1", name="Vụ Một", parent=period.host)
    agency("BO-B")
    path = tmp_path / "t.xlsx"
    path.write_bytes(hr.get(reverse("positions:opening-template")).content)

    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    assert [each.value for each in sheet[1]] == list(HEADS.values())
    lists = {str(rule.sqref)[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert lists["F"].startswith('"cấp vụ và tương đương,')
    assert lists["G"] == '"cấp trưởng,cấp phó"'
    assert lists["D"] == "'Mã cơ quan'!$A$2:$A$3"
    assert lists["E"] == "'Mã cơ quan'!$D$2:$D$2"
    codes = list(book["Mã cơ quan"].values)
    assert [line[0] for line in codes[1:]] == ["BO-A", "BO-A.V1"]
    told = [str(cell) for line in book["Hướng dẫn"].values for cell in line]
    assert all(column.head in told for column in OPENINGS)
    assert f"Tối đa {MOST_OPENINGS} chức danh mỗi tệp." in told


def test_the_example_of_the_template_is_sound(hr, period):
    """Copied into the sheet to fill in, it is a row without a fault."""
    file = io.BytesIO(hr.get(reverse("positions:opening-template")).content)
    book = openpyxl.load_workbook(file)
    *_rest, example = book["Hướng dẫn"].values
    for place, value in enumerate(example[: len(OPENINGS)], start=1):
        book[SHEET].cell(2, place, value)
    out = io.BytesIO()
    book.save(out)

    url = hr.post(import_url(period), {"file": SimpleUploadedFile("t.xlsx", out.getvalue())}).url

    assert hr.get(url).context["n_openings"] == 1
