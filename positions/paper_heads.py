"""Who issues a document, as its head says it; all of it is text of the document, in Vietnamese."""

from dataclasses import dataclass
from datetime import date

from agencies.models import Agency, Province
from documents.models import OfficialDocument

Kind = OfficialDocument.Kind
AgencyKind = Agency.Kind
CAPITAL = "Hà Nội"
COMMITTEE = "Ủy ban nhân dân"
CENTRAL_COMMITTEE = "Ban Chấp hành Trung ương"
OF_THE_CENTRE = " Trung ương"
COUNCIL = "Hội đồng thi tuyển"
ABBREVIATIONS = {
    Kind.PLAN: "KH",
    Kind.NOTICE: "TB",
    Kind.COUNCIL_DECISION: "QĐ",
    Kind.AMENDMENT: "TB",
    Kind.COUNCIL_NOTICE: "TB",
    Kind.COUNCIL_MINUTES: "BB",
    Kind.LIST: "QĐ",
}
FORM_NAMES = {
    "KH": "KẾ HOẠCH",
    "TB": "THÔNG BÁO",
    "QĐ": "QUYẾT ĐỊNH",
    "BB": "BIÊN BẢN",
}
LEADERS = {
    AgencyKind.MINISTRY: "Bộ trưởng",
    AgencyKind.PROVINCE: "Chủ tịch",
    AgencyKind.DISTRICT: "Chủ tịch",
    AgencyKind.COMMUNE: "Chủ tịch",
    AgencyKind.PROVINCIAL_DEPARTMENT: "Giám đốc",
    AgencyKind.PUBLIC_SERVICE_UNIT: "Giám đốc",
}


@dataclass(frozen=True)
class Issuer:
    """The body that issues and the one above it, as their names stand over a document."""

    superior: str
    body: str


def issuer_of(agency: Agency) -> Issuer:
    """A department is under its committee; a Party board of the centre under its committee."""
    body = full_name(agency)
    if agency.parent_id:
        superior = full_name(agency.parent)
        place = agency.parent.name
        if body.casefold().endswith(f" {place.casefold()}"):
            body = body[: -len(place)].rstrip(" ,")
        return Issuer(superior, body)
    if agency.is_party and body.endswith(OF_THE_CENTRE):
        return Issuer(CENTRAL_COMMITTEE, body.removesuffix(OF_THE_CENTRE))
    return Issuer("", body)


def full_name(agency: Agency) -> str:
    """A province is governed by its committee, under whose name it issues."""
    name = agency.name
    if agency.kind == AgencyKind.PROVINCE and not name.casefold().startswith(COMMITTEE.casefold()):
        return f"{COMMITTEE} {name[:1].lower()}{name[1:]}"
    return name


def place_of(agency: Agency, day: date) -> str:
    """The province in which the body sits, by its name on that day; the capital for the centre."""
    if agency.province is None:
        return CAPITAL
    return _on(agency.province, day).name


def _on(province: Province, day: date) -> Province:
    ended = province.valid_to and province.valid_to < day
    return province.successor if ended and province.successor else province


def authority_of(agency: Agency) -> str:
    """Who decides, over the basis of a decision: `GIÁM ĐỐC SỞ NỘI VỤ …`."""
    leader = LEADERS.get(agency.kind, "Thủ trưởng")
    name = full_name(agency)
    if leader == "Bộ trưởng" and not name.startswith("Bộ "):
        leader = "Thủ trưởng"
    return f"{leader} {name}".upper()


def symbol_of(agency: Agency, kind: str) -> str:
    """What follows the number: `/KH-SNV`, of the Party `-KH/BTCTW`; of a council by its book."""
    short = ABBREVIATIONS[kind]
    own = "HĐTT" if kind in OfficialDocument.REGISTERS else agency.code.rpartition(".")[2]
    return f"-{short}/{own}" if agency.is_party else f"/{short}-{own}"


def _over_two_lines(name: str) -> str:
    """A committee's name breaks before its place, as clerks write it."""
    start = f"{COMMITTEE} "
    return name.replace(start, f"{COMMITTEE}\n", 1) if name.startswith(start) else name


def head_of(agency: Agency, kind: str, day: date) -> dict[str, str]:
    """Everything above the title, but number and day."""
    issuer = issuer_of(agency)
    if kind in OfficialDocument.REGISTERS:
        issuer = Issuer(issuer.body, COUNCIL)
    return {
        "superior": _over_two_lines(issuer.superior).upper(),
        "body": _over_two_lines(issuer.body).upper(),
        "place": place_of(agency, day),
        "symbol": symbol_of(agency, kind),
        "year": str(day.year),
        "form_name": FORM_NAMES[ABBREVIATIONS[kind]],
    }
