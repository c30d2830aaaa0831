"""Pages of reports and of past results, for the tests of access."""

import tempfile
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from reports.tests import workbooks
from reports.workflow import keep_workbook
from tests.access_case import Case
from tests.access_world import World


def upload() -> SimpleUploadedFile:
    """A workbook with one post that chose nobody."""
    rows = {
        "agencies": [workbooks.agency("BO-CU", "Bộ Cũ", "central")],
        "openings": [workbooks.opening("CU-1", "BO-CU", outcome="UNFILLED")],
        "candidates": [],
    }
    with tempfile.TemporaryDirectory() as folder:
        content = workbooks.write(rows, Path(folder) / "past.xlsx").read_bytes()
    return SimpleUploadedFile("ky-thi-cu.xlsx", content)


def _kept(world: World) -> dict[str, Any]:
    workbook = keep_workbook(upload(), by=world.people["ministry_staff"])
    return {"public_id": workbook.public_id}


REPORT_CASES = [
    Case("reports:statistics"),
    Case("reports:r1"),
    Case("reports:r1-openings", lambda _world: {"measure": "titles"}),
    Case("reports:workbook-list", body=lambda _world: {"file": upload()}),
    Case("reports:workbook-template"),
    Case("reports:workbook-detail", _kept),
    Case("reports:workbook-faults", _kept),
]
