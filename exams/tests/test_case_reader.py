"""Bad rules and bad candidates: each fault is named at its own path and brings no others."""

import pytest

from exams.tests.ranking_cases import (
    CRITERIA,
    case,
    criteria_rules,
    example,
    fault_paths,
    faults,
    holding,
    one,
    person,
    presentation_only,
    rich,
    rules,
    sheet,
    shown,
)

# Rules


@pytest.mark.parametrize(
    ("criteria", "paths"),
    [
        ([], [""]),
        ([*CRITERIA[:2]], [""]),
        ([*CRITERIA, {"code": "more", "max": "1"}], [""]),
        ([*CRITERIA[:2], {"code": "build", "max": "40"}], ["[2].code"]),
        ([*CRITERIA[:2], {"code": 5, "max": "40"}], ["[2].code"]),
        ([*CRITERIA[:2], {"code": "answer"}], ["[2].max"]),
        ([*CRITERIA[:2], {"code": "answer", "max": "40", "min": "0"}], ["[2].min"]),
        ("build", [""]),
    ],
)
def test_criteria_are_a_non_empty_list_with_distinct_codes_that_add_up(criteria, paths):
    used = rules(presentation__criteria=criteria, tie_break=["presentation.build"])

    expected = [f"rules.presentation.criteria{path}" for path in paths]
    assert fault_paths(case(rules=used)) == expected


@pytest.mark.parametrize(
    ("slip", "paths"),
    [
        ({"build": "18", "present": "35"}, [".answer"]),
        ({"build": "18", "present": "35", "answer": "30", "more": "1"}, [".more"]),
        ({"build": "20.01", "present": "35", "answer": "41"}, [".build", ".answer"]),
        ("83", [""]),
        (None, [""]),
    ],
)
def test_a_slip_has_exactly_the_criteria(slip, paths):
    value = one(None, shown(slip), rules=criteria_rules())

    assert fault_paths(value) == [f"candidates[0].presentation.slips[0]{path}" for path in paths]


def test_a_slip_without_criteria_is_one_number():
    value = one(None, shown({"build": "18"}))

    assert fault_paths(value) == ["candidates[0].presentation.slips[0]"]


@pytest.mark.parametrize(
    ("entry", "paths"),
    [
        ({"mode": "all"}, ["mode"]),
        ({"mode": "top_n"}, ["n"]),
        ({"mode": "all_passed", "n": 3}, ["n"]),
        ({"mode": "all_passed", "n": "x"}, ["n"]),
        ({}, ["mode"]),
    ],
)
def test_round2_entry(entry, paths):
    found = fault_paths(case(rules=rules(round2_entry=entry)))

    assert found == [f"rules.round2_entry.{path}" for path in paths]


@pytest.mark.parametrize(
    ("final", "paths"),
    [
        ({"mode": "MEAN"}, [".mode"]),
        ({"mode": "WEIGHTED"}, [".weights"]),
        ({"mode": "SUM", "weights": {"written": "0.4", "presentation": "0.6"}}, [".weights"]),
        ({"mode": "WEIGHTED", "weights": {"written": "0.4", "presentation": "0.61"}}, [".weights"]),
        ({"mode": "WEIGHTED", "weights": {"written": "1"}}, [".weights.presentation"]),
        (
            {"mode": "WEIGHTED", "weights": {"written": 0.4, "presentation": "1"}},
            [".weights.written"],
        ),
        ({"mode": "WEIGHTED", "weights": "equal"}, [".weights"]),
    ],
)
def test_final_rule(final, paths):
    found = fault_paths(case(rules=rules(final_rule=final)))

    assert found == [f"rules.final_rule{path}" for path in paths]


def test_weights_that_differ_from_1_in_a_far_place_do_not_add_up():
    weights = {"written": "0.5", "presentation": "0.5" + "0" * 60 + "1"}
    used = rules(final_rule={"mode": "WEIGHTED", "weights": weights})

    assert fault_paths(case(rules=used)) == ["rules.final_rule.weights"]


@pytest.mark.parametrize(
    ("keys", "places"),
    [
        (["written", "written"], [1]),
        (["presentation.build", "presentation", "presentation.build"], [2]),
        (["presentation.colour"], [0]),
        (["final"], [0]),
        ([5, "written", None], [0, 2]),
    ],
)
def test_tie_break_keys(keys, places):
    found = fault_paths(case(rules=criteria_rules(tie_break=keys)))

    assert found == [f"rules.tie_break[{place}]" for place in places]


def test_tie_break_on_a_criterion_needs_criteria():
    used = rules(tie_break=["presentation.build"])

    assert fault_paths(case(rules=used)) == ["rules.tie_break[0]"]


def test_without_a_written_round_nothing_may_need_it():
    used = presentation_only(final_rule={"mode": "SUM"}, tie_break=["presentation", "written"])
    value = case(person("1", "70", "80"), rules=used)

    assert fault_paths(value) == [
        "rules.final_rule.mode",
        "rules.tie_break[1]",
        "candidates[0].written",
    ]


def test_without_a_written_round_written_is_missing_or_null():
    value = case(person("1", None, "80"), rules=presentation_only())

    assert faults(value) == []
    value["candidates"][0]["written"] = None
    assert faults(value) == []


def test_with_a_written_round_every_candidate_carries_a_written_object():
    assert faults(case(person("1"))) == ["candidates[0].written: missing"]
    assert fault_paths(case({"number": "1", "written": None})) == ["candidates[0].written"]


# Candidates


def test_number_is_a_non_empty_string_unique_in_the_case():
    people = [person(number, "70") for number in ("", "A", "B", "A", "a", "A")]

    found = fault_paths(case(*people))

    assert found == [f"candidates[{place}].number" for place in (0, 3, 5)]


def test_status_is_one_of_three():
    value = one(sheet("70", "70", status="late"), shown("70") | {"status": "SAT"})

    paths = ["candidates[0].written.status", "candidates[0].presentation.status"]
    assert fault_paths(value) == paths


def test_at_most_two_marks():
    assert fault_paths(one(sheet("70", "71", "72"))) == ["candidates[0].written.marks"]


def test_no_more_slips_than_expected():
    value = one(None, shown("70", "71", "72", expected=2))

    assert fault_paths(value) == ["candidates[0].presentation.slips"]


@pytest.mark.parametrize("marks", [(), ("60",), ("60", "70"), ("60", "60")])
def test_a_third_mark_needs_two_marks_with_a_wide_gap(marks):
    assert fault_paths(one(sheet(*marks, third="65"))) == ["candidates[0].written.third"]


def test_a_third_mark_at_the_boundary_is_good_when_the_gap_is_inclusive():
    assert faults(one(sheet("60", "70", third="65"), written__gap_inclusive=True)) == []


@pytest.mark.parametrize("status", ["absent", "suspended"])
def test_a_third_mark_beside_absent_is_validated_too(status):
    for value in ({"third": "65"}, {"third": "65", "marks": []}, {"third": "65", "marks": ["60"]}):
        bad = one({"status": status, **value})

        assert fault_paths(bad) == ["candidates[0].written.third"]
    assert faults(one(sheet("60", "75", status=status, third="65"))) == []


@pytest.mark.parametrize("name", ["none", "", 5])
def test_sanction_is_a_key_of_sanctions(name):
    assert fault_paths(one(sheet("70", "70", sanction=name))) == ["candidates[0].written.sanction"]


def test_without_sanctions_there_is_no_sanction():
    used = rules()
    del used["written"]["sanctions"]

    assert faults(one(rules=used)) == []
    bad = one(sheet("70", "70", sanction="warning"), rules=used)
    assert fault_paths(bad) == ["candidates[0].written.sanction"]


def test_what_a_rule_does_not_need_is_validated_and_then_ignored():
    bad = case(
        person("1", {"status": "absent", "marks": ["101"], "decision": "x"}),
        person("2", "40", shown("101")),
        person("3", sheet("70", "70", decision="101")),
        person("4", "70", {"status": "suspended", "expected_slips": 1, "slips": ["1", "2"]}),
    )

    assert fault_paths(bad) == [
        "candidates[0].written.marks[0]",
        "candidates[0].written.decision",
        "candidates[1].presentation.slips[0]",
        "candidates[2].written.decision",
        "candidates[3].presentation.slips",
    ]


# Every fault, and no fault that only follows from another


def test_every_fault_is_reported_not_only_the_first():
    bad = rich()
    del bad["seats"]
    bad["rules"]["written"]["colour"] = "red"
    bad["rules"]["decimals"] = 9
    bad["candidates"][2]["number"] = "001"
    bad["candidates"][4]["written"]["marks"] = ["1000", 5]

    assert sorted(fault_paths(bad)) == [
        "candidates[2].number",
        "candidates[4].written.marks[0]",
        "candidates[4].written.marks[1]",
        "rules.decimals",
        "rules.written.colour",
        "seats",
    ]


@pytest.mark.parametrize(
    "path",
    [
        "rules",
        "rules.written",
        "rules.written.sanctions",
        "rules.written.max",
        "rules.written.max_gap",
        "rules.written.gap_inclusive",
        "rules.presentation",
        "rules.presentation.criteria",
        "rules.presentation.max",
        "rules.decimals",
        "candidates",
        "candidates[1]",
        "candidates[1].written.marks",
        "candidates[1].written.marks[0]",
    ],
)
def test_a_fault_brings_no_others_with_it(path):
    assert fault_paths(holding(path, 5.5)) == [path]


def test_in_a_list_every_path_begins_with_the_place_of_its_case():
    bad = [example(), case(seats=0), case(person(""), seats=1)]

    assert [line.split(": ")[0] for line in faults(bad)] == [
        "[1].seats",
        "[2].candidates[0].written",
        "[2].candidates[0].number",
    ]
