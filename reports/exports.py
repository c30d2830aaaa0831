"""A report for machines (JSON, CSV), and the words that its XLSX and PDF share."""

import json
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.tables import csv_bytes
from audit import clock
from documents.rendering.words import day_and_month
from reports.measures import COUNT_KEYS, MEASURES, RATIOS
from reports.queries import ALL, CENTRAL, LOCAL, Line, Report

HEAD = ("scope", "code", "name")
TOTAL_ORDER = (CENTRAL, LOCAL, ALL)
FIRST_FIGURE = 3


def scope_label(scope: str) -> str:
    """The scope in words."""
    return {CENTRAL: _("Trung ương"), LOCAL: _("Địa phương"), ALL: _("Cả nước")}[scope]


def values_of(line: Line) -> dict[str, Any]:
    """Counts as integers, ratios as text with two decimals or None."""
    ratios = {measure.key: getattr(line, measure.key) for measure in RATIOS}
    return {
        **{key: line.counts[key] for key in COUNT_KEYS},
        **{key: None if value is None else f"{value:.2f}" for key, value in ratios.items()},
    }


def as_json(report: Report) -> str:
    """The machine format of `manage.py report … --format json`."""
    filters = report.filters
    data = {
        "form": report.form,
        "from": filters.start.isoformat(),
        "to": filters.end.isoformat(),
        "as_of": filters.as_of.isoformat(),
        "epoch": int(filters.epoch),
        **({"scope": filters.scope} if filters.scope else {}),
        "rows": [
            {"scope": line.scope, "code": line.code, "name": line.name, **values_of(line)}
            for line in report.rows
        ],
        "totals": {scope: values_of(report.totals[scope]) for scope in TOTAL_ORDER},
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def as_csv(report: Report) -> bytes:
    """The rows of the JSON, same columns, same order; UTF-8 with BOM."""
    keys = [*HEAD, *(measure.key for measure in MEASURES)]
    lines = [
        [
            "" if value is None else value
            for value in (row.scope, row.code, row.name, *values_of(row).values())
        ]
        for row in report.rows
    ]
    return csv_bytes([keys, *lines])


def title_of(report: Report) -> str:
    return _("Biểu R1. Tổng hợp kết quả thi tuyển chức danh lãnh đạo, quản lý")


def period_of(report: Report) -> str:
    """The period and the as-of day in words."""
    filters = report.filters
    return _("Từ %(start)s đến %(end)s; số liệu đến %(as_of)s; %(epoch)s tỉnh, thành phố") % {
        "start": date_format(filters.start),
        "end": date_format(filters.end),
        "as_of": date_format(filters.as_of),
        "epoch": filters.epoch,
    }


def headings() -> list[str]:
    """The words over the columns, for people."""
    return [_("Khối"), _("Mã"), _("Tên"), *(str(measure.label) for measure in MEASURES)]


def total_name(scope: str) -> str:
    return _("Cộng: %(scope)s") % {"scope": scope_label(scope)}


def notes() -> list[str]:
    """How each numbered column is counted."""
    return [
        f"({place}) {measure.label}: {measure.definition}."
        for place, measure in enumerate(MEASURES, start=FIRST_FIGURE + 1)
    ]


def place_and_date() -> str:
    """The line under the national heading (NĐ 30/2020: two figures for days, months 1 and 2)."""
    day = clock.today()
    figures, month = day_and_month(day)
    return _("ngày %(day)s tháng %(month)s năm %(year)s") % {
        "day": figures,
        "month": month,
        "year": day.year,
    }
