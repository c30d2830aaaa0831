"""Reads over two-person requests for pages."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import TwoPersonRequest
from audit import clock

State = TwoPersonRequest.State
TONES = {
    State.PENDING: "warning",
    State.APPROVED: "success",
    State.REFUSED: "danger",
    State.WITHDRAWN: "neutral",
    State.VOID: "danger",
    State.EXPIRED: "neutral",
}


def request_badge(request: TwoPersonRequest) -> dict[str, Any]:
    """Label and tone of a request's state; one whose time is over shows before any job ran."""
    state = State.EXPIRED if request.is_expired else State(request.state)
    return {"label": state.label, "tone": TONES[state]}


def time_left_words(request: TwoPersonRequest) -> str:
    """How long the second person still has, and until when."""
    until = date_format(timezone.localtime(request.expires_at), "DATETIME_FORMAT")
    left = _span_words(max(request.expires_at - clock.now(), timedelta()))
    return _("còn %(left)s, đến %(until)s") % {"left": left, "until": until}


def _span_words(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if span.days:
        return ngettext("%(n)s ngày", "%(n)s ngày", span.days) % {"n": span.days}
    if hours := minutes // 60:
        return ngettext("%(n)s giờ", "%(n)s giờ", hours) % {"n": hours}
    return ngettext("%(n)s phút", "%(n)s phút", minutes) % {"n": minutes}
