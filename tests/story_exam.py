"""A written exam as its people walk it in the browser, page by page, from HR's first entry.

What stands on paper (the printed pairs, the keys, the marks on the scripts) is in the Plan: the
pages never give it back.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Page

from agencies.models import Agency, Membership, Person
from agencies.workflow import create_agency, create_person, found_membership
from audit import clock
from candidates.models import Application
from desk.seeding.steps import moment
from exams.models import Assignment, Exam, Paper, Presentation, Seat
from tests import builders
from tests.browser import assert_no_axe
from tests.story import (
    Stage,
    apply,
    approve_list,
    approve_waiting,
    choose,
    confirmed,
    fill,
    find_eligible,
    press,
    save,
)

Role = Membership.Role
HR, HR2, HEAD = "hr1@snv.example", "hr2@snv.example", "head@snv.example"
DAY = date(2026, 3, 2)


@dataclass(frozen=True)
class Candidate:
    """A candidate, the marks their script is worth, and each council member's slip."""

    name: str
    marks: tuple[str, ...]
    slips: tuple[str, ...] = ()
    attendance: str = "sat"


@dataclass
class Plan:
    """Who plays, under which regulation, and what is on paper only."""

    code: str
    regulation: str
    title: str
    candidates: list[Candidate]
    serving: tuple[tuple[str, str, str, str], ...]  # email, name, board, position
    on_paper: tuple[tuple[str, str], ...] = ()  # council members without a log-in: name, position
    keys: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)

    def who(self, board: str, position: str = "member", n: int = 0) -> str:
        found = [row[0] for row in self.serving if row[2:] == (board, position)]
        return found[n]

    @property
    def opening(self) -> str:
        return f"{self.code}.A"

    def by_number(self) -> dict[str, Candidate]:
        wanted = {row.name: row for row in self.candidates}
        rows = Application.objects.filter(opening__campaign__code=self.code)
        return {row.number: wanted[row.full_name] for row in rows}

    def page(self, path: str = "") -> str:
        return f"/desk/exams/{self.code}/{path}"


def day(offset: int, hour: int = 9):
    """A morning of the story, so many days after it begins."""
    return clock.at(moment(DAY + timedelta(days=offset), hour))


def set_stage(visits, plan: Plan) -> Stage:
    """The body, its officers and the people exist; everything of the exam is entered by hand."""
    builders.regulation()
    fields = {"kind": Agency.Kind.MINISTRY, "sector": Agency.Sector.CENTRAL}
    agency = create_agency(Agency(code="SNV", name="Sở Nội vụ", **fields), by=None)
    officers = ((HR, "Vũ Thị Lan"), (HR2, "Bùi Đức Anh"), (HEAD, "Đặng Quang Vinh"))
    for email, name in officers:
        role = Role.AUTHORITY_HEAD if email == HEAD else Role.AGENCY_HR
        found_membership(builders.user(email, full_name=name), agency, role)
    for email, name in {row[0]: row[1] for row in plan.serving}.items():
        user = builders.user(email, full_name=name)
        create_person(Person(full_name=name, job="Chuyên viên", agency=agency, user=user), by=None)
    for name, _position in plan.on_paper:
        create_person(Person(full_name=name, job="Chuyên viên", agency=agency), by=None)
    return Stage(visits, builders.PASSWORD)


# From the plan to the closed list


def hr_enters(stage: Stage, plan: Plan) -> None:
    page = stage.enter(HR, "lập đợt thi, các ban, chức danh")
    page.goto("/desk/campaigns/new/")
    fill(page, code=plan.code, name=f"Thi tuyển {plan.title}", plan_no="12/KH-SNV")
    fill(page, plan_on="27/02/2026", contact_name="Vũ Thị Lan", contact_phone="080 00 000")
    choose(page, "host", "Sở Nội vụ")
    choose(page, "regulation", plan.regulation)
    save(page)
    page.goto(f"/desk/campaigns/{plan.code}/openings/new/")
    fill(page, code=plan.opening, title=plan.title, level="PHONG", rank="HEAD", seats="1")
    fill(page, standards="Tốt nghiệp đại học", receipt_deadline="17:00 20/03/2026")
    fill(page, written_on="10/04/2026", presentation_on="25/04/2026")
    choose(page, "agency", "Sở Nội vụ")
    choose(page, "authority", "Sở Nội vụ")
    save(page)
    members = [(name, board, position) for _email, name, board, position in plan.serving]
    members += [(name, "council", position) for name, position in plan.on_paper]
    for name, board, position in members:
        page.goto(f"/desk/campaigns/{plan.code}/duties/new/")
        choose(page, "person", name)
        fill(page, board=board, position=position, decision_no="45/QĐ-SNV")
        save(page)
    page.goto(f"/desk/openings/{plan.opening}/")
    press(page, f"/desk/openings/{plan.opening}/propose/")
    page.close()


def head_approves_and_hr_publishes(stage: Stage, plan: Plan) -> None:
    page = stage.enter(HEAD, "phê duyệt chức danh, công bố kết quả")
    approve_waiting(page)
    page.close()
    page = stage.enter(HR, "công bố")
    page.goto(f"/desk/openings/{plan.opening}/")
    press(page, f"/desk/openings/{plan.opening}/publish/")
    page.close()
    visitor = stage.visits.anonymous()
    visitor.goto("/")
    assert visitor.get_by_text(plan.title).first.is_visible()
    visitor.close()


def email_of(place: int) -> str:
    return f"thisinh{place}@example.com"


def candidates_apply(stage: Stage, plan: Plan, tmp_path) -> None:
    for place, row in enumerate(plan.candidates):
        page = stage.sign_up(email_of(place), row.name, width=390 if place else 1280)
        person = {
            "full_name": row.name,
            "birth_on": f"0{place + 1}/05/1985",
            "gender": "F",
            "citizen_id": f"00118500000{place}",
            "job": "Phó Trưởng phòng",
        }
        apply(page, plan.opening, person, tmp_path)
        page.close()


def hr_vets_and_closes(stage: Stage, plan: Plan, folder: Path) -> None:
    rows = Application.objects.filter(opening__campaign__code=plan.code)
    ids = list(rows.values_list("public_id", flat=True))
    first = stage.enter(HR, "thẩm định")
    for public_id in ids:
        find_eligible(first, public_id)
    second = stage.enter(HR2, "xác nhận thẩm định, đồng ý chốt danh sách")
    for public_id in ids:
        second.goto(f"/desk/applications/{public_id}/")
        press(second, "/confirm/")
    approve_list(first, second, plan.code, folder)
    first.goto(f"/desk/campaigns/{plan.code}/list/")
    press(first, "/list/close/")
    approve_waiting(second)
    first.close()
    second.close()


# The written round


def sitting_is_held(stage: Stage, plan: Plan, keeper: str) -> None:
    """The secretary sets it up, whoever keeps the minutes enters them on one page."""
    page = stage.enter(plan.who("secretariat", "is_head"), "lập buổi thi viết, giữ khóa")
    page.goto(plan.page("prepare/"))
    fill(page, held_on="10/04/2026", place="Hội trường A")
    save(page)
    page.close()
    page = stage.enter(keeper, "ghi nhận buổi thi")
    page.goto(plan.page("sitting/"))
    wanted = plan.by_number()
    for seat in Seat.objects.select_related("application"):
        row = wanted[seat.application.number]
        page.locator(f"[name=attendance-{seat.public_id}]").select_option(row.attendance)
        if row.attendance == "sat":
            page.locator(f"[name=sheets-{seat.public_id}]").fill("2")
    assert_no_axe(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Lưu các dòng đã ghi").click()
    fill(page, minutes_no="01/BB-CT")
    press(page, "/sitting/finish/")
    page.close()


def holders_make_keys(stage: Stage, plan: Plan) -> None:
    holders = (("header", "is_head"), ("secretariat", "is_head"), ("council", "is_chair"))
    for board, position in holders:
        email = plan.who(board, position)
        page = stage.enter(email, "giữ khóa bản đồ phách")
        page.goto(plan.page("codes/"))
        press(page, "/key/")
        plan.keys[email] = page.locator("code.code-groups").inner_text()
        page.close()


def codes_are_made(stage: Stage, plan: Plan) -> None:
    page = stage.enter(plan.who("header", "is_head"), "đánh phách, niêm phong bản đồ")
    page.goto(plan.page("codes/"))
    press(page, "/codes/make/")
    for line in page.locator(".slip-list tbody tr").all():
        number, code = line.locator("th").inner_text(), line.locator("td").inner_text()
        plan.codes[code] = number
    page.close()
    page = stage.enter(plan.who("supervision"), "nhận phong bì, khóa điểm, có mặt khi mở")
    page.goto(plan.page("codes/"))
    fill(page, spare_seal="NP-07")
    press(page, "/spare/")
    page.close()


def papers_are_marked(stage: Stage, plan: Plan) -> None:
    head = stage.enter(plan.who("marking", "is_head"), "bốc thăm, xử lý bài lệch, đề nghị khóa")
    head.goto(plan.page("marking/board/"))
    press(head, "/marking/draw/")
    for email in _markers():
        marker_marks(stage, plan, email)
    for paper in Paper.objects.live():
        marks = plan.by_number()[plan.codes[paper.code]].marks
        if len(marks) > 2:
            third_marker_is_called(stage, plan, head, paper)
        if len(marks) > 3:
            chair_decides(stage, plan, paper, marks[3])
    head.close()


def _markers() -> list[str]:
    waiting = Assignment.objects.waiting().order_by("marker")
    emails = waiting.values_list("marker__person__user__email", flat=True)
    return list(dict.fromkeys(emails))


def marker_marks(stage: Stage, plan: Plan, email: str) -> None:
    """The script in hand says what it is worth; the page knows its code alone."""
    page = stage.enter(email, "chấm bài theo số phách")
    page.goto(plan.page("marking/"))
    wanted = plan.by_number()
    own = Assignment.objects.waiting().filter(marker__person__user__email=email)
    for given in own.select_related("paper"):
        mark = wanted[plan.codes[given.paper.code]].marks[given.position - 1]
        page.get_by_label(given.paper.code).fill(mark)
    assert_no_axe(page)
    confirmed(page, page.get_by_role("button", name="Ghi điểm chính thức"))
    page.close()


def third_marker_is_called(stage: Stage, plan: Plan, head: Page, paper: Paper) -> None:
    head.goto(f"/desk/papers/{paper.public_id}/")
    head.locator("main select[name=marker]").select_option(index=1)
    press(head, "/third/")
    for email in _markers():
        marker_marks(stage, plan, email)


def chair_decides(stage: Stage, plan: Plan, paper: Paper, mark: str) -> None:
    page = stage.enter(plan.who("council", "is_chair"), "quyết định bài còn lệch")
    page.goto(f"/desk/papers/{paper.public_id}/")
    fill(page, value=mark, minutes_no="05/BB-HĐ")
    press(page, "/decide/")
    page.close()


def marks_are_sealed(stage: Stage, plan: Plan) -> None:
    page = stage.enter(plan.who("marking", "is_head"), "đề nghị khóa điểm")
    page.goto(plan.page("marking/board/"))
    press(page, "/marking/seal/")
    page.close()
    page = stage.enter(plan.who("supervision"), "xác nhận khóa điểm")
    approve_waiting(page)
    page.close()


def map_is_opened(stage: Stage, plan: Plan) -> None:
    first, second = plan.who("header", "is_head"), plan.who("council", "is_chair")
    _turn(stage, plan, first)
    page = stage.enter(plan.who("supervision"), "có mặt khi mở bản đồ phách")
    page.goto(plan.page("opening/"))
    press(page, "/presence/")
    page.close()
    _turn(stage, plan, second)


def _turn(stage: Stage, plan: Plan, email: str) -> None:
    page = stage.enter(email, "mở bản đồ phách")
    page.goto(plan.page("opening/"))
    fill(page, secret=plan.keys[email].lower())
    press(page, "/opening/")
    page.close()


def written_marks_are_published(stage: Stage, plan: Plan) -> None:
    page = stage.enter(plan.who("secretariat", "is_head"), "đề nghị công bố điểm viết")
    page.goto(plan.page())
    press(page, "/round1/")
    page.close()
    page = stage.enter(plan.who("council", "is_chair"), "công bố điểm viết")
    approve_waiting(page)
    page.close()


def candidate_reads(stage: Stage, plan: Plan, place: int, *words: str) -> None:
    page = stage.enter(email_of(place), "đọc điểm của mình", width=390)
    row = Application.objects.get(full_name=plan.candidates[place].name)
    page.goto(f"/applications/{row.public_id}/result/")
    for text in words:
        assert page.get_by_text(text).first.is_visible()
    page.close()


# The presentations and the result


def presentations_are_held(stage: Stage, plan: Plan) -> None:
    first = stage.enter(plan.who("secretariat", "is_head"), "bốc thăm, nhập phiếu, tổng hợp")
    first.goto(plan.page())
    press(first, "/present/")
    second = stage.enter(plan.who("secretariat"), "nhập đối chiếu phiếu")
    wanted = plan.by_number()
    for shown in Presentation.objects.select_related("application"):
        first.goto(f"/desk/presentations/{shown.public_id}/")
        fill(first, attendance="sat", held_on="25/04/2026")
        save(first)
        for page in (first, second):
            _type_slips(page, shown, wanted[shown.application.number].slips)
    first.goto(plan.page())
    press(first, "/score/")
    first.close()
    second.close()


def _type_slips(page: Page, shown: Presentation, slips: tuple[str, ...]) -> None:
    """One line per council member in the order of the page, a box for each criterion."""
    page.goto(f"/desk/presentations/{shown.public_id}/slips/")
    boxes = page.locator("main [data-score]").all()
    points = [mark for slip in slips for mark in slip.split()]
    for box, mark in zip(boxes, points, strict=True):
        box.fill(mark)
    save(page)


def result_is_released(stage: Stage, plan: Plan) -> None:
    page = stage.enter(HR, "đề nghị công bố kết quả")
    page.goto(plan.page())
    press(page, "/release/")
    page.close()
    page = stage.enter(HEAD, "công bố kết quả")
    approve_waiting(page)
    page.close()
    assert Exam.objects.get(campaign__code=plan.code).state == Exam.State.RELEASED


def appointment_is_recorded(stage: Stage, plan: Plan) -> None:
    page = stage.enter(HR, "ghi bổ nhiệm")
    page.goto(plan.page())
    page.locator("main a[href*='/desk/appointments/']").first.click()
    fill(page, on="28/04/2026")
    save(page)
    page.close()
