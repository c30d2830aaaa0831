"""Yearly plans: one drafted, one approved, of A."""

from datetime import date
from typing import Any

from positions import plan_workflow as workflow
from positions.models import AuthorityKind, Plan, PlanLine, Title
from positions.reference import load_authority_kinds, load_titles
from tests import builders as make
from tests.access_case import Case, Getter, words
from tests.access_world import World


def _plan(year: int, *, approve: bool = False) -> Getter:
    def kwargs(world: World) -> dict[str, Any]:
        if not Plan.objects.filter(agency=world.a, year=year).exists():
            _make(world, year, approve=approve)
        return {"code": world.a.code, "year": year}

    return kwargs


def _make(world: World, year: int, *, approve: bool) -> None:
    load_titles()
    load_authority_kinds()
    hr = world.people["hr"]
    plan = workflow.create_plan(world.a, year, by=hr)
    row = PlanLine(plan=plan, agency=world.a, authority=world.a, quarter=1, name="Vụ trưởng ANPHA")
    row.title = Title.objects.get(code="VT")
    row.authority_kind = AuthorityKind.objects.get(code="BO_NGANH")
    workflow.add_line(row, by=hr)
    numbers = {"document_no": "5/KH-ANPHA", "document_on": date(2026, 12, 1)}
    plan = workflow.edit_plan(plan, by=hr, **numbers)
    if approve:
        workflow.propose_plan(plan, by=hr)
        make.agreed(world.request("plan"), by=world.people["head"])


def _line(world: World) -> dict[str, Any]:
    _plan(2031)(world)
    return {"public_id": PlanLine.objects.get(plan__year=2031).public_id}


def _new(world: World) -> dict[str, Any]:
    return {"agency": world.a.pk, "year": 2040}


def _line_body(world: World) -> dict[str, Any]:
    _plan(2031)(world)
    return {
        "title": Title.objects.get(code="PVT").pk,
        "name": "Phó Vụ trưởng ANPHA",
        "agency": world.a.pk,
        "seats": 2,
        "quarter": 3,
        "authority": world.a.pk,
        "authority_kind": AuthorityKind.objects.get(code="BO_NGANH").pk,
    }


def _campaign_body(world: World) -> dict[str, Any]:
    return {
        "code": "ANPHA-KH",
        "name": "Đợt thi theo kế hoạch ANPHA",
        "regulation": world.campaigns["draft"].regulation_id,
        "contact_name": "Nguyễn Thị Liên",
        "contact_phone": "024 1234 5678",
        "lines": [PlanLine.objects.get(plan__year=2032).pk],
    }


_numbers = words(document_no="6/KH", document_on="01/12/2030")
DRAFT, APPROVED = _plan(2031), _plan(2032, approve=True)
PLAN_CASES = [
    Case("positions:plan-list"),
    Case("positions:plan-create", body=_new),
    Case("positions:plan", DRAFT),
    Case("positions:plan", APPROVED, object="approved"),
    Case("positions:plan-edit", DRAFT, _numbers),
    Case("positions:plan-edit", APPROVED, _numbers, "approved"),
    Case("positions:plan-propose", DRAFT),
    Case("positions:plan-copy", APPROVED),
    Case("positions:line-create", DRAFT, _line_body),
    Case("positions:line-edit", _line, _line_body),
    Case("positions:line-remove", _line),
    Case("positions:plan-campaign", APPROVED, _campaign_body),
    Case("positions:plan-campaign", DRAFT, object="draft"),
]
