"""A regulation's rules in sentences, for people who will sit the exam."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from positions.models import Regulation


@dataclass(frozen=True)
class RoundWords:
    """One round of the exam and how it is scored."""

    title: str
    lines: list[str]


def scoring_words(regulation: Regulation) -> list[RoundWords]:
    """How each round is scored and who is selected, round by round."""
    values = regulation.values
    rules = values["rules"]
    rounds = [
        RoundWords(_("Thi trình bày đề án"), _presentation(values)),
        RoundWords(_("Xác định kết quả"), _result(rules)),
    ]
    if rules["written"] is not None:
        rounds.insert(0, RoundWords(_("Thi viết"), _written(values)))
    return rounds


def _written(values: dict[str, Any]) -> list[str]:
    written, entry = values["rules"]["written"], values["rules"]["round2_entry"]
    gap = _("Hai người chấm độc lập; chênh nhau quá %(gap)s%% thang điểm thì có người chấm thứ ba.")
    lines = [_scale(written), gap % {"gap": _number(written["max_gap"])}]
    if minutes := values.get("written_minutes"):
        lines.insert(1, _("Thời gian làm bài: %(n)s phút.") % {"n": minutes})
    if entry["mode"] == "top_n":
        text = _("%(n)s người có điểm cao nhất trong những người đạt được vào vòng trình bày.")
        return [*lines, text % {"n": entry["n"]}]
    return [*lines, _("Mọi người đạt vòng thi viết được vào vòng trình bày.")]


def _presentation(values: dict[str, Any]) -> list[str]:
    shown = values["rules"]["presentation"]
    lines = [_scale(shown)]
    if minutes := values.get("presentation_minutes"):
        lines.append(_("Thời gian trình bày đề án: %(n)s phút.") % {"n": minutes})
    if criteria := shown.get("criteria"):
        lines.append(
            _("Chấm theo: %(parts)s.") % {"parts": "; ".join(map(criterion_words, criteria))}
        )
    if values.get("slips") == "secret":
        lines.append(_("Mỗi ủy viên hội đồng chấm vào một phiếu chấm điểm kín."))
    return [*lines, _mean(shown)]


def _mean(shown: dict[str, Any]) -> str:
    if shown["trim_extremes"]:
        return _("Điểm của thí sinh là trung bình cộng các phiếu, bỏ phiếu cao nhất và thấp nhất.")
    return _("Điểm của thí sinh là trung bình cộng các phiếu.")


def _result(rules: dict[str, Any]) -> list[str]:
    final = rules["final_rule"]
    sentences = {
        "ROUND2_ONLY": _("Xếp theo điểm trình bày đề án, từ cao xuống thấp; chỉ lấy người đạt."),
        "SUM": _("Xếp theo tổng điểm hai vòng, từ cao xuống thấp; chỉ lấy người đạt cả hai vòng."),
        "WEIGHTED": _("Xếp theo điểm hai vòng có hệ số; chỉ lấy người đạt cả hai vòng."),
    }
    rounding = _("Điểm làm tròn đến %(n)s chữ số thập phân.") % {"n": rules["decimals"]}
    return [sentences[final["mode"]], rounding, _ties(rules), *_reserve(rules)]


def _ties(rules: dict[str, Any]) -> str:
    if rules["tie_break"]:
        keys = ", ".join(tie_key_words(key) for key in rules["tie_break"])
        return _("Bằng điểm thì xét lần lượt: %(keys)s.") % {"keys": keys}
    return _("Bằng điểm ở vị trí trúng tuyển cuối cùng thì cấp có thẩm quyền quyết định.")


def tie_key_words(key: str) -> str:
    """What is compared when marks are equal."""
    names = {"written": _("điểm thi viết"), "presentation": _("điểm trình bày")}
    return names.get(key) or _criterion_name(key.removeprefix("presentation."))


def _reserve(rules: dict[str, Any]) -> list[str]:
    most = rules["reserve"]["max_people"]
    return [_("Bảo lưu kết quả cho tối đa %(n)s người xếp sau.") % {"n": most}] if most else []


def criterion_words(criterion: dict[str, str]) -> str:
    """One criterion of the presentation with its most points."""
    words = _("%(name)s tối đa %(max)s điểm")
    return words % {"name": _criterion_name(criterion["code"]), "max": _number(criterion["max"])}


def criterion_title(code: str) -> str:
    """How a criterion of the presentation stands at the head of a box: its name, else its code."""
    name = _criterion_name(code)
    return code if name == code else capfirst(name)


def _criterion_name(code: str) -> str:
    names = {
        "build": _("xây dựng đề án"),
        "present": _("trình bày"),
        "answer": _("trả lời câu hỏi"),
    }
    return names.get(code, code)


def _scale(rules: dict[str, Any]) -> str:
    words = _("Thang điểm %(max)s; đạt từ %(pass)s điểm trở lên.")
    return words % {"max": _number(rules["max"]), "pass": _number(rules["pass"])}


def _number(text: str) -> str:
    return number_format(Decimal(text))
