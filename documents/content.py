"""What a file really is, by its bytes; refusals are full sentences that say how to mend."""

from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from documents.inspection import READER

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXTENSIONS = {PDF: (".pdf",), JPEG: (".jpg", ".jpeg"), PNG: (".png",), XLSX: (".xlsx",)}
SCANS = (PDF, JPEG, PNG)
READ_AS = {PDF: "PDF", JPEG: "JPEG", PNG: "PNG"}


def content_type_of(file: BinaryIO, name: str, size: int, allowed: tuple[str, ...] = SCANS) -> str:
    """The type of an upload by size, first bytes and ending; raises ValidationError.

    What lies behind the first bytes is `check_inside`'s.
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
    return found


def _wanted(allowed: tuple[str, ...]) -> str:
    if XLSX in allowed:
        return _("Chỉ nhận tệp XLSX. Hãy lưu lại bằng Excel hoặc LibreOffice theo dạng .xlsx.")
    return _("Chỉ nhận tệp PDF, JPG hoặc PNG, đúng nội dung với phần mở rộng.")


def _sniff(file: BinaryIO) -> str:
    file.seek(0)
    head = file.read(8)
    file.seek(0)
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"PK\x03\x04"):
        return XLSX
    return PNG if head == b"\x89PNG\r\n\x1a\n" else ""


def check_inside(path: Path, content_type: str, copy: Path | None = None) -> bool:
    """Read a file whole, and write its viewing copy; raises ValidationError with the reason.

    Says whether it is a PDF with a digital signature. A workbook is read by whoever imports it,
    in a process of its own too.
    """
    if content_type not in READ_AS:
        return False
    finding = READER.ask(READ_AS[content_type], path, copy)
    if finding.word:
        raise ValidationError(_refusal(finding.word))
    return finding.is_signed


def _refusal(word: str) -> str:
    return {
        "no_pages": _("Tệp PDF không có trang nào."),
        "active": _("Tệp PDF chứa mã lệnh hoặc tệp đính kèm. Hãy in lại thành PDF rồi tải lên."),
        "locked": _("Tệp PDF có mật khẩu. Hãy bỏ mật khẩu rồi tải lên."),
        "broken_pdf": _("Tệp PDF bị hỏng. Hãy mở thử và lưu lại."),
        "broken_image": _("Ảnh bị hỏng hoặc không đọc được. Hãy chụp lại."),
        "too_many_pixels": _("Ảnh quá lớn (trên 50 triệu điểm ảnh). Hãy chụp hoặc quét lại."),
        "too_costly": _("Tệp quá phức tạp để đọc an toàn. Hãy in lại thành PDF rồi tải lên."),
    }[word]
