import io
from datetime import timedelta

import pytest
from django.core.management import call_command

from accounts.models import FailedSignIn, TwoPersonRequest
from audit import clock
from desk import tasks, tick
from messaging.models import OutboxMessage
from messaging.workflow import queue_mail
from positions.models import Opening
from tests.builders import opening_at
from tests.trail import quiet, written

pytestmark = pytest.mark.django_db
NOTHING = dict.fromkeys((name for name, _work in tick.DUE), 0)


@pytest.fixture
def due():
    """One of everything that waits for its time, and the day by which all of it is over."""
    public = opening_at(Opening.State.PUBLISHED)
    opening_at(Opening.State.PROPOSED, public.campaign)
    OutboxMessage.objects.all().delete()
    queue_mail(key="thu", to="an@example.vn", subject="Thư", body="Thư")
    FailedSignIn.objects.create(email="x@example.vn", at=clock.now() - timedelta(days=60))
    return clock.now() + timedelta(days=40)


def test_tick_does_everything_due_once(due):
    with clock.at(due), written() as kinds:
        assert tick.run() == NOTHING | {
            "requests expired": 1,
            "receipts closed": 1,
            "mails sent": 1,
            "old failed sign-ins forgotten": 1,
        }

    assert kinds == [
        "twopersonrequest.expired",
        "opening.draft",
        "opening.receipt_closed",
        "opening.amended",
    ]
    with clock.at(due), quiet():
        assert tick.run() == NOTHING
    assert set(Opening.objects.values_list("state", flat=True)) == {"RECEIPT_CLOSED", "DRAFT"}


def test_tick_before_the_time_does_nothing_but_mail(due):
    with quiet():
        assert tick.run() == NOTHING | {"mails sent": 1}


def test_what_is_due_does_not_wait_for_tick(due):
    """Open, closed and expired are computed, whether or not a job ever ran."""
    with clock.at(due):
        assert not Opening.objects.receiving().exists()
        assert not TwoPersonRequest.objects.waiting().exists()
        assert Opening.objects.get(state="PUBLISHED").is_closing_due


def test_tick_command_says_what_was_done(due):
    out = io.StringIO()
    with clock.at(due):
        call_command("tick", stdout=out)

    lines = out.getvalue().splitlines()
    assert [line.partition(":")[0] for line in lines] == [name for name, _work in tick.DUE]
    assert "receipts closed: 1" in lines


def test_tick_task_calls_the_same(due):
    with clock.at(due):
        tasks.tick()

    assert Opening.objects.filter(state="RECEIPT_CLOSED").count() == 1
