"""Openings of a campaign from a workbook: template, upload, preview or faults, import."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.tables import PAGE, download
from accounts.verdicts import require
from audit.ledger import record
from documents.content import XLSX
from documents.workbooks.faults import MOST_SHOWN, BadWorkbook, Fault
from documents.workbooks.reading import read
from documents.workbooks.template import returned
from positions.bulk import store
from positions.bulk.columns import OPENINGS, SHEETS
from positions.bulk.template import template
from positions.forms import OpeningWorkbookForm
from positions.models import Campaign, OpeningWorkbook
from positions.queries import instant_words
from positions.rules import can_add_opening, can_take_template
from positions.workflow import Draft


@require_http_methods(["GET", "POST"])
def opening_import(request, code):
    """What to do, the template and the upload; a POST keeps the workbook and leads to its page."""
    rows = Campaign.objects.visible_to(request.user).at_desk_of(request.user)
    campaign = get_object_or_404(rows.select_related("host", "regulation"), code=code)
    require(can_add_opening(request.user, campaign))
    form = OpeningWorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            upload = form.cleaned_data["file"]
            return redirect(store.keep_workbook(campaign, upload, by=request.user))
        except ValidationError as error:
            form.add_error("file", error)
    context = {"campaign": campaign, "form": form, "columns": OPENINGS}
    return render(request, "positions/opening_import.html", context)


@require_GET
def opening_template(request):
    require(can_take_template(request.user))
    return download(template(request.user), XLSX, "chuc-danh-mau.xlsx")


@require_GET
def opening_workbook(request, public_id):
    """What the workbook would enter, or what is wrong with it."""
    workbook = _workbook(request, public_id)
    context = {
        "workbook": workbook,
        "campaign": workbook.campaign,
        "add_opening": can_add_opening(request.user, workbook.campaign),
        "form": OpeningWorkbookForm(),
    }
    if not workbook.imported_at:
        context |= _look(request, workbook)
    return render(request, "positions/opening_workbook.html", context)


def _look(request, workbook: OpeningWorkbook) -> dict:
    """The faults that were found, or those of this moment, or else the openings."""
    if workbook.faults:
        return _faults(store.faults_of(workbook))
    try:
        drafts = store.look_at(workbook)
    except BadWorkbook as bad:
        return _faults(bad.faults)
    page = Paginator(drafts, PAGE).get_page(request.GET.get("page"))
    return {
        "page": page,
        "rows": [_shown(draft) for draft in page],
        "n_openings": len(drafts),
        "seats": sum(draft.opening.seats for draft in drafts),
        "has_written_round": workbook.campaign.regulation.has_written_round,
    }


def _shown(draft: Draft) -> dict:
    opening = draft.opening
    return {
        "opening": opening,
        "standards": len(opening.standards.splitlines()),
        "deadline": instant_words(opening.receipt_deadline),
        "written_on": draft.written_on,
        "presentation_on": draft.presentation_on,
    }


def _faults(faults: list[Fault]) -> dict:
    return {
        "faults": faults[:MOST_SHOWN],
        "n_faults": len(faults),
        "most": MOST_SHOWN,
        "is_readable": bool(faults[0].sheet),
    }


@require_POST
def opening_workbook_import(request, public_id):
    workbook = _workbook(request, public_id)
    try:
        openings = store.import_workbook(workbook, by=request.user)
    except BadWorkbook as bad:
        text = _("Không nhập gì: tệp có %(count)s lỗi.") % {"count": len(bad.faults)}
        messages.error(request, text)
        return redirect(workbook)
    if not openings:
        messages.info(request, _done_before(_workbook(request, public_id)))
        return redirect(workbook)
    text = ngettext(
        "Đã nhập %(n)s chức danh. Kiểm tra rồi trình phê duyệt.",
        "Đã nhập %(n)s chức danh. Kiểm tra rồi trình phê duyệt từng chức danh.",
        len(openings),
    )
    messages.success(request, text % {"n": len(openings)})
    return redirect("positions:campaign-detail", workbook.campaign.code)


def _done_before(workbook: OpeningWorkbook) -> str:
    at = date_format(localtime(workbook.imported_at), "DATETIME_FORMAT")
    return _("Tệp này đã nhập lúc %(at)s nên không nhập lần nữa.") % {"at": at}


@require_GET
def opening_workbook_returned(request, public_id):
    """The refused workbook with a column of faults; nothing else of what the file held."""
    workbook = _workbook(request, public_id)
    faults = [] if workbook.imported_at else store.faults_of(workbook) or store.faults_now(workbook)
    if not faults or not faults[0].sheet:
        return redirect(workbook)
    content = returned(read(workbook.file.path, SHEETS), faults, SHEETS)
    _record_download(request, workbook)
    return download(content, XLSX, f"loi-{workbook.public_id[:8]}.xlsx")


def _record_download(request, workbook: OpeningWorkbook) -> None:
    """Who took it: on the chain of the host."""
    host = workbook.campaign.host.code
    data = {"list": "opening_workbook", "workbook": workbook.public_id, "sha256": workbook.sha256}
    with transaction.atomic():
        record(chain=f"access:{host}", kind="audit_export", by=request.user, agency=host, data=data)


def _workbook(request, public_id: str) -> OpeningWorkbook:
    rows = OpeningWorkbook.objects.visible_to(request.user)
    rows = rows.select_related("campaign__host", "campaign__regulation", "file", "uploaded_by")
    return get_object_or_404(rows, public_id=public_id)
