"""Sample data for the style page: one example of every part. Development only, no real person."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Paginator

from accounts.verdicts import ALLOWED, deny
from desk.templatetags.parts import in_words_mark

NAMES = (
    ("Nguyễn Thị Minh An", "Phó Vụ trưởng Vụ Tổ chức cán bộ", "Hợp lệ", "success", "84,40"),
    ("Trần Quốc Bảo", "Phó Vụ trưởng Vụ Tổ chức cán bộ", "Cần bổ sung", "warning", "–"),
    ("Lê Hoàng Đức", "Phó Vụ trưởng Vụ Tổ chức cán bộ", "Không hợp lệ", "danger", "–"),
    ("Phạm Thu Hà", "Giám đốc Sở Nội vụ", "Đã nộp", "info", "71,05"),
)
MARK = Decimal("84.40")
BADGES = (
    ("Nháp", "neutral"),
    ("Đang nhận hồ sơ", "info"),
    ("Hợp lệ", "success"),
    ("Cần bổ sung", "warning"),
    ("Không hợp lệ", "danger"),
)
ROOT = "9f3c5e0a77b1d2486c0fe1a5429b8d3360c4f7e2ab915d08e6f1b27c3a4d5e6f"


class SampleForm(forms.Form):
    name = forms.CharField(label="Họ và tên", help_text="Viết đúng như giấy tờ tùy thân.")
    born_on = forms.DateField(label="Ngày sinh", help_text="Ngày/tháng/năm, ví dụ 02/09/1980.")
    kind = forms.ChoiceField(
        label="Nguồn đăng ký",
        choices=[("", "Chọn nguồn"), ("self", "Tự đăng ký dự tuyển"), ("sent", "Cơ quan cử")],
    )
    round_kind = forms.ChoiceField(
        label="Hình thức thi vòng 1",
        choices=[("w", "Thi viết"), ("c", "Thi trắc nghiệm")],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea({"rows": 3}))
    agreed = forms.BooleanField(label="Tôi cam đoan thông tin trên là đúng")


class FilterForm(forms.Form):
    state = forms.ChoiceField(
        label="Trạng thái",
        required=False,
        choices=[("", "Tất cả"), ("ok", "Hợp lệ"), ("more", "Cần bổ sung")],
    )


def _steps() -> list[dict[str, str]]:
    basis = "Văn bản 2424/BNV-CCVC"
    rows = (
        ("Phê duyệt kế hoạch", "05/01/2026", basis, "done"),
        ("Thông báo thi tuyển", "02/02/2026", basis, "done"),
        ("Nhận hồ sơ", "đến 12/06/2026", "Ít nhất 30 ngày", "now"),
        ("Chốt danh sách", "22/06/2026", basis, "next"),
        ("Thi viết", "05/07/2026", basis, "next"),
        ("Trình bày đề án", "20/07/2026", basis, "next"),
    )
    return [dict(zip(("label", "date", "basis", "state"), row, strict=True)) for row in rows]


def _tasks() -> list[dict[str, Any]]:
    return [
        {"label": "Thông tin cá nhân (mẫu 2C)", "url": "#tasks", "done": True},
        {
            "label": "Văn bằng, chứng chỉ",
            "url": "#tasks",
            "hint": "Còn thiếu 1 giấy tờ: chứng chỉ bồi dưỡng lãnh đạo cấp vụ.",
            "due": "còn 3 ngày làm việc, đến 17:00 thứ Sáu 12/06/2026",
            "tone": "warning",
        },
        {"label": "Kiểm tra lại rồi nộp", "hint": "Mở khi các mục trên đã xong."},
    ]


def _table() -> dict[str, Any]:
    rows = [
        {
            "cells": [
                {"text": name, "url": "#table"},
                {"text": post},
                {"text": state, "tone": tone},
                {"text": mark, "numeric": True},
            ],
            "checkbox_value": str(at),
        }
        for at, (name, post, state, tone, mark) in enumerate(NAMES, 1)
    ]
    return {
        "columns": [
            {"label": "Người đăng ký", "url": "#table", "sorted": "ascending"},
            {"label": "Chức danh", "url": "#table"},
            {"label": "Kết quả thẩm định"},
            {"label": "Điểm", "numeric": True},
        ],
        "rows": rows,
        "pills": [{"label": "Cơ quan: Bộ Nội vụ", "remove_url": "#table"}],
        "filter_form": FilterForm(),
        "choices": [{"name": "post", "label": "Chức danh", "checked": True}],
        "bulk": {
            "url": "#table",
            "verbs": [{"name": "verb", "value": "print", "label": "Xem trước thư mời"}],
        },
        "page": Paginator(range(180), len(rows)).page(3),
        "exports": [{"label": "XLSX", "url": "#table"}, {"label": "CSV", "url": "#table"}],
        "stack": True,
    }


def _two_person() -> dict[str, Any]:
    return {
        "title": "Mở bảng mã phách của đợt thi BNV-2026-01",
        "figures": [("Số bài đã chấm", "8 / 8"), ("Điểm đã niêm phong lúc", "16:05 05/07/2026")],
        "asked_by": "Vũ Thị Lan, Trưởng ban làm phách",
        "asked_at": "09:12 06/07/2026",
        "approvers": "Chủ tịch hội đồng hoặc thư ký hội đồng",
        "time_left": "còn 24 phút, đến 09:42",
        "verdict": ALLOWED,
    }


def _history() -> list[dict[str, str]]:
    rows = (
        ("14:20 03/06/2026", "Nguyễn Thị Minh An", "Nộp hồ sơ, mã HS-7Q2K-M4", "info"),
        ("10:05 04/06/2026", "Đỗ Văn Cường", "Yêu cầu bổ sung 1 giấy tờ", "warning"),
        ("16:41 05/06/2026", "Đỗ Văn Cường", "Thẩm định: Hợp lệ", "success"),
        ("00:02 13/06/2026", "", "Hết hạn nhận hồ sơ", "neutral"),
    )
    keys = ("at", "who", "text", "kind")
    return [dict(zip(keys, row, strict=True)) for row in reversed(rows)]


def _files() -> list[dict[str, Any]]:
    return [
        {"name": "Phieu-2C.pdf", "size": 482_113, "checked": True, "version": 2, "url": "#files"},
        {"name": "De-an.docx", "size": 1_904_220, "checked": False, "version": 1, "url": "#files"},
        {"name": "Anh.heic", "size": 88_010, "problem": "Hãy lưu thành PDF, JPG hoặc PNG."},
    ]


def _score_rows() -> list[dict[str, Any]]:
    return [
        {"label": "A7K2", "name": "m1", "value": "84,40", "max": 100, "words": in_words_mark(MARK)},
        {"label": "B9QX", "name": "m2", "value": "105", "max": 100, "error": "Cao nhất là 100."},
        {"label": "C3M8", "name": "m3", "value": "", "max": 100},
    ]


def _bars() -> list[tuple[str, int | None, str]]:
    return [
        ("Bộ Nội vụ", 12, "12"),
        ("Thành phố Đà Nẵng", 9, "9"),
        ("Tỉnh Quảng Ninh", 7, "7"),
        ("Tỉnh Khánh Hòa", None, ""),
    ]


def samples() -> dict[str, Any]:
    """The context of desk/style.html."""
    data = {"name": "Nguyễn Thị Minh An", "born_on": "31/02/1980", "kind": "self"}
    return {
        "badges": BADGES,
        "crumbs": [
            {"label": "Bộ Nội vụ", "url": "#"},
            {"label": "Đợt thi BNV-2026-01", "url": "#"},
            {"label": "Phó Vụ trưởng Vụ Tổ chức cán bộ"},
        ],
        "menu": [{"label": "In thông báo", "url": "#", "icon": "printer"}],
        "steps": _steps(),
        "tasks": _tasks(),
        "table": _table(),
        "empty_table": {"columns": [], "rows": []},
        "form": SampleForm(data),
        "files": _files(),
        "allowed": ALLOWED,
        "denied": deny("Còn 2 hồ sơ chưa thẩm định. Văn bản 2424/BNV-CCVC, mục II.3."),
        "two_person": _two_person(),
        "root": ROOT,
        "history": _history(),
        "score_rows": _score_rows(),
        "bars": _bars(),
        "job": {"title": "Xuất 10.000 dòng ra XLSX", "percent": 62, "state": "running"}
        | {"message": "6.200 / 10.000 dòng", "cancel_url": "#job"},
        "job_done": {"title": "Bộ biểu mẫu phòng thi", "percent": 100, "state": "done"}
        | {"result_url": "#job"},
        "mark": MARK,
        "header_badge": {"label": "Đang nhận hồ sơ", "tone": "info"},
        "signers": [{"office": "THƯ KÝ HỘI ĐỒNG"}, {"office": "CHỦ TỊCH HỘI ĐỒNG"}],
    }
