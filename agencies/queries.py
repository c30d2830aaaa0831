"""Reads over agencies and memberships."""

from typing import Any

from django.db import models
from django.db.models.functions import Concat

from agencies.models import Agency, Membership

Role = Membership.Role


def scopes_of(user: Any) -> list[str]:
    """Every `role@agency code` the user holds now, in one query."""
    if not user.is_authenticated:
        return []
    rows = Membership.objects.current().filter(user=user).values_list("role", "agency__code")
    return [f"{role}@{code}" for role, code in rows]


def agencies_where(user: Any, *roles: str) -> models.QuerySet[Agency]:
    """Agencies at which the user now holds one of the roles (for subqueries)."""
    if not user.is_authenticated:
        return Agency.objects.none()
    held = Membership.objects.current().filter(user=user, role__in=roles)
    return Agency.objects.filter(pk__in=held.values("agency"))


def agencies_overseen(user: Any, *roles: str) -> models.QuerySet[Agency]:
    """Agencies at which, or above which, the user now holds one of the roles."""
    held = agencies_where(user, *roles)
    path = models.ExpressionWrapper(models.OuterRef("path"), models.CharField())
    above = held.annotate(below=path).filter(below__startswith=Concat("path", models.Value("/")))
    return Agency.objects.filter(models.Q(pk__in=held) | models.Exists(above))


def memberships_of(user: Any) -> list[Membership]:
    """The user's current memberships with their agencies, in one query."""
    if not user.is_authenticated:
        return []
    return list(Membership.objects.current().filter(user=user).select_related("agency"))


def admin_scope(agency: Agency) -> str:
    """Who decides over roles at an agency: its own administrators once there are two of them,
    until then those of the nearest level above that has two.
    """
    current = agency
    while current.parent_id and _count_admins(current) < 2:
        current = current.parent
    return f"{Role.AGENCY_ADMIN}@{current.code}"


def _count_admins(agency: Agency) -> int:
    admins = Membership.objects.current().filter(agency=agency, role=Role.AGENCY_ADMIN)
    return admins.count()


def topmost(agency: Agency) -> Agency:
    """The ancestor without a parent; it fixes sector and province."""
    return agency.root or agency
