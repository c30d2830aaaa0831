"""Pages of official documents, for the tests of access. The first HR officer enters them."""

from typing import Any

from audit import clock
from tests import builders as make
from tests.access_case import Case, Getter, campaign, words
from tests.access_world import World


def _paper(state: str) -> Getter:
    def kwargs(world: World) -> dict[str, Any]:
        return {"public_id": make.paper_at(state, world.campaigns["closed"]).public_id}

    return kwargs


def _draft_of(kind: str) -> Getter:
    return lambda world: {"code": world.campaigns["closed"].code, "kind": kind}


def _no_post_yet(world: World) -> dict[str, Any]:
    host = world.a
    empty = make.campaign("ANPHA-TRONG", host, name="Đợt thi chưa có chức danh")
    return {"code": empty.code, "kind": "plan"}


def _signed(_world: World) -> dict[str, Any]:
    return {
        "reference": "12/KH-SNV",
        "issued_on": f"{clock.today():%d/%m/%Y}",
        "signer_title": "Giám đốc",
        "signer_name": "Vương Đình Thọ",
        "scan": make.pdf("ban-ky.pdf"),
    }


_title = words(title="Thi tuyển lãnh đạo, quản lý")
_reason = words(reason="Ghi nhầm ngày ký.")
PAPER_CASES = [
    Case("positions:paper-list", campaign("closed")),
    Case("positions:paper-draft", _draft_of("plan"), _title),
    Case("positions:paper-draft", _draft_of("khac"), _title, "unknown kind"),
    Case("positions:paper-draft", _no_post_yet, _title, "no post yet"),
    Case("positions:paper-detail", _paper("DRAFT")),
    Case("positions:paper-record", _paper("DRAFT"), _signed),
    Case("positions:paper-record", _paper("RECORDED"), _signed, "recorded"),
    Case("positions:paper-confirm", _paper("RECORDED")),
    Case("positions:paper-confirm", _paper("DRAFT"), object="draft"),
    Case("positions:paper-void", _paper("RECORDED"), _reason),
    Case("positions:paper-void", _paper("CONFIRMED"), _reason, "confirmed"),
    Case("positions:paper-void", _paper("VOID"), _reason, "void"),
    Case("positions:paper-pdf", _paper("DRAFT")),
    Case("positions:paper-docx", _paper("DRAFT")),
    Case("positions:paper-scan", _paper("RECORDED")),
    Case("positions:paper-scan", _paper("DRAFT"), object="no scan"),
]
