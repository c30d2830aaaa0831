"""`make screenshots`: the main pages of a fresh demo at 1280 and 390 px into docs/screenshots."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "screenshots"
WIDTHS = (1280, 390)
SET_UP = (
    ("migrate", "--verbosity", "0"),
    ("createcachetable",),
    ("create_checkpoint_key", "--if-missing"),
    ("load_reference",),
    ("seed_demo",),
)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="minhtuyen-pictures-") as folder:
        os.environ["DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        for command in SET_UP:
            manage(*command)
        port = free_port()
        address = f"127.0.0.1:{port}"
        server = subprocess.Popen(
            [sys.executable, "manage.py", "runserver", address, "--noreload"],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for(f"http://{address}/healthz")
            take_all(f"http://{address}", Path(folder))
        finally:
            server.terminate()
            server.wait()


def manage(*arguments: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url: str) -> None:
    for _attempt in range(100):
        try:
            urllib.request.urlopen(url, timeout=1)
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"{url} does not answer")


def take_all(url: str, folder: Path) -> None:
    import django  # noqa: PLC0415  the environment is set in main()

    django.setup()
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    from tests.browser import FLAGS, chromium  # noqa: PLC0415
    from tests.pages import MAIN  # noqa: PLC0415

    password = json.loads((folder / "demo_logins.json").read_text())["password"]
    TARGET.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        for width in WIDTHS:
            pages: dict = {}
            for screen in MAIN:
                if screen.email not in pages:
                    pages[screen.email] = open_page(browser, url, width, screen.email, password)
                take(pages[screen.email], screen, width)
        browser.close()


def open_page(browser, url: str, width: int, email: str, password: str):
    context = browser.new_context(
        base_url=url, viewport={"width": width, "height": 900}, color_scheme="light"
    )
    page = context.new_page()
    if email:
        page.goto("/accounts/login/")
        page.fill("[name=login]", email)
        page.fill("[name=password]", password)
        page.click("main form button.btn-primary")
        page.wait_for_url("**/desk/" if "thisinh" not in email else "**/me/")
    return page


def take(page, screen, width: int) -> None:
    page.goto(screen.url())
    page.evaluate("document.fonts.ready")
    path = TARGET / f"{screen.name}-{width}.png"
    page.screenshot(path=path, full_page=True, animations="disabled")
    wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    print(f"{path.relative_to(ROOT)}{'' if wider <= 0 else f'  TOO WIDE by {wider}px'}")


if __name__ == "__main__":
    main()
