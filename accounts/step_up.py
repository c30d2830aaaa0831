"""Sensitive acts ask for the password or the second factor again after five minutes."""

from collections.abc import Callable
from functools import wraps

from allauth.account.decorators import reauthentication_required
from django.conf import settings


def step_up(view: Callable) -> Callable:
    """Require a recent sign-in or re-authentication before a POST of this view."""
    guarded = reauthentication_required(allow_get=True)(view)

    @wraps(view)
    def inner(request, *args, **kwargs):
        return (guarded if settings.REQUIRE_STEP_UP else view)(request, *args, **kwargs)

    return inner
