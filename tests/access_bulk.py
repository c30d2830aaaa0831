"""Pages of openings from a workbook, for the tests of access."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from positions.bulk.store import keep_workbook
from positions.tests import bulk_workbooks
from tests.access_case import Case, Getter, campaign
from tests.access_world import World


def upload(**spoiled: Any) -> SimpleUploadedFile:
    """A workbook with one post of agency A."""
    fields = {"agency": "ANPHA", "authority": "ANPHA", "code": "ANPHA-BANG.1"}
    return bulk_workbooks.upload([bulk_workbooks.row(1, **fields | spoiled)])


def _body(_world: World) -> dict[str, Any]:
    return {"file": upload()}


def _kept(**spoiled: Any) -> Getter:
    def kwargs(world: World) -> dict[str, Any]:
        hr, period = world.people["hr"], world.campaigns["draft"]
        workbook = keep_workbook(period, upload(**spoiled), by=hr)
        return {"public_id": workbook.public_id}

    return kwargs


BULK_CASES = [
    Case("positions:opening-template"),
    Case("positions:opening-import", campaign("draft"), _body),
    Case("positions:opening-import", campaign("closed"), _body, "list closed"),
    Case("positions:opening-workbook", _kept()),
    Case("positions:opening-workbook", _kept(seats=0), object="faulty"),
    Case("positions:opening-workbook-import", _kept()),
    Case("positions:opening-workbook-returned", _kept()),
    Case("positions:opening-workbook-returned", _kept(seats=0), object="faulty"),
]
