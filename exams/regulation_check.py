"""A regulation's rules as the scoring takes them, and what they make of a few invented marks."""

import json
from decimal import Decimal
from typing import Any

from exams.case_shapes import BadInput
from exams.models import Result
from exams.simulation import read_rules, simulate

# Percent of the full marks: two written marks and a third, then the slips of a presentation.
MARKS = (
    ("A", ("72", "80"), None, ("84", "80", "88")),
    ("B", ("60", "78"), "75", ("92", "86", "80")),
    ("C", ("49", "47"), None, ("70", "72", "74")),
    ("D", ("66", "70"), None, ("84", "80", "88")),
)


def faults_of_rules(values: dict[str, Any]) -> list[str]:
    """What the scoring refuses about the rules, each fault with its place."""
    try:
        read_rules(values["rules"])
    except BadInput as error:
        return list(error.faults)
    return []


def example_of(values: dict[str, Any]) -> list[dict[str, Any]]:
    """Four invented candidates for one seat, ranked by these rules as `simulate_ranking` does."""
    rules = values["rules"]
    case = {"rules": rules, "seats": 1, "candidates": [_candidate(rules, *row) for row in MARKS]}
    try:
        ranked = simulate(json.dumps(case))
    except BadInput:
        return []
    outcomes = dict(Result.Outcome.choices)
    return [
        row | {"label": outcomes.get(row["outcome"], row["outcome"])}
        for row in ranked["candidates"]
    ]


def _candidate(rules: dict[str, Any], number: str, written, third, slips) -> dict[str, Any]:
    made = {"number": number, "presentation": _presentation(rules, slips)}
    if rules["written"] is None:
        return made
    most = Decimal(rules["written"]["max"])
    marks = [_part(most, each, rules["decimals"]) for each in written]
    wide = _is_wide(rules["written"], written)
    extra = _part(most, third, rules["decimals"]) if third and wide else None
    return made | {
        "written": {
            "status": "sat",
            "marks": marks,
            "third": extra,
            "decision": None,
            "sanction": None,
        }
    }


def _is_wide(written: dict[str, Any], percents: tuple[str, str]) -> bool:
    gap, most = abs(Decimal(percents[0]) - Decimal(percents[1])), Decimal(written["max_gap"])
    return gap >= most if written["gap_inclusive"] else gap > most


def _presentation(rules: dict[str, Any], slips: tuple[str, ...]) -> dict[str, Any]:
    shown, places = rules["presentation"], rules["decimals"]
    if criteria := shown.get("criteria"):
        given = [
            {each["code"]: _part(Decimal(each["max"]), slip, places) for each in criteria}
            for slip in slips
        ]
    else:
        given = [_part(Decimal(shown["max"]), slip, places) for slip in slips]
    return {"status": "sat", "expected_slips": len(slips), "slips": given}


def _part(most: Decimal, percent: str, places: int) -> str:
    """That many percent of the full marks, with no more places than the rules allow."""
    mark = (most * Decimal(percent) / 100).quantize(Decimal(1).scaleb(-places))
    return f"{min(mark, most):f}"
