import hashlib
import stat
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

from documents.models import StoredFile
from documents.workflow import clean_name, missing_blobs, send, store
from tests.builders import pdf, user
from tests.trail import refused_by_database

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


@pytest.fixture
def owner():
    return user("chu.tep@example.vn")


def blobs(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_store_keeps_bytes_by_their_hash(folder, owner):
    upload = pdf("Đơn đăng ký.pdf")
    content = upload.read()
    upload.seek(0)

    file = store(upload, by=owner)

    sha256 = hashlib.sha256(content).hexdigest()
    assert (file.name, file.content_type, file.size) == (
        "Đơn đăng ký.pdf",
        "application/pdf",
        len(content),
    )
    assert (file.sha256, file.uploaded_by) == (sha256, owner)
    assert file.path == folder / sha256[:2] / sha256
    assert file.path.read_bytes() == content
    assert blobs(folder) == [sha256]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert missing_blobs() == []


def test_store_same_bytes_twice_keeps_one_blob_and_two_rows(folder, owner):
    first, second = store(pdf("a.pdf"), by=owner), store(pdf("b.pdf"), by=owner)

    assert first.sha256 == second.sha256
    assert first.public_id != second.public_id
    assert len(blobs(folder)) == 1
    assert StoredFile.objects.count() == 2


def test_store_large_upload_from_disk(folder, owner):
    upload = TemporaryUploadedFile("don.pdf", "application/pdf", 0, None)
    content = pdf().read()
    upload.write(content)
    upload.size = len(content)

    assert store(upload, by=owner).path.read_bytes() == content


@pytest.mark.parametrize("content", [b"", b"MZ", b"%PDF-1.7"])
def test_store_refused_leaves_nothing(content, folder, owner):
    with pytest.raises(ValidationError):
        store(SimpleUploadedFile("don.pdf", content), by=owner)

    assert not folder.exists() or blobs(folder) == []
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("don.pdf", "don.pdf"),
        ("C:\\Users\\An\\đơn.pdf", "đơn.pdf"),
        ("../../etc/passwd", "passwd"),
        ("/", "tep"),
        ("..", "tep"),
        ("", "tep"),
        ("a\x00b\r\nSet-Cookie: x.pdf", "abSet-Cookie: x.pdf"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
        ("đơn.pdf", "đơn.pdf"),
        (" .pdf. ", "pdf"),
    ],
)
def test_name_is_the_last_part_in_plain_signs(given, kept):
    assert clean_name(given) == kept


@pytest.mark.parametrize("given", ["x" * 500 + ".pdf", "x." + "y" * 500, "ơ" * 130 + ".jpeg"])
def test_name_is_bounded_and_keeps_its_ending(given):
    name = clean_name(given)

    assert len(name) <= 120
    assert name[-4:] == given[-4:]


def test_send_is_a_download_no_browser_runs(owner):
    file = store(pdf('đơn "1".pdf'), by=owner)

    response = send(file)

    assert b"".join(response.streaming_content) == file.path.read_bytes()
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%C4%91")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "no-store"
    response.close()


@pytest.mark.parametrize("harm", ["deleted", "cut", "same length"])
def test_missing_blobs_names_what_was_touched(harm, owner):
    file = store(pdf(), by=owner)
    content = file.path.read_bytes()
    if harm == "deleted":
        file.path.unlink()
    elif harm == "cut":
        file.path.write_bytes(content[:-1])
    else:
        file.path.write_bytes(content[:-1] + b"X")

    assert missing_blobs() == [f"storedfile {file.pk}"]


def test_database_refuses_an_empty_file(owner):
    with refused_by_database("storedfile_not_empty"):
        StoredFile.objects.bulk_create(
            [StoredFile(name="x.pdf", content_type="application/pdf", size=0, sha256="0" * 64)]
        )
