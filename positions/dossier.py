"""The documents an application is made of: what a regulation asks of which class of candidates.

Classes are the codes of `candidates.Application.Source`. A regulation names what it demands and
whose originals are compared; where it names nothing, the common list is shown and nothing is
demanded (domain rules, 2.2).
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Item(models.TextChoices):
    APP_FORM = "APP_FORM", _("Đơn đăng ký dự tuyển")
    CV_2C = "CV_2C", _("Sơ yếu lý lịch mẫu 2C")
    DEGREE = "DEGREE", _("Văn bằng, chứng chỉ")
    EVAL = "EVAL", _("Nhận xét, đánh giá")
    ASSET = "ASSET", _("Bản kê khai tài sản, thu nhập")
    HEALTH = "HEALTH", _("Giấy khám sức khỏe")
    CONSENT = "CONSENT", _("Văn bản đồng ý của cơ quan quản lý")
    NOMINATION = "NOMINATION", _("Văn bản đề cử")
    PLAN_PROOF = "PLAN_PROOF", _("Quyết định phê duyệt quy hoạch")
    OTHER = "OTHER", _("Tài liệu khác")


HELP = {
    Item.APP_FORM: _("có chữ ký của người đăng ký"),
    Item.CV_2C: _("có xác nhận của cơ quan quản lý cán bộ"),
    Item.DEGREE: _("bản sao: chuyên môn, lý luận chính trị, quản lý nhà nước, ngoại ngữ"),
    Item.EVAL: _("của cơ quan, cấp ủy nơi công tác trong những năm gần nhất"),
    Item.ASSET: _("theo mẫu kê khai hằng năm"),
    Item.HEALTH: _("của cơ sở y tế đủ thẩm quyền, cấp trong 6 tháng gần nhất"),
    Item.CONSENT: _("cơ quan quản lý cán bộ đồng ý cho dự tuyển"),
    Item.NOMINATION: _("người ngoài quy hoạch: tập thể lãnh đạo đề cử, cấp ủy đồng ý bằng văn bản"),
    Item.PLAN_PROOF: _("người trong quy hoạch: đúng chức danh hoặc chức danh tương đương"),
    Item.OTHER: _("nếu thông báo thi tuyển yêu cầu"),
}
# Only these classes hand these in.
ONLY_OF = {
    Item.NOMINATION: ("NOMINATED_OUT_PLAN",),
    Item.PLAN_PROOF: ("IN_PLAN_LOCAL", "IN_PLAN_EXTERNAL"),
}
COMMON = (Item.APP_FORM, Item.CV_2C, Item.DEGREE, Item.EVAL, Item.CONSENT, *ONLY_OF)


@dataclass(frozen=True)
class Wanted:
    """One kind of document; demanded: without it nobody is found eligible."""

    code: str
    label: Any
    help: Any
    is_expected: bool
    is_demanded: bool


def documents_of(
    values: dict[str, Any], source: str = "", *, is_planned: bool = False
) -> list[Wanted]:
    """What a dossier holds under a regulation's `values`; of every class where none is given.

    Whoever a confirmed roster names (`is_planned`) need not prove it.
    """
    demanded = values.get("dossier_required") or ()
    expected = demanded or COMMON
    return [
        Wanted(item, item.label, HELP[item], item in expected, item in demanded)
        for item in Item
        if _concerns(item, source) and not (item == Item.PLAN_PROOF and is_planned)
    ]


def _concerns(item: Item, source: str) -> bool:
    return not source or source in ONLY_OF.get(item, (source,))


def missing(wanted: list[Wanted], have: Collection[str], *, demanded: bool = False) -> list[Wanted]:
    """Expected, or demanded, and not there."""
    return [
        each
        for each in wanted
        if each.code not in have and (each.is_demanded if demanded else each.is_expected)
    ]


def needs_original(values: dict[str, Any], code: str) -> bool:
    """Whether a plain copy of it counts only once it was compared with the original."""
    return code in (values.get("dossier_compared") or ())
