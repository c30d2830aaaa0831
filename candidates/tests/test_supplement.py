"""A dossier that lacks something: asked for, added to in time, ended when time is over."""

from datetime import timedelta

import pytest
from django.urls import reverse

from agencies.calendar import end_of_day
from audit import clock
from candidates import rules, vetting_rules, workflow
from candidates import vetting_workflow as vetting
from candidates.models import Application, SupplementRequest
from candidates.vetting_queries import stray_supplements, supplements_overdue
from messaging.models import Notice
from positions.models import Opening
from tests.builders import agency, application_at, candidate, decided, officer, opening_at, pdf
from tests.reset import without_state_triggers
from tests.trail import quiet, refused, refused_by_database, written

pytestmark = pytest.mark.django_db
State, Asked = Application.State, SupplementRequest.State
OVER = "Đã hết hạn bổ sung hồ sơ."
BAD_DAY = "Hạn bổ sung phải cách hôm nay từ 2 đến 30 ngày."
NOT_WAITING = "Hồ sơ này không chờ bổ sung."


@pytest.fixture
def row():
    return application_at(State.SUBMITTED, opening_at(Opening.State.PUBLISHED))


@pytest.fixture
def owner(row):
    return row.profile.user


@pytest.fixture
def hr(row):
    return officer(row.opening.agency)


@pytest.fixture
def asked(row, hr):
    return ask(row, hr)


def ask(row, hr, days=5) -> SupplementRequest:
    due_on = clock.today() + timedelta(days=days)
    return vetting.ask_supplement(row, "Thiếu bằng đại học.", due_on, by=hr)


def add(row, by, at=None, name="bằng.pdf"):
    at = at or clock.now()
    with clock.at(at):
        return workflow.add_item(row, "DEGREE", pdf(name), by=by, received_at=at)


def fresh(row) -> Application:
    return Application.objects.get(pk=row.pk)


def test_the_whole_loop(row, owner, hr):
    with written() as kinds:
        asked = ask(row, hr)
        item = add(fresh(row), owner)
        vetting.answer_supplement(fresh(row), "Xin gửi.", by=owner, received_at=clock.now())
        check = decided(fresh(row), by=hr)

    assert kinds == [
        "supplementrequest.added",
        "application.supplement",
        "dossieritem.added",
        "supplementrequest.answered",
        "application.submitted",
        "eligibilitycheck.added",
    ]
    asked.refresh_from_db()
    assert (asked.state, asked.reply, asked.due_at) == (
        Asked.ANSWERED,
        "Xin gửi.",
        end_of_day(clock.today() + timedelta(days=5)),
    )
    assert item.public_id in {paper["item"] for paper in check.findings["documents"]}
    asking, received = Notice.objects.filter(user=owner).order_by("pk")[1:]
    assert "Thiếu bằng đại học." in asking.body
    assert received.text.startswith("Đã nhận phần bổ sung")


@pytest.mark.parametrize(("after", "is_in"), [(-1, True), (0, True), (0.001, False), (1, False)])
def test_to_the_very_last_moment(row, owner, asked, after, is_in):
    at = asked.due_at + timedelta(seconds=after)

    if is_in:
        add(fresh(row), owner, at)
        with clock.at(at + timedelta(seconds=9)):
            answered = vetting.answer_supplement(fresh(row), "", by=owner, received_at=at)
        assert answered.state == State.SUBMITTED
    else:
        with quiet(), refused(OVER):
            add(fresh(row), owner, at)
        with quiet(), refused(OVER):
            vetting.answer_supplement(fresh(row), "Đây.", by=owner, received_at=at)


@pytest.mark.parametrize(
    ("days", "is_good"), [(0, False), (1, False), (2, True), (29, True), (31, False)]
)
def test_the_last_day_lies_two_to_thirty_days_away(row, hr, days, is_good):
    if is_good:
        assert ask(row, hr, days).state == Asked.OPEN
    else:
        with quiet(), refused(BAD_DAY):
            ask(row, hr, days)


def test_an_answer_is_a_document_or_words(row, owner, asked):
    with quiet(), refused("Hãy tải tài liệu bổ sung, hoặc ghi câu trả lời."):
        vetting.answer_supplement(fresh(row), "", by=owner, received_at=clock.now())


def test_answered_twice_refused(row, owner, asked):
    vetting.answer_supplement(fresh(row), "Đây.", by=owner, received_at=clock.now())

    with quiet(), refused(NOT_WAITING):
        vetting.answer_supplement(fresh(row), "Đây.", by=owner, received_at=clock.now())


def test_what_was_filed_stays_and_what_was_added_may_go(row, owner, asked):
    filed, added = row.items.get(), add(fresh(row), owner)
    now = clock.now()

    with quiet(), refused("Tài liệu đã nộp không bỏ được; hãy tải thêm bản mới."):
        workflow.remove_item(filed, by=owner, received_at=now)
    assert workflow.remove_item(added, by=owner, received_at=now).state == "REMOVED"


def test_no_other_field_of_a_filed_dossier_changes(row, owner, asked):
    with quiet(), refused("Hồ sơ đã nộp, không sửa được nữa."):
        workflow.choose_source(fresh(row), "IN_PLAN_LOCAL", by=owner)


def test_who_asks_and_who_answers(row, owner, asked):
    stranger, elsewhere = candidate().user, officer(agency("BO-B"))
    other = application_at(State.SUBMITTED, row.opening)

    assert not vetting_rules.can_ask_supplement(elsewhere, other)
    assert not vetting_rules.can_ask_supplement(owner, other)
    assert rules.can_supplement(stranger, fresh(row), clock.now()).reason == (
        "Đây không phải hồ sơ của bạn."
    )


def test_not_while_a_verdict_waits_nor_twice(row, hr):
    decided(row, by=hr)
    with quiet(), refused("Đã có kết luận đang chờ người thứ hai xác nhận."):
        ask(row, hr)

    other = application_at(State.SUBMITTED, row.opening)
    ask(other, hr)
    with quiet(), refused("Hồ sơ này không chờ thẩm định."):
        ask(fresh(other), hr)


def test_nobody_concludes_while_the_candidate_may_still_add(row, hr, asked):
    with quiet(), refused("Hồ sơ này không chờ thẩm định."):
        decided(fresh(row), by=hr)


@pytest.mark.parametrize(("seconds", "is_over"), [(0, False), (120, False), (121, True)])
def test_ended_by_an_officer_only_when_time_is_over(row, hr, asked, seconds, is_over):
    with clock.at(asked.due_at + timedelta(seconds=seconds)):
        assert supplements_overdue(hr).exists() is is_over
        if not is_over:
            with quiet(), refused("Chưa hết hạn bổ sung."):
                vetting.end_supplement(fresh(row), by=hr)
            return
        ended = vetting.end_supplement(fresh(row), by=hr)

    asked.refresh_from_db()
    assert (ended.state, asked.state) == (State.SUBMITTED, Asked.LAPSED)


def test_withdrawal_drops_the_request(row, owner, asked):
    workflow.withdraw(fresh(row), by=owner)

    asked.refresh_from_db()
    assert (fresh(row).state, asked.state) == (State.WITHDRAWN, Asked.DROPPED)
    assert stray_supplements() == []


@without_state_triggers()
def test_the_invariant_sees_a_state_without_its_request(row, asked):
    assert stray_supplements() == []
    SupplementRequest.objects.update(state="LAPSED")
    assert stray_supplements() == [f"application {row.public_id}: state and request differ"]
    SupplementRequest.objects.update(state="OPEN")
    Application.objects.filter(pk=row.pk).update(state="SUBMITTED")
    assert stray_supplements() == [f"application {row.public_id}: state and request differ"]


@without_state_triggers()
def test_database_refuses_what_no_verb_does(row, asked, hr):
    rows = SupplementRequest.objects.filter(pk=asked.pk)
    late = {"answered_at": asked.due_at + timedelta(milliseconds=1), "state": "ANSWERED"}
    for constraint, values in (
        ("supplementrequest_state_valid", {"state": "ANSWERED"}),
        ("supplementrequest_state_valid", {"state": "LOST"}),
        ("supplementrequest_in_time", late),
        ("supplementrequest_in_time", {"due_at": asked.asked_at}),
        ("supplementrequest_says_what", {"wanted": ""}),
    ):
        with refused_by_database(constraint):
            rows.update(**values)
    with refused_by_database():
        SupplementRequest.objects.bulk_create(
            [SupplementRequest(application=row, wanted="x", due_at=asked.due_at, asked_by=hr,
                               asked_at=asked.asked_at)]
        )  # fmt: skip


# Through the pages


def test_asked_and_answered_through_the_pages(client, row, owner, hr):
    client.force_login(hr)
    due_on = (clock.today() + timedelta(days=5)).strftime("%d/%m/%Y")
    body = {"wanted": "Thiếu bằng.", "due_on": due_on, "next": "1"}
    answer = client.post(reverse("candidates:supplement-ask", args=[row.public_id]), body)
    assert answer.url == reverse("candidates:application-list")

    client.force_login(owner)
    page = client.get(reverse("candidates:application", args=[row.public_id])).content.decode()
    assert "Thiếu bằng." in page
    client.post(
        reverse("candidates:item-add", args=[row.public_id]), {"kind": "DEGREE", "files": pdf()}
    )
    client.post(reverse("candidates:supplement", args=[row.public_id]), {"reply": ""})

    assert fresh(row).state == State.SUBMITTED


def test_a_bad_request_keeps_what_was_typed(client, row, hr):
    client.force_login(hr)
    url = reverse("candidates:supplement-ask", args=[row.public_id])

    answer = client.post(url, {"wanted": "Thiếu bằng GIỮ-LẠI.", "due_on": "32/13/2026"})

    assert answer.status_code == 200
    assert "GIỮ-LẠI" in answer.content.decode()
    assert fresh(row).state == State.SUBMITTED


def test_receipt_still_names_the_entry_of_the_submission(client, row, owner, hr):
    url = reverse("candidates:receipt", args=[row.public_id])
    client.force_login(owner)
    before = client.get(url).context["entry"].place
    ask(row, hr)
    vetting.answer_supplement(fresh(row), "Đây.", by=owner, received_at=clock.now())

    assert client.get(url).context["entry"].place == before
