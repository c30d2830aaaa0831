"""Closing the eligible list: the ceremony of two HR officers."""

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import workflow as requests
from accounts.models import TwoPersonRequest
from agencies.models import Membership
from audit import clock
from audit.canonical import leaf_of
from audit.merkle import root_of
from audit.models import Checkpoint, LedgerEntry, Payload
from candidates import workflow
from candidates.models import Application
from candidates.queries import numbers_before_the_list
from candidates.rules import list_is_ready
from positions.models import Announcement, Campaign, Opening
from tests.builders import (
    agency,
    agreed,
    application_at,
    approve_list,
    campaign,
    campaign_with_closed_list,
    decided,
    officer,
    opening_at,
)
from tests.trail import quiet, refused, refused_by_database, standing, written

pytestmark = pytest.mark.django_db
State = Application.State
LOCKS = connection.features.has_select_for_update
RECEIVED = timedelta(days=4)
OVER = timedelta(days=2)


def _period() -> int:
    with clock.at(clock.now() - RECEIVED):
        opening = opening_at(
            Opening.State.PUBLISHED, receipt_deadline=clock.now() + RECEIVED - OVER
        )
        for state in (*[State.ELIGIBLE] * 3, State.INELIGIBLE, State.WITHDRAWN):
            application_at(state, opening)
    approve_list(opening.campaign)
    return opening.campaign_id


@pytest.fixture(scope="module")
def ready(django_db_setup, django_db_blocker):
    """Three eligible, one not, one taken back; receipt ended two days ago."""
    with standing(django_db_blocker, _period) as key:
        yield key


@pytest.fixture
def period(ready):
    return Campaign.objects.get(pk=ready)


@pytest.fixture
def hr(period):
    return officer(period.host)


@pytest.fixture
def second(period):
    return officer(period.host, n=2)


def applications(period, *states):
    return Application.objects.filter(opening__campaign=period, state__in=states)


def test_close_list_draws_numbers_seals_and_announces(period, hr, second):
    now = clock.now()
    with clock.at(now), written() as kinds:
        request = workflow.ask_to_close_list(period, by=hr)
        agreed(request, by=second)

    assert kinds == [
        "twopersonrequest.added",
        "twopersonrequest.approved",
        "opening.receipt_closed",
        "opening.amended",
        "opening.list_closed",
        *["application.amended"] * 4,
        "campaign.amended",
        "list_closed",
        "announcement.added",
        "sealed",
    ]
    period.refresh_from_db()
    lines = workflow.list_lines(period)
    assert (period.list_closed_at, period.list_root) == (
        now,
        root_of(map(leaf_of, lines)),
    )
    assert sorted(applications(period, State.ELIGIBLE).values_list("number", "is_eligible")) == [
        ("001", True),
        ("002", True),
        ("003", True),
    ]
    others = applications(period, State.INELIGIBLE, State.WITHDRAWN)
    assert set(others.values_list("state", "number", "is_eligible")) == {
        ("INELIGIBLE", "", False),
        ("WITHDRAWN", "", None),
    }
    assert Announcement.objects.get(kind="LIST").body == (
        "3 người đủ điều kiện, 1 không đủ, 1 đã rút."
    )
    assert Checkpoint.objects.filter(chain=period.ledger_chain).count() == 2
    entry = LedgerEntry.objects.get(kind="list_closed")
    assert f'"root":"{period.list_root}"' in Payload.objects.get(entry=entry).body
    assert numbers_before_the_list() == []


def test_close_list_of_several_openings_draws_over_all(hr, period, second):
    with clock.at(clock.now() - RECEIVED):
        other = opening_at(
            Opening.State.PUBLISHED, period, receipt_deadline=clock.now() + RECEIVED - OVER
        )
        for _place in range(2):
            application_at(State.ELIGIBLE, other)

    with refused("Danh sách đã đổi sau khi soạn văn bản phê duyệt: hãy soạn văn bản mới."):
        workflow.ask_to_close_list(period, by=hr)
    approve_list(period)
    agreed(workflow.ask_to_close_list(period, by=hr), by=second)

    numbers = applications(period, State.ELIGIBLE).values_list("number", flat=True)
    assert sorted(numbers) == ["001", "002", "003", "004", "005"]
    assert set(period.openings.values_list("state", flat=True)) == {"LIST_CLOSED"}


def test_numbers_are_drawn_by_lot(monkeypatch):
    """With a lot that only turns the order round, the last dossier has the first number."""
    monkeypatch.setattr(random.SystemRandom, "shuffle", lambda self, rows: rows.reverse())
    period = campaign_with_closed_list(candidates=3, code="DOT-9")

    in_order = applications(period, State.ELIGIBLE).order_by("pk")
    assert list(in_order.values_list("number", flat=True)) == ["003", "002", "001"]


def test_close_list_same_officer_refused(period, hr):
    request = workflow.ask_to_close_list(period, by=hr)

    with refused("Người đề nghị không được tự quyết định: cần người thứ hai."):
        agreed(request, by=hr)


def test_close_list_strangers_refused(period, hr):
    reason = "Chỉ cán bộ tổ chức của cơ quan chủ trì được chốt danh sách."
    other, head = officer(agency("BO-B")), officer(period.host, Membership.Role.AUTHORITY_HEAD)
    for nobody in (other, head):
        with refused(reason):
            workflow.ask_to_close_list(period, by=nobody)

    request = workflow.ask_to_close_list(period, by=hr)
    for nobody in (other, head):
        with refused("Bạn không giữ vai trò được quyết định đề nghị này."):
            agreed(request, by=nobody)


def test_close_list_twice_refused(period, hr, second):
    request = workflow.ask_to_close_list(period, by=hr)
    agreed(request, by=second)

    with refused("Đề nghị này không còn chờ quyết định."):
        agreed(request, by=second)
    with refused("Danh sách đã chốt."):
        workflow.ask_to_close_list(period, by=hr)
    assert Announcement.objects.filter(kind="LIST").count() == 1


def test_second_request_while_one_waits_refused(period, hr, second):
    workflow.ask_to_close_list(period, by=hr)

    with refused("Đã có một đề nghị đang chờ người thứ hai."):
        workflow.ask_to_close_list(period, by=second)


# Not ready


def test_close_list_with_undecided_refused(period, hr):
    opening = period.openings.get()
    with clock.at(clock.now() - RECEIVED):
        application_at(State.SUBMITTED, opening)

    with refused("Còn 1 hồ sơ chưa có kết luận được xác nhận."):
        workflow.ask_to_close_list(period, by=hr)


def test_close_list_with_unconfirmed_verdict_refused(period, hr):
    with clock.at(clock.now() - RECEIVED):
        decided(application_at(State.SUBMITTED, period.openings.get()), by=hr)

    with refused("Còn 1 hồ sơ chưa có kết luận được xác nhận."):
        workflow.ask_to_close_list(period, by=hr)


def test_close_list_needs_as_many_as_the_regulation_says(period):
    for eligible, ready in ((3, True), (2, True), (1, False), (0, False)):
        for row in applications(period, State.ELIGIBLE)[eligible:]:
            workflow.withdraw(row, by=row.profile.user)

        words = f"“Vụ trưởng Vụ Pháp chế” mới có {eligible} người đủ điều kiện, cần ít nhất 2."
        assert list_is_ready(period).reason == ("" if ready else words)


def test_close_list_waits_for_the_receipt(period):
    deadline = period.openings.get().receipt_deadline

    for after, ready in ((-1, False), (0, False), (119.999, False), (120, True)):
        with clock.at(deadline + timedelta(seconds=after)):
            verdict = list_is_ready(period)
        assert verdict.reason == ("" if ready else "Còn chức danh chưa hết hạn nhận hồ sơ.")


@pytest.mark.parametrize("state", ["DRAFT", "PUBLISHED"])
def test_close_list_with_an_unfinished_opening_refused(state, period):
    opening_at(state, period)

    assert list_is_ready(period).reason == "Còn chức danh chưa hết hạn nhận hồ sơ."


def test_close_list_of_an_empty_campaign_refused():
    made = campaign("DOT-3")

    with refused("Đợt thi chưa có chức danh nào."):
        workflow.ask_to_close_list(made, by=officer(made.host))


# Between the asking and the yes


def test_withdrawal_after_the_asking_voids_the_request(period, hr, second):
    request = workflow.ask_to_close_list(period, by=hr)
    leaving = applications(period, State.ELIGIBLE).first()
    workflow.withdraw(leaving, by=leaving.profile.user)

    with written() as kinds:
        request = agreed(request, by=second)

    assert (request.state, kinds) == ("VOID", ["twopersonrequest.void"])
    assert (request.decider, request.decided_at) == (None, None)
    period.refresh_from_db()
    assert (period.list_closed_at, period.list_root) == (None, "")
    assert not Application.objects.exclude(number="").exists()
    agreed(workflow.ask_to_close_list(period, by=second), by=hr)


def test_wrong_digest_voids_the_request(period, hr, second):
    request = workflow.ask_to_close_list(period, by=hr)

    assert requests.approve(request, by=second, digest="0" * 64).state == "VOID"
    period.refresh_from_db()
    assert period.list_closed_at is None


@pytest.mark.parametrize(("after", "closes"), [(-0.001, True), (0, False), (1, False)])
def test_close_list_expires_after_thirty_minutes(after, closes, period, hr, second):
    request = workflow.ask_to_close_list(period, by=hr)
    assert request.expires_at - request.initiated_at == timedelta(minutes=30)

    with clock.at(request.expires_at + timedelta(seconds=after)):
        if closes:
            assert agreed(request, by=second).state == "APPROVED"
            return
        with refused("Đề nghị này đã hết hạn; hãy lập đề nghị mới."):
            agreed(request, by=second)
        with written() as kinds:
            anew = workflow.ask_to_close_list(period, by=hr)
        assert kinds == ["twopersonrequest.expired", "twopersonrequest.added"]
        assert agreed(anew, by=second).state == "APPROVED"


@pytest.mark.parametrize("how", ["refuse", "withdraw"])
def test_list_not_closed_stays_open(how, period, hr, second):
    request = workflow.ask_to_close_list(period, by=hr)
    with written() as kinds:
        if how == "refuse":
            requests.refuse(request, by=second, reason="Còn đơn qua bưu điện.")
        else:
            requests.withdraw(request, by=hr)

    kind = "refused" if how == "refuse" else "withdrawn"
    assert kinds == [f"twopersonrequest.{kind}"]
    period.refresh_from_db()
    assert period.list_closed_at is None
    assert list_is_ready(period)


# Afterwards


def test_after_the_list_nobody_withdraws_or_submits(period, hr, second):
    agreed(workflow.ask_to_close_list(period, by=hr), by=second)
    row = applications(period, State.ELIGIBLE).first()

    with refused("Danh sách đã chốt: hãy báo hội đồng nếu bạn không dự thi."):
        workflow.withdraw(row, by=row.profile.user)


def test_lines_name_nobody_and_change_with_every_state(period):
    before = workflow.list_lines(period)
    assert [sorted(line) for line in before] == [
        ["application", "number", "opening", "state"]
    ] * len(before)
    assert len({line["application"] for line in before}) == 5

    row = applications(period, State.ELIGIBLE).first()
    workflow.withdraw(row, by=row.profile.user)

    after = workflow.list_lines(period)
    assert root_of(map(leaf_of, after)) != root_of(map(workflow.leaf_of, before))


@pytest.mark.skipif(not LOCKS, reason="SQLite locks the whole database instead")
def test_withdraw_waits_for_the_campaign_so_nobody_leaves_a_list_being_closed(period):
    row = applications(period, State.ELIGIBLE).first()

    with CaptureQueriesContext(connection) as captured:
        workflow.withdraw(row, by=row.profile.user)

    locks = [query["sql"] for query in captured if "FOR UPDATE" in query["sql"]]
    assert 'FROM "candidates_application"' in locks[0]
    assert 'FROM "positions_campaign"' in locks[1]


@pytest.mark.skipif(not LOCKS, reason="SQLite locks the whole database instead")
def test_closing_locks_every_row_it_touches_before_it_checks(period, hr, second):
    request = workflow.ask_to_close_list(period, by=hr)

    with CaptureQueriesContext(connection) as captured:
        agreed(request, by=second)

    sql = [query["sql"] for query in captured]
    first_write = next(place for place, text in enumerate(sql) if "audit_chainhead" in text)
    locks = [text for text in sql[:first_write] if "FOR UPDATE" in text]
    assert not any(text.startswith("UPDATE") for text in sql[:first_write])
    tables = [text.partition(' FROM "')[2].partition('"')[0] for text in locks]
    assert tables == [
        "accounts_twopersonrequest",
        *["candidates_application"] * 5,
        "documents_officialdocument",
        "positions_campaign",
        "positions_opening",
    ]


def test_number_given_behind_the_verbs_is_seen_by_the_invariant():
    row = application_at(State.ELIGIBLE)
    Application.objects.filter(pk=row.pk).update(number="007")

    assert numbers_before_the_list() == [
        f"application {row.public_id}: number without a closed list"
    ]


def test_database_keeps_one_waiting_request(period, hr):
    request = workflow.ask_to_close_list(period, by=hr)
    copy = TwoPersonRequest.objects.get(pk=request.pk)
    copy.pk, copy.public_id = None, "f" * 32

    with refused_by_database():
        TwoPersonRequest.objects.bulk_create([copy])
    with quiet():
        assert TwoPersonRequest.objects.waiting().count() == 1
