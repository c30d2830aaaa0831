"""The worked cases of the page and its rules of the written round: R, W and E."""

from decimal import Decimal
from fractions import Fraction

import pytest

from exams.scoring import Written, WrittenRules, is_wide, round_mark, written_mark
from exams.simulation import read_rules
from exams.tests.ranking_cases import (
    away,
    case,
    example,
    only,
    outcomes,
    person,
    presentation_only,
    presented,
    ranking,
    rows,
    rules,
    run,
    sheet,
    shown,
    written,
)

SEVEN = ["82", "79.5", "85", "80", "88", "77", "81"]
EIGHT = ["90", "88", "86", "84", "82", "80", "78", "76"]


# The input and output example


def test_example_of_the_page_gives_the_output_of_the_page():
    assert run(example()) == {
        "opening": "DECIDED",
        "candidates": [
            {
                "number": "001",
                "written": "76.00",
                "written_status": "FINAL",
                "admitted": True,
                "presentation": "83.00",
                "presentation_status": "FINAL",
                "final": "83.00",
                "rank": 1,
                "separated_by": None,
                "outcome": "SELECTED",
            }
        ],
    }


# Worked cases


def test_worked_mean():
    assert written("72", "80") == ("76.00", "FINAL")


def test_worked_boundary():
    assert written("60", "70") == ("65.00", "FINAL")


def test_worked_boundary_gap_inclusive():
    inclusive = {"written__gap_inclusive": True}

    assert written("60", "70", rules=inclusive) == (None, "THIRD_MARK_NEEDED")


def test_worked_third_marker():
    assert written("60", "75", third="70") == ("72.50", "FINAL")


def test_worked_equal_gaps():
    assert written("60", "80", third="70") == ("70.00", "FINAL")


def test_worked_still_apart():
    assert written("40", "75", third="58") == (None, "CHAIR_DECISION")
    assert written("40", "75", third="58", decision="55") == ("55.00", "FINAL")


def test_worked_sanction():
    row = only(person("1", sheet("62", "70", sanction="reprimand")))

    assert row["written"] == "49.50"
    assert row["outcome"] == "FAILED_WRITTEN"
    assert row["admitted"] is False


def test_worked_gate():
    row = only(person("1", sheet("49.99", "50.00")))

    assert row["written"] == "50.00"
    assert row["admitted"] is True


def test_worked_slips():
    assert presented(*SEVEN) == ("81.79", "FINAL")


def test_worked_missing_slip():
    value = case(person("1", "70", shown(*SEVEN[:6], expected=7)))

    result = run(value)

    assert result["opening"] == "INCOMPLETE"
    assert result["candidates"][0]["presentation_status"] == "INCOMPLETE"
    assert result["candidates"][0]["presentation"] is None


@pytest.mark.parametrize(
    ("mode", "selected", "finals"),
    [("ROUND2_ONLY", "B", ["78.10", "78.20"]), ("SUM", "A", ["169.10", "133.20"])],
)
def test_worked_winner(mode, selected, finals):
    found = rows(ranking(("91", "78.10"), ("55", "78.20"), final_rule={"mode": mode}))

    assert [number for number in found if found[number]["outcome"] == "SELECTED"] == [selected]
    assert [row["final"] for row in found.values()] == finals


def test_worked_tie():
    found = rows(ranking(("70", "81.33"), ("90", "81.33")))

    assert (found["B"]["rank"], found["B"]["separated_by"]) == (1, None)
    assert (found["A"]["rank"], found["A"]["separated_by"]) == (2, "written")


def test_worked_nobody():
    result = run(ranking(("70", "49.99"), ("70", "40")))

    assert result["opening"] == "NO_WINNER"
    assert [row["outcome"] for row in result["candidates"]] == ["FAILED_PRESENTATION"] * 2


def test_worked_seats_3_of_8_reserve_2():
    value = ranking(*(("70", mark) for mark in EIGHT), seats=3, reserve={"max_people": 2})

    assert outcomes(value) == ["SELECTED"] * 3 + ["RESERVED"] * 2 + ["NOT_SELECTED"] * 3
    assert run(value)["opening"] == "DECIDED"


# R: rounding


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (Fraction(49995, 1000), 2, "50.00"),
        (Fraction(1, 2), 0, "1"),
        (Fraction(3, 2), 0, "2"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(1, 3), 6, "0.333333"),
        (Fraction(10**40 + 5, 1000), 2, f"{10**37}.01"),
        (Decimal("0"), 2, "0.00"),
    ],
)
def test_round_is_half_up_and_exact(value, decimals, expected):
    assert str(round_mark(value, decimals)) == expected


def test_a_mean_just_below_a_half_is_not_rounded_twice():
    slips = ["80.01"] * 13 + ["80"] * 14  # mean 80.00481..., whose first rounding would be 80.005

    assert presented(*slips) == ("80.00", "FINAL")


def test_no_intermediate_precision_moves_a_half_of_enormous_marks():
    most = "1" + "0" * 60
    huge = {"written__max": most, "written__pass": "0", "decimals": 0, "written__max_gap": "100"}

    assert written("1" * 60, "1" * 59 + "2", rules=huge) == ("1" * 59 + "2", "FINAL")


def test_marks_of_more_digits_than_python_prints_are_exact():
    huge = {"written__max": "9" * 5000, "written__max_gap": "100"}

    assert written("9" * 5000, "9" * 5000, rules=huge) == ("9" * 5000 + ".00", "FINAL")


@pytest.mark.parametrize(("decimals", "expected"), [(0, "61"), (1, "60.5"), (6, "60.500000")])
def test_marks_always_have_exactly_decimals_places(decimals, expected):
    row = only(person("1", sheet("60", "61"), "60"), decimals=decimals)

    assert row["written"] == expected


# W: the written mark


@pytest.mark.parametrize("marks", [(), ("72",)])
def test_w1_fewer_than_two_marks_is_incomplete(marks):
    assert written(*marks) == (None, "INCOMPLETE")


def test_w1_a_decision_does_not_replace_a_missing_mark():
    assert written("72", decision="70") == (None, "INCOMPLETE")


def test_w2_a_decision_nobody_needs_is_ignored():
    assert written("72", "80", decision="10") == ("76.00", "FINAL")


def test_w3_wide_gap_without_third_or_decision_needs_a_third_mark():
    assert written("60", "75") == (None, "THIRD_MARK_NEEDED")


def test_w3_wide_gap_without_third_takes_the_decision():
    assert written("60", "75", decision="66") == ("66.00", "FINAL")


def test_w4_a_decision_is_ignored_when_a_pair_is_close():
    assert written("60", "75", third="70", decision="10") == ("72.50", "FINAL")


def test_w4_equal_gaps_that_are_wide_go_to_the_chair():
    assert written("40", "80", third="60") == (None, "CHAIR_DECISION")
    assert written("40", "80", third="60", decision="61") == ("61.00", "FINAL")


def test_w4_equal_gaps_at_the_boundary_are_wide_only_when_inclusive():
    inclusive = {"written__gap_inclusive": True}

    assert written("60", "80", third="70") == ("70.00", "FINAL")
    assert written("60", "80", third="70", rules=inclusive) == (None, "CHAIR_DECISION")


def test_w4_closest_pair_at_the_boundary():
    inclusive = {"written__gap_inclusive": True}

    assert written("60", "90", third="70") == ("65.00", "FINAL")
    assert written("60", "90", third="70", rules=inclusive) == (None, "CHAIR_DECISION")


def test_w4_third_equal_to_one_mark_is_the_closest_pair():
    assert written("60", "75", third="75") == ("75.00", "FINAL")


def test_w4_third_outside_the_two_marks():
    assert written("60", "75", third="80") == ("77.50", "FINAL")


def test_w4_no_gap_at_all_is_wide_when_max_gap_is_0_and_inclusive():
    strict = {"written__max_gap": "0", "written__gap_inclusive": True}

    assert written("60", "60", rules=strict) == (None, "THIRD_MARK_NEEDED")
    assert written("60", "60", third="60", rules=strict) == (None, "CHAIR_DECISION")


def test_w5_the_outcome_is_rounded_before_the_sanction_and_after_it():
    third_off = {"written__sanctions": {"odd": "33.33"}, "decimals": 1}

    # 60.05 -> 60.1, 60.1 * 0.6667 = 40.06867 -> 40.1 (from 60.05 directly it would be 40.0)
    assert written("60", "60.1", rules=third_off, sanction="odd") == ("40.1", "FINAL")


def test_w5_a_sanction_also_cuts_the_decision_of_the_chair():
    assert written("40", "75", decision="60", sanction="warning") == ("30.00", "FINAL")


@pytest.mark.parametrize(("percent", "mark"), [("0", "62.00"), ("100", "0.00")])
def test_w5_sanction_of_nothing_and_of_everything(percent, mark):
    limits = {"written__sanctions": {"odd": percent}}

    assert written("60", "64", rules=limits, sanction="odd") == (mark, "FINAL")


def test_w_a_sanction_without_a_mark_changes_nothing():
    assert written("60", sanction="warning") == (None, "INCOMPLETE")


def test_w_absent_has_no_mark_and_suspended_has_0():
    assert written("90", "90", status="absent") == (None, "ABSENT")
    assert written("90", "90", status="suspended", sanction="warning") == ("0.00", "SUSPENDED")


def test_w_the_gap_is_a_percentage_of_the_scale():
    limits = WrittenRules(Decimal(20), Decimal(10), Decimal(10), gap_inclusive=False)

    assert not is_wide(Decimal(10), Decimal(12), limits)
    assert is_wide(Decimal(10), Decimal("12.01"), limits)


@pytest.mark.parametrize("marks", [("60", "75", "70"), ("70", "60", "75"), ("75", "70", "60")])
def test_w_order_of_the_three_marks_never_matters(marks):
    limits = read_rules(rules(written__max_gap="2", written__gap_inclusive=True))
    first, second, third = map(Decimal, marks)

    assert written_mark(Written("sat", (first, second), third, Decimal(66)), limits) == (
        Decimal("66.00"),
        "FINAL",
    )


# E: entry to round 2


def test_e_the_published_mark_is_compared_with_pass():
    assert only(person("1", sheet("49.98", "50.00")))["outcome"] == "FAILED_WRITTEN"
    assert only(person("1", sheet("49.99", "50.00")))["admitted"] is True


def test_e_top_n_admits_all_ties_at_the_border():
    top_2 = {"mode": "top_n", "n": 2}
    value = ranking(("90", "60"), ("80", "60"), ("80", "70"), ("79", "99"), round2_entry=top_2)

    assert [row["admitted"] for row in run(value)["candidates"]] == [True, True, True, False]
    assert outcomes(value)[3] == "NOT_ADMITTED"


def test_e_top_n_counts_only_those_who_passed():
    top_5 = {"mode": "top_n", "n": 5}
    value = ranking(("90", "60"), ("49", "60"), round2_entry=top_5)

    assert outcomes(value) == ["SELECTED", "FAILED_WRITTEN"]


def test_e_top_n_where_nobody_passed_admits_nobody():
    value = ranking(("40", "60"), ("49", "60"), round2_entry={"mode": "top_n", "n": 1})

    assert run(value)["opening"] == "NO_WINNER"


@pytest.mark.parametrize(
    "open_sheet", [sheet("70"), sheet("60", "75"), sheet("40", "75", third="58")]
)
def test_e_top_n_admits_nobody_until_every_written_status_is_settled(open_sheet):
    people = [person("A", "90", "80"), person("B", "40"), person("C", open_sheet, "80")]
    result = run(case(*people, round2_entry={"mode": "top_n", "n": 1}))

    first, failed, waiting = result["candidates"]
    assert result["opening"] == "INCOMPLETE"
    assert (first["outcome"], first["admitted"]) == ("PENDING", False)
    assert (first["presentation"], first["presentation_status"]) == (None, None)
    assert first["written"] == "90.00"
    assert failed["outcome"] == "FAILED_WRITTEN"
    assert waiting["outcome"] == "PENDING"


@pytest.mark.parametrize("status", ["absent", "suspended"])
def test_e_absent_and_suspended_are_settled(status):
    people = [person("A", "90", "80"), person("B", away(status))]

    assert outcomes(case(*people, round2_entry={"mode": "top_n", "n": 1}))[0] == "SELECTED"


def test_e_all_passed_admits_while_another_written_mark_is_open():
    result = run(case(person("A", "90", "80"), person("B", sheet("70"))))

    assert result["candidates"][0]["admitted"] is True
    assert result["candidates"][0]["presentation"] == "80.00"


@pytest.mark.parametrize("entry", [{"mode": "all_passed"}, {"mode": "top_n", "n": 1}])
def test_e_without_a_written_round_everybody_enters(entry):
    people = [person("A", None, "80"), person("B", None, "70"), person("C", None, "40")]
    value = case(*people, rules=presentation_only(round2_entry=entry))

    found = run(value)["candidates"]

    assert [row["admitted"] for row in found] == [True] * 3
    assert [row["written"] for row in found] == [None] * 3
    assert [row["written_status"] for row in found] == [None] * 3
    assert outcomes(value) == ["SELECTED", "NOT_SELECTED", "FAILED_PRESENTATION"]
