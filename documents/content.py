"""What a file really is, by its bytes; refusals are full sentences that say how to mend."""

import struct
import warnings
import zlib
from typing import Any, BinaryIO

import pikepdf
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXTENSIONS = {PDF: (".pdf",), JPEG: (".jpg", ".jpeg"), PNG: (".png",), XLSX: (".xlsx",)}
SCANS = (PDF, JPEG, PNG)
MAX_PIXELS = 50_000_000
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


def content_type_of(file: BinaryIO, name: str, size: int, allowed: tuple[str, ...] = SCANS) -> str:
    """The type of an upload; raises ValidationError when it may not be kept.

    A workbook is only recognised here: who reads it does so in a process of its own.
    """
    if size == 0:
        raise ValidationError(_("Tệp rỗng (0 byte). Hãy chọn lại tệp."))
    if size > settings.UPLOAD_MAX_BYTES:
        limit = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        raise ValidationError(
            _("Tệp lớn hơn %(limit)s MB. Hãy quét lại với độ phân giải thấp hơn hoặc tách tệp.")
            % {"limit": limit}
        )
    found = _sniff(file)
    if found not in allowed or not name.lower().endswith(EXTENSIONS[found]):
        raise ValidationError(_wanted(allowed))
    file.seek(0)
    if found == PDF:
        _check_pdf(file)
    elif found != XLSX:
        _check_image(file, found)
    file.seek(0)
    return found


def _wanted(allowed: tuple[str, ...]) -> str:
    if XLSX in allowed:
        return _("Chỉ nhận tệp XLSX. Hãy lưu lại bằng Excel hoặc LibreOffice theo dạng .xlsx.")
    return _("Chỉ nhận tệp PDF, JPG hoặc PNG, đúng nội dung với phần mở rộng.")


def _sniff(file: BinaryIO) -> str:
    file.seek(0)
    head = file.read(8)
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"PK\x03\x04"):
        return XLSX
    return PNG if head == b"\x89PNG\r\n\x1a\n" else ""


def _check_pdf(file: BinaryIO) -> None:
    try:
        with pikepdf.open(file) as pdf:
            if len(pdf.pages) == 0:
                raise ValidationError(_("Tệp PDF không có trang nào."))
            if _is_active(pdf):
                raise ValidationError(
                    _("Tệp PDF chứa mã lệnh hoặc tệp đính kèm. Hãy in lại thành PDF rồi tải lên.")
                )
    except pikepdf.PasswordError as error:
        raise ValidationError(_("Tệp PDF có mật khẩu. Hãy bỏ mật khẩu rồi tải lên.")) from error
    except pikepdf.PdfError as error:
        raise ValidationError(_("Tệp PDF bị hỏng. Hãy mở thử và lưu lại.")) from error


def _is_active(pdf: pikepdf.Pdf) -> bool:
    return any(_holds_action(item) for item in pdf.objects)


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


def _check_image(file: BinaryIO, found: str) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=[found.removeprefix("image/").upper()]) as image:
                if image.width * image.height > MAX_PIXELS:
                    raise ValidationError(_("Ảnh quá lớn (trên 50 triệu điểm ảnh)."))
                image.draft("L", (64, 64))  # a JPEG is read to its end at an eighth of its size
                image.load()
    except UNREADABLE_IMAGE as error:
        raise ValidationError(_("Ảnh bị hỏng hoặc không đọc được. Hãy chụp lại.")) from error
