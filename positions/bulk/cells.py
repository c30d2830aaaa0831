"""Cells that only openings have: an instant, and a text of several lines."""

import re
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from documents.workbooks.cells import CellFault, clean, day_of, too_long
from documents.workbooks.columns import Column, Kind
from documents.workbooks.reading import Raw

HOUR = re.compile(r"([0-9]{1,2})(?::|h)([0-9]{2})(?::([0-9]{2})(?:\.0+)?)?")
YEARS = range(2000, 2101)
MOST_STANDARDS = 10_000


def _moment(column: Column, raw: Raw) -> datetime:
    """An instant; a day alone lasts until its 24:00."""
    if raw.kind not in ("s", "d", "t"):
        raise _no_moment(raw)
    parts = [part for part in clean(raw.text).lower().split() if part != "ngày"]
    days = [part for part in parts if not HOUR.fullmatch(part)]
    hours = [part for part in parts if HOUR.fullmatch(part)]
    if len(days) != 1 or len(hours) > 1:
        raise _no_moment(raw)
    found = day_of(days[0])
    if found.year not in YEARS:
        raise CellFault(_("năm %(year)s không hợp lệ. Hãy sửa năm.") % {"year": found.year})
    return _at(found, hours[0] if hours else "24:00")


def _at(day: date, hour: str) -> datetime:
    hours, minutes, seconds = (int(part or 0) for part in HOUR.fullmatch(hour).groups())
    span = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if minutes > 59 or seconds > 59 or span > timedelta(days=1):
        raise CellFault(_("không có giờ %(hour)s. Hãy ghi từ 00:00 đến 24:00.") % {"hour": hour})
    return timezone.make_aware(datetime.combine(day, time.min) + span)


def _no_moment(raw: Raw) -> CellFault:
    text = _("“%(text)s” không phải giờ và ngày. Hãy ghi như 17:00 30/06/2027, hoặc chỉ ghi ngày.")
    return CellFault(text % {"text": clean(raw.text)})


def _lines(column: Column, raw: Raw) -> str:
    """A text of several lines, without those that are blank."""
    if raw.kind != "s":
        raise CellFault(_("phải là chữ. Hãy định dạng ô là văn bản rồi gõ lại."))
    lines = [clean(line.replace("\t", " ")) for line in raw.text.splitlines()]
    text = "\n".join(line for line in lines if line)
    if not all(line.isprintable() for line in lines):
        raise CellFault(_("có ký tự không nhìn thấy. Hãy gõ lại."))
    if len(text) > column.most:
        raise too_long(column)
    return text


MOMENT, LINES = Kind(_moment, "@"), Kind(_lines, "@", longest=MOST_STANDARDS)
