from datetime import UTC, datetime, timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from kombu.exceptions import OperationalError

from audit import clock
from messaging import tasks, workflow
from messaging.models import OutboxMessage
from messaging.workflow import MAX_ATTEMPTS, deliver, deliver_due, queue_mail

pytestmark = pytest.mark.django_db
START = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
State = OutboxMessage.State


def queued(key="application:1", **overrides):
    values = {"to": "an@dan.example", "subject": "Đã nhận hồ sơ", "body": "Mã hồ sơ: X1"}
    return queue_mail(key=key, **{**values, **overrides})


@pytest.fixture
def broken_server(monkeypatch):
    def refuse(message):
        raise SMTPServerDisconnected("Connection unexpectedly closed")

    monkeypatch.setattr(workflow, "_send", refuse)


def test_same_key_twice_keeps_one_row_and_rings_once(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as doorbells:
        first = queued()
        second = queued(subject="Khác")

    assert second == first
    assert [m.subject for m in OutboxMessage.objects.all()] == ["Đã nhận hồ sơ"]
    assert len(doorbells) == 1


def test_a_mail_without_address_is_not_queued():
    assert queued(to="") is None
    assert OutboxMessage.objects.count() == 0


def test_the_doorbell_rings_for_the_row(django_capture_on_commit_callbacks, monkeypatch):
    rung = []
    monkeypatch.setattr(tasks.deliver, "apply_async", lambda **options: rung.append(options))

    with django_capture_on_commit_callbacks(execute=True):
        message = queued()

    assert rung == [{"kwargs": {"message_id": message.pk}, "retry": False}]


def test_a_silent_broker_does_not_stop_the_verb(
    django_capture_on_commit_callbacks, monkeypatch, caplog
):
    def refuse(**options):
        raise OperationalError("Connection refused")

    monkeypatch.setattr(tasks.deliver, "apply_async", refuse)

    with django_capture_on_commit_callbacks(execute=True):
        message = queued()

    assert "The broker cannot be reached" in caplog.text
    assert OutboxMessage.objects.get().state == State.QUEUED
    assert deliver_due() == 1
    assert [m.to for m in mail.outbox] == [[message.to]]


def test_rolled_back_transaction_sends_nothing(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as doorbells, transaction.atomic():
        queued()
        transaction.set_rollback(True)

    assert doorbells == []
    assert OutboxMessage.objects.count() == 0
    assert deliver_due() == 0
    assert mail.outbox == []


def test_delivering_twice_sends_once():
    message = queued()

    assert deliver(message.pk) is True
    assert deliver(message.pk) is False

    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.SENT, 1)
    assert [m.subject for m in mail.outbox] == ["Đã nhận hồ sơ"]


def test_a_vanished_row_is_no_error():
    assert deliver(10**9) is False


def test_message_id_comes_from_the_public_id(settings):
    settings.SITE_BASE_URL = "https://thituyen.example.gov.vn"
    message = queued()

    deliver(message.pk)

    expected = f"<{message.public_id}@thituyen.example.gov.vn>"
    assert mail.outbox[0].extra_headers == {"Message-ID": expected}


def test_a_subject_is_one_line_of_at_most_200_letters():
    message = queued(subject="Kết quả\r\nBcc: all@example\n" + "x" * 300)

    assert message.subject.startswith("Kết quả Bcc: all@example x")
    assert len(message.subject) == 200


def test_a_failed_try_waits_and_then_succeeds(broken_server, monkeypatch):
    with clock.at(START):
        message = queued()
        assert deliver(message.pk) is False
        message.refresh_from_db()
        assert (message.state, message.attempts) == (State.QUEUED, 1)
        assert message.error == "Connection unexpectedly closed"
        assert message.due_at == START + timedelta(minutes=1)
        assert deliver_due() == 0
    monkeypatch.undo()

    with clock.at(START + timedelta(minutes=1)):
        assert deliver_due() == 1

    message.refresh_from_db()
    assert (message.state, message.attempts, message.error) == (State.SENT, 2, "")
    assert len(mail.outbox) == 1


def test_eight_failed_tries_are_the_end(broken_server):
    message = queued()

    for hour in range(1, MAX_ATTEMPTS + 3):
        with clock.at(clock.now() + timedelta(hours=5 * hour)):
            deliver_due()

    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.FAILED, 8)
    assert message.sent_at is None


def test_a_mail_in_hand_is_left_alone_for_ten_minutes():
    with clock.at(START):
        message = queued()
        workflow._claim_mail(message.pk)

    with clock.at(START + timedelta(minutes=10)):
        assert deliver(message.pk) is False
    with clock.at(START + timedelta(minutes=10, seconds=1)):
        assert deliver(message.pk) is True


def test_a_worker_that_was_given_up_does_not_change_the_row():
    with clock.at(START):
        message = queued()
        slow = workflow._claim_mail(message.pk)
    with clock.at(START + timedelta(minutes=11)):
        workflow._claim_mail(message.pk)

        workflow._put_back(slow, OSError("late"))

    message.refresh_from_db()
    assert (message.state, message.attempts, message.error) == (State.SENDING, 2, "")


def test_a_mail_that_kills_its_worker_is_given_up():
    with clock.at(START):
        message = queued()
    for hour in range(1, MAX_ATTEMPTS + 1):
        with clock.at(START + timedelta(hours=hour)):
            workflow._claim_mail(message.pk)

    with clock.at(START + timedelta(days=1)):
        assert deliver_due() == 0

    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.FAILED, 8)


@pytest.mark.parametrize(("production", "body"), [(True, ""), (False, "https://x.example/reset/1")])
def test_a_secret_mail_is_blanked_in_production_once_sent(settings, production, body):
    settings.PRODUCTION = production
    message = queued(body="https://x.example/reset/1", secret=True)

    deliver(message.pk)

    message.refresh_from_db()
    assert message.body == body
    assert mail.outbox[0].body == "https://x.example/reset/1"


def test_an_ordinary_mail_keeps_its_text_in_production(settings):
    settings.PRODUCTION = True
    message = queued()

    deliver(message.pk)

    message.refresh_from_db()
    assert message.body == "Mã hồ sơ: X1"


@pytest.mark.parametrize("change", [{"state": "LOST"}, {"state": "SENT"}, {"sent_at": START}])
def test_database_refuses_a_state_that_cannot_be(change):
    message = queued()

    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxMessage.objects.filter(pk=message.pk).update(**change)
