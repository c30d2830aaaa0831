"""Files that must get in as they are, made anew at every run."""

import io
from collections.abc import Iterator

import pikepdf
from PIL import Image

from documents.tests.upload_corpus import Array, Dictionary, Name, Upload, link, pdf, picture


def signed(document):
    """As a signing program leaves it; the signature itself is not judged here."""
    parts = {"Type": Name.Sig, "Filter": Name("/Adobe.PPKLite"), "ByteRange": Array([0, 9, 9, 9])}
    value = Dictionary({f"/{key}": part for key, part in parts.items()})
    value.Contents = pikepdf.String(b"\x30\x82" + b"\0" * 200)
    field = Dictionary(FT=Name.Sig, T="Chu ky", V=document.make_indirect(value))
    field.update(Dictionary(Subtype=Name.Widget, Rect=Array([0, 0, 9, 9])))
    row = document.make_indirect(field)
    document.Root.AcroForm = Dictionary(Fields=Array([row]), SigFlags=3)
    document.pages[0].obj.Annots = Array([row])


def filled_form(document):
    field = document.make_indirect(Dictionary(FT=Name.Tx, T="ho_ten", V="Nguyễn Văn A"))
    document.Root.AcroForm = Dictionary(Fields=Array([field]))


def opens_at_a_page(document):
    page = document.pages[0].obj
    document.Root.OpenAction = Dictionary(S=Name.GoTo, D=Array([page, Name.Fit]))


def described(document):
    with document.open_metadata() as words:
        words["dc:title"] = "Sơ yếu lý lịch"


GOOD_PDFS = {
    "plain": None,
    "form": filled_form,
    "opens at a page": opens_at_a_page,
    "link": link(S=Name.URI, URI="https://moha.gov.vn"),
    "described": described,
    "signed": signed,
}


def good() -> list[Upload]:
    return [*good_pdfs(), *good_pictures()]


def good_pdfs() -> Iterator[Upload]:
    for what, change in GOOD_PDFS.items():
        for version in ("1.4", "1.7", "2.0"):
            content = pdf(change, pages=2, force_version=version)
            yield Upload(f"{what} {version}", "Đơn đăng ký.pdf", content)
    yield Upload("signed, packed", "ký.pdf", pdf(signed, linearize=True))
    yield Upload("300 pages", "don.pdf", pdf(pages=300))
    lock = pikepdf.Encryption(owner="chủ", user="")
    yield Upload("may be read, not changed", "don.pdf", pdf(encryption=lock))
    yield Upload("large letters", "ĐƠN.PDF", pdf())


def good_pictures() -> Iterator[Upload]:
    for mode in ("L", "RGB", "CMYK"):
        yield Upload(f"jpg {mode}", "anh.jpg", picture("JPEG", mode=mode))
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA"):
        yield Upload(f"png {mode}", "anh.png", picture("PNG", mode=mode))
    out = io.BytesIO()
    Image.new("I;16", (40, 30), 40_000).save(out, "PNG")
    yield Upload("png of sixteen bits", "anh.png", out.getvalue())
    for turn in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = turn
        yield Upload(f"jpg turned {turn}", "anh.JPEG", picture("JPEG", exif=exif))
    out = io.BytesIO()
    Image.effect_noise((6000, 8000), 20).convert("RGB").save(out, "JPEG", quality=60)
    yield Upload("jpg of a telephone, 48 million", "IMG_0001.jpg", out.getvalue())
    progressive = picture("JPEG", (1200, 900), progressive=True)
    yield Upload("jpg, progressive", "anh.jpg", progressive)
