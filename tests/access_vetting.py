"""Vetting, URL by URL."""

from datetime import timedelta
from typing import Any

from audit import clock
from candidates.findings import criteria_of, digest
from tests.access_case import Case, own, pk, words


def verdict_body(name: str) -> Any:
    """Every criterion met, every document good."""

    def body(world: Any) -> dict[str, str]:
        row = world.own[name]
        found = {f"outcome_{place}": "MET" for place, _ in enumerate(criteria_of(row.opening))}
        found |= {f"good_{item.public_id}": "1" for item in row.items.kept()}
        shown = digest(criteria_of(row.opening))
        return {"verdict": "ELIGIBLE", "shown": shown, **found}

    return body


def _ask_body(_world: Any) -> dict[str, str]:
    due_on = clock.today() + timedelta(days=5)
    return {"wanted": "Bằng đại học.", "due_on": due_on.strftime("%d/%m/%Y")}


_answer_body = words(outcome="REJECTED", answer="Bằng không đúng ngành.")


def _of_opening(name: str) -> Any:
    return lambda world: {"code": world.own[name].opening.code}


VETTING = [
    Case("candidates:application-detail", own("submitted"), verdict_body("submitted")),
    Case("candidates:application-detail", own("draft"), verdict_body("draft"), "draft"),
    Case("candidates:application-detail", own("asked"), verdict_body("asked"), "asked"),
    Case("candidates:check-list", body=lambda world: {"check": world.things["check"].pk}),
    Case("candidates:check-confirm", pk("check")),
    Case("candidates:check-return", pk("check"), words(reason="Xem lại.")),
    Case("candidates:supplement-ask", own("submitted"), _ask_body),
    Case("candidates:supplement-ask", own("asked"), _ask_body, "asked"),
    Case("candidates:supplement-end", own("asked"), object="asked"),
    Case("candidates:supplement-end", own("lapsed"), object="lapsed"),
    Case("candidates:supplement", own("asked"), words(reply="Đã gửi."), "asked"),
    Case("candidates:supplement", own("lapsed"), words(reply="Đã gửi."), "lapsed"),
    Case("candidates:objection", own("refused"), words(grounds="Có bằng."), "refused"),
    Case("candidates:objection", own("objected"), words(grounds="Có bằng."), "objected"),
    Case("candidates:objection-answer", own("objected"), _answer_body, "objected"),
    Case("candidates:objection-answer", own("refused"), _answer_body, "refused"),
    Case("candidates:opening-matrix", _of_opening("submitted")),
    Case("candidates:opening-matrix", _of_opening("draft"), object="no dossier"),
]
