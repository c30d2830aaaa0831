"""The one list of the product: sort, pages, pills, and files of exactly what is filtered."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.test import RequestFactory
from django.utils import translation

from accounts import tables
from accounts.models import User
from accounts.tables import Column, Empty, csv_bytes, file_of, harmless, text_of, wants_file
from positions.forms import DeskOpeningFilter

pytestmark = pytest.mark.django_db
COLUMNS = [
    Column("Tên", lambda row: row.full_name, url=lambda row: f"/u/{row.pk}/", order="full_name"),
    Column("Thư", lambda row: row.email, order="email"),
    Column("Máy", lambda row: row.phone, numeric=True),
]
EMPTY = Empty("Chưa có ai")
FORMULAS = ["=1+1", "+84 912", "-1", "@SUM(1)", "\t=1", "\r=1", "\x00=1"]


def people(*names):
    for place, name in enumerate(names):
        User.objects.create(email=f"{place:03}@example.vn", full_name=name)
    return User.objects.order_by("-pk")


def get(query=""):
    return RequestFactory().get(f"/list/{query}")


def shown(query, rows):
    context = tables.table(get(query), rows, COLUMNS, empty=EMPTY)
    return [row["cells"][0]["text"] for row in context["rows"]]


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("", ["Chi", "An", "Bình"]),
        ("?sort=full_name", ["An", "Bình", "Chi"]),
        ("?sort=-full_name", ["Chi", "Bình", "An"]),
        ("?sort=email", ["Bình", "An", "Chi"]),
        ("?sort=password", ["Chi", "An", "Bình"]),
        ("?sort=memberships__agency__name", ["Chi", "An", "Bình"]),
        ("?sort=--email", ["Chi", "An", "Bình"]),
        ("?sort=", ["Chi", "An", "Bình"]),
    ],
)
def test_sorted_only_by_offered_columns(query, order):
    assert shown(query, people("Bình", "An", "Chi")) == order


def test_heads_turn_the_order_round_and_keep_the_filter():
    context = tables.table(get("?q=a&sort=full_name&page=3"), people("An"), COLUMNS, empty=EMPTY)

    name, mail, phone = context["columns"]
    assert (name["sorted"], name["url"]) == ("ascending", "?q=a&sort=-full_name")
    assert (mail["sorted"], mail["url"]) == ("", "?q=a&sort=email")
    assert "url" not in phone
    again = tables.table(get("?sort=-full_name"), people(), COLUMNS, empty=EMPTY)
    assert again["columns"][0]["url"] == "?sort=full_name"
    assert again["columns"][0]["sorted"] == "descending"


@pytest.mark.parametrize(("page", "number", "rows"), [("1", 1, 50), ("2", 2, 3), ("9", 2, 3),
                                                       ("x", 1, 50), ("-1", 2, 3)])  # fmt: skip
def test_pages_of_fifty_whatever_is_asked(page, number, rows):
    everybody = people(*[f"Người {place}" for place in range(53)])

    context = tables.table(get(f"?page={page}"), everybody, COLUMNS, empty=EMPTY)
    assert (context["page"].number, len(context["rows"])) == (number, rows)


def test_order_is_stable_over_pages_when_values_are_equal():
    everybody = people(*["An"] * 53)

    seen = [
        row["cells"][0]["url"]
        for page in ("1", "2")
        for row in tables.table(
            get(f"?sort=full_name&page={page}"), everybody, COLUMNS, empty=EMPTY
        )["rows"]
    ]
    assert len(set(seen)) == 53


def test_empty_list_offers_no_files_and_says_what_to_do():
    empty = Empty("Chưa có ai", "Hãy mời.", "/moi/", "Mời")
    context = tables.table(get(), people(), COLUMNS, empty=empty)

    assert (context["rows"], context["exports"]) == ([], [])
    assert context["empty"] == {
        "title": "Chưa có ai",
        "text": "Hãy mời.",
        "url": "/moi/",
        "action": "Mời",
    }


def test_files_keep_the_filter_and_drop_the_page():
    context = tables.table(get("?q=a&page=2"), people("An"), COLUMNS, empty=EMPTY)

    assert context["exports"] == [
        {"label": "XLSX", "url": "?q=a&format=xlsx"},
        {"label": "CSV", "url": "?q=a&format=csv"},
    ]


def test_pills_name_the_filter_and_take_it_off():
    form = DeskOpeningFilter({"q": "pháp chế", "state": "DRAFT", "level": ""})
    context = tables.table(
        get("?q=ph%C3%A1p+ch%E1%BA%BF&state=DRAFT&page=2"),
        people(),
        COLUMNS,
        empty=EMPTY,
        filter_form=form,
    )

    assert [pill["label"] for pill in context["pills"]] == [
        "Tìm chức danh, cơ quan, tỉnh: pháp chế",
        "Tình trạng: Đang soạn",
    ]
    assert context["pills"][1]["remove_url"] == "?q=ph%C3%A1p+ch%E1%BA%BF"


@pytest.mark.parametrize(
    ("query", "wanted"),
    [("?format=csv", True), ("?format=xlsx", True), ("?format=exe", False), ("", False)],
)
def test_file_only_when_a_known_kind_is_asked(query, wanted):
    assert wants_file(get(query)) is wanted


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "chưa có thông tin"),
        ("", "chưa có thông tin"),
        (0, "0"),
        (False, "False"),
        (Decimal("8.50"), "8,50"),
        (date(2026, 4, 3), "03/04/2026"),
        (datetime(2026, 4, 3, 17, 30, tzinfo=UTC), "00:30 04/04/2026"),
    ],
)
def test_text_of_is_what_people_read(value, text):
    assert text_of(value) == text


def test_text_of_in_english():
    with translation.override("en"):
        assert text_of(Decimal("8.50")) == "8.50"


@pytest.mark.parametrize("text", FORMULAS)
def test_harmless_quotes_what_a_spreadsheet_would_run(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("value", ["An", "a=b", "", 0, -1, Decimal(-1), None])
def test_harmless_leaves_the_rest(value):
    assert harmless(value) is value


def test_csv_is_utf8_with_mark_and_quotes():
    content = csv_bytes([["Tên", "Số"], ['Nguyễn "An", Đỗ', -1], ["=1+1\nhai dòng", 2]])

    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows == [["Tên", "Số"], ['Nguyễn "An", Đỗ', "-1"], ["'=1+1\nhai dòng", "2"]]


def test_files_carry_exactly_the_filtered_rows_in_order():
    everybody = people("Bình", "=An", "Chi").exclude(full_name="Chi")
    expected = [["Tên", "Thư", "Máy"]]
    expected += [[name, mail, "chưa có thông tin"] for name, mail in
                 (("=An", "001@example.vn"), ("Bình", "000@example.vn"))]  # fmt: skip

    response = file_of(get("?format=csv&sort=full_name"), everybody, COLUMNS, "nguoi")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [[cell.removeprefix("'") for cell in row] for row in rows] == expected
    assert rows[1][0] == "'=An"
    assert response["Content-Disposition"] == 'attachment; filename="nguoi.csv"'

    response = file_of(get("?format=xlsx&sort=full_name"), everybody, COLUMNS, "nguoi")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert [list(row) for row in sheet.iter_rows(values_only=True)] == expected
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}


def test_file_has_all_pages():
    everybody = people(*["An"] * 60)

    response = file_of(get("?format=csv&page=2"), everybody, COLUMNS, "x")
    assert len(response.content.splitlines()) == 61
