"""Keep a workbook of openings, look at it, enter its openings whole or not at all."""

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.verdicts import require
from audit import clock
from audit.transitions import add, amend, changing
from documents.content import XLSX
from documents.workbooks.faults import BadWorkbook, Fault, of_file
from documents.workbooks.reading import Sheet, read
from documents.workbooks.rows import Row, book_of
from documents.workflow import store as store_file
from positions.bulk.columns import SHEET, SHEETS
from positions.bulk.rules import Known, check, check_size, known
from positions.models import Campaign, Opening, OpeningWorkbook
from positions.rules import can_add_opening
from positions.workflow import Draft, create_openings


def keep_workbook(campaign: Campaign, upload: UploadedFile, *, by: User) -> OpeningWorkbook:
    """Keep an uploaded workbook and what is wrong with it; no opening is entered.

    Raises ValidationError when it is no XLSX file or too large.
    """
    require(can_add_opening(by, campaign))
    file = store_file(upload, by=by, allowed=(XLSX,))
    workbook = OpeningWorkbook(campaign=campaign, file=file, sha256=file.sha256, uploaded_by=by)
    workbook.uploaded_at = clock.now()
    workbook.faults = [fault.values for fault in faults_now(workbook)]
    return add(workbook, by=by)


def faults_of(workbook: OpeningWorkbook) -> list[Fault]:
    """What was found when the workbook came in or was to be imported."""
    return [Fault(*values) for values in workbook.faults]


def faults_now(workbook: OpeningWorkbook) -> list[Fault]:
    """What is wrong with the workbook at this moment."""
    try:
        look_at(workbook)
    except BadWorkbook as bad:
        return bad.faults
    return []


def look_at(workbook: OpeningWorkbook) -> list[Draft]:
    """What the workbook would enter now; raises BadWorkbook, writes nothing."""
    return _drafts(workbook, read(workbook.file.path, SHEETS))


def import_workbook(workbook: OpeningWorkbook, *, by: User) -> list[Opening]:
    """Enter the openings of a kept workbook; none when that was done before.

    Raises BadWorkbook when it is at fault by now; the faults are kept with it.
    """
    require(can_add_opening(by, workbook.campaign))
    sheets = read(workbook.file.path, SHEETS)
    try:
        return _import(workbook, sheets, by)
    except BadWorkbook as bad:
        with changing(workbook) as workbook:
            amend(workbook, by=by, faults=[fault.values for fault in bad.faults])
        raise
    except IntegrityError as error:
        # Somebody was quicker with the same code or file: the database refuses, nothing is kept.
        text = _("dữ liệu vừa thay đổi trong lúc nhập. Hãy xem trước lại.")
        raise BadWorkbook([of_file(text)]) from error


def _import(workbook: OpeningWorkbook, sheets: dict[str, Sheet], by: User) -> list[Opening]:
    with changing(workbook) as workbook:
        if workbook.imported_at:
            return []
        openings = create_openings(workbook.campaign, _drafts(workbook, sheets), by=by)
        amend(workbook, by=by, imported_by=by, imported_at=clock.now())
        return openings


def _drafts(workbook: OpeningWorkbook, sheets: dict[str, Sheet]) -> list[Draft]:
    _refuse_repetition(workbook)
    book = book_of(sheets, SHEETS)
    check_size(book)
    rows = book.tables[SHEET].rows
    facts = known(workbook.campaign, rows)
    check(book, facts)
    if book.faults:
        raise BadWorkbook(book.faults.in_order())
    return [_draft(row, facts) for row in rows]


def _refuse_repetition(workbook: OpeningWorkbook) -> None:
    done = OpeningWorkbook.objects.filter(sha256=workbook.sha256, imported_at__isnull=False).first()
    if done:
        day = date_format(localtime(done.imported_at))
        raise BadWorkbook([of_file(_("tệp này đã nhập ngày %(day)s.") % {"day": day})])


def _draft(row: Row, known: Known) -> Draft:
    copied = ("code", "title", "level", "rank", "seats", "standards", "receipt_deadline")
    opening = Opening(
        campaign=known.campaign,
        agency=known.agencies[row["agency_code"]],
        authority=known.authorities[row["authority_code"]],
        unit=row["unit"] or "",
        **{name: row[name] for name in copied},
    )
    return Draft(opening, row["written_on"], row["presentation_on"])
