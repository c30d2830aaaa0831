"""The pages of the bulk entry: template, check, preview, import, once; for whom."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.models import Membership
from audit import clock
from audit.models import LedgerEntry
from audit.verification import verify
from documents.workbooks.reading import Raw, read
from positions.bulk import store
from positions.bulk.columns import SHEET, SHEETS
from positions.models import Opening, OpeningStep, OpeningWorkbook
from positions.tests.bulk_workbooks import cell, content, row, rows, upload
from tests.builders import campaign, officer, opening_at
from tests.trail import quiet, refused_by_database, written

pytestmark = pytest.mark.django_db
Kind, Role = OpeningStep.Kind, Membership.Role
MANY = 300


@pytest.fixture
def period():
    return campaign()


@pytest.fixture
def hr(client, period):
    client.force_login(officer(period.host))
    return client


def import_url(period) -> str:
    return reverse("positions:opening-import", args=[period.code])


def send(client, period, given) -> str:
    """The page of the workbook that was sent."""
    answer = client.post(import_url(period), {"file": upload(given)})
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


def press(client, url: str):
    return client.post(f"{url}import/", follow=True)


# The whole way


def test_three_hundred_rows_come_in_whole(hr, period):
    url = send(hr, period, rows(MANY))
    page = hr.get(url)

    assert Opening.objects.count() == 0
    assert page.context["n_openings"] == MANY
    assert page.context["seats"] == sum(1 + n % 3 for n in range(1, MANY + 1))
    assert f"Nhập {MANY} chức danh" in page.content.decode()

    with written() as kinds:
        done = press(hr, url)

    assert f"Đã nhập {MANY} chức danh." in done.content.decode()
    assert kinds == ["opening.added"] * MANY + ["openingworkbook.amended"]
    made = Opening.objects.filter(campaign=period)
    assert set(made.values_list("state", "origin", "created_by", "plan_on", "regulation")) == {
        ("DRAFT", "LIVE", officer(period.host).pk, period.plan_on, period.regulation_id)
    }
    assert made.count() == MANY
    assert OpeningStep.objects.filter(opening__in=made).count() == MANY * 6
    assert verify().faults == []


def test_a_row_becomes_what_the_form_would_have_made(hr, period):
    press(hr, send(hr, period, [row(7)]))

    opening = Opening.objects.get()
    assert (opening.code, opening.title, opening.unit) == ("BO-A.007", "Vụ trưởng Vụ 7", "Vụ 7")
    assert (opening.level, opening.rank, opening.seats) == ("VU", "HEAD", 2)
    assert (opening.agency, opening.authority) == (period.host, period.host)
    assert opening.standards.splitlines() == ["Tốt nghiệp đại học luật.", "Năm năm công tác."]
    assert "vu truong vu 7" in opening.search
    planned = dict(opening.steps.values_list("kind", "planned_on"))
    today = clock.today()
    assert planned == {
        Kind.PLAN: period.plan_on,
        Kind.ANNOUNCEMENT: None,
        Kind.RECEIPT: today + timedelta(days=30),
        Kind.LIST: None,
        Kind.PRESENTATION: today + timedelta(days=60),
        Kind.RECOGNITION: None,
    }
    assert opening.steps.get(kind=Kind.PLAN).done_on == period.plan_on
    workbook = OpeningWorkbook.objects.get()
    assert (workbook.imported_by, workbook.faults) == (officer(period.host), [])


def test_five_planted_faults_write_nothing_and_are_named(hr, period):
    given = rows(MANY)
    planted = [
        (4, "code", "bo a"),
        (57, "agency", "BO-Z"),
        (130, "seats", 0),
        (131, "deadline", "17:00 30/02/2099"),
        (299, "presentation", "01/01/2020"),
    ]
    for place, name, value in planted:
        given[place][name] = value

    with written() as kinds:
        url = send(hr, period, given)
    page = hr.get(url)

    assert kinds == ["openingworkbook.added"]
    expected = [cell(name, place) for place, name, _value in planted]
    assert [fault.place for fault in page.context["faults"]] == expected
    assert "Tệp có 5 lỗi. Chưa ghi gì." in page.content.decode()
    assert "Không nhập gì: tệp có 5 lỗi." in press(hr, url).content.decode()
    assert Opening.objects.count() == OpeningStep.objects.count() == 0


def test_the_preview_is_paged_and_costs_the_same(hr, period):
    def statements(url: str) -> int:
        hr.get(url)
        with CaptureQueriesContext(connection) as asked:
            page = hr.get(url)
        assert page.status_code == 200
        return len(asked)

    few, many = send(hr, period, rows(3)), send(hr, period, rows(120))

    assert statements(few) == statements(many) <= 20
    assert [len(hr.get(f"{many}?page={n}").context["rows"]) for n in (1, 3)] == [50, 20]


# What a stranger may have written


def test_what_stands_in_a_cell_is_shown_as_text(hr, period):
    evil = '<script>alert("x")</script>'
    given = [row(1, title=evil), row(2, unit="<b>Vụ</b>", agency="BO-A")]
    preview = hr.get(send(hr, period, given)).content.decode()
    given[0]["agency"] = "<img src=x>"
    refused_page = hr.get(send(hr, period, given)).content.decode()

    for page in (preview, refused_page):
        assert evil not in page
        assert "<b>Vụ</b>" not in page
        assert "<img src=x" not in page
    assert "&lt;script&gt;" in preview


def test_a_text_that_looks_like_a_formula_stays_a_text(hr, period, tmp_path):
    """Typed as text it is a title; what comes back from us is no formula either."""
    workbook = openpyxl.load_workbook(io.BytesIO(content([row(1), row(2, seats=0)])))
    workbook[SHEET]["B2"].value = "+84 Vụ"
    workbook[SHEET]["B3"].value = "=HYPERLINK(1)"
    workbook[SHEET]["B3"].data_type = "s"
    out = io.BytesIO()
    workbook.save(out)
    file = SimpleUploadedFile("a.xlsx", out.getvalue())
    url = hr.post(import_url(period), {"file": file}).url

    assert [fault.place for fault in hr.get(url).context["faults"]] == [cell("seats", 1)]
    path = tmp_path / "returned.xlsx"
    path.write_bytes(hr.get(f"{url}returned/").content)
    assert read(path, SHEETS)[SHEET].rows[3][2] == Raw("s", "=HYPERLINK(1)")


@pytest.mark.parametrize(
    ("name", "bytes_", "says"),
    [
        ("a.xlsx", b"chu", "Chỉ nhận tệp XLSX"),
        ("a.pdf", b"PK\x03\x04", "Chỉ nhận tệp XLSX"),
        ("a.xlsx", b"", "rỗng"),
    ],
)
def test_what_is_no_workbook_is_refused_on_the_form(hr, period, name, bytes_, says):
    page = hr.post(import_url(period), {"file": SimpleUploadedFile(name, bytes_)})

    assert page.status_code == 200
    assert says in page.content.decode()
    assert OpeningWorkbook.objects.count() == 0


def test_a_zip_that_is_no_workbook_is_said_to_be_unreadable(hr, period):
    file = SimpleUploadedFile("a.xlsx", b"PK\x03\x04rubbish")
    url = hr.post(import_url(period), {"file": file}).url

    assert "không phải tệp XLSX" in hr.get(url).content.decode()
    assert hr.get(f"{url}returned/").url == url
    assert press(hr, url).status_code == 200


# The returned workbook


def test_the_returned_workbook_can_be_mended_and_its_download_is_recorded(hr, period, tmp_path):
    url = send(hr, period, [row(1), row(2, level="cấp bộ", deadline="17:00")])
    path = tmp_path / "returned.xlsx"

    with written() as kinds:
        path.write_bytes(hr.get(f"{url}returned/").content)

    assert kinds == ["audit_export"]
    assert LedgerEntry.objects.latest("pk").chain == "access:BO-A"
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    assert sheet["M1"].value == "lỗi"
    assert sheet["M2"].value is None
    assert sheet["M3"].value.startswith("F3: “cấp bộ” không có trong danh sách")
    assert "; J3: “17:00” không phải giờ và ngày" in sheet["M3"].value
    sheet["F3"], sheet["J3"] = "cấp sở và tương đương", "17:00 30/06/2099"
    sheet["L3"] = None
    book.save(path)

    mended = hr.post(import_url(period), {"file": SimpleUploadedFile("m.xlsx", path.read_bytes())})
    press(hr, mended.url)

    assert set(Opening.objects.values_list("level", flat=True)) == {"VU", "SO"}


def test_nothing_is_returned_of_a_sound_workbook(hr, period):
    url = send(hr, period, [row()])

    with quiet():
        assert hr.get(f"{url}returned/").url == url


# Twice, and meanwhile


def test_the_second_press_says_so_and_adds_nothing(hr, period):
    url = send(hr, period, rows(2))
    press(hr, url)

    with quiet():
        again = press(hr, url)

    assert "Tệp này đã nhập lúc" in again.content.decode()
    assert "nên không nhập lần nữa" in again.content.decode()
    assert Opening.objects.count() == 2


def test_the_same_file_sent_again_is_refused_in_words(hr, period):
    file = content(rows(2))
    first, early = (
        hr.post(import_url(period), {"file": SimpleUploadedFile("a.xlsx", file)}).url
        for _time in range(2)
    )
    press(hr, first)

    late = hr.post(import_url(period), {"file": SimpleUploadedFile("b.xlsx", file)}).url

    for url in (early, late):
        assert "tệp này đã nhập ngày" in hr.get(url).content.decode()
        press(hr, url)
    assert Opening.objects.count() == 2
    assert OpeningWorkbook.objects.filter(imported_at__isnull=False).count() == 1


def test_the_database_takes_a_file_once_and_names_who_imported(period):
    hr, file = officer(period.host), content([row()])
    first, second = (
        store.keep_workbook(period, SimpleUploadedFile("a.xlsx", file), by=hr) for _time in range(2)
    )
    done = {"imported_at": clock.now(), "imported_by": hr}
    OpeningWorkbook.objects.filter(pk=first.pk).update(**done)

    with refused_by_database():
        OpeningWorkbook.objects.filter(pk=second.pk).update(**done)
    with refused_by_database("openingworkbook_imported_by_somebody"):
        OpeningWorkbook.objects.filter(pk=second.pk).update(imported_at=clock.now())


def test_what_changed_after_the_preview_is_found_at_the_import(hr, period):
    url = send(hr, period, rows(3))
    assert hr.get(url).context["n_openings"] == 3
    opening_at(Opening.State.DRAFT, period, code="BO-A.002")

    now = hr.get(url)  # the preview looks again, and writes nothing
    with written() as kinds:
        done = press(hr, url)

    assert [fault.place for fault in now.context["faults"]] == [cell("code", 1)]
    assert "Không nhập gì: tệp có 1 lỗi." in done.content.decode()
    assert [fault.place for fault in done.context["faults"]] == [cell("code", 1)]
    assert kinds == ["openingworkbook.amended"]
    assert Opening.objects.count() == 1


def test_a_deadline_that_passes_after_the_preview(hr, period):
    url = send(hr, period, [row()])

    with clock.at(clock.now() + timedelta(days=31)):
        workbook = OpeningWorkbook.objects.get()
        places = [fault.place for fault in store.faults_now(workbook)]

    assert places == [cell("deadline")]
    assert hr.get(url).status_code == 200


def test_a_code_taken_between_check_and_insert_writes_nothing(hr, period, monkeypatch):
    """The database refuses it; somebody else was quicker."""
    url = send(hr, period, rows(3))
    opening_at(Opening.State.DRAFT, period, code="BO-A.002")
    monkeypatch.setattr(store, "check", lambda *_args: None)

    done = press(hr, url)

    assert "Không nhập gì" in done.content.decode()
    assert Opening.objects.count() == 1
    assert OpeningWorkbook.objects.get().imported_at is None
