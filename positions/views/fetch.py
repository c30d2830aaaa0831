"""Objects of staff pages, found among those one works on or watches; others are 404."""

from django.shortcuts import get_object_or_404

from accounts.models import User
from positions.models import Opening


def opening_at_desk(user: User, code: str) -> Opening:
    """A live opening by its code."""
    rows = Opening.objects.visible_to(user).at_desk_of(user)
    rows = rows.select_related("agency", "authority", "campaign__host", "regulation")
    return get_object_or_404(rows.filter(origin=Opening.Origin.LIVE), code=code)
