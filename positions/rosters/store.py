"""From a kept workbook to entries of its roster, or to what is wrong with it."""

from documents.workbooks.faults import BadWorkbook, Fault
from documents.workbooks.reading import Sheet, read
from documents.workbooks.rows import Row, book_of
from documents.workbooks.template import returned
from positions.models import PlanningRoster, RosterEntry
from positions.rosters.columns import SHEET, SHEETS
from positions.rosters.rules import Known, check, check_size, known

COPIED = ("person_name", "birth_on", "gender", "workplace", "is_inside", "is_party_member")


def look_at(roster: PlanningRoster) -> list[RosterEntry]:
    """The entries the workbook would bring, not stored; raises BadWorkbook, writes nothing."""
    book = book_of(_sheets(roster), SHEETS)
    check_size(book)
    catalogues = known()
    check(book, catalogues, roster.decision_on)
    if book.faults:
        raise BadWorkbook(book.faults.in_order())
    return [_entry(row, roster, catalogues) for row in book.tables[SHEET].rows]


def faults_now(roster: PlanningRoster) -> list[Fault]:
    """What is wrong with the workbook at this moment."""
    try:
        look_at(roster)
    except BadWorkbook as bad:
        return bad.faults
    return []


def returned_workbook(roster: PlanningRoster, faults: list[Fault]) -> bytes:
    """The file as it was read with a column of faults; nothing else of what it held."""
    return returned(_sheets(roster), faults, SHEETS)


def _sheets(roster: PlanningRoster) -> dict[str, Sheet]:
    return read(roster.workbook.path, SHEETS)


def _entry(row: Row, roster: PlanningRoster, known: Known) -> RosterEntry:
    entry = RosterEntry(
        roster=roster,
        title=known.title(row),
        ethnicity=known.group(row),
        unit=row["unit"] or "",
        citizen_id=row["citizen_id"] or "",
        **{name: row[name] for name in COPIED},
    )
    for name, value in entry.derived_fields().items():
        setattr(entry, name, value)
    return entry
