"""The ministry's page of past exams: template, upload, look, import."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.tables import Column, Empty, download, table
from accounts.verdicts import require
from documents.content import XLSX
from documents.workbooks.faults import MOST_SHOWN, BadWorkbook
from documents.workbooks.reading import read
from documents.workbooks.template import returned
from reports import workflow
from reports.forms import WorkbookForm
from reports.models import PastWorkbook
from reports.past.columns import SHEETS
from reports.past.template import template
from reports.rules import can_import_results


def _count(row: PastWorkbook, name: str) -> int | str:
    """Nothing is counted before the import."""
    return getattr(row, name) if row.imported_at else "–"


COLUMNS = [
    Column(
        gettext_lazy("Tệp"),
        lambda row: row.name,
        url=lambda row: row.get_absolute_url() if row.file_id else "",
        order="name",
    ),
    Column(gettext_lazy("Tải lên"), lambda row: row.uploaded_at, order="uploaded_at"),
    Column(
        gettext_lazy("Tình trạng"),
        lambda row: _("Đã nhập") if row.imported_at else _("Chưa nhập"),
        tone=lambda row: "success" if row.imported_at else "",
    ),
    Column(gettext_lazy("Cơ quan"), lambda row: _count(row, "agencies"), numeric=True),
    Column(gettext_lazy("Chức danh"), lambda row: _count(row, "openings"), numeric=True),
    Column(gettext_lazy("Người dự tuyển"), lambda row: _count(row, "candidates"), numeric=True),
]


@require_http_methods(["GET", "POST"])
def workbook_list(request):
    require(can_import_results(request.user))
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            workbook = workflow.keep_workbook(form.cleaned_data["file"], by=request.user)
        except ValidationError as error:
            form.add_error("file", error)
        else:
            return redirect(workbook)
    rows = PastWorkbook.objects.visible_to(request.user)
    empty = Empty(_("Chưa có tệp nào"), _("Tải mẫu, điền, rồi tải lên để xem trước."))
    context = {
        "form": form,
        "table": table(request, rows, COLUMNS, empty=empty, exportable=False),
        "sheets": SHEETS.items(),
    }
    return render(request, "reports/workbook_list.html", context)


@require_GET
def workbook_template(request):
    require(can_import_results(request.user))
    return download(template(), XLSX, "ky-thi-cu-mau.xlsx")


@require_http_methods(["GET", "POST"])
def workbook_detail(request, public_id):
    """What the workbook would bring, or what is wrong with it; a POST imports it."""
    workbook = _workbook(request, public_id)
    if request.method == "POST":
        return _import(request, workbook)
    context = {"workbook": workbook, "most": MOST_SHOWN}
    if not workbook.imported_at:
        try:
            context["look"] = workflow.look_at(workbook.file.path)
        except BadWorkbook as bad:
            context["faults"] = bad.faults[:MOST_SHOWN]
            context["n_faults"] = len(bad.faults)
            context["is_readable"] = bool(bad.faults[0].sheet)
    return render(request, "reports/workbook_detail.html", context)


def _import(request, workbook: PastWorkbook):
    try:
        workflow.import_workbook(workbook, by=request.user)
    except BadWorkbook as bad:
        text = _("Không nhập gì: tệp có %(count)s lỗi.") % {"count": len(bad.faults)}
        messages.error(request, text)
    else:
        messages.success(request, _("Đã nhập. Số liệu có trong biểu R1 và trang thống kê."))
    return redirect(workbook)


@require_GET
def workbook_faults(request, public_id):
    """The refused workbook with a column of faults; nothing else of what the file held."""
    workbook = _workbook(request, public_id)
    try:
        workflow.look_at(workbook.file.path)
    except BadWorkbook as bad:
        if bad.faults[0].sheet:
            sheets = read(workbook.file.path, SHEETS)
            content = returned(sheets, bad.faults, SHEETS)
            return download(content, XLSX, f"loi-{workbook.public_id[:8]}.xlsx")
    return redirect(workbook)


def _workbook(request, public_id: str) -> PastWorkbook:
    rows = PastWorkbook.objects.visible_to(request.user).filter(file__isnull=False)
    return get_object_or_404(rows.select_related("file"), public_id=public_id)
