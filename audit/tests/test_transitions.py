import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from agencies.models import Agency, Membership
from audit.models import LedgerEntry
from audit.queries import history
from audit.transitions import TransitionNotAllowed, add, amend, changing, locked, move
from audit.verification import verify
from tests import builders

pytestmark = pytest.mark.django_db
State = Membership.State
LOCKED = re.compile(r'FROM "(\w+)".*"\w+" = (\d+).*FOR UPDATE OF')


@pytest.fixture
def membership() -> Membership:
    who, where = builders.user("lan@example.vn"), builders.agency("BO-A")
    return add(Membership(user=who, agency=where, role="agency_hr"), by=None)


def end(membership: Membership) -> Membership:
    with changing(membership) as fresh:
        return move(fresh, State.ENDED, by=None, ended_at=fresh.user.date_joined)


def test_move_writes_the_state_and_one_entry(membership, lan):
    with changing(membership) as fresh:
        move(fresh, State.ENDED, by=lan, note="đã nghỉ", ended_at=fresh.user.date_joined)

    last = history(membership)[-1]
    assert Membership.objects.get(pk=membership.pk).state == State.ENDED
    assert (last.kind, last.actor, last.note) == ("membership.ended", lan.public_id, "đã nghỉ")
    assert last.body["row"]["state"] == "ENDED"
    assert len(history(membership)) == 2
    assert verify().faults == []


def test_stale_copy_is_refused(membership):
    """The caller's copy still says PROPOSED; the row is read again under the lock."""
    end(membership)

    assert membership.state == State.PROPOSED
    with pytest.raises(TransitionNotAllowed):
        end(membership)
    assert len(history(membership)) == 2


def test_changing_yields_fresh_copies(membership):
    Agency.objects.filter(pk=membership.agency_id).update(phone="024")

    with changing(membership, membership.agency) as (first, second):
        assert first is not membership
        assert second.phone == "024"


@pytest.mark.parametrize("start", list(State))
@pytest.mark.parametrize("to", list(State))
def test_move_refuses_what_the_table_has_not(membership, start, to):
    fields = {"granted_at": membership.user.date_joined} if to == State.ACTIVE else {}
    if to == State.ENDED:
        fields = {"ended_at": membership.user.date_joined}
    membership.state = start
    before = LedgerEntry.objects.count()

    if to in Membership.TRANSITIONS[start]:
        with transaction.atomic():
            move(membership, to, by=None, **fields)
    else:
        with pytest.raises(TransitionNotAllowed, match="Không thể chuyển"), transaction.atomic():
            move(membership, to, by=None, **fields)
        assert membership.state == start
        assert LedgerEntry.objects.count() == before


def test_amend_refuses_a_state(membership):
    with pytest.raises(TypeError), changing(membership) as fresh:
        amend(fresh, by=None, state=State.ENDED)


def test_amend_keeps_the_search_keys_in_step():
    body = builders.agency("BO-A")

    with changing(body) as fresh:
        amend(fresh, by=None, name="Bộ Đá Quý")

    fresh.refresh_from_db()
    assert "bo da quy" in fresh.search
    assert fresh.sort_key == fresh.derived_fields()["sort_key"]


@pytest.mark.django_db(transaction=True)
def test_change_needs_a_transaction(membership):
    with pytest.raises(transaction.TransactionManagementError):
        amend(membership, by=None, role="expert")

    membership.refresh_from_db()
    assert membership.role == "agency_hr"


@pytest.mark.django_db(transaction=True)
def test_row_and_entry_come_together_or_not_at_all(monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("audit.transitions.record_row", fail)

    with pytest.raises(RuntimeError):
        builders.agency("BO-A")

    assert Agency.objects.count() == LedgerEntry.objects.count() == 0


def test_rows_are_locked_by_table_then_key(membership):
    others = [builders.agency(code) for code in ("BO-X", "BO-Y")]
    asked = [membership, others[1], membership.user, others[0]]

    with CaptureQueriesContext(connection) as captured, transaction.atomic():
        rows = locked(*asked)

    assert rows == asked
    if connection.vendor == "postgresql":
        found = (LOCKED.search(query["sql"]) for query in captured)
        order = [match.groups() for match in found if match]
        assert order == [
            ("accounts_user", str(membership.user.pk)),
            ("agencies_agency", str(others[0].pk)),
            ("agencies_agency", str(others[1].pk)),
            ("agencies_membership", str(membership.pk)),
        ]


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no row locks")
def test_chain_head_is_locked_last_of_all(membership):
    with CaptureQueriesContext(connection) as captured:
        end(membership)

    locks = [query["sql"] for query in captured if "FOR UPDATE" in query["sql"]]
    assert ["agencies_membership" in locks[0], "audit_chainhead" in locks[-1]] == [True, True]
    assert len(locks) == 2
