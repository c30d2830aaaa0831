"""Documents of a draft through the page: several at once, what is refused, what is handed out."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from candidates.forms import MOST_FILES
from candidates.models import Application
from documents.tests.good_uploads import signed
from documents.tests.upload_corpus import pdf as pdf_bytes
from documents.tests.upload_corpus import picture
from positions.models import Opening
from tests.builders import application_at, officer, opening_at, pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(client):
    row = application_at(Application.State.DRAFT, opening_at(Opening.State.PUBLISHED))
    client.force_login(row.profile.user)
    return row


def send(client, draft, *files, kind="DEGREE") -> list[str]:
    url = reverse("candidates:item-add", args=[draft.public_id])
    body = {"kind": kind, "files": list(files)} if files else {"kind": kind}
    return [str(said) for said in client.post(url, body, follow=True).context["messages"]]


def names(draft) -> list[str]:
    return [item.file.name for item in draft.items.kept().order_by("pk")]


def test_one_refused_file_takes_no_other_along(client, draft):
    bad = SimpleUploadedFile("virus.pdf", b"MZ")

    said = send(client, draft, pdf("bằng.pdf"), bad, pdf("chứng chỉ.pdf"))

    assert said == [
        "Đã nhận “bằng.pdf”.",
        "“virus.pdf”: Chỉ nhận tệp PDF, JPG hoặc PNG, đúng nội dung với phần mở rộng.",
        "Đã nhận “chứng chỉ.pdf”.",
    ]
    assert names(draft)[1:] == ["bằng.pdf", "chứng chỉ.pdf"]


def test_no_file_and_too_many_are_refused(client, draft):
    assert send(client, draft) == ["Trường này là bắt buộc."]
    many = [pdf(f"{number}.pdf") for number in range(MOST_FILES + 1)]
    assert send(client, draft, *many) == ["Mỗi lần tải lên nhiều nhất 10 tệp."]
    assert len(names(draft)) == 1


def test_unknown_kind_is_refused_and_nothing_kept(client, draft):
    assert len(send(client, draft, pdf(), kind="X")) == 1
    assert len(names(draft)) == 1


@pytest.mark.parametrize(
    ("query", "shown"), [("", "attachment"), ("?show=1", "inline"), ("?original=1", "attachment")]
)
def test_a_reader_gets_the_copy(client, draft, query, shown):
    place = picture("JPEG", comment=b"21.03N 105.85E")
    send(client, draft, SimpleUploadedFile("anh.jpg", place))
    item = draft.items.order_by("pk").last()

    answer = client.get(reverse("candidates:item-file", args=[item.public_id]) + query)

    given = b"".join(answer.streaming_content)
    assert (given[:3], b"105.85E" in given) == (b"\xff\xd8\xff", False)
    assert answer["Content-Disposition"] == f'{shown}; filename="anh.jpg"'
    assert answer["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert item.view_sha256 == item.file.view_sha256 != item.sha256


def test_officer_gets_a_signed_document_as_it_was_given(client, draft):
    content = pdf_bytes(signed)
    send(client, draft, SimpleUploadedFile("ký số.pdf", content))
    client.post(reverse("candidates:submit", args=[draft.public_id]))
    client.force_login(officer(draft.opening.agency))
    item = draft.items.order_by("pk").last()
    url = reverse("candidates:desk-item-file", args=[item.public_id])

    page = client.get(reverse("candidates:application-detail", args=[draft.public_id]))

    assert page.content.decode().count("Tải bản gốc có chữ ký số") == 1
    assert b"".join(client.get(url, {"original": "1"}).streaming_content) == content
    assert b"".join(client.get(url, {"show": "1"}).streaming_content) != content


def test_the_script_with_the_progress_is_told_where_to_go_and_eats_no_message(client, draft):
    url = reverse("candidates:item-add", args=[draft.public_id])
    bad = SimpleUploadedFile("virus.pdf", b"MZ")

    answer = client.post(
        url, {"kind": "DEGREE", "files": [pdf("a.pdf"), bad]}, headers={"X-Upload": "1"}
    )

    page = reverse("candidates:application", args=[draft.public_id])
    assert answer.json() == {"url": f"{page}#items"}
    said = [str(each) for each in client.get(page).context["messages"]]
    assert said[0] == "Đã nhận “a.pdf”."
    assert "virus.pdf" in said[1]
