"""Profiles to try things on: one with every list, and random ones from a seed."""

import random
from datetime import date, timedelta
from typing import Any

from candidates.form2c import FACTS, LINES, Kind, LineKind
from candidates.models import CandidateProfile, ProfileLine
from candidates.profile_workflow import save_form_2c
from tests.builders import candidate

LINES_OF_ONE = (
    {"kind": "WORK", "since": date(2008, 9, 1), "until": date(2015, 3, 1), "what": "Chuyên viên"},
    {"kind": "WORK", "since": date(2015, 4, 1), "what": "Phó Trưởng phòng", "body": "Sở Nội vụ"},
    {"kind": "STUDY", "what": "Luật", "body": "Trường Đại học Luật", "detail": "Cử nhân"},
    {"kind": "LANGUAGE", "what": "Tiếng Anh", "detail": "Bậc 4", "year": 2019},
    {"kind": "COMMENDATION", "year": 2021, "what": "Bằng khen", "body": "UBND thành phố"},
    {"kind": "DISCIPLINE", "since": date(2012, 5, 6), "level": "REPRIMAND", "detail": "Chậm hạn"},
    {"kind": "EVALUATION", "year": 2024, "level": "GOOD"},
    {"kind": "EVALUATION", "year": 2025, "level": "EXCELLENT", "body": "Sở Nội vụ"},
)
# Signs that spreadsheets, JSON and pages are fond of misreading.
WORDS = ("=1+1", "+84", "-5", "@SUM(A1)", '"nháy"', "{a}", "<b>", "Nguyễn", "Đà Nẵng", "01.003",
         "5/9", "2010", "null", "có", "Ủy ban", "&amp;", "\\u0041", "'", "1e5")  # fmt: skip


def full(**facts: Any) -> CandidateProfile:
    """A profile with two posts and a line or two in every list."""
    profile = candidate(**{"other_name": "Ánh", "hometown": "Hải Phòng"} | facts)
    return save_form_2c(profile, lines(LINES_OF_ONE), by=profile.user)


def lines(facts: Any) -> list[ProfileLine]:
    return [ProfileLine(place=place, **said) for place, said in enumerate(facts)]


def at_random(chance: random.Random, n: int, groups: list[str]) -> CandidateProfile:
    """A profile whose every optional fact is there or not, and up to four lines a list."""
    facts = {name: _any(field, chance, groups) for name, field in FACTS.items()}
    facts |= {"citizen_id": f"{chance.randrange(10**12):012}", "ethnicity": None}
    facts["ethnicity_id"] = chance.choice([*groups, None])
    del facts["ethnicity"]
    days = [facts["party_joined_on"], facts["party_official_on"]]
    if all(days):
        facts["party_joined_on"], facts["party_official_on"] = sorted(days)
    profile = candidate(5_000 + n)
    for name, value in facts.items():
        setattr(profile, name, value)
    made = [line for kind in LINES for line in _some(kind, chance)]
    return save_form_2c(profile, made, by=profile.user)


def _some(kind: LineKind, chance: random.Random) -> list[ProfileLine]:
    years = chance.sample(range(2000, 2026), 4)
    found = []
    for place in range(chance.randrange(5)):
        said = {field.name: _any(field, chance, []) for field in LINES[kind].fields}
        if said.get("year"):
            said["year"] = years[place]
        if said.get("since") and said.get("until"):
            said["since"], said["until"] = sorted((said["since"], said["until"]))
        found.append(ProfileLine(kind=kind, place=place, **said))
    return found


def _any(field: Any, chance: random.Random, groups: list[str]) -> Any:
    is_said = field.required or chance.random() < 0.7
    day = date(1950, 1, 1) + timedelta(days=chance.randrange(27_000))
    made = {
        Kind.TEXT: " ".join(chance.choices(WORDS, k=3))[: field.most].strip(),
        Kind.DAY: day,
        Kind.MONTH: day.replace(day=1),
        Kind.YEAR: chance.randrange(2000, 2026),
        Kind.CHOICE: chance.choice([key for key, _word in field.choices] or [""]),
        Kind.YES_NO: chance.choice([True, False]),
        Kind.ETHNICITY: None,
    }[field.kind]
    blank = "" if field.kind in (Kind.TEXT, Kind.CHOICE) else None
    return made if is_said else blank
