"""The bytes. The vectors are written by hand in docs/verification.md; only hashlib is used here."""

import hashlib
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils.translation import gettext_lazy

from audit.canonical import canonical, entry_hash, field_value, payload_digest, plain, utc_text
from exams.models import Result, ScoreSlip
from positions.models import Opening

PAGE = (settings.BASE_DIR / "docs/verification.md").read_text()
SALTS = (bytes(range(32)).hex(), bytes(range(32, 64)).hex())
BODIES = (
    '{"agency":"BO-A","note":"","row":{"code":"THU-1","id":1,"name":"Đợt thi thử",'
    '"plan_on":"2026-11-01"},"subject":"positions.campaign:1"}',
    '{"agency":"","data":{"origin":"minhtuyen.localhost/campaign:THU-1"},"note":"","subject":""}',
)
AT = datetime(2026, 11, 23, 1, 2, 3, 4, tzinfo=UTC)
ENTRY_1 = {
    "chain": "campaign:THU-1",
    "seq": 1,
    "at": AT,
    "kind": "campaign.added",
    "actor": "0123456789abcdef" * 2,
    "digest": "dbba12bd77f6c1f1e41a272f8800fced915ee0df84e3ac12f8dddd78a190273a",
    "prev": "0" * 64,
}
HASH_1 = "65839ade2e0688d82c358b7ff36f1fa46be7b93131114e1f0da1b7d987037be1"
ENTRY_2 = ENTRY_1 | {
    "seq": 2,
    "kind": "sealed",
    "actor": "system",
    "digest": "83e51b3b009f29f0c03432f6525a0dcfaa7b405d7c6478bfd2c983f05b0e621e",
    "prev": HASH_1,
}
HASH_2 = "d15a2e703cccfb4e35c498279db89224293aa60f0b36da801910a1247dc2d1fc"


def sha256(*parts: bytes) -> str:
    return hashlib.sha256(b"".join(parts)).hexdigest()


@pytest.mark.parametrize("place", [0, 1])
def test_payload_digest_of_the_page(place):
    salt, body = SALTS[place], BODIES[place]
    written = (ENTRY_1, ENTRY_2)[place]["digest"]

    assert sha256(b"\x02", bytes.fromhex(salt), body.encode()) == written
    assert payload_digest(salt, body) == written
    assert f"{salt}\n{body}\n" in PAGE


@pytest.mark.parametrize(("entry", "written"), [(ENTRY_1, HASH_1), (ENTRY_2, HASH_2)])
def test_entry_hash_of_the_page(entry, written):
    text = (
        f'{{"actor":"{entry["actor"]}","at":"2026-11-23T01:02:03.000004Z",'
        f'"chain":"campaign:THU-1","digest":"{entry["digest"]}","kind":"{entry["kind"]}",'
        f'"prev":"{entry["prev"]}","seq":{entry["seq"]}}}'
    )

    assert sha256(b"\x00", text.encode()) == written
    assert entry_hash(**entry) == written
    assert f"{entry['digest']}\n{text}\n{written}\n" in PAGE


CHANGES = {
    "chain": "campaign:THU-2",
    "seq": 3,
    "at": AT + timedelta(microseconds=1),
    "kind": "campaign.amended",
    "actor": "system",
    "digest": "f" * 64,
    "prev": "1" * 64,
}


@pytest.mark.parametrize("column", CHANGES)
def test_every_column_enters_the_hash(column):
    assert entry_hash(**ENTRY_1 | {column: CHANGES[column]}) != HASH_1


def test_canonical_sorts_keys_and_leaves_no_blanks():
    value = {"b": [1, True, None], "a": {"z": "Đ", "e": 'x"\\\n\x01'}}

    assert canonical(value) == (
        '{"a":{"e":"x\\"\\\\\\n\\u0001","z":"Đ"},"b":[1,true,null]}'.encode()
    )


@pytest.mark.parametrize("value", [1.0, {"a": [1, {"b": 0.5}]}, float("nan"), (1.5,)])
def test_float_has_no_bytes(value):
    with pytest.raises(TypeError):
        canonical(value)


@pytest.mark.parametrize("value", [{1: "a"}, {None: "a"}, {"a": {True: 1}}])
def test_keys_are_text(value):
    with pytest.raises(TypeError):
        canonical(value)


def test_times_are_utc_with_six_decimals():
    vietnam = timezone(timedelta(hours=7))

    assert utc_text(datetime(2026, 1, 1, 6, 59, 59, tzinfo=vietnam)) == (
        "2025-12-31T23:59:59.000000Z"
    )


def test_plain_values():
    values = {
        "day": date(2026, 1, 2),
        "mark": Decimal("1E+2"),
        "word": gettext_lazy("Đang soạn"),
        "state": Opening.State.DRAFT,
        7: (1, b"\x01\xff"),
    }

    assert plain(values | {"word": str(values["word"])}) == {
        "day": "2026-01-02",
        "mark": "100",
        "word": "Đang soạn",
        "state": "DRAFT",
        "7": [1, "01ff"],
    }


def test_decimal_has_the_places_of_its_column():
    slip, result = ScoreSlip._meta.get_field("value"), Result._meta.get_field("final")

    assert field_value(slip, Decimal("8.5")) == "8.50"
    assert field_value(slip, "8.500") == "8.50"
    assert field_value(result, Decimal("8.5")) == "8.500000"


def test_decimal_with_more_places_than_its_column_is_refused():
    """PostgreSQL would round 0.125 up, SQLite down: neither is what was recorded."""
    with pytest.raises(ValueError, match="more than 2"):
        field_value(ScoreSlip._meta.get_field("value"), Decimal("0.125"))


@pytest.mark.parametrize("column", ["seats", "campaign_id", "title"])
def test_float_in_a_column_is_refused(column):
    """Python would take 1.5 seats for 1, and SQLite keeps 1.5."""
    field = next(f for f in Opening._meta.concrete_fields if f.attname == column)

    with pytest.raises(TypeError):
        field_value(field, 1.5)
