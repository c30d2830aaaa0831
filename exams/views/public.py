"""Public result pages. Imported exams have none."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from exams.models import Exam
from exams.queries.exam import public_results, seals_of
from exams.queries.progress import stages
from positions.models import Campaign

PAGE = 20


@login_not_required
@require_GET
def result_list(request):
    rows = Campaign.objects.visible_to(request.user).public()
    rows = rows.filter(exam__state__in=Exam.RELEASED_STATES).select_related("host", "exam")
    page = Paginator(rows.order_by("-exam__released_at"), PAGE).get_page(request.GET.get("page"))
    return render(request, "exams/result_list.html", {"page": page})


@login_not_required
@require_GET
def result_public(request, code):
    rows = Campaign.objects.visible_to(request.user).public()
    campaign = rows.filter(code=code).select_related("host", "regulation", "exam").first()
    if campaign is None:
        raise Http404(_("Không có đợt thi đã công bố nào mang mã này."))
    exam = getattr(campaign, "exam", None)
    released = exam is not None and exam.state in Exam.RELEASED_STATES
    context = {
        "campaign": campaign,
        "exam": exam,
        "released": released,
        "stages": stages(campaign, exam),
        "results": public_results(exam) if released else [],
        "checkpoints": seals_of(exam) if released else [],
    }
    return render(request, "exams/result_public.html", context)
