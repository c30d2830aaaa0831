"""A document made by hand, for tests of the room itself."""

from datetime import date
from typing import Any

from documents.models import OfficialDocument
from tests import builders as make

ROW = ["1", "Trưởng phòng", "01"]


def content(**parts: Any) -> dict[str, Any]:
    """What a room above would have built."""
    return {
        "superior": "ỦY BAN NHÂN DÂN",
        "body": "SỞ NỘI VỤ",
        "place": "Hải Phòng",
        "symbol": "/KH-SNV",
        "year": "2026",
        "form_name": "KẾ HOẠCH",
        "authority": "",
        "enacts": "",
        "closing": "",
        "basis": ["Căn cứ Quyết định số 1."],
        "parts": [table([ROW])],
        "recipients": ["Lưu: VT."],
    } | parts


def table(rows: list[list[str]]) -> dict[str, Any]:
    heads = ["TT", "Chức danh", "Số lượng"]
    return {"kind": "table", "heads": heads, "widths": [1, 6, 2], "centred": [0, 2], "rows": rows}


def paper(*, is_party: bool = False, **fields: Any) -> OfficialDocument:
    """Not stored: rendering asks for nothing else."""
    agency = make.agency("BTCTW" if is_party else "SNV", is_party=is_party)
    defaults = {
        "agency": agency,
        "kind": OfficialDocument.Kind.PLAN,
        "reference": "12/KH-SNV",
        "issued_on": date(2026, 3, 9),
        "title": "Thi tuyển năm 2026",
        "signer_name": "Vương Đình Thọ",
        "signer_title": "KT. Giám đốc\nPhó Giám đốc",
        "content": content(),
    }
    return OfficialDocument(**defaults | fields)
