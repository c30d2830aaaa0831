"""The built-in mails: code → (subject, body, allowed placeholders).

They are Vietnamese data, not interface: a mail is in the recipient's language, not in the one
its sender has switched the page to. An agency may replace each by its own `MessageTemplate`.
"""

SIGNATURE = "\n\n{agency}\nThư này được gửi tự động, xin không trả lời."

DEFAULTS: dict[str, tuple[str, str, frozenset[str]]] = {
    "application_submitted": (
        "Đã nhận hồ sơ đăng ký dự tuyển {application}",
        "Kính gửi {name},\n\n"
        "Hệ thống đã nhận hồ sơ đăng ký dự tuyển chức danh {opening}.\n"
        "Mã hồ sơ: {application}\n"
        "Giờ nộp: {received_at}\n"
        "Bước tiếp theo: cơ quan kiểm tra hồ sơ và báo kết quả qua thư này.\n"
        "Xem hồ sơ: {url}" + SIGNATURE,
        frozenset({"name", "opening", "application", "received_at", "agency", "url"}),
    ),
    "application_decided": (
        "Kết quả kiểm tra hồ sơ {application}: {decision}",
        "Kính gửi {name},\n\n"
        "Hồ sơ {application} đăng ký dự tuyển chức danh {opening} đã được kiểm tra.\n"
        "Kết quả: {decision}\n"
        "Lý do: {reason}\n"
        "Xem hồ sơ: {url}" + SIGNATURE,
        frozenset({"name", "opening", "application", "decision", "reason", "agency", "url"}),
    ),
    "list_published": (
        "Danh sách người đủ điều kiện dự tuyển: {campaign}",
        "Kính gửi {name},\n\n"
        "Danh sách người đủ điều kiện dự tuyển của {campaign} đã được công bố.\n"
        "Hạn gửi kiến nghị về danh sách: {objection_deadline}\n"
        "Xem danh sách: {url}" + SIGNATURE,
        frozenset({"name", "campaign", "objection_deadline", "agency", "url"}),
    ),
    "result_released": (
        "Đã công bố kết quả thi tuyển: {campaign}",
        "Kính gửi {name},\n\n"
        "Kết quả thi tuyển chức danh {opening} của {campaign} đã được công bố.\n"
        "Hạn đề nghị phúc khảo: {appeal_deadline}\n"
        "Xem kết quả và cách kiểm chứng: {url}" + SIGNATURE,
        frozenset({"name", "opening", "campaign", "appeal_deadline", "agency", "url"}),
    ),
    "approval_requested": (
        "Cần người thứ hai xác nhận: {title}",
        "Kính gửi {name},\n\n"
        "{requester} đề nghị xác nhận: {title}.\n"
        "Đề nghị hết hiệu lực lúc {expires_at}.\n"
        "Xem và quyết định: {url}" + SIGNATURE,
        frozenset({"name", "title", "requester", "expires_at", "agency", "url"}),
    ),
    "membership_granted": (
        "Được giao vai trò {role} tại {agency}",
        "Kính gửi {name},\n\n"
        "Ông/bà được giao vai trò {role} tại {agency}.\n"
        "Đăng nhập: {url}" + SIGNATURE,
        frozenset({"name", "role", "agency", "url"}),
    ),
}
