"""Many writers, one chain; two officers, one person. PROVE=full: 16 writers, 2,000 entries."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction

from agencies.models import Person
from agencies.workflow import create_person
from audit import ledger
from audit.models import ChainHead, LedgerEntry
from audit.tests.append_many import append_many
from audit.triggers import REGISTERED
from audit.verification import verify
from positions.models import Campaign, Duty
from tests import builders

pytestmark = [pytest.mark.prove, pytest.mark.django_db(transaction=True)]
FULL = os.environ.get("PROVE") == "full"
WRITERS, ENTRIES = (16, 125) if FULL else (4, 25)
ROUNDS = 40 if FULL else 4
PATIENCE = 120
on_postgresql = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite has one writer at a time"
)


def in_threads(*works: Callable[[], None]) -> list[Exception]:
    """Run each in a thread with a connection of its own; what they raised."""
    raised = []

    def run(work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return raised


def in_processes() -> list[int]:
    """The exit codes of writers that share nothing but the database file."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings_test",
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
    }
    command = [sys.executable, "-m", "audit.tests.append_many", str(ENTRIES)]
    writers = [
        subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR)
        for _place in range(WRITERS)
    ]
    return [writer.wait(PATIENCE) for writer in writers]


def test_writers_leave_no_gap_and_no_fork(capsys):
    if connection.vendor == "postgresql":
        assert in_threads(*[lambda: append_many(ENTRIES)] * WRITERS) == []
    else:
        assert in_processes() == [0] * WRITERS

    seqs = list(LedgerEntry.objects.order_by("seq").values_list("seq", flat=True))
    with capsys.disabled():
        print(f"\n{WRITERS} writers: {len(seqs)} of {WRITERS * ENTRIES} entries, one chain")
    assert seqs == list(range(1, WRITERS * ENTRIES + 1))
    assert ChainHead.objects.get().size == WRITERS * ENTRIES
    assert verify().faults == []


@on_postgresql
def test_without_the_lock_an_append_is_refused_but_never_forks(monkeypatch):
    """The negative control: the head is read before the other writer has committed."""
    append_many(1)
    monkeypatch.setattr(ledger, "_locked_head", lambda chain: ChainHead.objects.get(pk=chain))
    appended, begun = threading.Event(), threading.Event()

    def first() -> None:
        with transaction.atomic():
            ledger.record(chain="system", kind="tried", by=None)
            appended.set()
            begun.wait(PATIENCE)
            connection.cursor().execute("SELECT pg_sleep(0.5)")

    def second() -> None:
        appended.wait(PATIENCE)
        begun.set()
        append_many(1)

    raised = in_threads(first, second)

    assert [type(error) for error in raised] == [IntegrityError]
    assert LedgerEntry.objects.count() == 2
    assert verify().faults == []


# Separation of duty


@pytest.fixture
def campaign() -> Campaign:
    return builders.campaign()


def linger() -> None:
    connection.cursor().execute("SELECT pg_sleep(0.1)")


def both_at_once(
    campaign: Campaign, person: Person, boards: tuple[str, str], hold: Callable = linger
) -> list[Exception]:
    """Two plain inserts, past every verb; neither commits before the other has begun."""
    together = threading.Barrier(2, timeout=PATIENCE)

    def name(board: str) -> None:
        with transaction.atomic():
            connection.cursor().execute("SELECT 1")
            together.wait()
            Duty.objects.create(campaign=campaign, person=person, board=board)
            hold()

    return in_threads(*[lambda board=board: name(board) for board in boards])


@on_postgresql
def test_of_two_incompatible_duties_exactly_one_passes(campaign, capsys):
    passed = 0
    for place in range(ROUNDS):
        person = create_person(Person(full_name=f"Người {place}"), by=None)
        raised = both_at_once(campaign, person, ("header", "marking"))
        refused = [error for error in raised if "incompatible boards" in str(error)]
        passed += len(raised) == len(refused) == 1 and person.duties.count() == 1

    with capsys.disabled():
        print(f"\nincompatible duties at once: one passed in {passed} of {ROUNDS} rounds")
    assert passed == ROUNDS


@on_postgresql
def test_of_two_duties_beyond_the_limit_exactly_one_passes():
    one_board = builders.regulation(max_boards_per_person=1)
    period = builders.campaign("DOT-2", regulation=one_board)
    person = create_person(Person(full_name="Người"), by=None)

    raised = both_at_once(period, person, ("council", "question"))

    assert ["more boards" in str(error) for error in raised] == [True]
    assert person.duties.count() == 1


@on_postgresql
def test_of_two_compatible_duties_both_pass(campaign):
    """Waiting for the campaign must not become refusing."""
    person = create_person(Person(full_name="Người"), by=None)

    assert both_at_once(campaign, person, ("council", "question")) == []
    assert person.duties.count() == 2


@on_postgresql
def test_without_the_lock_on_the_campaign_both_would_pass(campaign):
    """The negative control of the trigger's first line."""
    lock = "PERFORM 1 FROM positions_campaign WHERE id = NEW.campaign_id FOR NO KEY UPDATE;"
    triggers = [row for row in REGISTERED.values() if lock in row.postgres]
    assert {trigger.name for trigger in triggers} == {"mt_duty_separation", "mt_duty_candidate"}
    for trigger in triggers:
        _replace_function(trigger.name, trigger.postgres.replace(lock, ""))
    person = create_person(Person(full_name="Người"), by=None)
    try:
        inserted = threading.Barrier(2, timeout=30)  # neither commits before both are in
        assert both_at_once(campaign, person, ("header", "marking"), inserted.wait) == []
    finally:
        for trigger in triggers:
            _replace_function(trigger.name, trigger.postgres)
    assert person.duties.count() == 2


def _replace_function(name: str, body: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $mt${body}$mt$ "
            "LANGUAGE plpgsql"
        )


@pytest.mark.parametrize("boards", [("header", "marking"), ("supervision", "council")])
def test_incompatible_duties_are_refused_one_after_the_other(campaign, boards):
    person = create_person(Person(full_name="Người"), by=None)
    first, second = boards
    Duty.objects.create(campaign=campaign, person=person, board=first)

    with pytest.raises(DatabaseError, match="incompatible boards"), transaction.atomic():
        Duty.objects.create(campaign=campaign, person=person, board=second)
