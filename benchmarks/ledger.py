"""G16: the ledger beside raw statements of the same transaction shape."""

import hashlib

from django.db import connection, transaction

from audit.ledger import record
from audit.models import LedgerEntry, Payload
from audit.verification import verify

COUNT = 500
DATA = {"value": "84.40", "state": "MATCHED", "note": "đối chiếu khớp"}


def append_entries() -> None:
    for _place in range(COUNT):
        with transaction.atomic():
            record(chain="campaign:BENCH", kind="bench", by=None, data=DATA)


def insert_rows() -> None:
    """The floor: one transaction with one insert each, no chain."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_raw (id INTEGER PRIMARY KEY, body TEXT)")
    for place in range(COUNT):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO bench_raw (body) VALUES (%s)", [f"{DATA}{place}"])


def verify_all() -> None:
    verify()


def hash_bytes() -> None:
    """The same bytes through sha256 alone, read from the same tables."""
    for payload in Payload.objects.values_list("salt", "body").iterator():
        hashlib.sha256("".join(payload).encode()).digest()
    for row in LedgerEntry.objects.values_list().iterator():
        hashlib.sha256(str(row).encode()).digest()
