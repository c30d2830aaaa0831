"""Dossiers on paper, URL by URL."""

from typing import Any

from django.utils import timezone

from audit import clock
from tests import builders as make
from tests.access_case import Case, words


def _entry(name: str = "paper") -> Any:
    return lambda world: {"public_id": world.things[name].public_id}


def _post(world: Any) -> dict[str, str]:
    return {"code": world.things["paper post"].code}


def _item(world: Any) -> dict[str, str]:
    return {"public_id": world.things["paper"].application.items.get().public_id}


def _dossier(world: Any) -> dict[str, str]:
    return {"public_id": world.things["paper filed"].application.public_id}


def _form(_world: Any) -> dict[str, str]:
    return {
        "channel": "DESK",
        "arrived_on": f"{timezone.localtime(clock.now()):%d/%m/%Y}",
        "arrived_time": "00:00",
        "source": "OPEN",
        "full_name": "Cồ Văn Giấy",
        "birth_on": "06/05/1979",
        "gender": "M",
        "citizen_id": "031200999999",
        "workplace": "Sở Tư pháp",
        "job": "Phó Trưởng phòng",
        "education": "Đại học luật",
        "phone": "0900 111 222",
    }


def _scan(_world: Any) -> dict[str, Any]:
    return {"kind": "DEGREE", "copy": "PLAIN", "files": make.pdf("quet.pdf")}


PAPER_DOSSIERS = [
    Case("candidates:paper-list"),
    Case("candidates:paper-new", _post, _form),
    Case("candidates:paper", _entry()),
    Case("candidates:paper-scan", _entry(), _scan),
    Case("candidates:paper-compare", _entry()),
    Case("candidates:paper-compare", _entry("paper filed"), object="filed"),
    Case("candidates:paper-void", _entry(), words(reason="Nhập nhầm.")),
    Case("candidates:paper-file", _item),
    Case("candidates:desk-receipt", _dossier),
]
