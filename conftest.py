"""Fixtures every room may use. The servers themselves start earlier, in tests/services.py."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from django.core.cache import cache

from audit import checkpoints
from tests.browser import FLAGS, Visits, require_chromium
from tests.reset import flush_without_triggers
from tests.worker import celery_worker

# Playwright's own event loop runs in the thread of the test, where Django would refuse the ORM.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
flush_without_triggers()


def pytest_collection_finish() -> None:
    """What is loaded by now stays; going through it again and again was a tenth of the work."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 10, 5)


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


@pytest.fixture(scope="session", autouse=True)
def _checkpoint_key() -> None:
    """Every run has a key of its own, as an installation does after `make install`."""
    with suppress(FileExistsError):
        checkpoints.create_key()


@pytest.fixture
def celery_worker_process(transactional_db) -> Iterator:
    """A worker process on this test's database; mark the test `celery`."""
    with celery_worker() as process:
        yield process


# A page of the running site: `visits` and the two short forms below it


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    return browser_type_launch_args | {"executable_path": require_chromium(), "args": list(FLAGS)}


@pytest.fixture
def live_url(live_server) -> str:
    return live_server.url


@pytest.fixture
def visits(transactional_db, live_url, new_context) -> Iterator[Visits]:
    """Pages of the site; the test fails when the browser complained. Clear `faults` to allow."""
    opened = Visits(new_context, live_url)
    yield opened
    assert opened.faults == []


@pytest.fixture
def as_user(visits: Visits) -> Callable:
    """as_user(email, width=1280) opens a page signed in as that user."""
    return visits.signed_in


@pytest.fixture
def as_visitor(visits: Visits) -> Callable:
    """as_visitor(width=1280) opens a page as nobody."""
    return visits.anonymous
