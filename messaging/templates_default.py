"""The kinds of notices to candidates: built-in wording, its blanks, and which of them it must say.

They are sent in the installation's language whoever acts; the English is for who reads the page
of wordings. An agency may replace each by its own `MessageTemplate`.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

# Blank → what it stands for, and what an example says there.
BLANKS: dict[str, tuple[Any, Any]] = {
    "name": (_("họ và tên người nhận"), _("Nguyễn Văn An")),
    "opening": (_("chức danh thi tuyển"), _("Trưởng phòng Tổ chức")),
    "application": (_("mã hồ sơ"), "HS-7K3M9QXD"),
    "agency": (_("tên cơ quan"), _("tên cơ quan của bạn")),
    "url": (_("địa chỉ trang để xem"), "https://…/applications/…/"),
    "received_at": (_("giờ nhận"), "16:42:07 05/03/2026"),
    "wanted": (_("nội dung cần bổ sung"), _("Bản sao bằng đại học có chứng thực.")),
    "due": (_("hạn, đến giờ nào"), "24:00 12/03/2026"),
    "reason": (_("lý do, như cán bộ đã ghi"), _("Bằng đại học không đúng ngành.")),
    "result": (_("kết quả trả lời khiếu nại"), _("Chấp nhận")),
    "answer": (_("lời trả lời khiếu nại"), _("Ngành đào tạo của bằng phù hợp tiêu chuẩn.")),
    "campaign": (_("tên đợt thi"), _("Thi tuyển lãnh đạo cấp phòng năm 2026")),
    "number": (_("số báo danh"), "017"),
    "day": (_("ngày thi"), "20/04/2026"),
    "place": (_("địa điểm thi"), _("Hội trường A, tầng 2")),
    "seat": (_("chỗ ngồi số"), "5"),
}
EVERY = ("name", "opening", "agency", "url")
SIGNATURE = _("{agency}\nThư này được gửi tự động, xin không trả lời.")


@dataclass(frozen=True)
class Kind:
    """One kind of notice; `body` without the signature that every built-in wording ends in."""

    label: Any
    subject: Any
    body: Any
    blanks: tuple[str, ...] = ()
    required: tuple[str, ...] = ()

    @property
    def allowed(self) -> frozenset[str]:
        return frozenset((*EVERY, *self.blanks))

    @property
    def wording(self) -> tuple[str, str]:
        """Subject and whole body in the language that is active."""
        return str(self.subject), f"{self.body}\n\n{SIGNATURE}"


KINDS: dict[str, Kind] = {
    "application_submitted": Kind(
        _("Đã nhận hồ sơ"),
        _("Đã nhận hồ sơ {application} dự tuyển {opening}."),
        _(
            "Kính gửi {name},\n\n"
            "Hệ thống đã nhận hồ sơ {application} đăng ký dự tuyển chức danh {opening} "
            "lúc {received_at}.\n"
            "Bước tiếp theo: cơ quan thẩm định hồ sơ và báo kết luận qua thư này.\n"
            "Xem hồ sơ: {url}"
        ),
        ("application", "received_at"),
        ("application", "received_at"),
    ),
    "supplement_asked": Kind(
        _("Yêu cầu bổ sung hồ sơ"),
        _("Hồ sơ {application} cần bổ sung, hạn đến {due}."),
        _(
            "Kính gửi {name},\n\n"
            "Hồ sơ {application} dự tuyển chức danh {opening} cần bổ sung:\n\n"
            "{wanted}\n\n"
            "Hạn bổ sung: {due}. Quá hạn, hồ sơ được xét theo tài liệu đã nộp.\n"
            "Bổ sung tại: {url}"
        ),
        ("application", "wanted", "due"),
        ("wanted", "due"),
    ),
    "supplement_answered": Kind(
        _("Đã nhận phần bổ sung"),
        _("Đã nhận phần bổ sung của hồ sơ {application}."),
        _(
            "Kính gửi {name},\n\n"
            "Đã nhận phần bổ sung của hồ sơ {application} dự tuyển chức danh {opening}. "
            "Hồ sơ chờ kết luận thẩm định.\n"
            "Xem hồ sơ: {url}"
        ),
        ("application",),
        ("application",),
    ),
    "supplement_lapsed": Kind(
        _("Hết hạn bổ sung hồ sơ"),
        _("Hồ sơ {application} không được bổ sung đúng hạn, sẽ xét theo tài liệu đã nộp."),
        _(
            "Kính gửi {name},\n\n"
            "Đã hết hạn bổ sung hồ sơ {application} dự tuyển chức danh {opening}. "
            "Hồ sơ được xét theo tài liệu đã nộp.\n"
            "Xem hồ sơ: {url}"
        ),
        ("application",),
        ("application",),
    ),
    "application_eligible": Kind(
        _("Kết luận: hồ sơ hợp lệ"),
        _("Hồ sơ {application}: Hợp lệ."),
        _(
            "Kính gửi {name},\n\n"
            "Hồ sơ {application} dự tuyển chức danh {opening} hợp lệ. Số báo danh được bốc thăm "
            "khi chốt danh sách đủ điều kiện dự thi.\n"
            "Xem hồ sơ: {url}"
        ),
        ("application",),
        ("application",),
    ),
    "application_ineligible": Kind(
        _("Kết luận: hồ sơ không hợp lệ"),
        _("Hồ sơ {application}: Không hợp lệ."),
        _(
            "Kính gửi {name},\n\n"
            "Hồ sơ {application} dự tuyển chức danh {opening} không hợp lệ. Lý do:\n\n"
            "{reason}\n\n"
            "Thấy chưa đúng, ông/bà được khiếu nại một lần tại: {url}"
        ),
        ("application", "reason"),
        ("application", "reason", "url"),
    ),
    "objection_received": Kind(
        _("Đã nhận khiếu nại"),
        _("Đã nhận khiếu nại về hồ sơ {application}."),
        _(
            "Kính gửi {name},\n\n"
            "Đã nhận khiếu nại về hồ sơ {application} dự tuyển chức danh {opening} "
            "lúc {received_at}. Cán bộ khác xem lại, người đứng đầu cơ quan quyết định.\n"
            "Xem hồ sơ: {url}"
        ),
        ("application", "received_at"),
        ("application", "received_at"),
    ),
    "objection_answered": Kind(
        _("Trả lời khiếu nại"),
        _("Khiếu nại về hồ sơ {application}: {result}."),
        _(
            "Kính gửi {name},\n\n"
            "Khiếu nại về hồ sơ {application} dự tuyển chức danh {opening} đã được giải quyết: "
            "{result}.\n\n"
            "{answer}\n\n"
            "Xem hồ sơ: {url}"
        ),
        ("application", "result", "answer"),
        ("result", "answer"),
    ),
    "list_closed": Kind(
        _("Đã chốt danh sách: số báo danh"),
        _("Số báo danh của ông/bà: {number} ({opening})."),
        _(
            "Kính gửi {name},\n\n"
            "Danh sách đủ điều kiện dự thi của {campaign} đã được chốt. Ông/bà dự thi chức danh "
            "{opening} với số báo danh {number}.\n"
            "Xem hồ sơ: {url}"
        ),
        ("campaign", "number"),
        ("number",),
    ),
    "list_closed_without": Kind(
        _("Đã chốt danh sách: không có tên"),
        _("Danh sách dự thi {opening} đã chốt: hạn khiếu nại đến {due}."),
        _(
            "Kính gửi {name},\n\n"
            "Danh sách đủ điều kiện dự thi của {campaign} đã được chốt. Hồ sơ {application} dự "
            "tuyển chức danh {opening} không có trong danh sách; lý do đã báo trước.\n"
            "Hạn khiếu nại: {due}. Nếu chưa khiếu nại, ông/bà được khiếu nại một lần tại: {url}"
        ),
        ("application", "campaign", "due"),
        ("due",),
    ),
    "seat_given": Kind(
        _("Ngày, nơi và chỗ thi viết"),
        _("Thi viết {opening}: ngày {day}, {place}, số báo danh {number}."),
        _(
            "Kính gửi {name},\n\n"
            "Mời ông/bà dự thi viết chức danh {opening}.\n"
            "Ngày thi: {day}\n"
            "Địa điểm: {place}\n"
            "Số báo danh: {number}, chỗ ngồi số {seat}\n"
            "Khi đi thi, mang giấy tờ tùy thân có ảnh. Xem hồ sơ: {url}"
        ),
        ("day", "place", "number", "seat"),
        ("day", "place", "number"),
    ),
    "written_published": Kind(
        _("Đã công bố điểm thi viết"),
        _("Đã công bố điểm viết: {opening}."),
        _(
            "Kính gửi {name},\n\n"
            "Đã công bố điểm thi viết chức danh {opening} của {campaign}. Đăng nhập để xem điểm "
            "của ông/bà: {url}"
        ),
        ("campaign",),
        ("url",),
    ),
    "result_released": Kind(
        _("Đã công bố kết quả thi tuyển"),
        _("Đã công bố kết quả thi tuyển {opening}."),
        _(
            "Kính gửi {name},\n\n"
            "Kết quả thi tuyển chức danh {opening} của {campaign} đã được công bố.\n"
            "Xem kết quả và cách kiểm chứng: {url}"
        ),
        ("campaign",),
        ("url",),
    ),
}
