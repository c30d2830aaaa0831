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
    "made": gettext_lazy("thực hiện"),
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
    "answered": gettext_lazy("đã bổ sung"),
    "filed": gettext_lazy("chờ trả lời"),
    "upheld": gettext_lazy("chấp nhận"),
    "rejected": gettext_lazy("giữ nguyên"),
    "lapsed": gettext_lazy("quá hạn, không bổ sung"),
    "dropped": gettext_lazy("không cần nữa"),
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
    "preparing": gettext_lazy("chuẩn bị"),
    "sat": gettext_lazy("thi viết xong"),
    "coded": gettext_lazy("đánh phách"),
    "marking": gettext_lazy("bắt đầu chấm"),
    "sealed": gettext_lazy("khóa điểm"),
    "opened": gettext_lazy("mở"),
    "round1_published": gettext_lazy("công bố điểm viết"),
    "closed": gettext_lazy("kết thúc"),
    "cancelled": gettext_lazy("hủy"),
    "postponed": gettext_lazy("hoãn"),
    "shortfall": gettext_lazy("thiếu người đăng ký"),
    "supplement": gettext_lazy("yêu cầu bổ sung"),
    "marked": gettext_lazy("đã chấm"),
    "replaced": gettext_lazy("thay"),
    "recorded": gettext_lazy("ghi theo bản đã ký"),
    "handled": gettext_lazy("thụ lý, giao giải quyết"),
    "concluded": gettext_lazy("kết luận"),
    "dismissed": gettext_lazy("không thụ lý"),
    "passed_on": gettext_lazy("chuyển cơ quan khác"),
}
NOUNS = {
    "pastworkbook": gettext_lazy("bảng tính kỳ thi cũ"),
    "agency": gettext_lazy("cơ quan"),
    "announcement": gettext_lazy("thông báo"),
    "application": gettext_lazy("hồ sơ dự tuyển"),
    "campaign": gettext_lazy("đợt thi"),
    "campaignfile": gettext_lazy("tài liệu của đợt thi"),
    "campaignguest": gettext_lazy("cơ quan thi chung"),
    "contactrecord": gettext_lazy("lần báo tin ngoài hệ thống"),
    "complaint": gettext_lazy("đơn thư"),
    "dossieritem": gettext_lazy("tài liệu hồ sơ"),
    "duty": gettext_lazy("nhiệm vụ"),
    "eligibilitycheck": gettext_lazy("kết luận thẩm định"),
    "exam": gettext_lazy("kỳ thi"),
    "letterreaders": gettext_lazy("hai người giữ danh tính người tố cáo"),
    "filedprofile": gettext_lazy("lý lịch đã nộp"),
    "membership": gettext_lazy("vai trò"),
    "objection": gettext_lazy("khiếu nại danh sách"),
    "paperreceipt": gettext_lazy("hồ sơ nộp trên giấy"),
    "officialdocument": gettext_lazy("văn bản"),
    "opening": gettext_lazy("chức danh"),
    "openingchange": gettext_lazy("điều chỉnh sau công bố"),
    "openingworkbook": gettext_lazy("bảng tính chức danh"),
    "person": gettext_lazy("người"),
    "plan": gettext_lazy("kế hoạch năm"),
    "planapproval": gettext_lazy("phê duyệt kế hoạch"),
    "planline": gettext_lazy("dòng kế hoạch"),
    "planningroster": gettext_lazy("danh sách quy hoạch"),
    "presentation": gettext_lazy("lượt trình bày"),
    "proceeddecision": gettext_lazy("quyết định tiếp tục khi còn đơn thư"),
    "publication": gettext_lazy("bằng chứng đăng thông báo"),
    "regulation": gettext_lazy("quy chế"),
    "result": gettext_lazy("kết quả"),
    "rosterentry": gettext_lazy("người trong quy hoạch"),
    "scoreslip": gettext_lazy("phiếu chấm"),
    "sitting": gettext_lazy("buổi thi viết"),
    "seat": gettext_lazy("chỗ thi viết"),
    "holderkey": gettext_lazy("khóa giữ bản đồ phách"),
    "codemap": gettext_lazy("bản đồ phách"),
    "paper": gettext_lazy("bài thi"),
    "paperowner": gettext_lazy("chủ bài thi"),
    "assignment": gettext_lazy("phân công chấm"),
    "mark": gettext_lazy("điểm chấm"),
    "supplementrequest": gettext_lazy("yêu cầu bổ sung hồ sơ"),
    "titlestandard": gettext_lazy("tiêu chuẩn chức danh"),
    "twopersonrequest": gettext_lazy("đề nghị hai người"),
}
WHOLE = {
    "audit_read": gettext_lazy("đọc hồ sơ"),
    "signed_in": gettext_lazy("đăng nhập"),
    "audit_export": gettext_lazy("tải số liệu"),
    "list_closed": gettext_lazy("chốt danh sách đủ điều kiện"),
    "own_data_erased": gettext_lazy("xóa lý lịch theo yêu cầu của người dự tuyển"),
    "list_resealed": gettext_lazy("chốt lại danh sách đủ điều kiện sau khiếu nại"),
    "rules_frozen": gettext_lazy("cố định quy chế"),
    "results_derived": gettext_lazy("chốt kết quả tính"),
    "papers_collected": gettext_lazy("thu bài thi viết"),
    "map_committed": gettext_lazy("niêm phong bản đồ phách"),
    "markers_drawn": gettext_lazy("bốc thăm giao bài"),
    "marks_sealed": gettext_lazy("khóa điểm thi viết"),
    "presence_confirmed": gettext_lazy("giám sát có mặt"),
    "map_opened": gettext_lazy("mở bản đồ phách"),
    "round1_published": gettext_lazy("công bố điểm thi viết"),
    "sealed": gettext_lazy("ký mốc chốt"),
    "rows_imported": gettext_lazy("nhập nhiều dòng từ bảng tính"),
    "payload_erased": gettext_lazy("xóa dữ liệu theo luật"),
    "profile_edited": gettext_lazy("sửa thông tin cá nhân"),
    "opening_reopened": gettext_lazy("mở lại chức danh trong đợt thi khác"),
    "timetable_set": gettext_lazy("định lịch các bước"),
    "wording_changed": gettext_lazy("sửa lời thông báo"),
    "letter_erased": gettext_lazy("xóa nội dung, danh tính trong đơn theo luật"),
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
