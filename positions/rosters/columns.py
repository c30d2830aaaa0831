"""The workbook of a planning roster: its sheet and columns, for reader, template and page."""

from django.utils.translation import gettext_lazy as _

from documents.workbooks.cells import CHOICE, CODE, DAY, TEXT, YES_NO
from documents.workbooks.columns import Column
from positions.models import RosterEntry

SHEET = "Quy hoạch"
MOST_ENTRIES = 2_000
ENTRIES = (
    Column(
        "person_name",
        TEXT,
        _("họ và tên khai sinh"),
        True,
        most=120,
        heading="Họ và tên*",
        width=28,
    ),
    Column("birth_on", DAY, _("ngày sinh, dd/mm/yyyy"), True, heading="Ngày sinh*", width=14),
    Column(
        "gender",
        CHOICE,
        _("giới tính"),
        True,
        tuple(RosterEntry.Gender.values),
        heading="Giới tính*",
        labels=tuple(RosterEntry.Gender.labels),
        width=12,
    ),
    Column(
        "ethnicity",
        CODE,
        _("dân tộc: tên hoặc mã trong trang “Danh mục”"),
        True,
        heading="Dân tộc*",
        width=16,
    ),
    Column(
        "title",
        TEXT,
        _("chức danh quy hoạch: tên hoặc mã trong trang “Danh mục”"),
        True,
        heading="Chức danh quy hoạch*",
        width=30,
    ),
    Column(
        "unit",
        TEXT,
        _("vụ, cục, phòng nơi có chức danh; để trống nếu là cả cơ quan"),
        heading="Đơn vị có chức danh",
        width=28,
    ),
    Column(
        "workplace",
        TEXT,
        _("nơi đang công tác"),
        True,
        heading="Đơn vị công tác*",
        width=32,
    ),
    Column(
        "is_inside",
        YES_NO,
        _("có: đang công tác tại cơ quan có chức danh; không: ở nơi khác"),
        True,
        heading="Tại chỗ*",
        width=12,
    ),
    Column(
        "citizen_id",
        CODE,
        _("12 chữ số (chứng minh nhân dân cũ: 9), định dạng văn bản; có thể để trống"),
        heading="Số định danh",
        width=18,
    ),
    Column(
        "is_party_member",
        YES_NO,
        _("đảng viên: có hoặc không; để trống nếu chưa rõ"),
        heading="Đảng viên",
        width=12,
    ),
)
SHEETS = {SHEET: ENTRIES}
