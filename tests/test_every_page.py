"""Every page of the demo in a browser: axe, width, colours and fonts, both languages."""

import json
import re

import pytest
from django.core.management import call_command
from playwright.sync_api import Page

from audit import checkpoints
from desk.demo import LOGINS_FILE
from tests.browser import axe_violations
from tests.pages import ALL, MAIN, Screen

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def demo(settings, capsys):
    """The demo as a newcomer gets it."""
    if not settings.CHECKPOINT_KEY_FILE.exists():
        checkpoints.create_key()
    call_command("load_reference", verbosity=0)
    call_command("seed_demo")
    capsys.readouterr()
    (settings.DATA_DIR / LOGINS_FILE).unlink()


def open_as(visits, screen: Screen, pages: dict, width: int) -> Page:
    """One context per person and width; every screen of a person opens in it."""
    key = (screen.login, width)
    if key not in pages:
        new = visits.signed_in if screen.login else visits.anonymous
        pages[key] = new(screen.email, width=width) if screen.login else new(width=width)
    page = pages[key]
    page.goto(screen.url())
    return page


def overflow(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def faults_of(page: Page, screen: Screen, width: int) -> list[str]:
    found = [
        f"{screen.name} {width}: {each['id']} {[node['html'] for node in each['nodes']][:3]}"
        for each in axe_violations(page)
    ]
    if (wider := overflow(page)) > 0:
        found.append(f"{screen.name} {width}: {wider} px wider than the window")
    return found


def test_every_page_is_accessible_and_fits(visits, demo):
    pages, faults = {}, []
    for width in (1280, 390):
        for screen in ALL:
            page = open_as(visits, screen, pages, width)
            faults += faults_of(page, screen, width)
            faults += [f"{screen.name}: literal braces"] * ("{{" in page.content())
    assert faults == [], json.dumps(faults, ensure_ascii=False, indent=1)
    print(f"{2 * len(ALL)} of {2 * len(ALL)} pages")


def test_every_page_speaks_english(visits, demo):
    """No Vietnamese word of the interface is left on a page in English (names of bodies are)."""
    pages, faults = {}, []
    for screen in MAIN:
        page = open_as(visits, screen, pages, 1280)
        cookie = {"name": "language", "value": "en", "url": visits.url}
        page.context.add_cookies([cookie])
        page.reload()
        assert page.locator("html").get_attribute("lang") == "en"
        faults += [f"{screen.name}: {words}" for words in vietnamese_parts(page)]
    assert faults == []


def vietnamese_parts(page: Page) -> list[str]:
    """Words of menus, headings, buttons and labels that carry Vietnamese letters."""
    parts = page.locator("nav a, main h1, main h2, button, label, th").all_inner_texts()
    kept = re.compile(r"Tiếng Việt|Minh Tuyển")
    vietnamese = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
    return [text for text in parts if vietnamese.search(kept.sub("", text))]


def test_computed_colours_and_fonts_are_the_tokens(visits, demo):
    page = visits.anonymous()
    page.goto("/")
    family = page.evaluate("getComputedStyle(document.body).fontFamily")
    assert "Be Vietnam Pro" in family
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert ink == "rgb(27, 31, 36)"
    link = page.evaluate("getComputedStyle(document.querySelector('main a')).color")
    assert link == "rgb(23, 74, 124)"
    loaded = page.evaluate("document.fonts.check('16px \"Be Vietnam Pro\"')")
    assert loaded


def test_a_page_that_is_too_wide_is_found(visits, demo):
    page = visits.anonymous(width=390)
    page.goto("/")
    page.evaluate("document.querySelector('main').style.width = '900px'")
    assert overflow(page) > 0
