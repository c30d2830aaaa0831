"""A run on the wrong engine is green with the same counts: say and check which one it was."""

import os

from django.conf import settings
from django.db import connection

VENDORS = {"sqlite": "sqlite", "postgres": "postgresql"}


def test_engine_is_the_one_asked_for(db):
    query = (
        "SHOW server_version" if connection.vendor == "postgresql" else "SELECT sqlite_version()"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        print(f"{connection.vendor} {cursor.fetchone()[0]}")

    assert connection.vendor == VENDORS[os.environ["TEST_ENGINE"]]


def test_tasks_go_to_a_broker_only_where_there_is_one():
    on_postgres = os.environ["TEST_ENGINE"] == "postgres"

    assert settings.CELERY_BROKER_URL.startswith("redis://") is on_postgres
    assert settings.CELERY_TASK_ALWAYS_EAGER is not on_postgres


def test_nothing_is_kept_outside_the_folder_of_the_run():
    assert str(settings.DATA_DIR).startswith(os.environ["TEST_ROOT"])
    assert settings.APP_ENV == "dev"
