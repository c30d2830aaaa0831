"""The colours of static/css/tokens.css reach WCAG contrast in both themes."""

import re

import pytest
from django.conf import settings

TEXT, SHAPE = 4.5, 3.0
SOFT = ("neutral", "info", "success", "warning", "danger")
SOFT_INK = {"neutral": "muted", "info": "link"}
PAGES = ("page", "surface", "sunken")

TEXT_PAIRS = (
    [(ink, page) for ink in ("ink", "muted", "link", "link-hover") for page in PAGES]
    + [(ink, page) for ink in ("success", "warning", "danger") for page in ("page", "surface")]
    + [("ink", f"{tone}-soft") for tone in SOFT]
    + [(SOFT_INK.get(tone, tone), f"{tone}-soft") for tone in SOFT]
    + [("link", f"{tone}-soft") for tone in SOFT]
    + [("on-action", "action"), ("on-action", "action-hover"), ("on-state", "state")]
)
SHAPE_PAIRS = [(shape, page) for shape in ("field", "focus") for page in ("page", "surface")] + [
    ("state-line", "surface"),
    ("on-state", "state"),
    ("action", "surface"),
]


def read_themes() -> dict[str, dict[str, str]]:
    css = (settings.BASE_DIR / "static/css/tokens.css").read_text()
    heads = {
        "light": r':root,\s*\[data-bs-theme="light"\] \{',
        "dark": r'\n\[data-bs-theme="dark"\] \{',
        "system-dark": r":root:not\(\[data-bs-theme\]\) \{",
    }
    return {
        name: colours(re.search(head + r"(.*?)\}", css, re.S)[1]) for name, head in heads.items()
    }


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--mt-([\w-]+): (#[0-9a-f]{6});", block))


def luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def weak_pairs(theme: dict[str, str], pairs: list, least: float) -> list[str]:
    return [
        f"{front} on {back}: {contrast(theme[front], theme[back]):.2f}"
        for front, back in pairs
        if contrast(theme[front], theme[back]) < least
    ]


@pytest.mark.parametrize("name", ["light", "dark"])
def test_text_tokens_reach_four_and_a_half(name):
    assert weak_pairs(read_themes()[name], TEXT_PAIRS, TEXT) == []


@pytest.mark.parametrize("name", ["light", "dark"])
def test_fields_and_icons_reach_three(name):
    assert weak_pairs(read_themes()[name], SHAPE_PAIRS, SHAPE) == []


def test_a_weak_pair_is_found():
    theme = {"muted": "#999999", "page": "#f6f7f8", "ink": "#1b1f24"}

    weak = weak_pairs(theme, [("muted", "page"), ("ink", "page")], TEXT)

    assert weak == ["muted on page: 2.66"]


def test_contrast_matches_the_known_extremes():
    assert contrast("#000000", "#ffffff") == 21
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


def test_both_dark_blocks_are_the_same_and_name_every_light_token():
    themes = read_themes()

    assert themes["dark"] == themes["system-dark"]
    assert themes["dark"].keys() == themes["light"].keys()
