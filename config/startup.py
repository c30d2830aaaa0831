"""Production refuses to start in a state in which nobody could trust it."""

import sys

from config.checks import check_database, check_profile


def refuse_unsafe_start() -> None:
    """Print every fault with its hint and end the process; development is never refused."""
    faults = [*check_profile(), *check_database(databases=["default"])]
    for fault in faults:
        print(f"{fault.id}: {fault.msg}\n    {fault.hint}", file=sys.stderr)
    if faults:
        sys.exit(1)
