"""Ledger ids and kinds in words, for people who may read them."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from agencies.models import Person
from audit.ledger import SYSTEM

KINDS = {
    "added": gettext_lazy("lập mới"),
    "amended": gettext_lazy("sửa"),
    "proposed": gettext_lazy("trình"),
    "draft": gettext_lazy("trả về bản soạn"),
    "approved": gettext_lazy("đồng ý"),
    "refused": gettext_lazy("từ chối"),
    "withdrawn": gettext_lazy("rút"),
    "void": gettext_lazy("vô hiệu"),
    "expired": gettext_lazy("hết hạn"),
    "published": gettext_lazy("công bố"),
    "receipt_closed": gettext_lazy("khóa nhận hồ sơ"),
    "list_closed": gettext_lazy("chốt danh sách"),
    "submitted": gettext_lazy("nộp"),
    "eligible": gettext_lazy("hợp lệ"),
    "ineligible": gettext_lazy("không hợp lệ"),
    "confirmed": gettext_lazy("xác nhận"),
    "returned": gettext_lazy("trả lại"),
    "presenting": gettext_lazy("thi trình bày"),
    "scored": gettext_lazy("tổng hợp điểm"),
    "released": gettext_lazy("công bố kết quả"),
    "matched": gettext_lazy("đối chiếu khớp"),
    "struck": gettext_lazy("đối chiếu lệch"),
    "active": gettext_lazy("có hiệu lực"),
    "ended": gettext_lazy("thôi"),
    "issued": gettext_lazy("ban hành"),
    "filled": gettext_lazy("có người trúng tuyển"),
    "unfilled": gettext_lazy("không có người trúng tuyển"),
    "removed": gettext_lazy("bỏ"),
}
NOUNS = {
    "agency": gettext_lazy("cơ quan"),
    "announcement": gettext_lazy("thông báo"),
    "application": gettext_lazy("hồ sơ dự tuyển"),
    "campaign": gettext_lazy("đợt thi"),
    "dossieritem": gettext_lazy("tài liệu hồ sơ"),
    "duty": gettext_lazy("nhiệm vụ"),
    "eligibilitycheck": gettext_lazy("kết luận thẩm định"),
    "exam": gettext_lazy("kỳ thi"),
    "membership": gettext_lazy("vai trò"),
    "opening": gettext_lazy("chức danh"),
    "person": gettext_lazy("người"),
    "presentation": gettext_lazy("lượt trình bày"),
    "regulation": gettext_lazy("quy chế"),
    "result": gettext_lazy("kết quả"),
    "scoreslip": gettext_lazy("phiếu chấm"),
    "twopersonrequest": gettext_lazy("đề nghị hai người"),
}
WHOLE = {
    "audit_read": gettext_lazy("đọc hồ sơ"),
    "signed_in": gettext_lazy("đăng nhập"),
    "audit_export": gettext_lazy("tải số liệu"),
    "list_closed": gettext_lazy("chốt danh sách đủ điều kiện"),
    "rules_frozen": gettext_lazy("cố định quy chế"),
    "results_derived": gettext_lazy("chốt kết quả tính"),
    "payload_erased": gettext_lazy("xóa dữ liệu theo luật"),
    "profile_edited": gettext_lazy("sửa thông tin cá nhân"),
    "calendar_changed": gettext_lazy("sửa lịch ngày làm việc"),
}


def kind_label(kind: str) -> str:
    """The kind of an entry in words; an unknown kind is shown as it is."""
    if kind in WHOLE:
        return str(WHOLE[kind])
    noun, _dot, act = kind.partition(".")
    return f"{NOUNS.get(noun, noun)}: {KINDS.get(act, act)}"


def actor_names(actors: Iterable[str]) -> dict[str, str]:
    """Random id → name, in two queries."""
    wanted = set(actors)
    names: dict[str, Any] = {}
    for model in (Person, User):
        rows = model.objects.filter(public_id__in=wanted)
        names |= dict(rows.values_list("public_id", "full_name"))
    return names | {SYSTEM: _("hệ thống")}
