"""Reads over two-person requests for pages."""

from typing import Any

from accounts.models import TwoPersonRequest

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
