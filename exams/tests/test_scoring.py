"""The worked cases of the page and each of its rules: R, W, E, P, F, K, O and the opening."""

from decimal import Decimal
from fractions import Fraction

import pytest

from exams.scoring import Written, WrittenRules, is_wide, rank_opening, round_mark, written_mark
from exams.simulation import read_rules
from exams.tests.ranking_cases import (
    away,
    case,
    criteria_rules,
    example,
    only,
    outcomes,
    person,
    presentation_only,
    rows,
    rules,
    run,
    sheet,
    shown,
)

SEVEN = ["82", "79.5", "85", "80", "88", "77", "81"]
EIGHT = ["90", "88", "86", "84", "82", "80", "78", "76"]


def written(*marks: str, rules: dict | None = None, **changes) -> tuple[str | None, str]:
    row = only(person("1", sheet(*marks, **changes)), **(rules or {}))
    return row["written"], row["written_status"]


def presented(*slips, rules: dict | None = None, **changes) -> tuple[str | None, str]:
    row = only(person("1", "70", shown(*slips, **changes)), rules=rules)
    return row["presentation"], row["presentation_status"]


def ranking(*people: tuple[str, str], **changes) -> dict:
    """Candidates A, B, C, ... as (written, presentation)."""
    made = [person("ABCDEFGHIJ"[place], *marks) for place, marks in enumerate(people)]
    return case(*made, **changes)


def ranks(value: dict) -> list[int | None]:
    return [row["rank"] for row in run(value)["candidates"]]


def separators(value: dict) -> list[str | None]:
    return [row["separated_by"] for row in run(value)["candidates"]]


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


# P: the presentation mark


def test_p_a_slip_with_criteria_is_their_sum():
    slips = [
        {"build": "18", "present": "35", "answer": "30"},
        {"build": "20", "present": "30", "answer": "30.5"},
    ]

    assert presented(*slips, rules=criteria_rules()) == ("81.75", "FINAL")


@pytest.mark.parametrize("slips", [(), ("80",)])
def test_p_fewer_slips_than_expected_is_incomplete(slips):
    assert presented(*slips, expected=2) == (None, "INCOMPLETE")


def test_p_presentation_not_yet_held_is_incomplete():
    row = only(person("1", "70"))

    assert (row["admitted"], row["presentation_status"]) == (True, "INCOMPLETE")
    assert row["outcome"] == "PENDING"


@pytest.mark.parametrize(
    ("slips", "mark"),
    [
        (["10", "60", "60", "60", "90"], "60.00"),
        (["60", "60", "60", "90"], "67.50"),
        (["60", "60", "60", "60", "61"], "60.00"),
        (["10", "10", "60", "90", "90"], "53.33"),
    ],
)
def test_p_trim_drops_one_highest_and_one_lowest_of_five_or_more(slips, mark):
    assert presented(*slips, rules=rules(presentation__trim_extremes=True)) == (mark, "FINAL")


def test_p_absent_has_no_mark_and_suspended_shows_0():
    absent = only(person("1", "70", away("absent")))
    suspended = only(person("1", "70", away("suspended")))

    assert (absent["presentation"], absent["presentation_status"]) == (None, "ABSENT")
    assert (suspended["presentation"], suspended["presentation_status"]) == ("0.00", "SUSPENDED")
    assert (absent["final"], suspended["final"]) == (None, None)
    assert (absent["outcome"], suspended["outcome"]) == ("ABSENT", "SUSPENDED")


def test_p_the_presentation_of_somebody_not_admitted_is_ignored():
    row = only(person("1", "49", "99"))

    assert (row["presentation"], row["presentation_status"], row["final"]) == (None, None, None)


def test_p_criterion_mean_as_tie_break_is_rounded_and_never_trimmed():
    low = [{"build": mark, "present": "30", "answer": "30"} for mark in ("0", *["10"] * 3, "20")]
    high = [{"build": mark, "present": "30", "answer": "30"} for mark in ("9", *["10"] * 3, "20")]
    used = criteria_rules(presentation__trim_extremes=True, tie_break=["presentation.build"])
    value = case(person("A", "70", shown(*low)), person("B", "70", shown(*high)), rules=used)

    found = rows(value)

    assert (found["A"]["final"], found["B"]["final"]) == ("70.00", "70.00")
    assert (found["A"]["rank"], found["A"]["separated_by"]) == (2, "presentation.build")


def test_p_criterion_means_that_differ_only_below_the_rounding_are_a_tie():
    def slips(*builds: str) -> dict:
        return shown(*({"build": b, "present": "30", "answer": "30"} for b in builds))

    used = criteria_rules(decimals=1, tie_break=["presentation.build"])
    marks = ["10"] * 11
    people = [person("A", "70", slips(*marks)), person("B", "70", slips(*marks[1:], "10.1"))]

    assert ranks(case(*people, rules=used)) == [1, 1]


# F: the final mark


def test_f_weighted_is_rounded_once():
    weighted = {"mode": "WEIGHTED", "weights": {"written": "0.4", "presentation": "0.6"}}
    row = only(person("1", "70.01", "80.02"), final_rule=weighted)

    assert row["final"] == "76.02"  # 28.004 + 48.012 = 76.016


@pytest.mark.parametrize("mode", ["ROUND2_ONLY", "SUM"])
def test_f_a_presentation_below_pass_still_has_a_final_mark(mode):
    row = only(person("1", "70", "40"), final_rule={"mode": mode})

    assert row["final"] == {"ROUND2_ONLY": "40.00", "SUM": "110.00"}[mode]
    assert row["outcome"] == "FAILED_PRESENTATION"


def test_f_an_incomplete_presentation_has_no_final_mark():
    assert only(person("1", "70", shown(expected=1)))["final"] is None


# K: ranking


def test_k_standard_competition_rank():
    value = ranking(("70", "80"), ("60", "75"), ("60", "75"), ("60", "70"), seats=4)

    assert ranks(value) == [1, 2, 2, 4]
    assert separators(value) == [None, "final", "none", "final"]


def test_k_a_tie_at_the_very_top():
    value = ranking(("70", "80"), ("70", "80"), ("70", "70"), seats=3)

    assert separators(value) == [None, "none", "final"]


def test_k_tie_breaks_apply_in_their_order():
    slips = [{"build": "10", "present": "30", "answer": "30"}]
    more_answer = [{"build": "10", "present": "29", "answer": "31"}]
    people = [person("A", "70", shown(*slips)), person("B", "69", shown(*more_answer))]

    by_written = criteria_rules(tie_break=["written", "presentation.answer"])
    by_answer = criteria_rules(tie_break=["presentation.answer", "written"])

    assert separators(case(*people, rules=by_written)) == [None, "written"]
    assert separators(case(*people, rules=by_answer)) == ["presentation.answer", None]


def test_k_without_tie_breaks_equal_final_marks_stay_tied():
    assert ranks(ranking(("90", "80"), ("70", "80"), tie_break=[])) == [1, 1]


def test_k_presentation_separates_equal_sums():
    value = ranking(
        ("80", "70"), ("70", "80"), final_rule={"mode": "SUM"}, tie_break=["presentation"]
    )

    assert separators(value) == ["presentation", None]


def test_k_only_a_passed_presentation_is_ranked():
    assert ranks(ranking(("90", "49.99"), ("70", "50"), final_rule={"mode": "SUM"})) == [None, 1]


# O: outcomes


def test_o_tie_across_the_last_seat():
    value = ranking(
        *(("70", mark) for mark in ("90", "80", "80", "80", "70")),
        seats=2,
        reserve={"max_people": 2},
    )

    manual = ["MANUAL_DECISION"] * 3
    assert outcomes(value) == ["SELECTED", *manual, "NOT_SELECTED"]
    assert run(value)["opening"] == "MANUAL_DECISION"


def test_o_tie_that_ends_at_the_last_seat_is_no_tie_across_it():
    value = ranking(("70", "80"), ("70", "80"), ("70", "70"), seats=2)

    assert outcomes(value) == ["SELECTED", "SELECTED", "NOT_SELECTED"]


def test_o_tie_across_the_last_reserve():
    value = ranking(
        *(("70", mark) for mark in ("90", "85", "80", "80", "70")),
        seats=1,
        reserve={"max_people": 2},
    )

    manual = ["MANUAL_DECISION"] * 2
    assert outcomes(value) == ["SELECTED", "RESERVED", *manual, "NOT_SELECTED"]
    assert run(value)["opening"] == "MANUAL_DECISION"


def test_o_more_seats_than_ranked_selects_every_tie():
    assert outcomes(ranking(("70", "80"), ("70", "80"), seats=10**30)) == ["SELECTED"] * 2


def test_o_enormous_reserve_and_n_are_only_numbers():
    changes = {
        "reserve": {"max_people": 10**30},
        "round2_entry": {"mode": "top_n", "n": 10**30},
    }

    assert outcomes(ranking(("70", "80"), ("70", "70"), **changes)) == ["SELECTED", "RESERVED"]


@pytest.mark.parametrize(
    "pending",
    [
        person("P", sheet("70")),
        person("P", sheet("60", "75")),
        person("P", sheet("40", "75", third="58")),
        person("P", "70"),
        person("P", "70", shown("80", expected=2)),
    ],
)
def test_o_while_anybody_is_pending_nobody_is_ranked(pending):
    value = case(person("A", "70", "80"), person("B", "70", "40"), pending, person("C", "40"))

    result = run(value)

    first = result["candidates"][0]
    assert result["opening"] == "INCOMPLETE"
    assert outcomes(value) == ["PENDING", "FAILED_PRESENTATION", "PENDING", "FAILED_WRITTEN"]
    assert (first["rank"], first["separated_by"], first["final"]) == (None, None, "80.00")


@pytest.mark.parametrize("status", ["absent", "suspended"])
def test_o_absent_and_suspended_in_either_round_keep_their_outcome(status):
    written_round = person("A", away(status), "80")
    second_round = person("B", "70", away(status))

    assert outcomes(case(written_round, second_round)) == [status.upper()] * 2


# The opening


@pytest.mark.parametrize("used", [rules(), presentation_only()])
def test_opening_without_candidates_has_no_winner(used):
    assert run(case(rules=used)) == {"opening": "NO_WINNER", "candidates": []}


def test_opening_incomplete_goes_before_no_winner():
    assert run(case(person("A", "40"), person("B", sheet("70"))))["opening"] == "INCOMPLETE"


def test_candidates_come_out_in_the_order_of_the_input():
    value = ranking(("70", "60"), ("70", "90"), ("70", "75"))

    assert [row["number"] for row in run(value)["candidates"]] == ["A", "B", "C"]


def test_rank_opening_of_nobody():
    assert rank_opening(read_rules(rules()), 1, []).opening == "NO_WINNER"
