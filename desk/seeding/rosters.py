"""Planning rosters of Sở Nội vụ Hải Phòng: one in force, one that waits for the second officer."""

from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.tables import xlsx_bytes
from audit import clock
from desk.seeding import live, stages, steps
from desk.seeding.cast import Cast
from positions import roster_workflow as workflow
from positions.models import PlanningRoster
from positions.rosters.columns import ENTRIES, SHEET

TERM = "2025–2030"
HERE = "Sở Nội vụ thành phố Hải Phòng"
UNITS = ("Phòng Tổ chức", "Phòng Cải cách hành chính", "Thanh tra Sở", "Văn phòng Sở")
ELSEWHERE = (
    "Sở Tài chính thành phố Hải Phòng",
    "Ủy ban nhân dân quận Lê Chân",
    "Sở Tư pháp thành phố Hải Phòng",
)
# name, born, gender, ethnic group, title; all invented
OTHERS = (
    ("Vũ Thị Thanh Hà", (1979, 6, 2), "Nữ", "Kinh", "Giám đốc Sở"),
    ("Nguyễn Trọng Khải", (1974, 9, 19), "Nam", "Kinh", "Giám đốc Sở"),
    ("Bùi Minh Tuấn", (1976, 3, 8), "Nam", "Kinh", "Giám đốc Sở"),
    ("Phạm Thị Diệu Linh", (1981, 12, 12), "Nữ", "Kinh", "Phó Giám đốc Sở"),
    ("Nông Văn Thắng", (1980, 5, 27), "Nam", "Tày", "Phó Giám đốc Sở"),
    ("Đỗ Quang Huy", (1988, 10, 3), "Nam", "Kinh", "Phó Giám đốc Sở"),
    ("Trần Thị Bích Hạnh", (1990, 2, 21), "Nữ", "Kinh", "Trưởng phòng"),
    ("Lê Anh Dũng", (1973, 7, 7), "Nam", "Kinh", "Trưởng phòng"),
    ("Hoàng Thị Ngân", (1985, 11, 11), "Nữ", "Nùng", "Trưởng phòng"),
    ("Ngô Đức Mạnh", (1983, 1, 30), "Nam", "Kinh", "Trưởng phòng"),
    ("Đặng Thị Thu Trang", (1992, 8, 15), "Nữ", "Kinh", "Trưởng phòng"),
    ("Phùng Văn Lâm", (1978, 4, 4), "Nam", "Kinh", "Trưởng phòng"),
    ("Mai Thanh Tùng", (1987, 6, 18), "Nam", "Kinh", "Phó Trưởng phòng"),
    ("Quách Thị Hoài", (1989, 9, 9), "Nữ", "Mường", "Phó Trưởng phòng"),
    ("Vương Nhật Minh", (1991, 5, 5), "Nam", "Hoa", "Phó Trưởng phòng"),
    ("Đinh Thị Quỳnh Nga", (1993, 3, 17), "Nữ", "Kinh", "Phó Trưởng phòng"),
    ("Tạ Xuân Bách", (1986, 10, 29), "Nam", "Kinh", "Phó Trưởng phòng"),
    ("Cao Thị Mỹ Duyên", (1994, 7, 23), "Nữ", "Kinh", "Phó Trưởng phòng"),
    ("Lại Thế Vinh", (1984, 2, 2), "Nam", "Kinh", "Phó Trưởng phòng"),
    ("Chu Hồng Phong", (1980, 12, 6), "Nam", "Kinh", "Phó Trưởng phòng"),
    ("Kiều Thị Lan Chi", (1995, 1, 14), "Nữ", "Kinh", "Phó Trưởng phòng"),
    ("Tống Văn Đạt", (1982, 8, 28), "Nam", "Kinh", "Phó Trưởng phòng"),
)
LEFT_SINCE = ("Lê Anh Dũng", "Nguyễn Trọng Khải")  # the yearly review takes them out


def play(cast: Cast) -> None:
    """The first decision is in force; its yearly review was brought in yesterday."""
    people = _candidates() + [_other(place, *line) for place, line in enumerate(OTHERS)]
    first = _enter(cast, "318-QĐ/TU", 200, people)
    with clock.at(steps.moment(clock.today() - timedelta(days=198))):
        workflow.confirm_roster(first, by=cast.users["tochuc.hp2"])
    kept = [row for row in people if row["person_name"] not in LEFT_SINCE]
    _enter(cast, "402-QĐ/TU", 3, kept)


def _enter(cast: Cast, number: str, days_ago: int, people: list[dict]) -> PlanningRoster:
    """Entered the day after it was signed."""
    hr, day = cast.users["tochuc.hp1"], clock.today() - timedelta(days=days_ago)
    scan = steps.pdf(f"Quyết định {number}")
    scan.name = "quyet-dinh.pdf"
    with clock.at(steps.moment(day + timedelta(days=1))):
        roster = workflow.enter_roster(
            cast.agencies["HPG.SNV"],
            by=hr,
            workbook=_workbook(people),
            scan=scan,
            term=TERM,
            decision_no=number,
            decision_on=day,
        )
        workflow.import_roster(roster, by=hr)
    return PlanningRoster.objects.get(pk=roster.pk)


def _workbook(people: list[dict[str, str]]) -> SimpleUploadedFile:
    heads = [column.head for column in ENTRIES]
    lines = [[row[column.name] for column in ENTRIES] for row in people]
    return SimpleUploadedFile("quy-hoach.xlsx", xlsx_bytes([heads, *lines], SHEET))


def _candidates() -> list[dict[str, str]]:
    """The demo's candidates who say that they are in the plan."""
    rows = []
    for place, (name, born, gender, source) in enumerate(live.APPLICANTS, start=21):
        if source.startswith("IN_PLAN"):
            row = _row(name, born, gender, live.citizen_id(place, born), "Phó Giám đốc Sở")
            away = {"is_inside": "không", "workplace": ELSEWHERE[0]}
            rows.append(row if source == "IN_PLAN_LOCAL" else row | away)
    for place, (name, born, gender) in enumerate(stages.POOL):
        number = stages.citizen_id(place, born)
        for title in ("Trưởng phòng", "Phó Trưởng phòng"):
            rows.append(_row(name, born, gender, number, title))
    return rows


def _other(place: int, name: str, born: tuple, gender: str, group: str, title: str) -> dict:
    row = _row(name, born, gender, f"0313{born[0]}{place:04}", title) | {"ethnicity": group}
    if place % 5 == 4:
        return row | {"is_inside": "không", "workplace": ELSEWHERE[place % len(ELSEWHERE)]}
    return row | {"is_party_member": "" if place % 7 == 6 else "có"}


def _row(name: str, born: tuple, gender: str, number: str, title: str) -> dict[str, Any]:
    in_division = title.endswith("phòng")
    return {
        "person_name": name,
        "birth_on": f"{date(*born):%d/%m/%Y}",
        "gender": {"F": "Nữ", "M": "Nam"}.get(gender, gender),
        "ethnicity": "Kinh",
        "title": title,
        "unit": UNITS[born[1] % len(UNITS)] if in_division else "",
        "workplace": HERE,
        "is_inside": "có",
        "citizen_id": number,
        "is_party_member": "có",
    }
