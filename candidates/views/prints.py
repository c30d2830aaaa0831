"""What a candidate takes away on paper: forms to sign, the receipt and its proof."""

import json

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.verdicts import require
from candidates.models import Application
from candidates.printing import FORMS, print_form
from candidates.receipts import proof_of, receipt_pdf
from candidates.rules import can_print
from documents.workflow import send_bytes

PDF = "application/pdf"


@require_GET
def form_print(request, public_id, form):
    row = _own(request, public_id)
    if form not in FORMS:
        raise Http404(_("Không có mẫu này."))
    require(can_print(request.user, row))
    return send_bytes(print_form(row, form), f"{row.receipt_code}-{form.lower()}.pdf", PDF)


@require_GET
def receipt_file(request, public_id):
    row = _own(request, public_id)
    if row.submitted_at is None or row.erased_at:
        return redirect("candidates:application", row.public_id)
    return send_bytes(receipt_pdf(row), f"bien-nhan-{row.receipt_code}.pdf", PDF)


@require_GET
def receipt_proof(request, public_id):
    row = _own(request, public_id)
    proof = proof_of(row)
    if proof is None:
        raise Http404(_("Hồ sơ này chưa nộp hoặc nội dung đã xóa."))
    content = json.dumps(proof, ensure_ascii=False, indent=1).encode()
    return send_bytes(content, f"kiem-chung-{row.receipt_code}.json", "application/json")


def _own(request, public_id) -> Application:
    rows = Application.objects.visible_to(request.user).own(request.user)
    rows = rows.select_related("opening__agency", "opening__campaign__regulation", "profile")
    return get_object_or_404(rows, public_id=public_id)
