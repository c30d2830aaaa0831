"""Random exams: one campaign under random rules, and a random case for each of its openings.

drawn = draw(Random(7), code="NN-7")      `exams.tests.stored_exam` puts it into the database
"""

import copy
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from random import Random
from typing import Any

from exams.tests.ranking_cases import (
    is_plainly_wide,
    random_mark,
    random_person,
    random_rules,
)
from exams.tests.reference_ranking import UNSETTLED, rank_case

PLACES = (0, 1, 2, 2)  # a stored mark keeps two


@dataclass(frozen=True)
class Drawn:
    """One campaign as drawn: the rules of all its openings, and a case for each."""

    code: str
    rules: dict
    cases: list[dict]
    publishing: dict[str, Any]
    noise: Random

    @cached_property
    def papers_are_open(self) -> bool:
        rows = (row for case in self.cases for row in rank_case(case)["candidates"])
        return any(row["written_status"] in UNSETTLED for row in rows)

    @cached_property
    def is_whole(self) -> bool:
        return all(rank_case(case)["opening"] != "INCOMPLETE" for case in self.cases)


def draw(random: Random, code: str) -> Drawn:
    """One to four openings of up to eight candidates; numbers by lot over the whole campaign."""
    rules, tidy = random_rules(random, PLACES), random.random() < 0.85
    counts = [random.randint(0, 8) for _ in range(random.randint(1, 4))]
    numbers = [f"{number:02}" for number in range(1, sum(counts) + 1)]
    random.shuffle(numbers)
    cases = []
    for count in counts:
        own, numbers = sorted(numbers[:count]), numbers[count:]
        people = [_person(random, rules, number, tidy) for number in own]
        for before, after in pairwise(people):
            _make_alike(random, before, after)
        cases.append({"rules": rules, "seats": random.randint(1, 4), "candidates": people})
    publishing = {
        "min_candidates_to_publish_all": random.choice([1, 3, 5]),
        "publish_mode": random.choice(["ALL_BY_NUMBER"] * 3 + ["WINNER_ONLY"]),
    }
    return Drawn(code, rules, cases, publishing, Random(random.random()))


def _person(random: Random, rules: dict, number: str, tidy: bool) -> dict:
    """The chair decides only after a third mark."""
    made = random_person(random, rules, number, tidy)
    sheet = made.get("written")
    if sheet and sheet.get("decision") and not sheet.get("third") and _is_wide(rules, sheet):
        sheet["third"] = random_mark(random, rules["written"]["max"], rules["decimals"])
    return made


def _make_alike(random: Random, before: dict, after: dict) -> None:
    """Often the marks of the one before, so that ties and tie-breaks are many."""
    for part in ("written", "presentation"):
        if part in before and random.random() < 0.3:
            after[part] = copy.deepcopy(before[part])
    slips = after.get("presentation", {}).get("slips", [])
    if slips and isinstance(slips[0], dict) and random.random() < 0.5:
        _move_a_point(slips[0])


def _move_a_point(slip: dict) -> None:
    """From one criterion to another: the same sum, another tie-break."""
    giver, taker = max(slip, key=lambda code: Decimal(slip[code])), min(slip)
    if giver != taker and Decimal(slip[giver]) >= 1 and Decimal(slip[taker]) <= 1:
        slip[giver] = str(Decimal(slip[giver]) - 1)
        slip[taker] = str(Decimal(slip[taker]) + 1)


def _is_wide(rules: dict, sheet: dict) -> bool:
    marks = sheet.get("marks", [])
    return len(marks) == 2 and is_plainly_wide(rules["written"], marks)


def awaits_chair(rules: dict, person: dict) -> bool:
    """Whether the minuted mark counts; a verb takes no other."""
    bare = {**person, "written": {**person["written"], "decision": None}}
    case = {"rules": rules, "seats": 1, "candidates": [bare]}
    return rank_case(case)["candidates"][0]["written_status"] == "CHAIR_DECISION"
