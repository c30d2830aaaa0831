"""Keep and hand out files. There is no URL here: the owning room's view ends in `send`."""

import hashlib
import io
import os
import secrets
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse

from accounts.models import User
from agencies.names import nfc
from documents.content import SCANS, content_type_of
from documents.models import StoredFile

NAME_LENGTH, ENDING_LENGTH = 120, 10


def store(upload: UploadedFile, *, by: User | None, allowed: tuple[str, ...] = SCANS) -> StoredFile:
    """Check an upload and keep it; raises ValidationError with the reason."""
    name = clean_name(upload.name)
    content_type = content_type_of(upload.file, name, upload.size, allowed)
    sha256 = _write_blob(upload)
    return StoredFile.objects.create(
        name=name, content_type=content_type, size=upload.size, sha256=sha256, uploaded_by=by
    )


def clean_name(name: str) -> str:
    """The last part of the name, without control characters, bounded, its ending kept."""
    base = nfc(name).replace("\\", "/").rpartition("/")[2]
    base = "".join(sign for sign in base if sign.isprintable()).strip(". ") or "tep"
    stem, ending = os.path.splitext(base)
    ending = ending[:ENDING_LENGTH]
    return stem[: NAME_LENGTH - len(ending)] + ending


def _write_blob(upload: UploadedFile) -> str:
    """Write to a temporary name, flush to disk, then rename: a blob is whole or absent."""
    settings.FILES_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = settings.FILES_DIR / f"tmp-{secrets.token_hex(8)}"
    digest = hashlib.sha256()
    with temporary.open("xb") as target:
        for chunk in upload.chunks():
            digest.update(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    _keep(temporary, digest.hexdigest())
    return digest.hexdigest()


def _keep(temporary: Path, sha256: str) -> None:
    final = settings.FILES_DIR / sha256[:2] / sha256
    final.parent.mkdir(exist_ok=True, mode=0o700)
    temporary.replace(final)


def send(file: StoredFile) -> FileResponse:
    """Hand the file out as a download that no browser will run."""
    return _download(file.path.open("rb"), file.name, file.content_type)


def send_bytes(content: bytes, name: str, content_type: str) -> FileResponse:
    """The same for what was made just now and is kept nowhere."""
    return _download(io.BytesIO(content), clean_name(name), content_type)


def _download(source: BinaryIO, name: str, content_type: str) -> FileResponse:
    response = FileResponse(source, as_attachment=True, filename=name, content_type=content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store"
    return response


def missing_blobs() -> list[str]:
    """Files whose bytes on disk are not those that were checked (an invariant)."""
    rows: Any = StoredFile.objects.order_by("pk").iterator(chunk_size=1000)
    return [f"storedfile {row.pk}" for row in rows if not _is_whole(row)]


def _is_whole(row: StoredFile) -> bool:
    if not row.path.is_file() or row.path.stat().st_size != row.size:
        return False
    with row.path.open("rb") as blob:
        return hashlib.file_digest(blob, "sha256").hexdigest() == row.sha256
