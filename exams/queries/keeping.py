"""Whose dossiers are kept for good."""

from django.db.models import QuerySet

from candidates.models import Application


def but_not_appointed(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Without those who were appointed: their dossiers belong to the personnel file."""
    return rows.exclude(results__is_current=True, results__appointed_on__isnull=False)
