from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.core.exceptions import ImproperlyConfigured

from audit import clock

NOON = datetime(2026, 3, 4, 5, 0, tzinfo=UTC)


def test_now_is_aware_utc():
    assert clock.now().utcoffset() == timedelta(0)


def test_today_is_the_day_in_vietnam():
    with clock.at(datetime(2026, 3, 4, 16, 59, 59, tzinfo=UTC)):
        assert clock.today() == date(2026, 3, 4)
    with clock.at(datetime(2026, 3, 4, 17, 0, tzinfo=UTC)):
        assert clock.today() == date(2026, 3, 5)


def test_set_clocks_nest_and_come_back():
    with clock.at(NOON):
        with clock.at(NOON + timedelta(days=1)):
            assert clock.now() == NOON + timedelta(days=1)
        assert clock.now() == NOON
        assert clock.frozen()

    assert not clock.frozen()


def test_clock_comes_back_after_an_error():
    with pytest.raises(RuntimeError), clock.at(NOON):
        raise RuntimeError

    assert not clock.frozen()


def test_set_time_is_kept_in_utc():
    with clock.at(datetime(2026, 3, 4, 12, 0, tzinfo=timezone(timedelta(hours=7)))):
        assert clock.now().isoformat() == "2026-03-04T05:00:00+00:00"


def test_naive_time_is_refused():
    with pytest.raises(ValueError, match="aware"), clock.at(NOON.replace(tzinfo=None)):
        pass


def test_clock_cannot_be_set_in_production(settings):
    settings.PRODUCTION = True

    with pytest.raises(ImproperlyConfigured), clock.at(NOON):
        pass

    assert not clock.frozen()
