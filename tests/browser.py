"""What a story in a browser needs: Chromium, a signed-in page, faults noticed, axe."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import axe_playwright_python
import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import BrowserContext, Page

NO_BROWSER = "NO BROWSER: Chromium is not installed"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
AXE_RUN = """axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice'], resultTypes: ['violations'],
})"""


# The headless shell is the same engine without the windows of a desktop, and much quicker.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")


def chromium() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def require_chromium() -> str:
    """The browser's path; without one the test is skipped, in CI it fails."""
    path = chromium()
    if path is None and os.environ.get("CI") == "true":
        pytest.fail(NO_BROWSER)
    if path is None:
        pytest.skip(NO_BROWSER)
    return path


def watch(context: BrowserContext, faults: list[str]) -> None:
    """Collect what the browser complains about: console errors, uncaught exceptions."""
    context.on("console", lambda message: _note(faults, message))
    context.on("weberror", lambda fault: faults.append(f"uncaught: {fault.error}"))


def _note(faults: list[str], message) -> None:
    if message.type == "error":
        faults.append(f"{message.text} ({message.location.get('url', '')})")


class Visits:
    """Opens pages of one test, as nobody or as a user, and keeps what the browser complained of."""

    def __init__(self, new_context: Callable[..., BrowserContext], url: str) -> None:
        self.new_context = new_context
        self.url = url
        self.faults: list[str] = []

    def anonymous(self, *, width: int = 1280, height: int = 900, **options) -> Page:
        context = self.new_context(
            base_url=self.url,
            viewport={"width": width, "height": height},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            **options,
        )
        watch(context, self.faults)
        return context.new_page()

    def signed_in(self, email: str, **options) -> Page:
        page = self.anonymous(**options)
        page.context.add_cookies([session_cookie(email, self.url)])
        return page


def session_cookie(email: str, url: str) -> dict:
    """A session made without the sign-in page; one story of its own goes through that page."""
    client = Client()
    client.force_login(get_user_model().objects.get(email=email))
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


def axe_violations(page: Page) -> list[dict]:
    # page.evaluate works under the content security policy; a script tag would be refused.
    page.evaluate(AXE)
    return page.evaluate(AXE_RUN)["violations"]


def assert_no_axe(page: Page) -> None:
    found = axe_violations(page)
    summary = [
        {"id": each["id"], "help": each["help"], "nodes": [n["html"] for n in each["nodes"]][:5]}
        for each in found
    ]
    assert not found, f"{page.url}\n{json.dumps(summary, ensure_ascii=False, indent=1)}"
