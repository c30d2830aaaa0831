"""A regulation of Sở Nội vụ Hải Phòng: version 1 in force, version 2 being drafted."""

from datetime import timedelta

from audit import clock
from desk.seeding import steps
from desk.seeding.cast import Cast
from positions import regulation_workflow as workflow
from positions.models import Regulation

CODE = "QC-HPG"


def play(cast: Cast) -> None:
    """Drawn from the national sample, with the city's own limit of days."""
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
