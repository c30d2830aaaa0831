"""Letters, URL by URL: from the public page, at the desk, and whom they are about."""

from typing import Any

from accounts.models import new_public_id
from audit import clock
from tests.access_case import Case, Getter, campaign, thing, words
from tests.access_world import World


def _letter_body(_world: World) -> dict[str, Any]:
    return {
        "kind": "PETITION",
        "text": "Nội dung đơn ANPHA.",
        "nonce": new_public_id(),
        "full_name": "Người Gửi Anpha",
    }


def _paper_body(world: World) -> dict[str, Any]:
    received_on = f"{clock.today():%d/%m/%Y}"
    return _letter_body(world) | {"channel": "DESK", "received_on": received_on}


def _code_body(world: World) -> dict[str, Any]:
    return {"code": world.things["petition"].receipt_code}


def _dated(**fields: str) -> Getter:
    paper = {"document_no": "45/KL", "signer": "Vương Đình Thọ"}
    day = f"{clock.today():%d/%m/%Y}"
    return lambda _world: paper | {"document_on": day} | fields


def _owner_body(world: World) -> dict[str, Any]:
    return {"owner": world.people["hr_2"].pk}


def _readers_body(world: World) -> dict[str, Any]:
    return {"first": world.people["hr"].pk, "second": world.people["hr_2"].pk}


_conclude, _pass_on = _dated(outcome="Không có căn cứ."), _dated(to="Thanh tra Bộ")
_reason = words(reason="Hết thời hiệu.")
LETTER_CASES = [
    Case("candidates:letter-new", campaign("draft"), _letter_body),
    Case("candidates:letter-new", campaign("receiving"), _letter_body, "public"),
    Case("candidates:letter-follow", body=_code_body),
    Case("candidates:letter-list"),
    Case("candidates:letter-enter", campaign("receiving"), _paper_body),
    Case("candidates:letter-readers", campaign("receiving"), _readers_body),
    Case("candidates:letter", thing("petition")),
    Case("candidates:letter", thing("denunciation"), object="denunciation"),
    Case("candidates:letter", thing("handed"), object="handed"),
    Case("candidates:letter", thing("about_hr"), object="about hr"),
    Case("candidates:letter-sender", thing("petition")),
    Case("candidates:letter-sender", thing("denunciation"), object="denunciation"),
    Case("candidates:letter-sender", thing("about_hr"), object="about hr"),
    Case("candidates:letter-assign", thing("petition"), _owner_body),
    Case("candidates:letter-assign", thing("handed"), _owner_body, "handed"),
    Case("candidates:letter-conclude", thing("petition"), _conclude),
    Case("candidates:letter-conclude", thing("handed"), _conclude, "handed"),
    Case("candidates:letter-conclude", thing("about_hr"), _conclude, "about hr"),
    Case("candidates:letter-dismiss", thing("petition"), _reason),
    Case("candidates:letter-dismiss", thing("handed"), _reason, "handed"),
    Case("candidates:letter-pass-on", thing("petition"), _pass_on),
    Case("candidates:letter-pass-on", thing("handed"), _pass_on, "handed"),
    Case("exams:exam-proceed", campaign("scored"), _dated(reason="Không liên quan.")),
    Case("exams:exam-proceed", campaign("heard"), _dated(reason="x"), "no letter"),
]
