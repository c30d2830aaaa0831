"""HR pages of vetting: one dossier, the verdicts that wait, what was found of everybody."""

import re
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.verdicts import require
from audit.ledger import record_read
from audit.queries import history
from candidates import objection_workflow
from candidates import vetting_workflow as workflow
from candidates.dossier import checklist, still_missing, wanted_words
from candidates.findings import criteria_of
from candidates.form2c import KEPT_APART, filled, printed
from candidates.forms import ReasonForm
from candidates.models import Application, DossierItem, EligibilityCheck, Objection
from candidates.notice_queries import sent_notices
from candidates.objection_rules import can_answer
from candidates.queries import application_badge
from candidates.rules import open_supplement
from candidates.same_person import alike
from candidates.vetting_forms import AnswerForm, SupplementForm, VettingForm
from candidates.vetting_queries import (
    checks_to_confirm,
    matrix,
    next_to_vet,
    planning_lines,
    with_checks,
)
from candidates.vetting_rules import (
    can_confirm,
    can_decide,
    can_end_supplement,
    waits_for_original,
)
from positions.models import Opening
from positions.queries import instant_words

PAGE, PROPOSED = 25, EligibilityCheck.State.PROPOSED


@require_http_methods(["GET", "POST"])
def application_detail(request, public_id):
    row = _application(request, public_id)
    if request.method == "GET":
        return _page(request, row)
    require(can_decide(request.user, row))
    form = VettingForm(request.POST, application=row)
    if form.is_valid():
        data = form.cleaned_data
        workflow.decide(row, data["verdict"], data["reason"], form.findings(), by=request.user)
        messages.success(request, _("Đã ghi kết luận. Cán bộ thứ hai xác nhận."))
        return _onwards(request, row)
    return _page(request, row, form=form)


@require_POST
def supplement_ask(request, public_id):
    row, form = _application(request, public_id), SupplementForm(request.POST)
    if not form.is_valid():
        return _page(request, row, supplement_form=form)
    data = form.cleaned_data
    workflow.ask_supplement(row, data["wanted"], data["due_on"], by=request.user)
    messages.success(request, _("Đã yêu cầu bổ sung và báo cho người dự tuyển."))
    return _onwards(request, row)


def _comparable(items: list[DossierItem]) -> set[str]:
    return {item.public_id for item in items if waits_for_original(item)}


@require_POST
def item_compare(request, public_id):
    rows = DossierItem.objects.visible_to(request.user).desk_side(request.user)
    item = get_object_or_404(rows.select_related("application__opening"), public_id=public_id)
    workflow.compare_original(item, by=request.user)
    messages.success(request, _("Đã ghi: đã đối chiếu bản chính."))
    return redirect("candidates:application-detail", item.application.public_id)


@require_POST
def supplement_end(request, public_id):
    row = workflow.end_supplement(_application(request, public_id), by=request.user)
    messages.success(request, _("Đã kết thúc chờ bổ sung. Hồ sơ được thẩm định như đã nộp."))
    return redirect("candidates:application-detail", row.public_id)


def _onwards(request, row: Application):
    """Back to the dossier, or on to the next one where that was the button."""
    if "next" not in request.POST:
        return redirect("candidates:application-detail", row.public_id)
    if following := next_to_vet(request.user, row):
        return redirect("candidates:application-detail", following.public_id)
    messages.info(request, _("Không còn hồ sơ nào chờ kết luận."))
    return redirect("candidates:application-list")


def _page(request, row: Application, **forms: Form):
    """One dossier, with the form that was filled in; the others are empty."""
    record_read(row, by=request.user)
    checks = list(row.checks.all())
    check = next((each for each in checks if each.state == PROPOSED), None)
    items = list(row.items.kept().select_related("file"))
    planning = planning_lines(row)
    lacking = still_missing(checklist(row, items, bool(planning)))
    decide = can_decide(request.user, row)
    asked = open_supplement(row)
    objection = getattr(row, "objection", None)
    context = {
        "application": row,
        **_filed_facts(row),
        "alike": alike(row, request.user),
        "badge": application_badge(row),
        "items": items,
        "lacking": lacking,
        "comparable": _comparable(items) if decide or asked else set(),
        "checks": checks,
        "open_check": check,
        "form": None,
        "planning": planning,
        "decide": decide,
        "confirm": can_confirm(request.user, check) if check else None,
        "supplement_form": SupplementForm(initial={"wanted": wanted_words(lacking)}),
        "answer_form": AnswerForm(),
        "objection": objection,
        "answer": can_answer(request.user, objection) if objection else None,
        "supplements": row.supplements.select_related("asked_by"),
        "asked": asked,
        "asked_until": instant_words(asked.due_at) if asked else "",
        "end_supplement": can_end_supplement(request.user, row) if asked else None,
        "notices": sent_notices(row),
        "history": history(row),
        **forms,
    }
    if decide and not context["form"]:
        context["form"] = VettingForm(application=row, items=items)
    return render(request, "candidates/application_detail.html", context)


def _filed_facts(row: Application) -> dict[str, Any]:
    """What was filed; of dossiers older than the filed copy what the profile says."""
    if filed := getattr(row, "filed", None):
        sections = filled(printed(filed.content, beyond=KEPT_APART))
        phone = filed.content["facts"]["phone"]
        return {"citizen_id": filed.citizen_id, "phone": phone, "form_2c": sections}
    return {"citizen_id": row.profile.citizen_id, "phone": row.profile.phone, "form_2c": []}


@require_POST
def objection_answer(request, public_id):
    row, form = _application(request, public_id), AnswerForm(request.POST)
    rows = Objection.objects.visible_to(request.user).filter(application=row)
    objection = get_object_or_404(rows.select_related("application__opening__campaign"))
    require(can_answer(request.user, objection))
    if not form.is_valid():
        return _page(request, row, answer_form=form)
    objection_workflow.answer_objection(objection, **form.cleaned_data, by=request.user)
    messages.success(request, _("Đã trình trả lời. Người đứng đầu cơ quan quyết định."))
    return redirect("candidates:application-detail", row.public_id)


@require_http_methods(["GET", "POST"])
def check_list(request):
    """Verdicts of colleagues; the chosen ones are confirmed together, or none of them."""
    rows = checks_to_confirm(request.user)
    if request.method == "POST":
        keys = {
            int(key) for key in request.POST.getlist("check") if re.fullmatch("[0-9]{1,18}", key)
        }
        chosen = list(rows.filter(pk__in=keys))
        if len(chosen) < len(keys):
            messages.error(request, _("Có kết luận vừa thay đổi. Hãy xem lại rồi chọn lại."))
        elif not chosen:
            messages.error(request, _("Hãy chọn ít nhất một kết luận."))
        else:
            _confirm(request, chosen)
        return redirect("candidates:check-list")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "candidates/check_list.html", {"page": page})


def _confirm(request, chosen: list[EligibilityCheck]) -> None:
    n = len(workflow.confirm_all(chosen, by=request.user))
    words = ngettext("Đã xác nhận %(n)s kết luận.", "Đã xác nhận %(n)s kết luận.", n)
    messages.success(request, words % {"n": n})


@require_POST
def check_confirm(request, pk):
    check = workflow.confirm(_check(request, pk), by=request.user)
    messages.success(request, _("Đã xác nhận và báo cho người dự tuyển."))
    return redirect("candidates:application-detail", check.application.public_id)


@require_POST
def check_return(request, pk):
    check, form = _check(request, pk), ReasonForm(request.POST)
    if form.is_valid():
        workflow.send_back(check, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("Đã trả lại để thẩm định lại."))
    else:
        messages.error(request, _("Hãy ghi lý do trả lại."))
    return redirect("candidates:application-detail", check.application.public_id)


@require_GET
def opening_matrix(request, code):
    """Criterion × candidate; whoever may not vet the dossiers does not see that it exists."""
    mine = Application.objects.visible_to(request.user).at_desk_of(request.user)
    rows = Opening.objects.visible_to(request.user).filter(applications__in=mine).distinct()
    opening = get_object_or_404(
        rows.select_related("standard__title", "agency", "campaign"), code=code
    )
    record_read(opening, by=request.user)
    page = Paginator(mine.filter(opening=opening), PAGE).get_page(request.GET.get("page"))
    rows = matrix(opening, page.object_list)
    context = {"opening": opening, "criteria": criteria_of(opening), "rows": rows, "page": page}
    return render(request, "candidates/opening_matrix.html", context)


def _application(request, public_id) -> Application:
    rows = Application.objects.visible_to(request.user).at_desk_of(request.user)
    rows = rows.select_related(
        "opening__agency",
        "opening__campaign__regulation",
        "opening__standard__title",
        "profile",
        "filed",
        "objection__answered_by",
        "objection__settled_by",
    )
    return get_object_or_404(with_checks(rows), public_id=public_id)


def _check(request, pk) -> EligibilityCheck:
    rows = EligibilityCheck.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("application__opening__agency"), pk=pk)
