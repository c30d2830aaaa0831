"""The tables a workbook should become, in plain Python, from its rows: what `recompute` reads."""

from datetime import date
from decimal import Decimal
from typing import Any

from agencies.models import Province
from reports.tests.workbooks import Rows

DAYS = ("announced_on", "receipt_closed_on", "written_on", "presentation_on", "recognised_on")


def tables(books: list[Rows]) -> dict[str, list[dict[str, Any]]]:
    """Rows of every table that a report reads, as if the books were all there is."""
    sheets = {name: [row for book in books for row in book[name]] for name in books[0]}
    provinces = list(Province.objects.order_by("pk").values())
    agencies = _agencies(sheets["agencies"], provinces)
    ids = {row["code"]: row["id"] for row in agencies}
    openings = [_opening(key, row, ids) for key, row in enumerate(sheets["openings"])]
    posts = {row["code"]: row["id"] for row in openings}
    applications, results = [], []
    for key, row in enumerate(sheets["candidates"]):
        applications.append(
            {
                "id": key,
                "opening_id": posts[row["opening_code"]],
                "state": "SUBMITTED",
                "origin": "IMPORTED",
                "is_eligible": _yes(row["eligible"]),
            }
        )
        results.append(_result(key, row))
    return {
        "provinces": provinces,
        "agencies": agencies,
        "openings": openings,
        "applications": applications,
        "results": results,
    }


def _agencies(rows: list[dict], provinces: list[dict]) -> list[dict]:
    """In the order of the tree: a parent before its children, as keys rise in the database."""
    keys = {(row["epoch"], row["code"]): row["id"] for row in provinces}
    ids = {row["code"]: key for key, row in enumerate(rows, start=1)}
    by_code = {row["code"]: row for row in rows}

    def top(row: dict) -> dict:
        return top(by_code[row["parent_code"]]) if row.get("parent_code") else row

    return [
        {
            "id": ids[row["code"]],
            "code": row["code"],
            "name": row["name"],
            "sector": top(row)["kind"],
            "parent_id": ids.get(row.get("parent_code")),
            "province_id": keys.get(("63", top(row).get("province_code"))),
            "is_pilot": _yes(row["pilot"]),
        }
        for row in rows
    ]


def _opening(key: int, row: dict, agencies: dict[str, int]) -> dict[str, Any]:
    facts = {name: row[name] for name in ("code", "seats", "outcome")}
    days = {name: day_of(row[name]) for name in DAYS}
    return {"id": key, "agency_id": agencies[row["agency_code"]]} | facts | days


def _result(key: int, row: dict) -> dict[str, Any]:
    return {
        "application_id": key,
        "is_current": True,
        "released_at": True,
        "written": number_of(row["written_score"]),
        "presentation": number_of(row["presentation_score"]),
        "outcome": row["result"],
        "appointed_on": day_of(row.get("appointed_on")),
    }


def day_of(value: Any) -> date | None:
    if value is None or isinstance(value, date):
        return value
    if "/" in value:
        day, month, year = value.split("/")
        return date(int(year), int(month), int(day))
    return date.fromisoformat(value)


def number_of(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value).replace(",", "."))


def _yes(value: str) -> bool:
    return value.lower() in ("yes", "có")
