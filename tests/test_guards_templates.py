"""Templates: nothing inline, nothing unescaped, no address by hand, none forgotten."""

import re

import pytest

from tests.guarding import expect_none, product, templates

# Django or allauth asks for these by name.
ASKED_FOR_BY_LIBRARIES = ("account/", "mfa/", "usersessions/", "allauth/", "bootstrap5/")
ASKED_FOR_BY_DJANGO = ("400.html", "403.html", "404.html", "500.html", "403_csrf.html", "429.html")

COMMENT = re.compile(r"{#.*?#}|{%\s*comment\b.*?%}.*?{%\s*endcomment\s*%}|<!--.*?-->", re.DOTALL)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
INLINE = {
    "script": re.compile(r"<script\b(?![^>]*\bsrc\s*=)", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "style": re.compile(r"[\s\"']style\s*=", re.IGNORECASE),
    "handler": re.compile(r"[\s\"'](?:hx-)?on[a-z:-]+\s*=\s*[\"']", re.IGNORECASE),
    "javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "evaluated values": re.compile(r"hx-(?:vals|headers)\s*=\s*[\"']js:", re.IGNORECASE),
}
UNESCAPED = re.compile(r"\|\s*safe(?:seq)?\b|{%\s*autoescape\s+off")
BY_HAND = re.compile(
    r"\b(?:href|action|src|hx-(?:get|post|put|delete)|formaction)\s*=\s*[\"']/(?!/)"
)
CLOCK = re.compile(r"{%\s*now\b")


def inline(text: str) -> list[str]:
    visible = TAG.sub(" ", COMMENT.sub(" ", text))
    return [what for what, pattern in INLINE.items() if pattern.search(visible)]


def unescaped(text: str) -> list[str]:
    return UNESCAPED.findall(COMMENT.sub(" ", text))


def by_hand(text: str) -> list[str]:
    return BY_HAND.findall(COMMENT.sub(" ", text))


def other_clock(text: str) -> list[str]:
    return CLOCK.findall(COMMENT.sub(" ", text))


def unused(found: dict[str, str], code: str) -> list[str]:
    """Names that neither the code nor another template mentions."""
    return [
        name
        for name in found
        if not name.startswith(ASKED_FOR_BY_LIBRARIES)
        and name not in ASKED_FOR_BY_DJANGO
        and name not in code
        and not any(name in text for other, text in found.items() if other != name)
    ]


RULES = (inline, unescaped, by_hand, other_clock)
BROKEN = [
    (inline, "<script>go()</script>"),
    (inline, "<style>p {}</style>"),
    (inline, '<p class="a" style="color: red">'),
    (inline, '<button onclick="go()">'),
    (inline, '<button {% if x %}onclick="go()"{% endif %}>'),
    (inline, '<a href="javascript:go()">'),
    (inline, '<button hx-on:click="go()">'),
    (unescaped, "{{ text|safe }}"),
    (unescaped, "{% autoescape off %}{{ text }}{% endautoescape %}"),
    (by_hand, '<a href="/desk/">'),
    (by_hand, '<div hx-get="/jobs/1/">'),
    (other_clock, "{% now 'Y' %}"),
]
FINE = [
    (inline, "<script src=\"{% static 'js/app.js' %}\" defer></script>"),
    (inline, '{% include "components/_x.html" with style="a" only %}'),
    (inline, '<p data-on="x" class="position">{# onclick="never" #}</p>'),
    (unescaped, "{{ text|safe_name }}"),
    (by_hand, "<a href=\"{% url 'desk:home' %}\">"),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_templates_keep_the_rule(rule):
    pages = {name: text for name, text in templates().items() if not name.endswith(".txt")}

    expect_none(f"{name}: {what}" for name, text in pages.items() for what in rule(text))


@pytest.mark.parametrize(("rule", "text"), BROKEN)
def test_broken_template_is_found(rule, text):
    assert len(rule(text)) == 1


@pytest.mark.parametrize(("rule", "text"), FINE)
def test_sound_template_passes(rule, text):
    assert rule(text) == []


def test_every_template_is_used(tree):
    expect_none(unused(templates(), "\n".join(source.text for source in product(tree))))


def test_forgotten_template_is_found():
    found = {"a.html": "a.html {% include 'b.html' %}", "b.html": "", "c.html": "", "404.html": ""}

    assert unused(found, "render(request, 'c.html')") == ["a.html"]
