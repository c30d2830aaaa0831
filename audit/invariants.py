"""Rules that must hold at all times; each room adds its own in AppConfig.ready()."""

from collections.abc import Callable

from audit import clock, triggers
from audit.models import LedgerEntry

Invariant = Callable[[], list[str]]
REGISTERED: dict[str, Invariant] = {}


def register(name: str, check: Invariant) -> None:
    """Add a rule; it returns the rows that break it, in words."""
    REGISTERED[name] = check


def run() -> dict[str, list[str]]:
    """Every rule with what breaks it."""
    return {name: check() for name, check in REGISTERED.items()}


def triggers_present() -> list[str]:
    return triggers.missing()


def ledger_not_in_the_future() -> list[str]:
    late = LedgerEntry.objects.filter(at__gt=clock.now())[:20]
    return [f"{entry.chain}/{entry.seq} at {entry.at}" for entry in late]


register("triggers present", triggers_present)
register("no ledger entry in the future", ledger_not_in_the_future)
