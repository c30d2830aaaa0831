"""The workbook of openings: its sheet and columns, said once for reader, template and page."""

from django.utils.translation import gettext_lazy as _

from documents.workbooks.cells import CHOICE, CODE, DAY, TEXT, WHOLE
from documents.workbooks.columns import Column
from positions.bulk.cells import LINES, MOMENT, MOST_STANDARDS
from positions.models import MOST_SEATS, Opening

SHEET = "Chức danh"
MOST_OPENINGS = 1_000
OPENINGS = (
    Column(
        "code",
        CODE,
        _("mã chức danh, duy nhất toàn quốc: chữ in hoa không dấu, số, dấu chấm, gạch nối"),
        True,
        is_own_code=True,
        heading="Mã chức danh*",
    ),
    Column(
        "title", TEXT, _("tên chức danh thi tuyển"), True, heading="Chức danh thi tuyển*", width=36
    ),
    Column(
        "unit",
        TEXT,
        _("vụ, cục, phòng nơi có chức danh; để trống nếu là cả cơ quan"),
        heading="Đơn vị",
        width=28,
    ),
    Column(
        "agency_code",
        CODE,
        _("mã cơ quan có chức danh: cơ quan chủ trì hoặc cấp dưới"),
        True,
        heading="Mã cơ quan*",
    ),
    Column(
        "authority_code",
        CODE,
        _("mã cơ quan có thẩm quyền quyết định: cơ quan chủ trì hoặc cấp trên của nó"),
        True,
        heading="Mã cơ quan quyết định*",
        width=24,
    ),
    Column(
        "level",
        CHOICE,
        _("cấp của chức danh"),
        True,
        tuple(Opening.Level.values),
        heading="Cấp*",
        labels=tuple(Opening.Level.labels),
        width=28,
    ),
    Column(
        "rank",
        CHOICE,
        _("cấp trưởng hay cấp phó"),
        True,
        tuple(Opening.Rank.values),
        heading="Cấp trưởng/phó*",
        labels=tuple(Opening.Rank.labels),
    ),
    Column(
        "seats", WHOLE, _("chỉ tiêu, từ 1"), True, most=MOST_SEATS, heading="Chỉ tiêu*", width=10
    ),
    Column(
        "standards",
        LINES,
        _("mỗi tiêu chuẩn, điều kiện một dòng trong ô (Alt+Enter để xuống dòng)"),
        True,
        most=MOST_STANDARDS,
        heading="Tiêu chuẩn, điều kiện*",
        width=60,
    ),
    Column(
        "receipt_deadline",
        MOMENT,
        _("giờ và ngày, ví dụ 17:00 30/06/2027; chỉ ghi ngày là đến 24:00 ngày đó"),
        True,
        heading="Hạn nhận hồ sơ*",
        width=20,
    ),
    Column(
        "written_on",
        DAY,
        _("ngày thi viết dự kiến; để trống nếu quy chế không có vòng thi viết"),
        heading="Ngày thi viết",
    ),
    Column("presentation_on", DAY, _("ngày thi trình bày dự kiến"), heading="Ngày thi trình bày"),
)
SHEETS = {SHEET: OPENINGS}
