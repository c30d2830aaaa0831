"""Runs the suites one after the other and sums them up: `python -m tests.run test|prove`.

The last line is `N passed, N failed`. Every check counts as one, every test of every engine
as one; a run that could not say what it did counts as one failure.
"""

import argparse
import os
import secrets
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which

from tests.browser import chromium

ROOT = Path(__file__).resolve().parent.parent
MOST_SECONDS = 45 * 60
NO_BROWSER = "NO BROWSER"
SQLITE_TESTS = "not celery and (not browser or smoke)"
QUIET_TESTS = "not celery and not browser and not wide"
NOISY_TESTS = "(celery or browser) and not long"
# Counted suites say their figures aloud, which only one process can.
COUNTED_TESTS = "prove and not browser"
LONG_TESTS = "long or (wide and not prove) or (prove and browser)"


@dataclass
class Outcome:
    name: str
    passed: int = 0
    failed: int = 0
    skipped: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def line(self) -> str:
        counts = f"{self.passed} passed, {self.failed} failed, {len(self.skipped)} skipped"
        return f"{self.name:<42}{counts} ({self.seconds:.0f} s)"


def check(name: str, *command: str, **environment: str) -> Outcome:
    """One command that either succeeds or does not."""
    began = time.monotonic()
    code = _run(name, [sys.executable, *command], environment)
    outcome = Outcome(name, int(code == 0), int(code != 0))
    outcome.seconds = time.monotonic() - began
    return outcome


def suite(
    name: str,
    select: str,
    options: tuple[str, ...] = (),
    *,
    at_once: bool = False,
    **environment: str,
) -> Outcome:
    """One run of pytest, counted from its own report rather than from its words.

    Of several at once each says its words together, at its end.
    """
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="minhtuyen-report-") as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-m", select, f"--junitxml={report}"]
        command += ["--durations=20", "--durations-min=5"]
        run = _run_and_say if at_once else _run
        code = run(name, [*command, *options], environment)
        outcome = _counted(name, report)
    if code and not outcome.failed:
        outcome.failed = 1  # nothing collected, or it broke before or after the tests
    outcome.seconds = time.monotonic() - began
    return outcome


def _run(name: str, command: list[str], environment: dict[str, str]) -> int:
    print(f"\n=== {name}", flush=True)
    try:
        return subprocess.run(
            command, cwd=ROOT, env=os.environ | environment, timeout=MOST_SECONDS, check=False
        ).returncode
    except subprocess.TimeoutExpired:
        print(f"{name}: stopped after {MOST_SECONDS} s", flush=True)
        return 1


def _run_and_say(name: str, command: list[str], environment: dict[str, str]) -> int:
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=os.environ | environment,
            timeout=MOST_SECONDS,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except subprocess.TimeoutExpired as late:
        print(f"\n=== {name}\n{late.output}\nstopped after {MOST_SECONDS} s", flush=True)
        return 1
    print(f"\n=== {name}\n{done.stdout}", flush=True)
    return done.returncode


def _counted(name: str, report: Path) -> Outcome:
    if not report.exists():
        return Outcome(name, failed=1)
    cases = list(ET.parse(report).getroot().iter("testcase"))
    failed = {_identity(case) for case in cases if _has(case, "failure", "error")}
    skipped = [each.get("message", "") for case in cases for each in case.findall("skipped")]
    quiet = {_identity(case) for case in cases if not _has(case, "failure", "error", "skipped")}
    return Outcome(name, len(quiet - failed), len(failed), skipped)


def _identity(case: ET.Element) -> tuple[str | None, str | None]:
    """A test whose clean-up fails is reported twice and counts once."""
    return case.get("classname"), case.get("name")


def _has(case: ET.Element, *tags: str) -> bool:
    return any(case.find(tag) is not None for tag in tags)


# The steps


def checks(folder: Path) -> Iterator[Outcome]:
    apart = {"DATA_DIR": str(folder / "dev"), "APP_ENV": "dev", "REDIS_URL": ""}
    apart["DATABASE_URL"] = f"sqlite:///{folder / 'dev' / 'db.sqlite3'}"
    yield tools()
    yield check("ruff check", "-m", "ruff", "check", ".")
    yield check("ruff format", "-m", "ruff", "format", "--check", ".")
    yield check("manage.py check", "manage.py", "check", **apart)
    yield check("migrations", "manage.py", "makemigrations", "--check", "--dry-run", **apart)
    made = production(folder / "production")
    yield check("checkpoint key", "manage.py", "create_checkpoint_key", **made)
    deploy = ("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    yield check("manage.py check --deploy", *deploy, **made)


def tools() -> Outcome:
    """What the machine must have: elsewhere it is missed aloud, in CI it fails the run."""
    print("\n=== tools", flush=True)
    found = {"Chromium": chromium(), "gettext": which("msgfmt")}
    missing = [name for name, path in found.items() if path is None]
    for name in missing:
        print(f"!!! {name} is not installed: what needs it is NOT tested", flush=True)
    failed = len(missing) if os.environ.get("CI") == "true" else 0
    return Outcome("tools", int(not failed), failed)


def production(folder: Path) -> dict[str, str]:
    """A throw-away production: nothing of it is kept, no server is asked."""
    return {
        "APP_ENV": "production",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "thituyen.example.gov.vn",
        "CSRF_TRUSTED_ORIGINS": "https://thituyen.example.gov.vn",
        "SITE_BASE_URL": "https://thituyen.example.gov.vn",
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "EMAIL_URL": "smtp+tls://user:password@mail.example.gov.vn:587",
        "DATA_DIR": str(folder),
        "DEBUG": "0",
    }


def suites() -> Iterator[Outcome]:
    # A file stays with one worker: what its module builds is built once.
    by_file = spread("loadfile")
    yield suite("SQLite", SQLITE_TESTS, by_file, TEST_ENGINE="sqlite")
    yield suite("PostgreSQL", QUIET_TESTS, by_file, TEST_ENGINE="postgres")
    name, apart = "PostgreSQL, worker and browser", spread("worksteal")
    yield suite(name, NOISY_TESTS, apart, TEST_ENGINE="postgres")


def spread(by: str) -> tuple[str, ...]:
    """Two workers where there is more than one processor."""
    return ("-n", "2", "--dist", by) if (os.cpu_count() or 1) > 1 else ()


def proofs() -> Iterator[Outcome]:
    """The counted suites, one process for each engine, side by side; then the long ones."""
    print("\n=== proof on sqlite and postgres at once; their words come at the end", flush=True)
    with ThreadPoolExecutor(2) as pool:
        yield from pool.map(proof, ("sqlite", "postgres"))
    full = {"TEST_ENGINE": "postgres", "PROVE": "full"}
    yield suite("stories, pages and access on postgres", LONG_TESTS, spread("loadfile"), **full)


def proof(engine: str) -> Outcome:
    environment = {"TEST_ENGINE": engine, "PROVE": "full"}
    return suite(f"proof on {engine}", COUNTED_TESTS, at_once=True, **environment)


def everything(target: str) -> Iterator[Outcome]:
    if target == "prove":
        yield from proofs()
        return
    with tempfile.TemporaryDirectory(prefix="minhtuyen-checks-") as folder:
        yield from checks(Path(folder))
    yield from suites()


def summary(outcomes: list[Outcome]) -> None:
    print("\n" + "=" * 78)
    for outcome in outcomes:
        print(outcome.line())
    blind = sum(NO_BROWSER in reason for outcome in outcomes for reason in outcome.skipped)
    if blind:
        print(f"\n!!! {blind} BROWSER TESTS WERE NOT RUN: there is no Chromium on this machine !!!")
    n_passed = sum(outcome.passed for outcome in outcomes)
    n_failed = sum(outcome.failed for outcome in outcomes)
    print(f"\n{n_passed} passed, {n_failed} failed", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=("test", "prove"))
    outcomes = list(everything(parser.parse_args().target))
    summary(outcomes)
    return int(any(outcome.failed for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
