"""Rules of Sở Nội vụ Hải Phòng: a regulation in two versions, two title standards."""

from datetime import timedelta

from audit import clock
from desk.seeding import steps
from desk.seeding.cast import Cast
from positions import regulation_workflow as workflow
from positions import standard_workflow as standards
from positions.models import Regulation, Title

CODE = "QC-HPG"
DECREE = "Nghị định 29/2024/NĐ-CP"
OWN = "Quy định của thành phố (minh họa)"
CRITERIA = (
    {"kind": "education", "level": "DAI_HOC", "basis": OWN},
    {"kind": "political_theory", "level": "TRUNG_CAP", "basis": DECREE},
    {"kind": "state_management", "level": "CHUYEN_VIEN", "basis": OWN},
    {"kind": "service_years", "n": 3, "basis": OWN},
    {"kind": "remaining_years", "n": 5, "basis": OWN},
    {"kind": "planning", "basis": "Công văn 2424/BNV-CCVC"},
    {"kind": "text", "text": "Không trong thời gian xem xét hoặc thi hành kỷ luật.", "basis": OWN},
)


def play(cast: Cast) -> None:
    """Drawn from the national sample, with the city's own limit of days; two title standards."""
    _standards(cast)
    hr, head = cast.users["tochuc.hp1"], cast.users["lanhdao.hp"]
    agency = cast.agencies["HPG.SNV"]
    base = Regulation.objects.in_force().get(code="BNV-2424-E")
    with clock.at(steps.moment(clock.today() - timedelta(days=70))):
        first = workflow.draft_regulation(base, agency, CODE, by=hr)
        changes = {"total_days_limit": 120, "reserve_months": 12, "rules.reserve.max_people": 2}
        name = "Quy chế thi tuyển chức danh lãnh đạo, quản lý của thành phố Hải Phòng (minh họa)"
        fields = {"name": name, "document_no": "15/QĐ-SNV"}
        first = workflow.edit_regulation(first, changes, by=hr, **fields)
        first = workflow.propose_regulation(first, by=hr)
        steps.second_person(first, head)
    with clock.at(steps.moment(clock.today() - timedelta(days=3))):
        second = workflow.draft_regulation(first, agency, CODE, by=hr)
        changes = {"total_days_limit": 90, "written_minutes": 150, "vetting_days": 7}
        workflow.edit_regulation(second, changes, by=hr, document_no="27/QĐ-SNV")


def _standards(cast: Cast) -> None:
    """One in force for heads of division, one for their deputies being drafted from it."""
    hr, head, agency = cast.users["tochuc.hp1"], cast.users["lanhdao.hp"], cast.agencies["HPG.SNV"]
    heads, deputies = (Title.objects.get(code=code) for code in ("TP", "PTP"))
    first = standards.draft_standard(heads, agency, by=hr)
    first = standards.edit_standard(first, list(CRITERIA), by=hr, document_no="16/QĐ-SNV")
    steps.second_person(standards.propose_standard(first, by=hr), head)
    draft = standards.draft_standard(deputies, agency, by=hr, base=first)
    fewer = [row for row in CRITERIA if row["kind"] != "service_years"]
    standards.edit_standard(draft, fewer, by=hr, document_no="")
