"""A campaign's files, proofs of publication and feeds, for the tests of access."""

from typing import Any

from audit import clock
from positions.models import CampaignFile, Publication
from tests import builders as make
from tests import publicity
from tests.access_case import Case, Getter, campaign, opening, words
from tests.access_world import World


def _file(name: str, *, removed: bool = False) -> Getter:
    """A file of one of A's campaigns; one per campaign is enough."""

    def kwargs(world: World) -> dict[str, Any]:
        rows = CampaignFile.objects.filter(campaign=world.campaigns[name])
        row = rows.filter(removed_at__isnull=not removed).first()
        if row is None:
            row = publicity.campaign_file(world.campaigns[name], removed=removed)
        return {"public_id": row.public_id}

    return kwargs


def _proof(name: str, **fields: Any) -> Getter:
    def kwargs(world: World) -> dict[str, Any]:
        wanted = {"link": fields["link"]} if "link" in fields else {"link": ""}
        rows = Publication.objects.filter(campaign=world.campaigns[name], voided_at=None, **wanted)
        row = rows.first() or publicity.publication(world.campaigns[name], **fields)
        return {"public_id": row.public_id}

    return kwargs


def _void(name: str) -> Getter:
    def kwargs(world: World) -> dict[str, Any]:
        rows = Publication.objects.filter(campaign=world.campaigns[name], voided_at__isnull=False)
        row = rows.first() or publicity.publication(world.campaigns[name], void="Ghi nhầm.")
        return {"public_id": row.public_id}

    return kwargs


def _upload(_world: World) -> dict[str, Any]:
    return {"kind": "STUDY", "title": "Danh mục ôn tập ANPHA", "file": make.pdf("on-tap.pdf")}


def _published(_world: World) -> dict[str, Any]:
    return {
        "channel": "NEWSPAPER",
        "published_on": f"{clock.today():%d/%m/%Y}",
        "place": "Báo ANPHA",
        "link": "https://bao.example.vn/1",
    }


LINK = "https://trang.example.vn/thi-tuyen"
_reason = words(reason="Ghi nhầm ngày.")
ANNOUNCEMENT_CASES = [
    Case("positions:feed"),
    Case("positions:deadline-calendar"),
    Case("positions:opening-calendar", opening("draft")),
    Case("positions:opening-calendar", opening("receiving"), object="public"),
    Case("positions:campaign-file", _file("draft")),
    Case("positions:campaign-file", _file("receiving"), object="public"),
    Case("positions:campaign-file", _file("receiving", removed=True), object="removed"),
    Case("positions:publication-file", _proof("draft")),
    Case("positions:publication-file", _proof("receiving"), object="public"),
    Case("positions:publication-file", _proof("receiving", link=LINK), object="link only"),
    Case("positions:campaign-files", campaign("draft"), _upload),
    Case("positions:campaign-files", campaign("receiving"), _upload, "public"),
    Case("positions:campaign-file-remove", _file("receiving")),
    Case("positions:campaign-file-remove", _file("receiving", removed=True), object="removed"),
    Case("positions:publication-list", campaign("draft"), _published),
    Case("positions:publication-list", campaign("receiving"), _published, "public"),
    Case("positions:publication-void", _proof("receiving"), _reason),
    Case("positions:publication-void", _void("receiving"), _reason, "void"),
]
