import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from audit import clock
from audit.canonical import EMPTY_HASH, payload_digest
from audit.ledger import record, record_read, record_row
from audit.models import ChainHead, LedgerEntry, Payload
from audit.queries import history
from audit.verification import verify
from tests import builders

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 5, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def append(count: int = 1, chain: str = "system", **fields) -> LedgerEntry:
    with transaction.atomic():
        for _place in range(count):
            entry = record(chain=chain, kind="tried", by=None, **fields)
    return entry


def test_entries_are_gapless_and_chained():
    append(5)

    entries = list(LedgerEntry.objects.order_by("seq"))
    assert [entry.seq for entry in entries] == [1, 2, 3, 4, 5]
    assert [entry.prev for entry in entries] == [EMPTY_HASH, *(e.hash for e in entries[:-1])]
    assert len({entry.hash for entry in entries}) == 5


def test_head_is_the_last_entry():
    last = append(3)

    head = ChainHead.objects.get(pk="system")
    assert (head.size, head.hash, head.at) == (3, last.hash, last.at)


def test_chains_do_not_touch_each_other():
    append(2, chain="campaign:A")
    append(1, chain="campaign:B")

    assert append(chain="campaign:A").seq == 3
    assert append(chain="campaign:B").seq == 2


def test_times_never_fall_when_the_clock_goes_back():
    with clock.at(NOON):
        append()
    with clock.at(NOON - timedelta(days=1)):
        late = append()

    assert late.at == NOON
    assert verify().faults == []


@pytest.mark.django_db(transaction=True)
def test_entry_needs_the_transaction_of_its_fact():
    with pytest.raises(transaction.TransactionManagementError):
        record(chain="system", kind="tried", by=None)

    assert ChainHead.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_rollback_leaves_nothing():
    append()
    with transaction.atomic():
        append(3)
        append(chain="campaign:A")
        transaction.set_rollback(True)

    assert LedgerEntry.objects.count() == Payload.objects.count() == 1
    assert list(ChainHead.objects.values_list("chain", "size")) == [("system", 1)]
    assert append().seq == 2
    assert verify().faults == []


def test_payload_lies_beside_with_a_salt_of_its_own(lan):
    with transaction.atomic():
        fields = {"subject": "a.b:1", "agency": "BO-A", "note": "vì sao", "data": {"x": NOON}}
        entries = [record(chain="system", kind="tried", by=lan, **fields) for _place in range(2)]

    first, second = (entry.payload for entry in entries)
    assert json.loads(first.body) == {
        "agency": "BO-A",
        "data": {"x": "2026-03-04T05:00:00.000000Z"},
        "note": "vì sao",
        "subject": "a.b:1",
    }
    assert first.body == second.body
    assert first.salt != second.salt
    assert len(bytes.fromhex(first.salt)) == 32
    assert entries[0].digest == payload_digest(first.salt, first.body) != entries[1].digest


def test_entry_carries_no_name_nor_address():
    """The ledger keeps random ids; names are in payloads, which can be erased."""
    person = builders.user("nguyen.thi.lan@bo-a.example.vn", full_name="Nguyễn Thị Lan")
    builders.member(person, builders.agency(), "agency_hr")

    text = str(list(LedgerEntry.objects.values()))
    assert "Lan" not in text
    assert "@" not in text
    assert "BO-A" not in text


def test_actor_is_a_random_id_or_system(lan):
    with transaction.atomic():
        assert record(chain="system", kind="tried", by=lan).actor == lan.public_id
        assert record(chain="system", kind="tried", by=None).actor == "system"


def test_only_rows_have_kinds_with_a_dot():
    with pytest.raises(ValueError, match="dot"), transaction.atomic():
        record(chain="system", kind="agency.amended", by=None)


def test_row_is_recorded_whole_but_for_its_search_keys():
    body = builders.agency("BO-A")

    row = json.loads(
        Payload.objects.get(subject=f"agencies.agency:{body.pk}", entry__kind="agency.added").body
    )["row"]
    columns = {field.attname for field in body._meta.concrete_fields}
    assert row.keys() == columns - {"search", "sort_key"}
    assert row["code"] == "BO-A"


def test_row_goes_to_its_own_chain(lan):
    campaign = builders.campaign("DOT-7")

    with transaction.atomic():
        entry = record_row(campaign, kind="campaign.tried", by=lan)

    assert entry.chain == "campaign:DOT-7"
    assert entry.payload.agency == campaign.host.code


# Readings


def reads() -> list[tuple[str, str]]:
    entries = LedgerEntry.objects.filter(chain__startswith="access:").order_by("pk")
    return list(entries.values_list("chain", "actor"))


def test_reading_is_recorded_once_in_fifteen_minutes(lan):
    body = builders.agency("BO-A")

    for minutes in (0, 1, 14):
        with clock.at(NOON + minutes * MINUTE):
            record_read(body, by=lan)
    assert reads() == [("access:BO-A", lan.public_id)]

    with clock.at(NOON + 15 * MINUTE):
        record_read(body, by=lan)
    assert len(reads()) == 2


def test_second_person_and_second_object_are_recorded(lan, minh):
    first, second = builders.agency("BO-A"), builders.agency("BO-B")

    with clock.at(NOON):
        record_read(first, by=lan)
        record_read(first, by=minh)
        record_read(second, by=lan)

    assert reads() == [
        ("access:BO-A", lan.public_id),
        ("access:BO-A", minh.public_id),
        ("access:BO-B", lan.public_id),
    ]


def test_another_kind_of_reading_is_recorded(lan):
    body = builders.agency("BO-A")

    record_read(body, by=lan)
    record_read(body, by=lan, kind="audit_exported")

    assert len(reads()) == 2


def test_object_of_no_agency_goes_to_the_national_chain(lan):
    record_read(builders.regulation(), by=lan)

    assert reads() == [("access:national", lan.public_id)]


# History


def test_history_is_all_about_one_object_oldest_first(lan):
    body = builders.agency("BO-A")
    builders.agency("BO-B")
    record_read(body, by=lan)

    lines = history(body)

    assert [line.kind for line in lines] == ["agency.added", "agency.amended", "audit_read"]
    assert lines[-1].actor == lan.public_id
    assert lines[0].body["row"]["name"] == body.name
