"""Cases of `simulate_ranking` as parsed JSON: the example, short builders, random ones."""

import copy
import json
import os
from random import Random
from typing import Any

from exams.simulation import BadInput, simulate

FULL = os.environ.get("PROVE") == "full"
CRITERIA = [
    {"code": "build", "max": "20"},
    {"code": "present", "max": "40"},
    {"code": "answer", "max": "40"},
]
SHEET = {"status": "sat", "third": None, "decision": None, "sanction": None}


# The rules and candidates of the page's example, with changes


def rules(**changes: Any) -> dict:
    """The rules of the example without criteria; `written__max_gap="5"` reaches inside."""
    made = {
        "decimals": 2,
        "written": {
            "max": "100",
            "pass": "50",
            "max_gap": "10",
            "gap_inclusive": False,
            "sanctions": {"reprimand": "25", "warning": "50"},
        },
        "presentation": {"max": "100", "pass": "50", "trim_extremes": False},
        "round2_entry": {"mode": "all_passed"},
        "final_rule": {"mode": "ROUND2_ONLY"},
        "tie_break": ["written"],
        "reserve": {"max_people": 0},
    }
    for name, value in changes.items():
        *way, last = name.split("__")
        place = made
        for key in way:
            place = place[key]
        place[last] = value
    return made


def criteria_rules(**changes: Any) -> dict:
    return rules(presentation__criteria=copy.deepcopy(CRITERIA), **changes)


def presentation_only(**changes: Any) -> dict:
    return rules(**{"written": None, "tie_break": [], **changes})


def sheet(*marks: str, **changes: Any) -> dict:
    return {**SHEET, "marks": list(marks), **changes}


def shown(*slips: Any, expected: int | None = None) -> dict:
    expected = max(1, len(slips)) if expected is None else expected
    return {"status": "sat", "expected_slips": expected, "slips": list(slips)}


def away(status: str) -> dict:
    return {"status": status}


def person(number: str, written: Any = None, presentation: Any = None) -> dict:
    """A candidate; a string stands for two equal marks or for one slip."""
    if isinstance(written, str):
        written = sheet(written, written)
    if isinstance(presentation, str):
        presentation = shown(presentation)
    made = {"number": number, "written": written, "presentation": presentation}
    return {key: value for key, value in made.items() if value is not None}


def case(*people: dict, seats: int = 1, **changes: Any) -> dict:
    used = changes.pop("rules", None) or rules(**changes)
    return {"rules": used, "seats": seats, "candidates": list(people)}


def example() -> dict:
    """The input example of the page, word for word."""
    return case(
        person("001", sheet("72", "80"), shown({"build": "18", "present": "35", "answer": "30"})),
        rules=criteria_rules(tie_break=["written", "presentation.answer"]),
    )


def rich() -> dict:
    """One valid case that holds every key of the format."""
    return case(
        person("001", sheet("72", "80"), shown({"build": "18", "present": "35", "answer": "30"})),
        person("002", sheet("60", "75", third="70", sanction="reprimand"), away("absent")),
        person("003", sheet("40", "75", third="58", decision="55"), shown(expected=2)),
        person("004", {**SHEET, "status": "absent"}),
        person("005", sheet("60", "90", status="suspended"), {**shown(), "status": "suspended"}),
        rules=criteria_rules(
            tie_break=["written", "presentation", "presentation.answer"],
            round2_entry={"mode": "top_n", "n": 3},
            final_rule={"mode": "WEIGHTED", "weights": {"written": "0.4", "presentation": "0.6"}},
            reserve={"max_people": 2},
        ),
    )


def one(written=None, presentation=None, **changes) -> dict:
    return case(person("1", written or "70", presentation), **changes)


# Running


def run(value: Any) -> Any:
    return simulate(json.dumps(value))


def rows(value: dict) -> dict[str, dict]:
    return {row["number"]: row for row in run(value)["candidates"]}


def only(*people: dict, **changes: Any) -> dict:
    """The row of the first candidate."""
    return run(case(*people, **changes))["candidates"][0]


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


def outcomes(value: dict) -> list[str]:
    return [row["outcome"] for row in run(value)["candidates"]]


def faults(value: Any) -> list[str]:
    """The lines of a bad input; none when it is good."""
    try:
        run(value)
    except BadInput as bad:
        return bad.faults
    return []


def fault_paths(value: Any) -> list[str]:
    return [line.split(": ", 1)[0] for line in faults(value)]


# Paths


def holding(path: str, value) -> dict:
    """The rich case with another value at a path."""
    made = rich()
    container, key = next((where, at) for step, where, at in every_path(made) if step == path)
    container[key] = value
    return made


def every_path(value: Any, path: str = "") -> list[tuple[str, Any, Any]]:
    """(path, container, key) of everything inside a value."""
    if isinstance(value, dict):
        steps = [(f"{path}.{key}" if path else key, key) for key in value]
    elif isinstance(value, list):
        steps = [(f"{path}[{place}]", place) for place in range(len(value))]
    else:
        return []
    found = []
    for step, key in steps:
        found += [(step, value, key), *every_path(value[key], step)]
    return found


def exists(path: str, value: dict) -> bool:
    return path in {step for step, _container, _key in every_path(value)}


def lacks(path: str, value: dict) -> bool:
    """Whether nothing is at a path, although the object that should hold it is there."""
    if exists(path, value):
        return False
    places = every_path(value)
    objects = [step for step, where, key in places if isinstance(where[key], dict)]
    return path in ("rules", "seats", "candidates") or any(
        path.startswith(f"{step}.") for step in objects
    )


# Random good cases: few distinct marks, so that ties, gaps and borders are hit often


PLACES = (0, 1, 2, 2, 3, 6)


def random_case(random: Random) -> dict:
    used = random_rules(random)
    tidy = random.random() < 0.6  # nobody left pending, so that somebody is ranked
    count = random.choice([0, 1, 2, 3, 5, 8, 12])
    people = [random_person(random, used, f"{place:03}", tidy) for place in range(count)]
    return {"rules": used, "seats": random.randint(1, 5), "candidates": people}


def random_rules(random: Random, places: tuple[int, ...] = PLACES) -> dict:
    has_written = random.random() < 0.85
    codes = random.sample(["build", "present", "answer"], random.randint(1, 3))
    by_criteria = random.random() < 0.4
    return {
        "decimals": random.choice(places),
        "written": _random_written_rules(random) if has_written else None,
        "presentation": _random_presentation_rules(random, codes if by_criteria else []),
        "round2_entry": _random_entry(random),
        "final_rule": _random_final_rule(random) if has_written else {"mode": "ROUND2_ONLY"},
        "tie_break": _random_tie_break(random, has_written, codes if by_criteria else []),
        "reserve": {"max_people": random.randint(0, 3)},
    }


def _random_written_rules(random: Random) -> dict:
    made = {
        "max": random.choice(["10", "100", "7", "12.5"]),
        "pass": random.choice(["0", "5", "4.995", "6"]),
        "max_gap": random.choice(["0", "10", "20", "33.3", "100"]),
        "gap_inclusive": random.random() < 0.5,
    }
    if random.random() < 0.8:
        made["sanctions"] = {"reprimand": "25", "warning": "50", "odd": "33.33", "all": "100"}
    return made


def _random_presentation_rules(random: Random, codes: list[str]) -> dict:
    made = {"max": "10", "pass": "5", "trim_extremes": random.random() < 0.5}
    if codes:
        maxima = {1: ["10"], 2: ["4", "6"], 3: ["2.5", "3.5", "4"]}[len(codes)]
        pairs = zip(codes, maxima, strict=True)
        made["criteria"] = [{"code": code, "max": most} for code, most in pairs]
    return made


def _random_entry(random: Random) -> dict:
    if random.random() < 0.5:
        return {"mode": "all_passed"}
    return {"mode": "top_n", "n": random.randint(1, 4)}


def _random_final_rule(random: Random) -> dict:
    mode = random.choice(["ROUND2_ONLY", "SUM", "WEIGHTED"])
    if mode != "WEIGHTED":
        return {"mode": mode}
    written, presentation = random.choice([("0.4", "0.6"), ("0.333", "0.667"), ("0", "1.0")])
    return {"mode": mode, "weights": {"written": written, "presentation": presentation}}


def _random_tie_break(random: Random, has_written: bool, codes: list[str]) -> list[str]:
    keys = ["presentation", *(f"presentation.{code}" for code in codes)]
    keys += ["written"] if has_written else []
    return random.sample(keys, random.randint(0, len(keys)))


def random_person(random: Random, used: dict, number: str, tidy: bool) -> dict:
    made = {"number": number}
    if used["written"] is not None:
        made["written"] = _random_sheet(random, used, tidy)
    elif random.random() < 0.5:
        made["written"] = None
    if tidy or random.random() < 0.9:
        made["presentation"] = _random_shown(random, used, tidy)
    return made


def _random_sheet(random: Random, used: dict, tidy: bool) -> dict:
    limits = used["written"]
    count = 2 if tidy else random.choice([0, 1, 2, 2, 2, 2, 2, 2])
    marks = [random_mark(random, limits["max"], used["decimals"]) for _ in range(count)]
    made = {"status": random.choice(["sat"] * 14 + ["absent", "suspended"]), "marks": marks}
    if made["status"] != "sat" and random.random() < 0.5:
        del made["marks"]
    if count == 2 and "marks" in made and is_plainly_wide(limits, marks) and random.random() < 0.7:
        made["third"] = random_mark(random, limits["max"], used["decimals"])
    if tidy or random.random() < 0.2:
        made["decision"] = random_mark(random, limits["max"], used["decimals"])
    if random.random() < 0.2:
        made["sanction"] = random.choice([None, *limits.get("sanctions", [])])
    return made


def is_plainly_wide(limits: dict, marks: list[str]) -> bool:
    """In whole units of 10^-12, so without any of the code under test."""
    low, high = sorted(_units(mark) for mark in marks)
    gap, limit = (high - low) * 100 * 10**12, _units(limits["max_gap"]) * _units(limits["max"])
    return gap > limit or (limits["gap_inclusive"] and gap == limit)


def _units(text: str) -> int:
    whole, _, part = text.partition(".")
    return int(whole + part.ljust(12, "0"))


def random_mark(random: Random, most: str, decimals: int) -> str:
    """Mostly one of a few marks around the pass mark, sometimes any with all its places."""
    top = _units(most)
    if decimals == 0 or random.random() < 0.7:
        return str(random.randint(min(4, top // 10**12), top // 10**12))
    places = random.randint(1, min(2, decimals) if random.random() < 0.8 else decimals)
    units = random.randint(0, top * 10**places // 10**12)
    return f"{units // 10**places}.{units % 10**places:0{places}}"


def _random_shown(random: Random, used: dict, tidy: bool) -> dict:
    rule, decimals = used["presentation"], used["decimals"]
    status = random.choice(["sat"] * 14 + ["absent", "suspended"])
    if status != "sat" and random.random() < 0.5:
        return {"status": status}
    expected = random.choice([1, 1, 2, 3, 5, 6])
    held = expected if tidy or random.random() < 0.9 else random.randint(0, expected)
    slips = [_random_slip(random, rule, decimals) for _ in range(held)]
    return {"status": status, "expected_slips": expected, "slips": slips}


def _random_slip(random: Random, rule: dict, decimals: int) -> Any:
    if "criteria" not in rule:
        return random_mark(random, rule["max"], decimals)
    return {one["code"]: random_mark(random, one["max"], decimals) for one in rule["criteria"]}
