"""`simulate_ranking`: a file with one case or a list of cases in, JSON values out."""

import json
from decimal import Decimal
from typing import Any

from exams.case_reader import CaseReader, rules_of
from exams.case_shapes import BadInput, one_line
from exams.scoring import Ranking, Row, Rules, rank_opening


def simulate(text: str | bytes) -> Any:
    """The result of a case, or of a list of cases, as JSON values; raises BadInput."""
    data = _load(text)
    if isinstance(data, list):
        cases = [CaseReader(f"[{place}]").case(item) for place, item in enumerate(data)]
        _raise_faults(reader for reader, _case in cases)
        return [as_json(rank_opening(*case), case[0].decimals) for _reader, case in cases]
    if not isinstance(data, dict):
        raise BadInput(["(file): must hold one case or a list of cases"])
    reader, case = CaseReader().case(data)
    _raise_faults([reader])
    return as_json(rank_opening(*case), case[0].decimals)


def _raise_faults(readers: Any) -> None:
    if faults := [fault for reader in readers for fault in reader.faults]:
        raise BadInput(faults)


def _load(text: str | bytes) -> Any:
    try:
        text = text.decode("utf-8") if isinstance(text, bytes) else text
        return json.loads(
            text,
            object_pairs_hook=_no_repeats,
            parse_constant=_no_constant,
            parse_int=_whole_number,
        )
    except (ValueError, RecursionError) as error:
        raise BadInput([f"(file): {one_line(str(error)) or 'nested too deeply'}"]) from error


def _no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {key!r} is repeated")
        found[key] = value
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _whole_number(digits: str) -> int:
    return int(Decimal(digits))  # int(str) refuses more than 4300 digits, JSON does not


def read_rules(values: dict[str, Any]) -> Rules:
    """A regulation's `rules` object as the scoring module takes it; raises BadInput."""
    reader = CaseReader()
    read = reader.rules(values, "rules")
    _raise_faults([reader])
    return rules_of(read)


def as_json(ranking: Ranking, decimals: int) -> dict[str, Any]:
    """The output of the command for one case."""
    return {
        "opening": ranking.opening,
        "candidates": [_row_json(row, decimals) for row in ranking.rows],
    }


def _row_json(row: Row, decimals: int) -> dict[str, Any]:
    def text(mark: Decimal | None) -> str | None:
        return None if mark is None else f"{mark:.{decimals}f}"

    return {
        "number": row.number,
        "written": text(row.written),
        "written_status": row.written_status,
        "admitted": row.admitted,
        "presentation": text(row.presentation),
        "presentation_status": row.presentation_status,
        "final": text(row.final),
        "rank": row.rank,
        "separated_by": row.separated_by,
        "outcome": row.outcome,
    }
