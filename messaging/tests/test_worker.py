"""A real worker on the real broker: what it does is seen in the rows it leaves."""

import time

import pytest

from messaging import tasks
from messaging.models import Job, Notice, OutboxMessage
from messaging.workflow import queue_mail, start_job

pytestmark = [pytest.mark.celery, pytest.mark.django_db(transaction=True)]
PATIENCE_SECONDS = 30


def wait_for(condition):
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < end, "The worker did not do it in time."
        time.sleep(0.1)


def test_the_worker_sends_each_mail_once_however_often_it_is_rung(celery_worker_process):
    messages = [
        queue_mail(key=str(number), to="an@dan.example", subject=f"Thư {number}", body="x")
        for number in range(20)
    ]
    for message in messages:
        tasks.deliver.delay(message_id=message.pk)
    last = queue_mail(key="last", to="an@dan.example", subject="Cuối", body="x")

    wait_for(lambda: OutboxMessage.objects.get(pk=last.pk).state == OutboxMessage.State.SENT)

    states = OutboxMessage.objects.values_list("state", "attempts")
    assert list(states) == [(OutboxMessage.State.SENT, 1)] * 21


def test_the_worker_closes_a_job_and_tells_its_owner(celery_worker_process, alice, kind):
    """This process alone knows the kind, so the worker must fail it, and say so."""
    name = kind(lambda job, report: None, name="test.known-here-only")

    job = start_job(owner=alice, kind=name, title="Thử")

    wait_for(lambda: Notice.objects.exists())
    job.refresh_from_db()
    assert (job.state, job.message) == (Job.State.FAILED, "Có lỗi khi chạy. Hãy thử lại.")
    assert Notice.objects.get().text == "Thử: Không thành công"
