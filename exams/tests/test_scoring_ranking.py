"""The rules from the presentation to the opening: P, F, K, O."""

import pytest

from exams.scoring import rank_opening
from exams.simulation import read_rules
from exams.tests.ranking_cases import (
    away,
    case,
    criteria_rules,
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
)


def ranks(value: dict) -> list[int | None]:
    return [row["rank"] for row in run(value)["candidates"]]


def separators(value: dict) -> list[str | None]:
    return [row["separated_by"] for row in run(value)["candidates"]]


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
