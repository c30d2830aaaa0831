"""A roster comes in from a workbook: checked by cell, whole or not at all, in one entry."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agencies.reference import load_ethnic_groups
from audit.models import BatchRow, LedgerEntry
from audit.verification import verify
from positions import roster_workflow as workflow
from positions.models import PlanningRoster, RosterEntry
from positions.reference import load_titles
from positions.rosters.columns import ENTRIES
from positions.tests.roster_workbooks import cell, content, entered, form_body, row, rows, upload
from tests.builders import agency, officer, pdf
from tests.reset import remove_triggers
from tests.trail import refused, refused_by_database, written

pytestmark = pytest.mark.django_db
MANY = 500


@pytest.fixture
def host():
    load_titles()
    load_ethnic_groups()
    return agency()


@pytest.fixture
def hr(client, host):
    client.force_login(officer(host))
    return client


def send(client, host, given, **others) -> str:
    """The page of the roster that was sent."""
    answer = client.post(reverse("positions:roster-create"), form_body(host, given, **others))
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


def places(page) -> list[str]:
    return [fault.place for fault in page.context["faults"]]


# The whole way


def test_five_hundred_rows_come_in_whole_under_one_entry(hr, host):
    with written() as entering:
        url = send(hr, host, rows(MANY), scan=pdf("quyet-dinh.pdf"))
    preview = hr.get(url)

    assert RosterEntry.objects.count() == 0
    assert preview.context["n_entries"] == MANY
    assert preview.context["figures"][0].count == MANY
    assert f"Nhập {MANY} dòng" in preview.content.decode()

    with written() as importing:
        done = hr.post(f"{url}import/", follow=True)

    assert entering == ["planningroster.added"]
    assert (
        importing == ["rows_imported", "planningroster.amended", "audit_read"][:2] + importing[2:]
    )
    assert f"Đã nhập {MANY} dòng." in done.content.decode()
    assert RosterEntry.objects.count() == BatchRow.objects.count() == MANY
    assert verify().faults == []


def test_a_row_becomes_an_entry(hr, host):
    given = row(7, inside="không", party=None, group="Tày", title="vt", unit=None)
    hr.post(f"{send(hr, host, [given])}import/")

    entry = RosterEntry.objects.get()
    assert (entry.person_name, entry.gender, entry.title.code) == ("Nguyễn Thị Quy Ra", "F", "VT")
    assert (str(entry.birth_on), entry.ethnicity.name) == ("1977-08-08", "Tày")
    assert (entry.is_inside, entry.is_party_member, entry.unit) == (False, None, "")
    assert (entry.citizen_id, entry.masked_id) == ("001100000007", "•••007")
    assert entry.search == "nguyen thi quy ra"
    roster = entry.roster
    assert (roster.term, roster.state) == ("2026–2031", PlanningRoster.State.DRAFT)
    assert roster.entered_by == officer(host)


def test_the_ledger_keeps_no_name_and_no_number(hr, host):
    hr.post(f"{send(hr, host, rows(3))}import/")

    bodies = " ".join(LedgerEntry.objects.values_list("payload__body", flat=True))
    assert "Nguyễn Thị Quy" not in bodies
    assert "001100000001" not in bodies


@pytest.mark.parametrize(
    ("field", "value"), [("person_name", "Tên khác"), ("is_inside", False), ("title_id", None)]
)
def test_a_tampered_entry_is_found(host, field, value):
    roster = entered(host, rows(3))
    workflow.import_roster(roster, by=officer(host))
    remove_triggers()
    entry = RosterEntry.objects.last()
    other = entry.title_id + 1 if field == "title_id" else value
    RosterEntry.objects.filter(pk=entry.pk).update(**{field: other})

    (fault,) = verify().faults
    assert fault.startswith(f"positions_rosterentry {entry.pk}: differs from ledger entry system/")


# Faults


PLANTED = (
    (3, "title", "Vua"),
    (20, "born", "31/02/1980"),
    (21, "born", "01/01/2015"),
    (22, "born", "01/01/1950"),
    (40, "group", "Sao Hỏa"),
    (41, "gender", "X"),
    (60, "number", "12345"),
    (61, "inside", "có lẽ"),
    (62, "workplace", None),
)


def test_planted_faults_are_named_exactly_and_nothing_is_written(hr, host):
    given = rows(MANY)
    for place, name, value in PLANTED:
        given[place][name] = value
    given[90] = row(80)
    url = send(hr, host, given)
    page = hr.get(url)

    expected = [cell(name, place) for place, name, _value in PLANTED] + [cell("name", 90)]
    assert places(page) == expected
    assert "người này đã có ở dòng 81 cho cùng chức danh." in page.content.decode()
    assert "Tệp có 10 lỗi. Chưa ghi gì." in page.content.decode()
    assert "12345" not in page.content.decode()
    assert "Không nhập gì: tệp có 10 lỗi." in hr.post(f"{url}import/", follow=True).content.decode()
    assert RosterEntry.objects.count() == BatchRow.objects.count() == 0


@pytest.mark.parametrize(
    ("second", "is_fault"),
    [
        ({}, True),
        ({"number": None}, True),
        ({"name": "NGUYỄN  THỊ QUY KA", "number": None}, True),
        ({"name": "Người Khác", "born": "01/01/1980"}, True),  # the same number
        ({"number": "001100000099"}, False),  # another number is another person
        ({"title": "Phó Vụ trưởng"}, False),
        ({"name": "Nguyễn Thị Quỳ Ka", "number": None}, False),
        ({"born": "03/02/1971", "number": None}, False),
    ],
)
def test_the_same_person_twice_for_a_title(host, second, is_fault):
    given = [row(1, name="Nguyễn Thị Quy Ka"), row(1, name="Nguyễn Thị Quy Ka") | second]
    roster = entered(host, given)

    assert [values[:3] for values in roster.faults] == ([["Quy hoạch", 3, 1]] if is_fault else [])


@pytest.mark.parametrize(
    ("born", "is_fault"),
    [("15/03/2008", False), ("16/03/2008", True), ("15/03/1956", False), ("15/03/1955", True)],
)
def test_between_18_and_70_on_the_day_of_the_decision(host, born, is_fault):
    assert bool(entered(host, [row(1, born=born)]).faults) == is_fault


@pytest.mark.parametrize("word", ["VT", "vt", "Vụ trưởng", "VỤ TRƯỞNG"])
def test_a_title_by_code_or_name(host, word):
    assert entered(host, [row(1, title=word)]).faults == []


@pytest.mark.parametrize("word", ["01", 1, "1", "Kinh", "kinh"])
def test_an_ethnic_group_by_code_or_name(host, word):
    assert entered(host, [row(1, group=word)]).faults == []


@pytest.mark.parametrize(
    ("number", "is_fault"),
    [(None, False), ("123456789", False), ("00110000000A", True), (1100000001, True)],
)
def test_the_form_of_a_citizen_id(host, number, is_fault):
    assert bool(entered(host, [row(1, number=number)]).faults) == is_fault


def test_an_empty_workbook_and_one_without_the_sheet(host):
    assert entered(host, []).faults == [
        ["Quy hoạch", 2, 1, "chưa có dòng nào. Hãy điền ít nhất một người."]
    ]
    roster = workflow.enter_roster(
        host,
        by=officer(host),
        workbook=upload(rows(1), sheet="Khác"),
        term="2026–2031",
        decision_no="1",
        decision_on="2026-01-01",
    )
    assert [values[0] for values in roster.faults] == ["Quy hoạch"]


def test_what_stands_in_a_cell_is_shown_as_text(hr, host):
    evil = '<script>alert("x")</script>'
    preview = hr.get(send(hr, host, [row(1, name=evil)])).content.decode()
    refused_page = hr.get(send(hr, host, [row(1, title=evil)])).content.decode()

    assert evil not in preview + refused_page


# The returned and the mended workbook


def test_the_returned_workbook_is_mended_and_taken(hr, host, tmp_path):
    url = send(hr, host, [row(1), row(2, title="Vua")])
    path = tmp_path / "returned.xlsx"
    with written() as kinds:
        path.write_bytes(hr.get(f"{url}returned/").content)

    assert kinds == ["audit_read"]
    book = openpyxl.load_workbook(path)
    sheet = book["Quy hoạch"]
    assert sheet["K3"].value.startswith("E3: không có chức danh “Vua”")
    sheet["E3"] = "Phó Vụ trưởng"
    book.save(path)
    file = SimpleUploadedFile("m.xlsx", path.read_bytes())
    hr.post(f"{url}workbook/", {"workbook": file})
    hr.post(f"{url}import/")

    assert list(RosterEntry.objects.values_list("title__code", flat=True)) == ["VT", "PVT"]
    assert PlanningRoster.objects.count() == 1
    assert hr.get(f"{url}returned/").url == url


def test_what_is_no_workbook_is_refused_on_the_form(hr, host):
    form = form_body(host, rows(1), workbook=SimpleUploadedFile("a.xlsx", b"chu"))
    page = hr.post(reverse("positions:roster-create"), form)

    assert page.status_code == 200
    assert "Chỉ nhận tệp XLSX" in page.content.decode()
    assert PlanningRoster.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("term", "2026", "Hãy ghi hai năm của nhiệm kỳ"),
        ("term", "2031-2026", "Hãy ghi hai năm của nhiệm kỳ"),
        ("decision_on", "01/01/2099", "Ngày quyết định phải là hôm nay hoặc trước đó."),
        ("scan", SimpleUploadedFile("a.pdf", b"chu"), "Chỉ nhận tệp"),
    ],
)
def test_a_wrong_field_of_the_form_is_said(hr, host, field, value, says):
    page = hr.post(reverse("positions:roster-create"), form_body(host, rows(1), **{field: value}))

    assert says in page.content.decode()
    assert PlanningRoster.objects.count() == 0


# Twice, and past the pages


def test_a_second_import_is_refused_and_adds_nothing(hr, host):
    url = send(hr, host, rows(2))
    hr.post(f"{url}import/")

    assert hr.post(f"{url}import/").status_code == 403
    with refused("Danh sách đã nhập không sửa được: hãy rút rồi nhập danh sách mới."):
        workflow.import_roster(PlanningRoster.objects.get(), by=officer(host))
    assert RosterEntry.objects.count() == 2


def test_only_who_entered_it_brings_the_people_in(host):
    roster, second = entered(host, rows(1)), officer(host, n=2)

    with refused("Chỉ người lập danh sách được nhập tệp của danh sách này."):
        workflow.import_roster(roster, by=second)


def test_a_catalogue_that_changed_meanwhile_is_found_at_the_import(hr, host):
    """The preview was sound; the title is gone by the time of the press."""
    url = send(hr, host, rows(1))
    title = RosterEntry.title.field.related_model.objects.get(code="VT")
    title.name, title.code = "Tên mới", "VTX"
    title.save()

    page = hr.post(f"{url}import/", follow=True)

    assert places(page) == [cell("title")]
    assert RosterEntry.objects.count() == 0


def test_the_database_takes_a_person_once_for_a_title(host):
    roster = entered(host, rows(1))
    workflow.import_roster(roster, by=officer(host))
    entry = RosterEntry.objects.get()
    entry.pk, entry.public_id = None, "khac"

    with refused_by_database():
        entry.save(force_insert=True)


# The template


def test_the_template_has_drop_downs_and_a_sound_example(hr, host):
    file = io.BytesIO(hr.get(reverse("positions:roster-template")).content)
    book = openpyxl.load_workbook(file)
    sheet = book["Quy hoạch"]

    assert [each.value for each in sheet[1]] == [column.head for column in ENTRIES]
    lists = {str(rule.sqref)[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert lists["C"] == '"Nam,Nữ"'
    assert lists["H"] == lists["J"] == '"có,không"'
    assert lists["E"] == "'Danh mục'!$A$2:$A$25"
    assert lists["D"] == "'Danh mục'!$D$2:$D$56"
    *_rest, example = book["Hướng dẫn"].values
    for place, value in enumerate(example[: len(ENTRIES)], start=1):
        sheet.cell(2, place, value)
    out = io.BytesIO()
    book.save(out)
    file = SimpleUploadedFile("t.xlsx", out.getvalue())

    assert hr.get(send(hr, host, [], workbook=file)).context["n_entries"] == 1


def test_a_workbook_is_the_same_bytes_of_rows(host):
    """The tests' own builder writes what the columns say."""
    book = openpyxl.load_workbook(io.BytesIO(content(rows(1))))

    assert [each.value for each in book["Quy hoạch"][1]] == [column.head for column in ENTRIES]
