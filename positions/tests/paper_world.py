"""A campaign that holds all that the documents speak of, of a State body and of a Party body."""

from datetime import date
from typing import Any

from agencies.models import Agency, Person, Province
from agencies.workflow import create_person
from documents.models import OfficialDocument
from positions import workflow
from positions.models import Campaign, Opening
from tests import builders as make

Kind = OfficialDocument.Kind
NAME = "Thi tuyển lãnh đạo, quản lý năm 2026"
STANDARDS = "Tốt nghiệp đại học luật trở lên.\nCao cấp lý luận chính trị."
TITLES = ("Phó Giám đốc Sở", "Trưởng phòng Phòng Tổ chức")
CHANGES = [
    ("Hạn nhận hồ sơ", "17 giờ 00 ngày 30 tháng 6 năm 2026", "17 giờ 00 ngày 15 tháng 7 năm 2026"),
    ("Địa điểm thi", "Hội trường A", "Hội trường B"),
]
WORDS = "Hội đồng thông báo lịch thi.\nThí sinh có mặt lúc 07 giờ 30."
EXTRA: dict[str, dict[str, Any]] = {
    Kind.AMENDMENT: {"changes": CHANGES},
    Kind.COUNCIL_NOTICE: {"words": WORDS},
    Kind.COUNCIL_MINUTES: {"words": WORDS},
}
LISTED = ("Đỗ Thị Ánh", "Trần Văn Bình")
SIGNED_ON = date(2026, 1, 2)


def host(is_party: bool) -> Agency:
    if is_party:
        fields = {"name": "Ban Tổ chức Trung ương", "kind": Agency.Kind.PARTY_BODY}
        return make.agency("BTCTW", is_party=True, **fields)
    place = Province.objects.create(
        epoch=Province.Epoch.PILOT, code="31", name="Hải Phòng", full_name="thành phố Hải Phòng"
    )
    fields = {"kind": Agency.Kind.PROVINCE, "sector": Agency.Sector.LOCAL, "province": place}
    above = make.agency("HPG", name="Thành phố Hải Phòng", **fields)
    kind = Agency.Kind.PROVINCIAL_DEPARTMENT
    return make.agency("HPG.SNV", name="Sở Nội vụ thành phố Hải Phòng", kind=kind, parent=above)


def full_campaign(is_party: bool = False, code: str = "HPG-2026-1") -> Campaign:
    """Two draft posts, a council of three, the rules with a written round."""
    rules = make.regulation("BNV-2424")
    made = make.campaign(code, host(is_party), name=NAME, regulation=rules)
    for title in TITLES:
        make.opening_at(Opening.State.DRAFT, made, title=title, standards=STANDARDS)
    people = (("Phí Thị Xuân", {}), ("Vương Đình Thọ", {"is_chair": True}), ("Ê Ban Y Thông", {}))
    for name, flags in people:
        person = create_person(Person(full_name=name, job="Giám đốc", agency=made.host), by=None)
        workflow.name_duty(made, person, "council", by=make.officer(made.host), **flags)
    return made


def extra(campaign: Campaign, kind: str) -> dict[str, Any]:
    """What a document needs beyond the campaign."""
    if kind != Kind.LIST:
        return EXTRA.get(kind, {})
    post = campaign.openings.first().code
    facts = {"opening": post, "born": "1980", "workplace": "Sở Tài chính"}
    return {"people": [{"id": f"{n:032x}", "name": name, **facts} for n, name in enumerate(LISTED)]}


def signed(campaign: Campaign, kind: str, **fields: Any) -> OfficialDocument:
    """Drafted and recorded by the first officer."""
    paper = make.paper_at("DRAFT", campaign, kind, **extra(campaign, kind))
    reference = "12-KH/BTCTW" if campaign.host.is_party else "12/KH-SNV"
    given = {"reference": reference, "issued_on": SIGNED_ON} | fields
    return make.record_paper(paper, by=make.officer(campaign.host), **given)
