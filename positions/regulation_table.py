"""The sentences of a regulation, in groups: the one table behind editor, differences and checks.

A whole number that is None means: the regulation does not say.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from positions.dossier import Item
from positions.regulation_fields import (
    CHOICE,
    CHOICES,
    CODES,
    CRITERIA,
    DECIMAL,
    INT,
    NUMBERS,
    YES,
    Field,
    Group,
)


def _days(path: str, label: Any) -> Field:
    return Field(path, label, INT, least=1)


def _must(path: str, label: Any, kind: str, **more: Any) -> Field:
    return Field(path, label, kind, optional=False, **more)


def _number(path: str, label: Any, least: int, most: int) -> Field:
    return Field(path, label, INT, least=least, most=most)


def _one_of(path: str, label: Any, *choices: tuple[str, Any], optional: bool = True) -> Field:
    return Field(path, label, CHOICE, choices=choices, optional=optional)


PEOPLE = Group(
    _("Người dự tuyển"),
    (
        _must("min_candidates", _("Số người tối thiểu cho một chức danh"), INT, least=1, most=20),
        _one_of(
            "external_scope",
            _("Nguồn nơi khác được nhận từ"),
            ("same_sector", _("cùng ngành, lĩnh vực")),
            ("same_province", _("cùng tỉnh, thành phố")),
            ("ministry", _("các bộ, ngành")),
            ("nationwide", _("cả nước")),
        ),
        Field("in_plan_must_register", _("Người trong quy hoạch tại chỗ phải đăng ký"), YES),
        _number("max_level_jump", _("Cao hơn chức vụ đang giữ nhiều nhất (cấp)"), 1, 5),
        _number("min_years_non_leader", _("Chưa giữ chức vụ: đã công tác ít nhất (năm)"), 0, 40),
        _number("min_remaining_years", _("Còn đủ tuổi công tác ít nhất (năm)"), 0, 20),
    ),
)
DOSSIER = Group(
    _("Hồ sơ đăng ký"),
    (
        Field(
            "dossier_required",
            _("Thiếu tài liệu này thì không kết luận hợp lệ"),
            CHOICES,
            choices=tuple(Item.choices),
        ),
        Field(
            "dossier_compared",
            _("Bản chụp phải được đối chiếu bản chính"),
            CHOICES,
            choices=tuple(Item.choices),
        ),
    ),
)
TIMES = Group(
    _("Thời hạn"),
    (
        _days("receipt_days", _("Nhận hồ sơ ít nhất (ngày)")),
        _days("vetting_days", _("Thẩm định hồ sơ nhiều nhất (ngày)")),
        _days(
            "ineligible_notice_working_days",
            _("Báo người không đủ điều kiện trong (ngày làm việc)"),
        ),
        _days("list_display_days", _("Niêm yết danh sách ít nhất (ngày)")),
        _days("summons_working_days", _("Triệu tập trước ngày thi ít nhất (ngày làm việc)")),
        _days(
            "room_list_working_days",
            _("Niêm yết phòng thi trước ngày thi ít nhất (ngày làm việc)"),
        ),
        _days("marking_days", _("Chấm bài thi viết trong (ngày)")),
        _days(
            "marks_published_working_days",
            _("Công bố điểm thi viết sau khi chấm trong (ngày làm việc)"),
        ),
        _days("appeal_days", _("Nhận đơn phúc khảo trong (ngày)")),
        _days("appeal_answer_days", _("Trả lời phúc khảo trong (ngày)")),
        _days("appeal_extension_days", _("Được kéo dài trả lời phúc khảo thêm (ngày)")),
        _days("project_gap_days", _("Từ thi viết đến thi trình bày ít nhất (ngày)")),
        _days("result_report_working_days", _("Hội đồng báo cáo kết quả trong (ngày làm việc)")),
        _days("result_notice_days", _("Thông báo kết quả trong (ngày)")),
        _days("total_days_limit", _("Cả đợt thi, từ kế hoạch đến công nhận, nhiều nhất (ngày)")),
    ),
)
ROUND1 = Group(
    _("Thi viết"),
    (
        _must("rules.written.max", _("Thang điểm bài viết"), DECIMAL),
        _must("rules.written.pass", _("Điểm đạt bài viết"), DECIMAL),
        _must(
            "rules.written.max_gap",
            _("Hai người chấm chênh quá (phần trăm thang điểm) thì chấm lần ba"),
            DECIMAL,
        ),
        _must("rules.written.gap_inclusive", _("Chênh đúng mức đó cũng chấm lần ba"), YES),
        Field("rules.written.sanctions.reprimand", _("Khiển trách trừ (phần trăm điểm)"), DECIMAL),
        Field("rules.written.sanctions.warning", _("Cảnh cáo trừ (phần trăm điểm)"), DECIMAL),
        _number("written_minutes", _("Thời gian làm bài (phút)"), 15, 600),
        _number("late_grace_minutes", _("Đến muộn quá (phút) thì không được dự thi"), 0, 120),
        _number("min_anonymity_set", _("Cảnh báo ẩn danh yếu khi ít hơn (bài)"), 0, 100),
        _one_of(
            "custody",
            _("Giữ khóa phách"),
            ("paper", _("niêm phong trên giấy")),
            ("system", _("niêm phong trong hệ thống")),
        ),
        Field("appeal_blocks_round2", _("Trả lời xong phúc khảo mới thi trình bày"), YES),
        Field(
            "appeal_channels",
            _("Nhận đơn phúc khảo"),
            CHOICES,
            choices=(
                ("in_person", _("trực tiếp")),
                ("post", _("qua bưu chính")),
                ("online", _("trực tuyến")),
            ),
        ),
        _number("appeal_fee", _("Lệ phí phúc khảo (đồng)"), 0, 10_000_000),
    ),
)
ROUND2 = Group(
    _("Thi trình bày đề án"),
    (
        _must("rules.presentation.max", _("Thang điểm trình bày"), DECIMAL),
        _must("rules.presentation.pass", _("Điểm đạt trình bày"), DECIMAL),
        Field(
            "rules.presentation.criteria",
            _("Tiêu chí chấm"),
            CRITERIA,
        ),
        _must(
            "rules.presentation.trim_extremes",
            _("Bỏ phiếu cao nhất và thấp nhất (từ 5 phiếu)"),
            YES,
        ),
        _number("presentation_minutes", _("Trình bày nhiều nhất (phút)"), 5, 240),
        _number("answer_min_minutes", _("Trả lời câu hỏi ít nhất (phút)"), 0, 300),
        _number("answer_max_minutes", _("Trả lời câu hỏi nhiều nhất (phút)"), 0, 300),
        _one_of("slips", _("Phiếu chấm"), ("secret", _("kín")), ("open", _("công khai"))),
        Field("council_size", _("Số thành viên hội đồng được chọn"), NUMBERS),
    ),
)
RESULT = Group(
    _("Kết quả"),
    (
        _one_of(
            "rules.round2_entry.mode",
            _("Vào vòng trình bày"),
            ("all_passed", _("mọi người đạt thi viết")),
            ("top_n", _("một số người điểm cao nhất")),
            optional=False,
        ),
        _number("rules.round2_entry.n", _("Số người điểm cao nhất vào vòng trình bày"), 1, 100),
        _one_of(
            "rules.final_rule.mode",
            _("Điểm xét trúng tuyển"),
            ("ROUND2_ONLY", _("chỉ điểm trình bày")),
            ("SUM", _("tổng hai vòng")),
            ("WEIGHTED", _("hai vòng có hệ số")),
            optional=False,
        ),
        Field("rules.final_rule.weights.written", _("Hệ số thi viết"), DECIMAL),
        Field("rules.final_rule.weights.presentation", _("Hệ số trình bày"), DECIMAL),
        Field("rules.tie_break", _("Bằng điểm thì xét lần lượt"), CODES),
        _must("rules.decimals", _("Số chữ số thập phân"), INT, most=6),
        _must("rules.reserve.max_people", _("Bảo lưu kết quả nhiều nhất (người)"), INT, most=100),
        _number("reserve_months", _("Bảo lưu trong (tháng)"), 1, 60),
        _one_of(
            "publish_mode",
            _("Công bố kết quả"),
            ("WINNER_ONLY", _("chỉ người trúng tuyển")),
            ("ALL_BY_NUMBER", _("mọi người theo số báo danh")),
            optional=False,
        ),
        _must(
            "min_candidates_to_publish_all",
            _("Ít hơn số này thì chỉ công bố người trúng tuyển"),
            INT,
            most=50,
        ),
        _number("appointment_term_months", _("Thời hạn bổ nhiệm (tháng)"), 1, 120),
    ),
)
BOARDS = Group(
    _("Hội đồng, các ban"),
    (
        _number("max_boards_per_person", _("Một người ở nhiều nhất (ban)"), 1, 9),
        _must("decision_no_required", _("Ở ban thứ hai phải có số quyết định"), YES),
    ),
)
GROUPS = (PEOPLE, DOSSIER, TIMES, ROUND1, ROUND2, RESULT, BOARDS)
FIELDS = {field.path: field for group in GROUPS for field in group.fields}
