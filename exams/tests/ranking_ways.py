"""The ways a ranking leaves the system, each read back and held against what a case must give.

`disagreements` name the opening, the way, what was read and what it had to be; none is the proof.
"""

import io
import json
from collections.abc import Iterator
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from audit.models import Payload
from exams.models import Exam, Result, Seat
from exams.tests.random_exam import Drawn
from exams.tests.ranking_cases import run
from exams.tests.reference_ranking import rank_case
from exams.tests.stored_exam import Stored
from exams.workflow.result import case_of
from positions.models import Opening

WORDS = {
    "SELECTED": "Trúng tuyển",
    "RESERVED": "Bảo lưu kết quả",
    "NOT_SELECTED": "Không trúng tuyển",
    "FAILED_WRITTEN": "Không đạt bài viết",
    "FAILED_PRESENTATION": "Không đạt phần trình bày",
    "NOT_ADMITTED": "Không vào vòng trình bày",
    "ABSENT": "Vắng thi",
    "SUSPENDED": "Bị đình chỉ",
    "MANUAL_DECISION": "Chờ người có thẩm quyền quyết định",
}
MARKS = ("written", "presentation", "final")
Way = tuple[str, Any, Any]  # its name, what was read, what it had to be


def disagreements(stored: Stored, ways: Any) -> list[str]:
    """One line for each way of each opening that says something else than its case."""
    return [
        f"{opening.code} {name}: {read!r} is not {due!r}"
        for opening, case in stored.openings
        for name, read, due in ways(opening, case)
        if read != due
    ]


# Before and after the scoring


def ways_after_round1(opening: Opening, case: dict) -> Iterator[Way]:
    """What the written round brought, as it is kept beside each seat."""
    if case["rules"]["written"] is None:
        return
    seats = Seat.objects.filter(application__opening=opening).order_by("application__number")
    rows = seats.values_list("application__number", "written", "is_admitted")
    due = [(row["number"], _number(row["written"]), row["admitted"]) for row in _rows(case)]
    yield "seats", list(rows), due


class Scored:
    """The ways of one scored exam; every page is fetched once."""

    def __init__(self, stored: Stored, folder: Path) -> None:
        self.stored, self.client, self.folder = stored, stored.cast.client, folder
        url = reverse("exams:exam-detail", args=[stored.campaign.code])
        self.page = sections_of(self.client.get(url))
        self.sealed = _sealed(stored.fresh())

    def ways(self, opening: Opening, case: dict) -> Iterator[Way]:
        due = run(case)
        yield "original case", due, rank_case(case)
        yield "stored results", list(_stored(opening)), [_kept(row, case) for row in _rows(case)]
        yield "sealed lines", self._sealed_of(opening), [_line(row) for row in _rows(case)]
        content = self._exported(opening, case)
        exported = json.loads(content)
        kept = (exported["rules"], exported["seats"])
        yield "rules of the export", kept, (case["rules"], case["seats"])
        yield "simulate_ranking", self._simulated(content), due
        yield "staff page", self._staff_rows(opening), _staff_due(case)

    def _sealed_of(self, opening: Opening) -> list[dict]:
        lines = [line for line in self.sealed if line["opening"] == opening.code]
        return [{key: line[key] for key in line if key != "opening"} for line in lines]

    def _exported(self, opening: Opening, case: dict) -> bytes:
        """The view has nothing to give of an opening nobody stood for."""
        args = [self.stored.campaign.code, opening.code]
        response = self.client.get(reverse("exams:opening-case", args=args))
        if not case["candidates"]:
            assert response.status_code == 403
            return json.dumps(case_of(opening)).encode()
        assert response.status_code == 200
        return response.content

    def _simulated(self, content: bytes) -> Any:
        """A fault would be a SystemExit."""
        file, out = self.folder / "case.json", io.StringIO()
        file.write_bytes(content)
        call_command("simulate_ranking", str(file), stdout=out)
        return json.loads(out.getvalue())

    def _staff_rows(self, opening: Opening) -> list[list[str]]:
        """Without the column of appointments."""
        section = self.page.get(opening.title)
        return [row[:-1] for row in section.rows[1:]] if section else []


class Released:
    """The ways of one released exam, as anybody reads them."""

    def __init__(self, stored: Stored) -> None:
        url = reverse("exams:result-public", args=[stored.campaign.code])
        self.page, self.drawn = sections_of(Client().get(url)), stored.drawn

    def ways(self, opening: Opening, case: dict) -> Iterator[Way]:
        results = Result.objects.filter(opening=opening)
        yield "release", results.filter(released_at=None).count(), 0
        opening = Opening.objects.get(pk=opening.pk)
        filled = any(row["outcome"] == "SELECTED" for row in _rows(case))
        outcome = "FILLED" if filled else "UNFILLED"
        yield "opening", (opening.state, opening.outcome), (outcome, outcome)
        section = self.page[opening.title]
        yield "public page", section.rows[1:], _public_due(case, self.drawn)
        outcome = "có người trúng tuyển" if filled else "không có người trúng tuyển"
        words = [f"Cơ quan BO-A · {case['seats']} chỉ tiêu · {outcome}"]
        yield "public words", section.words, [*words, *_left_out(case, self.drawn)]


# What a case must give


def _rows(case: dict) -> list[dict]:
    """In the order of the numbers."""
    return run(case)["candidates"]


def _best_first(case: dict) -> list[dict]:
    return sorted(_rows(case), key=lambda r: (r["rank"] is None, r["rank"], r["number"]))


def _number(mark: str | None) -> Decimal | None:
    return None if mark is None else Decimal(mark)


def _kept(row: dict, case: dict) -> tuple:
    """The columns of a stored result."""
    rules, marks = case["rules"], [_number(row[key]) for key in MARKS]
    passed_written = marks[0] >= Decimal(rules["written"]["pass"]) if row["written"] else None
    shown = marks[1] is not None and marks[1] >= Decimal(rules["presentation"]["pass"])
    passed = shown and passed_written is not False
    said = row["rank"], row["separated_by"] or "", row["outcome"]
    return row["number"], *marks, *said, passed_written, passed, 1, True, None


def _stored(opening: Opening) -> Any:
    rows = Result.objects.filter(opening=opening).order_by("application__number")
    said = ("rank", "separated_by", "outcome", "passed_written", "passed")
    standing = ("version", "is_current", "released_at")
    return rows.values_list("application__number", *MARKS, *said, *standing)


def _line(row: dict) -> dict:
    return {key: row[key] for key in ("number", *MARKS, "rank", "outcome")}


def _sealed(exam: Exam) -> list[dict]:
    rows = Payload.objects.filter(entry__chain=exam.ledger_chain, entry__kind="results_derived")
    return json.loads(rows.get().body)["data"]["results"]


def _staff_due(case: dict) -> list[list[str]]:
    marks = MARKS if case["rules"]["written"] else MARKS[1:]
    return [
        [
            _rank(row),
            f"{row['number']} Thí Sinh {row['number']}",
            *(_vietnamese(row[key]) for key in marks),
            WORDS[row["outcome"]],
        ]
        for row in _best_first(case)
    ]


def _public_due(case: dict, drawn: Drawn) -> list[list[str]]:
    marks = MARKS if case["rules"]["written"] else MARKS[2:]
    return [
        [
            _rank(row),
            row["number"],
            f"Thí Sinh {row['number']}" if row["outcome"] == "SELECTED" else "không nêu tên",
            *(_vietnamese(row[key]) for key in marks),
            WORDS[row["outcome"]],
        ]
        for row in _published(case, drawn)
    ]


def _published(case: dict, drawn: Drawn) -> list[dict]:
    """Few candidates: whoever was not selected could be guessed."""
    rows, rule = _best_first(case), drawn.publishing
    few = len(rows) < rule["min_candidates_to_publish_all"]
    only_winners = few or rule["publish_mode"] == "WINNER_ONLY"
    return [row for row in rows if row["outcome"] == "SELECTED" or not only_winners]


def _left_out(case: dict, drawn: Drawn) -> list[str]:
    shown = _published(case, drawn)
    left = len(case["candidates"]) - len(shown)
    words = [] if shown or not left else ["Không có người trúng tuyển."]
    why = "vì số thí sinh ít, dễ đoán ra người không trúng tuyển."
    return [*words, f"{left} người khác không công bố theo quy chế, {why}"] if left else words


def _rank(row: dict) -> str:
    return "–" if row["rank"] is None else str(row["rank"])


def _vietnamese(mark: str | None) -> str:
    """At least two decimals; the rules drawn here never give more."""
    if mark is None:
        return "chưa có điểm"
    whole, _, part = mark.partition(".")
    return f"{whole},{part:0<2}"


# Reading a page


class Section:
    """A section of a page: its title, the rows of its table, its paragraphs."""

    def __init__(self) -> None:
        self.title, self.rows, self.words = "", [], []


class Sections(HTMLParser):
    """Every section of a page, cells and paragraphs as a reader sees them."""

    TEXTS = ("h2", "p", "td", "th")

    def __init__(self) -> None:
        super().__init__()
        self.found, self.open, self.text = [], None, None

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "section":
            self.open = Section()
            self.found.append(self.open)
        elif tag == "tr" and self.open:
            self.open.rows.append([])
        elif tag in self.TEXTS and self.open:
            self.text = []

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "section":
            self.open = None
        if tag not in self.TEXTS or self.text is None:
            return
        words, self.text = " ".join("".join(self.text).split()), None
        if tag == "h2":
            self.open.title = words
        elif tag == "p":
            self.open.words.append(words)
        else:
            self.open.rows[-1].append(words)


def sections_of(response: Any) -> dict[str, Section]:
    """By title; the page must have been served."""
    assert response.status_code == 200
    parser = Sections()
    parser.feed(response.content.decode())
    return {section.title: section for section in parser.found}
