"""Every mark, rank and outcome is computed here and nowhere else. Pure: no ORM, no settings.

Marks are Decimal. Between the marks and the one rounding of each rule the arithmetic is exact
(Fraction), so no intermediate precision can move a half. Legal background: CV 2424/BNV-CCVC,
TT 06/2020/TT-BNV Điều 28 (two markers), Quyết định 1678-QĐ/BTCTW (secret slips, mean, ≥ 50).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

FINAL, INCOMPLETE = "FINAL", "INCOMPLETE"
THIRD_MARK_NEEDED, CHAIR_DECISION = "THIRD_MARK_NEEDED", "CHAIR_DECISION"
ABSENT, SUSPENDED, PENDING = "ABSENT", "SUSPENDED", "PENDING"
SELECTED, RESERVED, NOT_SELECTED = "SELECTED", "RESERVED", "NOT_SELECTED"
MANUAL_DECISION = "MANUAL_DECISION"
FAILED_WRITTEN, FAILED_PRESENTATION = "FAILED_WRITTEN", "FAILED_PRESENTATION"
NOT_ADMITTED = "NOT_ADMITTED"
DECIDED, NO_WINNER = "DECIDED", "NO_WINNER"
SAT, ALL_PASSED, TOP_N = "sat", "all_passed", "top_n"
ROUND2_ONLY, SUM, WEIGHTED = "ROUND2_ONLY", "SUM", "WEIGHTED"
SETTLED = (FINAL, ABSENT, SUSPENDED)
OPEN_WRITTEN = (INCOMPLETE, THIRD_MARK_NEEDED, CHAIR_DECISION)
FEWEST_SLIPS_TO_TRIM = 5

Slip = Decimal | dict[str, Decimal]


@dataclass(frozen=True)
class WrittenRules:
    max: Decimal
    pass_mark: Decimal
    max_gap: Decimal
    gap_inclusive: bool
    sanctions: dict[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class PresentationRules:
    max: Decimal
    pass_mark: Decimal
    trim_extremes: bool
    criteria: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True)
class Rules:
    decimals: int
    written: WrittenRules | None
    presentation: PresentationRules
    entry_mode: str = ALL_PASSED
    entry_n: int = 0
    final_mode: str = ROUND2_ONLY
    weights: tuple[Decimal, Decimal] = (Decimal(0), Decimal(1))
    tie_break: tuple[str, ...] = ()
    max_reserved: int = 0


@dataclass(frozen=True)
class Written:
    status: str
    marks: tuple[Decimal, ...] = ()
    third: Decimal | None = None
    decision: Decimal | None = None
    sanction: str | None = None


@dataclass(frozen=True)
class Presentation:
    status: str
    expected_slips: int = 0
    slips: tuple[Slip, ...] = ()


@dataclass(frozen=True)
class Candidate:
    number: str
    written: Written | None = None
    presentation: Presentation | None = None


@dataclass(frozen=True)
class Row:
    """What the rules make of one candidate; None where there is nothing."""

    number: str
    written: Decimal | None
    written_status: str | None
    admitted: bool = False
    presentation: Decimal | None = None
    presentation_status: str | None = None
    final: Decimal | None = None
    rank: int | None = None
    separated_by: str | None = None
    outcome: str = PENDING


@dataclass(frozen=True)
class Ranking:
    opening: str
    rows: tuple[Row, ...]


def round_mark(value: Fraction | Decimal, decimals: int) -> Decimal:
    """Rule R: half up to so many places (marks are never negative)."""
    scaled = Fraction(value) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal((0, Decimal(whole).as_tuple().digits, -decimals))


def mean(values: Iterable[Fraction | Decimal]) -> Fraction:
    """Exact arithmetic mean."""
    exact = [Fraction(value) for value in values]
    return sum(exact, Fraction(0)) / len(exact)


def is_wide(a: Decimal, b: Decimal, rules: WrittenRules) -> bool:
    """Whether two marks lie further apart than max_gap percent of the scale."""
    gap = abs(Fraction(a) - Fraction(b)) * 100
    limit = Fraction(rules.max_gap) * Fraction(rules.max)
    return gap >= limit if rules.gap_inclusive else gap > limit


def written_mark(paper: Written, rules: Rules) -> tuple[Decimal | None, str]:
    """Rule W: the mark of a written paper and its status."""
    if paper.status != SAT:
        return _not_sat(paper.status, rules)
    value, status = _reconciled(paper, rules.written)
    if value is None:
        return None, status
    mark = round_mark(value, rules.decimals)
    if paper.sanction is not None:
        percent = Fraction(rules.written.sanctions[paper.sanction])
        mark = round_mark(Fraction(mark) * (100 - percent) / 100, rules.decimals)
    return mark, FINAL


def _not_sat(status: str, rules: Rules) -> tuple[Decimal | None, str]:
    if status == "absent":
        return None, ABSENT
    return round_mark(Decimal(0), rules.decimals), SUSPENDED


def _reconciled(paper: Written, rules: WrittenRules) -> tuple[Fraction | None, str]:
    if len(paper.marks) < 2:
        return None, INCOMPLETE
    if not is_wide(*paper.marks, rules):
        return mean(paper.marks), FINAL
    if paper.third is None:
        return _decided(paper, THIRD_MARK_NEEDED)
    return _with_third(paper, rules)


def _with_third(paper: Written, rules: WrittenRules) -> tuple[Fraction | None, str]:
    low, middle, high = sorted(Fraction(mark) for mark in (*paper.marks, paper.third))
    below, above = middle - low, high - middle
    if below == above:
        closest = (low, middle, high)
    else:
        closest = (low, middle) if below < above else (middle, high)
    if is_wide(closest[0], closest[1], rules):
        return _decided(paper, CHAIR_DECISION)
    return mean(closest), FINAL


def _decided(paper: Written, otherwise: str) -> tuple[Fraction | None, str]:
    if paper.decision is None:
        return None, otherwise
    return Fraction(paper.decision), FINAL


def slip_value(slip: Slip) -> Fraction:
    """A slip's value: its number, or the sum of its criteria."""
    if isinstance(slip, dict):
        return sum((Fraction(part) for part in slip.values()), Fraction(0))
    return Fraction(slip)


def presentation_mark(shown: Presentation | None, rules: Rules) -> tuple[Decimal | None, str]:
    """Rule P: the mark of an admitted candidate's presentation and its status."""
    if shown is None:
        return None, INCOMPLETE
    if shown.status != SAT:
        return _not_sat(shown.status, rules)
    if len(shown.slips) < shown.expected_slips:
        return None, INCOMPLETE
    values = sorted(slip_value(slip) for slip in shown.slips)
    if rules.presentation.trim_extremes and len(values) >= FEWEST_SLIPS_TO_TRIM:
        values = values[1:-1]
    return round_mark(mean(values), rules.decimals), FINAL


def final_mark(written: Decimal | None, presentation: Decimal, rules: Rules) -> Decimal:
    """Rule F: round 2 only, the sum, or the weighted mean of both rounds."""
    if rules.final_mode == ROUND2_ONLY:
        return presentation
    if rules.final_mode == SUM:
        total = Fraction(written) + Fraction(presentation)
    else:
        first, second = (Fraction(weight) for weight in rules.weights)
        total = first * Fraction(written) + second * Fraction(presentation)
    return round_mark(total, rules.decimals)


def rank_opening(rules: Rules, seats: int, candidates: Sequence[Candidate]) -> Ranking:
    """Marks, ranks and outcomes of one opening, in the order the candidates were given."""
    rows = [_written_row(candidate, rules) for candidate in candidates]
    entry_open = _entry_is_open(rows, rules)
    admitted = _admitted(rows, rules) if entry_open else set()
    rows = [
        _presented(row, candidate, rules) if row.number in admitted else row
        for row, candidate in zip(rows, candidates, strict=True)
    ]
    rows = [replace(row, outcome=_outcome_so_far(row, rules, entry_open)) for row in rows]
    ranked = _ranked(rows, candidates, rules)
    if any(row.outcome == PENDING for row in rows if row.number not in ranked):
        return Ranking(INCOMPLETE, tuple(rows))
    rows = _with_outcomes(rows, ranked, rules, seats)
    return Ranking(_opening_status(rows, ranked), tuple(rows))


def has_passed(row: Row, rules: Rules) -> tuple[bool | None, bool]:
    """Whether a row passed the written round (None without a mark), and the whole exam."""
    written = None if row.written is None else row.written >= rules.written.pass_mark
    shown = row.presentation is not None and row.presentation >= rules.presentation.pass_mark
    return written, shown and written is not False


def _written_row(candidate: Candidate, rules: Rules) -> Row:
    if rules.written is None:
        return Row(candidate.number, None, None)
    mark, status = written_mark(candidate.written, rules)
    return Row(candidate.number, mark, status)


def _entry_is_open(rows: list[Row], rules: Rules) -> bool:
    """Rule E: top_n admits nobody until every written status is settled."""
    if rules.written is None or rules.entry_mode != TOP_N:
        return True
    return all(row.written_status in SETTLED for row in rows)


def _has_passed_written(row: Row, rules: Rules) -> bool:
    if rules.written is None:
        return True
    return row.written_status == FINAL and row.written >= rules.written.pass_mark


def _admitted(rows: list[Row], rules: Rules) -> set[str]:
    passed = [row for row in rows if _has_passed_written(row, rules)]
    if rules.written is not None and rules.entry_mode == TOP_N:
        best = sorted((row.written for row in passed), reverse=True)[: rules.entry_n]
        passed = [row for row in passed if row.written >= best[-1]]
    return {row.number for row in passed}


def _presented(row: Row, candidate: Candidate, rules: Rules) -> Row:
    mark, status = presentation_mark(candidate.presentation, rules)
    final = final_mark(row.written, mark, rules) if status == FINAL else None
    return replace(row, admitted=True, presentation=mark, presentation_status=status, final=final)


def _outcome_so_far(row: Row, rules: Rules, entry_open: bool) -> str:
    """The outcome without regard to rank; PENDING also for whoever is to be ranked."""
    if row.written_status in (ABSENT, SUSPENDED):
        return row.written_status
    if row.written_status in OPEN_WRITTEN:
        return PENDING
    if not _has_passed_written(row, rules):
        return FAILED_WRITTEN
    if not row.admitted:
        return NOT_ADMITTED if entry_open else PENDING
    if row.presentation_status in (ABSENT, SUSPENDED):
        return row.presentation_status
    if row.presentation_status == FINAL and row.presentation < rules.presentation.pass_mark:
        return FAILED_PRESENTATION
    return PENDING


def _ranked(
    rows: list[Row], candidates: Sequence[Candidate], rules: Rules
) -> dict[str, tuple[Decimal, ...]]:
    """Rule K: number → keys of everyone to be ranked, best first, ties in input order."""
    keys = {
        row.number: _keys(row, candidate, rules)
        for row, candidate in zip(rows, candidates, strict=True)
        if row.outcome == PENDING and row.presentation_status == FINAL
    }
    best_first = sorted(keys, key=keys.__getitem__, reverse=True)
    return {number: keys[number] for number in best_first}


def _keys(row: Row, candidate: Candidate, rules: Rules) -> tuple[Decimal, ...]:
    return (row.final, *(_tie_key(key, row, candidate, rules) for key in rules.tie_break))


def _tie_key(key: str, row: Row, candidate: Candidate, rules: Rules) -> Decimal:
    if key == "written":
        return row.written
    if key == "presentation":
        return row.presentation
    code = key.removeprefix("presentation.")
    return round_mark(mean(slip[code] for slip in candidate.presentation.slips), rules.decimals)


def _with_outcomes(
    rows: list[Row], ranked: dict[str, tuple[Decimal, ...]], rules: Rules, seats: int
) -> list[Row]:
    """Competition rank (1, 2, 2, 4), what separated, and the outcome of everyone ranked."""
    order = list(ranked.items())
    names = ("final", *rules.tie_break)
    outcomes = _outcomes([keys for _number, keys in order], seats, rules.max_reserved)
    first: dict[tuple[Decimal, ...], int] = {}
    for place, (_number, keys) in enumerate(order, start=1):
        first.setdefault(keys, place)
    placed = {
        number: {
            "rank": first[keys],
            "separated_by": _separator(order, place, names),
            "outcome": outcomes[place],
        }
        for place, (number, keys) in enumerate(order)
    }
    return [replace(row, **placed.get(row.number, {})) for row in rows]


def _separator(
    order: list[tuple[str, tuple[Decimal, ...]]], place: int, names: tuple[str, ...]
) -> str | None:
    """What separates a candidate from the one ranked just above."""
    if place == 0:
        return None
    both = zip(names, order[place - 1][1], order[place][1], strict=True)
    return next((name for name, above, own in both if above != own), "none")


def _outcomes(keys: list[tuple[Decimal, ...]], seats: int, max_reserved: int) -> list[str]:
    """Rule O over the ranked, best first."""
    outcomes = [SELECTED] * min(seats, len(keys)) + [NOT_SELECTED] * max(0, len(keys) - seats)
    if tied := _tie_across(keys, seats):
        return [MANUAL_DECISION if place in tied else o for place, o in enumerate(outcomes)]
    border = seats + max_reserved
    for place in range(seats, min(border, len(keys))):
        outcomes[place] = RESERVED
    for place in _tie_across(keys, border):
        outcomes[place] = MANUAL_DECISION
    return outcomes


def _tie_across(keys: list[tuple[Decimal, ...]], border: int) -> set[int]:
    """Places of an unresolved tie that holds both the last before and the first behind a border."""
    if border >= len(keys) or keys[border - 1] != keys[border]:
        return set()
    return {place for place, key in enumerate(keys) if key == keys[border]}


def _opening_status(rows: list[Row], ranked: dict[str, tuple[Decimal, ...]]) -> str:
    if not ranked:
        return NO_WINNER
    if any(row.outcome == MANUAL_DECISION for row in rows):
        return MANUAL_DECISION
    return DECIDED
