"""What may be kept, decided by the bytes; every refusal is a sentence, never another error."""

import contextlib
import io
import random
import struct
import tempfile
import zlib
from pathlib import Path

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from documents.content import JPEG, PDF, PNG, check_inside, content_type_of

Array, Dictionary, Name = pikepdf.Array, pikepdf.Dictionary, pikepdf.Name
WRONG_TYPE = "Chỉ nhận tệp PDF, JPG hoặc PNG, đúng nội dung với phần mở rộng."
ACTIVE = "Tệp PDF chứa mã lệnh hoặc tệp đính kèm. Hãy in lại thành PDF rồi tải lên."
BROKEN_PDF = "Tệp PDF bị hỏng. Hãy mở thử và lưu lại."
BROKEN_IMAGE = "Ảnh bị hỏng hoặc không đọc được. Hãy chụp lại."
SCRIPT = {"/S": Name.JavaScript, "/JS": "app.alert(1)"}


def pdf(change=None, **how) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        if change:
            change(document)
        document.save(out, **how)
    return out.getvalue()


def image(kind, size=(60, 40)) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 50).convert("RGB").save(out, kind)
    return out.getvalue()


def kind_of(content: bytes, name="a.pdf", copy: Path | None = None) -> str:
    found = content_type_of(io.BytesIO(content), name, len(content))
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        check_inside(Path(file.name), found, copy)
    return found


def reason_of(content: bytes, name="a.pdf") -> str:
    with pytest.raises(ValidationError) as refusal:
        kind_of(content, name)
    return refusal.value.messages[0]


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that say they are a huge picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + crc

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (pdf(), "don.pdf", PDF),
        (pdf(), "ĐƠN.PDF", PDF),
        (image("JPEG"), "anh.jpg", JPEG),
        (image("JPEG"), "anh.JPEG", JPEG),
        (image("PNG"), "anh.png", PNG),
        (pdf(encryption=pikepdf.Encryption(owner="chủ", user="")), "in-duoc.pdf", PDF),
    ],
)
def test_good_file_is_known_by_its_bytes(content, name, kind):
    file = io.BytesIO(content)

    assert content_type_of(file, name, len(content)) == kind
    assert file.tell() == 0


def test_empty_and_too_large_refused(settings):
    settings.UPLOAD_MAX_BYTES = 3 * 1024 * 1024

    assert reason_of(b"") == "Tệp rỗng (0 byte). Hãy chọn lại tệp."
    with pytest.raises(ValidationError, match=r"Tệp lớn hơn 3 MB\."):
        content_type_of(io.BytesIO(pdf()), "a.pdf", settings.UPLOAD_MAX_BYTES + 1)
    assert content_type_of(io.BytesIO(pdf()), "a.pdf", settings.UPLOAD_MAX_BYTES) == PDF


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (pdf(), "don.png"),
        (pdf(), "don.pdf.exe"),
        (pdf(), "pdf"),
        (image("PNG"), "anh.jpg"),
        (image("GIF"), "anh.gif"),
        (b"MZ\x90\x00", "don.pdf"),
        (b"<html><script>alert(1)</script>", "don.pdf"),
        (b"\n" + pdf(), "don.pdf"),
        (b"PK\x03\x04", "don.pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "anh.png"),
        (b"%PDF", "don.pdf"),
    ],
)
def test_other_content_or_wrong_ending_refused(content, name):
    assert reason_of(content, name) == WRONG_TYPE


def test_broken_empty_and_locked_pdf_refused():
    nothing = pdf(lambda document: document.pages.__delitem__(0))

    assert reason_of(pdf()[:200]) == BROKEN_PDF
    assert reason_of(b"%PDF-1.7 nothing more") == BROKEN_PDF
    assert reason_of(nothing) == "Tệp PDF không có trang nào."
    locked = pdf(encryption=pikepdf.Encryption(owner="a", user="b"))
    assert reason_of(locked) == "Tệp PDF có mật khẩu. Hãy bỏ mật khẩu rồi tải lên."


# Where a PDF can hide something that runs


def on_catalog(**entries):
    return lambda document: document.Root.update(
        Dictionary({f"/{k}": v for k, v in entries.items()})
    )


def link(**action):
    """A link on the page, wholly written inside the page's own object."""

    def change(document):
        acts = Dictionary({f"/{key}": value for key, value in action.items()})
        box = Array([0, 0, 9, 9])
        note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=box, A=acts)
        document.pages[0].obj.Annots = Array([note])

    return change


def attachment(document):
    document.attachments["don.exe"] = pikepdf.AttachedFileSpec(document, b"MZ")


def attached_note(document):
    spec = Dictionary(F="a.exe", EF=Dictionary(F=document.make_stream(b"MZ")))
    note = Dictionary(Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]), FS=spec)
    document.pages[0].obj.Annots = Array([note])


def far_away_script(document):
    document.Root.Extra = document.make_indirect(Array([Array([Dictionary(SCRIPT)])]))


NAMED = Dictionary(JavaScript=Dictionary(Names=Array(["a", Dictionary(SCRIPT)])))
HOSTILE = {
    "script when opened": on_catalog(OpenAction=Dictionary(SCRIPT)),
    "named script": on_catalog(Names=NAMED),
    "script in a link": link(S=Name.JavaScript, JS="app.alert(1)"),
    "program in a link": link(S=Name.Launch, F="cmd.exe"),
    "form sent in a link": link(S=Name.SubmitForm, F="http://evil.example"),
    "data fetched in a link": link(S=Name.ImportData, F="x"),
    "on every page": on_catalog(AA=Dictionary(WC=Dictionary(SCRIPT))),
    "xfa form": on_catalog(AcroForm=Dictionary(XFA="x", Fields=Array())),
    "attachment": attachment,
    "attachment in a note": attached_note,
    "deep in arrays": far_away_script,
}


@pytest.mark.parametrize("where", HOSTILE)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_pdf_that_acts_refused(where, packed):
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable

    assert reason_of(pdf(HOSTILE[where], object_stream_mode=mode)) == ACTIVE


def test_pdf_that_only_opens_at_a_page_is_kept():
    """What office programs write into every PDF."""

    def opens(document):
        page = document.pages[0].obj
        document.Root.OpenAction = Array([page, Name.XYZ, None, None, 0])

    def goes(document):
        page = document.pages[0].obj
        document.Root.OpenAction = Dictionary(S=Name.GoTo, D=Array([page, Name.Fit]))

    assert kind_of(pdf(opens)) == PDF
    assert kind_of(pdf(goes)) == PDF
    assert kind_of(pdf(link(S=Name.URI, URI="https://moha.gov.vn"))) == PDF


# Pictures


@pytest.mark.parametrize("size", [(8000, 7000), (9500, 9500), (20000, 20000), (60000, 60000)])
def test_picture_bomb_refused_before_it_is_unpacked(size):
    words = ("Ảnh quá lớn (trên 50 triệu điểm ảnh). Hãy chụp hoặc quét lại.", BROKEN_IMAGE)

    assert reason_of(png_that_claims(*size), "anh.png") in words


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "anh.jpg"), ("PNG", "anh.png")])
def test_picture_cut_in_the_middle_refused(kind, name):
    content = image(kind, (300, 200))

    assert reason_of(content[: len(content) // 2], name) == BROKEN_IMAGE
    assert reason_of(content[:30], name) == BROKEN_IMAGE


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("content", "name"),
    [(pdf(), "a.pdf"), (image("JPEG"), "a.jpg"), (image("PNG"), "a.png")],
    ids=["pdf", "jpg", "png"],
)
def test_damaged_bytes_are_kept_or_refused_in_words(content, name):
    dice = random.Random(2017)
    for turn in range(150):
        damaged = bytearray(content)
        for _place in range(dice.choice((1, 2, 20))):
            damaged[dice.randrange(8, len(damaged))] = dice.randrange(256)
        damaged = bytes(damaged[: dice.randrange(9, len(damaged))] if turn % 3 == 0 else damaged)
        with contextlib.suppress(ValidationError):
            assert kind_of(damaged, name) in (PDF, JPEG, PNG)
