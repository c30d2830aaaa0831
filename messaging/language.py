"""Notices and announcements are Vietnamese whoever acts: the actor's own language is no matter."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.utils import translation

OFFICIAL = settings.LANGUAGE_CODE


def official(function: Callable) -> Callable:
    """Run a function that words something for others in the installation's language."""

    @wraps(function)
    def inner(*args: Any, **kwargs: Any) -> Any:
        with translation.override(OFFICIAL):
            return function(*args, **kwargs)

    return inner
