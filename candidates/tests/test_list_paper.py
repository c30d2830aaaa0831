"""The paper behind the eligible list, the list as it is posted, and who became what and why."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit import clock
from candidates import workflow
from candidates.list_paper import approving_paper, is_approved
from candidates.list_queries import lists_that_miss_somebody
from candidates.models import Application
from candidates.objection_rules import display_ends
from documents.models import OfficialDocument
from positions import paperwork
from positions.models import Opening
from tests import builders as make
from tests.reset import without_state_triggers
from tests.trail import refused

pytestmark = pytest.mark.django_db
State = Application.State
RECEIVED, OVER = timedelta(days=4), timedelta(days=2)
NO_PAPER = "Chưa có văn bản phê duyệt danh sách đã ký và được người thứ hai đối chiếu."
CHANGED = "Danh sách đã đổi sau khi soạn văn bản phê duyệt: hãy soạn văn bản mới."
NAMES = ("Trần Văn Ân", "Lê Thị Bình", "Đỗ Ánh")


@pytest.fixture
def opening():
    """Three eligible, one refused, one taken back; receipt is over, nothing signed yet."""
    with clock.at(clock.now() - RECEIVED):
        deadline = clock.now() + RECEIVED - OVER
        made = make.opening_at(Opening.State.PUBLISHED, receipt_deadline=deadline)
        for name in NAMES:
            make.application_at(State.ELIGIBLE, made, make.candidate(full_name=name))
        make.application_at(State.INELIGIBLE, made, make.candidate(full_name="Vũ Thị Trượt"))
        make.application_at(State.WITHDRAWN, made, make.candidate(full_name="Phan Văn Rút"))
    return made


@pytest.fixture
def period(opening):
    return opening.campaign


@pytest.fixture
def hr(period):
    return make.officer(period.host)


@pytest.fixture
def second(period):
    return make.officer(period.host, n=2)


@pytest.fixture
def closed(period, hr, second):
    make.approve_list(period)
    make.agreed(workflow.ask_to_close_list(period, by=hr), by=second)
    period.refresh_from_db()
    return period


def test_the_paper_names_the_eligible_by_given_name_without_full_birth_dates(period, hr):
    paper = workflow.draft_list_paper(period, by=hr)

    rows = [part["rows"] for part in paper.content["parts"] if part["kind"] == "table"]
    assert rows == [
        [
            ["1", "Đỗ Ánh", "1980", "Vụ Pháp chế"],
            ["2", "Trần Văn Ân", "1980", "Vụ Pháp chế"],
            ["3", "Lê Thị Bình", "1980", "Vụ Pháp chế"],
        ]
    ]
    assert "1980-02-03" not in str(paper.content)
    assert len(paper.content["people"]) == 3


def test_without_a_signed_and_compared_paper_the_list_stays_open(period, hr, second):
    with refused(NO_PAPER):
        workflow.ask_to_close_list(period, by=hr)
    paper = make.record_paper(workflow.draft_list_paper(period, by=hr), by=hr)
    with refused(NO_PAPER):
        workflow.ask_to_close_list(period, by=hr)
    with refused("Người ghi văn bản không được tự đối chiếu: cần cán bộ thứ hai."):
        paperwork.confirm_paper(paper, by=hr)

    paperwork.confirm_paper(paper, by=second)

    assert is_approved(period)


def test_a_voided_paper_approves_nothing(period, hr, second):
    paper = make.approve_list(period)
    request = workflow.ask_to_close_list(period, by=hr)
    paperwork.void_paper(paper, reason="Ký nhầm.", by=second)

    with refused(NO_PAPER):
        make.agreed(request, by=second)

    period.refresh_from_db()
    assert (period.list_closed_at, approving_paper(period)) == (None, None)


def test_another_paper_after_the_asking_voids_the_request(period, hr, second):
    make.approve_list(period)
    request = workflow.ask_to_close_list(period, by=hr)
    make.approve_list(period)

    make.agreed(request, by=second)

    request.refresh_from_db()
    period.refresh_from_db()
    assert (request.state, period.list_closed_at) == ("VOID", None)


def test_somebody_found_eligible_later_needs_a_new_paper(opening, period, hr):
    make.approve_list(period)
    with clock.at(clock.now() - RECEIVED):
        make.application_at(State.ELIGIBLE, opening)

    assert is_approved(period).reason == CHANGED


def test_whoever_withdrew_since_needs_no_new_paper(period, hr):
    make.approve_list(period)
    row = Application.objects.filter(state=State.ELIGIBLE).first()
    workflow.withdraw(row, by=row.profile.user)

    assert is_approved(period)


def test_the_paper_is_drafted_once_everybody_is_decided_and_by_the_host(opening, period, hr):
    stranger = make.officer(make.agency("SNV-KHAC"))
    with refused("Chỉ cán bộ tổ chức của cơ quan chủ trì được chốt danh sách."):
        workflow.draft_list_paper(period, by=stranger)
    with clock.at(clock.now() - RECEIVED):
        make.application_at(State.SUBMITTED, opening)
    with refused("Còn 1 hồ sơ chưa có kết luận được xác nhận."):
        workflow.draft_list_paper(period, by=hr)


def test_the_general_page_of_papers_does_not_draft_a_list(client, period, hr):
    client.force_login(hr)

    assert (
        client.get(reverse("positions:paper-draft", args=[period.code, "list"])).status_code == 404
    )


def test_the_button_drafts_and_leads_to_the_paper(client, period, hr):
    client.force_login(hr)

    answer = client.post(reverse("candidates:list-paper", args=[period.code]))

    paper = OfficialDocument.objects.get(kind="LIST")
    assert answer.url == reverse("positions:paper-detail", args=[paper.public_id])
    page = client.get(reverse("candidates:list-detail", args=[period.code])).content.decode()
    assert answer.url in page
    assert NO_PAPER in page


def posted(client, period) -> str:
    return client.get(reverse("candidates:list-public", args=[period.code])).content.decode()


def test_before_it_is_closed_the_public_page_says_so(client, period):
    assert "Danh sách chưa chốt" in posted(client, period)


def test_the_posted_list_has_names_in_order_and_neither_numbers_nor_birth_dates(client, closed):
    page = posted(client, closed)

    assert page.index("Đỗ Ánh") < page.index("Trần Văn Ân") < page.index("Lê Thị Bình")
    assert "12/KH-SNV" in page
    for row in Application.objects.exclude(number=""):
        assert f">{row.number}<" not in page
        assert row.profile.citizen_id not in page
    assert "03/02/1980" not in page
    assert "Vũ Thị Trượt" not in page
    assert "Phan Văn Rút" not in page


def test_names_are_taken_down_after_the_display(client, closed):
    end = display_ends(closed)
    with clock.at(end):
        assert "Đỗ Ánh" in posted(client, closed)
    with clock.at(end + timedelta(seconds=1)):
        page = posted(client, closed)
    assert "Đỗ Ánh" not in page
    assert "3 người đủ điều kiện" in page


def test_everybody_registered_stands_in_the_reconciliation_with_a_reason(client, closed, hr):
    client.force_login(hr)

    page = client.get(reverse("candidates:list-people", args=[closed.code])).content.decode()

    for name in (*NAMES, "Vũ Thị Trượt", "Phan Văn Rút"):
        assert name in page
    assert "Thiếu bằng đại học." in page
    assert "5 đăng ký = 3 hợp lệ + 1 không hợp lệ + 1 đã rút + 0 chờ kết luận" in page


def test_a_verdict_that_no_officers_gave_is_found_by_the_invariant(closed):
    assert lists_that_miss_somebody() == []
    row = Application.objects.filter(state=State.ELIGIBLE).first()
    with without_state_triggers():
        row.checks.all().delete()

    assert len(lists_that_miss_somebody()) == 1
