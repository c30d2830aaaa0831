"""The kinds of long work the rooms offer, and where their result files lie.

A room registers a kind in its AppConfig.ready(): `register("reports.export", export)`.
The function is called as `function(job, report)`. It calls `report(done, total)` between its
transactions, never inside one, and returns nothing or a `Result`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

JOB_KINDS: dict[str, Callable] = {}


class JobCancelled(Exception):
    """Raised by report() when the owner asked to stop."""


@dataclass(frozen=True)
class Result:
    """What a job leaves behind: a sentence for its owner, a file made with `result_file`."""

    message: str = ""
    path: Path | None = None


def register(kind: str, function: Callable) -> None:
    """Offer one kind of long work under a name unique to the installation."""
    if JOB_KINDS.setdefault(kind, function) is not function:
        raise ValueError(f"Job kind {kind!r} is already registered.")


def jobs_dir() -> Path:
    return settings.DATA_DIR / "jobs"


def result_file(job, name: str) -> Path:
    """The path a job may write its result to; only the last part of the name counts."""
    folder = jobs_dir() / job.public_id
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / Path(name).name
