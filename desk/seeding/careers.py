"""Invented lines of form 2C for the demo's candidates, from their year of birth on."""

from datetime import date
from typing import Any

from audit import clock
from candidates.form2c import LineKind
from candidates.models import CandidateProfile, EvaluationClass, ProfileLine

UNIVERSITIES = ("Học viện Hành chính Quốc gia", "Trường Đại học Luật Hà Nội")
CLASSES = (EvaluationClass.GOOD, EvaluationClass.EXCELLENT, EvaluationClass.GOOD)


def career(profile: CandidateProfile) -> list[ProfileLine]:
    """Studied, worked in two posts, was evaluated in each of the last three years."""
    born, this_year = profile.birth_on.year, clock.today().year
    said = [
        (LineKind.STUDY, _studied(born)),
        (LineKind.WORK, _post(born + 23, born + 31, "Chuyên viên", profile.workplace)),
        (LineKind.WORK, _post(born + 31, None, profile.job, profile.workplace)),
        (LineKind.LANGUAGE, {"what": "Tiếng Anh", "detail": "Bậc 3", "year": born + 30}),
    ]
    for back, level in enumerate(CLASSES, start=1):
        row = {"year": this_year - back, "level": level, "body": profile.workplace}
        said.append((LineKind.EVALUATION, row))
    return [ProfileLine(kind=kind, place=n, **row) for n, (kind, row) in enumerate(said)]


def _studied(born: int) -> dict[str, Any]:
    return {
        "since": date(born + 18, 9, 1),
        "until": date(born + 22, 6, 1),
        "what": "Hành chính học",
        "body": UNIVERSITIES[born % 2],
        "detail": "Cử nhân, chính quy",
    }


def _post(first: int, last: int | None, what: str, body: str) -> dict[str, Any]:
    until = date(last, 3, 1) if last else None
    return {"since": date(first, 4, 1), "until": until, "what": what, "body": body}
