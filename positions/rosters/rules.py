"""Whether the rows of a workbook can be a planning roster; one fault for a cell."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agencies.models import CITIZEN_ID, EthnicGroup
from agencies.names import sort_key
from documents.workbooks.faults import BadWorkbook
from documents.workbooks.rows import Book, Row
from positions.models import Title
from positions.rosters.columns import MOST_ENTRIES, SHEET

YOUNGEST, OLDEST = 18, 70


def age_on(born: date, day: date) -> int:
    """Full years; who was born on 29 February is a year older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@dataclass(frozen=True)
class Known:
    """The catalogues, by code and by name in small letters."""

    titles: dict[str, Title]
    groups: dict[str, EthnicGroup]

    def title(self, row: Row) -> Title | None:
        return self.titles.get((row["title"] or "").casefold())

    def group(self, row: Row) -> EthnicGroup | None:
        word = (row["ethnicity"] or "").casefold()
        # A spreadsheet drops the zero of 01.
        return self.groups.get(word.zfill(2) if word.isdecimal() else word)


def known() -> Known:
    """Two queries, however many rows there are."""
    titles = {word.casefold(): row for row in Title.objects.all() for word in (row.name, row.code)}
    groups = {
        word.casefold(): row for row in EthnicGroup.objects.all() for word in (row.name, row.code)
    }
    return Known(titles, groups)


def check_size(book: Book) -> None:
    """Between one and the most; a file with more is not looked at further."""
    rows = book.tables[SHEET].rows
    if not rows and not book.faults:
        book.faults.add(SHEET, 2, 1, _("chưa có dòng nào. Hãy điền ít nhất một người."))
    if len(rows) > MOST_ENTRIES:
        book.faults.found.clear()
        text = _("tệp có hơn %(most)s dòng. Hãy tách thành nhiều tệp.") % {"most": MOST_ENTRIES}
        book.fault(rows[MOST_ENTRIES], "person_name", text)
        raise BadWorkbook(book.faults.in_order())


def check(book: Book, known: Known, decided_on: date) -> None:
    """Add every fault to the book."""
    rows = book.tables[SHEET].rows
    for row in rows:
        _check_catalogues(book, row, known)
        _check_age(book, row, decided_on)
        _check_citizen_id(book, row)
    _check_twice(book, rows, known)


def _check_catalogues(book: Book, row: Row, known: Known) -> None:
    facts = {"title": known.title, "ethnicity": known.group}
    texts = {
        "title": _("không có chức danh “%(word)s”. Hãy chọn tên hoặc mã ở trang “Danh mục”."),
        "ethnicity": _("không có dân tộc “%(word)s”. Hãy chọn tên hoặc mã ở trang “Danh mục”."),
    }
    for name, find in facts.items():
        if row[name] and find(row) is None:
            book.fault(row, name, texts[name] % {"word": row[name]})


def _check_age(book: Book, row: Row, decided_on: date) -> None:
    if row["birth_on"] and not YOUNGEST <= age_on(row["birth_on"], decided_on) <= OLDEST:
        text = _("sinh ngày %(day)s không đủ %(least)s hoặc quá %(most)s tuổi vào ngày quyết định.")
        facts = {"day": date_format(row["birth_on"]), "least": YOUNGEST, "most": OLDEST}
        book.fault(row, "birth_on", text % facts)


def _check_citizen_id(book: Book, row: Row) -> None:
    """The number itself is not repeated: faults are read on more screens than the file."""
    if row["citizen_id"] and not CITIZEN_ID.regex.match(row["citizen_id"]):
        text = _(
            "phải có 12 chữ số (chứng minh nhân dân cũ: 9). "
            "Hãy định dạng ô là văn bản để giữ số 0 ở đầu."
        )
        book.fault(row, "citizen_id", text)


def _check_twice(book: Book, rows: list[Row], known: Known) -> None:
    """The same person for the same title a second time: the second row is at fault."""
    seen: list[dict] = [{}, {}]
    for row in rows:
        for places, key in zip(seen, _identities(row, known), strict=True):
            earlier = places.setdefault(key, row) if key else row
            if earlier is not row and _is_same(earlier, row):
                text = _("người này đã có ở dòng %(row)s cho cùng chức danh.")
                book.fault(row, "person_name", text % {"row": earlier.number})


def _identities(row: Row, known: Known) -> Iterator[tuple | None]:
    """By number, and by name and birthday; None where the cells do not say."""
    title = known.title(row)
    number, name, born = row["citizen_id"], row["person_name"], row["birth_on"]
    yield (title.pk, number) if title and number else None
    yield (title.pk, sort_key(name), born) if title and name and born else None


def _is_same(one: Row, other: Row) -> bool:
    """Two numbers are two people, whatever else they share."""
    numbers = {row["citizen_id"] for row in (one, other) if row["citizen_id"]}
    return len(numbers) < 2
