"""Random workbooks imported, then form R1 against a recomputation from the workbooks' own rows.

PROVE=full imports thousands of openings, otherwise a few hundred.
"""

import json
import os
from datetime import timedelta

import pytest
from django.core.management import call_command

from audit.verification import verify
from reports.exports import as_json
from reports.figures import Filters
from reports.queries import r1
from reports.tests import random_exams, recompute, workbooks
from reports.tests.from_workbook import tables
from reports.tests.test_r1 import PERIODS
from reports.workflow import import_file

pytestmark = [pytest.mark.django_db, pytest.mark.prove]
FULL = os.environ.get("PROVE") == "full"
SEEDS = range(101, 121) if FULL else range(101, 103)
SIZE = 150
ADDITIVE = [key for key in recompute.ADDED if key not in ("chosen", "held", "held_other")]


@pytest.fixture
def places():
    call_command("load_reference")


def brought_in(seed: int, tmp_path) -> list[workbooks.Rows]:
    """Two workbooks of one seed; the second stands beside the first."""
    books = [workbooks.random_rows(seed, SIZE // 2, prefix) for prefix in ("M", "N")]
    for place, book in enumerate(books):
        import_file(workbooks.write(book, tmp_path / f"{place}.xlsx"))
    return books


def as_plain(report) -> dict:
    found = json.loads(as_json(report))
    return {"rows": found["rows"], "totals": found["totals"]}


def windows():
    for start, end in PERIODS:
        for as_of in (end, start + (end - start) / 2, end + timedelta(days=200)):
            for epoch in ("63", "34"):
                yield start, end, as_of, epoch


@pytest.mark.parametrize("seed", SEEDS)
def test_r1_of_imported_rows_equals_the_recomputation(seed, places, tmp_path, capsys):
    books = brought_in(seed, tmp_path)
    rows = tables(books)
    agreed = 0

    for start, end, as_of, epoch in windows():
        found = as_plain(r1(Filters(start, end, as_of, epoch)))
        assert found == recompute.r1(rows, start, end, as_of, epoch)
        check_sums(found)
        agreed += 1

    assert agreed == len(PERIODS) * 3 * 2
    assert verify().faults == []
    with capsys.disabled():
        print(f"\nimport {seed}: {SIZE} openings, {agreed} of {agreed} windows agree")


def check_sums(found: dict) -> None:
    totals = found["totals"]
    for scope in ("central", "local"):
        mine = [row for row in found["rows"] if row["scope"] == scope]
        for key in ADDITIVE:
            assert totals[scope][key] == sum(row[key] for row in mine)
    for row in [*found["rows"], *totals.values()]:
        assert row["registered"] >= row["eligible"] >= row["sat"] >= row["passed_written"]
        assert row["selected"] + row["reserved"] <= row["passed"]
    for key in ADDITIVE:
        assert totals["central"][key] + totals["local"][key] == totals["all"][key]


def test_a_figure_that_is_off_by_one_is_seen(places, tmp_path):
    """The comparison itself can fail: one candidate less in the plain rows."""
    books = brought_in(7, tmp_path)
    rows = tables(books)
    rows["applications"].pop()
    start, end = PERIODS[3]

    found = as_plain(r1(Filters(start, end, end, "63")))

    assert found != recompute.r1(rows, start, end, end, "63")


def test_live_and_imported_rows_stand_together(places, tmp_path):
    """Live rows in the tables, imported ones beside them: both count."""
    random_exams.make_rows(11, 60)
    import_file(workbooks.write(workbooks.random_rows(11, 60, "W"), tmp_path / "w.xlsx"))
    rows = random_exams.rows()
    start, end = PERIODS[0]

    assert as_plain(r1(Filters(start, end, end, "63"))) == recompute.r1(rows, start, end, end, "63")
