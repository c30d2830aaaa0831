"""docs/permissions.csv, as the tests of access read it."""

import csv

from django.conf import settings

TABLE = settings.BASE_DIR / "docs/permissions.csv"


def rows() -> list[dict[str, str]]:
    with TABLE.open(newline="") as file:
        return list(csv.DictReader(file))
