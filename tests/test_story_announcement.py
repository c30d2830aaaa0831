"""A post from draft to amendment: returned with a remark, mended, approved, public, amended."""

import json
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command

from audit import clock
from messaging.models import OutboxMessage
from positions.models import Opening
from tests import builders
from tests.browser import assert_no_axe
from tests.story import Stage, confirmation_link, fill, press, save

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HR, HEAD, READER = "tochuc@bo-a.example", "lanhdao@bo-a.example", "docgia@example.vn"
CODE, TITLE = "DOT-1.KHTC", "Vụ trưởng Vụ Kế hoạch - Tài chính"
REMARK = "Bổ sung tiêu chuẩn ngoại ngữ."


@pytest.fixture
def stage(visits) -> Stage:
    call_command("load_reference", verbosity=0)
    builders._have_a_key()
    host = builders.agency()
    builders.member(builders.user(HR, full_name="Lê Thị Tổ Chức"), host, builders.HR)
    builders.member(builders.user(HEAD, full_name="Trần Văn Lãnh Đạo"), host, builders.HEAD)
    builders.campaign(host=host)
    return Stage(visits, builders.PASSWORD)


def test_from_the_draft_to_the_amendment(stage):
    officer = stage.enter(HR, "soạn, trình, công bố, điều chỉnh")
    head = stage.enter(HEAD, "trả lại, phê duyệt")
    drafted(officer)
    timetable_proposed(officer)
    press(officer, f"/{CODE}/propose/")
    returned(head)
    mended(officer)
    press(officer, f"/{CODE}/propose/")
    approved(head)
    officer.goto(f"/desk/openings/{CODE}/")
    press(officer, f"/{CODE}/publish/")
    reader = stage.visits.anonymous(width=390)
    followed(reader)
    amended(officer)
    approved(head)

    reader.goto(f"/openings/{CODE}/")
    assert reader.get_by_text("Chỉ tiêu: trước là 1; nay là 2.").is_visible()
    assert_no_axe(reader)
    mails = OutboxMessage.objects.filter(to=READER, subject__startswith="Điều chỉnh thông báo")
    assert mails.count() == 1
    assert "Chỉ tiêu: trước là 1; nay là 2." in mails.get().body
    left(reader, mails.get())
    assert Opening.objects.get(code=CODE).seats == 2
    assert json.dumps(stage.visits.faults) == "[]"
    stage.print_cast()


def drafted(page) -> None:
    page.goto("/desk/campaigns/DOT-1/openings/new/")
    fill(page, code=CODE, title=TITLE, level="VU", rank="HEAD", seats="1")
    fill(page, standards="Tốt nghiệp đại học kinh tế trở lên.")
    deadline = clock.now() + timedelta(days=30)
    fill(page, receipt_deadline=f"17:00 {deadline:%d/%m/%Y}")
    assert_no_axe(page)
    save(page)
    page.wait_for_url(re.compile(rf"/desk/openings/{CODE}/"))


def timetable_proposed(page) -> None:
    """The system's own timetable breaks nothing."""
    page.goto(f"/desk/openings/{CODE}/timetable/?propose")
    assert page.get_by_text("Lịch đề xuất").is_visible()
    assert_no_axe(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Lưu lịch").click()
    assert page.get_by_text("Các ngày đã định không trái thời hạn nào").is_visible()
    page.goto(f"/desk/openings/{CODE}/")


def open_request(head) -> None:
    head.goto("/desk/")
    head.locator("main a[href*='/desk/requests/']").first.click()
    head.get_by_text("Xem kỹ trước khi quyết định").wait_for()


def returned(head) -> None:
    open_request(head)
    head.get_by_text("Từ chối", exact=True).first.click()
    fill(head, reason=REMARK)
    press(head, "/refuse/")


def approved(head) -> None:
    open_request(head)
    press(head, "/approve/")


def mended(page) -> None:
    page.goto(f"/desk/openings/{CODE}/")
    assert page.get_by_text(REMARK).first.is_visible()
    page.get_by_role("link", name="Sửa").first.click()
    fill(page, standards="Tốt nghiệp đại học kinh tế trở lên.\nTiếng Anh bậc 4.")
    save(page)
    page.wait_for_url(re.compile(rf"/desk/openings/{CODE}/"))


def followed(page) -> None:
    """On a phone, without an account."""
    page.goto("/")
    page.get_by_role("link", name=TITLE).first.click()
    assert page.get_by_text("Tiếng Anh bậc 4.").is_visible()
    page.get_by_role("link", name="Nhận tin về chức danh này").click()
    fill(page, email=READER)
    assert_no_axe(page)
    save(page)
    page.get_by_role("heading", name="Xem hộp thư của bạn").wait_for()
    page.goto(urlsplit(confirmation_link(READER)).path)
    with page.expect_navigation():
        page.get_by_role("button", name="Xác nhận").click()
    assert page.get_by_text("Đã xác nhận.").first.is_visible()


def amended(page) -> None:
    page.goto(f"/desk/openings/{CODE}/changes/new/")
    assert_no_axe(page)
    page.get_by_role("link", name="Điều chỉnh thông báo").click()
    fill(page, seats="2", reason="Được giao thêm một chỉ tiêu.", document_no="21/TB")
    fill(page, document_on=f"{clock.today():%d/%m/%Y}")
    assert_no_axe(page)
    save(page)
    assert page.get_by_text("Đã trình người đứng đầu").is_visible()


def left(page, mail) -> None:
    """The link of the mail and one button."""
    page.goto(urlsplit(mail.unsubscribe_url).path)
    with page.expect_navigation():
        page.get_by_role("button", name="Thôi nhận thư").click()
    assert page.get_by_text("không còn nhận thư nào").is_visible()
