"""The candidate's own result."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from candidates.models import Application
from exams.models import Result
from exams.queries.exam import outcome_badge, published_seat


@require_GET
def own_result(request, public_id):
    rows = Application.objects.visible_to(request.user).own(request.user)
    application = get_object_or_404(rows.select_related("opening__campaign"), public_id=public_id)
    result = Result.objects.visible_to(request.user).filter(application=application).first()
    context = {
        "application": application,
        "seat": published_seat(application),
        "result": result,
        "badge": outcome_badge(result) if result else None,
    }
    return render(request, "exams/own_result.html", context)
