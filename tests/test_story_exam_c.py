"""Exam C entered by hand: every person it needs, from HR's first page to the ministry's file."""

import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page

from agencies.models import Agency, Membership, Person
from agencies.workflow import create_agency, create_person, found_membership
from audit import clock
from audit.verification import verify
from candidates.models import Application
from desk.seeding import exam_c
from desk.seeding.cast import CLERKS, COUNCIL
from desk.seeding.steps import moment
from exams.models import Exam, Presentation
from messaging.models import OutboxMessage
from tests import builders
from tests.browser import assert_no_axe
from tests.story import (
    Stage,
    apply,
    approve_list,
    approve_waiting,
    choose,
    fill,
    find_eligible,
    press,
    save,
)

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]
Role = Membership.Role
STAFF = (
    ("hr1@btctw.example", "Vũ Thị Lan Hương", Role.AGENCY_HR),
    ("hr2@btctw.example", "Bùi Đức Anh", Role.AGENCY_HR),
    ("head@btctw.example", "Đặng Quang Vinh", Role.AUTHORITY_HEAD),
)
MINISTRY = "ministry@bnv.example"
HR, HR2, HEAD = (email for email, _name, _role in STAFF)
CLERK, CLERK2 = "clerk1@btctw.example", "clerk2@btctw.example"
CODE = exam_c.CODE


def email_of(place: int) -> str:
    return f"candidate{place:02}@example.com"


@pytest.fixture
def stage(visits):
    """Bodies and log-ins exist; everything of the exam itself is entered by hand."""
    builders.regulation()
    btctw = _agency("BTCTW", "Ban Tổ chức Trung ương", Agency.Kind.PARTY_BODY, is_pilot=True)
    bnv = _agency("BNV", "Bộ Nội vụ", Agency.Kind.MINISTRY)
    for email, name, role in STAFF:
        found_membership(builders.user(email, full_name=name), btctw, role)
    found_membership(builders.user(MINISTRY, full_name="Trần Thu Hằng"), bnv, Role.MINISTRY_STAFF)
    for email, (_login, name, job) in zip((CLERK, CLERK2), CLERKS, strict=True):
        user = builders.user(email, full_name=name)
        create_person(Person(full_name=name, job=job, agency=btctw, user=user), by=None)
    for name, job in COUNCIL:
        create_person(Person(full_name=name, job=job, agency=btctw), by=None)
    return Stage(visits, builders.PASSWORD)


def _agency(code: str, name: str, kind: str, **fields) -> Agency:
    sector = Agency.Sector.CENTRAL
    return create_agency(Agency(code=code, name=name, kind=kind, sector=sector, **fields), by=None)


def test_exam_c_by_hand(stage, tmp_path):
    with clock.at(moment(date(2017, 5, 26))):
        hr_enters_campaign_and_openings(stage)
        head_approves(stage)
    with clock.at(moment(exam_c.ANNOUNCED)):
        hr_publishes(stage)
        public_sees_openings(stage)
    for place, candidate in enumerate(exam_c.CANDIDATES):
        with clock.at(moment(date(2017, 6, 16 + place), 9)):
            candidate_applies(stage, place, candidate, tmp_path)
    with clock.at(moment(date(2017, 7, 10))):
        hr_vets(stage)
    with clock.at(moment(exam_c.LISTED)):
        list_is_closed(stage, tmp_path)
    with clock.at(moment(exam_c.HELD, 14)):
        clerks_type_slips(stage)
    with clock.at(moment(exam_c.APPOINTED, 9)):
        result_is_released(stage)
        appointments_are_recorded(stage)
        public_reads_the_result(stage)
        winner_reads_the_own_result(stage)
        ministry_downloads_r1(stage, tmp_path)
    assert verify().faults == []
    stage.print_cast()
    assert len(stage.cast) == 18


def hr_enters_campaign_and_openings(stage: Stage) -> None:
    page = stage.enter(HR, "lập đợt thi, trình, công bố, thẩm định, đề nghị")
    page.goto("/desk/campaigns/new/")
    fill(page, code=CODE, name="Thi tuyển vụ trưởng năm 2017", plan_no="1678-QĐ/BTCTW")
    fill(page, plan_on="24/05/2017", contact_name="Vũ Thị Lan Hương", contact_phone="080 00 000")
    choose(page, "host", "Ban Tổ chức Trung ương")
    choose(page, "regulation", "BTCTW-2017")
    save(page)
    for code, title, unit in exam_c.POSTS:
        page.goto(f"/desk/campaigns/{CODE}/openings/new/")
        fill(page, code=code, title=title, unit=unit, level="VU", rank="HEAD", seats="1")
        fill(page, standards="Cao cấp lý luận chính trị\nĐủ tuổi công tác 5 năm")
        fill(page, receipt_deadline="17:00 30/06/2017", presentation_on="30/09/2017")
        choose(page, "agency", "Ban Tổ chức Trung ương")
        choose(page, "authority", "Ban Tổ chức Trung ương")
        save(page)
        press(page, f"/desk/openings/{code}/propose/")
    boards = [(name, "council") for name, _job in COUNCIL]
    boards += [(name, "secretariat") for _login, name, _job in CLERKS]
    for name, board in boards:
        page.goto(f"/desk/campaigns/{CODE}/duties/new/")
        choose(page, "person", name)
        fill(page, board=board, decision_no="1680-QĐ/BTCTW")
        save(page)
    page.close()


def head_approves(stage: Stage) -> None:
    page = stage.enter(HEAD, "phê duyệt, công bố kết quả")
    for _post in exam_c.POSTS:
        approve_waiting(page)
    page.close()


def hr_publishes(stage: Stage) -> None:
    page = stage.enter(HR, "công bố")
    for code, _title, _unit in exam_c.POSTS:
        page.goto(f"/desk/openings/{code}/")
        press(page, f"/desk/openings/{code}/publish/")
    page.close()


def public_sees_openings(stage: Stage) -> None:
    page = stage.visits.anonymous()
    page.goto("/")
    for _code, title, _unit in exam_c.POSTS:
        assert page.get_by_text(title).first.is_visible()
    page.goto(f"/announcements/{CODE}/")
    assert_no_axe(page)
    page.close()


def candidate_applies(stage: Stage, place: int, candidate: tuple, tmp_path) -> None:
    name, gender, born, post, _slips = candidate
    width = 390 if place % 3 == 0 else 1280
    page = stage.sign_up(email_of(place), name, width=width)
    person = {
        "full_name": name,
        "birth_on": f"{born:%d/%m/%Y}",
        "gender": gender,
        "citizen_id": f"0010{born.year}00{place:02}",
        "job": "Phó Vụ trưởng",
    }
    apply(page, exam_c.POSTS[post][0], person, tmp_path)
    if place == 0:
        assert_no_axe(page)
    page.close()


def hr_vets(stage: Stage) -> None:
    rows = list(Application.objects.values_list("public_id", flat=True))
    assert len(rows) == len(exam_c.CANDIDATES)
    first = stage.enter(HR, "thẩm định")
    for public_id in rows:
        find_eligible(first, public_id)
    first.close()
    second = stage.enter(HR2, "xác nhận, chốt danh sách")
    for public_id in rows:
        second.goto(f"/desk/applications/{public_id}/")
        press(second, "/confirm/")
    second.close()


def list_is_closed(stage: Stage, folder: Path) -> None:
    page, second = stage.enter(HR, "đề nghị chốt danh sách"), stage.enter(HR2, "đối chiếu")
    approve_list(page, second, CODE, folder)
    second.close()
    page.goto(f"/desk/campaigns/{CODE}/list/")
    press(page, "/list/close/")
    page.close()
    page = stage.enter(HR2, "đồng ý chốt danh sách")
    approve_waiting(page)
    page.close()


def clerks_type_slips(stage: Stage) -> None:
    first = stage.enter(CLERK, "bắt đầu kỳ thi, nhập phiếu, tổng hợp")
    first.goto("/desk/exams/")
    press(first, f"/desk/exams/{CODE}/begin/")
    second = stage.enter(CLERK2, "đối chiếu phiếu")
    marks = {name: slips.split() for name, *_rest, slips in exam_c.CANDIDATES}
    for shown in Presentation.objects.select_related("application"):
        first.goto(f"/desk/presentations/{shown.public_id}/")
        fill(first, attendance="sat", held_on="30/09/2017")
        save(first)
        slips = marks[shown.application.full_name]
        type_slips(first, shown, [mark.replace(".", ",") for mark in slips])
        type_slips(second, shown, slips)
    first.close()
    second.close()


def type_slips(page: Page, shown: Presentation, marks: list[str]) -> None:
    """The clerk finds each member's line on the candidate's page and types what the slip says."""
    page.goto(f"/desk/presentations/{shown.public_id}/")
    page.locator("main a[href$='/slips/']").click()
    for (member, _job), mark in zip(COUNCIL, marks, strict=True):
        page.get_by_label(member).fill(mark)
    save(page)


def result_is_released(stage: Stage) -> None:
    page = stage.enter(CLERK, "tổng hợp điểm")
    page.goto(f"/desk/exams/{CODE}/")
    press(page, "/score/")
    page.close()
    page = stage.enter(HR, "đề nghị công bố")
    page.goto(f"/desk/exams/{CODE}/")
    press(page, "/release/")
    page.close()
    page = stage.enter(HEAD, "công bố kết quả")
    approve_waiting(page)
    page.close()
    assert Exam.objects.get().state == Exam.State.RELEASED


def appointments_are_recorded(stage: Stage) -> None:
    page = stage.enter(HR, "ghi bổ nhiệm")
    for _post in exam_c.POSTS:
        page.goto(f"/desk/exams/{CODE}/")
        page.locator("main a[href*='/desk/appointments/']").first.click()
        fill(page, on="01/10/2017")
        save(page)
    page.close()


def public_reads_the_result(stage: Stage) -> None:
    """84,40, 83,60 and 82,10 stand first in their posts, in both languages."""
    page = stage.visits.anonymous()
    page.goto(f"/results/{CODE}/")
    assert first_marks(page) == ["84,40", "83,60", "82,10"]
    assert_no_axe(page)
    page.context.add_cookies([{"name": "language", "value": "en", "url": stage.visits.url}])
    page.reload()
    assert first_marks(page) == ["84.40", "83.60", "82.10"]
    page.close()


def first_marks(page: Page) -> list[str]:
    rows = [
        table.locator("tbody tr").first.inner_text() for table in page.locator("main table").all()
    ]
    return [re.search(r"\d\d[,.]\d\d", row).group(0) for row in rows]


def winner_reads_the_own_result(stage: Stage) -> None:
    page = stage.enter(email_of(0), "đọc kết quả", width=390)
    row = Application.objects.get(full_name=exam_c.CANDIDATES[0][0])
    page.goto(f"/applications/{row.public_id}/result/")
    assert page.get_by_text("84,40").first.is_visible()
    page.close()
    assert OutboxMessage.objects.filter(to=email_of(0)).count() >= 3


def ministry_downloads_r1(stage: Stage, tmp_path) -> None:
    page = stage.enter(MINISTRY, "tải báo cáo R1")
    page.goto("/desk/reports/r1/?start=01/01/2017&end=31/12/2017")
    with page.expect_download() as download:
        page.locator("main a[href*='format=xlsx']").click()
    path = tmp_path / "r1.xlsx"
    download.value.save_as(path)
    figures = figures_of(path, "BTCTW")
    posts = len(exam_c.POSTS)
    people = len(exam_c.CANDIDATES)
    expected = {"Chức danh thông báo": posts, "Chức danh đã thi": posts, "Chỉ tiêu": posts}
    expected |= {"Đăng ký": people, "Đủ điều kiện": people, "Dự thi": people}
    expected |= {"Trúng tuyển": posts, "Bổ nhiệm": posts}
    assert {name: figures[name] for name in expected} == expected
    page.close()


def figures_of(path, code: str) -> dict[str, object]:
    """The line of one body, by the headings of the sheet."""
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    heads = next(row for row in rows if row[1] == "Mã")
    line = next(row for row in rows if row[1] == code)
    return dict(zip(heads, line, strict=True))
