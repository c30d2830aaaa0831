"""Where the reader is, and whom a role names."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from agencies.models import Agency, Membership
from exams.queries.paper import HOLDER_SCOPE
from exams.rules.exam import CHAIR_SCOPE
from positions.models import Campaign, Duty

register = template.Library()

CAMPAIGN = "campaign:"


@register.inclusion_tag("components/_breadcrumb.html")
def crumbs(*parts: str) -> dict[str, Any]:
    """Label and address in turn; the last label stands alone: this page."""
    labels, addresses = parts[0::2], (*parts[1::2], "")
    pairs = zip(labels, addresses, strict=False)
    return {"crumbs": [{"label": label, "url": url} for label, url in pairs]}


@register.filter
def scope_words(scope: str) -> str:
    """`role@agency` as people say it: the role and the agency's name; so for boards of an exam."""
    role, _at, code = scope.partition("@")
    if code.startswith(CAMPAIGN):
        return _duty_words(role, code.removeprefix(CAMPAIGN))
    labels = dict(Membership.Role.choices)
    name = Agency.objects.filter(code=code).values_list("name", flat=True).first()
    return f"{labels.get(role, role)}, {name or code}"


def _duty_words(role: str, code: str) -> str:
    labels = dict(Duty.Board.choices) | {
        CHAIR_SCOPE: _("Chủ tịch Hội đồng"),
        HOLDER_SCOPE: _("Người giữ khóa bản đồ phách"),
    }
    name = Campaign.objects.filter(code=code).values_list("name", flat=True).first()
    return f"{labels.get(role, role)}, {name or code}"
