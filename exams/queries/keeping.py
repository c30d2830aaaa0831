"""Whose dossiers are kept for good."""

from django.db.models import Exists, OuterRef, QuerySet

from candidates.models import Application
from exams.models import Result


def but_not_appointed(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Without those who were appointed: their dossiers belong to the personnel file."""
    appointed = Result.objects.current().filter(
        application=OuterRef("pk"), appointed_on__isnull=False
    )
    return rows.exclude(Exists(appointed))
