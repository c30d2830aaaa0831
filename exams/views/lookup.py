"""How the pages of an exam find it."""

from typing import Any

from django.shortcuts import get_object_or_404

from exams.models import Exam


def exam_of(user: Any, code: str, **more: Any) -> Exam:
    """The exam of a campaign, for who may see it; 404 otherwise."""
    rows = Exam.objects.visible_to(user).select_related("campaign__host", "campaign__regulation")
    return get_object_or_404(rows, campaign__code=code, **more)


def written_exam_of(user: Any, code: str) -> Exam:
    """The same, of an exam that has a written round."""
    return exam_of(user, code, sitting__isnull=False)
