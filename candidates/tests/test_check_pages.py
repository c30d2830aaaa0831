"""Concluding on a dossier and confirming several, through the pages."""

import pytest
from django.urls import reverse

from candidates import workflow
from candidates.findings import criteria_of, digest
from candidates.models import Application, EligibilityCheck
from positions.models import Opening
from tests.builders import application_at, decided, officer, opening_at
from tests.trail import written

pytestmark = pytest.mark.django_db
State = Application.State
LIST = "candidates:check-list"


@pytest.fixture
def opening():
    return opening_at(Opening.State.PUBLISHED)


@pytest.fixture
def hr(opening):
    return officer(opening.agency)


@pytest.fixture
def second(opening):
    return officer(opening.agency, n=2)


@pytest.fixture
def checks(opening, hr):
    return [decided(application_at(State.SUBMITTED, opening), by=hr) for _place in range(3)]


def detail(row) -> str:
    return reverse("candidates:application-detail", args=[row.public_id])


def findings(row, outcome="MET", **more) -> dict[str, str]:
    good = {f"good_{item.public_id}": "1" for item in row.items.kept()}
    shown = digest(criteria_of(row.opening))
    return {"outcome_0": outcome, "verdict": "ELIGIBLE", "shown": shown, **good, **more}


def test_record_and_go_to_the_next_of_the_same_opening(client, opening, hr):
    first, second_row = (application_at(State.SUBMITTED, opening) for _place in range(2))
    client.force_login(hr)
    item = first.items.get()
    where = {"item_0": item.public_id, "page_0": "3", "note_0": "bằng số 12", "next": "1"}

    answer = client.post(detail(first), findings(first, **where))

    assert answer.url == detail(second_row)
    found = first.checks.get().findings["criteria"][0]
    assert (found["item"], found["page"], found["note"]) == (item.public_id, 3, "bằng số 12")


def test_findings_that_do_not_bear_the_verdict_are_shown_again(client, opening, hr):
    row = application_at(State.SUBMITTED, opening)
    client.force_login(hr)

    answer = client.post(detail(row), findings(row, "CANNOT_TELL", note_0="GIỮ LẠI"))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Còn tiêu chuẩn chưa xác định được" in page
    assert "GIỮ LẠI" in page
    assert not row.checks.exists()


def test_criteria_amended_since_the_page_was_shown_are_not_judged_by_it(client, opening, hr):
    row = application_at(State.SUBMITTED, opening)
    client.force_login(hr)
    before = findings(row)
    opening.standards = "Tốt nghiệp tiến sĩ luật."
    opening.save(update_fields=["standards"])

    answer = client.post(detail(row), before)

    assert "Tiêu chuẩn của chức danh đã thay đổi." in answer.content.decode()
    assert not row.checks.exists()


def test_the_matrix_does_not_show_findings_under_amended_criteria(client, checks, opening, second):
    client.force_login(second)
    opening.standards = "Tốt nghiệp tiến sĩ luật."
    opening.save(update_fields=["standards"])

    rows = client.get(reverse("candidates:opening-matrix", args=[opening.code])).context["rows"]

    assert {row.cells[0].is_hint for row in rows} == {True}


def test_a_document_of_another_dossier_is_no_evidence(client, opening, hr):
    row, other = (application_at(State.SUBMITTED, opening) for _place in range(2))
    client.force_login(hr)

    answer = client.post(detail(row), findings(row, item_0=other.items.get().public_id))

    assert answer.status_code == 200
    assert not row.checks.exists()


def test_several_are_confirmed_together(client, checks, second):
    client.force_login(second)
    page = client.get(reverse(LIST)).content.decode()
    assert page.count('name="check"') == 3

    with written() as kinds:
        client.post(reverse(LIST), {"check": [check.pk for check in checks[:2]]})

    assert kinds == ["eligibilitycheck.confirmed", "application.eligible"] * 2
    states = EligibilityCheck.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["CONFIRMED", "CONFIRMED", "PROPOSED"]


def test_all_or_none_when_one_has_changed(client, checks, second):
    row = checks[0].application
    workflow.withdraw(row, by=row.profile.user)
    client.force_login(second)

    body = {"check": [check.pk for check in checks]}
    said = client.post(reverse(LIST), body, follow=True).context["messages"]

    assert [str(text) for text in said] == ["Có kết luận vừa thay đổi. Hãy xem lại rồi chọn lại."]
    assert not EligibilityCheck.objects.filter(state="CONFIRMED").exists()


@pytest.mark.parametrize("body", [{}, {"check": ["x", "-1", "", "9" * 40, "٣"]}])
def test_nothing_chosen_is_said(client, checks, second, body):
    client.force_login(second)

    said = client.post(reverse(LIST), body, follow=True).context["messages"]

    assert [str(text) for text in said] == ["Hãy chọn ít nhất một kết luận."]


def test_ones_own_verdicts_are_not_offered_nor_confirmed(client, checks, hr):
    client.force_login(hr)

    assert 'name="check"' not in client.get(reverse(LIST)).content.decode()
    client.post(reverse(LIST), {"check": [checks[0].pk]})
    assert not EligibilityCheck.objects.filter(state="CONFIRMED").exists()


def test_the_matrix_shows_what_was_found_else_what_a_machine_says(client, checks, opening, second):
    application_at(State.SUBMITTED, opening)
    client.force_login(second)

    rows = client.get(reverse("candidates:opening-matrix", args=[opening.code])).context["rows"]

    assert [row.cells[0].is_hint for row in rows].count(False) == 3
    assert {row.cells[0].words for row in rows} == {"Đạt", "Chưa xác định được"}


def test_the_candidate_sees_when_the_dossier_was_opened_and_not_by_whom(client, opening, hr):
    row = application_at(State.SUBMITTED, opening)
    own = reverse("candidates:application", args=[row.public_id])
    client.force_login(row.profile.user)
    assert "Cơ quan đã mở hồ sơ" not in client.get(own).content.decode()

    client.force_login(hr)
    client.get(detail(row))
    client.force_login(row.profile.user)
    page = client.get(own).content.decode()

    assert "Cơ quan đã mở hồ sơ 1 lần" in page
    assert hr.full_name not in page
