"""What holds for every request of a signed-in person: age of session, second factor, no copies."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from audit import clock
from audit.transitions import TransitionNotAllowed

STARTED_KEY, SEEN_KEY = "session_started", "session_seen"


class SessionAgeMiddleware:
    """End a session idle too long or open too long, counted by our own clock."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if SESSION_KEY in request.session and _is_expired(request.session):
            logout(request)
            messages.warning(request, _("Phiên làm việc đã hết hạn. Vui lòng đăng nhập lại."))
        response = self.get_response(request)
        if SESSION_KEY in request.session:
            _touch(request.session)
        return response


def _seconds_now() -> int:
    return int(clock.now().timestamp())


def _is_expired(session) -> bool:
    now = _seconds_now()
    idle = now - session.get(SEEN_KEY, now)
    total = now - session.get(STARTED_KEY, now)
    return idle >= settings.SESSION_IDLE_SECONDS or total >= settings.SESSION_TOTAL_SECONDS


def _touch(session) -> None:
    """Note the visit, at most every few minutes: a GET should rarely write."""
    now = _seconds_now()
    if STARTED_KEY not in session:
        session[STARTED_KEY] = session[SEEN_KEY] = now
    elif now - session[SEEN_KEY] >= settings.SESSION_TOUCH_SECONDS:
        session[SEEN_KEY] = now


SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
OPEN_WITHOUT_SECOND_FACTOR = {
    "account_confirm_email",  # allauth sets up no second factor beside an unconfirmed address
    "account_email",
    "account_logout",
    "account_reauthenticate",  # setting up the second factor asks for the password again
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_index",
    "set_language",
    "healthz",
    "readyz",
    "desk:healthz",
    "desk:readyz",
}


class SecondFactorMiddleware:
    """Staff without a second factor reach nothing but the page that sets one up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if request.resolver_match.view_name in OPEN_WITHOUT_SECOND_FACTOR:
            return None
        if not _lacks_second_factor(request.user):
            return None
        messages.warning(
            request, _("Vui lòng bật xác thực hai lớp trước khi làm việc trong hệ thống.")
        )
        return redirect("mfa_activate_totp")


def _lacks_second_factor(user) -> bool:
    if not (settings.REQUIRE_SECOND_FACTOR and user.is_authenticated and user.needs_second_factor):
        return False
    return not Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).exists()


class NoStoreMiddleware:
    """Pages of a signed-in person stay in no cache, unless the view decided otherwise."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class StalePageMiddleware:
    """A step the object's state no longer allows is a page that says so, never a crash."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, TransitionNotAllowed):
            return render(request, "409.html", {"reason": str(exception)}, status=409)
        return None
