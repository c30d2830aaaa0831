"""Keep and hand out files. There is no URL here: the owning room's view ends in `send`."""

import hashlib
import io
import os
import secrets
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _

from accounts.models import User
from agencies.names import nfc
from audit import clock
from documents.content import SCANS, XLSX, check_inside, content_type_of
from documents.models import StoredFile
from documents.virus_scan import check_virus
from documents.workbooks.reading import Sheet, read

NAME_LENGTH, ENDING_LENGTH = 120, 10
# A reader of workbooks may take much memory: strangers wait for each other.
_ONE_READER = threading.Lock()
# What a browser needs to show a PDF or a picture by itself; its viewer does not work in a sandbox.
SHOWN = "default-src 'none'; img-src 'self'; object-src 'self'; style-src 'unsafe-inline'"


def store(upload: UploadedFile, *, by: User | None, allowed: tuple[str, ...] = SCANS) -> StoredFile:
    """Check an upload and keep it; raises ValidationError with the reason."""
    file = receive(upload, by=by, allowed=allowed)
    file.save()
    return file


def receive(
    upload: UploadedFile,
    *,
    by: User | None,
    allowed: tuple[str, ...] = SCANS,
    with_view: bool = False,
) -> StoredFile:
    """Check an upload and keep its bytes; the row is not saved yet.

    Reading a file takes its time, so a verb calls this before it locks anything. `with_view` also
    makes the copy that readers get: nothing hides behind a PDF's end, a picture says no place.
    Raises ValidationError with the reason.
    """
    name = clean_name(upload.name)
    content_type = content_type_of(upload.file, name, upload.size, allowed)
    with _written(upload) as original, _beside(original) as copy:
        check_virus(original)
        wants_view = with_view and content_type in SCANS
        is_signed = check_inside(original, content_type, copy if wants_view else None)
        view = {"view_size": copy.stat().st_size, "view_sha256": _keep(copy)} if wants_view else {}
        return StoredFile(
            name=name,
            content_type=content_type,
            size=upload.size,
            sha256=_keep(original),
            is_signed=is_signed,
            uploaded_by=by,
            **view,
        )


def check_upload(upload: UploadedFile, allowed: tuple[str, ...] = SCANS) -> None:
    """Whether `store` would take it; raises ValidationError with the reason and keeps nothing."""
    content_type = content_type_of(upload.file, clean_name(upload.name), upload.size, allowed)
    with _written(upload) as original:
        check_virus(original)
        check_inside(original, content_type)


def read_workbook(upload: UploadedFile, names: Iterable[str]) -> dict[str, Sheet]:
    """The named sheets of a stranger's workbook that is not kept, one file at a time.

    Raises ValidationError when it is no XLSX, BadWorkbook when it cannot be read.
    """
    content_type_of(upload.file, clean_name(upload.name), upload.size, (XLSX,))
    with _written(upload) as path, _ONE_READER:
        return read(path, names)


def clean_name(name: str) -> str:
    """The last part of the name, without control characters, bounded, its ending kept."""
    base = nfc(name).replace("\\", "/").rpartition("/")[2]
    base = "".join(sign for sign in base if sign.isprintable()).strip(". ") or "tep"
    stem, ending = os.path.splitext(base)
    ending = ending[:ENDING_LENGTH]
    return stem[: NAME_LENGTH - len(ending)] + ending


@contextmanager
def _written(upload: UploadedFile) -> Iterator[Path]:
    """The upload on disk, whole, under a name of its own that is gone afterwards."""
    settings.FILES_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _beside(settings.FILES_DIR / "any") as temporary:
        with temporary.open("xb") as target:
            for chunk in upload.chunks():
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        yield temporary


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    temporary = path.with_name(f"tmp-{secrets.token_hex(8)}")
    try:
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)


def _keep(temporary: Path) -> str:
    """Rename to the hash of the bytes: a blob is whole or absent."""
    with temporary.open("rb") as blob:
        sha256 = hashlib.file_digest(blob, "sha256").hexdigest()
        os.fsync(blob.fileno())
    final = settings.FILES_DIR / sha256[:2] / sha256
    final.parent.mkdir(exist_ok=True, mode=0o700)
    temporary.replace(final)
    return sha256


def send(file: StoredFile) -> FileResponse:
    """Hand the file out, as it was given, as a download that no browser will run."""
    _is_there(file)
    return _download(file.path.open("rb"), file.name, file.content_type)


def _is_there(file: StoredFile) -> None:
    if file.erased_at:
        raise Http404(_("Tệp này đã xóa khi hết thời hạn lưu hoặc theo yêu cầu."))


def send_dossier_file(file: StoredFile, wanted: Mapping[str, str]) -> FileResponse:
    """The viewing copy of a stranger's file: `?show=1` in the browser, else as a download.

    `?original=1` hands out the bytes as given, of a digitally signed PDF only: written anew it
    would not be signed any more.
    """
    if "original" in wanted and file.is_signed:
        return send(file)
    _is_there(file)
    source = file.view_path.open("rb")
    return _download(source, file.name, file.content_type, inline="show" in wanted)


def send_bytes(content: bytes, name: str, content_type: str) -> FileResponse:
    """The same for what was made just now and is kept nowhere."""
    return _download(io.BytesIO(content), clean_name(name), content_type)


def _download(
    source: BinaryIO, name: str, content_type: str, *, inline: bool = False
) -> FileResponse:
    response = FileResponse(
        source, as_attachment=not inline, filename=name, content_type=content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SHOWN if inline else "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store"
    return response


def forget_file(file: StoredFile) -> None:
    """Erase a file by law: its name now, its bytes once nobody else's file has the same."""
    if file.erased_at:
        return
    with transaction.atomic():
        name, now = _("(đã xóa)"), clock.now()
        StoredFile.objects.filter(pk=file.pk).update(name=name, erased_at=now, uploaded_by=None)
        for sha256 in filter(None, {file.sha256, file.view_sha256}):
            transaction.on_commit(partial(_remove_unused, sha256))


def _remove_unused(sha256: str) -> None:
    same = Q(sha256=sha256) | Q(view_sha256=sha256)
    if not StoredFile.objects.filter(same, erased_at=None).exists():
        (settings.FILES_DIR / sha256[:2] / sha256).unlink(missing_ok=True)


def missing_blobs() -> list[str]:
    """Files whose bytes on disk are not those that were checked (an invariant)."""
    kept = StoredFile.objects.filter(erased_at=None)
    rows: Any = kept.order_by("pk").iterator(chunk_size=1000)
    return [f"storedfile {row.pk}" for row in rows if not _is_whole(row)]


def _is_whole(row: StoredFile) -> bool:
    view = (row.view_path, row.view_size, row.view_sha256)
    return _are_bytes(row.path, row.size, row.sha256) and (not row.view_sha256 or _are_bytes(*view))


def _are_bytes(path: Path, size: int, sha256: str) -> bool:
    if not path.is_file() or path.stat().st_size != size:
        return False
    with path.open("rb") as blob:
        return hashlib.file_digest(blob, "sha256").hexdigest() == sha256
