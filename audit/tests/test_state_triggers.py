"""What the triggers of states let pass, and what they rely on."""

import pytest
from django.apps import apps
from django.db import connection, transaction

from audit import triggers
from audit.ledger import record_read, record_row
from audit.state_triggers import MESSAGE, stateful_models
from audit.tests.world import undone
from audit.transitions import add, changing, move
from audit.verification import verify
from exams.models import Exam
from positions.models import Regulation
from tests import builders
from tests.reset import remove_state_triggers
from tests.trail import refused_by_database

pytestmark = [pytest.mark.django_db, pytest.mark.prove]
SQLITE = connection.vendor == "sqlite"

# What must still pass


def test_move_keeps_the_row_as_the_ledger_says():
    regulation = add(Regulation(code="THU-9", name="x"), by=None)

    with changing(regulation) as fresh:
        move(fresh, "ISSUED", by=None, name="Quy chế thử")

    assert Regulation.objects.get(code="THU-9").name == "Quy chế thử"
    assert verify().faults == []


def test_a_reading_between_entry_and_row_does_not_stop_the_verb():
    """Readings lie in chains of their own, and may be written by anyone at any time."""
    exam = builders.exam_at("PRESENTING")
    reader = builders.officer(exam.campaign.host)

    with transaction.atomic():
        exam.state = Exam.State.SCORED
        record_row(exam, kind="exam.scored", by=None)
        record_read(exam, by=reader)
        exam.save(update_fields=["state"])

    assert Exam.objects.get().state == Exam.State.SCORED


def test_an_entry_of_an_earlier_time_opens_nothing():
    exam = builders.exam_at("SCORED")

    with refused_by_database(MESSAGE):
        Exam.objects.filter(pk=exam.pk).update(state="PRESENTING")


# What the triggers rely on


def test_no_state_bears_the_name_of_another_kind():
    """`opening.added` and `opening.amended` say nothing about a state."""
    names = {name for model in stateful_models() for name in model.State.values}

    assert not names & {"ADDED", "AMENDED"}


def test_every_model_with_states_has_its_triggers():
    guarded = {name for name in triggers.REGISTERED if "_state" in name}
    tables = [model._meta.db_table for model in stateful_models()]

    assert guarded == {f"mt_{table}_state{end}" for table in tables for end in ("", "_truncate")}
    with undone():
        remove_state_triggers()
        assert triggers.missing()


@pytest.mark.skipif(not SQLITE, reason="a small table is read whole on PostgreSQL")
def test_the_newest_entry_is_found_by_the_index():
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN QUERY PLAN SELECT entry.kind FROM audit_payload payload "
            "JOIN audit_ledgerentry entry ON entry.id = payload.entry_id "
            "WHERE payload.subject = 'x:1' ORDER BY payload.entry_id DESC LIMIT 1"
        )
        plan = [row[-1] for row in cursor.fetchall()]

    assert "INDEX payload_subject (subject=?)" in plan[0]
    assert not any("TEMP B-TREE" in line for line in plan)


def test_no_page_of_an_administrator_edits_a_state():
    """There are no such pages at all; and a form never takes a field that is not editable."""
    assert not apps.is_installed("django.contrib.admin")
    assert [m for m in stateful_models() if m._meta.get_field("state").editable] == []
