"""Legal periods against a table worked by hand: `data/periods.csv` says how each was counted."""

import csv
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from agencies import calendar
from agencies.reference import load_holidays
from positions.timetable import Unit, last_day

TABLE = Path(__file__).parent / "data" / "periods.csv"
CASES = list(csv.DictReader(TABLE.read_text().splitlines()))
HOLIDAYS = Path(calendar.__file__).parent / "data" / "holidays.csv"
CITABLE = {row["day"] for row in csv.DictReader(HOLIDAYS.read_text().splitlines())}


@pytest.fixture
def days(db):
    load_holidays()
    return calendar.load()


def counted(case: dict[str, str], days: calendar.WorkingCalendar) -> date | int:
    start = date.fromisoformat(case["start"])
    if case["rule"] == "left":
        return days.working_days_between(start, date.fromisoformat(case["end"]))
    return last_day(start, int(case["n"]), Unit(case["rule"]), days)


def expected(case: dict[str, str]) -> date | int:
    if case["rule"] == "left":
        return int(case["expected"])
    return date.fromisoformat(case["expected"])


def wrong(days: calendar.WorkingCalendar) -> list[str]:
    return [case["case"] for case in CASES if counted(case, days) != expected(case)]


def test_every_case_of_the_hand_table(days):
    assert wrong(days) == []
    print(f"\nDEADLINE CASES {len(CASES)} of {len(CASES)}")


def test_the_table_covers_what_it_should():
    years = {case["start"][:4] for case in CASES if case["covers"] == "tet"}
    kinds = {case["covers"] for case in CASES}

    assert len(CASES) >= 40
    assert years == {str(year) for year in range(2018, 2028)}
    assert {"weekend", "substitute", "makeup", "leap", "national_day", "hung_kings"} <= kinds


def test_every_case_shows_its_reasoning_and_cites_rows_of_the_calendar():
    for case in CASES:
        assert len(case["reasoning"]) > 20, case
        assert set(case["rows"].split()) <= CITABLE, case


@pytest.mark.parametrize("error", ["no holidays", "no make-up days", "start day counted"])
def test_wrong_arithmetic_is_seen(days, error):
    """The negative control: what the table is there to catch."""
    broken = {
        "no holidays": lambda: replace(days, days_off=frozenset()),
        "no make-up days": lambda: replace(days, makeup_days=frozenset()),
        "start day counted": lambda: EarlyStart(days.days_off, days.makeup_days),
    }[error]()

    assert len(wrong(broken)) > 10


class EarlyStart(calendar.WorkingCalendar):
    """Counts the day of the event, which Điều 147 forbids."""

    def add_days(self, day, n):
        return super().add_days(day - timedelta(days=1), n)

    def add_working_days(self, day, n):
        return super().add_working_days(day - timedelta(days=1), n)
