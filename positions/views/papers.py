"""Pages of official documents: list, draft, record as signed, confirm, void, files."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.tables import Column, Empty, file_of, table, wants_file
from accounts.verdicts import require
from audit.ledger import record_read
from audit.queries import history
from documents.models import OfficialDocument
from documents.rendering.pdf_file import pdf
from documents.rendering.word_file import DOCX, docx
from documents.workflow import send, send_bytes
from positions import paperwork
from positions.change_workflow import last_change_typed
from positions.models import Campaign
from positions.paper_forms import PaperForm, RecordForm, VoidForm
from positions.paper_queries import campaign_of, paper_badge
from positions.paper_rules import (
    can_confirm_paper,
    can_draft_paper,
    can_record_paper,
    can_void_paper,
    draft_verdicts,
)
from positions.papers import title_of
from positions.rules import is_campaign_hr

Kind = OfficialDocument.Kind
COLUMNS = [
    Column(
        gettext_lazy("Trích yếu"),
        lambda row: row.title,
        url=lambda row: reverse("positions:paper-detail", args=[row.public_id]),
        order="title",
    ),
    Column(gettext_lazy("Loại"), lambda row: row.get_kind_display(), order="kind"),
    Column(gettext_lazy("Số, ký hiệu"), lambda row: row.reference, order="reference"),
    Column(gettext_lazy("Ngày ban hành"), lambda row: row.issued_on, order="issued_on"),
    Column(gettext_lazy("Người ký"), lambda row: row.signer_name, order="signer_name"),
    Column(
        gettext_lazy("Tình trạng"),
        lambda row: paper_badge(row)["label"],
        tone=lambda row: paper_badge(row)["tone"],
        order="state",
    ),
]


@require_GET
def paper_list(request, code):
    campaign = _campaign(request, code)
    rows = OfficialDocument.objects.visible_to(request.user).filter(chain=campaign.ledger_chain)
    if wants_file(request):
        return file_of(request, rows, COLUMNS, "van-ban", agency="agency__code")
    empty = Empty(_("Chưa có văn bản nào"), _("Soạn từ dữ liệu của đợt thi, in, ký, rồi ghi lại."))
    context = {
        "campaign": campaign,
        "table": table(request, rows, COLUMNS, empty=empty),
        "is_hr": is_campaign_hr(request.user, campaign),
        "drafts": _drafts(draft_verdicts(request.user, campaign), campaign),
    }
    return render(request, "positions/paper_list.html", context)


def _drafts(verdicts: dict, campaign: Campaign) -> list[dict]:
    """One button for each kind, with its verdict; a list is drafted where it is made."""
    return [
        {
            "label": kind.label,
            "url": reverse("positions:paper-draft", args=[campaign.code, kind.lower()]),
            "verdict": verdict,
        }
        for kind, verdict in verdicts.items()
        if kind != Kind.LIST
    ]


@require_http_methods(["GET", "POST"])
def paper_draft(request, code, kind):
    campaign, kind = _campaign(request, code), _kind(kind)
    require(can_draft_paper(request.user, campaign, kind))
    initial = {"title": title_of(campaign, kind), "changes": last_change_typed(campaign)}
    form = PaperForm(request.POST or None, kind=kind, initial=initial)
    if request.method == "POST" and form.is_valid():
        document = paperwork.draft_paper(campaign, kind, by=request.user, **form.cleaned_data)
        messages.success(request, _("Đã soạn. Tải về in, trình ký, rồi ghi số, ngày và bản ký."))
        return redirect("positions:paper-detail", document.public_id)
    context = {"form": form, "campaign": campaign, "heading": kind.label}
    return render(request, "positions/paper_form.html", context)


@require_GET
def paper_detail(request, public_id):
    document = _document(request, public_id)
    context = {
        "document": document,
        "campaign": campaign_of(document, request.user),
        "badge": paper_badge(document),
        "record": can_record_paper(request.user, document),
        "confirm": can_confirm_paper(request.user, document),
        "void": can_void_paper(request.user, document),
        "void_form": VoidForm(),
        "history": history(document),
    }
    return render(request, "positions/paper_detail.html", context)


@require_http_methods(["GET", "POST"])
def paper_record(request, public_id):
    document = _document(request, public_id)
    require(can_record_paper(request.user, document))
    initial = {"signer_name": document.signer_name, "signer_title": document.signer_title}
    form = RecordForm(
        request.POST or None, request.FILES or None, document=document, initial=initial
    )
    if request.method == "POST" and form.is_valid() and _recorded(request, document, form):
        messages.success(request, _("Đã ghi văn bản. Cán bộ thứ hai đối chiếu với bản ký."))
        return redirect("positions:paper-detail", document.public_id)
    context = {"form": form, "document": document, "campaign": campaign_of(document, request.user)}
    return render(request, "positions/paper_record.html", context)


def _recorded(request, document: OfficialDocument, form: RecordForm) -> bool:
    """A refused scan goes back to its field; what was typed stays."""
    fields = {"reference": ""} | form.cleaned_data
    try:
        paperwork.record_paper(document, by=request.user, **fields)
    except ValidationError as error:
        form.add_error("scan", error)
    return not form.errors


@require_POST
def paper_confirm(request, public_id):
    document = paperwork.confirm_paper(_document(request, public_id), by=request.user)
    messages.success(request, _("Đã xác nhận văn bản khớp với bản ký."))
    return redirect("positions:paper-detail", document.public_id)


@require_POST
def paper_void(request, public_id):
    document, form = _document(request, public_id), VoidForm(request.POST)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        paperwork.void_paper(document, reason=reason, by=request.user)
        messages.success(request, _("Đã hủy văn bản. Số đã cấp không dùng lại."))
    else:
        require(can_void_paper(request.user, document))
        messages.error(request, _("Hãy ghi lý do hủy văn bản."))
    return redirect("positions:paper-detail", document.public_id)


@require_GET
def paper_pdf(request, public_id):
    document = _document(request, public_id)
    record_read(document, by=request.user)
    return send_bytes(pdf(document), f"{_stem(document)}.pdf", "application/pdf")


@require_GET
def paper_docx(request, public_id):
    document = _document(request, public_id)
    record_read(document, by=request.user)
    return send_bytes(docx(document), f"{_stem(document)}.docx", DOCX)


@require_GET
def paper_scan(request, public_id):
    document = _document(request, public_id)
    if document.scan is None:
        raise Http404(_("Văn bản này không có bản quét."))
    record_read(document, by=request.user)
    return send(document.scan)


def _stem(document: OfficialDocument) -> str:
    """The reference as a file may be called, else the kind."""
    return document.reference.replace("/", "-") or str(document.get_kind_display())


def _kind(name: str) -> Kind:
    if name.upper() not in Kind.values or name.upper() == Kind.LIST:
        raise Http404(_("Không có loại văn bản này."))
    return Kind(name.upper())


def _campaign(request, code) -> Campaign:
    rows = Campaign.objects.visible_to(request.user).at_desk_of(request.user)
    return get_object_or_404(rows.select_related("host", "regulation"), code=code)


def _document(request, public_id) -> OfficialDocument:
    rows = OfficialDocument.objects.visible_to(request.user)
    people = ("drafted_by", "entered_by", "confirmed_by", "voided_by")
    return get_object_or_404(rows.select_related("agency", "scan", *people), public_id=public_id)
