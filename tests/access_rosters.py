"""Planning rosters of agency A, for the tests of access. The first HR officer enters them."""

from typing import Any

from positions import roster_workflow as workflow
from positions.models import PlanningRoster
from positions.tests import roster_workbooks as books
from tests import builders as make
from tests.access_case import Case, Getter
from tests.access_world import World

FAULTY = {"title": "Vua", "name": "Phạm Anpha"}


def _rows(**spoiled: Any) -> list[dict[str, Any]]:
    return [books.row(1, **({"name": "Lê Anpha"} | spoiled))]


def _body(world: World) -> dict[str, Any]:
    return books.form_body(world.a, _rows())


def _mended(_world: World) -> dict[str, Any]:
    return {"workbook": books.upload(_rows())}


def _entered(**spoiled: Any) -> Getter:
    def kwargs(world: World) -> dict[str, Any]:
        return _args(books.entered(world.a, _rows(**spoiled)))

    return kwargs


def _imported(world: World) -> dict[str, Any]:
    roster = books.entered(world.a, _rows(), scan=make.pdf("quyet-dinh.pdf"))
    workflow.import_roster(roster, by=world.people["hr"])
    return _args(roster)


def _confirmed(world: World) -> dict[str, Any]:
    return _args(books.confirmed(world.a, _rows()))


def _args(roster: PlanningRoster) -> dict[str, Any]:
    return {"public_id": roster.public_id}


ROSTER_CASES = [
    Case("positions:roster-list"),
    Case("positions:roster-create", body=_body),
    Case("positions:roster-template"),
    Case("positions:roster", _imported),
    Case("positions:roster", _entered(), object="preview"),
    Case("positions:roster", _entered(**FAULTY), object="faulty"),
    Case("positions:roster-mend", _entered(**FAULTY), _mended),
    Case("positions:roster-mend", _imported, _mended, "imported"),
    Case("positions:roster-import", _entered()),
    Case("positions:roster-import", _imported, object="imported"),
    Case("positions:roster-confirm", _imported),
    Case("positions:roster-confirm", _entered(), object="not imported"),
    Case("positions:roster-withdraw", _imported),
    Case("positions:roster-withdraw", _confirmed, object="confirmed"),
    Case("positions:roster-returned", _entered(**FAULTY)),
    Case("positions:roster-returned", _entered(), object="sound"),
    Case("positions:roster-scan", _imported),
    Case("positions:roster-scan", _confirmed, object="no scan"),
]
