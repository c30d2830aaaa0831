"""Doorbells. The work lies in rows, so losing or doubling one of these changes nothing."""

from celery import shared_task


@shared_task(name="messaging.deliver")
def deliver(*, message_id: int) -> None:
    from messaging import workflow  # noqa: PLC0415 - leaf module: workflow imports it

    workflow.deliver(message_id)


@shared_task(name="messaging.run_job")
def run_job(*, job_id: int) -> None:
    from messaging import workflow  # noqa: PLC0415 - leaf module: workflow imports it

    workflow.run_job(job_id)
