"""Sở Nội vụ Hải Phòng's plans: this year's approved up to the city, next year's at the head."""

from datetime import date, timedelta

from audit import clock
from desk.seeding import steps
from desk.seeding.cast import Cast
from positions import plan_workflow as workflow
from positions.models import AuthorityKind, Plan, PlanLine, Title

# quarter, title, name, seats
POSTS = (
    (1, "TP", "Trưởng phòng Phòng Công chức, viên chức", 1),
    (2, "PTP", "Phó Trưởng phòng Phòng Xây dựng chính quyền", 1),
    (3, "TP", "Trưởng phòng Phòng Thi đua, khen thưởng", 1),
    (4, "PGDS", "Phó Giám đốc Sở Nội vụ", 1),
    (4, "PTP", "Phó Trưởng phòng Phòng Cải cách hành chính", 2),
)


def play(cast: Cast) -> None:
    """The year's plan, its copy for the next year proposed, waiting at the department's head."""
    hr, year = cast.users["tochuc.hp1"], clock.today().year
    with clock.at(steps.moment(clock.today() - timedelta(days=65))):
        plan = _draft(cast, year)
        plan = workflow.propose_plan(plan, by=hr)
        while plan.state == Plan.State.PROPOSED:
            head = cast.users["lanhdao.hp" if plan.waits_at.code == "HPG.SNV" else "lanhdao.tp"]
            steps.second_person(plan, head)
            plan.refresh_from_db()
    with clock.at(steps.moment(clock.today() - timedelta(days=2))):
        following = workflow.copy_plan(plan, by=hr)
        numbers = {"document_no": f"3/KH-SNV-{year + 1}", "document_on": clock.today()}
        workflow.propose_plan(workflow.edit_plan(following, by=hr, **numbers), by=hr)


def _draft(cast: Cast, year: int) -> Plan:
    hr, agency = cast.users["tochuc.hp1"], cast.agencies["HPG.SNV"]
    plan = workflow.create_plan(agency, year, by=hr)
    for quarter, title, name, seats in POSTS:
        kind = "TINH_UY" if title == "PGDS" else "SO_NGANH"
        line = PlanLine(
            plan=plan,
            agency=agency,
            title=Title.objects.get(code=title),
            name=name,
            seats=seats,
            quarter=quarter,
            authority=agency,
            authority_kind=AuthorityKind.objects.get(code=kind),
        )
        workflow.add_line(line, by=hr)
    numbers = {"document_no": f"2/KH-SNV-{year}", "document_on": date(year, 1, 5)}
    return workflow.edit_plan(plan, by=hr, **numbers)
