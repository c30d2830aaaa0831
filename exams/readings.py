"""What a clerk reads on a council member's slip, and what the regulation lets stand there."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from exams.models import ScoreSlip
from exams.scoring import Slip
from exams.simulation import read_rules
from positions.wording import criterion_title

VALUE = ScoreSlip._meta.get_field("value")
POINTS = re.compile(r"[0-9]{1,5}(\.[0-9]+)?")


@dataclass(frozen=True)
class Reading:
    """One number, or where the regulation has criteria the text read for each of them."""

    number: Decimal | None = None
    points: dict[str, str] = field(default_factory=dict)

    @property
    def value(self) -> Decimal | None:
        """The number, or the sum of the criteria."""
        return sum(self.marks.values(), Decimal(0)) if self.points else self.number

    @property
    def marks(self) -> Slip | None:
        """As scoring takes a slip; two readings agree when these are equal."""
        if not self.points:
            return self.number
        return {code: Decimal(text) for code, text in self.points.items()}


@dataclass(frozen=True)
class Criterion:
    """One part of a slip with its own maximum."""

    code: str
    most: Decimal

    @property
    def label(self) -> str:
        return criterion_title(self.code)


@dataclass(frozen=True)
class SlipRules:
    """The scale of a slip; no criteria: one number."""

    most: Decimal
    places: int
    criteria: tuple[Criterion, ...]


def slip_rules(values: dict[str, Any]) -> SlipRules:
    """What a regulation's values say about slips; the column keeps so many places at most."""
    rules = read_rules(values["rules"])
    shown = rules.presentation
    criteria = tuple(Criterion(code, most) for code, most in shown.criteria)
    return SlipRules(shown.max, min(rules.decimals, VALUE.decimal_places), criteria)


def first_reading(slip: ScoreSlip) -> Reading:
    """What the first clerk read."""
    return Reading(slip.value, slip.points)


def checked(reading: Reading, rules: SlipRules) -> Reading:
    """The reading as it is kept, criteria in the regulation's order; raises ValidationError."""
    return _checked_points(reading, rules) if rules.criteria else _checked_number(reading, rules)


def _checked_number(reading: Reading, rules: SlipRules) -> Reading:
    if reading.points:
        raise ValidationError(_("Quy chế này chấm mỗi phiếu một điểm, không theo tiêu chí."))
    VALUE.clean(reading.number, None)
    if not 0 <= reading.number <= rules.most:
        raise ValidationError(_("Điểm phải từ 0 đến %(most)s.") % {"most": f"{rules.most:f}"})
    if _places(reading.number) > rules.places:
        words = _("Điểm có nhiều nhất %(places)s chữ số thập phân.")
        raise ValidationError(words % {"places": rules.places})
    return reading


def _checked_points(reading: Reading, rules: SlipRules) -> Reading:
    """Faults are named by the code of their criterion."""
    codes = [criterion.code for criterion in rules.criteria]
    if reading.points.keys() - set(codes):
        raise ValidationError(_("Phiếu có tiêu chí không có trong quy chế."))
    points = {code: reading.points.get(code, "").strip().replace(",", ".") for code in codes}
    faults = {
        criterion.code: _fault(criterion, rules.places)
        for criterion in rules.criteria
        if not _may_stand(points[criterion.code], criterion.most, rules.places)
    }
    if faults:
        raise ValidationError(faults)
    return Reading(points=points)


def _may_stand(text: str, most: Decimal, places: int) -> bool:
    if not POINTS.fullmatch(text):
        return False
    return Decimal(text) <= most and _places(Decimal(text)) <= places


def _fault(criterion: Criterion, places: int) -> str:
    words = _(
        "%(criterion)s: nhập một số từ 0 đến %(most)s, nhiều nhất %(places)s chữ số thập phân."
    )
    if not places:
        words = _("%(criterion)s: nhập một số nguyên từ 0 đến %(most)s.")
    most = number_format(criterion.most)
    return words % {"criterion": criterion.label, "most": most, "places": places}


def _places(number: Decimal) -> int:
    """Decimal places as written, trailing zeros too."""
    return -number.as_tuple().exponent
