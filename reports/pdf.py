"""A form on paper: typst lays out data that reaches it as JSON, never as markup."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.demo import is_demo
from documents.rendering.typesetting import typeset
from documents.rendering.words import MOTTO, NATION
from reports.exports import (
    TOTAL_ORDER,
    headings,
    notes,
    period_of,
    place_and_date,
    scope_label,
    title_of,
    total_name,
    values_of,
)
from reports.queries import Line, Report

LAYOUT = Path(__file__).resolve().parent / "layouts" / "form.typ"


def as_pdf(report: Report) -> bytes:
    """For people: the lines of the XLSX on landscape A4; a demo's bears MẪU on every page."""
    return typeset(LAYOUT, _data(report))


def _data(report: Report) -> dict:
    return {
        "owner": settings.SITE_OWNER.upper(),
        "nation": NATION,
        "motto": MOTTO,
        "place": place_and_date(),
        "title": title_of(report),
        "period": period_of(report),
        "heads": headings(),
        "rows": [_cells(line, line.name) for line in report.rows],
        "totals": [_cells(report.totals[scope], total_name(scope)) for scope in TOTAL_ORDER],
        "noted": _("Cách tính:"),
        "notes": notes(),
        "signers": [_("NGƯỜI LẬP BIỂU"), _("THỦ TRƯỞNG CƠ QUAN")],
        "signing": _("(Ký, ghi rõ họ tên)"),
        "sample": _("MẪU") if is_demo() else "",
    }


def _cells(line: Line, name: str) -> list[str]:
    figures = values_of(line).values()
    return [
        scope_label(line.scope),
        line.code,
        name,
        *("–" if value is None else str(value) for value in figures),
    ]
