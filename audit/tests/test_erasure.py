"""The law may take a payload away; nothing else may, and nothing else is blinded by it."""

import json

import pytest
from django.db import transaction

from agencies.models import Agency
from audit.canonical import canonical
from audit.ledger import erase_payload, record, record_read
from audit.models import LedgerEntry, Payload
from audit.queries import history
from audit.verification import verify
from tests import builders

pytestmark = pytest.mark.django_db
LAW = {"reason": "Hết thời hạn lưu", "rule": "Luật 91/2025, Điều 14"}


@pytest.fixture
def agency() -> Agency:
    return builders.agency("BO-A")


def erase_all_but_the_last(agency: Agency) -> None:
    entries = list(LedgerEntry.objects.filter(payload__subject=f"agencies.agency:{agency.pk}"))
    for entry in sorted(entries, key=lambda entry: entry.seq)[:-1]:
        erase_payload(entry, by=None, **LAW)


def test_lawful_erasure_verifies(agency):
    erase_all_but_the_last(agency)

    report = verify()
    assert report.faults == []
    assert report.erased == 1


def test_erasure_says_what_why_and_by_which_rule(agency, lan):
    entry = LedgerEntry.objects.get(seq=1)

    erasure = erase_payload(entry, by=lan, **LAW)

    data = json.loads(erasure.payload.body)["data"]
    assert data == {"chain": "system", "seq": 1, **LAW}
    assert (erasure.kind, erasure.actor, erasure.chain) == (
        "payload_erased",
        lan.public_id,
        "system",
    )
    assert [line.kind for line in history(agency)] == ["agency.amended", "payload_erased"]


def test_change_after_an_erasure_of_older_payloads_is_still_named(agency):
    erase_all_but_the_last(agency)
    Agency.objects.filter(pk=agency.pk).update(phone="024")

    assert verify().faults == [f"agencies_agency {agency.pk}: differs from ledger entry system/2"]


def test_erased_reading_does_not_blind_the_row(agency, lan):
    record_read(agency, by=lan)
    with transaction.atomic():
        told = record(chain="system", kind="told", by=lan, subject=f"agencies.agency:{agency.pk}")
    erase_payload(told, by=None, **LAW)
    erase_payload(LedgerEntry.objects.get(kind="audit_read"), by=None, **LAW)
    assert verify().faults == []

    Agency.objects.filter(pk=agency.pk).update(phone="024")

    assert len(verify().faults) == 1


def test_erased_fact_about_no_row_verifies(lan):
    """A profile's telephone is erased: the user is no audited row, and nothing is missing."""
    with transaction.atomic():
        entry = record(chain="system", kind="profile_edited", by=lan, subject="accounts.user:1")
    erase_payload(entry, by=None, **LAW)

    assert verify().faults == []


def test_everything_personal_may_be_erased(agency):
    """E6: with every payload gone the chain still verifies; rows can no longer be compared."""
    for entry in list(LedgerEntry.objects.order_by("seq")):
        erase_payload(entry, by=None, **LAW)

    report = verify()
    assert report.faults == []
    assert report.erased == 2


def test_payload_deleted_by_sql_is_a_fault(agency):
    Payload.objects.filter(entry__seq=1).delete()

    assert verify().faults == ["audit_payload system/1: missing without a lawful erasure"]


def test_payload_of_an_erasure_is_never_erased(agency):
    erasure = erase_payload(LedgerEntry.objects.get(seq=1), by=None, **LAW)
    Payload.objects.filter(pk=erasure.pk).delete()

    assert verify().faults == [
        "audit_payload system/1: missing without a lawful erasure",
        "audit_payload system/3: missing without a lawful erasure",
    ]


def test_erasure_of_an_erasure_is_refused(agency):
    erasure = erase_payload(LedgerEntry.objects.get(seq=1), by=None, **LAW)

    with pytest.raises(ValueError, match="erasure"):
        erase_payload(erasure, by=None, **LAW)

    assert verify().faults == []


@pytest.mark.parametrize("missing", ["reason", "rule"])
def test_erasure_needs_reason_and_rule(agency, missing):
    with pytest.raises(ValueError, match="rule"):
        erase_payload(LedgerEntry.objects.get(seq=1), by=None, **LAW | {missing: " "})

    assert Payload.objects.count() == 2


@pytest.mark.parametrize(
    ("chain", "named"),
    [
        ("campaign:X", {"chain": "system", "seq": 1}),  # another chain
        ("system", {"chain": "campaign:X", "seq": 1}),
        ("system", {"chain": "system", "seq": 2}),  # another entry
        ("system", {"chain": "system"}),
        ("system", {"chain": "system", "seq": "1"}),
    ],
)
def test_entry_that_names_another_payload_does_not_cover_it(agency, chain, named):
    Payload.objects.filter(entry__seq=1).delete()
    with transaction.atomic():
        for _place in range(3):
            record(chain=chain, kind="payload_erased", by=None, data={**LAW, **named})

    assert "audit_payload system/1: missing without a lawful erasure" in verify().faults


def test_bytes_of_a_payload_are_canonical(agency):
    for payload in Payload.objects.all():
        assert canonical(json.loads(payload.body)).decode() == payload.body
