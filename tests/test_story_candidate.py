"""A dossier on a phone and on another device, asked for more, refused, objected for, readmitted;
and an officer who vets thirty without touching the mouse.
"""

import json
import re
from datetime import timedelta

import pytest
from django.core.management import call_command

from audit import clock
from candidates.models import Application, EligibilityCheck
from desk.seeding.steps import pdf
from positions.models import Opening
from tests import builders
from tests.browser import assert_no_axe
from tests.story import Stage, approve_waiting, confirmed, fill, press, save

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]
HRS = [f"tochuc{n}@bo-a.example" for n in (1, 2, 3)]
HEAD, OWNER = "lanhdao@bo-a.example", "moi@example.com"
PERSON = {
    "full_name": "Đặng Thị Ánh",
    "birth_on": "03/04/1985",
    "gender": "F",
    "citizen_id": "001185000001",
    "job": "Chuyên viên chính",
    "workplace": "Ban Tổ chức Trung ương",
    "education": "Thạc sĩ",
    "phone": "0900 000 000",
}
DOSSIERS = 30


@pytest.fixture
def stage(visits) -> Stage:
    call_command("load_reference", verbosity=0)
    builders._have_a_key()
    host = builders.agency()
    for n, email in enumerate(HRS, start=1):
        builders.member(builders.user(email, full_name=f"Lê Tổ Chức {n}"), host, builders.HR)
    builders.member(builders.user(HEAD, full_name="Trần Văn Lãnh Đạo"), host, builders.HEAD)
    return Stage(visits, builders.PASSWORD)


@pytest.fixture
def opening(stage) -> Opening:
    return builders.opening_at(
        Opening.State.PUBLISHED, standards="Tốt nghiệp đại học luật.\nTrong quy hoạch."
    )


def test_from_the_phone_to_the_readmission(stage, opening, tmp_path):
    begun_on_a_phone(stage, opening, tmp_path)
    submitted_elsewhere(stage)
    row = Application.objects.get()
    asked_for_more(stage, row)
    supplemented(stage, row, tmp_path)
    refused(stage, row)
    objected(stage, row)
    readmitted(stage, row)

    row.refresh_from_db()
    assert row.state == Application.State.ELIGIBLE
    assert json.dumps(stage.visits.faults) == "[]"
    stage.print_cast()


def document(folder, name: str) -> str:
    path = folder / name
    path.write_bytes(pdf(name).read())
    return str(path)


def begun_on_a_phone(stage, opening, folder) -> None:
    page = stage.sign_up(OWNER, PERSON["full_name"], width=390)
    page.goto(f"/openings/{opening.code}/apply/")
    fill(page, **PERSON)
    save(page)
    press(page, "/apply/")
    files = [document(folder, name) for name in ("don.pdf", "ly-lich.pdf")]
    page.set_input_files("main [name=files]", files)
    press(page, "/items/")
    assert_no_axe(page)
    page.context.close()
    stage.browsers.clear()


def submitted_elsewhere(stage) -> None:
    """What was begun is there on another device."""
    page = stage.enter(OWNER, "dự tuyển, bổ sung, khiếu nại")
    page.goto("/me/")
    page.get_by_role("link", name="Hoàn thiện và nộp").click()
    assert page.locator(".file-list li").count() == 2
    fill(page, source="OPEN")
    save(page)
    press(page, "/submit/")
    page.wait_for_url(re.compile("/receipt/"))
    page.close()


def asked_for_more(stage, row) -> None:
    page = stage.enter(HRS[0], "yêu cầu bổ sung, kết luận")
    page.goto(f"/desk/applications/{row.public_id}/")
    page.get_by_text("Yêu cầu người dự tuyển bổ sung").click()
    fill(page, wanted="Thiếu bằng đại học.", due_on=f"{clock.today() + timedelta(days=5):%d/%m/%Y}")
    assert_no_axe(page)
    button = page.get_by_role("button", name="Yêu cầu bổ sung", exact=True)
    confirmed(page, button)
    assert page.get_by_text("Đang chờ người dự tuyển bổ sung").is_visible()
    page.close()


def supplemented(stage, row, folder) -> None:
    page = stage.enter(OWNER, "bổ sung")
    page.goto("/me/")
    page.get_by_role("link", name="Bổ sung hồ sơ").click()
    fill(page, kind="DEGREE")
    page.set_input_files("main [name=files]", document(folder, "bang.pdf"))
    press(page, "/items/")
    assert_no_axe(page)
    press(page, "/supplement/")
    assert page.get_by_text("Đã gửi phần bổ sung.").is_visible()
    page.close()


def refused(stage, row) -> None:
    page = stage.enter(HRS[0], "kết luận")
    page.goto(f"/desk/applications/{row.public_id}/")
    fill(page, outcome_0="NOT_MET", outcome_1="MET", verdict="INELIGIBLE")
    fill(page, note_0="bằng ngành kế toán")
    assert_no_axe(page)
    save(page)
    page.close()
    page = stage.enter(HRS[1], "xác nhận")
    page.goto("/desk/checks/")
    page.locator("main [name=check]").first.check()
    assert_no_axe(page)
    confirmed(page, page.get_by_role("button", name="Xác nhận kết luận đã chọn"))
    page.close()


def objected(stage, row) -> None:
    page = stage.enter(OWNER, "khiếu nại")
    page.goto(f"/applications/{row.public_id}/")
    assert page.get_by_text("bằng ngành kế toán").first.is_visible()
    fill(page, grounds="Bằng thứ hai là bằng luật, xem bang.pdf.")
    assert_no_axe(page)
    press(page, "/objection/")
    assert page.get_by_text("Đã nhận khiếu nại").is_visible()
    page.close()


def readmitted(stage, row) -> None:
    page = stage.enter(HRS[2], "trả lời khiếu nại")
    page.goto(f"/desk/applications/{row.public_id}/")
    fill(page, outcome="UPHELD", answer="Bằng luật có trong hồ sơ.")
    press(page, "/objection/")
    page.close()
    page = stage.enter(HEAD, "quyết định về khiếu nại")
    approve_waiting(page)
    page.close()
    page = stage.enter(OWNER, "xem kết quả")
    page.goto(f"/applications/{row.public_id}/")
    assert page.get_by_text("Bằng luật có trong hồ sơ.").first.is_visible()
    page.close()


# By keyboard


def test_thirty_dossiers_by_keyboard(stage, opening):
    for _place in range(DOSSIERS):
        builders.application_at(Application.State.SUBMITTED, opening)
    page = stage.enter(HRS[0], "thẩm định bằng bàn phím")
    first = Application.objects.order_by("received_at", "pk").first()
    page.goto(f"/desk/applications/{first.public_id}/")

    for _place in range(DOSSIERS):
        vetted_by_keyboard(page)

    assert page.url.endswith("/desk/applications/")
    verdicts = EligibilityCheck.objects.values_list("verdict", flat=True)
    assert list(verdicts) == ["ELIGIBLE"] * DOSSIERS


def vetted_by_keyboard(page) -> None:
    """Tab to each group, arrows within it, Enter on the button that leads to the next."""
    for name in ("outcome_0", "outcome_1"):
        tab_to(page, name)
        page.keyboard.press("ArrowRight")  # from the last choice round to the first: met
        assert page.evaluate("document.activeElement.value") == "MET"
    tab_to(page, "verdict")
    page.keyboard.press("Space")
    tab_to(page, "next")
    with page.expect_navigation():
        page.keyboard.press("Enter")


def tab_to(page, name: str, most: int = 60) -> None:
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(f"Tab never reaches {name}")
