"""`make bench`: figures as ratios taken in one run, alternating, median of five.

Prints the table and writes benchmarks/latest.json. Rows whose ground does not exist yet are
listed as "not there yet", never left out.
"""

import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROUNDS = 5
TARGET = Path(__file__).with_name("latest.json")
NOT_YET = tuple(f"G{number}" for number in range(1, 16) if number != 9)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="minhtuyen-bench-") as folder:
        os.environ["DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        rows = figures()
    rows += [{"goal": goal, "what": "not there yet"} for goal in NOT_YET]
    TARGET.write_text(json.dumps(rows, indent=2))
    for row in rows:
        print("  ".join(f"{key}={value}" for key, value in row.items()))


def figures() -> list[dict[str, object]]:
    import django  # noqa: PLC0415  main() sets the environment first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from benchmarks import ledger, report  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    ledgers = [
        {"goal": "G16", "what": "ledger appends, one chain", "must": ">= 0.5"}
        | alternate(ledger.append_entries, ledger.insert_rows),
        {"goal": "G16", "what": "verification against sha256 of the bytes", "must": "<= 4"}
        | alternate(ledger.hash_bytes, ledger.verify_all),
    ]
    what = f"form R1 over {report.make_rows():,} applications, against the raw GROUP BY"
    nationwide = {"goal": "G9", "what": what, "must": "<= 2"}
    return [*ledgers, nationwide | alternate(report.raw, report.product)]


def alternate(ours: Callable[[], None], base: Callable[[], None]) -> dict[str, object]:
    """Both in turn, `ROUNDS` times: the median of base seconds over our seconds."""
    pairs = [(seconds(ours), seconds(base)) for _round in range(ROUNDS)]
    ratios = [right / left for left, right in pairs]
    return {
        "ratio": round(statistics.median(ratios), 3),
        "spread": f"{min(ratios):.3f}..{max(ratios):.3f}",
    }


def seconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
