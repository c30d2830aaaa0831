"""HR pages of notices: who is left to tell, and what was said by telephone."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.tables import Column, Empty, table
from accounts.verdicts import require
from audit.ledger import record_read
from candidates.models import Application, ContactRecord
from candidates.notice_forms import ContactForm, VoidContactForm
from candidates.notice_queries import (
    left_to_tell,
    sent_notices,
    unbroken,
    untold_notices,
    why_untold,
    with_dossiers,
)
from candidates.notice_rules import can_record_contact, can_void_contact
from candidates.notice_workflow import record_contact, void_contact

COLUMNS = [
    Column(
        gettext_lazy("Người dự tuyển"),
        lambda row: row.full_name,
        url=lambda row: reverse("candidates:contact-record", args=[row.about]),
    ),
    Column(gettext_lazy("Điện thoại"), lambda row: unbroken(row.phone)),
    Column(gettext_lazy("Nội dung cần báo"), lambda row: row.text),
    Column(gettext_lazy("Chức danh"), lambda row: row.opening_title),
    Column(gettext_lazy("Từ lúc"), lambda row: row.created_at, order="created_at"),
    Column(gettext_lazy("Vì sao"), why_untold, tone=lambda row: "danger"),
]


@require_GET
def untold_list(request):
    rows = with_dossiers(untold_notices(request.user))
    empty = Empty(
        _("Không còn ai phải báo"), _("Mọi thông báo đã gửi được, đã đọc hoặc đã báo trực tiếp.")
    )
    context = {"table": table(request, rows, COLUMNS, empty=empty, exportable=False)}
    return render(request, "candidates/untold_list.html", context)


@require_http_methods(["GET", "POST"])
def contact_record(request, public_id):
    rows = Application.objects.visible_to(request.user).at_desk_of(request.user)
    rows = rows.select_related("opening__agency", "opening__campaign", "profile")
    row = get_object_or_404(rows, public_id=public_id)
    require(can_record_contact(request.user, row))
    notices = sent_notices(row)
    form = ContactForm(
        request.POST or None,
        application=row,
        left=left_to_tell(notices),
        untold={each.notice.pk for each in notices if each.is_untold},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        facts = {name: data[name] for name in ("channel", "at", "received_by", "note")}
        record_contact(row, form.chosen(), by=request.user, **facts)
        messages.success(request, _("Đã ghi. Người dự tuyển thấy dòng này trong lịch sử hồ sơ."))
        return redirect(reverse("candidates:application-detail", args=[row.public_id]) + "#notices")
    record_read(row, by=request.user)
    context = {"application": row, "form": form, "left": left_to_tell(notices)}
    return render(request, "candidates/contact_form.html", context)


@require_http_methods(["GET", "POST"])
def contact_void(request, public_id):
    rows = ContactRecord.objects.visible_to(request.user).desk_side(request.user)
    rows = rows.select_related("application__opening__campaign", "notice")
    record = get_object_or_404(rows, public_id=public_id)
    require(can_void_contact(request.user, record))
    form = VoidContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        void_contact(record, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Đã hủy. Thông báo lại ở danh sách chưa báo được."))
        return redirect("candidates:application-detail", record.application.public_id)
    return render(request, "candidates/contact_void.html", {"record": record, "form": form})
