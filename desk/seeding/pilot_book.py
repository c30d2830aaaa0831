"""The workbook of the pilot's past exams: rows that add up to the review of 27/04/2020.

The sources give totals only (`agencies/data/pilot_review_2020.json`) and name a handful of bodies;
every other body, post, person, date and mark is invented and says so in its name. One seed gives
one workbook: `python -m desk.seeding.pilot_book` writes it again.
"""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

WORKBOOK = Path(__file__).resolve().parent / "data" / "pilot_2020.xlsx"
SEED = 20200427
REVIEWED = date(2020, 4, 27)
INVENTED = "(minh họa)"
NOTE = (
    "Dữ liệu minh họa. Nguồn chỉ cho số tổng đến 27/04/2020: trung ương 12/14 đã tổ chức, "
    "29 chức danh, 42 người; địa phương 17/22, 86 chức danh, 368 người. Cơ quan ghi (minh họa), "
    "mọi chức danh, người, ngày, điểm đều là hư cấu. Kỳ thi của Ban Tổ chức Trung ương năm 2017 "
    "(3 chức danh, 3 người) nằm trong dữ liệu thi trên hệ thống, không ở tệp này."
)
# Bodies of the demo that the sources name; the others of the 14 and 22 are not known.
NAMED_CENTRAL = (("BTCTW", "Ban Tổ chức Trung ương"), ("BNV", "Bộ Nội vụ"), ("BYT", "Bộ Y tế"))
NAMED_LOCAL = (("HPG", "Thành phố Hải Phòng", "31"), ("BDG", "Tỉnh Bình Dương", "74"))
CENTRAL_INVENTED, CENTRAL_SILENT = 11, 2
LOCAL_PROVINCES = [
    "02",
    "08",
    "11",
    "15",
    "20",
    "25",
    "30",
    "34",
    "36",
    "38",
    "42",
    "45",
    "51",
    "54",
    "58",
    "62",
    "67",
    "72",
    "83",
    "92",
]
LOCAL_SILENT = 5
# Posts where somebody sat, and people selected: with exam C they make 29 and 42.
CENTRAL_POSTS, CENTRAL_SELECTED, CENTRAL_UNFILLED = 26, 39, 2
LOCAL_POSTS, LOCAL_SELECTED, LOCAL_UNFILLED = 86, 368, 5
OUTSIDE = (
    ("MH-TW-90", f"Cơ quan trung ương ngoài thí điểm số 1 {INVENTED}", None),
    ("MH-TW-91", f"Cơ quan trung ương ngoài thí điểm số 2 {INVENTED}", None),
    ("MH-DP-01", f"Cơ quan tại thành phố Hà Nội, ngoài thí điểm {INVENTED}", "01"),
    ("MH-DP-22", f"Cơ quan tại tỉnh Quảng Ninh, ngoài thí điểm {INVENTED}", "22"),
    ("MH-DP-48", f"Cơ quan tại thành phố Đà Nẵng, ngoài thí điểm {INVENTED}", "48"),
    ("MH-DP-79", f"Cơ quan tại Thành phố Hồ Chí Minh, ngoài thí điểm {INVENTED}", "79"),
)
FAMILY = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Phan",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
]
MIDDLE = {
    "M": ["Văn", "Hữu", "Đức", "Minh", "Quang", "Xuân"],
    "F": ["Thị", "Thu", "Ngọc", "Thanh", "Bích"],
}
GIVEN = {
    "M": [
        "An",
        "Bình",
        "Cường",
        "Dũng",
        "Hải",
        "Hùng",
        "Khánh",
        "Long",
        "Nam",
        "Phong",
        "Quân",
        "Sơn",
        "Thắng",
        "Tuấn",
        "Vinh",
    ],
    "F": [
        "Ánh",
        "Chi",
        "Dung",
        "Hà",
        "Hằng",
        "Hoa",
        "Hương",
        "Lan",
        "Linh",
        "Mai",
        "Nga",
        "Nhung",
        "Oanh",
        "Phương",
        "Yến",
    ],
}
POSTS = {
    "VU": ("Vụ trưởng", "Phó Vụ trưởng"),
    "SO": ("Giám đốc Sở", "Phó Giám đốc Sở"),
    "PHONG": ("Trưởng phòng", "Phó Trưởng phòng"),
    "DVSN": ("Giám đốc Trung tâm", "Phó Giám đốc Trung tâm"),
}
FIELDS = ["Kế hoạch", "Tổ chức cán bộ", "Đào tạo", "Tài chính", "Pháp chế", "Thanh tra", "Tổng hợp"]
SHEETS = {
    "agencies": "code name kind province_code parent_code pilot",
    "openings": "code agency_code title level rank seats plan_on announced_on receipt_closed_on"
    " written_on presentation_on recognised_on outcome",
    "candidates": "opening_code number full_name birth_on gender ethnicity_code party_member source"
    " education political_theory eligible written_score presentation_score result appointed_on",
}


@dataclass
class Book:
    """Rows by sheet, made in one order from one seed."""

    dice: random.Random
    agencies: list[dict[str, Any]] = field(default_factory=list)
    openings: list[dict[str, Any]] = field(default_factory=list)
    candidates: list[dict[str, Any]] = field(default_factory=list)


def rows() -> dict[str, list[dict[str, Any]]]:
    """The three sheets."""
    book = Book(random.Random(SEED))  # noqa: S311  invented data, no secret
    central, local = _chosen(book)
    held = central[1 : len(central) - CENTRAL_SILENT]  # the first one's exam is live
    _examined(book, held, "VU", CENTRAL_POSTS, CENTRAL_SELECTED, CENTRAL_UNFILLED)
    held = local[: len(local) - LOCAL_SILENT]
    _examined(book, held, "SO", LOCAL_POSTS, LOCAL_SELECTED, LOCAL_UNFILLED)
    for place, code in enumerate((central[-1], central[2], local[-1], local[-2], local[3])):
        _not_held(book, code, "CANCELLED" if place % 2 else "POSTPONED")
    _outside(book)
    return {name: getattr(book, name) for name in SHEETS}


def _chosen(book: Book) -> tuple[list[str], list[str]]:
    central = [*NAMED_CENTRAL]
    for number in range(1, CENTRAL_INVENTED + 1):
        name = f"Cơ quan trung ương thí điểm số {number} {INVENTED}"
        central.append((f"MH-TW-{number:02}", name))
    local = [*NAMED_LOCAL]
    for code in LOCAL_PROVINCES:
        local.append((f"MH-DP-{code}", f"Tỉnh thí điểm, mã {code} {INVENTED}", code))
    for code, name in central:
        book.agencies.append({"code": code, "name": name, "kind": "central", "pilot": "có"})
    for code, name, province in local:
        row = {"code": code, "name": name, "kind": "local", "province_code": province}
        book.agencies.append(row | {"pilot": "có"})
    return [row[0] for row in central], [row[0] for row in local]


def _examined(
    book: Book, bodies: list[str], level: str, posts: int, selected: int, unfilled: int
) -> None:
    """Posts spread over all bodies; the last few chose nobody; the rest share the selected."""
    filled = posts - unfilled
    share, more = divmod(selected, filled)
    for place in range(posts):
        body = bodies[place % len(bodies)]
        announced = date(2017, 6, 1) + timedelta(days=book.dice.randrange(850))
        post = _opening(book, body, level, announced)
        if place < filled:
            post["seats"] = share + (place < more)
            _fill(book, post, post["seats"])
        else:
            post |= {"outcome": "UNFILLED", "seats": book.dice.choice((1, 2))}
            _fill(book, post, 0)


def _opening(book: Book, body: str, level: str, announced: date) -> dict[str, Any]:
    """A post with its days; a written round in two of three."""
    dice = book.dice
    number = sum(row["agency_code"] == body for row in book.openings) + 1
    level = dice.choice((level, "PHONG", "DVSN")) if level == "SO" else level
    rank = dice.choice((0, 0, 1))
    closed = announced + timedelta(days=dice.randrange(15, 31))
    has_written = dice.random() < 0.67
    written = closed + timedelta(days=dice.randrange(15, 40))
    shown = written + timedelta(days=dice.randrange(10, 25))
    post = {
        "code": f"{body}-{announced.year}-{number}",
        "agency_code": body,
        "title": f"{POSTS[level][rank]} {dice.choice(FIELDS)}",
        "level": level,
        "rank": ("HEAD", "DEPUTY")[rank],
        "seats": 1,
        "plan_on": announced - timedelta(days=dice.randrange(20, 70)),
        "announced_on": announced,
        "receipt_closed_on": closed,
        "written_on": written if has_written else None,
        "presentation_on": shown,
        "recognised_on": shown + timedelta(days=dice.randrange(5, 30)),
        "outcome": "FILLED",
    }
    book.openings.append(post)
    return post


def _fill(book: Book, post: dict[str, Any], selected: int) -> None:
    """The selected, and those who did not come so far."""
    others = ["NOT_SELECTED", "FAILED", "FAILED", "ABSENT", "INELIGIBLE", "WITHDRAWN"]
    lost = ["FAILED", "ABSENT", "INELIGIBLE", "FAILED"]
    n_others = 1 + selected // 2 + book.dice.randrange(3)
    results = ["SELECTED"] * selected
    if selected:
        results += [book.dice.choice(others) for _place in range(n_others)]
    else:
        results += ["FAILED", *(book.dice.choice(lost) for _place in range(n_others))]
    book.dice.shuffle(results)
    for number, result in enumerate(results, start=1):
        book.candidates.append(_candidate(book, post, number, result))


def _candidate(book: Book, post: dict[str, Any], number: int, result: str) -> dict[str, Any]:
    dice = book.dice
    gender = dice.choice("MMF")
    name = (dice.choice(FAMILY), dice.choice(MIDDLE[gender]), dice.choice(GIVEN[gender]))
    row = {
        "opening_code": post["code"],
        "number": f"{number:03}",
        "full_name": " ".join(name),
        "birth_on": date(1965 + dice.randrange(24), dice.randrange(1, 13), dice.randrange(1, 29)),
        "gender": gender,
        "ethnicity_code": dice.choice(("01",) * 8 + ("02", "03", "12")),
        "party_member": "có",
        "source": dice.choice(("IN_PLAN_LOCAL",) * 3 + ("IN_PLAN_EXTERNAL", "OPEN")),
        "education": dice.choice(("Đại học", "Thạc sĩ", "Thạc sĩ", "Tiến sĩ")),
        "political_theory": dice.choice(("Trung cấp", "Cao cấp", "Cao cấp")),
        "eligible": "không" if result == "INELIGIBLE" else "có",
        "result": result,
    }
    row |= _marks(dice, post, result)
    if result == "SELECTED":
        row["appointed_on"] = post["recognised_on"] + timedelta(days=dice.randrange(3, 40))
    return row


def _marks(dice: random.Random, post: dict[str, Any], result: str) -> dict[str, float]:
    """Marks that the result allows: high for the selected, one too low for those who failed."""
    has_written = post["written_on"] is not None
    good = {"written_score": dice.randrange(110, 190) / 2} if has_written else {}
    if result == "SELECTED":
        return good | {"presentation_score": dice.randrange(750, 930) / 10}
    if result == "NOT_SELECTED":
        return good | {"presentation_score": dice.randrange(500, 740) / 10}
    if result != "FAILED":
        return {}
    if has_written and dice.random() < 0.6:
        return {"written_score": dice.randrange(60, 99) / 2}
    return good | {"presentation_score": dice.randrange(300, 499) / 10}


def _not_held(book: Book, body: str, outcome: str) -> None:
    """A post that was announced and not examined."""
    announced = date(2018, 3, 1) + timedelta(days=book.dice.randrange(500))
    post = _opening(book, body, "VU" if body.startswith(("MH-TW", "B")) else "SO", announced)
    post |= dict.fromkeys(("written_on", "presentation_on", "recognised_on"))
    post["outcome"] = outcome


def _outside(book: Book) -> None:
    """Bodies outside the pilot: all of their exams were announced after the review."""
    for code, name, province in OUTSIDE:
        row = {"code": code, "name": name, "kind": "local" if province else "central"}
        book.agencies.append(row | {"province_code": province, "pilot": "không"})
        for _place in range(book.dice.randrange(2, 5)):
            announced = REVIEWED + timedelta(days=30 + book.dice.randrange(1500))
            post = _opening(book, code, "SO" if province else "VU", announced)
            _fill(book, post, post["seats"])


def write(path: Path = WORKBOOK) -> Path:
    """The workbook, the same bytes of content each time."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        book.set_properties({"title": NOTE, "created": datetime(2020, 4, 27)})  # noqa: DTZ001
        day, text = (
            book.add_format({"num_format": "dd/mm/yyyy"}),
            book.add_format({"num_format": "@"}),
        )
        book.add_worksheet("ghi chú").write_string(0, 0, NOTE)
        for name, lines in rows().items():
            sheet, columns = book.add_worksheet(name), SHEETS[name].split(" ")
            sheet.write_row(0, 0, columns)
            sheet.freeze_panes(1, 0)
            for number, line in enumerate(lines, start=1):
                for place, column in enumerate(columns):
                    _write_cell(sheet, number, place, line.get(column), day, text)
    return path


def _write_cell(sheet: Any, row: int, place: int, value: Any, day: Any, text: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, place, value, day)
    elif isinstance(value, str):
        sheet.write_string(row, place, value, text)
    elif value is not None:
        sheet.write_number(row, place, value)


if __name__ == "__main__":
    write()
