import csv
import io
import json
import sys
from datetime import date

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from agencies.reference import load_provinces
from reports import exports
from reports.forms import make_filters
from reports.queries import r1
from tests.builders import agency

pytestmark = pytest.mark.django_db
PERIOD = ("--from", "2017-01-01", "--to", "2020-04-27")


@pytest.fixture(autouse=True)
def country():
    load_provinces()
    agency("BO-A", name="Bộ Ân Xá")


def printed(*arguments) -> str:
    out = io.StringIO()
    call_command("report", *arguments, stdout=out)
    return out.getvalue()


def test_json_is_printed_and_parses():
    data = json.loads(printed("R1", *PERIOD, "--format", "json"))

    assert (data["form"], data["epoch"], data["as_of"]) == ("R1", 63, "2020-04-27")
    assert [row["code"] for row in data["rows"] if row["scope"] == "central"] == ["BO-A"]
    assert sum(row["scope"] == "local" for row in data["rows"]) == 63
    assert data["rows"][0]["name"] == "Bộ Ân Xá"


def test_json_is_the_default_and_ends_with_a_line():
    text = printed("R1", *PERIOD)

    assert text == printed("R1", *PERIOD, "--format", "json")
    assert text.endswith("}\n")


def test_as_of_and_epoch_are_taken():
    data = json.loads(printed("R1", *PERIOD, "--as-of", "2018-01-01", "--epoch", "34"))

    assert (data["epoch"], data["as_of"]) == (34, "2018-01-01")
    assert sum(row["scope"] == "local" for row in data["rows"]) == 34


def test_as_of_in_the_future_is_today():
    data = json.loads(printed("R1", "--from", "2026-01-01", "--to", "2999-12-31"))

    assert data["as_of"] < "2999"
    assert data["to"] == "2999-12-31"


@pytest.mark.parametrize("kind", ["json", "csv", "xlsx"])
def test_output_writes_the_file_and_prints_nothing(kind, tmp_path):
    path = tmp_path / f"r1.{kind}"

    assert printed("R1", *PERIOD, "--format", kind, "--output", str(path)) == ""

    report = r1(make_filters(date(2017, 1, 1), date(2020, 4, 27), None, None))
    if kind == "json":
        assert path.read_text() == exports.as_json(report) + "\n"
    elif kind == "csv":
        assert path.read_bytes() == exports.as_csv(report)
    else:
        assert openpyxl.load_workbook(path).sheetnames == ["R1"]


@pytest.mark.parametrize(("kind", "begins"), [("csv", b"\xef\xbb\xbfscope,code"), ("xlsx", b"PK")])
def test_files_go_to_standard_output_as_bytes(kind, begins, monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, write_through=True))
    call_command("report", "R1", *PERIOD, "--format", kind)

    content = raw.getvalue()
    assert content.startswith(begins)
    if kind == "csv":
        lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
        assert len(lines) == 64


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("R1", "--from", "2020-01-02", "--to", "2020-01-01"), "--from must not be after --to"),
        (("R99", *PERIOD), "R99"),
        (("R1", "--from", "2020-13-01", "--to", "2020-12-31"), "--from"),
        (("R1", "--from", "01/01/2020", "--to", "2020-12-31"), "--from"),
        (("R1", "--to", "2020-12-31"), "--from"),
        (("R1", *PERIOD, "--epoch", "64"), "--epoch"),
        (("R1", *PERIOD, "--format", "exe"), "--format"),
    ],
)
def test_wrong_arguments_are_refused_in_words(arguments, reason):
    with pytest.raises(CommandError, match=reason) as refusal:
        printed(*arguments)
    assert refusal.value.returncode == 1


def test_one_day_is_a_period():
    data = json.loads(printed("R1", "--from", "2020-01-01", "--to", "2020-01-01"))
    assert data["totals"]["all"]["titles"] == 0
