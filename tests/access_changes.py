"""Changes after publication, shortfalls and e-mail subscriptions."""

from typing import Any

from positions.models import Opening, Subscription
from positions.subscription_workflow import subscribe
from tests import builders as make
from tests.access_case import Case, Getter, opening, words
from tests.access_world import World

STATE = Opening.State
_grounds = words(
    kind="POSTPONE", reason="Theo ý kiến cấp ủy.", document_no="15/TB", document_on="01/02/2026"
)


def _made(code: str, state: str) -> Getter:
    """An opening of A in a state the world has no opening in."""

    def kwargs(world: World) -> dict[str, Any]:
        if not Opening.objects.filter(code=code).exists():
            campaign = make.campaign(f"{code}-DOT", world.a)
            make.opening_at(state, campaign, code=code, title="Chức danh ANPHA")
        return {"code": code}

    return kwargs


def _reopen_body(world: World) -> dict[str, Any]:
    return {"campaign": world.campaigns["draft"].pk, "code": "ANPHA-LAI"}


def _subscription(_world: World) -> dict[str, Any]:
    row = Subscription.objects.first() or subscribe("doc.gia@example.vn")
    return {"public_id": row.public_id}


CHANGE_CASES = [
    Case("positions:change-propose", opening("receiving"), _grounds),
    Case("positions:change-propose", opening("draft"), _grounds, "draft"),
    Case("positions:opening-reopen", _made("ANPHA-HUY", STATE.CANCELLED), _reopen_body),
    Case("positions:opening-reopen", opening("receiving"), _reopen_body, "receiving"),
    Case("candidates:shortfall", _made("ANPHA-THIEU", STATE.RECEIPT_CLOSED)),
    Case("candidates:shortfall", opening("receiving"), object="receiving"),
    Case("positions:subscribe", body=words(email="doc.gia@example.vn")),
    Case("positions:subscription", _subscription),
    Case("positions:subscription-leave", _subscription),
]
