"""A second, independent reading of the scoring rules: dicts and Fractions, for comparison only.

Written from the rules of the page alone, one candidate row at a time, without any code of
exams/scoring.py. It takes a valid case as parsed JSON and returns the result as parsed JSON.
"""

from fractions import Fraction
from itertools import combinations, pairwise
from math import floor

UNSETTLED = ("INCOMPLETE", "THIRD_MARK_NEEDED", "CHAIR_DECISION")


def rank_case(case: dict) -> dict:
    """The whole result of one valid case."""
    rules = case["rules"]
    rows = [_written_row(rules, candidate) for candidate in case["candidates"]]
    _admit(rules, rows)
    for row, candidate in zip(rows, case["candidates"], strict=True):
        _present(rules, row, candidate)
        row["final"] = _final(rules, row)
        row["outcome"] = _lost(rules, row)
    _rank(case, rows)
    printed = [_printed(rules["decimals"], row) for row in rows]
    return {"opening": _opening(rows), "candidates": printed}


def _half_up(value: Fraction, decimals: int) -> Fraction:
    scale = 10**decimals
    return Fraction(floor(value * scale + Fraction(1, 2)), scale)


def _mean(values: list) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


# W: the written mark


def _written_row(rules: dict, candidate: dict) -> dict:
    row = {"number": candidate["number"], "written": None, "written_status": None}
    if rules["written"] is not None:
        sheet = candidate["written"]
        row["written_status"], row["written"] = _written(rules, sheet)
    return row


def _written(rules: dict, sheet: dict) -> tuple:
    if sheet["status"] == "absent":
        return "ABSENT", None
    if sheet["status"] == "suspended":
        return "SUSPENDED", Fraction(0)
    status, mark = _before_sanction(rules["written"], sheet)
    if mark is None:
        return status, None
    mark = _half_up(mark, rules["decimals"])
    if sheet.get("sanction") is not None:
        percent = Fraction(rules["written"]["sanctions"][sheet["sanction"]])
        mark = _half_up(mark * (100 - percent) / 100, rules["decimals"])
    return "FINAL", mark


def _before_sanction(written: dict, sheet: dict) -> tuple:
    marks = [Fraction(mark) for mark in sheet["marks"]]
    if len(marks) < 2:
        return "INCOMPLETE", None
    if not _wide(written, *marks):
        return "FINAL", _mean(marks)
    if sheet.get("third") is not None:
        agreed = _agreed_of_three(written, [*marks, Fraction(sheet["third"])])
        if agreed is not None:
            return "FINAL", agreed
        missing = "CHAIR_DECISION"
    else:
        missing = "THIRD_MARK_NEEDED"
    if sheet.get("decision") is not None:
        return "FINAL", Fraction(sheet["decision"])
    return missing, None


def _agreed_of_three(written: dict, marks: list) -> Fraction | None:
    """Every pair is looked at, so no order of the three can matter."""
    pairs = list(combinations(marks, 2))
    distances = sorted(abs(a - b) for a, b in pairs)
    if distances[0] == distances[1]:  # the third distance is the sum of the two neighbouring
        wide = _wide(written, distances[0], 0)
        return None if wide else _mean(marks)
    closest = next(pair for pair in pairs if abs(pair[0] - pair[1]) == distances[0])
    return None if _wide(written, *closest) else _mean(list(closest))


def _wide(written: dict, a, b) -> bool:
    percent = abs(Fraction(a) - Fraction(b)) / Fraction(written["max"]) * 100
    limit = Fraction(written["max_gap"])
    return percent > limit or (written["gap_inclusive"] and percent == limit)


# E: entry to round 2


def _admit(rules: dict, rows: list) -> None:
    entry = rules["round2_entry"]
    for row in rows:
        row["passed"] = rules["written"] is None or (
            row["written_status"] == "FINAL"
            and row["written"] >= Fraction(rules["written"]["pass"])
        )
        row["admitted"] = row["passed"]
        row["waits"] = False
    if rules["written"] is None or entry["mode"] == "all_passed":
        return
    open_round = any(row["written_status"] in UNSETTLED for row in rows)
    for row in rows:
        if row["passed"]:
            better = [r for r in rows if r["passed"] and r["written"] > row["written"]]
            row["admitted"] = not open_round and len(better) < entry["n"]
            row["waits"] = open_round


# P and F: the presentation and the final mark


def _present(rules: dict, row: dict, candidate: dict) -> None:
    row.update(presentation=None, presentation_status=None, per_criterion={})
    if not row["admitted"]:
        return
    held = candidate.get("presentation")
    if held is None:
        row["presentation_status"] = "INCOMPLETE"
    elif held["status"] == "absent":
        row["presentation_status"] = "ABSENT"
    elif held["status"] == "suspended":
        row.update(presentation_status="SUSPENDED", presentation=Fraction(0))
    elif len(held["slips"]) < held["expected_slips"]:
        row["presentation_status"] = "INCOMPLETE"
    else:
        row["presentation_status"] = "FINAL"
        _slips(rules, row, held["slips"])


def _slips(rules: dict, row: dict, slips: list) -> None:
    decimals = rules["decimals"]
    if isinstance(slips[0], str):
        values = [Fraction(slip) for slip in slips]
    else:
        values = [sum(map(Fraction, slip.values())) for slip in slips]
        for code in slips[0]:
            mean = _mean([Fraction(slip[code]) for slip in slips])
            row["per_criterion"][code] = _half_up(mean, decimals)
    total, count = sum(values), len(values)
    if rules["presentation"]["trim_extremes"] and count >= 5:
        total, count = total - max(values) - min(values), count - 2
    row["presentation"] = _half_up(Fraction(total) / count, decimals)


def _final(rules: dict, row: dict) -> Fraction | None:
    if row["presentation_status"] != "FINAL":
        return None
    rule = rules["final_rule"]
    if rule["mode"] == "SUM":
        return row["written"] + row["presentation"]
    if rule["mode"] == "WEIGHTED":
        parts = [Fraction(rule["weights"][key]) * row[key] for key in ("written", "presentation")]
        return _half_up(sum(parts), rules["decimals"])
    return row["presentation"]


# O: outcomes that need no ranking; None for whoever is to be ranked


def _lost(rules: dict, row: dict) -> str | None:
    statuses = (row["written_status"], row["presentation_status"])
    if any(status in UNSETTLED for status in statuses) or row["waits"]:
        return "PENDING"
    for status in ("ABSENT", "SUSPENDED"):
        if status in statuses:
            return status
    if not row["passed"]:
        return "FAILED_WRITTEN"
    if not row["admitted"]:
        return "NOT_ADMITTED"
    if row["presentation"] < Fraction(rules["presentation"]["pass"]):
        return "FAILED_PRESENTATION"
    return None


# K and O: the ranking


def _rank(case: dict, rows: list) -> None:
    for row in rows:
        row.update(rank=None, separated_by=None)
    field = [row for row in rows if row["outcome"] is None]
    if any(row["outcome"] == "PENDING" for row in rows):
        for row in field:
            row["outcome"] = "PENDING"
        return
    names = ["final", *case["rules"]["tie_break"]]
    keys = {row["number"]: [_key(row, name) for name in names] for row in field}
    for row in field:
        mine = keys[row["number"]]
        row["rank"] = 1 + sum(keys[other["number"]] > mine for other in field)
    field.sort(key=lambda row: row["rank"])
    for above, row in pairwise(field):
        pairs = zip(names, keys[above["number"]], keys[row["number"]], strict=True)
        row["separated_by"] = next((name for name, a, b in pairs if a != b), "none")
    _seats(case["seats"], case["rules"]["reserve"]["max_people"], field)


def _key(row: dict, name: str) -> Fraction:
    prefix, _, code = name.partition(".")
    return row["per_criterion"][code] if prefix == "presentation" and code else row[name]


def _seats(seats: int, reserve: int, field: list) -> None:
    for row in field:
        row["best_place"] = row["rank"]
        row["last_place"] = row["rank"] - 1 + sum(r["rank"] == row["rank"] for r in field)
    stuck = any(row["best_place"] <= seats < row["last_place"] for row in field)
    limit = seats if stuck else seats + reserve
    for row in field:
        crosses = row["best_place"] <= limit < row["last_place"]
        if row["last_place"] <= seats:
            row["outcome"] = "SELECTED"
        elif crosses:
            row["outcome"] = "MANUAL_DECISION"
        else:
            row["outcome"] = "RESERVED" if row["last_place"] <= limit else "NOT_SELECTED"


def _opening(rows: list) -> str:
    outcomes = {row["outcome"] for row in rows}
    if "PENDING" in outcomes:
        return "INCOMPLETE"
    if all(row["rank"] is None for row in rows):
        return "NO_WINNER"
    return "MANUAL_DECISION" if "MANUAL_DECISION" in outcomes else "DECIDED"


# Printing


def _printed(decimals: int, row: dict) -> dict:
    return {
        "number": row["number"],
        "written": _text(row["written"], decimals),
        "written_status": row["written_status"],
        "admitted": row["admitted"],
        "presentation": _text(row["presentation"], decimals),
        "presentation_status": row["presentation_status"],
        "final": _text(row["final"], decimals),
        "rank": row["rank"],
        "separated_by": row["separated_by"],
        "outcome": row["outcome"],
    }


def _text(mark: Fraction | None, decimals: int) -> str | None:
    if mark is None:
        return None
    digits = str(int(mark * 10**decimals)).zfill(decimals + 1)
    return digits if decimals == 0 else f"{digits[:-decimals]}.{digits[-decimals:]}"
