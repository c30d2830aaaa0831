"""The workbook of past exams: its sheets and columns, said once for reader, template and page."""

from django.utils.translation import gettext_lazy as _

from documents.workbooks.cells import CHOICE, CODE, DAY, TEXT, WHOLE, YES_NO
from documents.workbooks.columns import Column
from reports.past.scores import SCORE

KINDS = ("central", "local")
LEVELS = ("VU", "SO", "PHONG", "DVSN")
RANKS = ("HEAD", "DEPUTY")
OUTCOMES = ("FILLED", "UNFILLED", "POSTPONED", "CANCELLED")
GENDERS = ("M", "F")
SOURCES = ("IN_PLAN_LOCAL", "IN_PLAN_EXTERNAL", "NOMINATED_OUT_PLAN", "OPEN")
RESULTS = (
    "SELECTED", "RESERVED", "NOT_SELECTED", "FAILED", "ABSENT", "INELIGIBLE", "WITHDRAWN",
)  # fmt: skip
# In the order in which the days of an opening follow each other.
DAYS = (
    "plan_on", "announced_on", "receipt_closed_on", "written_on", "presentation_on",
    "recognised_on",
)  # fmt: skip


AGENCIES = (
    Column("code", CODE, _("mã cơ quan, duy nhất toàn quốc"), True, is_own_code=True),
    Column("name", TEXT, _("tên đầy đủ"), True),
    Column("kind", CHOICE, _("central: trung ương; local: địa phương"), True, KINDS),
    Column(
        "province_code",
        CODE,
        _("mã tỉnh theo danh mục 63; bắt buộc với cơ quan địa phương không có cấp trên"),
    ),
    Column("parent_code", CODE, _("mã cơ quan cấp trên, nếu có")),
    Column("pilot", YES_NO, _("cơ quan được chọn thí điểm; cấp dưới tự thuộc theo"), True),
)
OPENINGS = (
    Column("code", CODE, _("mã chức danh thi tuyển, duy nhất toàn quốc"), True, is_own_code=True),
    Column("agency_code", CODE, _("mã cơ quan có chức danh"), True),
    Column("title", TEXT, _("chức danh thi tuyển"), True),
    Column(
        "level",
        CHOICE,
        _("VU: cấp vụ; SO: cấp sở; PHONG: cấp phòng; DVSN: đơn vị sự nghiệp"),
        True,
        LEVELS,
    ),
    Column("rank", CHOICE, _("HEAD: cấp trưởng; DEPUTY: cấp phó"), True, RANKS),
    Column("seats", WHOLE, _("chỉ tiêu, từ 1"), True, most=100_000),
    Column("plan_on", DAY, _("ngày kế hoạch")),
    Column("announced_on", DAY, _("ngày thông báo"), True),
    Column("receipt_closed_on", DAY, _("ngày hết hạn nhận hồ sơ")),
    Column("written_on", DAY, _("ngày thi viết")),
    Column("presentation_on", DAY, _("ngày thi trình bày đề án")),
    Column("recognised_on", DAY, _("ngày công nhận kết quả")),
    Column(
        "outcome",
        CHOICE,
        _("FILLED: có người trúng tuyển; UNFILLED: không; POSTPONED: hoãn; CANCELLED: hủy"),
        True,
        OUTCOMES,
    ),
)
CANDIDATES = (
    Column("opening_code", CODE, _("mã chức danh ở trang openings"), True),
    Column("number", CODE, _("số báo danh, duy nhất trong chức danh"), True, most=20),
    Column("full_name", TEXT, _("họ và tên"), most=120),
    Column("birth_on", DAY, _("ngày sinh")),
    Column("gender", CHOICE, _("M: nam; F: nữ"), choices=GENDERS),
    Column("ethnicity_code", CODE, _("mã dân tộc, hai chữ số")),
    Column("party_member", YES_NO, _("đảng viên")),
    Column("source", CHOICE, _("nguồn dự tuyển"), choices=SOURCES),
    Column("education", TEXT, _("trình độ chuyên môn"), most=160),
    Column("political_theory", TEXT, _("lý luận chính trị"), most=80),
    Column("eligible", YES_NO, _("đủ điều kiện dự thi"), True),
    Column("written_score", SCORE, _("điểm viết, 0 đến 100, tối đa hai chữ số thập phân")),
    Column("presentation_score", SCORE, _("điểm trình bày, như trên")),
    Column("result", CHOICE, _("kết quả"), True, RESULTS),
    Column("appointed_on", DAY, _("ngày bổ nhiệm, chỉ với SELECTED và RESERVED")),
)
SHEETS = {"agencies": AGENCIES, "openings": OPENINGS, "candidates": CANDIDATES}
