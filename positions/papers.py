"""What each kind of official document says, built from a campaign: pure, in Vietnamese always.

A context is plain data: a head (`paper_heads`), the basis, parts (heading, text, article, table)
and who receives it. Number, day, title and signer are columns of the document.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from audit import clock
from documents.models import OfficialDocument
from documents.rendering.words import long_date
from messaging.language import official
from positions.models import Campaign, Duty, Opening, OpeningStep
from positions.paper_heads import COUNCIL, authority_of, full_name, head_of
from positions.paper_parts import (
    Part,
    article,
    ended,
    heading,
    listed,
    printable,
    table,
    text,
)
from positions.queries import DOSSIER
from positions.wording import scoring_words

Kind = OfficialDocument.Kind
Change = tuple[str, str, str]  # what, as it was, as it is now
NUMBERED = re.compile(r"^(Thông báo|Công văn|Quyết định|Nghị định|Thông tư) (?=\d)")
SHORT_DATE = re.compile(r"ngày (\d{1,2})/(\d{1,2})/(\d{4})")
TO_BE_TOLD = "Thông báo sau"
PROPOSED = "Theo đề nghị của cơ quan tham mưu về tổ chức cán bộ"


@official
def content_of(campaign: Campaign, kind: str, **extra: Any) -> dict[str, Any]:
    """The frozen content of a new document; `extra` is what the campaign itself does not know."""
    made = BUILDERS[kind](campaign, **extra)
    whole = {"authority": "", "enacts": "", "closing": "", "basis": []} | made
    return printable(head_of(campaign.host, kind, clock.today()) | whole)


def title_of(campaign: Campaign, kind: str) -> str:
    """The title a new document begins with; the officer may word it otherwise."""
    titles = {
        Kind.COUNCIL_DECISION: f"Về việc thành lập {council_name(campaign)}",
        Kind.LIST: f"Phê duyệt danh sách đủ điều kiện dự thi {within(campaign)}",
        Kind.AMENDMENT: f"Điều chỉnh một số nội dung {within(campaign)}",
    }
    return printable(titles.get(kind, campaign.name))[:300]


def within(campaign: Campaign) -> str:
    """The campaign's name as it stands within a sentence."""
    return f"{campaign.name[:1].lower()}{campaign.name[1:]}"


def council_name(campaign: Campaign) -> str:
    """`Hội đồng thi tuyển …`, without saying “thi tuyển” twice."""
    if campaign.name.casefold().startswith("thi tuyển "):
        return f"Hội đồng {within(campaign)}"
    return f"{COUNCIL} {campaign.name}"


# What every document cites, and who receives it


def cited(campaign: Campaign, *more: str) -> list[str]:
    """The basis in the regulation, as a document cites it; the last line ends in a full stop."""
    lines = [f"Căn cứ {_cited(line)}" for line in campaign.regulation.legal_basis]
    return ended([*lines, *more])


def cited_plan(campaign: Campaign) -> str:
    """The plan the campaign was entered with."""
    host = full_name(campaign.host)
    return f"Căn cứ Kế hoạch số {campaign.plan_no} {long_date(campaign.plan_on)} của {host}"


def _cited(line: str) -> str:
    line = NUMBERED.sub(r"\1 số ", line)
    return SHORT_DATE.sub(lambda found: long_date(_day(*found.groups())), line)


def _day(day: str, month: str, year: str) -> date:
    return date(int(year), int(month), int(day))


def received_by(*bodies: str) -> list[str]:
    """The last one is the archive."""
    return ended([*bodies, "Lưu: VT, hồ sơ đợt thi"])


# The plan


def plan(campaign: Campaign) -> dict[str, Any]:
    return {
        "basis": cited(campaign),
        "parts": [
            heading("I. MỤC ĐÍCH, YÊU CẦU"),
            text(
                "1. Lựa chọn người có đủ phẩm chất, năng lực để bổ nhiệm giữ chức danh lãnh đạo, "
                "quản lý theo tiêu chuẩn, điều kiện đã công bố."
            ),
            text(
                "2. Việc thi tuyển bảo đảm dân chủ, công khai, minh bạch, khách quan, cạnh tranh "
                "bình đẳng và đúng quy định."
            ),
            heading("II. CHỨC DANH THI TUYỂN"),
            _posts(campaign),
            heading("III. HÌNH THỨC, NỘI DUNG THI"),
            *_rounds(campaign),
            heading("IV. TIẾN ĐỘ THỰC HIỆN"),
            _timetable(campaign),
            heading("V. TỔ CHỨC THỰC HIỆN"),
            text(f"Đầu mối thực hiện và liên hệ: {_contact(campaign)}."),
        ],
        "recipients": received_by("Các cơ quan, đơn vị có chức danh thi tuyển", COUNCIL),
    }


def openings_of(campaign: Campaign) -> list[Opening]:
    """The posts of a campaign that are still to be filled, in their order."""
    rows = campaign.openings.exclude(state=Opening.State.CANCELLED).select_related("agency")
    return list(rows.order_by("sort_key", "pk"))


def _posts(campaign: Campaign) -> Part:
    heads = [
        "TT",
        "Cơ quan, đơn vị",
        "Chức danh",
        "Số lượng",
        "Yêu cầu trình độ, tiêu chuẩn",
        "Ghi chú",
    ]
    rows = [
        [str(place), _unit(row), row.title, _two(row.seats), row.standards, ""]
        for place, row in enumerate(openings_of(campaign), start=1)
    ]
    return table(heads, [5, 16, 18, 8, 32, 9], [0, 3], rows)


def _unit(opening: Opening) -> str:
    return "\n".join(filter(None, (opening.unit, opening.agency.name)))


def _two(number: int) -> str:
    return f"{number:02}"


def _rounds(campaign: Campaign) -> list[Part]:
    parts = []
    for place, words in enumerate(scoring_words(campaign.regulation), start=1):
        parts += [heading(f"{place}. {words.title}"), *listed(words.lines)]
    return parts


def _timetable(campaign: Campaign) -> Part:
    rows = [[str(place), *line] for place, line in enumerate(list(_timed_steps(campaign)), start=1)]
    heads = ["TT", "Nội dung công việc", "Thời gian", "Chức danh"]
    return table(heads, [5, 30, 22, 33], [0], rows)


def _timed_steps(campaign: Campaign) -> Iterator[list[str]]:
    """Step by step; posts that share a day share a line."""
    openings = openings_of(campaign)
    steps = OpeningStep.objects.filter(opening__in=openings)
    days = {(row.kind, row.opening_id): row.planned_on or row.done_on for row in steps}
    for kind in OpeningStep.Kind:
        mine = {row: days[kind, row.pk] for row in openings if (kind, row.pk) in days}
        known = sorted({day for day in mine.values() if day})
        for day in known or ([None] if mine else []):
            titles = [row.title for row, planned in mine.items() if planned in (day, None)]
            whole = len(titles) == len(openings)
            yield [str(kind.label), _when(day), "Tất cả chức danh" if whole else "; ".join(titles)]


def _when(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else TO_BE_TOLD


def _contact(campaign: Campaign) -> str:
    return f"{campaign.contact_name}, điện thoại {campaign.contact_phone}"


# The notice of the exam: what the law wants told


def notice(campaign: Campaign) -> dict[str, Any]:
    host, openings = full_name(campaign.host), openings_of(campaign)
    return {
        "basis": cited(campaign, cited_plan(campaign)),
        "parts": [
            text(f"{host} thông báo thi tuyển chức danh lãnh đạo, quản lý như sau:"),
            heading("1. Chức danh, số lượng"),
            _announced_posts(openings),
            heading("2. Tiêu chuẩn, điều kiện"),
            *_standards(openings),
            heading("3. Hồ sơ đăng ký dự tuyển"),
            *listed(f"{name} ({help_text})" for name, help_text in DOSSIER),
            heading("4. Thời hạn, địa chỉ tiếp nhận hồ sơ"),
            *_receipt(campaign, openings),
            heading("5. Hình thức, nội dung thi"),
            *(part | {"kind": "text"} for part in _rounds(campaign)),
            heading("6. Thời gian thi"),
            *listed(_exam_days(openings)),
            heading("7. Liên hệ"),
            text(f"{_contact(campaign)}."),
        ],
        "recipients": received_by("Các cơ quan, đơn vị liên quan", "Cổng thông tin điện tử"),
    }


def _announced_posts(openings: list[Opening]) -> Part:
    heads = ["TT", "Chức danh", "Cơ quan, đơn vị", "Số lượng"]
    rows = [
        [str(place), row.title, _unit(row), _two(row.seats)]
        for place, row in enumerate(openings, start=1)
    ]
    return table(heads, [6, 38, 36, 10], [0, 3], rows)


def _standards(openings: list[Opening]) -> list[Part]:
    """Posts that ask for the same are named together."""
    wanted: dict[str, list[str]] = {}
    for row in openings:
        wanted.setdefault(row.standards.strip(), []).append(row.title)
    parts = []
    for place, (standards, titles) in enumerate(wanted.items()):
        parts.append(text(f"{chr(ord('a') + place % 26)}) {'; '.join(titles)}:"))
        parts += listed(line.strip() for line in standards.splitlines() if line.strip())
    return parts


def _receipt(campaign: Campaign, openings: list[Opening]) -> list[Part]:
    deadlines: dict[str, list[str]] = {}
    for row in openings:
        deadlines.setdefault(_instant(row.receipt_deadline), []).append(row.title)
    one = len(deadlines) == 1
    lines = [
        f"Thời hạn{'' if one else ' (' + '; '.join(titles) + ')'}: đến {deadline}."
        for deadline, titles in deadlines.items()
    ]
    host = campaign.host
    address = ", ".join(filter(None, (full_name(host), host.address)))
    lines += [f"Nộp trực tiếp: {address}.", f"Nộp trực tuyến: {settings.SITE_BASE_URL}."]
    return listed(lines)


def _instant(instant: datetime | None) -> str:
    """The end of a day is its 24:00 (Điều 148 BLDS)."""
    if instant is None:
        return TO_BE_TOLD.lower()
    local = timezone.localtime(instant)
    day, hour, minute = local.date(), local.hour, local.minute
    if (hour, minute) == (0, 0):
        day, hour = day - timedelta(days=1), 24
    return f"{hour:02} giờ {minute:02} {long_date(day)}"


def _exam_days(openings: list[Opening]) -> Iterator[str]:
    kinds = (OpeningStep.Kind.WRITTEN, OpeningStep.Kind.PRESENTATION)
    steps = OpeningStep.objects.filter(opening__in=openings, kind__in=kinds)
    planned: dict[str, set[date]] = {}
    for step in steps:
        planned.setdefault(step.kind, set()).update(filter(None, [step.planned_on]))
    for kind in kinds:
        if kind in planned:
            days = ", ".join(long_date(day) for day in sorted(planned[kind]))
            yield f"{kind.label}: {'dự kiến ' + days if days else TO_BE_TOLD.lower()}."


# The decision that sets up the council


def council_decision(campaign: Campaign) -> dict[str, Any]:
    host = full_name(campaign.host)
    is_party = campaign.host.is_party
    return {
        "authority": authority_of(campaign.host),
        "basis": cited(campaign, cited_plan(campaign), PROPOSED),
        "enacts": f"{host.upper()} QUYẾT ĐỊNH" if is_party else "QUYẾT ĐỊNH:",
        "parts": [
            article(1, f"Thành lập {council_name(campaign)}, gồm các ông, bà có tên sau:"),
            _members(campaign),
            article(
                2,
                f"{COUNCIL} thực hiện nhiệm vụ, quyền hạn theo quy chế thi tuyển và tự giải thể "
                "sau khi hoàn thành nhiệm vụ.",
            ),
            article(3, "Quyết định này có hiệu lực kể từ ngày ký."),
            article(
                4,
                "Thủ trưởng các cơ quan, đơn vị liên quan và các ông, bà có tên tại Điều 1 chịu "
                "trách nhiệm thi hành Quyết định này.",
            ),
        ],
        "recipients": received_by("Như Điều 4", "Các cơ quan, đơn vị liên quan"),
    }


def council_of(campaign: Campaign) -> list[Duty]:
    """The chair first, then the vice chairs, then the members."""
    duties = campaign.duties.active().filter(board=Duty.Board.COUNCIL)
    return list(duties.select_related("person__agency"))


def _members(campaign: Campaign) -> Part:
    heads = ["TT", "Họ và tên", "Chức vụ, đơn vị công tác", "Chức danh trong Hội đồng"]
    rows = [
        [str(place), duty.person.full_name, _job(duty), duty.position or "Ủy viên"]
        for place, duty in enumerate(council_of(campaign), start=1)
    ]
    return table(heads, [6, 26, 36, 22], [0, 3], rows)


def _job(duty: Duty) -> str:
    agency = duty.person.agency
    return ", ".join(filter(None, (duty.person.job, agency.name if agency else "")))


# Amendments, and the council's own papers


def amendment(campaign: Campaign, *, changes: list[Change]) -> dict[str, Any]:
    """What changes, each with its old and its new wording."""
    rows = [[str(place), *change] for place, change in enumerate(changes, start=1)]
    heads = ["TT", "Nội dung", "Đã thông báo", "Điều chỉnh thành"]
    name = full_name(campaign.host)
    return {
        "basis": cited(campaign, cited_plan(campaign)),
        "parts": [
            text(f"{name} thông báo điều chỉnh một số nội dung {within(campaign)} như sau:"),
            table(heads, [6, 24, 30, 30], [0], rows),
        ],
        "closing": "Các nội dung khác đã thông báo được giữ nguyên.",
        "recipients": received_by("Các cơ quan, đơn vị liên quan", "Cổng thông tin điện tử"),
    }


def council_paper(campaign: Campaign, *, words: str) -> dict[str, Any]:
    """A notice or the minutes of the council: the officer's own words, a paragraph a line."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    return {
        "parts": [text(line) for line in lines],
        "recipients": received_by(full_name(campaign.host), f"Thành viên {COUNCIL}"),
    }


# A later room adds the paper whose facts are its own.
BUILDERS = {
    Kind.PLAN: plan,
    Kind.NOTICE: notice,
    Kind.COUNCIL_DECISION: council_decision,
    Kind.AMENDMENT: amendment,
    Kind.COUNCIL_NOTICE: council_paper,
    Kind.COUNCIL_MINUTES: council_paper,
}
