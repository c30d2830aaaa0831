"""Against a refusal: once, in time, answered by another officer, settled by the head."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts import workflow as requests
from accounts.models import TwoPersonRequest
from agencies.models import Membership
from audit import clock
from audit.canonical import leaf_of
from audit.merkle import root_of
from audit.models import Checkpoint, LedgerEntry
from audit.verification import verify
from candidates import objection_rules, objection_workflow, vetting_workflow, workflow
from candidates.models import Application, Objection
from candidates.objection_rules import last_moment
from candidates.vetting_queries import objections_waiting
from exams.workflow.exam import begin_exam
from exams.workflow.sitting import prepare_written
from messaging.models import Notice
from positions.models import Announcement, Opening
from tests.builders import (
    HEAD,
    agreed,
    application_at,
    approve_list,
    campaign,
    council,
    decided,
    officer,
    opening_at,
    secretary,
)
from tests.reset import without_state_triggers
from tests.trail import quiet, refused, refused_by_database, written
from tests.written import written_regulation

pytestmark = pytest.mark.django_db
State = Objection.State
ONCE = "Mỗi hồ sơ chỉ khiếu nại một lần."
LATE = "Đã hết hạn khiếu nại danh sách."
HAD_A_PART = "Người đã thẩm định hồ sơ không được trả lời khiếu nại về hồ sơ đó."
BEGUN = "Kỳ thi đã bắt đầu: thông báo không điều chỉnh được nữa."
RECEIVED, OVER = timedelta(days=4), timedelta(days=2)


def refuse(opening) -> Application:
    """By officers 1 and 2."""
    row = application_at(Application.State.SUBMITTED, opening)
    check = decided(row, "INELIGIBLE", "Thiếu bằng.", by=officer(opening.agency))
    vetting_workflow.confirm(check, by=officer(opening.agency, n=2))
    return Application.objects.get(pk=row.pk)


@pytest.fixture
def row():
    return refuse(opening_at(Opening.State.PUBLISHED))


@pytest.fixture
def third(row):
    return officer(row.opening.agency, n=3)


@pytest.fixture
def head(row):
    return officer(row.opening.agency, HEAD)


def listed(regulation=None) -> Application:
    """One refused among two eligible of a list that was closed just now."""
    period = campaign(regulation=regulation)
    with clock.at(clock.now() - RECEIVED):
        deadline = clock.now() + RECEIVED - OVER
        opening = opening_at(Opening.State.PUBLISHED, period, receipt_deadline=deadline)
        for _place in range(2):
            application_at(Application.State.ELIGIBLE, opening)
        row = refuse(opening)
    first, second = officer(opening.agency), officer(opening.agency, n=2)
    approve_list(period)
    agreed(workflow.ask_to_close_list(period, by=first), by=second)
    council(period, 3)
    return Application.objects.get(pk=row.pk)


def uphold(row) -> None:
    agency = row.opening.agency
    agreed(answer(file(row), officer(agency, n=3)), by=officer(agency, HEAD))


def file(row, at=None) -> Objection:
    by, at = row.profile.user, at or clock.now()
    with clock.at(at):
        return objection_workflow.object_to_refusal(row, "Có bằng.", by=by, received_at=at)


def answer(objection, by, outcome="UPHELD") -> TwoPersonRequest:
    return objection_workflow.answer_objection(objection, outcome, "Bằng đúng ngành.", by=by)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_upheld_before_the_list_is_closed(row, third, head):
    with written() as kinds:
        objection = file(row)
        agreed(answer(objection, third), by=head)

    assert kinds == [
        "objection.added",
        "objection.proposed",
        "twopersonrequest.added",
        "twopersonrequest.approved",
        "objection.upheld",
        "application.eligible",
    ]
    objection = fresh(objection)
    assert (objection.state, objection.answered_by, objection.settled_by) == ("UPHELD", third, head)
    assert (fresh(row).state, fresh(row).number, fresh(row).is_eligible) == ("ELIGIBLE", "", None)
    told = Notice.objects.filter(user=row.profile.user).latest("pk").text
    assert told.endswith("Chấp nhận. Bằng đúng ngành.")


def test_rejected_leaves_the_refusal(row, third, head):
    objection = file(row)
    agreed(answer(objection, third, "REJECTED"), by=head)

    assert (fresh(objection).state, fresh(row).state) == ("REJECTED", "INELIGIBLE")
    with quiet(), refused(ONCE):
        file(fresh(row))


def test_refused_by_the_head_it_is_answered_anew(row, third, head):
    objection = file(row)
    requests.refuse(answer(objection, third), by=head, reason="Chưa rõ.")

    assert (fresh(objection).state, fresh(row).state) == ("FILED", "INELIGIBLE")
    agreed(answer(fresh(objection), third, "REJECTED"), by=head)
    assert fresh(objection).state == "REJECTED"


def test_after_the_list_was_closed_it_is_sealed_anew():
    row = listed()
    period, seals = row.opening.campaign, Checkpoint.objects.count()
    old = set(Application.objects.exclude(number="").values_list("number", flat=True))
    entries = LedgerEntry.objects.filter(chain=period.ledger_chain, kind="list_resealed")

    uphold(row)

    row, after = fresh(row), fresh(period)
    assert (row.state, row.is_eligible, row.number) == ("ELIGIBLE", True, "003")
    assert old == {"001", "002"}
    assert after.list_root == root_of(map(leaf_of, workflow.list_lines(after)))
    assert after.list_root != period.list_root
    assert (Checkpoint.objects.count(), entries.count()) == (seals + 1, 1)
    notice = Announcement.objects.filter(kind="LIST").latest("pk")
    assert "một người được bổ sung vào danh sách" in notice.body
    assert "003" not in notice.body
    assert row.full_name not in notice.body
    assert verify().faults == []


def test_the_readmitted_sits_in_the_written_round_being_prepared():
    row = listed(written_regulation())
    campaign = row.opening.campaign
    exam = prepare_written(campaign, held_on=clock.today(), place="Phòng 1", by=secretary(campaign))

    uphold(row)

    seats = exam.sitting.seats.order_by("place")
    assert [seat.place for seat in seats] == [1, 2, 3]
    assert seats.last().application == row


def test_not_once_the_exam_began():
    row = listed()
    objection = file(row)
    begin_exam(row.opening.campaign, by=secretary(row.opening.campaign))
    third, head = officer(row.opening.agency, n=3), officer(row.opening.agency, HEAD)

    with quiet(), refused(BEGUN):
        answer(objection, third)
    agreed(answer(fresh(objection), third, "REJECTED"), by=head)
    assert fresh(objection).state == "REJECTED"


@pytest.mark.parametrize(("after", "is_in"), [(-1, True), (0, True), (0.001, False), (1, False)])
def test_to_the_very_last_moment_of_the_display(after, is_in):
    row = listed()
    at = last_moment(row.opening) + timedelta(seconds=after)

    if is_in:
        assert file(row, at).filed_at == at
    else:
        with quiet(), refused(LATE):
            file(row, at)


def test_one_has_until_the_end_of_the_fifteenth_day():
    opening = listed().opening

    left = last_moment(opening) - opening.campaign.list_closed_at

    assert timedelta(days=15) <= left <= timedelta(days=15 + 1 + 9)


def test_withdrawn_meanwhile_it_waits_for_nobody(row, third):
    objection = file(row)
    assert objections_waiting(third).get() == row
    workflow.withdraw(fresh(row), by=row.profile.user)

    assert not objections_waiting(third).exists()
    with quiet(), refused("Hồ sơ này không còn ở tình trạng không hợp lệ."):
        answer(fresh(objection), third, "REJECTED")


@pytest.mark.parametrize("n", [1, 2])
def test_whoever_took_part_in_the_refusal_does_not_answer(row, n):
    objection = file(row)

    with quiet(), refused(HAD_A_PART):
        answer(objection, officer(row.opening.agency, n=n))


def test_who_may_not(row, third):
    objection = file(row)
    stranger = application_at(Application.State.SUBMITTED, row.opening).profile.user

    assert not objection_rules.can_answer(stranger, objection)
    assert not objection_rules.can_object(stranger, row, clock.now())
    assert not objection_rules.can_settle(third, objection)
    admin = officer(row.opening.agency, Membership.Role.AGENCY_ADMIN)
    assert not objection_rules.can_answer(admin, objection)


def test_only_against_a_refusal(row):
    other = application_at(Application.State.ELIGIBLE, row.opening)

    with quiet(), refused("Chỉ hồ sơ không hợp lệ mới khiếu nại được."):
        file(other)


@without_state_triggers()
def test_database_refuses_what_no_verb_does(row, third):
    objection = file(row)
    rows = Objection.objects.filter(pk=objection.pk)
    now = clock.now()
    answered = {"outcome": "UPHELD", "answer": "x", "answered_by": third, "answered_at": now}
    settled = {"settled_by": third, "settled_at": now, "state": "UPHELD", **answered}
    for constraint, values in (
        ("objection_says_why", {"grounds": ""}),
        ("objection_answered_whole", {"state": "PROPOSED", **answered, "answer": ""}),
        ("objection_two_persons", settled),
        ("objection_state_valid", {**settled, "settled_by": row.profile.user, "state": "REJECTED"}),
    ):
        with refused_by_database(constraint):
            rows.update(**values)


def test_through_the_pages(client, row, third):
    client.force_login(row.profile.user)
    url = reverse("candidates:objection", args=[row.public_id])
    assert client.post(url, {"grounds": ""}).status_code == 200
    client.post(url, {"grounds": "Có bằng GIỮ-LẠI."})

    client.force_login(third)
    page = client.get(reverse("candidates:application-detail", args=[row.public_id]))
    assert "Có bằng GIỮ-LẠI." in page.content.decode()
    body = {"outcome": "UPHELD", "answer": "Đúng."}
    client.post(reverse("candidates:objection-answer", args=[row.public_id]), body)

    assert TwoPersonRequest.objects.waiting().get().kind == "objection"
