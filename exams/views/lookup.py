"""How the pages of an exam find it."""

from django.shortcuts import get_object_or_404

from exams.models import Exam


def exam_of(request, code: str, **more) -> Exam:
    """The exam of a campaign, for who may see it; 404 otherwise."""
    rows = Exam.objects.visible_to(request.user).select_related(
        "campaign__host", "campaign__regulation"
    )
    return get_object_or_404(rows, campaign__code=code, **more)


def written_exam_of(request, code: str) -> Exam:
    """The same, of an exam that has a written round."""
    return exam_of(request, code, sitting__isnull=False)
