"""One report, three files, the same figures; and no cell a spreadsheet would run."""

import csv
import io
import json
from datetime import date

import openpyxl
import pytest
from django.utils import translation

from agencies.models import Agency
from agencies.reference import load_provinces
from reports.exports import as_csv, as_json
from reports.figures import Filters
from reports.measures import COUNT_KEYS, MEASURES
from reports.queries import r1
from reports.sheets import HEAD_ROW, as_xlsx
from reports.tests import random_exams
from tests.builders import agency

pytestmark = pytest.mark.django_db
FILTERS = Filters(date(2017, 1, 1), date(2020, 4, 27), date(2020, 4, 27))
DOCUMENTED = [
    *("chosen", "held", "held_other", "titles", "titles_examined", "seats"),
    *("registered", "eligible", "sat", "passed_written", "sat_presentation", "passed"),
    *("selected", "reserved", "appointed", "unfilled", "postponed", "cancelled"),
    *("competition_ratio", "fill_rate"),
]
HEAD = ["scope", "code", "name"]
HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    '=HYPERLINK("http://evil")',
    "https://x.vn",
]


@pytest.fixture
def report():
    random_exams.make_rows(9, n_openings=60)
    return r1(FILTERS)


def csv_lines(report) -> list[list[str]]:
    content = as_csv(report)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def sheet_of(report):
    return openpyxl.load_workbook(io.BytesIO(as_xlsx(report))).active


def test_measures_are_in_the_documented_order():
    assert [measure.key for measure in MEASURES] == DOCUMENTED
    assert list(COUNT_KEYS) == DOCUMENTED[:-2]


def test_json_has_the_documented_keys_in_order(report):
    data = json.loads(as_json(report))

    assert list(data) == ["form", "from", "to", "as_of", "epoch", "rows", "totals"]
    assert [data[key] for key in ("form", "from", "to", "as_of", "epoch")] == [
        "R1",
        "2017-01-01",
        "2020-04-27",
        "2020-04-27",
        63,
    ]
    assert {tuple(row) for row in data["rows"]} == {(*HEAD, *DOCUMENTED)}
    assert list(data["totals"]) == ["central", "local", "all"]
    assert all(list(total) == DOCUMENTED for total in data["totals"].values())


def test_json_counts_are_integers_and_ratios_text_with_two_places(report):
    data = json.loads(as_json(report))

    for line in [*data["rows"], *data["totals"].values()]:
        assert all(type(line[key]) is int for key in COUNT_KEYS)
        for key in ("competition_ratio", "fill_rate"):
            empty = line["seats"] == 0
            assert (line[key] is None) is empty
            assert empty or line[key].partition(".")[2].isdigit()
            assert empty or len(line[key].partition(".")[2]) == 2


def test_csv_carries_the_rows_of_the_json(report):
    head, *lines = csv_lines(report)

    assert head == [*HEAD, *DOCUMENTED]
    rows = json.loads(as_json(report))["rows"]
    expected = [["" if row[key] is None else str(row[key]) for key in head] for row in rows]
    assert [[cell.removeprefix("'") for cell in line] for line in lines] == expected


def test_xlsx_carries_the_rows_and_the_totals_of_the_json(report):
    data, sheet = json.loads(as_json(report)), sheet_of(report)
    lines = [row[: len(HEAD) + len(DOCUMENTED)] for row in sheet.iter_rows(values_only=True)]

    assert lines[HEAD_ROW + 1] == tuple(
        f"({place})" for place in range(1, len(lines[HEAD_ROW + 1]) + 1)
    )
    first = HEAD_ROW + 2
    body = lines[first : first + len(data["rows"]) + 3]
    figures = [row[3:] for row in body]
    wanted = [*data["rows"], *data["totals"].values()]
    assert figures == [
        tuple("–" if row[key] is None else row[key] for key in DOCUMENTED) for row in wanted
    ]
    assert [row[1:3] for row in body[:-3]] == [(row["code"], row["name"]) for row in data["rows"]]
    assert [row[2] for row in body[-3:]] == [
        "Cộng: Trung ương",
        "Cộng: Địa phương",
        "Cộng: Cả nước",
    ]


def test_xlsx_says_how_each_figure_is_counted(report):
    sheet = sheet_of(report)
    text = "\n".join(str(row[0]) for row in sheet.iter_rows(values_only=True) if row[0])

    for measure in MEASURES:
        assert str(measure.definition) in text
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert "Từ 01/01/2017 đến 27/04/2020; số liệu đến 27/04/2020" in text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_machine_files_do_not_depend_on_the_readers_language(language, report):
    plain = as_json(report), as_csv(report)

    with translation.override(language):
        assert (as_json(report), as_csv(report)) == plain


def test_no_cell_becomes_a_formula_or_a_link():
    load_provinces()
    for place, name in enumerate(HOSTILE):
        agency(f"BO-{place}", name=name)
    assert Agency.objects.count() == len(HOSTILE)
    report = r1(FILTERS)

    for line in csv_lines(report)[1:]:
        assert not any(cell.startswith(tuple("=+-@\t\r")) for cell in line)
    sheet = sheet_of(report)
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)
    names = {cell.value for cell in cells}
    assert {"=1+1", "+1", "-1", "@SUM(A1)"} <= names
