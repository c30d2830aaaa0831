"""The command, its files, and what every key and number of a case must be."""

import io
import json
import sys

import pytest
from django.core.management import call_command

from exams.tests.ranking_cases import (
    away,
    case,
    every_path,
    example,
    fault_paths,
    faults,
    holding,
    one,
    person,
    rich,
    rules,
    run,
    sheet,
    shown,
)

MAY_BE_MISSING = {"criteria", "sanctions", "presentation", "third", "decision", "sanction"}
MAY_BE_NULL = {"third", "decision", "sanction"}
WIDE = ("60", "75")


def command(capsys, name: str) -> tuple[int, str, str]:
    """(exit code, standard output, standard error) of the command."""
    code = 0
    try:
        call_command("simulate_ranking", name)
    except SystemExit as stop:
        code = stop.code
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.fixture
def simulated(capsys, tmp_path):
    def simulated(content: str | bytes) -> tuple[int, str, str]:
        raw = content.encode() if isinstance(content, str) else content
        (tmp_path / "case.json").write_bytes(raw)
        return command(capsys, str(tmp_path / "case.json"))

    return simulated


# The command


def test_command_prints_the_result_of_one_case(simulated):
    code, out, err = simulated(json.dumps(example()))

    assert (code, err) == (0, "")
    assert json.loads(out) == run(example())


def test_command_of_a_list_prints_a_list(simulated):
    code, out, _err = simulated(json.dumps([example(), rich()]))

    assert code == 0
    assert json.loads(out) == [run(example()), run(rich())]


def test_command_of_an_empty_list_prints_an_empty_list(simulated):
    assert simulated("[]")[:2] == (0, "[]\n")


def test_command_reads_standard_input(capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(rich()).encode())))

    code, out, _err = command(capsys, "-")

    assert code == 0
    assert json.loads(out) == run(rich())


def test_command_with_bad_input_prints_one_line_per_fault_and_nothing_else(simulated):
    bad = one(sheet("105", "x"), seats=0)

    code, out, err = simulated(json.dumps(bad))

    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 3
    assert "candidates[0].written.marks[0]: 105 is above 100" in err.splitlines()


def test_command_one_bad_case_spoils_the_whole_list(simulated):
    code, out, err = simulated(json.dumps([example(), case(seats=0), 5]))

    assert (code, out) == (1, "")
    assert [line.split(": ")[0] for line in err.splitlines()] == ["[1].seats", "[2]"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "nonsense",
        "{} {}",
        "[NaN]",
        "[Infinity]",
        "[-Infinity]",
        "[01]",
        "{'a': 1}",
        "[1,]",
        '{"seats": 1, "seats": 1}',
        '{"rules": {"written": {"max": "1", "max": "1"}}}',
        "[" * 100_000,
        '{"a":' * 100_000,
        b"\xff\xfe",
        b"\xef\xbb\xbf[]",
        json.dumps(example()).encode("utf-16"),
        "5",
        '"text"',
        "null",
        "true",
    ],
    ids=lambda content: repr(content)[:20],
)
def test_command_of_a_file_that_is_no_case_names_the_file_in_one_line(simulated, content):
    code, out, err = simulated(content)

    assert (code, out) == (1, "")
    assert err.startswith("(file): ")
    assert len(err.splitlines()) == 1


def test_command_of_a_file_that_cannot_be_read(capsys, tmp_path):
    for unreadable in (tmp_path, tmp_path / "none.json"):
        code, out, err = command(capsys, str(unreadable))

        assert (code, out) == (1, "")
        assert err.startswith("(file): ")
        assert len(err.splitlines()) == 1


def test_command_writes_a_key_with_line_breaks_in_one_line(simulated):
    bad = example() | {"x\ny\r\u2028\ud800": 1}

    code, out, err = simulated(json.dumps(bad))

    assert (code, out, len(err.splitlines())) == (1, "", 1)


def test_command_keeps_strange_numbers_of_candidates(simulated):
    value = case(person("\ud800", "70", "80"), person("Số 2\n", "70", "70"))

    code, out, _err = simulated(json.dumps(value))

    assert code == 0
    assert [row["number"] for row in json.loads(out)["candidates"]] == ["\ud800", "Số 2\n"]


# Keys: missing, unknown, of another type


def optional(path: str, container: dict) -> bool:
    *_, name = path.split(".")
    is_away = container.get("status") in ("absent", "suspended")
    if is_away and name in ("marks", "expected_slips", "slips"):
        return True
    return name in MAY_BE_MISSING and (name != "presentation" or path.startswith("candidates"))


def test_every_key_but_the_listed_ones_is_required():
    for path, _container, key in every_path(rich()):
        made = rich()
        container = next(where for step, where, _key in every_path(made) if step == path)
        if not isinstance(container, dict) or ".sanctions." in path:
            continue
        del container[key]
        if optional(path, container):
            assert f"{path}: missing" not in faults(made)
        else:
            assert f"{path}: missing" in faults(made), path


def test_every_object_refuses_an_unknown_key():
    objects = [path for path, where, key in every_path(rich()) if isinstance(where[key], dict)]
    for path in objects:
        made = rich()
        container, key = next((c, k) for step, c, k in every_path(made) if step == path)
        container[key]["colour"] = "red"

        assert fault_paths(made) == [f"{path}.colour"]
    assert faults(rich() | {"colour": 1}) == ["colour: unknown key"]


JUNK = [None, True, 0.5, 1.0, -1, [], [[]], {}, {"a": 1}, "", "blue", "1e2", "-1", " 1", "١"]


def test_every_value_of_another_type_is_named_at_its_path():
    for path, where, key in every_path(rich()):
        for junk in JUNK:
            if type(junk) is type(where[key]) or (junk is None and path_may_be_null(path)):
                continue
            if type(where[key]) is int and type(junk) is int:
                continue
            if where[key] is None and isinstance(junk, str):
                continue
            found = fault_paths(holding(path, junk))
            assert path in found, (path, junk, found)


def path_may_be_null(path: str) -> bool:
    return path.split(".")[-1] in MAY_BE_NULL or path == "rules.written"


@pytest.mark.parametrize("key", ["criteria", "sanctions"])
def test_a_key_that_may_be_missing_may_not_be_null(key):
    parent = {"criteria": "presentation", "sanctions": "written"}[key]

    assert fault_paths(case(rules=rules(**{f"{parent}__{key}": None}))) == [f"rules.{parent}.{key}"]


def test_a_presentation_not_yet_held_is_missing_and_not_null():
    value = case({"number": "1", "written": sheet("70", "70"), "presentation": None})

    assert fault_paths(value) == ["candidates[0].presentation"]


@pytest.mark.parametrize("key", ["third", "decision", "sanction"])
def test_third_decision_and_sanction_may_be_missing(key):
    made = sheet("70", "70")
    del made[key]

    assert faults(one(made)) == []


@pytest.mark.parametrize("status", ["absent", "suspended"])
def test_absent_and_suspended_need_only_their_status(status):
    assert faults(case(person("1", away(status)), person("2", "70", away(status)))) == []


# Numbers


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "1 ",
        "+1",
        "-1",
        "-0",
        ".5",
        "5.",
        "1e1",
        "NaN",
        "Infinity",
        "1,5",
        "1_0",
        "٧",
        "7\n",
    ],
)
def test_decimals_are_plain_ascii_strings(text):
    assert fault_paths(one(sheet("70", text))) == ["candidates[0].written.marks[1]"]
    assert fault_paths(case(rules=rules(written__max_gap=text))) == ["rules.written.max_gap"]


@pytest.mark.parametrize("text", ["0", "00070", "70.0", "70.00", "100", "100.00"])
def test_good_marks(text):
    assert faults(one(sheet("70", text), written__max_gap="100")) == []


@pytest.mark.parametrize("text", ["70.000", "70.001", "100.01", "101", "9" * 50])
def test_marks_lie_in_their_range_with_at_most_decimals_places_as_written(text):
    expected = ["candidates[0].written.marks[1]"]

    assert fault_paths(one(sheet("70", text), written__max_gap="100")) == expected
    assert fault_paths(one(None, shown(text))) == ["candidates[0].presentation.slips[0]"]


@pytest.mark.parametrize("key", ["third", "decision"])
def test_third_and_decision_are_marks_too(key):
    for text in ("70.001", "101"):
        bad = one(sheet(*WIDE, **{key: text}))

        assert fault_paths(bad) == [f"candidates[0].written.{key}"]


def test_decimals_0_allows_no_point():
    assert fault_paths(one(sheet("70", "70.0"), decimals=0)) == ["candidates[0].written.marks[1]"]


def test_decimals_do_not_bind_limits_percentages_and_weights():
    used = rules(
        decimals=0,
        written={
            "max": "100.0001",
            "pass": "50.0005",
            "max_gap": "10.00001",
            "gap_inclusive": True,
            "sanctions": {"odd": "33.33333"},
        },
        final_rule={"mode": "WEIGHTED", "weights": {"written": "0.333", "presentation": "0.667"}},
    )

    assert faults(case(rules=used)) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("rules.written.max", "0"),
        ("rules.written.pass", "100.5"),
        ("rules.written.max_gap", "100.5"),
        ("rules.written.sanctions.warning", "101"),
        ("rules.presentation.pass", "101"),
        ("rules.presentation.criteria[0].max", "0.0"),
        ("rules.decimals", -1),
        ("rules.decimals", 7),
        ("rules.reserve.max_people", -1),
        ("rules.round2_entry.n", 0),
        ("seats", 0),
        ("candidates[0].presentation.expected_slips", 0),
    ],
)
def test_limits_of_numbers(path, value):
    assert path in fault_paths(holding(path, value))


@pytest.mark.parametrize(
    "path",
    [
        "seats",
        "rules.decimals",
        "rules.round2_entry.n",
        "rules.reserve.max_people",
        "candidates[0].presentation.expected_slips",
    ],
)
@pytest.mark.parametrize("value", [True, 1.0, "1", None])
def test_counts_are_json_integers(path, value):
    assert path in fault_paths(holding(path, value))


@pytest.mark.parametrize(("sign", "expected"), [("", 0), ("-", 1)])
def test_an_integer_of_more_digits_than_python_reads_is_an_integer(simulated, sign, expected):
    text = json.dumps(case(person("1", "70", "80"), seats=7))

    code, _out, err = simulated(text.replace('"seats": 7', f'"seats": {sign}{"9" * 5000}'))

    assert code == expected
    assert err.startswith("seats: " if expected else "")
