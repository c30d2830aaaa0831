"""Every measure of the forms, defined once: key, heading, definition. Order is the order of
every export."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Measure:
    key: str
    label: Any
    definition: Any


COUNTS = (
    Measure(
        "chosen",
        _("Được chọn thí điểm"),
        _("cơ quan được chọn thí điểm; đơn vị cấp dưới tính vào cơ quan được chọn"),
    ),
    Measure(
        "held",
        _("Đã tổ chức"),
        _("cơ quan được chọn có người dự thi tại cơ quan hoặc đơn vị cấp dưới"),
    ),
    Measure(
        "held_other",
        _("Đã tổ chức, ngoài thí điểm"),
        _("cơ quan cấp cao nhất ngoài thí điểm có người dự thi"),
    ),
    Measure(
        "titles", _("Chức danh thông báo"), _("chức danh đã thông báo thi tuyển, dù sau đó thế nào")
    ),
    Measure("titles_examined", _("Chức danh đã thi"), _("chức danh có ít nhất một người dự thi")),
    Measure("seats", _("Chỉ tiêu"), _("tổng chỉ tiêu của các chức danh đã thông báo")),
    Measure("registered", _("Đăng ký"), _("hồ sơ đã nộp, kể cả đã rút")),
    Measure("eligible", _("Đủ điều kiện"), _("người đủ điều kiện khi danh sách đã chốt")),
    Measure("sat", _("Dự thi"), _("người đủ điều kiện có điểm ở ít nhất một vòng")),
    Measure("passed_written", _("Đạt bài viết"), _("điểm viết từ mức đạt của quy chế")),
    Measure("sat_presentation", _("Dự thi trình bày"), _("người có điểm trình bày")),
    Measure(
        "passed",
        _("Đạt"),
        _("điểm trình bày đạt và, nếu người đó có điểm viết, điểm viết cũng đạt"),
    ),
    Measure("selected", _("Trúng tuyển"), _("kết quả ghi trúng tuyển")),
    Measure("reserved", _("Bảo lưu"), _("kết quả ghi bảo lưu")),
    Measure("appointed", _("Bổ nhiệm"), _("đã có ngày quyết định bổ nhiệm")),
    Measure("unfilled", _("Không có người trúng tuyển"), _("chức danh không chọn được người")),
    Measure("postponed", _("Hoãn"), _("chức danh hoãn thi")),
    Measure("cancelled", _("Hủy"), _("chức danh hủy thi")),
)
RATIOS = (
    Measure(
        "competition_ratio",
        _("Số người đủ điều kiện / chỉ tiêu"),
        _("đủ điều kiện chia chỉ tiêu; của dòng cộng thì chia hai số cộng"),
    ),
    Measure("fill_rate", _("Bổ nhiệm / chỉ tiêu"), _("bổ nhiệm chia chỉ tiêu")),
)
MEASURES = (*COUNTS, *RATIOS)
COUNT_KEYS = tuple(measure.key for measure in COUNTS)
# Counts of people and posts, which lead to openings; the others count bodies or are quotients.
TRACEABLE = tuple(key for key in COUNT_KEYS if key not in ("chosen", "held", "held_other"))
# What of form R1 is public: bodies, posts, seats and who was chosen; nothing of who applied.
PUBLIC_KEYS = (
    "chosen",
    "held",
    "titles",
    "titles_examined",
    "seats",
    "selected",
    "appointed",
    "unfilled",
    "postponed",
    "cancelled",
)
