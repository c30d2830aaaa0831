from celery import shared_task


@shared_task(name="desk.tick")
def tick() -> None:
    from desk import tick as due  # noqa: PLC0415  a task is a leaf: it imports what it calls

    due.run()
