"""Where the reader is, and whom a role names."""

from typing import Any

from django import template

from agencies.models import Agency, Membership

register = template.Library()


@register.inclusion_tag("components/_breadcrumb.html")
def crumbs(*parts: str) -> dict[str, Any]:
    """Label and address in turn; the last label stands alone: this page."""
    labels, addresses = parts[0::2], (*parts[1::2], "")
    pairs = zip(labels, addresses, strict=False)
    return {"crumbs": [{"label": label, "url": url} for label, url in pairs]}


@register.filter
def scope_words(scope: str) -> str:
    """`role@agency` as people say it: the role and the agency's name."""
    role, _at, code = scope.partition("@")
    labels = dict(Membership.Role.choices)
    name = Agency.objects.filter(code=code).values_list("name", flat=True).first()
    return f"{labels.get(role, role)}, {name or code}"
