"""A newcomer at the ministry: signs in, filters to a province, downloads, follows a figure."""

import json
from datetime import date

import openpyxl
import pytest
from django.core.management import call_command

from agencies.models import Membership
from agencies.workflow import found_membership
from desk.seeding.pilot_book import WORKBOOK
from reports.exports import values_of
from reports.figures import Filters
from reports.queries import r1
from tests import builders
from tests.browser import assert_no_axe
from tests.story import Stage, confirmed, fill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ANALYST = "nguoi.moi@bnv.example"
PROVINCE, CODE = "Hải Phòng", "31"


@pytest.fixture
def stage(visits) -> Stage:
    call_command("load_reference", verbosity=0)
    ministry = builders.agency("BNV", name="Bộ Nội vụ")
    user = builders.user(ANALYST, full_name="Lê Thị Mới")
    found_membership(user, ministry, Membership.Role.MINISTRY_STAFF)
    return Stage(visits, builders.PASSWORD)


def test_a_newcomer_finds_the_rows_behind_a_figure(stage, tmp_path):
    page = stage.enter(ANALYST, "nhập kỳ thi cũ, đọc báo cáo")
    past_exams_are_imported(page)
    page.goto("/desk/")
    page.get_by_role("link", name="Báo cáo").first.click()
    fill(page, start="01/01/2017", end="27/04/2020")
    page.select_option("main [name=scope]", label=PROVINCE)
    page.get_by_role("button", name="Lập biểu").click()
    page.wait_for_url("**scope=local**")
    assert_no_axe(page)
    line = r1(Filters(date(2017, 1, 1), date(2020, 4, 27), date(2020, 4, 27))).rows
    line = next(row for row in line if (row.scope, row.code) == ("local", CODE))
    assert line.counts["selected"] > 0

    assert downloaded(page, "xlsx", tmp_path) == list(values_of(line).values())
    figure = page.get_by_role("row", name=PROVINCE).get_by_role("link").nth(9)
    assert figure.inner_text() == str(line.counts["selected"])
    figure.click()

    page.get_by_role("heading", level=1, name="Trúng tuyển").wait_for()
    assert_no_axe(page)
    parts = page.locator("td[data-label='Số tính']").all_inner_texts()
    assert sum(int(part) for part in parts) == line.counts["selected"]
    assert page.get_by_text("mức D").first.is_visible()
    assert json.dumps(stage.visits.faults) == "[]"


def past_exams_are_imported(page) -> None:
    page.get_by_role("link", name="Kỳ thi cũ").first.click()
    page.set_input_files("main [name=file]", WORKBOOK)
    confirmed(page, page.get_by_role("button", name="Xem trước"))
    assert page.get_by_text("Xem trước: chưa ghi gì").is_visible()
    assert_no_axe(page)
    confirmed(page, page.locator("main form button.btn-primary"))
    assert page.get_by_text("Đã nhập.").first.is_visible()


def downloaded(page, kind: str, folder) -> list:
    """The figures of the province in the file that the page hands out."""
    with page.expect_download() as download:
        page.locator(f"main a[href*='format={kind}']").click()
    path = folder / f"r1.{kind}"
    download.value.save_as(path)
    rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    row = next(row for row in rows if row[1:3] == (CODE, PROVINCE))
    return [None if value == "–" else value for value in row[3:]]
