"""One writer of test_concurrency.py in a process of its own: `python -m … COUNT`."""

import sys

import django
from django.db import OperationalError, transaction


def append_many(count: int) -> None:
    """Each entry in a transaction of its own, as the verbs do."""
    for place in range(count):
        while not append(place):
            pass


def append(place: int) -> bool:
    """SQLite turns a writer away that has waited too long: then nothing is written, and again."""
    from audit.ledger import record  # noqa: PLC0415  needs the loaded applications

    try:
        with transaction.atomic():
            record(chain="system", kind="tried", by=None, data={"place": place})
    except OperationalError as error:
        if "locked" not in str(error):
            raise
        return False
    return True


if __name__ == "__main__":
    django.setup()
    append_many(int(sys.argv[1]))
