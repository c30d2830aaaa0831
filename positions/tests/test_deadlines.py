from datetime import UTC, datetime

import pytest

from agencies.calendar import WorkingCalendar
from audit import clock
from positions.models import Opening
from positions.queries import (
    days_left,
    deadline_chip,
    deadline_words,
    instant_words,
    receives,
)

# 17:00 on Friday 12/06/2026 in Vietnam.
FRIDAY = datetime(2026, 6, 12, 10, 0, tzinfo=UTC)
NO_HOLIDAYS = WorkingCalendar()


def opening(state=Opening.State.PUBLISHED, deadline=FRIDAY):
    return Opening(state=state, receipt_deadline=deadline)


@pytest.mark.parametrize(
    ("now", "words", "tone"),
    [
        ((2026, 6, 9), "còn 3 ngày làm việc, đến 17:00 thứ Sáu 12/06/2026", "warning"),
        ((2026, 6, 5), "còn 5 ngày làm việc, đến 17:00 thứ Sáu 12/06/2026", "neutral"),
        ((2026, 6, 12), "sắp hết hạn, đến 17:00 thứ Sáu 12/06/2026", "warning"),
        ((2026, 6, 13), "đã hết hạn lúc 17:00 thứ Sáu 12/06/2026", "neutral"),
    ],
)
def test_deadline_is_said_in_working_days(now, words, tone):
    with clock.at(datetime(*now, 3, tzinfo=UTC)):
        chip = deadline_chip(opening(), NO_HOLIDAYS)

    assert chip == {"text": words, "tone": tone}


def test_holiday_is_no_working_day():
    days = WorkingCalendar(days_off=frozenset({FRIDAY.date()}))

    with clock.at(datetime(2026, 6, 9, 3, tzinfo=UTC)):
        words = deadline_words(opening(), days)

    assert words == "còn 2 ngày làm việc, đến 17:00 thứ Sáu 12/06/2026"


def test_end_of_a_day_is_its_24_hours():
    midnight = datetime(2026, 6, 12, 17, 0, tzinfo=UTC)

    with clock.at(datetime(2026, 6, 9, 3, tzinfo=UTC)):
        words = deadline_words(opening(deadline=midnight), NO_HOLIDAYS)

    assert instant_words(midnight) == "24:00 thứ Sáu 12/06/2026"
    assert words == "còn 3 ngày làm việc, đến 24:00 thứ Sáu 12/06/2026"


def test_missing_deadline_is_said():
    assert deadline_words(opening(deadline=None)) == "chưa có thông tin"


@pytest.mark.parametrize(
    ("day", "words"), [(11, "còn 2 ngày"), (9, "hôm nay"), (7, "đã qua 2 ngày")]
)
def test_days_left_counts_calendar_days(day, words):
    with clock.at(datetime(2026, 6, 9, 3, tzinfo=UTC)):
        assert days_left(datetime(2026, 6, day, tzinfo=UTC).date()) == words


@pytest.mark.parametrize("state", [*Opening.OUTCOME_STATES, "LIST_CLOSED", "SHORTFALL"])
def test_opening_that_receives_nothing_says_why(state):
    verdict = receives(opening(state=Opening.State(state)))

    assert not verdict
    assert verdict.reason.endswith(".")


def test_open_deadline_is_received_until_its_instant():
    with clock.at(FRIDAY):
        assert receives(opening())
