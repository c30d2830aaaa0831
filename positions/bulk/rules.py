"""Whether the rows of a workbook can be openings of a campaign; one fault for a cell."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agencies.models import Agency
from audit import clock
from documents.workbooks.faults import BadWorkbook
from documents.workbooks.rows import Book, Row, repeated_codes
from positions.bulk.columns import MOST_OPENINGS, SHEET
from positions.models import Campaign, Opening
from positions.queries import campaign_agencies, campaign_authorities, instant_words
from positions.workflow import last_day_of_receipt


@dataclass(frozen=True)
class Known:
    """What the database says of the codes that the rows name."""

    campaign: Campaign
    agencies: dict[str, Agency]
    authorities: dict[str, Agency]
    taken: frozenset[str]


def known(campaign: Campaign, rows: list[Row]) -> Known:
    """Three queries, however many rows there are."""
    codes, named = ({row[name] for row in rows} - {None} for name in ("code", "agency_code"))
    agencies = campaign_agencies(campaign).filter(code__in=named)
    authorities = campaign_authorities(campaign).order_by("path")
    taken = Opening.objects.filter(code__in=codes).values_list("code", flat=True)
    return Known(
        campaign,
        {agency.code: agency for agency in agencies},
        {agency.code: agency for agency in authorities},
        frozenset(taken),
    )


def check_size(book: Book) -> None:
    """Between one and the most; a file with more is not looked at further."""
    rows = book.tables[SHEET].rows
    if not rows and not book.faults:
        book.faults.add(SHEET, 2, 1, _("chưa có dòng nào. Hãy điền ít nhất một chức danh."))
    if len(rows) > MOST_OPENINGS:
        book.faults.found.clear()
        text = _("tệp có hơn %(most)s chức danh. Hãy tách thành nhiều tệp.")
        book.fault(rows[MOST_OPENINGS], "code", text % {"most": MOST_OPENINGS})
        raise BadWorkbook(book.faults.in_order())


def check(book: Book, known: Known) -> None:
    """Add every fault to the book."""
    rows = book.tables[SHEET].rows
    repeated_codes(book, rows)
    for row in rows:
        _check_codes(book, row, known)
        _check_deadline(book, row)
        _check_written_round(book, row, known)
        _check_order(book, row)


def _check_codes(book: Book, row: Row, known: Known) -> None:
    code, agency, authority = row["code"], row["agency_code"], row["authority_code"]
    if code in known.taken:
        text = _("mã %(code)s đã có chức danh khác dùng. Hãy đặt mã khác.")
        book.fault(row, "code", text % {"code": code})
    if agency and agency not in known.agencies:
        text = _(
            "không có cơ quan mã %(code)s ở %(host)s và cấp dưới. "
            "Hãy lấy mã ở trang “Mã cơ quan” của mẫu."
        )
        book.fault(row, "agency_code", text % {"code": agency, "host": known.campaign.host.name})
    if authority and authority not in known.authorities:
        text = _("%(code)s không quyết định được cho đợt thi này. Hãy ghi một trong: %(codes)s.")
        facts = {"code": authority, "codes": ", ".join(known.authorities)}
        book.fault(row, "authority_code", text % facts)


def _check_deadline(book: Book, row: Row) -> None:
    deadline = row["receipt_deadline"]
    if deadline and deadline <= clock.now():
        text = _("hạn %(deadline)s đã qua. Hãy ghi một hạn sau lúc này.")
        book.fault(row, "receipt_deadline", text % {"deadline": instant_words(deadline)})


def _check_written_round(book: Book, row: Row, known: Known) -> None:
    regulation = known.campaign.regulation
    if row["written_on"] and not regulation.has_written_round:
        text = _("quy chế %(code)s không có vòng thi viết. Hãy để trống ô này.")
        book.fault(row, "written_on", text % {"code": regulation.code})


def _check_order(book: Book, row: Row) -> None:
    """Receipt ends before the first exam day, the written round is before the presentation."""
    deadline, written = row["receipt_deadline"], row["written_on"]
    for name in ("written_on", "presentation_on"):
        day = row[name]
        if deadline and day and day <= last_day_of_receipt(deadline):
            text = _("ngày %(day)s không sau hạn nhận hồ sơ (%(deadline)s). Hãy sửa một trong hai.")
            facts = {"day": date_format(day), "deadline": instant_words(deadline)}
            book.fault(row, name, text % facts)
    if book.has_fault(row, "written_on") or not written or not row["presentation_on"]:
        return
    if row["presentation_on"] <= written:
        text = _("ngày thi trình bày không sau ngày thi viết (%(day)s). Hãy sửa một trong hai.")
        book.fault(row, "presentation_on", text % {"day": date_format(written)})
