"""The desk for dossiers on paper: enter, scan, compare; the receipt that is handed over."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.tables import Column, Empty, file_of, table, wants_file
from accounts.verdicts import require
from audit.ledger import record_read
from candidates import paper_workflow as workflow
from candidates.models import Application, PaperReceipt
from candidates.paper_forms import PaperDossierForm, ScanForm, VoidForm
from candidates.paper_queries import openings_taking_paper, scans_on_paper
from candidates.paper_rules import can_add_scan, can_compare_paper, can_enter, can_void_entry
from candidates.receipts import receipt_pdf
from documents.workflow import clean_name, send_bytes, send_dossier_file
from positions.models import Opening

TONES = {"ENTERED": "warning", "CONFIRMED": "success", "VOID": "danger"}
COLUMNS = [
    Column(
        gettext_lazy("Họ và tên"),
        lambda row: row.application.profile.full_name,
        url=lambda row: reverse("candidates:paper", args=[row.public_id]),
    ),
    Column(gettext_lazy("Mã hồ sơ"), lambda row: row.application.receipt_code),
    Column(gettext_lazy("Chức danh"), lambda row: row.application.opening.title),
    Column(gettext_lazy("Cách nộp"), lambda row: row.get_channel_display(), order="channel"),
    Column(gettext_lazy("Đến lúc"), lambda row: row.arrived_at, order="arrived_at"),
    Column(gettext_lazy("Dấu bưu điện"), lambda row: row.postmark_on, order="postmark_on"),
    Column(
        gettext_lazy("Tình trạng"),
        lambda row: row.get_state_display(),
        tone=lambda row: TONES[row.state],
        order="state",
    ),
]


@require_GET
def paper_list(request):
    rows = PaperReceipt.objects.visible_to(request.user)
    rows = rows.select_related("application__opening", "application__profile")
    if wants_file(request):
        agency = "application__opening__agency__code"
        return file_of(request, rows, COLUMNS, "ho-so-giay", agency=agency)
    empty = Empty(_("Chưa có hồ sơ giấy nào"), _("Chọn chức danh ở trên để nhập hồ sơ giấy."))
    context = {
        "table": table(request, rows, COLUMNS, empty=empty),
        "openings": openings_taking_paper(request.user),
    }
    return render(request, "candidates/paper_list.html", context)


@require_http_methods(["GET", "POST"])
def paper_new(request, code):
    rows = Opening.objects.visible_to(request.user).at_desk_of(request.user)
    opening = get_object_or_404(rows.select_related("campaign__regulation", "agency"), code=code)
    require(can_enter(request.user, opening))
    form = PaperDossierForm(request.POST or None, opening=opening)
    if request.method == "POST" and form.is_valid():
        profile, source = form.save(commit=False), form.cleaned_data["source"]
        paper = workflow.enter_paper(opening, profile, source, form.arrival(), by=request.user)
        messages.success(request, _("Đã nhập. Thêm bản quét; cán bộ thứ hai đối chiếu với hồ sơ."))
        return redirect("candidates:paper", paper.public_id)
    return render(request, "candidates/paper_form.html", {"form": form, "opening": opening})


@require_GET
def paper(request, public_id):
    return _page(request, _paper(request, public_id))


def _page(request, row: PaperReceipt, **forms: Form):
    record_read(row, by=request.user)
    context = {
        "paper": row,
        "application": row.application,
        "badge": {"label": row.get_state_display(), "tone": TONES[row.state]},
        "items": row.application.items.kept().select_related("file"),
        "scan": can_add_scan(request.user, row),
        "compare": can_compare_paper(request.user, row),
        "void": can_void_entry(request.user, row),
        "scan_form": ScanForm(),
        "void_form": VoidForm(),
        **forms,
    }
    return render(request, "candidates/paper.html", context)


@require_POST
def paper_scan(request, public_id):
    row, form = _paper(request, public_id), ScanForm(request.POST, request.FILES)
    require(can_add_scan(request.user, row))
    if not form.is_valid():
        return _page(request, row, scan_form=form)
    said = form.cleaned_data
    for upload in said["files"]:
        try:
            workflow.add_scan(row, said["kind"], said["copy"], upload, by=request.user)
        except ValidationError as error:
            words = {"name": clean_name(upload.name), "reason": " ".join(error.messages)}
            messages.error(request, _("“%(name)s”: %(reason)s") % words)
    return redirect("candidates:paper", row.public_id)


@require_POST
def paper_compare(request, public_id):
    row = workflow.compare_paper(_paper(request, public_id), by=request.user)
    messages.success(request, _("Đã đối chiếu: hồ sơ được nộp và chờ thẩm định."))
    return redirect("candidates:application-detail", row.application.public_id)


@require_POST
def paper_void(request, public_id):
    row, form = _paper(request, public_id), VoidForm(request.POST)
    require(can_void_entry(request.user, row))
    if not form.is_valid():
        return _page(request, row, void_form=form)
    workflow.void_entry(row, reason=form.cleaned_data["reason"], by=request.user)
    messages.success(request, _("Đã hủy lần nhập này."))
    return redirect("candidates:paper", row.public_id)


@require_GET
def paper_file(request, public_id):
    """A scan of an entry that is not filed yet; afterwards the desk's own page has it."""
    rows = scans_on_paper(request.user).select_related("file", "application")
    item = get_object_or_404(rows, public_id=public_id)
    record_read(item, by=request.user)
    return send_dossier_file(item.file, request.GET)


@require_GET
def desk_receipt(request, public_id):
    """The receipt of somebody without a log-in, to hand over or to post."""
    rows = Application.objects.visible_to(request.user).at_desk_of(request.user)
    rows = rows.select_related("opening__agency", "opening__campaign", "profile")
    row = get_object_or_404(rows.filter(paper__isnull=False, erased_at=None), public_id=public_id)
    record_read(row, by=request.user)
    name = f"bien-nhan-{row.receipt_code}.pdf"
    return send_bytes(receipt_pdf(row), name, "application/pdf")


def _paper(request, public_id) -> PaperReceipt:
    rows = PaperReceipt.objects.visible_to(request.user)
    rows = rows.select_related(
        "application__opening__campaign__regulation",
        "application__opening__agency",
        "application__profile",
        "entered_by",
        "confirmed_by",
    )
    return get_object_or_404(rows, public_id=public_id)
