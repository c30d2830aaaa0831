"""The profile as a workbook: a sheet of facts read downwards, a sheet for each list.

Whatever language the page has, the workbook is Vietnamese: it is read again by its words.
"""

import io
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from agencies.models import EthnicGroup
from candidates.form2c import (
    FACTS,
    FORM,
    LINES,
    SECTIONS,
    VERSION,
    Content,
    Field,
    Kind,
    LineSection,
    label_of,
    shown,
)
from candidates.models.profile_line import LAST_YEAR
from candidates.profile_faults import Fault
from documents.workbooks import cells
from documents.workbooks.columns import Column
from documents.workbooks.columns import Kind as CellKind
from documents.workbooks.reading import Raw, Sheet
from documents.workbooks.rows import Book, book_of
from documents.workbooks.template import (
    OPTIONS,
    formats_of,
    values_of,
    write_lists,
    write_sheet,
)
from messaging.language import official

FACT_SHEET, LIST_SHEET = "Lý lịch", "Danh mục"
LABEL, VALUE, HELP = 0, 1, 2


def _month(column: Column, raw: Raw) -> str:
    """As it is written; a cell that became a day is its month."""
    return raw.text[:7] if raw.kind == "d" else cells.clean(raw.text)


MONTH = CellKind(_month, "@", 40)
KINDS = {
    Kind.TEXT: cells.TEXT,
    Kind.DAY: cells.DAY,
    Kind.MONTH: MONTH,
    Kind.YEAR: cells.WHOLE,
    Kind.CHOICE: cells.CHOICE,
    Kind.ETHNICITY: cells.CHOICE,
    Kind.YES_NO: cells.YES_NO,
}


def sheet_names() -> list[str]:
    return [FACT_SHEET, *(_name(section) for section in LINES.values())]


@official
def _name(section: LineSection) -> str:
    """No comma and at most 31 signs: what a spreadsheet takes for a name."""
    return str(section.title).replace(",", "")[:31]


@official
def _column(said: Field, groups: dict[str, str]) -> Column:
    """A field as a column; whether it may be blank the form says, not the cell."""
    offered = groups if said.kind == Kind.ETHNICITY else dict(said.choices)
    return Column(
        said.name,
        KINDS[said.kind],
        str(said.help) or label_of(said),
        choices=tuple(offered),
        most=LAST_YEAR if said.kind == Kind.YEAR else said.most,
        heading=label_of(said) + "*" * said.required,
        labels=tuple(offered.values()),
        width=28 if said.kind == Kind.TEXT else 20,
    )


def _groups() -> dict[str, str]:
    return dict(EthnicGroup.objects.values_list("pk", "name"))


# Writing: every cell is text, so nothing in it is a formula


@official
def xlsx_bytes(content: Content) -> bytes:
    groups, out = _groups(), io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        formats = formats_of(book) | {"text": book.add_format({"num_format": "@"})}
        formats["wrap"] = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        _write_facts(book.add_worksheet(FACT_SHEET), content, groups, formats)
        for section in LINES.values():
            sheet = book.add_worksheet(_name(section))
            _write_lines(sheet, section, content["lines"][section.kind], formats)
        pairs = [(name, code) for code, name in groups.items()]
        heads = (_("Dân tộc"), _("Mã"))
        write_lists(book.add_worksheet(LIST_SHEET), heads, [pairs], formats)
    return out.getvalue()


def _write_facts(sheet: Any, content: Content, groups: dict[str, str], formats: dict) -> None:
    for place, head in ((LABEL, _("Mục")), (VALUE, _("Nội dung")), (HELP, _("Cách ghi"))):
        sheet.write_string(0, place, head, formats["head"])
    sheet.set_column(LABEL, LABEL, 30)
    sheet.set_column(VALUE, VALUE, 46, formats["@"])
    sheet.set_column(HELP, HELP, 60)
    sheet.freeze_panes(1, 0)
    row = 1
    for section in SECTIONS:
        sheet.write_string(row, LABEL, str(section.title), formats["head"])
        for number, said in enumerate(section.fields, start=row + 1):
            column = _column(said, groups)
            text = shown(said, content["facts"][said.name], groups)
            sheet.write_string(number, LABEL, column.head)
            sheet.write_string(number, VALUE, text, formats["wrap"])
            sheet.write_string(number, HELP, _how(said, column))
            _offer(sheet, number, said, column)
        row += len(section.fields) + 1


def _how(said: Field, column: Column) -> str:
    if said.kind == Kind.DAY:
        return _("ngày/tháng/năm, ví dụ 03/04/1980")
    if said.kind == Kind.ETHNICITY:
        return _("tên trong trang “Danh mục”")
    return ", ".join(values_of(column)) or str(said.help)


def _offer(sheet: Any, row: int, said: Field, column: Column) -> None:
    """The choices of a cell."""
    if said.kind == Kind.ETHNICITY:
        source: Any = f"='{LIST_SHEET}'!$A$2:$A${len(column.choices) + 1}"
    elif said.kind in (Kind.CHOICE, Kind.YES_NO):
        source = values_of(column)
    else:
        return
    sheet.data_validation(row, VALUE, row, VALUE, {"validate": "list", "source": source})


def _write_lines(sheet: Any, section: LineSection, lines: list[dict], formats: dict) -> None:
    write_sheet(sheet, tuple(_column(each, {}) for each in section.fields), formats)
    for row, line in enumerate(lines, start=1):
        for place, said in enumerate(section.fields):
            sheet.write_string(row, place, shown(said, line[said.name]), formats["text"])


# Reading


@dataclass
class Reading:
    """What a workbook says, what could not be read, and where each thing stands."""

    content: Content
    faults: list[Fault] = field(default_factory=list)
    cells: dict[tuple[str, ...], str] = field(default_factory=dict)

    def place(self, place: tuple[str, ...]) -> str:
        """The cell of a fact or of a column of a line; a column that is not there: its row."""
        return self.cells.get(place) or self.cells.get((*place[:-1], ""), FACT_SHEET)


@official
def _heads() -> dict[str, Field]:
    return {label_of(said).casefold(): said for said in FACTS.values()}


@official
def _titles() -> set[str]:
    return {str(section.title).casefold() for section in SECTIONS}


def reading_of(sheets: dict[str, Sheet]) -> Reading:
    groups = _groups()
    names = {section.kind: _name(section) for section in LINES.values()}
    columns = {
        names[kind]: tuple(_column(each, {}) for each in section.fields)
        for kind, section in LINES.items()
    }
    book = book_of(sheets, columns)
    lines = {kind.value: [] for kind in LINES}
    made = Reading({"form": FORM, "version": VERSION, "facts": {}, "lines": lines})
    _read_facts(sheets.get(FACT_SHEET), groups, made)
    for kind, name in names.items():
        _read_lines(book, kind.value, name, made)
    made.faults += [Fault(fault.place, fault.text) for fault in book.faults.in_order()]
    return made


def _read_facts(sheet: Sheet | None, groups: dict[str, str], made: Reading) -> None:
    made.content["facts"] = dict.fromkeys(FACTS)
    if sheet is None:
        text = _("thiếu trang %(sheet)s.") % {"sheet": FACT_SHEET}
        made.faults.append(Fault(FACT_SHEET, text))
        return
    heads, titles = _heads(), _titles()
    for number in sorted(set(sheet.rows) - {1}):
        row = sheet.rows[number]
        label, raw = row.get(LABEL + 1, Raw("s", "")), row.get(VALUE + 1, Raw("s", ""))
        word = cells.clean(label.text).rstrip("* ").casefold()
        if word in heads:
            _read_fact(heads[word], raw, number, groups, made)
        elif word not in titles and not (cells.is_blank(label) and cells.is_blank(raw)):
            text = _("không có mục tên “%(name)s”.") % {"name": cells.clean(label.text)[:80]}
            made.faults.append(Fault(f"{FACT_SHEET}!A{number}", text))


def _read_fact(said: Field, raw: Raw, number: int, groups: dict[str, str], made: Reading) -> None:
    place, key = f"{FACT_SHEET}!B{number}", ("facts", said.name)
    if key in made.cells:
        text = _("mục này đã có ở ô %(cell)s.") % {"cell": made.cells[key]}
        made.faults.append(Fault(place, text))
        return
    made.cells[key] = place
    if cells.is_blank(raw):
        return
    try:
        value = cells.value_of(_column(said, groups), raw)
        made.content["facts"][said.name] = _plain(value)
    except cells.CellFault as fault:
        made.faults.append(Fault(place, str(fault)))


def _read_lines(book: Book, kind: str, name: str, made: Reading) -> None:
    table = book.tables[name]
    for n, row in enumerate(table.rows):
        made.content["lines"][kind].append({key: _plain(row[key]) for key in row.values})
        made.cells[("lines", kind, str(n), "")] = f"{name}!A{row.number}"
        for column, place in table.places.items():
            cell = f"{name}!{chr(64 + place)}{row.number}" if place <= 26 else name
            made.cells[("lines", kind, str(n), column)] = cell


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
