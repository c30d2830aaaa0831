"""Regulations: an issued one, a draft of A, one that waits."""

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from positions import regulation_workflow as workflow
from positions.models import Regulation
from positions.regulation_forms import RegulationForm
from tests import builders as make
from tests.access_case import Case, Getter
from tests.access_world import World


def _issued(_world: World) -> dict[str, Any]:
    return {"code": "BNV-2424", "version": 1}


def _draft(code: str) -> Getter:
    def kwargs(world: World) -> dict[str, Any]:
        if not Regulation.objects.filter(code=code).exists():
            base, hr = make.regulation("BNV-2424"), world.people["hr"]
            row = workflow.draft_regulation(base, world.a, code, by=hr)
            workflow.edit_regulation(row, {"written_minutes": 150}, by=hr, document_no="12/QĐ")
        return {"code": code, "version": 1}

    return kwargs


def _draft_body(world: World) -> dict[str, Any]:
    return {"owner": world.a.pk, "code": "QC-ANPHA-MOI"}


def _edit_body(_world: World) -> dict[str, Any]:
    row = Regulation.objects.get(code="QC-ANPHA")
    form = RegulationForm(regulation=row)
    body = {bound.name: bound.value() for bound in form}
    kept = {
        name: str(value).lower() if isinstance(value, bool) else value
        for name, value in body.items()
        if value is not None
    }
    return kept | {"written_minutes": 120}


def _file_body(_world: World) -> dict[str, Any]:
    data = workflow.exported(make.regulation("TT06-2020"))
    return {"file": SimpleUploadedFile("quy-che.json", json.dumps(data).encode())}


REGULATION_CASES = [
    Case("positions:regulation-list"),
    Case("positions:regulation", _draft("QC-ANPHA")),
    Case("positions:regulation", _issued, object="public"),
    Case("positions:regulation-file", _issued),
    Case("positions:regulation-draft", _issued, _draft_body),
    Case("positions:regulation-edit", _draft("QC-ANPHA"), _edit_body),
    Case("positions:regulation-edit", _issued, object="public"),
    Case("positions:regulation-take-in", _draft("QC-ANPHA"), _file_body),
    Case("positions:regulation-propose", _draft("QC-ANPHA")),
]
