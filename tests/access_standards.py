"""Titles and their standards: one in force, one draft of A."""

from typing import Any

from positions import standard_workflow as workflow
from positions.models import Opening, Title, TitleStandard
from positions.reference import load_titles
from tests import builders as make
from tests.access_case import Case, Getter, opening, words
from tests.access_world import World

ROW = {"kind": "service_years", "n": 5, "basis": "NĐ 29/2024"}


def _title(_world: World) -> dict[str, Any]:
    load_titles()
    return {"code": "VT"}


def _standard(code: str, *, issue: bool = False) -> Getter:
    def kwargs(world: World) -> dict[str, Any]:
        load_titles()
        title = Title.objects.get(code=code)
        if not TitleStandard.objects.filter(title=title).exists():
            _make(world, title, issue=issue)
        return {"code": code, "agency": world.a.code, "version": 1}

    return kwargs


def _make(world: World, title: Title, *, issue: bool) -> None:
    hr, head = world.people["hr"], world.people["head"]
    row = workflow.draft_standard(title, world.a, by=hr)
    row = workflow.edit_standard(row, [ROW], by=hr, document_no="16/QĐ")
    if issue:
        workflow.propose_standard(row, by=hr)
        make.agreed(world.request("standard"), by=head)


def _self_check(world: World) -> dict[str, Any]:
    _standard("PVT", issue=True)(world)
    row = TitleStandard.objects.get(title__code="PVT")
    if not Opening.objects.filter(code="ANPHA-TC").exists():
        campaign = make.campaign("ANPHA-TC-DOT", world.a)
        fields = {"code": "ANPHA-TC", "standard": row}
        make.opening_at(Opening.State.PUBLISHED, campaign, **fields)
    return {"code": "ANPHA-TC"}


def _draft_body(world: World) -> dict[str, Any]:
    return {"owner": world.a.pk}


STANDARD_CASES = [
    Case("positions:title-list"),
    Case("positions:title", _title),
    Case("positions:standard", _standard("GDS")),
    Case("positions:standard", _standard("PVT", issue=True), object="public"),
    Case("positions:standard-draft", _title, _draft_body),
    Case("positions:standard-edit", _standard("GDS"), words(grade="01.002", basis_grade="NĐ 29")),
    Case("positions:standard-edit", _standard("PVT", issue=True), object="public"),
    Case("positions:standard-propose", _standard("GDS")),
    Case("positions:self-check", _self_check, words(education="DAI_HOC")),
    Case("positions:self-check", opening("receiving"), words(education="DAI_HOC"), "none"),
]
