"""Reads strangers' files in processes that may be killed: nothing of Django.

`python -I file_child.py` answers each line `[kind, file, copy]` by `[word, is_signed, memory]`. It
forks for every file: what costs too much or crashes takes only its own process along. The word is
empty for a good file, else it says why not; the parent has the sentence. Memory is the most it
held, in KiB. With a `copy` a good file is written anew there: of a PDF only what belongs to it, of
a picture only the picture.
"""

import json
import os
import resource
import select
import signal
import struct
import sys
import warnings
import zlib
from typing import Any

import pikepdf
from PIL import Image, ImageOps, UnidentifiedImageError

MEMORY = 400 * 1024 * 1024
CPU_SECONDS = 20
PATIENCE_SECONDS = 40
MAX_PIXELS = 50_000_000
MOST_UNPACKED = 25_000_000  # pixels in memory; a JPEG is read at a half or a quarter of its size
VIEW_SIDE = 3000
END = 2048  # bytes in which the mark of the end must lie
QUALITY = 88
TOO_COSTLY = "too_costly"
UNREADABLE_IMAGE = (
    UnidentifiedImageError,
    Image.DecompressionBombWarning,
    Image.DecompressionBombError,
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    struct.error,
    zlib.error,
)
ACTIVE_KEYS = ("/JavaScript", "/JS", "/AA", "/XFA", "/EmbeddedFiles", "/EF", "/RichMedia")
# What an action does is the value of its key /S. Going to a page when opened is harmless.
ACTIVE_ACTIONS = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition")


class Refused(Exception):
    """One word that says why: the parent has the sentence."""


def main() -> None:
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    for line in sys.stdin:
        print(json.dumps(_apart(json.loads(line))), flush=True)


def _apart(task: list[str]) -> list:
    """The answer of a process of its own; one that was killed says nothing."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _limit()
        os.write(writer, json.dumps(answer(*task)).encode())
        os._exit(0)
    os.close(writer)
    with open(reader, "rb") as words:
        in_time, _, _ = select.select([words], [], [], PATIENCE_SECONDS)
        said = words.read() if in_time else b""
    os.kill(child, signal.SIGKILL)
    _pid, _status, used = os.wait4(child, 0)
    return [*(json.loads(said) if said else (TOO_COSTLY, False)), used.ru_maxrss]


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(kind: str, path: str, copy: str) -> list:
    """[word, is_signed] for one file."""
    read = {"PDF": _read_pdf, "JPEG": _read_picture, "PNG": _read_picture}[kind]
    try:
        return ["", read(path, kind, copy)]
    except Refused as refused:
        return [str(refused), False]
    except MemoryError:
        return [TOO_COSTLY, False]


# PDF


def _read_pdf(path: str, kind: str, copy: str) -> bool:
    """Whether it bears a digital signature, which writing it anew would break."""
    _check_end(path)
    try:
        with pikepdf.open(path) as pdf:
            if len(pdf.pages) == 0:
                raise Refused("no_pages")
            if any(_holds_action(item) for item in pdf.objects):
                raise Refused("active")
            is_signed = any(map(_is_signature, pdf.objects))
            if copy:
                raw = pikepdf.StreamDecodeLevel.none
                pdf.save(copy, compress_streams=False, stream_decode_level=raw)
            return is_signed
    except pikepdf.PasswordError as error:
        raise Refused("locked") from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise Refused("broken_pdf") from error


def _check_end(path: str) -> None:
    """A PDF cut off on its way is repaired by readers, who then show what is left of it."""
    with open(path, "rb") as source:
        source.seek(0, os.SEEK_END)
        source.seek(max(0, source.tell() - END))
        if b"%%EOF" not in source.read():
            raise Refused("broken_pdf")


def _holds_action(item: Any) -> bool:
    """An object with what is written inside it; what it only refers to is visited by itself."""
    inner = [item]
    while inner:
        part = inner.pop()
        if isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
            if any(key in part for key in ACTIVE_KEYS) or _acts(part):
                return True
            children = [value for _key, value in part.items()]
        else:
            children = list(part) if isinstance(part, pikepdf.Array) else []
        inner += [child for child in children if _is_container(child) and not child.is_indirect]
    return False


def _is_container(value: Any) -> bool:
    return isinstance(value, pikepdf.Dictionary | pikepdf.Array)


def _acts(part: pikepdf.Object) -> bool:
    return "/S" in part and str(part["/S"]) in ACTIVE_ACTIONS


def _is_signature(item: Any) -> bool:
    return isinstance(item, pikepdf.Dictionary) and "/ByteRange" in item and "/Contents" in item


# Pictures


def _read_picture(path: str, kind: str, copy: str) -> bool:
    try:
        with Image.open(path, formats=[kind]) as image:
            _unpack(image)
            if copy:
                _draw_anew(image, kind, copy)
    except UNREADABLE_IMAGE as error:
        raise Refused("broken_image") from error
    return False


def _unpack(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise Refused("too_many_pixels")
    image.draft("RGB", (VIEW_SIDE, VIEW_SIDE))
    if image.width * image.height > MOST_UNPACKED:
        raise Refused("too_many_pixels")
    image.load()


def _draw_anew(image: Image.Image, kind: str, copy: str) -> None:
    """The picture upright, and nothing else of the file: no place, no camera, no comment."""
    ImageOps.exif_transpose(image, in_place=True)
    picture = _plain(image, kind)
    picture.info = {}
    picture.save(copy, kind, **({"quality": QUALITY} if kind == "JPEG" else {}))


def _plain(image: Image.Image, kind: str) -> Image.Image:
    if image.mode.startswith("I"):  # sixteen shades of grey to the shade
        image = image.convert("I").point(lambda shade: shade / 256).convert("L")
    if kind == "JPEG":
        return image if image.mode in ("L", "RGB") else image.convert("RGB")
    if image.mode in ("1", "L", "LA", "RGB", "RGBA"):
        return image
    return image.convert("RGBA" if "transparency" in image.info else "RGB")


if __name__ == "__main__":
    main()
