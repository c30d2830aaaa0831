"""The only source of time. Everything else asks here, so that a seed or a test can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

_set_to: list[datetime] = []


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _set_to[-1] if _set_to else datetime.now(UTC)


def today() -> date:
    """The present day in Asia/Ho_Chi_Minh."""
    return timezone.localdate(now())


def frozen() -> bool:
    """Whether somebody has set the clock."""
    return bool(_set_to)


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Set the clock of this process, for seeding and tests; refused in production."""
    if settings.PRODUCTION:
        raise ImproperlyConfigured("The clock cannot be set in production.")
    if timezone.is_naive(instant):
        raise ValueError("clock.at() takes an aware instant.")
    _set_to.append(instant.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.pop()
