"""A workbook of openings that is wrong: each fault by its cell, in words, and no other."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from audit import clock
from documents.workbooks.faults import BadWorkbook
from positions.bulk import store
from positions.models import Opening, OpeningStep, OpeningWorkbook
from positions.tests.bulk_workbooks import HEADS, cell, day, row, rows, upload
from tests.builders import agency, campaign, officer, opening_at, regulation

pytestmark = [pytest.mark.django_db, pytest.mark.wide]
NO_CODE = "Mã gồm 1–40 ký tự"


@pytest.fixture
def period():
    """A ministry with a department, another ministry; no written round."""
    host = agency("BO-A")
    agency("BO-A.V1", name="Vụ Một", parent=host)
    agency("BO-B")
    return campaign(host=host)


@pytest.fixture
def written_period():
    return campaign("DOT-W", agency("BO-A"), regulation=regulation("BNV-2424"))


def kept(period, given, **how) -> OpeningWorkbook:
    return store.keep_workbook(period, upload(given, **how), by=officer(period.host))


def faults(period, given, **how) -> list[tuple[str, str]]:
    workbook = kept(period, given, **how)
    return [(fault.place, fault.text) for fault in store.faults_of(workbook)]


BAD_CELLS = [
    ("code", None, "thiếu: mã chức danh"),
    ("code", "bộ a 1", NO_CODE),
    ("code", "A" * 41, NO_CODE),
    ("code", "=1+1", "không nhận công thức"),
    ("code", 1.5, "không phải số nguyên"),
    ("title", None, "thiếu: tên chức danh thi tuyển"),
    ("title", "   ", "thiếu: tên chức danh thi tuyển"),
    ("title", "x" * 201, "tối đa 200 ký tự"),
    ("title", "Vụ\ntrưởng", "ký tự không nhìn thấy"),
    ("title", '=HYPERLINK("http://x.example","a")', "không nhận công thức"),
    ("title", True, "phải là chữ"),
    ("unit", "x" * 201, "tối đa 200 ký tự"),
    ("agency", None, "thiếu: mã cơ quan có chức danh"),
    ("agency", "BO-B", "không có cơ quan mã BO-B ở Cơ quan BO-A và cấp dưới"),
    ("agency", "KHONG-CO", "Hãy lấy mã ở trang “Mã cơ quan” của mẫu"),
    ("authority", None, "thiếu: mã cơ quan có thẩm quyền quyết định"),
    ("authority", "BO-A.V1", "BO-A.V1 không quyết định được"),
    ("authority", "BO-B", "Hãy ghi một trong: BO-A."),
    ("level", None, "thiếu: cấp của chức danh"),
    ("level", "cấp bộ", "cấp vụ và tương đương, cấp sở và tương đương"),
    ("level", 1, "“1” không có trong danh sách"),
    ("rank", None, "thiếu: cấp trưởng hay cấp phó"),
    ("rank", "trưởng", "không có trong danh sách: cấp trưởng, cấp phó"),
    ("seats", None, "thiếu: chỉ tiêu"),
    ("seats", 0, "không phải số nguyên từ 1 đến 1000"),
    ("seats", 1001, "không phải số nguyên từ 1 đến 1000"),
    ("seats", "hai", "không phải số nguyên từ 1 đến 1000"),
    ("seats", 1.5, "không phải số nguyên từ 1 đến 1000"),
    ("standards", None, "thiếu: mỗi tiêu chuẩn"),
    ("standards", "\n \n", "thiếu: mỗi tiêu chuẩn"),
    ("standards", "x" * 10_001, "tối đa 10000 ký tự"),
    ("standards", "Luật\u200b.", "ký tự không nhìn thấy"),
    ("standards", 12, "phải là chữ"),
    ("deadline", None, "thiếu: giờ và ngày"),
    ("deadline", "cuối tháng", "không phải giờ và ngày. Hãy ghi như 17:00 30/06/2027"),
    ("deadline", "17:00", "không phải giờ và ngày"),
    ("deadline", "17h00 30/06/2099 hoặc sau", "không phải giờ và ngày"),
    ("deadline", "sáng 30/06/2099", "không phải giờ và ngày"),
    ("deadline", "ngày", "không phải giờ và ngày"),
    ("deadline", "17:00 18:00 30/06/2099", "không phải giờ và ngày"),
    ("deadline", 46000, "không phải giờ và ngày"),
    ("deadline", "17:00 31/06/2099", "ngày 31/06/2099 không hợp lệ"),
    ("deadline", "24:01 30/06/2099", "không có giờ 24:01"),
    ("deadline", "17:60 30/06/2099", "không có giờ 17:60"),
    ("deadline", "17:00 30/06/9999", "năm 9999 không hợp lệ"),
    ("deadline", date(1999, 12, 31), "năm 1999 không hợp lệ"),
    ("deadline", "17:00 30/06/2020", "hạn 17:00 thứ Ba 30/06/2020 đã qua"),
    ("written", "tháng sau", "không phải ngày"),
    ("written", "15/08/2099", "quy chế BTCTW-2017 không có vòng thi viết"),
    ("presentation", "2/30/2099", "không hợp lệ"),
    ("presentation", datetime(2099, 1, 1, 8, 0), "có cả giờ"),  # noqa: DTZ001
    ("presentation", "01/01/2020", "không sau hạn nhận hồ sơ"),
]


def test_each_bad_cell_is_named_alone_and_in_words(period):
    """All in one file: every row has one, and sound ones stand around them."""
    given = [row(n, **{name: value}) for n, (name, value, _words) in enumerate(BAD_CELLS, 2)]

    found = faults(period, [row(1), *given, row(900)])

    print(f"{len(BAD_CELLS)} bad cells, {len(found)} faults")
    expected = [cell(name, place) for place, (name, _value, _words) in enumerate(BAD_CELLS, 1)]
    assert [place for place, _text in found] == expected
    wrong = [
        (bad, text)
        for bad, (_place, text) in zip(BAD_CELLS, found, strict=True)
        if bad[2] not in text
    ]
    assert wrong == []
    assert Opening.objects.count() == 0


def test_a_code_that_comes_twice_or_is_taken(period):
    taken = opening_at(Opening.State.DRAFT, period, code="BO-A.009")

    found = faults(period, [row(1), row(1), row(9)])

    assert found == [
        (cell("code", 1), "mã BO-A.001 đã có ở dòng trên."),
        (cell("code", 2), f"mã {taken.code} đã có chức danh khác dùng. Hãy đặt mã khác."),
    ]


def test_order_of_the_days(written_period):
    """Receipt, written round, presentation; the day of the deadline is too early for an exam."""
    given = [
        row(1, written=day(40), presentation=day(41)),
        row(2, written=day(41), presentation=day(41)),
        row(3, written=day(42), presentation=day(41)),
        row(4, written=day(30), presentation=day(40)),
        row(5, deadline=day(30), written=day(31), presentation=day(32)),
        row(6, deadline=day(30), written=day(30), presentation=day(30)),
        row(7, deadline=day(30), written=None, presentation=None),
    ]

    found = faults(written_period, given)

    assert [place for place, _text in found] == [
        cell("presentation", 1),
        cell("presentation", 2),
        cell("written", 3),
        cell("written", 5),
        cell("presentation", 5),
    ]
    assert found[0][1].startswith(f"ngày thi trình bày không sau ngày thi viết ({day(41)})")
    assert f"ngày {day(30)} không sau hạn nhận hồ sơ (17:00" in found[2][1]


def test_authority_is_host_parent_or_topmost_body():
    top = agency("BO-T")
    middle = agency("BO-T.C", parent=top)
    host = agency("BO-T.C.V", parent=middle)
    agency("BO-T.C.V.P", parent=host)
    period = campaign("DOT-T", host)
    given = [
        row(n, agency="BO-T.C.V.P", authority=code)
        for n, code in enumerate(("BO-T", "BO-T.C", "BO-T.C.V", "BO-T.C.V.P"))
    ]

    found = faults(period, given)

    assert [place for place, _text in found] == [cell("authority", 3)]
    assert "Hãy ghi một trong: BO-T, BO-T.C, BO-T.C.V." in found[0][1]


# Headers, sheets, sizes


def test_sheet_and_columns_must_be_there(period):
    without = {name: head for name, head in HEADS.items() if name not in ("level", "unit")}
    strange = HEADS | {"unit": "Phòng ban"}

    assert faults(period, [row()], sheet="Sheet1") == [("Chức danh!A1", "thiếu trang Chức danh.")]
    assert faults(period, [row()], heads=without) == [("Chức danh!A1", "thiếu cột bắt buộc: Cấp*.")]
    assert ("Chức danh!C1", "không có cột tên “Phòng ban”. Hãy bỏ cột này.") in faults(
        period, [row()], heads=strange
    )
    assert faults(period, [row()], heads={**HEADS, "again": "Cấp"}) == [
        ("Chức danh!M1", "cột Cấp có hai lần.")
    ]


def test_headers_without_their_stars_are_taken(period):
    bare = {name: head.rstrip("*") for name, head in reversed(HEADS.items())}

    assert faults(period, [row()], heads=bare) == []


def test_a_file_without_rows_and_one_with_too_many(period, monkeypatch):
    monkeypatch.setattr("positions.bulk.rules.MOST_OPENINGS", 3)

    assert faults(period, []) == [
        ("Chức danh!A2", "chưa có dòng nào. Hãy điền ít nhất một chức danh.")
    ]
    assert faults(period, [row(n, seats=0) for n in range(4)]) == [
        ("Chức danh!A5", "tệp có hơn 3 chức danh. Hãy tách thành nhiều tệp.")
    ]
    assert faults(period, rows(3)) == []


# What is taken


@pytest.mark.parametrize(
    ("given", "local"),
    [
        ("17:00 30/06/2099", "2099-06-30 17:00"),
        ("30/06/2099 17:00", "2099-06-30 17:00"),
        ("7:05 1/6/2099", "2099-06-01 07:05"),
        ("2099-06-30 17:00:00", "2099-06-30 17:00"),
        (datetime(2099, 6, 30, 17, 0), "2099-06-30 17:00"),  # noqa: DTZ001
        ("17h00 ngày 30/06/2099", "2099-06-30 17:00"),
        ("00:00 30/06/2099", "2099-06-30 00:00"),
        ("24:00 30/06/2099", "2099-07-01 00:00"),
        ("30/06/2099", "2099-07-01 00:00"),
        ("2099-06-30", "2099-07-01 00:00"),
        (date(2099, 6, 30), "2099-07-01 00:00"),
    ],
)
def test_a_deadline_is_an_instant_and_a_day_alone_lasts_until_its_end(period, given, local):
    workbook = kept(period, [row(deadline=given, presentation=None)])

    store.import_workbook(workbook, by=officer(period.host))

    opening = Opening.objects.get()
    assert f"{timezone.localtime(opening.receipt_deadline):%Y-%m-%d %H:%M}" == local


def test_a_day_alone_may_be_today(period):
    """It lasts until midnight."""
    assert faults(period, [row(deadline=day(0))]) == []
    assert [place for place, _t in faults(period, [row(deadline=day(-1))])] == [cell("deadline")]


@pytest.mark.parametrize(
    ("level", "rank"),
    [
        ("DVSN", "DEPUTY"),
        ("đơn vị sự nghiệp công lập", "cấp phó"),
        ("Đơn vị sự nghiệp công lập", " Cấp phó "),
    ],
)
def test_choices_by_label_or_by_code(period, level, rank):
    with translation.override("en"):
        workbook = kept(period, [row(level=level, rank=rank)])
        store.import_workbook(workbook, by=officer(period.host))

    opening = Opening.objects.get()
    assert (opening.level, opening.rank) == ("DVSN", "DEPUTY")


def test_standards_keep_their_lines(period):
    long = "\r\n".join(f"{n}. {'Điều kiện ' * 20}" for n in range(20))
    workbook = kept(period, [row(1, standards=" Một \n\n\tHai"), row(2, standards=long)])

    store.import_workbook(workbook, by=officer(period.host))

    first, second = Opening.objects.order_by("code")
    assert first.standards == "Một\nHai"
    assert len(second.standards.splitlines()) == 20


def test_the_written_day_is_taken_where_there_is_a_written_round(written_period):
    workbook = kept(written_period, [row(written=day(40))])

    store.import_workbook(workbook, by=officer(written_period.host))

    step = Opening.objects.get().steps.get(kind=OpeningStep.Kind.WRITTEN)
    assert step.planned_on == clock.today() + timedelta(days=40)


def test_checking_costs_the_same_whatever_the_number_of_rows(period):
    def statements(n: int) -> int:
        workbook = kept(period, rows(n))
        workbook = OpeningWorkbook.objects.select_related("campaign__host").get(pk=workbook.pk)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert len(store.look_at(workbook)) == n
        return len(asked)

    assert statements(2) == statements(90) <= 8


def test_faults_are_raised_at_the_import_too(period):
    workbook = kept(period, [row()])
    opening_at(Opening.State.DRAFT, period, code="BO-A.001")

    with pytest.raises(BadWorkbook) as bad:
        store.import_workbook(workbook, by=officer(period.host))

    workbook.refresh_from_db()
    assert [fault.place for fault in bad.value.faults] == [cell("code")]
    assert store.faults_of(workbook) == bad.value.faults
    assert (workbook.imported_at, Opening.objects.count()) == (None, 1)
