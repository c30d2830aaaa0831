"""The head's page of deciding to proceed although letters are open."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.verdicts import require
from exams.forms import ProceedForm
from exams.rules.letters import can_proceed, letters_to_decide_on
from exams.views.lookup import exam_of
from exams.workflow.letters import proceed


@require_http_methods(["GET", "POST"])
def exam_proceed(request, code):
    exam = exam_of(request.user, code)
    require(can_proceed(request.user, exam.campaign))
    form = ProceedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        proceed(exam.campaign, reason, form.document, by=request.user)
        messages.success(request, _("Đã ghi quyết định tiếp tục."))
        return redirect("exams:exam-detail", code)
    letters = letters_to_decide_on(request.user, exam.campaign)
    context = {"form": form, "campaign": exam.campaign, "letters": letters}
    return render(request, "exams/proceed_form.html", context)
