"""Codes that name nothing."""

from collections import Counter

from django.utils.translation import gettext as _

from documents.workbooks.rows import Row, Table
from reports.past.rows import PastBook


def unresolved(book: PastBook, strangers: list[Row], column: str, table: Table) -> None:
    """Fault the rows that name nothing, unless what they name is a code that is itself at fault.

    A code that cannot be read, or was typed over with another row's, leaves those who name it
    behind: as many different names as codes were lost are excused, the most frequent first.
    """
    if "code" not in table.places:
        return
    counted = Counter(row[column] for row in strangers)
    excused = {name for name, _n in counted.most_common(_lost(table))}
    for row in strangers:
        if row[column] not in excused:
            text = _("không có mã %(code)s ở trang %(sheet)s.")
            book.fault(row, column, text % {"code": row[column], "sheet": table.name})


def _lost(table: Table) -> int:
    """Codes that were meant and are not there; a row that only repeats another lost none."""
    first: dict[str, Row] = {}
    lost = 0
    for row in table.rows:
        code = row["code"]
        kept = first.setdefault(code, row) if code else None
        lost += kept is None or (kept is not row and kept.values != row.values)
    return lost
