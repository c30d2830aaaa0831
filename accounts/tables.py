"""The one list of the product: filter, sort, pages, and a file of exactly what is filtered."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from audit.ledger import record

PAGE = 50
MOST_EXPORTED = 100_000
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\x00")
Getter = Callable[[Any], Any]


@dataclass(frozen=True)
class Column:
    """A column: its label, how to read it, where it links, how the list is sorted by it."""

    label: Any
    value: Getter
    url: Getter | None = None
    tone: Getter | None = None
    order: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class Empty:
    """What an empty list says to do next."""

    title: Any
    text: Any = ""
    url: str = ""
    action: Any = ""


def text_of(value: Any) -> str:
    """A value as people read it; nothing is said to be unknown rather than left blank."""
    if value is None or value == "":
        return _("chưa có thông tin")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, Decimal):
        return number_format(value)
    return str(value)


def table(
    request: HttpRequest,
    rows: QuerySet,
    columns: list[Column],
    *,
    empty: Empty,
    filter_form: Form | None = None,
    exportable: bool = True,
) -> dict[str, Any]:
    """Everything `components/_table.html` needs; the rows are already those one may see."""
    rows = _sorted(request, rows, columns)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return {
        "columns": [_head(request, column) for column in columns],
        "rows": [{"cells": [_cell(column, row) for column in columns]} for row in page],
        "pills": pills(request, filter_form),
        "filter_form": filter_form,
        "page": page,
        "exports": _exports(request) if exportable and page.paginator.count else [],
        "empty": {
            "title": empty.title,
            "text": empty.text,
            "url": empty.url,
            "action": empty.action,
        },
        "stack": True,
    }


def _sorted(request: HttpRequest, rows: QuerySet, columns: list[Column]) -> QuerySet:
    """By the chosen column, then by key, so that the order is always the same."""
    name, descending = _chosen_order(request)
    if name not in {column.order for column in columns if column.order}:
        return rows
    return rows.order_by(f"-{name}" if descending else name, "pk")


def _chosen_order(request: HttpRequest) -> tuple[str, bool]:
    chosen = request.GET.get("sort", "")
    return chosen.removeprefix("-"), chosen.startswith("-")


def _head(request: HttpRequest, column: Column) -> dict[str, Any]:
    head: dict[str, Any] = {"label": column.label, "numeric": column.numeric}
    if column.order:
        name, descending = _chosen_order(request)
        is_sorted = name == column.order
        turned = f"-{name}" if is_sorted and not descending else column.order
        head["url"] = _with(request, sort=turned)
        head["sorted"] = ("descending" if descending else "ascending") if is_sorted else ""
    return head


def _cell(column: Column, row: Any) -> dict[str, Any]:
    return {
        "text": text_of(column.value(row)),
        "url": column.url(row) if column.url else "",
        "tone": column.tone(row) if column.tone else "",
        "numeric": column.numeric,
    }


def pills(request: HttpRequest, form: Form | None) -> list[dict[str, str]]:
    """What a list is filtered by, each with the address of the list without it."""
    if form is None or not form.is_valid():
        return []
    return [
        {
            "label": f"{form.fields[name].label}: {_shown(form, name)}",
            "remove_url": _with(request, **{name: None}),
        }
        for name, value in form.cleaned_data.items()
        if value
    ]


def _shown(form: Form, name: str) -> str:
    value = form.cleaned_data[name]
    choices = dict(getattr(form.fields[name], "choices", ()) or ())
    return text_of(choices.get(value, _("có") if value is True else value))


def _exports(request: HttpRequest) -> list[dict[str, str]]:
    return [
        {"label": kind.upper(), "url": _with(request, format=kind, page=None)}
        for kind in ("xlsx", "csv")
    ]


def _with(request: HttpRequest, **changes: str | None) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{query.urlencode()}"


def wants_file(request: HttpRequest) -> bool:
    """Whether the reader asked for the list as a file."""
    return request.GET.get("format") in ("csv", "xlsx")


def file_of(
    request: HttpRequest, rows: QuerySet, columns: list[Column], name: str, *, agency: str = ""
) -> HttpResponse:
    """The filtered list as CSV or XLSX; no cell of it can become a formula.

    `agency` is the path from a row to its agency's code: the export of an agency's objects is a
    ledger entry.
    """
    if agency:
        _record_export(request, rows.order_by().values_list(agency, flat=True), name)
    heads = [str(column.label) for column in columns]
    lines = [
        [text_of(column.value(row)) for column in columns]
        for row in _sorted(request, rows, columns)[:MOST_EXPORTED]
    ]
    if request.GET["format"] == "csv":
        return download(csv_bytes([heads, *lines]), "text/csv; charset=utf-8", f"{name}.csv")
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return download(xlsx_bytes([heads, *lines], name), content_type, f"{name}.xlsx")


def _record_export(request: HttpRequest, codes: QuerySet, name: str) -> None:
    """Who took which list: on the chain of its agency, or of the nation if it holds several."""
    found = list(codes.distinct()[:2])
    agency = found[0] if len(found) == 1 else ""
    with transaction.atomic():
        record(
            chain=f"access:{agency or 'national'}",
            kind="audit_export",
            by=request.user,
            agency=agency,
            data={"list": name, "query": request.GET.urlencode()},
        )


def csv_bytes(lines: list[list[Any]]) -> bytes:
    """UTF-8 with BOM for spreadsheets; cells that look like formulas are quoted."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(
        [[harmless(cell) for cell in line] for line in lines]
    )
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def harmless(cell: Any) -> Any:
    """Text no spreadsheet will run."""
    if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS):
        return "'" + cell
    return cell


def xlsx_bytes(lines: list[list[Any]], sheet: str) -> bytes:
    """One sheet of plain cells with a bold first row."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        bold, page = book.add_format({"bold": True}), book.add_worksheet(sheet[:31])
        for place, line in enumerate(lines):
            page.write_row(place, 0, line, bold if place == 0 else None)
        page.freeze_panes(1, 0)
        page.autofit()
    return out.getvalue()


def download(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
