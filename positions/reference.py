"""Seeded regulations: frozen rows from a file under version control."""

import json
from pathlib import Path

from django.db import transaction

from audit.transitions import add, locked, move
from positions.models import AuthorityKind, BoardPair, Regulation, Title

FILE = Path(__file__).parent / "data" / "regulations.json"
TITLES = FILE.with_name("titles.json")
AUTHORITIES = FILE.with_name("authority_kinds.json")


def load_regulations() -> int:
    """Enter each seeded regulation version once; an issued version is never changed."""
    rows = json.loads(FILE.read_text())
    for row in rows:
        known = Regulation.objects.filter(code=row["code"], version=row["version"])
        if not known.exists():
            _enter(row)
    return len(rows)


def load_titles() -> int:
    """The catalogue of titles; loading again mends names, removes nothing."""
    rows = json.loads(TITLES.read_text())
    Title.objects.bulk_create(
        [Title(place=place, **row) for place, row in enumerate(rows)],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "level", "rank", "place"],
    )
    return len(rows)


def load_authority_kinds() -> int:
    """Which kinds of bodies decide on posts, with the dates they existed."""
    rows = json.loads(AUTHORITIES.read_text())
    AuthorityKind.objects.bulk_create(
        [AuthorityKind(place=place, **row) for place, row in enumerate(rows)],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "valid_from", "valid_to", "place"],
    )
    return len(rows)


def _enter(row: dict) -> None:
    fields = ("code", "version", "name", "legal_basis", "values")
    with transaction.atomic():
        regulation = add(Regulation(**{name: row[name] for name in fields}), by=None)
        move(locked(regulation)[0], Regulation.State.ISSUED, by=None)
        BoardPair.objects.bulk_create(
            _pair(regulation, *pair) for pair in row["incompatible_boards"]
        )


def _pair(
    regulation: Regulation, one: str, other: str, binds: str = BoardPair.Binds.EVERYONE
) -> BoardPair:
    a, b = sorted((one, other))
    return BoardPair(regulation=regulation, board_a=a, board_b=b, binds=binds)
