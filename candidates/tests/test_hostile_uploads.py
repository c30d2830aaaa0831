"""B1: what strangers upload, through the page; every file refused, or handed on without its harm.

The corpus is made anew at every run (`documents/tests/upload_corpus.py`). PROVE=full sends all of
it, otherwise every fifth file.
"""

import hashlib
import os
from itertools import islice

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from candidates.models import Application, DossierItem
from documents import content
from documents.inspection import READER, Finding
from documents.tests.good_uploads import good
from documents.tests.upload_corpus import Upload, acting, hiding, hostile
from documents.workflow import clean_name, missing_blobs
from positions.models import Opening
from tests.builders import application_at, opening_at

pytestmark = [pytest.mark.django_db, pytest.mark.prove, pytest.mark.wide]
STEP = 1 if os.environ.get("PROVE") == "full" else 5
MOST_MEMORY_KIB = 300 * 1024


class Measured:
    """The reader of files, and the most memory that one file took."""

    def __init__(self) -> None:
        self.peak_kib = 0

    def ask(self, *task) -> Finding:
        finding = READER.ask(*task)
        self.peak_kib = max(self.peak_kib, finding.peak_kib)
        return finding


class Dossier:
    """A draft as its owner reaches it through the pages."""

    def __init__(self, client) -> None:
        self.row = application_at(Application.State.DRAFT, opening_at(Opening.State.PUBLISHED))
        self.client = client
        client.force_login(self.row.profile.user)

    def send(self, upload: Upload) -> DossierItem | None:
        """The new document, or None when the page refused it and said why."""
        before = self.row.items.count()
        file = SimpleUploadedFile(upload.name, upload.content)
        url = reverse("candidates:item-add", args=[self.row.public_id])
        answer = self.client.post(url, {"kind": "OTHER", "files": file}, follow=True)
        assert answer.status_code == 200, upload.what
        assert len(answer.context["messages"]) == 1, upload.what
        return self.row.items.order_by("pk").last() if self.row.items.count() > before else None

    def given_out(self, item: DossierItem, **query: str) -> bytes:
        answer = self.client.get(reverse("candidates:item-file", args=[item.public_id]), query)
        assert answer.status_code == 200
        return b"".join(answer.streaming_content)


@pytest.fixture
def measured(monkeypatch) -> Measured:
    made = Measured()
    monkeypatch.setattr(content, "READER", made)
    return made


@pytest.fixture
def dossier(client) -> Dossier:
    return Dossier(client)


def is_harmless(dossier: Dossier, upload: Upload) -> bool:
    """Refused, or kept and given out without what was hidden."""
    item = dossier.send(upload)
    if item is None:
        return True
    assert item.file.name == clean_name(item.file.name)
    shown = {dossier.given_out(item, **query) for query in ({}, {"show": "1"}, {"original": "1"})}
    return bool(upload.hidden) and not any(upload.hidden in given for given in shown)


def is_kept(dossier: Dossier, upload: Upload) -> bool:
    """Kept and given out; a signed one also as it was given."""
    item = dossier.send(upload)
    if item is None:
        return False
    has_hash = item.sha256 == hashlib.sha256(upload.content).hexdigest()
    if upload.what.startswith("signed"):
        is_same = dossier.given_out(item, original="1") == upload.content
        return has_hash and is_same and item.file.is_signed
    return has_hash and not item.file.is_signed and bool(dossier.given_out(item))


def test_hostile_uploads_through_the_page(dossier, measured, capsys):
    tried = hostile()[::STEP]
    harmful = [upload.what for upload in tried if not is_harmless(dossier, upload)]

    with capsys.disabled():
        print(f"\nhostile uploads: {len(tried) - len(harmful)} of {len(tried)} refused or cleaned")
    assert harmful == []
    assert len(tried) * STEP >= 120
    assert 0 < measured.peak_kib < MOST_MEMORY_KIB
    assert missing_blobs() == []


def test_good_uploads_through_the_page(dossier, measured, capsys):
    tried = good()[::STEP]
    lost = [upload.what for upload in tried if not is_kept(dossier, upload)]

    with capsys.disabled():
        print(f"\ngood uploads: {len(tried) - len(lost)} of {len(tried)} kept")
    assert lost == []
    assert len(tried) * STEP >= 40
    assert any(upload.what.startswith("signed") for upload in tried)
    assert 0 < measured.peak_kib < MOST_MEMORY_KIB
    assert missing_blobs() == []


def test_without_the_viewing_copy_it_would_be_seen(dossier, monkeypatch):
    """The control: handing out files as given, the proof above fails."""
    monkeypatch.setattr("documents.models.StoredFile.view_path", property(lambda file: file.path))

    assert [is_harmless(dossier, upload) for upload in islice(hiding(), 3)] == [False] * 3


def test_without_reading_inside_it_would_get_in(dossier, monkeypatch):
    monkeypatch.setattr(
        "documents.content.READER.ask",
        lambda kind, path, copy: copy.write_bytes(path.read_bytes()) and Finding("", False, 1),
    )

    assert [is_harmless(dossier, upload) for upload in islice(acting(), 3)] == [False] * 3
