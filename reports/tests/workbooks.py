"""Workbooks of past exams for tests: random sound ones, and a way to spoil a cell."""

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

AGENCIES = "code name kind province_code parent_code pilot"
OPENINGS = (
    "code agency_code title level rank seats plan_on announced_on receipt_closed_on written_on"
    " presentation_on recognised_on outcome"
)
CANDIDATES = (
    "opening_code number full_name birth_on gender ethnicity_code party_member source education"
    " political_theory eligible written_score presentation_score result appointed_on"
)
HEADS = {
    name: columns.split(" ")
    for name, columns in (
        ("agencies", AGENCIES),
        ("openings", OPENINGS),
        ("candidates", CANDIDATES),
    )
}
FIRST = date(2017, 1, 1)
Rows = dict[str, list[dict[str, Any]]]


def small() -> Rows:
    """A ministry with a department, a province with a sở; one post of each fate."""
    agencies = [
        agency("BO-X", "Bộ X", "central", pilot="yes"),
        agency("BO-X.V1", "Vụ Một", "central", parent_code="BO-X"),
        agency("TINH-Y", "Tỉnh Y", "local", province_code="01", pilot="có"),
        agency("TINH-Y.SO", "Sở Nội vụ", "local", province_code="01", parent_code="TINH-Y"),
    ]
    openings = [
        opening("P1", "BO-X.V1", written_on=date(2018, 4, 1)),
        opening("P2", "TINH-Y.SO", level="SO", seats=2),
        opening("P3", "TINH-Y", level="PHONG", outcome="UNFILLED"),
        opening("P4", "BO-X", outcome="POSTPONED"),
        opening("P5", "BO-X", outcome="CANCELLED"),
    ]
    candidates = [
        candidate("P1", "001", "SELECTED", "80", "84.4", appointed_on=date(2018, 6, 1)),
        candidate("P1", "002", "NOT_SELECTED", "72,5", 75.25),
        candidate("P1", "003", "FAILED", 49.5),
        candidate("P1", "004", "ABSENT"),
        candidate("P1", "005", "INELIGIBLE", eligible="no"),
        candidate("P1", "006", "WITHDRAWN", eligible="không"),
        candidate("P2", "1", "SELECTED", None, 90),
        candidate("P2", "2", "RESERVED", None, 70),
        candidate("P3", "1", "FAILED", None, 40),
        candidate("P3", "2", "WITHDRAWN", 60),
        candidate("P4", "1", "WITHDRAWN"),
    ]
    return {"agencies": agencies, "openings": openings, "candidates": candidates}


def agency(code: str, name: str, kind: str, **others: Any) -> dict[str, Any]:
    return {"code": code, "name": name, "kind": kind, "pilot": "no"} | others


def opening(code: str, agency_code: str, **others: Any) -> dict[str, Any]:
    days = {
        "plan_on": date(2018, 1, 2),
        "announced_on": "05/02/2018",
        "receipt_closed_on": "2018-03-01",
        "presentation_on": date(2018, 4, 20),
        "recognised_on": date(2018, 5, 15),
    }
    facts = {"title": f"Trưởng phòng {code}", "level": "VU", "rank": "HEAD", "seats": 1}
    fixed = {"code": code, "agency_code": agency_code, "outcome": "FILLED"}
    return fixed | facts | days | others


def candidate(
    post: str, number: str, result: str, written: Any = None, shown: Any = None, **others: Any
) -> dict[str, Any]:
    fixed = {"opening_code": post, "number": number, "result": result, "eligible": "yes"}
    person = {
        "full_name": f"Nguyễn Thị {number}",
        "birth_on": "29/02/1980",
        "gender": "F",
        "ethnicity_code": "01",
        "party_member": "Có",
        "source": "IN_PLAN_LOCAL",
        "education": "Thạc sĩ",
        "political_theory": "Cao cấp",
    }
    return fixed | person | {"written_score": written, "presentation_score": shown} | others


def write(rows: Rows, path: Path, heads: dict[str, list[str]] = HEADS) -> Path:
    """An XLSX file of the rows; a value that is None leaves its cell blank."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, columns in heads.items():
        sheet = book.create_sheet(name)
        sheet.append(columns)
        for row in rows[name]:
            sheet.append([row.get(column) for column in columns])
    book.save(path)
    return path


def cell(sheet: str, place: int, column: str) -> str:
    """`candidates!L4` of the place-th row (from 0) of a sheet."""
    return f"{sheet}!{get_column_letter(HEADS[sheet].index(column) + 1)}{place + 2}"


# Random sound workbooks


def random_rows(seed: int, n_openings: int = 150, prefix: str = "") -> Rows:
    dice = random.Random(seed)
    agencies = _agencies(dice, prefix)
    openings = [
        _opening(dice, f"{prefix}O{place}", dice.choice(agencies)["code"])
        for place in range(n_openings)
    ]
    candidates = [row for post in openings for row in _candidates(dice, post)]
    for post in openings:
        mine = [row for row in candidates if row["opening_code"] == post["code"]]
        if post["outcome"] == "FILLED" and not any(row["result"] == "SELECTED" for row in mine):
            post["outcome"] = "UNFILLED"
    dice.shuffle(agencies)
    return {"agencies": agencies, "openings": openings, "candidates": candidates}


def _agencies(dice: random.Random, prefix: str) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    marked: set[str] = set()
    for place in range(40):
        code, parent = (
            f"{prefix}A{place}",
            dice.choice(made) if made and dice.random() < 0.6 else None,
        )
        row = agency(
            code, f"Cơ quan {dice.choice('=+-@')}{place}", dice.choice(("central", "local"))
        )
        if parent:
            row |= {"kind": parent["kind"], "parent_code": parent["code"]}
            row["top_province"] = parent["top_province"]
        else:
            row["top_province"] = f"{dice.choice((1, 31, 48, 74, 79, 92)):02}"
            if row["kind"] == "local":
                row["province_code"] = row["top_province"]
        if parent and parent["code"] in marked:
            marked.add(code)
        elif dice.random() < 0.3:
            row["pilot"] = "yes"
            marked.add(code)
        made.append(row)
    return made


def _opening(dice: random.Random, code: str, agency_code: str) -> dict[str, Any]:
    row = opening(code, agency_code, seats=dice.choice((1, 1, 2, 5)))
    row["level"] = dice.choice(("VU", "SO", "PHONG", "DVSN"))
    row["rank"] = dice.choice(("HEAD", "DEPUTY"))
    row["outcome"] = dice.choice(
        ("FILLED", "FILLED", "FILLED", "UNFILLED", "POSTPONED", "CANCELLED")
    )
    day = FIRST + timedelta(days=dice.randrange(1400))
    for name in ("plan_on", "announced_on", "receipt_closed_on", "written_on", "presentation_on",
                 "recognised_on"):  # fmt: skip
        day += timedelta(days=dice.choice((0, 1, 20, 90)))
        row[name] = day if name == "announced_on" or dice.random() < 0.7 else None
    return row


def _candidates(dice: random.Random, post: dict[str, Any]) -> list[dict[str, Any]]:
    return [_candidate(dice, post, place) for place in range(dice.choice((0, 1, 2, 3, 5, 8)))]


def _candidate(dice: random.Random, post: dict[str, Any], place: int) -> dict[str, Any]:
    results = ["RESERVED", "NOT_SELECTED", "FAILED", "ABSENT", "INELIGIBLE", "WITHDRAWN"]
    results += ["SELECTED"] * 2 if post["outcome"] == "FILLED" else []
    result = dice.choice(results) if post["outcome"] in ("FILLED", "UNFILLED") else "WITHDRAWN"
    row = candidate(post["code"], str(place), result)
    row["ethnicity_code"] = dice.choice((None, "01", "12"))
    row["gender"] = dice.choice((None, "M", "F"))
    if result == "INELIGIBLE" or (result == "WITHDRAWN" and dice.random() < 0.4):
        row["eligible"] = "no"
    elif result in ("SELECTED", "RESERVED", "NOT_SELECTED", "WITHDRAWN"):
        row["written_score"] = dice.choice((None, 50, "66,5", 99.25))
        row["presentation_score"] = dice.choice(("50", 77.7, 100))
        if result == "WITHDRAWN":
            row["presentation_score"] = dice.choice((None, 20))
    elif result == "FAILED":
        marks = dice.choice(((49.99, None), (None, 0), ("80", "12.5"), ("0", None)))
        row["written_score"], row["presentation_score"] = marks
    if result in ("SELECTED", "RESERVED") and dice.random() < 0.7:
        row["appointed_on"] = post["announced_on"] + timedelta(days=dice.randrange(300))
    return row
