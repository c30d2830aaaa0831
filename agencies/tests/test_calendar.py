from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agencies import calendar
from agencies.calendar import WorkingCalendar, end_of_day
from agencies.models import Holiday
from agencies.reference import load_holidays

SWAPPED = WorkingCalendar(
    days_off=frozenset(date(2024, 4, day) for day in (18, 29, 30)) | {date(2024, 5, 1)},
    makeup_days=frozenset({date(2024, 5, 4)}),
)
days = st.dates(date(2016, 1, 1), date(2027, 12, 31))
near = st.dates(date(2024, 3, 25), date(2024, 5, 31))


@pytest.fixture
def national(db):
    load_holidays()
    return calendar.load()


def test_load_takes_one_query(db, django_assert_num_queries):
    Holiday.objects.create(day=date(2024, 5, 1), kind=Holiday.Kind.PUBLIC, name="1/5", basis="")

    with django_assert_num_queries(1):
        loaded = calendar.load()

    assert loaded.days_off == {date(2024, 5, 1)}


def test_load_tells_the_kinds_and_the_guesses_apart(db):
    off, swapped, makeup = date(2027, 5, 3), date(2024, 4, 29), date(2024, 5, 4)
    Holiday.objects.create(day=off, kind=Holiday.Kind.PUBLIC, name="a", basis="", is_guess=True)
    Holiday.objects.create(day=swapped, kind=Holiday.Kind.SUBSTITUTE, name="b", basis="")
    Holiday.objects.create(day=makeup, kind=Holiday.Kind.MAKEUP, name="c", basis="")

    assert calendar.load() == WorkingCalendar(
        days_off=frozenset({off, swapped}),
        makeup_days=frozenset({makeup}),
        guesses=frozenset({off}),
    )


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [
        (date(2024, 4, 26), True),  # Friday
        (date(2024, 4, 27), False),  # Saturday
        (date(2024, 4, 28), False),  # Sunday
        (date(2024, 4, 29), False),  # swapped Monday
        (date(2024, 5, 4), True),  # make-up Saturday
        (date(2024, 5, 5), False),
    ],
)
def test_is_working_day_knows_weekends_swaps_and_makeup_days(day, is_worked):
    assert SWAPPED.is_working_day(day) is is_worked


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        ("2017-01-24", 5, "2017-02-07"),  # over Tết Đinh Dậu, off 26/1 to 1/2
        ("2018-12-28", 2, "2019-01-03"),  # Monday 31/12 was swapped
        ("2019-01-03", 2, "2019-01-05"),  # the make-up Saturday is worked
        ("2019-04-26", 1, "2019-05-02"),
        ("2021-02-09", 1, "2021-02-17"),
        ("2022-04-29", 1, "2022-05-04"),  # 30/4 and 1/5 on a weekend, two days instead
        ("2023-04-28", 1, "2023-05-04"),
        ("2023-08-31", 1, "2023-09-05"),
        ("2025-04-29", 1, "2025-05-05"),
        ("2025-04-25", 1, "2025-04-26"),
        ("2025-12-31", 1, "2026-01-05"),
        ("2026-08-28", 1, "2026-09-03"),
        ("2026-02-23", -1, "2026-02-13"),  # back over Tết Bính Ngọ
        ("2024-05-06", -5, "2024-04-25"),
        ("2024-04-27", 0, "2024-05-02"),
    ],
)
def test_add_working_days_skips_the_days_off_of_each_year(national, day, n, expected):
    assert national.add_working_days(date.fromisoformat(day), n) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        ("2019-01-21", 15, "2019-02-11"),  # ends mùng 1, moves past Tết and the weekend
        ("2026-01-30", 15, "2026-02-23"),  # ends Saturday before Tết
        ("2026-02-02", 15, "2026-02-23"),
        ("2026-03-02", 15, "2026-03-17"),  # an ordinary Tuesday stays
        ("2024-04-19", 15, "2024-05-04"),  # a make-up Saturday is a working day
        ("2020-04-15", 15, "2020-05-04"),
    ],
)
def test_add_days_moves_a_last_day_off_to_the_next_working_day(national, day, n, expected):
    assert national.add_days(date.fromisoformat(day), n) == date.fromisoformat(expected)


def test_next_working_day_keeps_a_working_day():
    assert SWAPPED.next_working_day(date(2024, 4, 26)) == date(2024, 4, 26)
    assert SWAPPED.next_working_day(date(2024, 4, 27)) == date(2024, 5, 2)


def test_working_days_between_leaves_the_first_day_out():
    friday, monday = date(2024, 4, 26), date(2024, 5, 6)

    assert SWAPPED.working_days_between(friday, monday) == 4
    assert SWAPPED.working_days_between(monday, friday) == -4
    assert SWAPPED.working_days_between(friday, friday) == 0


@settings(deadline=None)
@given(near, st.integers(-15, 15).filter(bool))
def test_working_days_between_undoes_add_working_days(day, n):
    end = SWAPPED.add_working_days(day, n)

    assert SWAPPED.is_working_day(end)
    assert SWAPPED.working_days_between(day, end) == n


@settings(deadline=None)
@given(near, st.integers(0, 20))
def test_a_period_never_ends_early_or_on_a_day_off(day, n):
    end = SWAPPED.add_days(day, n)

    assert end >= day + timedelta(days=n)
    assert SWAPPED.is_working_day(end)


@settings(deadline=None)
@given(days)
def test_end_of_day_is_midnight_in_vietnam(day):
    end = end_of_day(day)

    assert end.utcoffset() == timedelta(hours=7)
    assert (end.date(), end.hour, end.minute) == (day + timedelta(days=1), 0, 0)


def test_end_of_day_in_utc():
    assert end_of_day(date(2026, 3, 31)) == datetime(2026, 3, 31, 17, 0, tzinfo=UTC)


def test_is_estimate_points_at_guesses_and_unknown_years(national):
    assert not national.is_estimate(date(2026, 3, 1), date(2026, 9, 30))
    assert national.is_estimate(date(2026, 12, 20), date(2027, 1, 4))
    assert national.is_estimate(date(2028, 3, 1), date(2028, 3, 2))
    assert national.is_estimate(date(2015, 3, 1), date(2015, 3, 2))
