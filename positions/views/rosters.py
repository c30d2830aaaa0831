"""Planning rosters: list, entry with a workbook, preview or faults, the roster, its verbs."""

from dataclasses import replace

from django.contrib import messages
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.tables import Column, Empty, download, file_of, table, wants_file
from accounts.verdicts import require
from audit.ledger import record_read
from audit.queries import history
from documents.content import XLSX
from documents.workbooks.faults import MOST_SHOWN, BadWorkbook, Fault
from documents.workflow import send
from positions import roster_workflow as workflow
from positions.models import PlanningRoster, RosterEntry
from positions.roster_forms import EntryFilter, RosterForm, RosterWorkbookForm
from positions.roster_queries import roster_badge, structure_of, structure_of_preview
from positions.roster_rules import (
    can_confirm_roster,
    can_enter_somewhere,
    can_import_roster,
    can_withdraw_roster,
)
from positions.rosters import store
from positions.rosters.columns import ENTRIES
from positions.rosters.template import template

COLUMNS = [
    Column(
        gettext_lazy("Quyết định"),
        lambda row: row.decision_no,
        url=lambda row: row.get_absolute_url(),
        order="decision_no",
    ),
    Column(gettext_lazy("Ngày quyết định"), lambda row: row.decision_on, order="decision_on"),
    Column(gettext_lazy("Cơ quan"), lambda row: row.agency.name, order="agency__sort_key"),
    Column(gettext_lazy("Nhiệm kỳ"), lambda row: row.term, order="term"),
    Column(gettext_lazy("Số lượt người"), lambda row: row.n_entries, numeric=True),
    Column(
        gettext_lazy("Tình trạng"),
        lambda row: roster_badge(row)["label"],
        tone=lambda row: roster_badge(row)["tone"],
        order="state",
    ),
]
ENTRY_COLUMNS = [
    Column(gettext_lazy("Họ và tên"), lambda row: row.person_name, order="sort_key"),
    Column(gettext_lazy("Ngày sinh"), lambda row: row.birth_on, order="birth_on"),
    Column(gettext_lazy("Giới tính"), lambda row: row.get_gender_display()),
    Column(gettext_lazy("Dân tộc"), lambda row: row.ethnicity.name),
    Column(gettext_lazy("Chức danh quy hoạch"), lambda row: _post(row), order="title__place"),
    Column(gettext_lazy("Đơn vị công tác"), lambda row: row.workplace),
    Column(gettext_lazy("Tại chỗ"), lambda row: _yes_no(row.is_inside)),
    Column(gettext_lazy("Đảng viên"), lambda row: _yes_no(row.is_party_member)),
    Column(gettext_lazy("Số định danh"), lambda row: row.masked_id),
]
# What is not stored yet cannot be sorted by the database.
PREVIEW_COLUMNS = [replace(column, order="") for column in ENTRY_COLUMNS]


def _post(row: RosterEntry) -> str:
    return ", ".join(filter(None, (row.title.name, row.unit)))


def _yes_no(value: bool | None) -> str:
    return "" if value is None else _("có") if value else _("không")


@require_GET
def roster_list(request):
    rows = PlanningRoster.objects.visible_to(request.user).select_related("agency")
    rows = rows.annotate(n_entries=Count("entries")).order_by("-decision_on", "-pk")
    if wants_file(request):
        return file_of(request, rows, COLUMNS, "quy-hoach", agency="agency__code")
    empty = Empty(
        _("Chưa có danh sách quy hoạch nào"),
        _("Cán bộ tổ chức nhập danh sách theo quyết định phê duyệt quy hoạch."),
    )
    context = {
        "table": table(request, rows, COLUMNS, empty=empty),
        "enter": can_enter_somewhere(request.user),
    }
    return render(request, "positions/roster_list.html", context)


@require_http_methods(["GET", "POST"])
def roster_create(request):
    """The decision and its workbook in one form; a POST keeps them and leads to the preview."""
    require(can_enter_somewhere(request.user))
    form = RosterForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        return redirect(workflow.enter_roster(by=request.user, **form.cleaned_data))
    context = {"form": form, "columns": ENTRIES}
    return render(request, "positions/roster_form.html", context)


@require_GET
def roster_template(request):
    require(can_enter_somewhere(request.user))
    return download(template(), XLSX, "quy-hoach-mau.xlsx")


@require_GET
def roster(request, public_id):
    """A roster; before its people are in, what the workbook would bring or what is wrong."""
    row = _roster(request, public_id)
    record_read(row, by=request.user)
    if row.state == PlanningRoster.State.DRAFT and not row.imported_at:
        return render(
            request, "positions/roster_check.html", _facts(request, row) | _look(request, row)
        )
    figures = structure_of(row)
    form = EntryFilter(request.GET, titles=[(each.code, each.title) for each in figures[1:]])
    rows = form.apply(RosterEntry.objects.visible_to(request.user).filter(roster=row))
    rows = rows.select_related("title", "ethnicity")
    if wants_file(request):
        name, agency = "nguoi-trong-quy-hoach", "roster__agency__code"
        return file_of(request, rows, ENTRY_COLUMNS, name, agency=agency)
    context = _facts(request, row) | {
        "figures": figures,
        "table": table(request, rows, ENTRY_COLUMNS, empty=_nobody(), filter_form=form),
        "confirm": can_confirm_roster(request.user, row),
        "history": history(row),
    }
    return render(request, "positions/roster_detail.html", context)


def _facts(request, row: PlanningRoster) -> dict:
    return {
        "roster": row,
        "badge": roster_badge(row),
        "withdraw": can_withdraw_roster(request.user, row),
    }


def _nobody() -> Empty:
    return Empty(_("Không có ai"), _("Không có người nào khớp với điều kiện lọc."))


def _look(request, row: PlanningRoster) -> dict:
    """The faults that were found, or those of this moment, or else the people."""
    may_import = can_import_roster(request.user, row)
    context = {"bring_in": may_import, "form": RosterWorkbookForm() if may_import else None}
    try:
        entries = _sound_entries(row)
    except BadWorkbook as bad:
        return context | _faults(bad.faults)
    preview = table(request, entries, PREVIEW_COLUMNS, empty=_nobody(), exportable=False)
    figures = structure_of_preview(row, entries)
    return context | {"table": preview, "figures": figures, "n_entries": len(entries)}


def _sound_entries(row: PlanningRoster) -> list[RosterEntry]:
    if row.faults:
        raise BadWorkbook([Fault(*values) for values in row.faults])
    return store.look_at(row)


def _faults(faults: list[Fault]) -> dict:
    return {
        "faults": faults[:MOST_SHOWN],
        "n_faults": len(faults),
        "most": MOST_SHOWN,
        "is_readable": bool(faults[0].sheet),
    }


@require_POST
def roster_mend(request, public_id):
    """A mended workbook for a draft whose people are not in yet."""
    row, form = _roster(request, public_id), RosterWorkbookForm(request.POST, request.FILES)
    require(can_import_roster(request.user, row))
    if form.is_valid():
        workflow.replace_workbook(row, form.cleaned_data["workbook"], by=request.user)
    else:
        messages.error(request, form.errors["workbook"][0])
    return redirect(row)


@require_POST
def roster_import(request, public_id):
    row = _roster(request, public_id)
    try:
        n_entries = workflow.import_roster(row, by=request.user)
    except BadWorkbook as bad:
        text = _("Không nhập gì: tệp có %(count)s lỗi.") % {"count": len(bad.faults)}
        messages.error(request, text)
        return redirect(row)
    text = ngettext(
        "Đã nhập %(n)s dòng. Cán bộ thứ hai đối chiếu với quyết định đã ký.",
        "Đã nhập %(n)s dòng. Cán bộ thứ hai đối chiếu với quyết định đã ký.",
        n_entries,
    )
    messages.success(request, text % {"n": n_entries})
    return redirect(row)


@require_POST
def roster_confirm(request, public_id):
    row = workflow.confirm_roster(_roster(request, public_id), by=request.user)
    messages.success(request, _("Danh sách khớp với quyết định và được áp dụng."))
    return redirect(row)


@require_POST
def roster_withdraw(request, public_id):
    row = workflow.withdraw_roster(_roster(request, public_id), by=request.user)
    messages.success(request, _("Đã rút danh sách. Danh sách đã rút vẫn nằm trong nhật ký."))
    return redirect(row)


@require_GET
def roster_returned(request, public_id):
    """The refused workbook with a column of faults."""
    row = _roster(request, public_id)
    faults = [] if row.imported_at else [Fault(*values) for values in row.faults]
    faults = faults or ([] if row.imported_at else store.faults_now(row))
    if not faults or not faults[0].sheet:
        return redirect(row)
    record_read(row, by=request.user)
    return download(store.returned_workbook(row, faults), XLSX, f"loi-{row.public_id[:8]}.xlsx")


@require_GET
def roster_scan(request, public_id):
    row = _roster(request, public_id)
    if row.scan is None:
        raise Http404(_("Danh sách này không có bản quét."))
    record_read(row, by=request.user)
    return send(row.scan)


def _roster(request, public_id: str) -> PlanningRoster:
    rows = PlanningRoster.objects.visible_to(request.user)
    others = ("agency", "workbook", "scan", "entered_by", "confirmed_by", "replaced_by__agency")
    return get_object_or_404(rows.select_related(*others), public_id=public_id)
