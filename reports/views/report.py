"""Form R1 on screen and as files, and the openings behind each of its figures."""

from dataclasses import asdict

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accounts.tables import Column, Empty, download, file_of, table, wants_file
from accounts.verdicts import require
from audit.ledger import record
from documents.content import PDF, XLSX
from positions.models import Opening
from reports import exports
from reports.forms import ReportForm, epoch_of
from reports.measures import MEASURES, TRACEABLE
from reports.pdf import as_pdf
from reports.queries import ALL, Line, Report, openings_behind, r1, reported_places
from reports.rules import can_see_reports
from reports.sheets import as_xlsx

CHARTED = ("registered", "eligible", "sat", "passed", "selected", "appointed")
FILES = {
    "xlsx": (as_xlsx, XLSX),
    "pdf": (as_pdf, PDF),
    "csv": (exports.as_csv, "text/csv; charset=utf-8"),
    "json": (lambda report: exports.as_json(report).encode(), "application/json"),
}
LEVEL_D = gettext_lazy("nhập từ hồ sơ đã qua (mức D)")
BEHIND_COLUMNS = [
    Column(
        gettext_lazy("Chức danh"),
        lambda row: row.title,
        url=lambda row: row.get_absolute_url() if row.origin == Opening.Origin.LIVE else "",
        order="sort_key",
    ),
    Column(gettext_lazy("Mã"), lambda row: row.code, order="code"),
    Column(gettext_lazy("Cơ quan"), lambda row: row.agency.name, order="agency__sort_key"),
    Column(gettext_lazy("Cấp"), lambda row: row.get_level_display()),
    Column(gettext_lazy("Ngày thông báo"), lambda row: row.announced_on, order="announced_on"),
    Column(
        gettext_lazy("Kết cục"),
        lambda row: row.get_outcome_display() if row.outcome else _("đang tiến hành"),
    ),
    Column(
        gettext_lazy("Nguồn"),
        lambda row: LEVEL_D if row.origin == Opening.Origin.IMPORTED else row.get_origin_display(),
    ),
    Column(gettext_lazy("Số tính"), lambda row: row.figure, order="figure", numeric=True),
]


@require_GET
def r1_page(request):
    require(can_see_reports(request.user))
    places = reported_places(epoch_of(request.GET), request.user)
    form = ReportForm(request.GET or None, places=places)
    filters = form.filters()
    form.initial = asdict(filters)
    report = r1(filters, request.user, places)
    if request.GET.get("format") in FILES:
        return _file(request, report)
    labels = {measure.key: measure.label for measure in MEASURES}
    counts = report.totals[ALL].counts
    context = {
        "form": form,
        "report": report,
        "period": exports.period_of(report),
        "measures": MEASURES,
        "groups": _groups(report),
        "totals": _totals(report),
        "chart": [(labels[key], counts[key], str(counts[key])) for key in CHARTED],
        "downloads": [(kind, _query(request, format=kind)) for kind in FILES],
    }
    return render(request, "reports/r1.html", context)


def _groups(report: Report) -> list[tuple[str, list]]:
    """Rows under the heading of their scope; a scope without rows has no heading."""
    lines: dict[str, list] = {}
    for row in report.rows:
        cells = _cells(report, row, f"{row.scope}:{row.code}")
        lines.setdefault(row.scope, []).append((row, cells))
    return [(exports.scope_label(scope), rows) for scope, rows in lines.items()]


def _totals(report: Report) -> list[tuple[str, list]]:
    """A total leads to its openings where it is one of the scopes; within a scope, only its own."""
    asked = report.filters.scope
    return [
        (
            exports.scope_label(key),
            _cells(report, row, asked or ("" if key == ALL else key)),
        )
        for key, row in report.totals.items()
    ]


def _cells(report: Report, line: Line, scope: str) -> list[tuple[str, str]]:
    """Text and link of each figure; what is zero or counts bodies leads nowhere."""
    return [
        (
            "–" if value is None else str(value),
            _behind_url(report, key, scope) if key in TRACEABLE and value else "",
        )
        for key, value in exports.values_of(line).items()
    ]


def _behind_url(report: Report, measure: str, scope: str) -> str:
    filters = report.filters
    query = {
        "start": f"{filters.start:%d/%m/%Y}",
        "end": f"{filters.end:%d/%m/%Y}",
        "as_of": f"{filters.as_of:%d/%m/%Y}",
        "epoch": filters.epoch,
        "scope": scope,
    }
    return reverse("reports:r1-openings", args=[measure], query=query)


def _query(request, **changes: str) -> str:
    query = request.GET.copy()
    query.update(changes)
    return f"?{query.urlencode()}"


@require_GET
def r1_openings(request, measure):
    """The openings a figure is made of, as far as the reader's rights go."""
    require(can_see_reports(request.user))
    if measure not in TRACEABLE:
        raise Http404(_("Biểu R1 không có số liệu này."))
    places = reported_places(epoch_of(request.GET), request.user)
    form = ReportForm(request.GET or None, places=places)
    filters = form.filters()
    rows = openings_behind(measure, filters, places).select_related("agency")
    rows = rows.order_by("announced_on", "pk")
    if wants_file(request):
        return file_of(request, rows, BEHIND_COLUMNS, f"R1-{measure}", agency="agency__code")
    empty = Empty(_("Không có chức danh nào trong số này"), _("Hãy trở lại biểu và chọn kỳ khác."))
    label = next(each.label for each in MEASURES if each.key == measure)
    line = r1(filters, request.user, places).totals[ALL]
    context = {
        "measure": label,
        "total": line.counts[measure],
        "scope": dict(form.fields["scope"].choices).get(filters.scope, ""),
        "period": exports.period_of(Report("R1", filters, [])),
        "table": table(request, rows, BEHIND_COLUMNS, empty=empty),
        "back": f"{reverse('reports:r1')}{_query(request)}",
    }
    return render(request, "reports/r1_openings.html", context)


def _file(request, report: Report) -> HttpResponse:
    """An export leaves a trace: who took which figures."""
    kind = request.GET["format"]
    filters = report.filters
    with transaction.atomic():
        record(
            chain="access:national",
            kind="audit_export",
            by=request.user,
            data={
                "form": report.form,
                "format": kind,
                "from": filters.start,
                "to": filters.end,
                "as_of": filters.as_of,
                "epoch": filters.epoch,
                "scope": filters.scope,
            },
        )
    place = f"-{filters.scope.replace(':', '-')}" if filters.scope else ""
    name = f"{report.form}-{filters.start:%Y%m%d}-{filters.end:%Y%m%d}{place}.{kind}"
    write, content_type = FILES[kind]
    return download(write(report), content_type, name)
