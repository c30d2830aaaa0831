"""A mark saved while the marks are being sealed: it is sealed or it is refused."""

import random
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from accounts.models import TwoPersonRequest
from audit.invariants import run as invariants
from audit.queries import history
from audit.tests.test_concurrency import in_threads
from exams.models import Assignment, Exam, Mark
from exams.workflow import marking
from tests import builders
from tests.written import crew, give, mark_paper, written_at, written_regulation

pytestmark = [
    pytest.mark.prove,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'", reason="SQLite has one writer at a time"
    ),
]
PAIRS, MOST_DELAY, SEED = 20, 0.04, 7
MARKS = ("72", "80")


def an_exam(place: int) -> Exam:
    """Two papers, every mark given but the last."""
    period = builders.campaign_with_closed_list(
        code=f"DOT-{place}", regulation=written_regulation()
    )
    exam = written_at(Exam.State.MARKING, [MARKS] * 2, campaign=period)
    first, second = exam.papers.live()
    mark_paper(first, MARKS, crew(period))
    give(second.assignments.get(position=1), "72")
    return exam


def later(work, seconds: float):
    def waiting() -> None:
        connection.cursor().execute("SELECT pg_sleep(%s)", [seconds])
        work()

    return waiting


def correction_against_seal(exam: Exam) -> tuple:
    people, last = crew(exam.campaign), Assignment.objects.get(paper__exam=exam, state="WAITING")
    give(last, "80")
    request = marking.ask_seal(exam, by=people.head)
    last, user = Assignment.objects.get(pk=last.pk), last.marker.person.user
    return (
        lambda: marking.correct(last, Decimal("79"), reason="Cộng nhầm", by=user),
        lambda: builders.agreed(request, by=people.supervisor),
    )


def last_mark_against_seal(exam: Exam) -> tuple:
    people, last = crew(exam.campaign), Assignment.objects.get(paper__exam=exam, state="WAITING")

    def ask_and_seal() -> None:
        request = marking.ask_seal(exam, by=people.head)
        builders.agreed(request, by=people.supervisor)

    return (lambda: give(last, "80")), ask_and_seal


def test_every_mark_saved_against_the_seal_is_sealed_or_refused(capsys):
    delays, outcomes = random.Random(SEED), {"sealed": 0, "left open": 0, "save refused": 0}
    for place in range(PAIRS):
        exam = an_exam(place)
        save, seal = (last_mark_against_seal if place % 2 else correction_against_seal)(exam)
        works = [later(work, delays.uniform(0, MOST_DELAY)) for work in (save, seal)]
        raised = in_threads(*works)
        assert {type(error) for error in raised} <= {PermissionDenied}, raised

        exam.refresh_from_db()
        assert len(marking.mark_lines(exam)) == 4 or exam.state == Exam.State.MARKING
        if exam.state == Exam.State.SEALED:
            sealed = [line for line in history(exam) if line.kind == "marks_sealed"]
            assert [line.body["data"]["marks"] for line in sealed] == [marking.mark_lines(exam)]
            outcomes["sealed"] += 1
        else:
            assert raised or TwoPersonRequest.objects.filter(state="VOID").exists()
            outcomes["left open"] += 1
        saved = Mark.objects.filter(paper__exam=exam).count()
        outcomes["save refused"] += saved == (3 if place % 2 else 4)
    with capsys.disabled():
        print(f"\nsave against seal: {PAIRS} of {PAIRS} pairs whole, {outcomes}")
    assert sum(outcomes[name] for name in ("sealed", "left open")) == PAIRS
    assert outcomes["sealed"] > 0
    assert not any(invariants().values())
