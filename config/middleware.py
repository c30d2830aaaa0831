"""What must happen before anything else sees a request."""

from datetime import datetime

from django.conf import settings
from django.http import HttpResponseBadRequest
from django.utils import translation

from audit import clock


class ReceivedAtMiddleware:
    """Stamp the instant a request arrived: it alone decides whether a dossier is in time."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\x00" in request.META.get("QUERY_STRING", "") or "%00" in request.get_full_path():
            return HttpResponseBadRequest("NUL")
        request.received_at = self._received_at(request)
        return self.get_response(request)

    @staticmethod
    def _received_at(request) -> datetime:
        header = request.headers.get("X-Received-At", "")
        if settings.TRUST_RECEIVED_AT and header:
            return datetime.fromisoformat(header)
        return clock.now()


class LanguageMiddleware:
    """Vietnamese unless the visitor chose otherwise; the browser's own language is not asked."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
