"""HR pages: the dossiers of the desk and their files."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accounts.tables import Column, Empty, file_of, table, wants_file
from audit.ledger import record_read
from candidates import workflow
from candidates.forms import ApplicationFilter
from candidates.models import Application, DossierItem
from candidates.queries import application_badge
from candidates.same_person import with_likeness
from documents.workflow import send_dossier_file

COLUMNS = [
    Column(
        gettext_lazy("Họ và tên"),
        lambda row: row.full_name,
        url=lambda row: reverse("candidates:application-detail", args=[row.public_id]),
        order="sort_key",
    ),
    Column(gettext_lazy("Mã hồ sơ"), lambda row: row.receipt_code),
    Column(gettext_lazy("Chức danh"), lambda row: row.opening.title),
    Column(gettext_lazy("Đơn vị công tác"), lambda row: row.workplace),
    Column(gettext_lazy("Nguồn"), lambda row: row.get_source_display()),
    Column(gettext_lazy("Nộp lúc"), lambda row: row.received_at, order="received_at"),
    Column(
        gettext_lazy("Tình trạng"),
        lambda row: application_badge(row)["label"],
        tone=lambda row: application_badge(row)["tone"],
        order="state",
    ),
    Column(
        gettext_lazy("Lưu ý"),
        lambda row: _("có thể trùng người") if row.is_alike else "–",
        tone=lambda row: "warning" if row.is_alike else "",
    ),
]


@require_GET
def application_list(request):
    form = ApplicationFilter(request.GET)
    rows = form.apply(Application.objects.visible_to(request.user).at_desk_of(request.user))
    rows = with_likeness(rows.select_related("opening"))
    if wants_file(request):
        workflow.note_export(rows, by=request.user, file_kind=request.GET["format"])
        return file_of(request, rows, COLUMNS, "ho-so")
    empty = Empty(_("Chưa có hồ sơ nào"), _("Hồ sơ hiện ở đây ngay khi người dự tuyển nộp."))
    context = {"table": table(request, rows, COLUMNS, empty=empty, filter_form=form)}
    return render(request, "candidates/application_list.html", context)


@require_GET
def desk_item_file(request, public_id):
    rows = DossierItem.objects.visible_to(request.user).desk_side(request.user)
    item = get_object_or_404(rows.select_related("file", "application"), public_id=public_id)
    record_read(item, by=request.user)
    return send_dossier_file(item.file, request.GET)
