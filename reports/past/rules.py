"""Whether the rows of a workbook agree with themselves, each other and the database.

A row that is at fault is not used to find fault with another one: a wrong code, date or result
is named once, where it stands.
"""

from collections import Counter, defaultdict

from django.utils.translation import gettext as _

from documents.workbooks.rows import Row, repeated_codes
from reports.past.agency_rules import check_agencies
from reports.past.code_rules import unresolved
from reports.past.columns import DAYS
from reports.past.known import Known
from reports.past.rows import PastBook

PASS_MARK = 50
RANKED = ("SELECTED", "RESERVED", "NOT_SELECTED")
WITHOUT_MARKS = ("ABSENT", "INELIGIBLE")
NOT_HELD = ("POSTPONED", "CANCELLED")
SCORES = ("written_score", "presentation_score")
# Whether somebody was selected hangs on these cells.
BEARING = ("opening_code", "number", "eligible", "result", *SCORES)


def check(book: PastBook, known: Known) -> list[str]:
    """Add every fault to the book; return warnings, which hinder nothing."""
    check_agencies(book, known)
    _check_openings(book, known)
    _check_candidates(book, known)
    _check_across(book)
    return _warnings(book)


# Openings


def _check_openings(book: PastBook, known: Known) -> None:
    repeated_codes(book, book.openings.rows)
    named = {row["code"] for row in book.agencies.rows} | set(known.agencies)
    strangers = []
    for row in book.openings.rows:
        if row["code"] in known.openings:
            book.fault(row, "code", _("mã %(code)s đã có trong hệ thống.") % {"code": row["code"]})
        if row["agency_code"] and row["agency_code"] not in named:
            strangers.append(row)
        _check_days(book, row)
    unresolved(book, strangers, "agency_code", book.agencies)


def _check_days(book: PastBook, row: Row) -> None:
    """The days stand in the order of the columns; equal ones are allowed."""
    before = None
    for name in DAYS:
        day = row[name]
        if day and before and day < row[before]:
            text = _("%(day)s đứng trước %(before)s (%(column)s). Hãy sửa một trong hai ngày.")
            facts = {"day": _shown(day), "before": _shown(row[before]), "column": before}
            book.fault(row, name, text % facts)
        elif day:
            before = name


def _shown(day) -> str:
    return f"{day:%d/%m/%Y}"


# Candidates, each by itself


def _check_candidates(book: PastBook, known: Known) -> None:
    _repeated_numbers(book)
    named = {row["code"] for row in book.openings.rows}
    strangers = []
    for row in book.candidates.rows:
        if row["opening_code"] and row["opening_code"] not in named:
            strangers.append(row)
        _check_ethnicity(book, row, known)
        _check_eligible(book, row)
        _check_scores(book, row)
        if row["appointed_on"] and row["result"] not in (None, "SELECTED", "RESERVED"):
            text = _("chỉ người SELECTED hoặc RESERVED có ngày bổ nhiệm.")
            book.fault(row, "appointed_on", text)
    unresolved(book, strangers, "opening_code", book.openings)


def _repeated_numbers(book: PastBook) -> None:
    seen = set()
    for row in book.candidates.rows:
        key = (row["opening_code"], row["number"])
        if None not in key and key in seen:
            text = _("số báo danh %(number)s đã có ở chức danh này.") % {"number": row["number"]}
            book.fault(row, "number", text)
        seen.add(key)


def _check_ethnicity(book: PastBook, row: Row, known: Known) -> None:
    code = row["ethnicity_code"]
    if code and code not in known.ethnic_groups:
        text = _("không có mã dân tộc %(code)s. Mã có hai chữ số, ví dụ 01; ô phải là văn bản.")
        book.fault(row, "ethnicity_code", text % {"code": code})


def _check_eligible(book: PastBook, row: Row) -> None:
    eligible, result = row["eligible"], row["result"]
    if eligible is None or result in (None, "WITHDRAWN"):
        return
    if result == "INELIGIBLE" and eligible:
        book.fault(row, "eligible", _("INELIGIBLE thì eligible phải là không."))
    if result != "INELIGIBLE" and not eligible:
        text = _("%(result)s thì eligible phải là có.") % {"result": result}
        book.fault(row, "eligible", text)


def _check_scores(book: PastBook, row: Row) -> None:
    written, presentation = (row[name] for name in SCORES)
    for name in SCORES:
        if row[name] is None:
            continue
        if row["eligible"] is False:
            book.fault(row, name, _("người không đủ điều kiện không có điểm."))
        if row["result"] in WITHOUT_MARKS:
            book.fault(row, name, _("%(result)s thì không có điểm.") % {"result": row["result"]})
    if presentation is not None and written is not None and written < PASS_MARK:
        text = _("điểm viết dưới 50 thì không vào vòng trình bày.")
        book.fault(row, "presentation_score", text)
    if row["result"] in RANKED:
        _check_passed(book, row)
    elif row["result"] == "FAILED" and row.reads(*SCORES):
        _check_failed(book, row)


def _check_passed(book: PastBook, row: Row) -> None:
    written, presentation = (row[name] for name in SCORES)
    facts = {"result": row["result"]}
    if row.reads("presentation_score") and (presentation is None or presentation < PASS_MARK):
        text = _("%(result)s thì điểm trình bày phải từ 50.") % facts
        book.fault(row, "presentation_score", text)
    if written is not None and written < PASS_MARK:
        text = _("%(result)s thì điểm viết để trống hoặc từ 50.") % facts
        book.fault(row, "written_score", text)


def _check_failed(book: PastBook, row: Row) -> None:
    marks = [name for name in SCORES if row[name] is not None]
    if not marks:
        book.fault(row, "result", _("FAILED thì phải có ít nhất một điểm dưới 50."))
    elif all(row[name] >= PASS_MARK for name in marks):
        book.fault(row, marks[-1], _("FAILED thì phải có ít nhất một điểm dưới 50."))


# Openings and their candidates together


def _check_across(book: PastBook) -> None:
    groups = candidates_by_opening(book)
    rows = book.candidates.rows
    suspects = {row.number for row in rows if book.has_any_fault(row, *BEARING)}
    # Whoever stands under no opening might be the one that is missed.
    codes = {row["code"] for row in book.openings.rows}
    strays = [row for row in rows if row["opening_code"] not in codes]
    lost = any(row["result"] in (None, "SELECTED") for row in strays)
    is_sure = not lost and {"opening_code", "result"} <= set(book.candidates.places)
    for opening in _first_rows(book.openings.rows):
        mine = groups[opening["code"]]
        for row in mine:
            _check_candidate_of(book, opening, row)
        _check_outcome(book, opening, mine, suspects, is_sure=is_sure)


def _first_rows(rows: list[Row]) -> list[Row]:
    """Rows whose code stands there once: of a repeated one nobody knows which is meant."""
    counted = Counter(row["code"] for row in rows)
    return [row for row in rows if row["code"] and counted[row["code"]] == 1]


def candidates_by_opening(book: PastBook) -> dict[str, list[Row]]:
    """Rows of the candidates' sheet by the opening they name."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in book.candidates.rows:
        groups[row["opening_code"]].append(row)
    return groups


def _check_candidate_of(book: PastBook, opening: Row, row: Row) -> None:
    if opening["outcome"] in NOT_HELD and row["result"] not in (None, "WITHDRAWN"):
        text = _("chức danh %(outcome)s thì chỉ có thể có người WITHDRAWN.")
        book.fault(row, "result", text % {"outcome": opening["outcome"]})
    announced, appointed = opening["announced_on"], row["appointed_on"]
    if not (announced and appointed) or _has_wrong_day(book, opening):
        return
    if appointed < announced:
        text = _("bổ nhiệm ngày %(day)s, trước ngày thông báo %(announced)s.")
        facts = {"day": _shown(appointed), "announced": _shown(announced)}
        book.fault(row, "appointed_on", text % facts)


def _has_wrong_day(book: PastBook, opening: Row) -> bool:
    """The day of the announcement may be the one of two days that is wrong."""
    return any(book.has_any_fault(opening, name) and opening[name] for name in DAYS)


def _check_outcome(
    book: PastBook, opening: Row, rows: list[Row], suspects: set[int], *, is_sure: bool
) -> None:
    """At least one selected, if and only if the post was filled."""
    outcome = opening["outcome"]
    if outcome is None:
        return
    selected = [row for row in rows if row["result"] == "SELECTED"]
    if outcome != "FILLED" and any(row.number not in suspects for row in selected):
        book.fault(opening, "outcome", _("có người SELECTED thì outcome phải là FILLED."))
    is_sure = is_sure and not any(row.number in suspects for row in rows)
    if outcome == "FILLED" and not selected and is_sure:
        text = _("FILLED thì phải có ít nhất một người SELECTED ở trang candidates.")
        book.fault(opening, "outcome", text)


def _warnings(book: PastBook) -> list[str]:
    groups = candidates_by_opening(book)
    found = []
    for opening in _first_rows(book.openings.rows):
        n_selected = sum(row["result"] == "SELECTED" for row in groups[opening["code"]])
        if opening["seats"] and n_selected > opening["seats"]:
            text = _("openings dòng %(row)s: %(selected)s người SELECTED, chỉ tiêu %(seats)s.")
            facts = {"row": opening.number, "selected": n_selected, "seats": opening["seats"]}
            found.append((opening.number, text % facts))
    return [text for _number, text in sorted(found)]
