"""Agencies of a workbook: the tree they make, and what the database already says of them."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from agencies.models import Agency
from documents.workbooks.rows import Row, repeated_codes
from reports.past.code_rules import unresolved
from reports.past.known import Known, KnownAgency
from reports.past.rows import PastBook

LONGEST_PATH = Agency._meta.get_field("path").max_length
DEEPEST = LONGEST_PATH // 2  # a code and its slash take two signs at least


def check_agencies(book: PastBook, known: Known) -> None:
    """Codes, parents, kinds, provinces and the pilot's marks, in that order."""
    rows = book.agencies.rows
    repeated_codes(book, rows)
    tree = Tree(rows, known)
    strangers = [row for row in rows if row["parent_code"] and not tree.has(row["parent_code"])]
    unresolved(book, strangers, "parent_code", book.agencies)
    for row in tree.in_cycles():
        book.fault(row, "parent_code", _("cơ quan cấp trên tạo thành vòng."))
    for row in rows:
        _check_province(book, row, known)
        if row["code"] in known.agencies:
            _check_agreement(book, row, known.agencies[row["code"]])
    # From the top down: what is wrong above is not held against those below.
    for row in sorted(rows, key=lambda row: len(list(tree.above(row)))):
        if tree.is_sound_above(book, row):
            _check_depth(book, row, tree)
            _check_top(book, row, tree)
            _check_pilot(book, row, tree)


class Tree:
    """Who stands below whom, over the sheet and the database; the sheet's row comes first."""

    def __init__(self, rows: list[Row], known: Known):
        self.known = known
        self.rows = {row["code"]: row for row in reversed(rows) if row["code"]}
        self.counted = Counter(row["code"] for row in rows)

    def has(self, code: str) -> bool:
        return code in self.rows or code in self.known.agencies

    def above(self, row: Row) -> Iterator[str]:
        """Codes of the ancestors, nearest first; stops where the line breaks or closes."""
        seen, code = {row["code"]}, row["parent_code"]
        while code is not None and code not in seen and self.has(code) and len(seen) < DEEPEST:
            seen.add(code)
            yield code
            code = self._parent(code)

    def _parent(self, code: str) -> str | None:
        if code in self.rows:
            return self.rows[code]["parent_code"]
        return self.known.agencies[code].parent_code

    def top(self, row: Row) -> Row | KnownAgency | None:
        """The topmost ancestor; None for one without, or when the way up is not sound."""
        line = list(self.above(row))
        ways = [row, *(self.rows[code] for code in line if code in self.rows)]
        if not line or any("parent_code" in way.unread for way in ways):
            return None
        if self._parent(line[-1]) is not None:
            return None
        return self.rows.get(line[-1]) or self.known.agencies[line[-1]]

    def is_sound_above(self, book: PastBook, row: Row) -> bool:
        """No row on the way up is itself at fault in what those below take from it."""
        above = [self.rows[code] for code in self.above(row) if code in self.rows]
        taken = ("code", "kind", "province_code", "parent_code")
        repeated = any(self.counted[way["code"]] > 1 for way in above)
        return not repeated and not any(book.has_any_fault(way, *taken) for way in above)

    def in_cycles(self) -> list[Row]:
        """Every row from which the way up comes back to itself; each is walked once."""
        done: set[str] = set()
        found: set[str] = set()
        for start in self.rows:
            way, code = {}, start
            while code in self.rows and code not in done and code not in way:
                way[code] = len(way)
                code = self.rows[code]["parent_code"]
            if code in way:
                found |= {name for name, place in way.items() if place >= way[code]}
            done |= way.keys()
        return [row for code, row in self.rows.items() if code in found]

    def is_pilot(self, code: str) -> bool:
        in_sheet = code in self.rows and bool(self.rows[code]["pilot"])
        return in_sheet or (code in self.known.agencies and self.known.agencies[code].is_pilot)


def _check_province(book: PastBook, row: Row, known: Known) -> None:
    code = row["province_code"]
    if code and code not in known.provinces:
        text = _("không có mã tỉnh %(code)s. Mã có hai chữ số, ví dụ 01; ô phải là văn bản.")
        book.fault(row, "province_code", text % {"code": code})
    is_top = row.reads("kind", "parent_code") and not row["parent_code"]
    if is_top and row["kind"] == "local" and not code and row.reads("province_code"):
        text = _("cơ quan địa phương không có cấp trên phải có mã tỉnh.")
        book.fault(row, "province_code", text)


def _check_agreement(book: PastBook, row: Row, kept: KnownAgency) -> None:
    """An agency that exists already must agree in name, kind, parent and province."""
    pairs = (
        ("name", row["name"] == kept.name, kept.name),
        ("kind", row["kind"] == kept.kind, kept.kind),
        ("parent_code", row["parent_code"] == kept.parent_code, kept.parent_code),
        (
            "province_code",
            not row["province_code"] or row["province_code"] in kept.provinces,
            ", ".join(sorted(kept.provinces)),
        ),
    )
    for name, agrees, value in pairs:
        if row.reads(name) and not agrees:
            text = _("khác với cơ quan đã có trong hệ thống (%(value)s).")
            book.fault(row, name, text % {"value": value or _("để trống")})


def _check_depth(book: PastBook, row: Row, tree: Tree) -> None:
    """The codes of a whole line up are kept together, in a column of bounded length."""
    codes = [row["code"] or "", *tree.above(row)]
    if len("/".join(codes)) > LONGEST_PATH:
        book.fault(row, "parent_code", _("có quá nhiều cấp trên. Hãy bớt cấp hoặc rút gọn mã."))


def _check_top(book: PastBook, row: Row, tree: Tree) -> None:
    """Kind and province are those of the topmost ancestor."""
    top = tree.top(row)
    if top is None:
        return
    kind, provinces = _place_of(book, top)
    if kind and row["kind"] and row["kind"] != kind:
        text = _("cơ quan cấp trên cao nhất là %(kind)s, cấp dưới phải như vậy.")
        book.fault(row, "kind", text % {"kind": kind})
    code = row["province_code"]
    if code and provinces is not None and code not in provinces:
        text = _("khác tỉnh của cơ quan cấp trên cao nhất (%(codes)s).")
        codes = ", ".join(sorted(provinces)) or _("để trống")
        book.fault(row, "province_code", text % {"codes": codes})


def _place_of(book: PastBook, top: Row | KnownAgency) -> tuple[str | None, frozenset[str] | None]:
    """Kind and provinces of a topmost agency; None for what is at fault there."""
    if isinstance(top, KnownAgency):
        return top.kind, top.provinces
    kind = None if book.has_fault(top, "kind") else top["kind"]
    if book.has_fault(top, "province_code"):
        return kind, None
    return kind, frozenset([top["province_code"]] if top["province_code"] else [])


def _check_pilot(book: PastBook, row: Row, tree: Tree) -> None:
    if row["pilot"] and any(tree.is_pilot(code) for code in tree.above(row)):
        text = _("cấp trên đã được chọn thí điểm nên cấp dưới tự thuộc theo. Hãy ghi không.")
        book.fault(row, "pilot", text)
