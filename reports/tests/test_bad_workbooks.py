"""Bad workbooks: exit 1, nothing written, each fault named by sheet and cell, and no other.

PROVE=full sends every one through the command and its child process; otherwise every tenth, the
rest are read in this process.
"""

import os
import random
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.db import transaction

from agencies.reference import load_ethnic_groups, load_provinces
from audit.verification import verify
from documents.workbooks import reading, sheet_child
from documents.workbooks.faults import BadWorkbook
from documents.workbooks.reading import Sheet
from positions.models import Opening
from reports.tests import workbooks
from reports.tests.bad_cells import ONE_CELL, Spoil
from reports.tests.bad_rows import MANY_CELLS
from reports.tests.test_import_results import counts
from reports.workflow import import_file, look_at

pytestmark = [pytest.mark.django_db, pytest.mark.prove, pytest.mark.wide]
FULL = os.environ.get("PROVE") == "full"
STEP = 1 if FULL else 10
HEADS = workbooks.HEADS


@pytest.fixture(autouse=True)
def _places(db):
    load_provinces()
    load_ethnic_groups()


def spoiled(spoil: Spoil) -> tuple[workbooks.Rows, list[str]]:
    sheet, place, values, columns = spoil
    rows = workbooks.small()
    rows[sheet][place] |= values
    return rows, [workbooks.cell(sheet, place, column) for column in columns]


def places_by_command(path: Path, capsys) -> list[str]:
    before = counts()
    with pytest.raises(SystemExit) as stopped:
        call_command("import_results", path)
    assert stopped.value.code == 1
    assert counts() == before
    lines = capsys.readouterr().err.splitlines()
    assert all(len(line.split(": ", 1)[1]) > 5 for line in lines), lines
    return [line.split(": ", 1)[0] for line in lines]


def read_here(path: Path, names: Iterable[str]) -> dict[str, Sheet]:
    """What the child would answer, without starting one."""
    sheets: dict[str, Sheet] = {}
    for name, number, cells in sheet_child._rows(str(path), list(names)):
        reading._keep(sheets.setdefault(name, Sheet()), name, number, cells)
    return sheets


def places_by_look(path: Path) -> list[str]:
    reader = nullcontext() if FULL else patch("reports.workflow.read", read_here)
    with reader, pytest.raises(BadWorkbook) as bad:
        look_at(path)
    return [fault.place for fault in bad.value.faults]


def test_every_spoiled_cell_is_named_and_no_other(tmp_path, capsys):
    wrong = []
    for number, spoil in enumerate(ONE_CELL):
        rows, expected = spoiled(spoil)
        path = workbooks.write(rows, tmp_path / f"{number}.xlsx")
        by_command = number % STEP == 0
        found = places_by_command(path, capsys) if by_command else places_by_look(path)
        if found != expected:
            wrong.append((spoil, expected, found))
    with capsys.disabled():
        print(f"\nspoiled cells: {len(ONE_CELL) - len(wrong)} of {len(ONE_CELL)} named exactly")
    assert wrong == []


def found_in(rows: workbooks.Rows, tmp_path, heads=HEADS) -> list[str]:
    return places_by_look(workbooks.write(rows, tmp_path / "w.xlsx", heads))


# Faults of more than one cell


@pytest.mark.parametrize(
    "spoil",
    MANY_CELLS,
)
def test_faults_stand_where_they_are(spoil: Callable, tmp_path):
    rows = workbooks.small()
    expected = spoil(rows)

    assert found_in(rows, tmp_path) == expected


# Sheets and headers


@pytest.mark.parametrize("sheet", list(HEADS))
def test_missing_sheet(sheet, tmp_path):
    heads = {name: columns for name, columns in HEADS.items() if name != sheet}

    assert found_in(workbooks.small(), tmp_path, heads) == [f"{sheet}!A1"]


REQUIRED = {
    "agencies": "code name kind pilot",
    "openings": "code agency_code title level rank seats announced_on outcome",
    "candidates": "opening_code number eligible result",
}


@pytest.mark.parametrize(
    ("sheet", "column"),
    [(sheet, name) for sheet, names in REQUIRED.items() for name in names.split(" ")],
)
def test_missing_required_column(sheet, column, tmp_path):
    heads = HEADS | {sheet: [name for name in HEADS[sheet] if name != column]}

    assert found_in(workbooks.small(), tmp_path, heads) == [f"{sheet}!A1"]


def test_unknown_repeated_and_nameless_columns(tmp_path):
    heads = HEADS | {"agencies": [*HEADS["agencies"], "ghi chú", "pilot", None]}
    rows = workbooks.small()
    rows["agencies"][0][None] = "chữ"

    found = found_in(rows, tmp_path, heads)

    assert found == ["agencies!G1", "agencies!H1", "agencies!I2"]


def test_column_names_are_exact(tmp_path):
    heads = HEADS | {"agencies": ["Code", *HEADS["agencies"][1:]]}

    assert found_in(workbooks.small(), tmp_path, heads) == ["agencies!A1"]


def test_no_more_than_two_hundred_lines_are_printed(tmp_path, capsys):
    rows = workbooks.small()
    rows["candidates"] += [
        workbooks.candidate("P3", f"n{place}", "ABSENT", gender="?") for place in range(300)
    ]

    places = places_by_command(workbooks.write(rows, tmp_path / "w.xlsx"), capsys)

    assert places == [f"candidates!E{row}" for row in range(13, 213)]


# What the database holds already


@pytest.fixture
def kept(tmp_path):
    call_command("import_results", workbooks.write(workbooks.small(), tmp_path / "first.xlsx"))
    rows = workbooks.small()
    rows["candidates"] = []
    rows["openings"] = [workbooks.opening("P9", "BO-X", outcome="UNFILLED")]
    return rows


@pytest.mark.parametrize(
    ("place", "values", "column"),
    [
        (0, {"name": "Bộ khác"}, "name"),
        (1, {"parent_code": None}, "parent_code"),
        (2, {"province_code": "79"}, "province_code"),
        (1, {"parent_code": "TINH-Y"}, "parent_code"),
    ],
)
def test_known_agency_must_agree(place, values, column, kept, tmp_path):
    kept["agencies"][place] |= values

    assert workbooks.cell("agencies", place, column) in found_in(kept, tmp_path)


def test_kind_of_a_known_agency_must_agree(kept, tmp_path):
    kept["agencies"] = [workbooks.agency("BO-X", "Bộ X", "local", province_code="01")]

    # A province where the database has none differs too.
    assert found_in(kept, tmp_path) == ["agencies!C2", "agencies!D2"]


def test_below_a_known_pilot_body_nobody_is_marked_again(kept, tmp_path):
    kept["agencies"] = [
        workbooks.agency("BO-X.V9", "Vụ Chín", "central", parent_code="BO-X", pilot="yes")
    ]

    assert found_in(kept, tmp_path) == ["agencies!F2"]


def test_opening_code_that_exists(kept, tmp_path):
    kept["openings"][0]["code"] = "P1"

    assert found_in(kept, tmp_path) == ["openings!A2"]


def test_child_of_a_known_agency_follows_its_topmost_one(kept, tmp_path):
    kept["agencies"] = [
        workbooks.agency("Y.1", "Phòng", "central", parent_code="TINH-Y.SO", province_code="79")
    ]

    assert found_in(kept, tmp_path) == ["agencies!C2", "agencies!D2"]


def test_a_fault_is_one_line_whatever_stood_in_the_cell(tmp_path, capsys):
    rows = workbooks.small()
    rows["openings"][0]["outcome"] = "a\nb" + "c" * 1500

    path = workbooks.write(rows, tmp_path / "w.xlsx")

    assert places_by_command(path, capsys) == ["openings!M2"]


def test_a_space_that_word_processors_paste_is_a_space(tmp_path):
    rows = workbooks.small()
    rows["openings"][0]["title"] = "Trưởng\u00a0phòng"

    import_file(workbooks.write(rows, tmp_path / "w.xlsx"))

    assert Opening.objects.get(code="P1").title == "Trưởng phòng"


# Rubbish anywhere

JUNK = (
    None, "", 0, -1, 1e308, 1.5, True, False, "x" * 3000, "=1", "#REF!", date(9999, 12, 31),
    "31/02/2018", "00/00/0000", "9999-99-99", "٣", "½", "1" * 50, "-5", "1e400", "nan", "Có",
    "co\u0301", "yes ", "BO-X", "P1", "🙂", "a\tb", 10**20, -0.0, 0.1 + 0.2,
)  # fmt: skip


def test_rubbish_in_random_cells_is_named_or_imported_and_never_a_crash(tmp_path, capsys):
    n_books, imported = (300 if FULL else 30), 0
    for seed in range(n_books):
        dice, rows = random.Random(seed), workbooks.small()
        for _cell in range(dice.choice((1, 1, 2, 5, 20))):
            sheet = dice.choice(list(HEADS))
            dice.choice(rows[sheet])[dice.choice(HEADS[sheet])] = dice.choice(JUNK)
        path = workbooks.write(rows, tmp_path / "w.xlsx")
        with patch("reports.workflow.read", read_here), transaction.atomic():
            imported += imports(path)
            transaction.set_rollback(True)
    with capsys.disabled():
        print(
            f"\nrubbish: {n_books} of {n_books} workbooks named or imported ({imported} imported)"
        )
    assert 0 < imported < n_books


def imports(path: Path) -> bool:
    faults = []
    try:
        import_file(path)
    except BadWorkbook as bad:
        faults = bad.faults
    assert all(fault.place and fault.text for fault in faults)
    assert verify().faults == []
    return not faults
