"""The case of `simulate_ranking`: rules, seats and candidates, every fault named by its path."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from exams.case_shapes import Shapes, join
from exams.scoring import (
    ALL_PASSED,
    ROUND2_ONLY,
    SAT,
    SUM,
    TOP_N,
    WEIGHTED,
    Candidate,
    Presentation,
    PresentationRules,
    Rules,
    Written,
    WrittenRules,
    is_wide,
)

AWAY = ("absent", "suspended")
STATUSES = (SAT, *AWAY)
HUNDRED = Decimal(100)
CRITERION = "presentation."


class CaseReader(Shapes):
    """Reads one case: each method takes a value and its path."""

    # The case and its rules

    def case(self, value: Any) -> tuple["CaseReader", tuple[Rules, int, list[Candidate]] | None]:
        data = self.mapping(value, "", ("rules", "seats", "candidates"))
        if data is None:
            return self, None
        rules = self.of(data, "rules", "", self.rules) or {}
        seats = self.of(data, "seats", "", self.integer, 1)
        candidates = self.of(data, "candidates", "", self.candidates, rules)
        if self.faults:
            return self, None
        return self, (rules_of(rules), seats, candidates)

    def rules(self, value: Any, path: str) -> dict[str, Any] | None:
        keys = (
            "decimals",
            "written",
            "presentation",
            "round2_entry",
            "final_rule",
            "tie_break",
            "reserve",
        )
        data = self.mapping(value, path, keys)
        if data is None:
            return None
        rules = {
            "decimals": self.of(data, "decimals", path, self.integer, 0, 6),
            "has_written": data["written"] is not None if "written" in data else None,
            "written": self.of(data, "written", path, self.written_rules),
            "presentation": self.of(data, "presentation", path, self.presentation_rules),
            "entry": self.of(data, "round2_entry", path, self.entry),
            "reserve": self.of(data, "reserve", path, self.reserve),
        }
        rules["final"] = self.of(data, "final_rule", path, self.final, rules["has_written"])
        rules["tie_break"] = self.of(data, "tie_break", path, self.tie_break, rules)
        return rules

    def written_rules(self, value: Any, path: str) -> dict[str, Any] | None:
        if value is None:
            return None
        required = ("max", "pass", "max_gap", "gap_inclusive")
        data = self.mapping(value, path, required, ("sanctions",))
        if data is None:
            return {}
        top = self.of(data, "max", path, self.positive)
        return {
            "max": top,
            "pass_mark": self.of(data, "pass", path, self.bounded, top),
            "max_gap": self.of(data, "max_gap", path, self.bounded, HUNDRED),
            "gap_inclusive": self.of(data, "gap_inclusive", path, self.boolean),
            "sanctions": self.of(data, "sanctions", path, self.sanctions)
            if "sanctions" in data
            else {},
        }

    def sanctions(self, value: Any, path: str) -> dict[str, Decimal | None] | None:
        if not isinstance(value, dict):
            self.fault(path, "must be an object")
            return None
        return {
            key: self.bounded(percent, join(path, key), HUNDRED) for key, percent in value.items()
        }

    def presentation_rules(self, value: Any, path: str) -> dict[str, Any]:
        required = ("max", "pass", "trim_extremes")
        data = self.mapping(value, path, required, ("criteria",))
        if data is None:
            return {}
        top = self.of(data, "max", path, self.positive)
        return {
            "max": top,
            "pass_mark": self.of(data, "pass", path, self.bounded, top),
            "trim_extremes": self.of(data, "trim_extremes", path, self.boolean),
            "by_criteria": "criteria" in data,
            "criteria": self.of(data, "criteria", path, self.criteria, top),
        }

    def criteria(self, value: Any, path: str, top: Decimal | None):
        items = self.sequence(value, path)
        if items is None:
            return None
        if not items:
            self.fault(path, "must not be empty")
            return None
        found = [self.criterion(item, f"{path}[{place}]") for place, item in enumerate(items)]
        self.repeats([code for code, _max in found], lambda place: f"{path}[{place}].code")
        maxima = [most for _code, most in found]
        if top is not None and None not in maxima and _exact_sum(maxima) != top:
            self.fault(path, f"the maxima must add up to {top:f}")
        return found

    def criterion(self, value: Any, path: str) -> tuple[str | None, Decimal | None]:
        data = self.mapping(value, path, ("code", "max"))
        if data is None:
            return None, None
        code = self.of(data, "code", path, self.string)
        return code, self.of(data, "max", path, self.positive)

    def entry(self, value: Any, path: str) -> tuple[str | None, int | None]:
        mode = value.get("mode") if isinstance(value, dict) else None
        required = ("mode", "n") if mode == TOP_N else ("mode",)
        data = self.mapping(value, path, required)
        if data is None:
            return None, None
        mode = self.of(data, "mode", path, self.choice, (ALL_PASSED, TOP_N))
        n = self.of(data, "n", path, self.integer, 1) if mode == TOP_N else 0
        return mode, n

    def final(self, value: Any, path: str, has_written: bool | None):
        mode = value.get("mode") if isinstance(value, dict) else None
        required = ("mode", "weights") if mode == WEIGHTED else ("mode",)
        data = self.mapping(value, path, required)
        if data is None:
            return None, None
        mode = self.of(data, "mode", path, self.choice, (ROUND2_ONLY, SUM, WEIGHTED))
        if has_written is False and mode not in (None, ROUND2_ONLY):
            self.fault(join(path, "mode"), "must be ROUND2_ONLY without a written round")
        weights = None
        if mode == WEIGHTED:
            weights = self.of(data, "weights", path, self.weights)
        return mode, weights

    def weights(self, value: Any, path: str) -> tuple[Decimal, Decimal] | None:
        data = self.mapping(value, path, ("written", "presentation"))
        if data is None:
            return None
        pair = tuple(self.of(data, key, path, self.decimal) for key in ("written", "presentation"))
        if None not in pair and _exact_sum(pair) != 1:
            self.fault(path, "the weights must add up to 1")
        return pair

    def tie_break(self, value: Any, path: str, rules: dict[str, Any]) -> tuple[str, ...] | None:
        items = self.sequence(value, path)
        if items is None:
            return None
        found = [self.tie_key(item, f"{path}[{place}]", rules) for place, item in enumerate(items)]
        self.repeats(found, lambda place: f"{path}[{place}]")
        return tuple(found)

    def tie_key(self, value: Any, path: str, rules: dict[str, Any]) -> str | None:
        codes = _codes(rules)
        if codes is None and isinstance(value, str) and value.startswith(CRITERION):
            return value  # whether there is such a criterion cannot be told
        first = () if rules["has_written"] is False else ("written",)
        criteria = tuple(f"{CRITERION}{code}" for code in codes or ())
        return self.choice(value, path, (*first, "presentation", *criteria))

    def reserve(self, value: Any, path: str) -> int | None:
        data = self.mapping(value, path, ("max_people",))
        return None if data is None else self.of(data, "max_people", path, self.integer, 0)

    # Candidates

    def candidates(self, value: Any, path: str, rules: dict[str, Any]):
        items = self.sequence(value, path)
        if items is None:
            return None
        found = [
            self.candidate(item, f"{path}[{place}]", rules) for place, item in enumerate(items)
        ]
        numbers = [candidate.number for candidate in found]
        self.repeats(numbers, lambda place: f"{path}[{place}].number")
        return found

    def candidate(self, value: Any, path: str, rules: dict[str, Any]) -> Candidate:
        has_written = rules.get("has_written")
        required = ("number", "written") if has_written else ("number",)
        optional = ("presentation",) if has_written else ("presentation", "written")
        data = self.mapping(value, path, required, optional)
        if data is None:
            return Candidate(None)
        number = self.of(data, "number", path, self.text)
        written = self.of(data, "written", path, self.written, rules)
        shown = self.of(data, "presentation", path, self.presentation, rules)
        return Candidate(number, written, shown)

    def written(self, value: Any, path: str, rules: dict[str, Any]) -> Written | None:
        if not rules.get("has_written"):
            if value is not None and rules.get("has_written") is False:
                self.fault(path, "must be null without a written round")
            return None
        optional = ("third", "decision", "sanction")
        data = self.sat_object(value, path, ("marks",), optional)
        if data is None:
            return None
        limits = rules["written"].get("max"), rules["decimals"]
        marks = self.of(data, "marks", path, self.marks, *limits)
        third, decision = (
            self.of(data, key, path, self.mark, *limits) if data.get(key) is not None else None
            for key in ("third", "decision")
        )
        if third is not None:
            held = [] if marks is None and _may_lack_marks(data) else marks
            self.check_third(held, join(path, "third"), rules["written"])
        sanction = None
        if data.get("sanction") is not None:
            known = rules["written"].get("sanctions")
            sanction = self.of(data, "sanction", path, self.sanction, known)
        return Written(data.get("status"), tuple(marks or ()), third, decision, sanction)

    def sanction(self, value: Any, path: str, known: dict[str, Any] | None) -> str | None:
        if known is None:  # the sanctions themselves are faulty
            return self.string(value, path)
        if isinstance(value, str) and value in known:
            return value
        self.fault(path, "is not a key of rules.written.sanctions")
        return None

    def sat_object(
        self, value: Any, path: str, when_sat: tuple[str, ...], optional: tuple[str, ...] = ()
    ) -> dict[str, Any] | None:
        """An object with a status; some keys are required only of whoever sat."""
        status = value.get("status") if isinstance(value, dict) else None
        away = status in AWAY
        required = ("status",) if away else ("status", *when_sat)
        data = self.mapping(value, path, required, (*when_sat, *optional) if away else optional)
        if data is not None:
            self.of(data, "status", path, self.choice, STATUSES)
        return data

    def marks(self, value: Any, path: str, top: Decimal | None, places: int | None):
        items = self.sequence(value, path)
        if items is None:
            return None
        if len(items) > 2:
            self.fault(path, f"at most two marks, not {len(items)}")
        return [
            self.mark(item, f"{path}[{place}]", top, places) for place, item in enumerate(items)
        ]

    def check_third(self, marks: list | None, path: str, written: dict[str, Any]) -> None:
        if marks is None or len(marks) > 2:
            return
        limits = [written.get(key) for key in ("max", "pass_mark", "max_gap", "gap_inclusive")]
        if len(marks) == 2 and None in (*marks, *limits):
            return  # the gap cannot be told
        if len(marks) < 2 or not is_wide(*marks, WrittenRules(*limits)):
            self.fault(path, "a third mark needs two marks with a wide gap")

    def presentation(self, value: Any, path: str, rules: dict[str, Any]) -> Presentation | None:
        data = self.sat_object(value, path, ("expected_slips", "slips"))
        if data is None:
            return None
        expected = self.of(data, "expected_slips", path, self.integer, 1)
        slips = self.of(data, "slips", path, self.slips, rules) or ()
        if expected is not None and len(slips) > expected:
            self.fault(join(path, "slips"), f"{len(slips)} slips, only {expected} expected")
        return Presentation(data.get("status"), expected or 0, tuple(slips))

    def slips(self, value: Any, path: str, rules: dict[str, Any]):
        items = self.sequence(value, path)
        if items is None:
            return None
        return [self.slip(item, f"{path}[{place}]", rules) for place, item in enumerate(items)]

    def slip(self, value: Any, path: str, rules: dict[str, Any]):
        shown, places = rules.get("presentation") or {}, rules.get("decimals")
        if not shown:
            return None
        if not shown["by_criteria"]:
            return self.mark(value, path, shown["max"], places)
        codes = _codes(rules)
        data = None if codes is None else self.mapping(value, path, codes)
        if data is None:
            return None
        return {
            code: self.of(data, code, path, self.mark, most, places)
            for code, most in dict(shown["criteria"]).items()
        }


def _codes(rules: dict[str, Any]) -> tuple[str, ...] | None:
    """The criterion codes; None while a fault hides what they are."""
    shown = rules["presentation"]
    if not shown:
        return None
    if not shown["by_criteria"]:
        return ()
    codes = [code for code, _max in shown["criteria"] or [(None, None)]]
    return None if None in codes else tuple(codes)


def _may_lack_marks(data: dict[str, Any]) -> bool:
    return "marks" not in data and data.get("status") in AWAY


def _exact_sum(values: Any) -> Any:
    return sum(Fraction(value) for value in values)


def rules_of(read: dict[str, Any]) -> Rules:
    shown = read["presentation"]
    entry_mode, entry_n = read["entry"]
    final_mode, weights = read["final"]
    return Rules(
        decimals=read["decimals"],
        written=WrittenRules(**read["written"]) if read["has_written"] else None,
        presentation=PresentationRules(
            shown["max"],
            shown["pass_mark"],
            shown["trim_extremes"],
            tuple(shown["criteria"] or ()),
        ),
        entry_mode=entry_mode,
        entry_n=entry_n,
        final_mode=final_mode,
        weights=weights or (Decimal(0), Decimal(1)),
        tie_break=read["tie_break"],
        max_reserved=read["reserve"],
    )
