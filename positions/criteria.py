"""The criteria of a title standard: their words, and whether a person meets them.

What a machine can compare it compares; the rest, and what is not known, is "cannot tell".
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from messaging.language import official
from positions.retirement import full_years_left


class Verdict(StrEnum):
    MET = "MET"
    NOT_MET = "NOT_MET"
    CANNOT_TELL = "CANNOT_TELL"


VERDICT_WORDS = {
    Verdict.MET: gettext_lazy("Đạt"),
    Verdict.NOT_MET: gettext_lazy("Chưa đạt"),
    Verdict.CANNOT_TELL: gettext_lazy("Chưa xác định được"),
}
# Scales from the lowest to the highest.
EDUCATION = {
    "TRUNG_CAP": gettext_lazy("trung cấp"),
    "CAO_DANG": gettext_lazy("cao đẳng"),
    "DAI_HOC": gettext_lazy("đại học"),
    "THAC_SI": gettext_lazy("thạc sĩ"),
    "TIEN_SI": gettext_lazy("tiến sĩ"),
}
POLITICAL_THEORY = {
    "NONE": gettext_lazy("chưa qua"),
    "SO_CAP": gettext_lazy("sơ cấp"),
    "TRUNG_CAP": gettext_lazy("trung cấp"),
    "CAO_CAP": gettext_lazy("cao cấp"),
    "CU_NHAN": gettext_lazy("cử nhân"),
}
STATE_MANAGEMENT = {
    "NONE": gettext_lazy("chưa qua"),
    "CAN_SU": gettext_lazy("cán sự"),
    "CHUYEN_VIEN": gettext_lazy("chuyên viên"),
    "CHUYEN_VIEN_CHINH": gettext_lazy("chuyên viên chính"),
    "CHUYEN_VIEN_CAO_CAP": gettext_lazy("chuyên viên cao cấp"),
}
GRADE = {
    "01.005": gettext_lazy("nhân viên"),
    "01.004": gettext_lazy("cán sự"),
    "01.003": gettext_lazy("chuyên viên"),
    "01.002": gettext_lazy("chuyên viên chính"),
    "01.001": gettext_lazy("chuyên viên cao cấp"),
}
SCALES = {
    "education": EDUCATION,
    "political_theory": POLITICAL_THEORY,
    "state_management": STATE_MANAGEMENT,
    "grade": GRADE,
}
# "cao cấp" and "cử nhân" of political theory are one level (NĐ 29/2024: "cao cấp hoặc cử nhân").
SAME_LEVEL = {("political_theory", "CU_NHAN"): "CAO_CAP"}
COUNTS = ("service_years", "leadership_years", "level_jump", "remaining_years")
KINDS = (*SCALES, *COUNTS, "planning", "language", "text")
NAMES = {
    "education": gettext_lazy("Trình độ chuyên môn"),
    "political_theory": gettext_lazy("Lý luận chính trị"),
    "state_management": gettext_lazy("Quản lý nhà nước"),
    "grade": gettext_lazy("Ngạch"),
    "service_years": gettext_lazy("Thời gian công tác"),
    "leadership_years": gettext_lazy("Thời gian giữ chức vụ"),
    "level_jump": gettext_lazy("Bậc chức vụ"),
    "remaining_years": gettext_lazy("Tuổi công tác còn lại"),
    "planning": gettext_lazy("Quy hoạch"),
    "language": gettext_lazy("Ngoại ngữ"),
    "text": gettext_lazy("Điều kiện khác"),
}
BY_HAND = ("language", "text")


@dataclass(frozen=True)
class Facts:
    """What is known of a person; None is not known."""

    education: str | None = None
    political_theory: str | None = None
    state_management: str | None = None
    grade: str | None = None
    service_years: int | None = None
    leadership_years: int | None = None
    level_jump: int | None = None
    born: date | None = None
    sex: str | None = None
    planning: bool | None = None
    on: date | None = None


@official
def notice_text(criteria: list[dict[str, Any]]) -> str:
    """The criteria as the lines of a notice, which is Vietnamese whoever writes it."""
    return "\n".join(words(row) for row in criteria)


def is_machine_checkable(criterion: dict[str, Any]) -> bool:
    """Whether a machine decides it; a field of study beside a degree is read by a person."""
    return criterion["kind"] not in BY_HAND and not criterion.get("field")


def words(criterion: dict[str, Any]) -> str:
    """A criterion as one sentence of the notice."""
    kind = criterion["kind"]
    if kind in SCALES:
        return _scale_words(criterion)
    if kind in COUNTS:
        return COUNT_WORDS[kind](criterion["n"])
    if kind == "planning":
        return _("Trong quy hoạch chức danh này hoặc tương đương, hoặc được đề cử theo quy chế.")
    return criterion["text"]


def _scale_words(criterion: dict[str, Any]) -> str:
    kind, level = criterion["kind"], SCALES[criterion["kind"]][criterion["level"]]
    if kind == "political_theory" and criterion["level"] == "CAO_CAP":
        level = _("cao cấp hoặc cử nhân")
    field = criterion.get("field")
    sentences = {
        "education": _("Tốt nghiệp %(level)s trở lên."),
        "political_theory": _("Lý luận chính trị từ %(level)s trở lên."),
        "state_management": _("Bồi dưỡng quản lý nhà nước từ ngạch %(level)s trở lên."),
        "grade": _("Giữ ngạch %(level)s hoặc tương đương trở lên."),
    }
    if field:
        text = _("Tốt nghiệp %(level)s trở lên, chuyên ngành %(field)s.")
        return text % {"level": level, "field": field}
    return sentences[kind] % {"level": level}


COUNT_WORDS: dict[str, Callable[[int], str]] = {
    "service_years": lambda n: (
        ngettext(
            "Công tác trong ngành, lĩnh vực ít nhất %(n)s năm.",
            "Công tác trong ngành, lĩnh vực ít nhất %(n)s năm.",
            n,
        )
        % {"n": n}
    ),
    "leadership_years": lambda n: (
        ngettext(
            "Giữ chức vụ lãnh đạo, quản lý ít nhất %(n)s năm.",
            "Giữ chức vụ lãnh đạo, quản lý ít nhất %(n)s năm.",
            n,
        )
        % {"n": n}
    ),
    "level_jump": lambda n: (
        ngettext(
            "Chức vụ đang giữ thấp hơn nhiều nhất %(n)s bậc.",
            "Chức vụ đang giữ thấp hơn nhiều nhất %(n)s bậc.",
            n,
        )
        % {"n": n}
    ),
    "remaining_years": lambda n: (
        ngettext(
            "Còn đủ tuổi công tác ít nhất %(n)s năm đến tuổi nghỉ hưu.",
            "Còn đủ tuổi công tác ít nhất %(n)s năm đến tuổi nghỉ hưu.",
            n,
        )
        % {"n": n}
    ),
}


def check(criterion: dict[str, Any], facts: Facts) -> Verdict:
    """Whether a person meets a criterion, from what is known."""
    kind = criterion["kind"]
    if kind in SCALES:
        return _check_scale(criterion, getattr(facts, kind))
    if kind == "remaining_years":
        return _check_age(criterion["n"], facts)
    if kind == "level_jump":
        return _verdict(facts.level_jump, lambda value: value <= criterion["n"])
    if kind in COUNTS:
        return _verdict(getattr(facts, kind), lambda value: value >= criterion["n"])
    if kind == "planning":
        # Outside the plan one may still be nominated: that is no machine's to say.
        return Verdict.MET if facts.planning else Verdict.CANNOT_TELL
    return Verdict.CANNOT_TELL


def _check_scale(criterion: dict[str, Any], held: str | None) -> Verdict:
    kind, order = criterion["kind"], list(SCALES[criterion["kind"]])
    if held not in order:
        return Verdict.CANNOT_TELL
    level = SAME_LEVEL.get((kind, criterion["level"]), criterion["level"])
    if order.index(held) < order.index(level):
        return Verdict.NOT_MET
    return Verdict.CANNOT_TELL if criterion.get("field") else Verdict.MET


def _check_age(n: int, facts: Facts) -> Verdict:
    if facts.born is None or facts.sex is None or facts.on is None:
        return Verdict.CANNOT_TELL
    left = full_years_left(facts.born, facts.sex, facts.on)
    return Verdict.MET if left >= n else Verdict.NOT_MET


def _verdict(value: int | None, rule: Callable[[int], bool]) -> Verdict:
    if value is None:
        return Verdict.CANNOT_TELL
    return Verdict.MET if rule(value) else Verdict.NOT_MET


def differences(before: list[dict], after: list[dict]) -> list[tuple[str, str, str]]:
    """Criteria that were put in, taken out or changed: name, before, after."""
    names = [kind for kind in KINDS if kind != "text"]
    old, new = (
        {row["kind"]: row for row in rows if row["kind"] != "text"} for rows in (before, after)
    )
    found = [
        (str(NAMES[kind]), _line(old.get(kind)), _line(new.get(kind)))
        for kind in names
        if old.get(kind) != new.get(kind)
    ]
    texts_before = [_line(row) for row in before if row["kind"] == "text"]
    texts_after = [_line(row) for row in after if row["kind"] == "text"]
    name = str(NAMES["text"])
    found += [(name, text, "–") for text in texts_before if text not in texts_after]
    return found + [(name, "–", text) for text in texts_after if text not in texts_before]


def _line(criterion: dict[str, Any] | None) -> str:
    if criterion is None:
        return "–"
    basis = criterion.get("basis")
    return f"{words(criterion)} ({basis})" if basis else words(criterion)
