"""Every seeded regulation can be scored: the reader of cases takes its rules as they are."""

import json
from decimal import Decimal

import pytest

from exams.case_reader import CaseReader
from exams.simulation import read_rules
from positions import reference

ROWS = json.loads(reference.FILE.read_text())
EACH = pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])


@EACH
def test_rules_are_a_case_without_a_fault(row):
    case = {"rules": row["values"]["rules"], "seats": 1, "candidates": []}

    reader, read = CaseReader().case(case)

    assert reader.faults == []
    assert read is not None


@EACH
def test_rules_of_both_rounds(row):
    rules = read_rules(row["values"]["rules"])

    assert (rules.presentation.max, rules.presentation.pass_mark) == (Decimal(100), Decimal(50))
    if row["code"] != "BTCTW-2017":
        written = rules.written
        assert (written.max, written.pass_mark, written.max_gap) == (100, 50, 10)
        assert not written.gap_inclusive
        assert written.sanctions == {"reprimand": Decimal(25), "warning": Decimal(50)}


@EACH
def test_ties_are_broken_as_the_texts_say(row):
    guidance = row["code"] in ("BNV-2424", "BNV-2424-E", "QUY-MO-NHO")
    expected = ["written", "presentation.answer"] if guidance else []

    assert row["values"]["rules"]["tie_break"] == expected
