"""A mark of a past exam as a cell of the workbook."""

from decimal import Decimal

from django.utils.translation import gettext as _

from documents.workbooks.cells import CellFault, decimal_of
from documents.workbooks.columns import Column, Kind
from documents.workbooks.reading import Raw

MOST_SCORE, PLACES = Decimal(100), 2


def _score(column: Column, raw: Raw) -> Decimal:
    number = decimal_of(raw)
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


SCORE = Kind(_score)
