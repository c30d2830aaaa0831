"""Filters, tags and samples of the interface's parts."""

import re
from decimal import Decimal

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from accounts.verdicts import ALLOWED, deny
from desk.context import MENU
from desk.templatetags.parts import bar_chart, group4, in_words_mark, mark_vi

WORDS = {
    "0.00": "Không phẩy không không",
    "0.05": "Không phẩy không năm",
    "4.04": "Bốn phẩy không bốn",
    "5.50": "Năm phẩy năm mươi",
    "10.10": "Mười phẩy mười",
    "14.15": "Mười bốn phẩy mười lăm",
    "15.01": "Mười lăm phẩy không một",
    "21.21": "Hai mươi mốt phẩy hai mươi mốt",
    "55.55": "Năm mươi lăm phẩy năm mươi lăm",
    "84.40": "Tám mươi tư phẩy bốn mươi",
    "91.11": "Chín mươi mốt phẩy mười một",
    "99.99": "Chín mươi chín phẩy chín mươi chín",
    "100.00": "Một trăm phẩy không không",
}


def render(source: str, **context) -> str:
    return Template("{% load parts %}" + source).render(Context(context))


@pytest.mark.parametrize(("mark", "words"), WORDS.items())
def test_mark_in_words(mark, words):
    assert in_words_mark(Decimal(mark)) == words


def test_every_mark_has_its_own_words():
    marks = [Decimal(cents) / 100 for cents in range(10001)]

    assert len({in_words_mark(mark) for mark in marks}) == 10001


@pytest.mark.parametrize("mark", ["-0.01", "100.01", "84.405"])
def test_what_is_no_mark_has_no_words(mark):
    with pytest.raises(ValueError, match="not a mark"):
        in_words_mark(Decimal(mark))


@pytest.mark.parametrize(
    ("mark", "vietnamese", "english"),
    [("84.4", "84,40", "84.40"), ("7", "7,00", "7.00"), ("84.405", "84,405", "84.405")],
)
def test_mark_follows_the_reader_and_is_never_rounded(mark, vietnamese, english):
    with override("vi"):
        assert mark_vi(Decimal(mark)) == vietnamese
    with override("en"):
        assert mark_vi(Decimal(mark)) == english


def test_no_mark_is_said_in_words_not_zero():
    with override("vi"):
        assert mark_vi(None) == in_words_mark(None) == "chưa có điểm"


def test_check_code_stands_in_groups_of_four():
    assert group4("9f3c5e0a77") == "9f3c 5e0a 77"


def test_allowed_verb_is_a_post_form_with_the_token():
    html = render(
        "{% verdict_button verdict 'Chốt' '/x/' confirm='Chốt thật?' %}",
        verdict=ALLOWED,
        csrf_token="token-of-the-page",
    )

    assert 'method="post" action="/x/"' in html
    assert "token-of-the-page" in html
    assert 'data-confirm="Chốt thật?"' in html


def test_denied_verb_is_disabled_and_says_why():
    html = render("{% verdict_button verdict 'Chốt' '/x/' %}", verdict=deny("Còn <2> hồ sơ."))

    assert "<form" not in html
    assert 'disabled aria-describedby="why-x"' in html
    assert "Còn &lt;2&gt; hồ sơ." in html


def test_page_links_keep_the_filter():
    page = Paginator(range(100), 10).page(2)

    html = render("{% pagination page %}", page=page, request=RequestFactory().get("/?q=hue"))

    assert 'href="?q=hue&amp;page=3"' in html
    assert 'aria-current="page">2<' in html


def test_bars_are_in_proportion_and_nothing_known_draws_nothing():
    chart = bar_chart([("A", 12, "12"), ("B", 6, "6"), ("C", None, "")])

    assert [bar["w"] for bar in chart["bars"]] == [360, 180, 0]


def sprite_names() -> set[str]:
    sprite = (settings.BASE_DIR / "static/icons.svg").read_text()
    return set(re.findall(r'<symbol id="([\w-]+)"', sprite))


def test_every_icon_of_the_menu_is_in_the_sprite():
    assert {entry[2] for entry in MENU} <= sprite_names()


def test_every_icon_named_in_templates_is_in_the_sprite():
    pages = (settings.BASE_DIR / "templates").rglob("*.html")
    named = {name for page in pages for name in re.findall(r'{% icon "([\w-]+)"', page.read_text())}

    assert named
    assert named <= sprite_names()


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_error_page_needs_no_context(name):
    page = Template("{% extends name %}").render(Context({"name": name}))

    assert "<main" in page
    assert "<h1>" in page
