"""Sensitive acts ask for the password or the second factor again after five minutes."""

from collections.abc import Callable, Iterable
from functools import wraps

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest


def step_up(view: Callable, *, dropped: Iterable[str] = ()) -> Callable:
    """Require a recent sign-in or re-authentication before a POST of this view.

    What was posted waits in the session meanwhile; the fields named in `dropped` never do: they
    are typed again.
    """
    guarded = reauthentication_required(allow_get=True)(view)

    @wraps(view)
    def inner(request, *args, **kwargs):
        try:
            return (guarded if settings.REQUIRE_STEP_UP else view)(request, *args, **kwargs)
        except ReauthenticationRequired:
            _drop(request, dropped)
            raise

    return inner


def _drop(request: HttpRequest, names: Iterable[str]) -> None:
    kept = request.POST.copy()
    for name in names:
        kept.pop(name, None)
    request.POST = kept
