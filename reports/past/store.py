"""Write a sound workbook as the rows that live exams have too, in bulk."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import models

from agencies.models import Agency, Province
from candidates.models import Application
from documents.workbooks.rows import Row
from exams.models import Result
from positions.models import Opening
from reports.past.rows import PastBook
from reports.past.rules import PASS_MARK

CHUNK = 500
# Without marks and without an outcome there is nothing to keep but the application.
NO_RESULT = ("INELIGIBLE", "WITHDRAWN")


def store(book: PastBook, at: datetime) -> list[models.Model]:
    """Insert everything, inside the caller's transaction; every audited row of it."""
    changed = _store_agencies(book.agencies.rows)
    openings = _store_openings(book.openings.rows)
    applications = _store_applications(book.candidates.rows, openings)
    results = _results(book.candidates.rows, applications, at)
    Result.objects.bulk_create(results, batch_size=CHUNK)
    return [*changed, *openings.values(), *applications, *results]


def _with_keys(row: Any) -> Any:
    """The stored search and sort keys, which bulk_create does not compute."""
    for name, value in row.derived_fields().items():
        setattr(row, name, value)
    return row


# Agencies: parents first, each once


def _store_agencies(rows: list[Row]) -> list[Agency]:
    """New agencies, and known ones that the workbook marks as taking part in the pilot."""
    known = {agency.code: agency for agency in Agency.objects.select_related("root", "province")}
    provinces = {row.code: row for row in Province.objects.filter(epoch=Province.Epoch.PILOT)}
    by_code = {row["code"]: row for row in rows}
    changed: list[Agency] = []
    for code in by_code:
        _store_line(code, by_code, known, provinces, changed)
    return changed


def _store_line(code: str, by_code: dict, known: dict, provinces: dict, changed: list) -> None:
    """An agency after everything above it that is not there yet."""
    waiting = []
    while code in by_code and code not in known:
        waiting.append(by_code[code])
        code = by_code[code]["parent_code"]
    if not waiting and by_code[code]["pilot"] and not known[code].is_pilot:
        known[code].is_pilot = True
        known[code].save(update_fields=["is_pilot"])
        changed.append(known[code])
    for row in reversed(waiting):
        agency = _agency(row, known.get(row["parent_code"]), provinces)
        known[agency.code] = agency
        changed.append(agency)


def _agency(row: Row, parent: Agency | None, provinces: dict[str, Province]) -> Agency:
    agency = Agency(code=row["code"], name=row["name"], kind=Agency.Kind.OTHER, parent=parent)
    agency.is_pilot, agency.path = row["pilot"], agency.code
    if parent:
        agency.path, agency.root = f"{parent.path}/{agency.code}", parent.root or parent
        agency.sector, agency.province = parent.sector, parent.province
    else:
        agency.sector, agency.province = row["kind"], provinces.get(row["province_code"])
    _with_keys(agency).save(force_insert=True)
    if parent is None:
        agency.root = agency
        agency.save(update_fields=["root"])
    return agency


# Openings, applications, results


def _store_openings(rows: list[Row]) -> dict[str, Opening]:
    codes = {row["agency_code"] for row in rows}
    agencies = Agency.objects.in_bulk(codes, field_name="code")
    openings = [_opening(row, agencies[row["agency_code"]]) for row in rows]
    Opening.objects.bulk_create(openings, batch_size=CHUNK)
    return {opening.code: opening for opening in openings}


def _opening(row: Row, agency: Agency) -> Opening:
    copied = ("code", "title", "level", "rank", "seats", "plan_on", "announced_on",
              "receipt_closed_on", "written_on", "presentation_on", "recognised_on",
              "outcome")  # fmt: skip
    values = {name: row[name] for name in copied}
    origin, state = Opening.Origin.IMPORTED, Opening.State(row["outcome"])
    return _with_keys(Opening(agency=agency, origin=origin, state=state, **values))


def _store_applications(rows: list[Row], openings: dict[str, Opening]) -> list[Application]:
    applications = [_application(row, openings[row["opening_code"]]) for row in rows]
    return Application.objects.bulk_create(applications, batch_size=CHUNK)


def _application(row: Row, opening: Opening) -> Application:
    copied = ("full_name", "gender", "ethnicity_code", "source", "education", "political_theory")
    texts = {name: row[name] or "" for name in copied}
    return _with_keys(
        Application(
            opening=opening,
            origin=Application.Origin.IMPORTED,
            state=_state(row),
            number=row["number"],
            is_eligible=row["eligible"],
            birth_on=row["birth_on"],
            is_party_member=row["party_member"],
            **texts,
        )
    )


def _state(row: Row) -> str:
    if row["result"] == "WITHDRAWN":
        return Application.State.WITHDRAWN
    return Application.State.ELIGIBLE if row["eligible"] else Application.State.INELIGIBLE


def _results(rows: list[Row], applications: list[Application], at: datetime) -> list[Result]:
    pairs = zip(rows, applications, strict=True)
    return [_result(row, application, at) for row, application in pairs if _has_result(row)]


def _has_result(row: Row) -> bool:
    marks = (row["written_score"], row["presentation_score"])
    return row["result"] not in NO_RESULT or marks != (None, None)


def _result(row: Row, application: Application, at: datetime) -> Result:
    written, presentation = row["written_score"], row["presentation_score"]
    passed_written = None if written is None else written >= PASS_MARK
    return Result(
        application=application,
        opening=application.opening,
        written=written,
        presentation=presentation,
        outcome=_outcome(row["result"], written),
        passed_written=passed_written,
        passed=passed_written is not False
        and presentation is not None
        and presentation >= PASS_MARK,
        released_at=at,
        appointed_on=row["appointed_on"],
    )


def _outcome(result: str, written: Decimal | None) -> str:
    """FAILED says no round: the written one if that mark is too low."""
    if result != "FAILED":
        return Result.Outcome(result)
    if written is not None and written < PASS_MARK:
        return Result.Outcome.FAILED_WRITTEN
    return Result.Outcome.FAILED_PRESENTATION
