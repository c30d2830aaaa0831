"""Verbs over past results: keep a workbook, look at it, import it."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.verdicts import require
from audit import clock
from audit.batches import record_batch
from audit.transitions import add, amend, changing
from documents.content import XLSX
from documents.workbooks.faults import BadWorkbook, of_file
from documents.workbooks.reading import Sheet, read
from documents.workflow import clean_name
from documents.workflow import store as store_file
from reports.models import PastWorkbook
from reports.past.columns import SHEETS
from reports.past.known import known
from reports.past.rows import PastBook, rows_of
from reports.past.rules import check
from reports.past.store import store
from reports.rules import can_import_results


@dataclass(frozen=True)
class Look:
    """What a sound workbook would bring."""

    agencies: int
    openings: int
    candidates: int
    new_agencies: int
    marked_agencies: int  # known ones that the workbook marks as taking part in the pilot
    warnings: list[str]


def keep_workbook(upload: UploadedFile, *, by: User) -> PastWorkbook:
    """Keep an uploaded workbook so that it can be looked at and imported; nothing is imported.

    Raises ValidationError when it is no XLSX file or too large.
    """
    require(can_import_results(by))
    with transaction.atomic():
        file = store_file(upload, by=by, allowed=(XLSX,))
        workbook = PastWorkbook(name=file.name, sha256=file.sha256, file=file, uploaded_by=by)
        workbook.uploaded_at = clock.now()
        return add(workbook, by=by)


def look_at(path: Path) -> Look:
    """Check a workbook against itself and the database; raises BadWorkbook, writes nothing."""
    book, warnings = _checked(read(path, SHEETS), _sha256(path))
    kept = known(set()).agencies
    pilot = [row["code"] for row in book.agencies.rows if row["pilot"]]
    return Look(
        agencies=len(book.agencies.rows),
        openings=len(book.openings.rows),
        candidates=len(book.candidates.rows),
        new_agencies=sum(row["code"] not in kept for row in book.agencies.rows),
        marked_agencies=sum(code in kept and not kept[code].is_pilot for code in pilot),
        warnings=warnings,
    )


def import_workbook(workbook: PastWorkbook, *, by: User) -> PastWorkbook:
    """Import a kept workbook, whole or not at all; a second time changes nothing.

    Raises BadWorkbook.
    """
    require(can_import_results(by))
    sheets = read(workbook.file.path, SHEETS)
    with _as_fault(), changing(workbook) as workbook:
        if not workbook.imported_at:
            _bring_in(workbook, sheets, by)
    return workbook


def import_file(path: Path, *, by: User | None = None) -> tuple[PastWorkbook, list[str]]:
    """Import a workbook that lies on the server; returns it with the warnings.

    Raises BadWorkbook.
    """
    sheets, sha256 = read(path, SHEETS), _sha256(path)
    with _as_fault(), transaction.atomic():
        workbook = PastWorkbook(name=clean_name(path.name), sha256=sha256, uploaded_by=by)
        workbook.uploaded_at = clock.now()
        workbook = add(workbook, by=by)
        return workbook, _bring_in(workbook, sheets, by)


def _bring_in(workbook: PastWorkbook, sheets: dict[str, Sheet], by: User | None) -> list[str]:
    """Check, insert, and write the one entry that carries the root of all rows."""
    book, warnings = _checked(sheets, workbook.sha256)
    now = clock.now()
    rows = store(book, now)
    record_batch(rows, by=by, data={"name": workbook.name, "sha256": workbook.sha256})
    counts = {name: len(getattr(book, name).rows) for name in SHEETS}
    amend(workbook, by=by, imported_by=by, imported_at=now, **counts)
    return warnings


def _checked(sheets: dict[str, Sheet], sha256: str) -> tuple[PastBook, list[str]]:
    done = PastWorkbook.objects.filter(sha256=sha256, imported_at__isnull=False).first()
    if done:
        day = date_format(localtime(done.imported_at))
        raise BadWorkbook([of_file(_("tệp này đã nhập ngày %(day)s.") % {"day": day})])
    book = rows_of(sheets)
    codes = {row["code"] for row in book.openings.rows if row["code"]}
    warnings = check(book, known(codes))
    if book.faults:
        raise BadWorkbook(book.faults.in_order())
    return book, warnings


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _as_fault() -> Iterator[None]:
    """Somebody was quicker with the same code or file: the database refuses, nothing is kept."""
    try:
        yield
    except IntegrityError as error:
        text = _("dữ liệu vừa thay đổi trong lúc nhập. Hãy xem trước lại.")
        raise BadWorkbook([of_file(text)]) from error
