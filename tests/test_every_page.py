"""Every page of the demo in a browser: axe, width, colours and fonts, both languages.

PROVE=full opens all of them, otherwise every sixth.
"""

import json
import os
import re

import pytest
from django.core.management import call_command
from playwright.sync_api import Page

from accounts.demo import LOGINS_FILE
from accounts.models import User
from agencies.models import Agency, EthnicGroup, Person, Province
from candidates.models import CandidateProfile, Complaint, ComplaintSender
from documents.models import OfficialDocument
from messaging.models import Notice, OutboxMessage
from positions.models import (
    Announcement,
    AuthorityKind,
    Campaign,
    CampaignFile,
    Opening,
    PlanLine,
    Regulation,
    Title,
)
from tests.browser import axe_violations
from tests.pages import ALL, Screen

pytestmark = [pytest.mark.browser, pytest.mark.prove, pytest.mark.django_db(transaction=True)]
SCREENS = ALL if os.environ.get("PROVE") == "full" else ALL[::6]
HOME = next(screen for screen in ALL if screen.name == "home")
VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
TOKENS = {
    "ink": "rgb(27, 31, 36)",
    "action": "rgb(23, 74, 124)",
    "font": '"Be Vietnam Pro",',
    "loaded": True,
}


@pytest.fixture
def demo(settings, capsys):
    """The demo as a newcomer gets it."""
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


def test_every_page_is_accessible_fits_and_speaks_both_languages(visits, demo):
    """One demo for all: seeding is the dear part."""
    pages: dict = {}
    faults = [
        fault
        for width in (1280, 390)
        for screen in SCREENS
        for fault in faults_of(open_as(visits, screen, pages, width), screen, width)
    ]
    data = names_in_the_data()
    faults += [fault for screen in SCREENS for fault in english_faults(visits, screen, pages, data)]
    faults += token_faults(open_as(visits, HOME, pages, 1280))
    assert faults == [], json.dumps(faults, ensure_ascii=False, indent=1)
    assert a_page_too_wide_is_found(open_as(visits, HOME, pages, 390))
    n_pages = 2 * len(SCREENS)
    print(f"{n_pages} of {n_pages} pages without a violation")


# What a rule of axe finds in one row of a list it finds in the first dozen.
SHORTEN = """for (const body of document.querySelectorAll('main tbody'))
    for (const row of [...body.rows].slice(12)) row.remove()"""


def faults_of(page: Page, screen: Screen, width: int) -> list[str]:
    where = f"{screen.name} {width}"
    wider, braces = overflow(page), "{{" in page.content()
    page.evaluate(SHORTEN)
    found = [
        f"{where}: {each['id']} {[node['html'] for node in each['nodes']][:3]}"
        for each in axe_violations(page)
    ]
    if wider > 0:
        found.append(f"{where}: {wider} px wider than the window")
    return found + [f"{where}: literal braces"] * braces


def english_faults(visits, screen: Screen, pages: dict, data: list[str]) -> list[str]:
    """Vietnamese left in menus, headings, buttons and labels of a page in English."""
    page = open_as(visits, screen, pages, 1280)
    page.context.add_cookies([{"name": "language", "value": "en", "url": visits.url}])
    page.reload()
    texts = page.locator("nav a, main h1, main h2, main button, label").all_inner_texts()
    if page.locator("html").get_attribute("lang") != "en":
        return [f"{screen.name}: not in English"]
    if screen.name == "style":
        return []  # its samples are Vietnamese data
    left = [without(text, data) for text in texts]
    return [f"{screen.name} en: {text}" for text in left if VIETNAMESE.search(text)]


def without(text: str, data: list[str]) -> str:
    for name in data:
        text = text.replace(name, "")
    return text


def names_in_the_data() -> list[str]:
    """What stays Vietnamese in every language: people, bodies, titles, campaigns, holidays."""
    columns = [
        (Agency, "name"),
        (User, "full_name"),
        (Person, "full_name"),
        (Opening, "title"),
        (Opening, "unit"),
        (Campaign, "name"),
        (Announcement, "title"),
        (Province, "name"),
        (Title, "name"),
        (AuthorityKind, "name"),
        (Regulation, "name"),
        (PlanLine, "name"),
        (CampaignFile, "title"),
        (Complaint, "text"),
        (Complaint, "outcome"),
        (ComplaintSender, "full_name"),
        (ComplaintSender, "address"),
        (CandidateProfile, "full_name"),
        (OfficialDocument, "title"),
        (EthnicGroup, "name"),
    ]
    names = {
        name for model, column in columns for name in model.objects.values_list(column, flat=True)
    }
    for text in Opening.objects.values_list("standards", flat=True):
        names |= {*text.splitlines()}
    names |= {*Notice.objects.values_list("text", flat=True)}
    names |= {*OutboxMessage.objects.values_list("subject", flat=True)}
    return sorted({*names, "Tiếng Việt", "Minh Tuyển"} - {""}, key=len, reverse=True)


def token_faults(page: Page) -> list[str]:
    """Computed colours and fonts against the tokens of the design."""
    found = {
        "ink": page.evaluate("getComputedStyle(document.body).color"),
        "action": page.evaluate("getComputedStyle(document.querySelector('main a')).color"),
        "font": page.evaluate("getComputedStyle(document.body).fontFamily")[:17],
        "loaded": page.evaluate("document.fonts.check('16px \"Be Vietnam Pro\"')"),
    }
    return [f"{name}: {value}" for name, value in found.items() if value != TOKENS[name]]


def a_page_too_wide_is_found(page: Page) -> bool:
    """The control of the width check: a page made too wide."""
    page.evaluate("document.querySelector('main').style.width = '900px'")
    return overflow(page) > 0
