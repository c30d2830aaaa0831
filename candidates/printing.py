"""Papers a candidate prints from the profile, signs or has signed, and scans: Vietnamese always.

The forms of the law are free text in most sources; these follow the custom of the dossiers of the
pilot (application, 2C-BNV/2008, consent and assessment of the managing body).
"""

from collections.abc import Callable

from audit import clock
from candidates.form2c import content_of, printed
from candidates.models import Application
from candidates.models.profile_line import EvaluationClass, ProfileLine
from documents.rendering.personal import (
    Paper,
    Part,
    Signer,
    heading,
    pairs,
    personal_pdf,
    room,
    table,
    text,
)
from messaging.language import official
from positions.dossier import Item, documents_of
from positions.papers import council_name

DATED = "…………, ngày …… tháng …… năm "
BODY = "………………………………\n………………………………"


def print_form(application: Application, form: str) -> bytes:
    """One of `FORMS` as PDF, filled in with what the profile says; the rest is for a pen."""
    return personal_pdf(paper_of(application, form))


@official
def paper_of(application: Application, form: str) -> Paper:
    return FORMS[form](application)


def _application_form(row: Application) -> Paper:
    opening, profile = row.opening, row.profile
    wanted = documents_of(opening.campaign.regulation.values, row.source)
    plan = f"Kế hoạch số {opening.campaign.plan_no}"
    source = f", nguồn: {row.get_source_display()}" if row.source else ""
    return Paper(
        title="ĐƠN ĐĂNG KÝ DỰ TUYỂN",
        subtitle=f"Chức danh: {opening.title}",
        footer=row.receipt_code,
        parts=[
            text(f"Kính gửi: {council_name(opening.campaign)}; {opening.agency.name}."),
            pairs(_who(row)),
            text(
                f"Sau khi nghiên cứu {plan} và thông báo thi tuyển, đối chiếu tiêu chuẩn, điều "
                f"kiện, tôi đăng ký dự tuyển chức danh {opening.title}{source}."
            ),
            text("Hồ sơ kèm theo gồm:"),
            *(text(f"☐ {each.label} ({each.help})") for each in wanted if each.is_expected),
            text(
                "Tôi cam đoan những lời khai và tài liệu trong hồ sơ là đúng sự thật; không trong "
                "thời gian bị xem xét, thi hành kỷ luật, điều tra, truy tố, xét xử; nếu sai tôi "
                "chịu trách nhiệm trước pháp luật và bị hủy kết quả."
            ),
        ],
        signers=[Signer("NGƯỜI ĐĂNG KÝ", DATED + _year(), name=profile.full_name)],
    )


def _cv_2c(row: Application) -> Paper:
    parts: list[Part] = []
    for place, section in enumerate(printed(content_of(row.profile)), start=1):
        parts.append(heading(f"{place}. {section.title}"))
        if section.heads:
            rows = section.rows or [("",) * len(section.heads)] * 2
            parts.append(table(section.heads, rows))
        else:
            parts.append(pairs((label, value or "………………") for label, value in section.pairs))
    return Paper(
        title="SƠ YẾU LÝ LỊCH CÁN BỘ, CÔNG CHỨC",
        subtitle="(Theo mẫu 2C-BNV/2008)",
        footer=row.receipt_code,
        parts=[*parts, text("Tôi cam đoan những lời khai trên là đúng sự thật.")],
        signers=[
            Signer("NGƯỜI KHAI", DATED + _year(), name=row.profile.full_name),
            Signer("XÁC NHẬN CỦA CƠ QUAN\nQUẢN LÝ CÁN BỘ", DATED + _year(), "(Ký tên, đóng dấu)"),
        ],
    )


def _consent(row: Application) -> Paper:
    name = row.profile.full_name
    return Paper(
        title="VĂN BẢN ĐỒNG Ý",
        subtitle="Cho dự tuyển chức danh lãnh đạo, quản lý",
        body=BODY,
        footer=row.receipt_code,
        parts=[
            text(f"Kính gửi: {row.opening.agency.name}."),
            text("Cơ quan quản lý cán bộ, công chức, viên chức dưới đây:"),
            pairs(_who(row)),
            text(
                f"đồng ý để ông/bà {name} đăng ký dự tuyển chức danh {row.opening.title}; "
                "nếu trúng tuyển, đồng ý để cơ quan có thẩm quyền làm thủ tục điều động, "
                "bổ nhiệm theo quy định."
            ),
            text("Ý kiến khác (nếu có):"),
            room(3),
        ],
        signers=[_head_signs()],
    )


def _assessment(row: Application) -> Paper:
    topics = (
        "Phẩm chất chính trị, đạo đức, lối sống; ý thức kỷ luật",
        "Năng lực chuyên môn, lãnh đạo, quản lý; kết quả thực hiện nhiệm vụ 3 năm gần nhất",
        "Uy tín, khả năng đoàn kết, quy tụ",
        "Ưu điểm nổi bật; hạn chế, khuyết điểm",
        "Chiều hướng, khả năng phát triển; nhận xét chung",
    )
    free: list[Part] = []
    for place, topic in enumerate(topics, start=2):
        free += [heading(f"{place}. {topic}"), room(3)]
    return Paper(
        title="NHẬN XÉT, ĐÁNH GIÁ",
        subtitle=f"Người dự tuyển chức danh {row.opening.title}",
        body=BODY,
        footer=row.receipt_code,
        parts=[
            pairs(_who(row)),
            heading("1. Xếp loại hằng năm"),
            table(("Năm", "Mức xếp loại", "Cơ quan đánh giá"), _classes(row)),
            *free,
        ],
        signers=[
            Signer("CẤP ỦY", DATED + _year(), "(Ký tên, đóng dấu)"),
            _head_signs(),
        ],
    )


def _head_signs() -> Signer:
    return Signer("THỦ TRƯỞNG CƠ QUAN", DATED + _year(), "(Ký tên, đóng dấu)")


def _classes(row: Application) -> list[tuple[str, str, str]]:
    """The last three years; what the profile does not say is left for a pen."""
    lines = row.profile.lines.filter(kind=ProfileLine.Kind.EVALUATION)
    said = {line.year: (EvaluationClass(line.level).label, line.body) for line in lines}
    this_year = clock.today().year
    years = range(this_year - 3, this_year)
    return [(str(year), *map(str, said.get(year, ("", "")))) for year in years]


def _who(row: Application) -> list[tuple[str, str]]:
    profile = row.profile
    return [
        ("Họ và tên:", profile.full_name),
        ("Ngày sinh:", f"{profile.birth_on:%d/%m/%Y}"),
        ("Số định danh cá nhân:", profile.citizen_id),
        ("Đơn vị công tác:", profile.workplace),
        ("Chức vụ:", profile.job),
        ("Trình độ chuyên môn:", profile.education),
        ("Điện thoại:", profile.phone),
    ]


def _year() -> str:
    return str(clock.today().year)


FORMS: dict[str, Callable[[Application], Paper]] = {
    Item.APP_FORM: _application_form,
    Item.CV_2C: _cv_2c,
    Item.CONSENT: _consent,
    Item.EVAL: _assessment,
}
