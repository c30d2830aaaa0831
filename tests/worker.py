"""A real Celery worker beside a test, on the test database and the test broker."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from config.celery import app

PATIENCE_SECONDS = 60


@contextmanager
def celery_worker() -> Iterator[subprocess.Popen]:
    """Start a worker with an empty queue, wait until it answers, end it afterwards."""
    app.control.purge()
    log = Path(settings.DATA_DIR) / "worker.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            _command(),
            env=server_environment(),
            cwd=settings.BASE_DIR,
            stdout=output,
            stderr=output,
        )
    try:
        _wait_until_ready(process, log)
        yield process
    finally:
        _end(process)


def _command() -> list[str]:
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "-c", "1"]
    return [*command, "-l", "INFO", "--without-gossip", "--without-mingle"]


def server_environment() -> dict[str, str]:
    """What another process needs to work on the database of this test."""
    database = connection.settings_dict
    address = f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}"
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings_test",
        "DATABASE_URL": f"{address}/{database['NAME']}",
        "C_FORCE_ROOT": "1",
    }


def _wait_until_ready(process: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end and process.poll() is None:
        if app.control.ping(timeout=0.5):
            return
    raise RuntimeError(f"The worker did not start:\n{log.read_text(errors='replace')[-4000:]}")


def _end(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
