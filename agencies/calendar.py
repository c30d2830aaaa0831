"""Working days of the state sector and the periods counted in them.

The civil code (BLDS 2015) rules how a period is counted:
Điều 147: the day of the event is not counted, the period starts on the next day;
Điều 148: it ends when its last day ends, at 24:00; a last day that is a weekend or a
holiday moves the end to the end of the next working day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from agencies.models import Holiday

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class WorkingCalendar:
    """Days off and make-up days as they stood when the calendar was loaded."""

    days_off: frozenset[date] = frozenset()
    makeup_days: frozenset[date] = frozenset()
    guesses: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday unless off; a weekend only when it is made up for another day."""
        if day in self.makeup_days:
            return True
        return day.weekday() < SATURDAY and day not in self.days_off

    def next_working_day(self, day: date) -> date:
        """The day itself when it is worked, else the first worked day after it (Điều 148)."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def add_days(self, day: date, n: int) -> date:
        """The last day of a period of n calendar days that starts the day after `day`.

        BLDS 2015 Điều 147 (the first day is not counted) and Điều 148 (a last day that
        is not worked moves to the next working day).
        """
        return self.next_working_day(day + n * ONE_DAY)

    def add_working_days(self, day: date, n: int) -> date:
        """The n-th working day after `day`, which itself is not counted (Điều 147).

        A negative n counts back ("at least 5 working days before"). With n = 0 the
        result is `next_working_day(day)`: never a day that is not worked.
        """
        if n == 0:
            return self.next_working_day(day)
        step = ONE_DAY if n > 0 else -ONE_DAY
        for _ in range(abs(n)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def working_days_between(self, a: date, b: date) -> int:
        """How many working days lie from a to b, where a itself is not counted (Điều 147).

        Negative when b is before a; the inverse of `add_working_days`.
        """
        if b < a:
            return -self._count(b, a - ONE_DAY)
        return self._count(a + ONE_DAY, b)

    def is_estimate(self, a: date, b: date) -> bool:
        """Whether the span rests on a day not announced yet or a year with no data."""
        known_years = {day.year for day in self.days_off}
        return any(day in self.guesses or day.year not in known_years for day in _days(a, b))

    def _count(self, first: date, last: date) -> int:
        return sum(self.is_working_day(day) for day in _days(first, last))


def load() -> WorkingCalendar:
    """The calendar of the Holiday table, in one query."""
    rows = list(Holiday.objects.values_list("day", "kind", "is_guess"))
    makeup = frozenset(day for day, kind, _ in rows if kind == Holiday.Kind.MAKEUP)
    return WorkingCalendar(
        days_off=frozenset(day for day, _, _ in rows) - makeup,
        makeup_days=makeup,
        guesses=frozenset(day for day, _, is_guess in rows if is_guess),
    )


def end_of_day(day: date) -> datetime:
    """24:00 of the day in Asia/Ho_Chi_Minh, the instant a date alone stands for (Điều 148)."""
    return datetime.combine(day + ONE_DAY, time.min, tzinfo=VIETNAM)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + n * ONE_DAY for n in range((last - first).days + 1))
