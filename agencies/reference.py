"""Reference data from the CSV files in `data/`: provinces of both epochs, ethnic groups, holidays.

Loading twice changes nothing, a changed name is updated, nothing is ever deleted, and no
agency, participant or user is made. Later rooms add their own lists with `register`.
"""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.db import transaction

from agencies.models import EthnicGroup, Holiday, Province
from agencies.names import fold, nfc, title_sort_key

DATA = Path(__file__).resolve().parent / "data"

# Hà Tây joined Hà Nội on the first date (63 units left); Nghị quyết 202/2025/QH15 ends the epoch
EPOCH_63_FROM, EPOCH_63_TO = date(2008, 8, 1), date(2025, 6, 30)
EPOCH_34_FROM = date(2025, 7, 1)
FULL_NAME_PREFIX = {"city": "Thành phố", "province": "Tỉnh"}
MERGER_ACT = "Nghị quyết 202/2025/QH15"


def load_provinces() -> int:
    """Both epochs; the key is (epoch, code): seven codes mean different units in the two."""
    rows_34 = [_province_34(row) for row in _rows("provinces_34.csv")]
    _save_provinces(rows_34)
    successors = dict(
        Province.objects.filter(epoch=Province.Epoch.CURRENT).values_list("code", "pk")
    )
    rows_63 = [_province_63(row, successors) for row in _rows("provinces_63.csv")]
    _save_provinces(rows_63)
    return len(rows_34) + len(rows_63)


def load_ethnic_groups() -> int:
    groups = [
        EthnicGroup(code=row["code"], name=nfc(row["name"]), is_minority=row["is_minority"] == "1")
        for row in _rows("ethnic_groups.csv")
    ]
    EthnicGroup.objects.bulk_create(
        groups,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "is_minority"],
    )
    return len(groups)


def load_holidays() -> int:
    """Holidays and make-up days; a row that a user edited stays as the user left it."""
    edited = set(Holiday.objects.filter(edited=True).values_list("day", flat=True))
    rows = [_holiday(row) for row in _rows("holidays.csv")]
    Holiday.objects.bulk_create(
        [row for row in rows if row.day not in edited],
        update_conflicts=True,
        unique_fields=["day"],
        update_fields=["kind", "name", "basis", "is_guess"],
    )
    return len(rows)


LOADERS: list[tuple[str, Callable[[], int]]] = [
    ("provinces", load_provinces),
    ("ethnic_groups", load_ethnic_groups),
    ("holidays", load_holidays),
]


def register(name: str, loader: Callable[[], int]) -> None:
    """Add a later room's loader, from its AppConfig.ready(); it returns how many rows it holds."""
    if any(known == name for known, _ in LOADERS):
        raise ValueError(f"Two loaders are called {name!r}.")
    LOADERS.append((name, loader))


def load_all() -> dict[str, int]:
    """Run every loader in the order of registration, all or nothing; rows held by name."""
    with transaction.atomic():
        return {name: loader() for name, loader in LOADERS}


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _save_provinces(provinces: list[Province]) -> None:
    Province.objects.bulk_create(
        provinces,
        update_conflicts=True,
        unique_fields=["epoch", "code"],
        update_fields=[
            "name",
            "full_name",
            "kind",
            "slug",
            "valid_from",
            "valid_to",
            "successor",
            "note",
            "sort_key",
        ],
    )


def _province_63(row: dict[str, str], successors: dict[str, int]) -> Province:
    return Province(
        epoch=Province.Epoch.PILOT,
        code=row["code"],
        name=nfc(row["name"]),
        full_name=nfc(row["full_name"]),
        kind=row["type_pilot_era"],
        slug=row["slug"],
        valid_from=EPOCH_63_FROM,
        valid_to=EPOCH_63_TO,
        successor_id=successors[row["new_code_2025"]],
        sort_key=title_sort_key(row["name"]),
    )


def _province_34(row: dict[str, str]) -> Province:
    kind = row["type_2025_07_01"]
    return Province(
        epoch=Province.Epoch.CURRENT,
        code=row["code"],
        name=nfc(row["name"]),
        full_name=nfc(f"{FULL_NAME_PREFIX[kind]} {row['name']}"),
        kind=kind,
        slug=fold(row["name"]).replace(" ", "-"),
        valid_from=EPOCH_34_FROM,
        note=_note_34(row),
        sort_key=title_sort_key(row["name"]),
    )


def _note_34(row: dict[str, str]) -> str:
    """What was merged, and a change of rank after 2025 that only one source reports."""
    merged = row["merged_from_names"].split("; ")
    sentences = [f"Hợp nhất từ {', '.join(merged)} ({MERGER_ACT})."] if len(merged) > 1 else []
    if row["type_2026_10_package"] != row["type_2025_07_01"]:
        sentences.append(f"Lên thành phố theo {row['note_in_package']}: chưa đối chiếu.")
    return " ".join(sentences)


def _holiday(row: dict[str, str]) -> Holiday:
    return Holiday(
        day=date.fromisoformat(row["day"]),
        kind=Holiday.Kind[row["kind"]],
        name=nfc(row["name"]),
        basis=nfc(row["basis"]),
        is_guess=row["is_guess"] == "1",
    )
