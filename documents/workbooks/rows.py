"""From sheets of raw cells to rows of values; what cannot be read is a fault at its cell."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from documents.workbooks.cells import CellFault, clean, is_blank, value_of
from documents.workbooks.columns import FAULT_COLUMN, Column, heads_of
from documents.workbooks.faults import Faults
from documents.workbooks.reading import Raw, Sheet

Columns = tuple[Column, ...]


@dataclass
class Row:
    """One line of a sheet. `values` has every column of it: None where blank or unreadable."""

    sheet: str
    number: int
    values: dict[str, Any]
    unread: set[str] = field(default_factory=set)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def reads(self, *names: str) -> bool:
        """Whether the cells of these columns could be read (blank ones can)."""
        return not self.unread.intersection(names)


@dataclass
class Table:
    """The rows of one sheet, and where its columns stand."""

    name: str
    places: dict[str, int] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)


@dataclass
class Book:
    """The sheets as values, and every fault found so far."""

    tables: dict[str, Table]
    faults: Faults

    def fault(self, row: Row, column: str, text: object) -> None:
        """A fault at a cell; where there is no such column, at the first cell of the row."""
        self.faults.add(row.sheet, row.number, self._place(row, column), text)

    def has_fault(self, row: Row, column: str) -> bool:
        return (row.sheet, row.number, self._place(row, column)) in self.faults.found

    def has_any_fault(self, row: Row, *columns: str) -> bool:
        return any(self.has_fault(row, name) for name in columns if name in self._columns(row))

    def _columns(self, row: Row) -> dict[str, int]:
        return self.tables[row.sheet].places

    def _place(self, row: Row, column: str) -> int:
        return self._columns(row).get(column, 1)


def book_of(sheets: dict[str, Sheet], columns: dict[str, Columns]) -> Book:
    """Every cell read by its column; `columns` says which sheets there are to be."""
    faults = Faults(tuple(columns))
    tables = {name: _table(name, columns[name], sheets.get(name), faults) for name in columns}
    return Book(tables, faults)


def _table(name: str, columns: Columns, sheet: Sheet | None, faults: Faults) -> Table:
    table = Table(name)
    if sheet is None:
        faults.add(name, 1, 1, _("thiếu trang %(sheet)s.") % {"sheet": name})
        return table
    table.places = _places(name, columns, sheet, faults)
    missing = [each.head for each in columns if each.required and each.name not in table.places]
    if missing:
        text = _("thiếu cột bắt buộc: %(columns)s.") % {"columns": ", ".join(missing)}
        faults.add(name, 1, 1, text)
    for number in sorted(sheet.rows):
        cells = {place: raw for place, raw in sheet.rows[number].items() if not is_blank(raw)}
        if number > 1 and cells:
            _take_row(table, columns, number, cells, faults)
    return table


def _places(name: str, columns: Columns, sheet: Sheet, faults: Faults) -> dict[str, int]:
    """Column name → column number, from the header in row 1."""
    known = heads_of(columns) | {FAULT_COLUMN: FAULT_COLUMN}
    places: dict[str, int] = {}
    for place, raw in sorted(sheet.rows.get(1, {}).items()):
        head = clean(raw.text) if raw.kind == "s" else raw.text
        if known.get(head) in places:
            faults.add(name, 1, place, _("cột %(name)s có hai lần.") % {"name": head})
        elif head in known:
            places[known[head]] = place
        elif not is_blank(raw):
            text = _("không có cột tên “%(name)s”. Hãy bỏ cột này.") % {"name": head}
            faults.add(name, 1, place, text)
    return places


def _take_row(
    table: Table, columns: Columns, number: int, cells: dict[int, Raw], faults: Faults
) -> None:
    headed = set(table.places.values())
    known = {place for place in cells if place in headed}
    for place in sorted(set(cells) - headed):
        if (table.name, 1, place) not in faults.found:
            faults.add(table.name, number, place, _("cột này không có tên ở dòng 1."))
    if known - {table.places.get(FAULT_COLUMN)}:
        table.rows.append(_row(table, columns, number, cells, faults))


def _row(table: Table, columns: Columns, number: int, cells: dict[int, Raw], faults: Faults) -> Row:
    row = Row(table.name, number, {})
    for column in columns:
        place = table.places.get(column.name)
        try:
            row.values[column.name] = _value(column, cells.get(place) if place else None, place)
        except CellFault as fault:
            row.values[column.name] = None
            row.unread.add(column.name)
            faults.add(table.name, number, place, fault)
        if column.required and place is None:
            row.unread.add(column.name)
    return row


def _value(column: Column, raw: Raw | None, place: int | None) -> Any:
    if raw is not None:
        return value_of(column, raw)
    if column.required and place is not None:
        raise CellFault(_("thiếu: %(help)s.") % {"help": column.help})
    return None


def repeated_codes(book: Book, rows: list[Row]) -> None:
    """A code a second time in its sheet: the second is at fault."""
    seen = set()
    for row in rows:
        if row["code"] and row["code"] in seen:
            book.fault(row, "code", _("mã %(code)s đã có ở dòng trên.") % {"code": row["code"]})
        seen.add(row["code"])
