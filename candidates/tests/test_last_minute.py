"""The last minute: everybody submits twice at once while the server's workers are killed.

PROVE=full: a thousand people, eight workers; otherwise forty and two. PostgreSQL only: SQLite has
one writer at a time and is not what a crowd is served from.
"""

import http.client
import os
import random
import re
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import LedgerEntry
from audit.rows import subject_of
from audit.verification import verify
from candidates.models import Application
from messaging.models import Notice
from positions.models import Opening
from tests.builders import application_at, opening_at
from tests.services import free_port
from tests.worker import server_environment

pytestmark = [
    pytest.mark.prove,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        os.environ["TEST_ENGINE"] == "sqlite", reason="SQLite has one writer at a time"
    ),
]
FULL = os.environ.get("PROVE") == "full"
PEOPLE, WORKERS = (1000, 8) if FULL else (40, 2)
AT_ONCE, SEED, KILLS = 32, 20261126, 20 if FULL else 2
MOST_TRIES, PATIENCE_SECONDS = 400, 60


@dataclass
class Visitor:
    """Somebody with a draft, signed in, who presses until an answer comes."""

    row: Application
    session: str
    token: str
    port: int = 0
    tries: int = 0

    def ask(self, method: str, path: str) -> tuple[int, str, str]:
        """(status, where to, body); a connection that breaks is tried again."""
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.session}; csrftoken={self.token}"
        for _try in range(MOST_TRIES):
            self.tries += 1
            try:
                link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
                link.request(method, path, headers={"Cookie": cookies, "X-CSRFToken": self.token})
                answer = link.getresponse()
                return answer.status, answer.headers.get("Location", ""), answer.read().decode()
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
            finally:
                link.close()
        raise RuntimeError(f"No answer after {MOST_TRIES} tries: {path}")

    def submit(self) -> tuple[int, str]:
        path = reverse("candidates:submit", args=[self.row.public_id])
        return self.ask("POST", path)[:2]

    def receipt(self) -> tuple[str, str, str]:
        """The code, the second and the ledger position a person reads."""
        body = self.ask("GET", reverse("candidates:receipt", args=[self.row.public_id]))[2]
        code = re.search(r"HS-[A-Z0-9]{8}", body).group(0)
        second = re.search(r"(\d\d:\d\d:\d\d), ngày (\d\d/\d\d/\d{4})", body)
        place = re.search(r"<code>(campaign:[^<]+)</code>", body).group(1)
        return code, " ".join(second.groups()), place


@contextmanager
def served(log: Path) -> Iterator[tuple[subprocess.Popen, int]]:
    """The site by gunicorn on the test's own database."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "-b", f"127.0.0.1:{port}"]
    command += ["-w", str(WORKERS), "-k", "gthread", "--threads", "4"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            env=server_environment(),
            cwd=settings.BASE_DIR,
            stdout=output,
            stderr=output,
        )
    try:
        _wait_for(port, log)
        yield process, port
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(port: int, log: Path) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        try:
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            link.request("GET", "/healthz")
            if link.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            link.close()
    raise RuntimeError(f"The server did not start:\n{log.read_text()[-4000:]}")


class Killer:
    """Now and again an answer costs a worker drawn by lot its life; the server starts another."""

    def __init__(self, process: subprocess.Popen) -> None:
        self._children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        self._dice, self._lock = random.Random(SEED), threading.Lock()
        self.answers = self.killed = 0

    def submitted(self, visitor: Visitor) -> tuple[int, str]:
        answer = visitor.submit()
        with self._lock:
            self.answers += 1
            if self.answers % (2 * PEOPLE // (KILLS + 1)) == 0 and self.killed < KILLS:
                os.kill(int(self._dice.choice(self._children.read_text().split())), signal.SIGKILL)
                self.killed += 1
        return answer


def visitors() -> list[Visitor]:
    opening = opening_at(Opening.State.PUBLISHED)
    return [_visitor(opening) for _place in range(PEOPLE)]


def _visitor(opening: Opening) -> Visitor:
    row, client = application_at(Application.State.DRAFT, opening), Client()
    client.force_login(row.profile.user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return Visitor(row, session, secrets.token_hex(16))


def test_everybody_is_in_once_and_holds_the_receipt_of_the_ledger(tmp_path, capsys):
    crowd = visitors()
    connection.close()
    with served(tmp_path / "server.log") as (process, port), ThreadPoolExecutor(AT_ONCE) as pool:
        for visitor in crowd:
            visitor.port = port
        began = time.monotonic()
        killer = Killer(process)
        twice = [visitor for visitor in crowd for _press in range(2)]
        answers = list(pool.map(killer.submitted, twice))
        seconds = time.monotonic() - began
        receipts = dict(zip([v.row.pk for v in crowd], pool.map(Visitor.receipt, crowd)))  # noqa: B905

    rows = list(Application.objects.select_related("opening"))
    entries = _submissions()
    with capsys.disabled():
        tries = sum(visitor.tries for visitor in crowd) - len(crowd)
        print(
            f"\nlast minute: {len(rows)} of {PEOPLE} in, {len(set(receipts.values()))} receipts, "
            f"{2 * PEOPLE} presses in {seconds:.0f} s over {WORKERS} workers, "
            f"{killer.killed} killed, {tries - 2 * PEOPLE} broken requests tried again"
        )
    assert Counter(status for status, _where in answers) == {302: 2 * PEOPLE}
    assert all(where.endswith("/receipt/") for _status, where in answers)
    assert [row.state for row in rows] == ["SUBMITTED"] * PEOPLE
    assert all(row.received_at <= row.opening.receipt_deadline for row in rows)
    assert {row.pk: _expected(row, entries) for row in rows} == receipts
    assert len(entries) == Notice.objects.filter(key__endswith=":submitted").count() == PEOPLE
    assert killer.killed == KILLS
    assert verify().faults == []


def _submissions() -> dict[str, str]:
    """Subject → place in the ledger; a second submission of one dossier would be seen here."""
    found = LedgerEntry.objects.filter(kind="application.submitted").select_related("payload")
    subjects = Counter(entry.payload.subject for entry in found)
    assert set(subjects.values()) == {1}
    return {entry.payload.subject: f"{entry.chain}/{entry.seq}" for entry in found}


def _expected(row: Application, entries: dict[str, str]) -> tuple[str, str, str]:
    second = timezone.localtime(row.received_at)
    return row.receipt_code, f"{second:%H:%M:%S %d/%m/%Y}", entries[subject_of(row)]
