"""The written exam by hand: the full one, one without a winner, and one for two candidates."""

import pytest

from audit.invariants import run as invariants
from audit.verification import verify
from exams.models import Exam
from tests import story_exam as story
from tests.browser import assert_no_axe
from tests.story import Stage, press
from tests.story_exam import Candidate, Plan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FULL = (
    ("chutich@snv.example", "Vương Đình Thọ", "council", "is_chair"),
    ("thuky1@snv.example", "Lý Thị Thu Trang", "secretariat", "is_head"),
    ("thuky2@snv.example", "Chu Văn Mạnh", "secretariat", "member"),
    ("coithi@snv.example", "Kiều Thị Oanh", "invigilation", "is_head"),
    ("phach@snv.example", "Mạc Văn Toàn", "header", "is_head"),
    ("truongcham@snv.example", "Thái Thị Bình", "marking", "is_head"),
    ("giamkhao1@snv.example", "Tống Văn Lâm", "marking", "member"),
    ("giamkhao2@snv.example", "Giang Thị Nga", "marking", "member"),
    ("giamkhao3@snv.example", "Ông Văn Quý", "marking", "member"),
    ("giamsat@snv.example", "Nghiêm Thị Hòa", "supervision", "member"),
)
MEMBERS_ON_PAPER = (("Từ Quang Hải", "is_vice"), ("Phí Thị Xuân", "member"))
# In the small exam the two markers sit on the council as well.
SMALL = (
    *(row for row in FULL if row[0] not in ("coithi@snv.example", "giamkhao3@snv.example")),
    ("giamkhao1@snv.example", "Tống Văn Lâm", "council", "member"),
    ("giamkhao2@snv.example", "Giang Thị Nga", "council", "member"),
)


def until_the_marks(stage: Stage, plan: Plan, tmp_path, keeper: str) -> None:
    with story.day(0):
        story.hr_enters(stage, plan)
        story.head_approves_and_hr_publishes(stage, plan)
    with story.day(5):
        story.candidates_apply(stage, plan, tmp_path)
    with story.day(20):
        story.hr_vets_and_closes(stage, plan, tmp_path)
    with story.day(39, 14):
        story.sitting_is_held(stage, plan, keeper)


def marked_and_opened(stage: Stage, plan: Plan) -> None:
    with story.day(41):
        story.codes_are_made(stage, plan)
        story.papers_are_marked(stage, plan)
        story.marks_are_sealed(stage, plan)
        story.map_is_opened(stage, plan)
        story.written_marks_are_published(stage, plan)


def nothing_is_wrong() -> None:
    assert verify().faults == []
    assert {name: faults for name, faults in invariants().items() if faults} == {}


def test_a_written_exam_by_hand(visits, tmp_path):
    plan = Plan(
        "SNV-2026-1",
        "BNV-2424-E",
        "Trưởng phòng Phòng Tổ chức",
        [
            Candidate("Nguyễn Thị Ánh", ("72", "80"), ("18 35 30", "17 34 31", "18 36 30")),
            Candidate("Trần Văn Bảo", ("60", "75", "70"), ("16 33 28", "17 32 29", "16 30 30")),
            Candidate("Lê Thị Cúc", ("40", "75", "58", "45")),
        ],
        FULL,
        MEMBERS_ON_PAPER,
    )
    stage = story.set_stage(visits, plan)
    until_the_marks(stage, plan, tmp_path, plan.who("invigilation", "is_head"))
    with story.day(40):
        story.holders_make_keys(stage, plan)
    marked_and_opened(stage, plan)
    with story.day(42):
        story.candidate_reads(stage, plan, 0, "76,00", "Được vào vòng trình bày")
        story.candidate_reads(stage, plan, 2, "45,00", "Không vào vòng trình bày")
    with story.day(54, 14):
        story.presentations_are_held(stage, plan)
        story.result_is_released(stage, plan)
    with story.day(57, 15):
        story.appointment_is_recorded(stage, plan)
    page = stage.visits.anonymous()
    page.goto(f"/results/{plan.code}/")
    line = page.locator("main table tbody tr").first.inner_text()
    assert "Nguyễn Thị Ánh" in line
    assert "83,00" in line
    assert_no_axe(page)
    nothing_is_wrong()
    stage.print_cast()
    assert len(stage.cast) >= 16


@pytest.mark.long
def test_an_exam_without_a_winner(visits, tmp_path):
    plan = Plan(
        "SNV-2026-2",
        "BNV-2424-E",
        "Trưởng phòng Phòng Văn thư",
        [
            Candidate("Phạm Thị Diệp", ("48", "49")),
            Candidate("Hoàng Văn Én", (), attendance="absent"),
        ],
        FULL,
        MEMBERS_ON_PAPER,
    )
    stage = story.set_stage(visits, plan)
    until_the_marks(stage, plan, tmp_path, plan.who("invigilation", "is_head"))
    with story.day(40):
        story.holders_make_keys(stage, plan)
    marked_and_opened(stage, plan)
    with story.day(54):
        page = stage.enter(plan.who("secretariat", "is_head"), "tổng hợp: không ai đạt")
        page.goto(plan.page())
        press(page, "/score/")
        page.close()
        story.result_is_released(stage, plan)
        story.candidate_reads(stage, plan, 0, "48,50", "Không đạt bài viết")
    page = stage.visits.anonymous()
    page.goto(f"/results/{plan.code}/")
    assert page.get_by_text("Không có người trúng tuyển").first.is_visible()
    nothing_is_wrong()
    assert Exam.objects.get().campaign.openings.get().state == "UNFILLED"


@pytest.mark.long
def test_a_small_exam_of_two_candidates(visits, tmp_path):
    plan = Plan(
        "SNV-2026-3",
        "QUY-MO-NHO",
        "Phó Trưởng phòng Phòng Cải cách",
        [
            Candidate("Đỗ Thị Giang", ("70", "74"), ("18 35 30", "17 34 31", "18 36 30")),
            Candidate("Vũ Văn Hiếu", ("66", "60"), ("18 36 30", "18 35 31", "18 35 31")),
        ],
        SMALL,
    )
    stage = story.set_stage(visits, plan)
    until_the_marks(stage, plan, tmp_path, plan.who("secretariat"))
    with story.day(40):
        story.holders_make_keys(stage, plan)
    marked_and_opened(stage, plan)
    with story.day(54, 14):
        story.presentations_are_held(stage, plan)
        story.result_is_released(stage, plan)
        story.candidate_reads(stage, plan, 1, "84,00")
    nothing_is_wrong()
    stage.print_cast()
    assert len(stage.cast) - len(plan.candidates) <= 12
