"""One cell of the workbook as a value, or the sentence that says how to mend it."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from agencies.models import CODE as OWN_CODE
from agencies.names import nfc
from documents.workbooks.columns import Column, Kind, words_of
from documents.workbooks.reading import Raw

NO_BREAK = "\u00a0"  # what word processors paste between words
YES, NO = ("yes", "có"), ("no", "không")
VIETNAMESE_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
NUMBER = re.compile(r"[0-9]+([.,][0-9]+)?")
DIGITS = re.compile(r"[0-9]+")


class CellFault(ValueError):
    """A cell that cannot be taken; the text is fit for the screen."""


def value_of(column: Column, raw: Raw) -> Any:
    """The value of a cell that is not blank; raises CellFault."""
    if raw.kind == "f":
        raise CellFault(_("không nhận công thức. Hãy dán giá trị thay cho công thức."))
    if raw.kind == "e":
        raise CellFault(_("ô báo lỗi %(text)s. Hãy gõ lại giá trị.") % {"text": raw.text})
    if raw.kind == "x" or len(raw.text) > column.kind.longest:
        raise too_long(column)
    return column.kind.read(column, raw)


def is_blank(raw: Raw) -> bool:
    """Nothing to see in it; what is there only to look empty counts as empty."""
    return raw.kind == "s" and not clean(raw.text)


def clean(text: str) -> str:
    """A text without what only looks like blanks, in one form of its accents."""
    return nfc(text).replace(NO_BREAK, " ").strip()


def _text(column: Column, raw: Raw) -> str:
    if raw.kind not in ("s", "n"):
        raise CellFault(_("phải là chữ. Hãy định dạng ô là văn bản rồi gõ lại."))
    text = _digits(raw) if raw.kind == "n" else clean(raw.text)
    if not text.isprintable():
        raise CellFault(_("có ký tự không nhìn thấy. Hãy gõ lại trên một dòng."))
    if len(text) > column.most:
        raise too_long(column)
    return text


def too_long(column: Column) -> CellFault:
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
    if raw.kind != "s":
        raise _no_day(clean(raw.text))
    return day_of(clean(raw.text))


def day_of(text: str) -> date:
    """A day written dd/mm/yyyy or yyyy-mm-dd; raises CellFault."""
    found = VIETNAMESE_DAY.fullmatch(text)
    parts = found.groups()[::-1] if found else (ISO_DAY.fullmatch(text) or [""])[0].split("-")
    if len(parts) != 3:
        raise _no_day(text)
    return _real_day(text, *(int(part) for part in parts))


def _no_day(text: str) -> CellFault:
    return CellFault(
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


def decimal_of(raw: Raw) -> Decimal | None:
    """A number typed with a comma or a dot, or kept as one; None for anything else."""
    if raw.kind == "n":
        return _number(raw.text)
    text = clean(raw.text)
    if raw.kind != "s" or not NUMBER.fullmatch(text):
        return None
    return Decimal(text.replace(",", "."))


def _whole(column: Column, raw: Raw) -> int:
    number = decimal_of(raw)
    if number is None or number != int(number) or not 1 <= number <= column.most:
        raise CellFault(
            _("“%(text)s” không phải số nguyên từ 1 đến %(most)s.")
            % {"text": raw.text, "most": column.most}
        )
    return int(number)


def _yes_no(column: Column, raw: Raw) -> bool:
    word = clean(raw.text).lower() if raw.kind == "s" else None
    if word in YES:
        return True
    if word in NO:
        return False
    raise CellFault(_("“%(text)s”: hãy ghi có hoặc không (yes, no).") % {"text": raw.text})


def _choice(column: Column, raw: Raw) -> str:
    """A choice by its value, or by what the workbook shows for it."""
    word, shown = clean(raw.text), words_of(column)
    if raw.kind == "s" and word in column.choices:
        return word
    for value, label in zip(column.choices, shown if column.labels else (), strict=False):
        if raw.kind == "s" and word.casefold() == label.casefold():
            return value
    raise CellFault(
        _("“%(text)s” không có trong danh sách: %(choices)s.")
        % {"text": raw.text, "choices": ", ".join(shown)}
    )


CODE, TEXT, DAY = Kind(_code, "@"), Kind(_text, "@"), Kind(_day, "dd/mm/yyyy")
WHOLE, YES_NO, CHOICE = Kind(_whole), Kind(_yes_no), Kind(_choice)
