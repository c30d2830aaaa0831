"""One cell of the workbook as a value, or the sentence that says how to mend it."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from agencies.models import CODE as OWN_CODE
from agencies.names import nfc
from reports.past.columns import CHOICE, CODE, DAY, SCORE, TEXT, WHOLE, YES_NO, Column
from reports.past.reading import Raw

NO_BREAK = "\u00a0"  # what word processors paste between words
YES, NO = ("yes", "có"), ("no", "không")
VIETNAMESE_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
NUMBER = re.compile(r"[0-9]+([.,][0-9]+)?")
DIGITS = re.compile(r"[0-9]+")
MOST_SCORE, PLACES = Decimal(100), 2
MOST_SEATS = 100_000


class CellFault(ValueError):
    """A cell that cannot be taken; the text is fit for the screen."""


def value_of(column: Column, raw: Raw) -> Any:
    """The value of a cell that is not blank; raises CellFault."""
    if raw.kind == "f":
        raise CellFault(_("không nhận công thức. Hãy dán giá trị thay cho công thức."))
    if raw.kind == "e":
        raise CellFault(_("ô báo lỗi %(text)s. Hãy gõ lại giá trị.") % {"text": raw.text})
    if raw.kind == "x":
        raise CellFault(
            _("quá dài. Hãy rút gọn còn tối đa %(most)s ký tự.") % {"most": column.most}
        )
    return _READERS[column.kind](column, raw)


def is_blank(raw: Raw) -> bool:
    """Nothing to see in it; what is there only to look empty counts as empty."""
    return raw.kind == "s" and not _clean(raw.text)


def _clean(text: str) -> str:
    return nfc(text).replace(NO_BREAK, " ").strip()


def _text(column: Column, raw: Raw) -> str:
    if raw.kind not in ("s", "n"):
        raise CellFault(_("phải là chữ. Hãy định dạng ô là văn bản rồi gõ lại."))
    text = _digits(raw) if raw.kind == "n" else _clean(raw.text)
    if not text.isprintable():
        raise CellFault(_("có ký tự không nhìn thấy. Hãy gõ lại trên một dòng."))
    if len(text) > column.most:
        raise CellFault(
            _("quá dài. Hãy rút gọn còn tối đa %(most)s ký tự.") % {"most": column.most}
        )
    return text


def _too_long(column: Column) -> CellFault:
    return CellFault(_("quá dài. Hãy rút gọn còn tối đa %(most)s ký tự.") % {"most": column.most})


def _digits(raw: Raw) -> str:
    """A whole number is read as its digits, whatever way the file writes it."""
    number = _number(raw.text)
    return str(int(number)) if number is not None and number == int(number) else raw.text


def _number(text: str) -> Decimal | None:
    """A number as the file keeps it: the shortest text of its float is what was typed."""
    number = Decimal(text) if re.fullmatch(r"-?[0-9.]+([eE][-+]?[0-9]+)?", text) else None
    return number if number is not None and number.is_finite() else None


def _code(column: Column, raw: Raw) -> str:
    if raw.kind == "n" and not DIGITS.fullmatch(_digits(raw)):
        raise CellFault(_("mã %(text)s không phải số nguyên.") % {"text": raw.text})
    text = _text(column, raw)
    if column.is_own_code and not OWN_CODE.regex.match(text):
        raise CellFault(f"“{text}”: {OWN_CODE.message}")
    return text


def _day(column: Column, raw: Raw) -> date:
    if raw.kind == "d":
        return date.fromisoformat(raw.text)
    if raw.kind == "t":
        raise CellFault(_("ngày %(text)s có cả giờ. Hãy chỉ ghi ngày.") % {"text": raw.text})
    text = _clean(raw.text)
    if raw.kind == "s":
        found = VIETNAMESE_DAY.fullmatch(text)
        parts = found.groups()[::-1] if found else (ISO_DAY.fullmatch(text) or [""])[0].split("-")
        if len(parts) == 3:
            return _real_day(text, *(int(part) for part in parts))
    raise CellFault(
        _("“%(text)s” không phải ngày. Hãy ghi dd/mm/yyyy, ví dụ 02/01/2018.") % {"text": text}
    )


def _real_day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise CellFault(
            _("ngày %(text)s không hợp lệ. Hãy ghi một ngày có thật, dạng dd/mm/yyyy.")
            % {"text": text}
        ) from error


def _decimal(raw: Raw) -> Decimal | None:
    if raw.kind == "n":
        return _number(raw.text)
    text = _clean(raw.text)
    if raw.kind != "s" or not NUMBER.fullmatch(text):
        return None
    return Decimal(text.replace(",", "."))


def _whole(column: Column, raw: Raw) -> int:
    number = _decimal(raw)
    if number is None or number != int(number) or not 1 <= number <= MOST_SEATS:
        raise CellFault(
            _("“%(text)s” không phải số nguyên từ 1 đến %(most)s.")
            % {"text": raw.text, "most": MOST_SEATS}
        )
    return int(number)


def _score(column: Column, raw: Raw) -> Decimal:
    number = _decimal(raw)
    if number is None:
        raise CellFault(
            _("“%(text)s” không phải điểm. Hãy ghi số, ví dụ 79,5 hoặc 79.5.") % {"text": raw.text}
        )
    if not 0 <= number <= MOST_SCORE:
        raise CellFault(_("điểm %(text)s ngoài khoảng 0 đến 100.") % {"text": raw.text})
    if -number.as_tuple().exponent > PLACES:
        raise CellFault(
            _("điểm %(text)s có hơn hai chữ số thập phân. Hãy ghi đúng điểm đã công bố.")
            % {"text": raw.text}
        )
    return (number + 0).quantize(Decimal("0.01"))  # a minus before zero is no mark


def _yes_no(column: Column, raw: Raw) -> bool:
    word = _clean(raw.text).lower() if raw.kind == "s" else None
    if word in YES:
        return True
    if word in NO:
        return False
    raise CellFault(_("“%(text)s”: hãy ghi có hoặc không (yes, no).") % {"text": raw.text})


def _choice(column: Column, raw: Raw) -> str:
    word = _clean(raw.text)
    if raw.kind != "s" or word not in column.choices:
        raise CellFault(
            _("“%(text)s” không có trong danh sách: %(choices)s.")
            % {"text": raw.text, "choices": ", ".join(column.choices)}
        )
    return word


_READERS: dict[str, Callable[[Column, Raw], Any]] = {
    CODE: _code,
    TEXT: _text,
    DAY: _day,
    WHOLE: _whole,
    SCORE: _score,
    YES_NO: _yes_no,
    CHOICE: _choice,
}
