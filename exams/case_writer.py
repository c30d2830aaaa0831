"""The other way round than `case_reader`: what an opening was ranked from, as a case to export."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from exams.scoring import Candidate, Presentation, Slip, Written


def as_case(rules: dict[str, Any], seats: int, candidates: Sequence[Candidate]) -> dict[str, Any]:
    """A case `simulate_ranking` reads, with the regulation's rules word for word."""
    return {"rules": rules, "seats": seats, "candidates": [_candidate(row) for row in candidates]}


def _candidate(row: Candidate) -> dict[str, Any]:
    case: dict[str, Any] = {"number": row.number}
    if row.written is not None:
        case["written"] = _written(row.written)
    if row.presentation is not None:
        case["presentation"] = _presentation(row.presentation)
    return case


def _written(paper: Written) -> dict[str, Any]:
    return {
        "status": paper.status,
        "marks": [mark_text(mark) for mark in paper.marks],
        "third": mark_text(paper.third),
        "decision": mark_text(paper.decision),
        "sanction": paper.sanction,
    }


def _presentation(shown: Presentation) -> dict[str, Any]:
    if not shown.expected_slips:
        return {"status": shown.status}
    slips = [_slip(slip) for slip in shown.slips]
    return {"status": shown.status, "expected_slips": shown.expected_slips, "slips": slips}


def _slip(slip: Slip) -> Any:
    if isinstance(slip, dict):
        return {code: mark_text(points) for code, points in slip.items()}
    return mark_text(slip)


def mark_text(mark: Decimal | None) -> str | None:
    """A mark without zeros that only the column it was kept in added."""
    if mark is None:
        return None
    text = f"{mark:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
