"""Reads over openings for pages."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from positions.models import Opening, OpeningStep


@dataclass(frozen=True)
class StepView:
    """One step of the bar: done, next or later, with its date."""

    label: str
    date: date | None
    basis: str
    state: str


def step_bar(opening: Opening) -> list[StepView]:
    """The procedure of an opening as the step bar shows it; the first open step is next."""
    order = list(OpeningStep.Kind)
    steps = sorted(opening.steps.all(), key=lambda step: order.index(step.kind))
    first_open = next((step.pk for step in steps if not step.done_on), None)
    return [_step_view(step, step.pk == first_open) for step in steps]


def _step_view(step: OpeningStep, is_next: bool) -> StepView:
    state = "done" if step.done_on else "now" if is_next else "next"
    return StepView(
        str(step.get_kind_display()), step.done_on or step.planned_on, step.basis, state
    )


STATE_TONES = {
    Opening.State.DRAFT: "neutral",
    Opening.State.PROPOSED: "warning",
    Opening.State.APPROVED: "info",
    Opening.State.PUBLISHED: "success",
    Opening.State.RECEIPT_CLOSED: "info",
    Opening.State.LIST_CLOSED: "info",
    Opening.State.FILLED: "success",
    Opening.State.UNFILLED: "warning",
    Opening.State.POSTPONED: "warning",
    Opening.State.SHORTFALL: "warning",
    Opening.State.CANCELLED: "danger",
}


def badge(opening: Opening) -> dict[str, Any]:
    """Label and tone of an opening's state; a passed deadline shows before any job ran."""
    if opening.state == Opening.State.PUBLISHED and not opening.is_receiving:
        closed = Opening.State.RECEIPT_CLOSED
        return {"label": closed.label, "tone": STATE_TONES[closed]}
    return {"label": opening.get_state_display(), "tone": STATE_TONES[opening.state]}
