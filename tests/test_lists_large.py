"""Lists at full size: statements and rows are those of one page, whatever lies behind it."""

import os
from itertools import count

import pytest
from django.urls import reverse

from accounts.models import new_public_id
from exams.models import Paper
from tests.access_world import standing, undone
from tests.reset import remove_triggers
from tests.test_lists import (
    LIST_CAPS,
    LISTS,
    MOST_FOR_A_DETAIL,
    MOST_FOR_A_LIST,
    Cost,
    _short,
    copies,
    cost_of,
    counted,
    grow,
    url_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.prove]
FULL = os.environ.get("PROVE") == "full"
SIZES = (100, 10_000) if FULL else (100, 400)
# What a list may fetch more at the larger size: R1 and the tree of agencies have a line for each
# body by design, the home pages read the calendar and the duties of their reader.
UNPAGED = ("reports:r1", "reports:statistics", "positions:home", "desk:home")
PAGED = [row for row in LISTS if row[0] not in UNPAGED]
WRITTEN = (
    ("exams:sitting", "secretary", 50),
    ("exams:marking-sheet", "party_rep", 100),
    ("exams:marking-board", "expert", 150),
    ("exams:exam-detail", "secretary", 60),
)


# A page about one exam that has a list on it.
CAPS = {
    **LIST_CAPS,
    "exams:marking-board": MOST_FOR_A_DETAIL,
    "exams:exam-detail": MOST_FOR_A_DETAIL,
}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with standing(django_db_blocker) as made:
        yield made


def crowd(world, n: int) -> None:
    """n more candidates, seats and papers in the exam that is being marked, past the ledger."""
    exam, places = world.exam("marking"), count(1)
    seat = exam.sitting.seats.select_related("application").first()
    application = seat.application

    def applied(i: int) -> dict:
        codes = {"number": f"9{i:06}", "receipt_code": f"HS-N{i}", "public_id": new_public_id()}
        return codes | {"profile": profiles[i - 1]}

    profiles = copies(
        application.profile, n, lambda i: {"user": None, "public_id": new_public_id()}
    )
    people = copies(application, n, applied)
    rows = copies(
        seat,
        n,
        lambda i: {
            "application": people[i - 1],
            "place": 1_000 + next(places),
            "public_id": new_public_id(),
        },
    )
    assert len(rows) == n
    paper = world.things["waiting"].paper
    papers = copies(paper, n, lambda i: {"code": f"9{i:06}", "public_id": new_public_id()})
    copies(
        world.things["waiting"],
        n,
        lambda i: {"paper": papers[i - 1], "place": i, "public_id": new_public_id()},
    )


def costs(world, monkeypatch, size: int, fill, pages) -> dict[tuple, Cost]:
    with undone():
        remove_triggers()
        fill(world, size)
        return {row: cost_of(world, monkeypatch, row[1], url) for row, url in pages.items()}


def faults(small: dict[tuple, Cost], large: dict[tuple, Cost]) -> list[str]:
    found = []
    for row, few in small.items():
        many, cap = large[row], CAPS.get(row[0], MOST_FOR_A_LIST)
        if len(many.statements) != len(few.statements) or len(many.statements) > cap:
            heads = _short(many.statements)
            found.append(f"{row}: {len(few.statements)}, then {len(many.statements)}:\n{heads}")
        if many.rows > few.rows + row[2]:
            found.append(f"{row}: {few.rows} rows, then {many.rows}")
    return found


def both(world, monkeypatch, fill, pages) -> list[str]:
    small, large = (costs(world, monkeypatch, size, fill, pages) for size in SIZES)
    return faults(small, large)


def test_lists_fetch_one_page_at_any_size(world, monkeypatch, capsys):
    pages = {row: url_of(world, row[0]) for row in PAGED}
    found = both(world, monkeypatch, grow, pages)
    assert found == [], "\n".join(found)
    with capsys.disabled():
        print(f"\nlists at {SIZES[0]} and {SIZES[1]} rows: {len(pages)} of {len(pages)} alike")


def test_pages_of_one_written_exam_fetch_one_page_at_any_size(world, monkeypatch, capsys):
    code = world.campaigns["marking"].code
    pages = {row: reverse(row[0], args=[code]) for row in WRITTEN}
    found = both(world, monkeypatch, crowd, pages)
    assert found == [], "\n".join(found)
    with capsys.disabled():
        print(f"\nexam at {SIZES[0]} and {SIZES[1]} papers: {len(pages)} of {len(pages)} alike")


def test_a_page_that_reads_every_row_is_found(world, monkeypatch):
    """The control: reading all papers costs more rows when there are more papers."""
    found = []
    for size in (20, 200):
        with undone():
            remove_triggers()
            crowd(world, size)
            with counted(monkeypatch) as cost:
                assert len(list(Paper.objects.all())) > size
            found.append({("all papers", "nobody", 50): cost})
    assert len(faults(*found)) == 1
