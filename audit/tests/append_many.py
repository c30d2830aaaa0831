"""One writer of test_concurrency.py in a process of its own: `python -m … COUNT`."""

import sys

import django
from django.db import transaction


def append_many(count: int) -> None:
    """Each entry in a transaction of its own, as the verbs do."""
    from audit.ledger import record  # noqa: PLC0415  needs the loaded applications

    for place in range(count):
        with transaction.atomic():
            record(chain="system", kind="tried", by=None, data={"place": place})


if __name__ == "__main__":
    django.setup()
    append_many(int(sys.argv[1]))
