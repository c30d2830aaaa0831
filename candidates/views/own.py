"""The candidate's own pages: application, receipt, own data."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms import Form
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.verdicts import require
from audit.queries import history
from candidates import workflow
from candidates.dossier import checklist, is_rostered, source_note, still_missing
from candidates.erasure import erase_own
from candidates.form2c import KEPT_APART, Printed, filled, printed
from candidates.forms import ItemForm, ObjectionForm, ReplyForm, SourceForm
from candidates.models import Application, CandidateProfile, DossierItem, Objection
from candidates.notice_queries import contact_lines
from candidates.objection_rules import can_object, last_moment
from candidates.objection_workflow import object_to_refusal
from candidates.own_data import own_data
from candidates.printing import FORMS
from candidates.queries import application_badge, own_reads, own_timeline, submission_tasks
from candidates.retention import can_erase_profile, own_keeping
from candidates.rules import (
    can_add_item,
    can_apply,
    can_edit,
    can_submit,
    can_supplement,
    can_withdraw,
    open_supplement,
)
from candidates.vetting_queries import check_lines
from candidates.vetting_workflow import answer_supplement
from documents.workflow import clean_name, send_bytes, send_dossier_file
from positions.models import Opening
from positions.queries import instant_words, step_bar

DRAFT = Application.State.DRAFT


@require_GET
def own_data_file(request):
    """All that is kept of the reader, as a file no browser runs."""
    content = json.dumps(own_data(request.user), ensure_ascii=False, indent=1)
    return send_bytes(content.encode(), "du-lieu-cua-toi.json", "application/json")


@require_http_methods(["GET", "POST"])
def own_erasure(request):
    """What is kept until when, and the button that erases what may go at once."""
    if request.method == "POST":
        n_drafts = erase_own(request.user)
        text = _("Đã xóa lý lịch và %(n)s hồ sơ đang soạn.") % {"n": n_drafts}
        messages.success(request, text)
        return redirect("desk:me")
    context = {
        "erase": can_erase_profile(request.user, _profile(request)),
        "keeping": own_keeping(request.user),
    }
    return render(request, "candidates/own_erasure.html", context)


@require_http_methods(["GET", "POST"])
def apply(request, code):
    rows = Opening.objects.visible_to(request.user).public()
    rows = rows.select_related("campaign", "agency", "standard__title")
    opening = get_object_or_404(rows, code=code)
    profile = _profile(request)
    if profile is None or not profile.is_filled:
        messages.info(request, _("Trước hết hãy điền lý lịch của bạn, chỉ một lần."))
        return redirect(reverse("candidates:profile", query={"for": opening.code}))
    found = Application.objects.visible_to(request.user).own(request.user).filter(opening=opening)
    if application := found.first():
        return redirect("candidates:application", application.public_id)
    if request.method == "POST":
        application = workflow.start_application(opening, profile=profile, by=request.user)
        return redirect("candidates:application", application.public_id)
    context = {
        "opening": opening,
        "profile": profile,
        "apply": can_apply(request.user, opening),
        "self_check": check_lines(opening, profile),
        "self_check_for": opening,
    }
    return render(request, "candidates/apply.html", context)


@require_http_methods(["GET", "POST"])
def application(request, public_id):
    row = _own(request, public_id)
    form = SourceForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        workflow.choose_source(row, form.cleaned_data["source"], by=request.user)
        messages.success(request, _("Đã lưu."))
        return redirect("candidates:application", row.public_id)
    return _page(request, row, source_form=form)


def _page(request, row: Application, **forms: Form):
    """The application, with the form that was filled in; the others are empty."""
    asked, until = open_supplement(row), last_moment(row.opening)
    items, lines = list(row.items.kept().select_related("file")), history(row)
    rostered = is_rostered(row)
    dossier = checklist(row, items, rostered)
    lacking = still_missing(dossier)
    context = {
        "application": row,
        "badge": application_badge(row),
        "steps": step_bar(row.opening),
        "items": items,
        "tasks": submission_tasks(row, lacking=len(lacking)),
        "source_form": SourceForm(instance=row),
        "item_form": ItemForm(initial={"kind": lacking[0].code} if lacking else None),
        "edit": can_edit(request.user, row),
        "submit": can_submit(request.user, row, request.received_at),
        "withdraw": can_withdraw(request.user, row),
        "asked": asked,
        "asked_until": instant_words(asked.due_at) if asked else "",
        "added_items": [item for item in items if asked and item.file.uploaded_at > asked.asked_at],
        "dossier": dossier,
        "lacking": lacking,
        "printable": FORMS if row.state == DRAFT else (),
        "source_note": source_note(row, rostered) if row.state == DRAFT else "",
        "supplement": can_supplement(request.user, row, request.received_at),
        "reply_form": ReplyForm(),
        "objection_form": ObjectionForm(),
        "object": can_object(request.user, row, request.received_at),
        "objection": Objection.objects.visible_to(request.user).filter(application=row).first(),
        "object_until": instant_words(until) if until else "",
        "form_2c": _filed_sections(row),
        "self_check": check_lines(row.opening, row.profile) if row.state == DRAFT else [],
        "self_check_for": row.opening,
        "timeline": own_timeline(lines, request.user, contact_lines(row)),
        "reads": own_reads(lines),
        **forms,
    }
    return render(request, "candidates/application.html", context)


def _filed_sections(row: Application) -> list[Printed]:
    """The lists of the profile that was filed, for its owner."""
    filed = getattr(row, "filed", None)
    return filled(printed(filed.content, mask=True, beyond=KEPT_APART)) if filed else []


@require_POST
def item_add(request, public_id):
    row = _own(request, public_id)
    require(can_add_item(request.user, row, request.received_at))
    form = ItemForm(request.POST, request.FILES)
    for errors in form.errors.values():
        messages.error(request, " ".join(errors))
    for upload in form.cleaned_data["files"] if form.is_valid() else []:
        _add_item(request, row, form.cleaned_data, upload)
    url = reverse("candidates:application", args=[row.public_id]) + "#items"
    # The script that shows the progress goes there itself: a followed redirect eats the messages.
    return JsonResponse({"url": url}) if "X-Upload" in request.headers else redirect(url)


def _add_item(request, row: Application, said: dict[str, Any], upload: UploadedFile) -> None:
    """Each file by itself: one that is refused takes no other along."""
    try:
        given = {"by": request.user, "received_at": request.received_at, "copy": said["copy"]}
        item = workflow.add_item(row, said["kind"], upload, **given)
    except ValidationError as error:
        words = {"name": clean_name(upload.name), "reason": " ".join(error.messages)}
        messages.error(request, _("“%(name)s”: %(reason)s") % words)
    else:
        messages.success(request, _("Đã nhận “%(name)s”.") % {"name": item.file.name})


@require_POST
def item_remove(request, public_id):
    rows = DossierItem.objects.visible_to(request.user).kept().select_related("application")
    item = get_object_or_404(rows, public_id=public_id)
    workflow.remove_item(item, by=request.user, received_at=request.received_at)
    messages.success(request, _("Đã bỏ tài liệu."))
    return redirect("candidates:application", item.application.public_id)


@require_POST
def application_submit(request, public_id):
    row = _own(request, public_id)
    workflow.submit(row, by=request.user, received_at=request.received_at)
    return redirect("candidates:receipt", row.public_id)


@require_POST
def supplement_answer(request, public_id):
    row, form = _own(request, public_id), ReplyForm(request.POST)
    if not form.is_valid():
        return _page(request, row, reply_form=form)
    reply, now = form.cleaned_data["reply"], request.received_at
    answer_supplement(row, reply, by=request.user, received_at=now)
    messages.success(request, _("Đã gửi phần bổ sung."))
    return redirect("candidates:application", row.public_id)


@require_POST
def objection_file(request, public_id):
    row, form = _own(request, public_id), ObjectionForm(request.POST)
    require(can_object(request.user, row, request.received_at))
    if not form.is_valid():
        return _page(request, row, objection_form=form)
    grounds, now = form.cleaned_data["grounds"], request.received_at
    object_to_refusal(row, grounds, by=request.user, received_at=now)
    messages.success(
        request, _("Đã nhận khiếu nại. Cán bộ khác xem lại, người đứng đầu quyết định.")
    )
    return redirect("candidates:application", row.public_id)


@require_POST
def application_withdraw(request, public_id):
    row = workflow.withdraw(_own(request, public_id), by=request.user)
    messages.success(request, _("Đã rút hồ sơ."))
    return redirect("candidates:application", row.public_id)


@require_GET
def receipt(request, public_id):
    row = _own(request, public_id)
    if row.submitted_at is None:
        return redirect("candidates:application", row.public_id)
    submitted = [line for line in history(row) if line.kind == "application.submitted"]
    context = {
        "application": row,
        "entry": submitted[0] if submitted else None,
        "items": row.items.kept().select_related("file"),
    }
    return render(request, "candidates/receipt.html", context)


@require_GET
def item_file(request, public_id):
    rows = DossierItem.objects.visible_to(request.user).own_side(request.user)
    item = get_object_or_404(rows.select_related("file"), public_id=public_id)
    return send_dossier_file(item.file, request.GET)


def _profile(request) -> CandidateProfile | None:
    return CandidateProfile.objects.visible_to(request.user).first()


def _own(request, public_id) -> Application:
    rows = Application.objects.visible_to(request.user).own(request.user)
    rows = rows.select_related(
        "opening__agency",
        "opening__campaign__regulation",
        "opening__standard__title",
        "profile",
        "filed",
    )
    return get_object_or_404(rows, public_id=public_id)
