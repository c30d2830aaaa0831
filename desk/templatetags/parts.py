"""Filters and tags of the interface's parts (templates/components/)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
HUNDRED = 100
CENT = Decimal("0.01")
CHART_WIDTH = 360
CHART_ROW = 46
CHART_BAR = 14


@register.filter
def group4(code: object) -> str:
    """A check code in groups of four, as people read it aloud."""
    text = str(code or "")
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


@register.filter
def mark_vi(mark: Decimal | None) -> str:
    """A mark with at least two decimals and the reader's separator; never rounded here."""
    if mark is None or mark == "":
        return _("chưa có điểm")
    mark = Decimal(mark).normalize()  # columns keep six decimals, zeros among them
    places = max(2, -mark.as_tuple().exponent)
    return number_format(mark, decimal_pos=places, use_l10n=True, force_grouping=False)


def two_digits_in_words(number: int) -> str:
    """0-99 as Vietnamese reads them: mười lăm, hai mươi mốt, tám mươi tư."""
    tens, units = divmod(number, 10)
    if tens == 0:
        return DIGITS[units]
    if units == 0:
        return "mười" if tens == 1 else f"{DIGITS[tens]} mươi"
    if tens == 1:
        return f"mười {'lăm' if units == 5 else DIGITS[units]}"
    last = {1: "mốt", 4: "tư", 5: "lăm"}.get(units, DIGITS[units])
    return f"{DIGITS[tens]} mươi {last}"


@register.filter
def in_words_mark(mark: Decimal | None) -> str:
    """A mark of 0-100 in words, one reading for each: 84.40 → Tám mươi tư phẩy bốn mươi."""
    if mark is None or mark == "":
        return _("chưa có điểm")
    mark = Decimal(mark)
    if not 0 <= mark <= HUNDRED or mark != mark.quantize(CENT):
        raise ValueError(f"not a mark of 0-100 with two decimals: {mark}")
    whole, cents = divmod(int(mark * HUNDRED), HUNDRED)
    words = "một trăm" if whole == HUNDRED else two_digits_in_words(whole)
    decimals = f"không {DIGITS[cents]}" if cents < 10 else two_digits_in_words(cents)
    words = f"{words} phẩy {decimals}"
    return words[0].upper() + words[1:]


@register.filter
def paired(columns: Iterable, cells: Iterable) -> list[tuple]:
    """Each column with its cell, for tables that name the column beside the value on phones."""
    return list(zip(columns, cells, strict=False))


@register.filter
def elided(page: Page) -> Iterable[int | str]:
    """The page numbers worth showing: the first, the last and those around this one."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative icon of static/icons.svg; its meaning is always also in the text."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("icons.svg"),
        name,
    )


@register.inclusion_tag("components/_badge.html")
def badge(label: str, tone: str = "neutral") -> dict[str, Any]:
    return {"label": label, "tone": tone}


@register.inclusion_tag("components/_verdict_button.html", takes_context=True)
def verdict_button(
    context, verdict, label: str, url: str, *, tone: str = "primary", confirm: str = ""
) -> dict[str, Any]:
    """A verb's button, or the reason why it may not be pressed."""
    return {
        "verdict": verdict,
        "label": label,
        "url": url,
        "tone": tone,
        "confirm": confirm,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("components/_table.html", takes_context=True)
def data_table(context, table, *, caption: str = "") -> dict[str, Any]:
    return {
        "table": table,
        "caption": caption,
        "request": context.get("request"),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("components/_pagination.html", takes_context=True)
def pagination(context, page) -> dict[str, Any]:
    return {"page": page, "request": context.get("request")}


def bar_chart(rows: Iterable[tuple[str, Any, str]]) -> dict[str, Any]:
    """Geometry of a chart of horizontal bars from (label, value, text); None draws no bar."""
    rows = list(rows)
    top = max((value for _label, value, _text in rows if value is not None), default=0) or 1
    bars = [
        {
            "label": label,
            "value": value,
            "text": text,
            "x": 0,
            "y": at * CHART_ROW + 24,
            "w": 0 if value is None else int(value / top * CHART_WIDTH),
            "h": CHART_BAR,
        }
        for at, (label, value, text) in enumerate(rows)
    ]
    return {"width": CHART_WIDTH, "height": len(rows) * CHART_ROW, "bars": bars}


@register.inclusion_tag("components/_figure.html")
def bar_figure(caption: str, rows, *, label: str = "", unit: str = "") -> dict[str, Any]:
    """Chart and table of the same rows (label, value, text)."""
    return {"caption": caption, "chart": bar_chart(rows), "label": label, "unit": unit}
