"""The rows of a workbook of past exams."""

from documents.workbooks.reading import Sheet
from documents.workbooks.rows import Book, Table, book_of
from reports.past.columns import SHEETS


class PastBook(Book):
    """The three sheets by name."""

    @property
    def agencies(self) -> Table:
        return self.tables["agencies"]

    @property
    def openings(self) -> Table:
        return self.tables["openings"]

    @property
    def candidates(self) -> Table:
        return self.tables["candidates"]


def rows_of(sheets: dict[str, Sheet]) -> PastBook:
    """Every cell of the three sheets read by its column."""
    book = book_of(sheets, SHEETS)
    return PastBook(book.tables, book.faults)
