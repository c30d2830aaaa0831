"""The workbook of the pilot in the repository is the one its rows describe, and adds up."""

from collections import Counter
from datetime import date, datetime

import openpyxl

from desk.seeding.pilot_book import INVENTED, REVIEWED, SHEETS, WORKBOOK, rows


def sheet_rows(name: str) -> list[dict]:
    head, *lines = openpyxl.load_workbook(WORKBOOK)[name].values
    return [dict(zip(head, line, strict=True)) for line in lines]


def plain(value):
    return value.date() if isinstance(value, datetime) else value


def test_file_holds_the_rows_of_its_generator():
    for name, made in rows().items():
        kept = [{key: plain(value) for key, value in row.items()} for row in sheet_rows(name)]
        columns = SHEETS[name].split(" ")
        assert kept == [{column: row.get(column) for column in columns} for row in made], name


def test_it_adds_up_to_the_review_but_for_exam_c():
    book = rows()
    kinds = {row["code"]: row["kind"] for row in book["agencies"]}
    pilot = {row["code"] for row in book["agencies"] if row["pilot"] == "có"}
    posts = {row["code"]: row for row in book["openings"] if row["agency_code"] in pilot}
    marked = [row for row in book["candidates"] if row.get("written_score") or
              row.get("presentation_score")]  # fmt: skip
    sat = {row["opening_code"] for row in marked if row["opening_code"] in posts}
    selected = Counter(
        kinds[posts[row["opening_code"]]["agency_code"]]
        for row in book["candidates"]
        if row["result"] == "SELECTED" and row["opening_code"] in posts
    )
    examined = Counter(kinds[posts[code]["agency_code"]] for code in sat)
    held = {posts[code]["agency_code"] for code in sat}

    assert Counter(kinds[code] for code in pilot) == {"central": 14, "local": 22}
    assert examined == {"central": 29 - 3, "local": 86}
    assert selected == {"central": 42 - 3, "local": 368}
    assert Counter(kinds[code] for code in held) == {"central": 12 - 1, "local": 17}


def test_whoever_stands_outside_the_pilot_announced_after_the_review():
    book = rows()
    pilot = {row["code"] for row in book["agencies"] if row["pilot"] == "có"}
    outside = [row for row in book["openings"] if row["agency_code"] not in pilot]

    assert len(outside) > 10
    assert min(row["announced_on"] for row in outside) > REVIEWED == date(2020, 4, 27)
    assert {row["outcome"] for row in book["openings"]} == {
        "FILLED", "UNFILLED", "POSTPONED", "CANCELLED",
    }  # fmt: skip


def test_what_the_sources_do_not_name_says_that_it_is_invented():
    named = {"BTCTW", "BNV", "BYT", "HPG", "BDG"}

    for row in rows()["agencies"]:
        assert row["code"] in named or row["name"].endswith(INVENTED), row
