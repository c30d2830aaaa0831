from dataclasses import asdict

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accounts.tables import download
from accounts.verdicts import ALLOWED, deny, require
from audit.ledger import record
from exams.models import Result
from positions.models import Opening
from reports import exports
from reports.forms import ReportForm
from reports.measures import MEASURES
from reports.queries import ALL, Report, can_see_reports, r1

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CHARTED = ("registered", "eligible", "sat", "passed", "selected", "appointed")
FIGURES = (
    ("announced", gettext_lazy("Chức danh đã thông báo"), gettext_lazy("từ trước đến nay")),
    ("receiving", gettext_lazy("Chức danh đang nhận hồ sơ"), gettext_lazy("chưa hết hạn nộp")),
    ("filled", gettext_lazy("Chức danh có người trúng tuyển"), gettext_lazy("đã công bố kết quả")),
    (
        "unfilled",
        gettext_lazy("Chức danh không có người trúng tuyển"),
        gettext_lazy("đã công bố kết quả"),
    ),
    ("selected", gettext_lazy("Người trúng tuyển"), gettext_lazy("trong các kết quả đã công bố")),
)


@require_GET
def r1_page(request):
    require(_may_read(request.user))
    form = ReportForm(request.GET or None)
    filters = form.filters()
    form.initial = asdict(filters)
    report = r1(filters, request.user)
    if request.GET.get("format") in ("json", "csv", "xlsx"):
        return _file(request, report)
    labels = {measure.key: measure.label for measure in MEASURES}
    counts = report.totals[ALL].counts
    context = {
        "form": form,
        "report": report,
        "period": exports.period_of(report),
        "measures": MEASURES,
        "groups": _groups(report),
        "totals": [(exports.scope_label(key), _shown(row)) for key, row in report.totals.items()],
        "chart": [(labels[key], counts[key], str(counts[key])) for key in CHARTED],
        "downloads": [(kind, _query(request, kind)) for kind in ("xlsx", "csv", "json")],
    }
    return render(request, "reports/r1.html", context)


def _may_read(user):
    if can_see_reports(user):
        return ALLOWED
    return deny(_("Báo cáo dành cho cán bộ theo dõi, cán bộ tổ chức và thanh tra."))


def _groups(report: Report) -> list[tuple[str, list]]:
    """Rows under the heading of their scope; a scope without rows has no heading."""
    lines: dict[str, list] = {}
    for row in report.rows:
        lines.setdefault(row.scope, []).append((row, _shown(row)))
    return [(exports.scope_label(scope), rows) for scope, rows in lines.items()]


def _shown(line) -> list[str]:
    return ["–" if value is None else str(value) for value in exports.values_of(line).values()]


def _query(request, kind: str) -> str:
    query = request.GET.copy()
    query["format"] = kind
    return f"?{query.urlencode()}"


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
            },
        )
    name = f"{report.form}-{filters.start:%Y%m%d}-{filters.end:%Y%m%d}.{kind}"
    if kind == "json":
        return download(exports.as_json(report).encode(), "application/json", name)
    if kind == "csv":
        return download(exports.as_csv(report), "text/csv; charset=utf-8", name)
    return download(exports.as_xlsx(report), XLSX, name)


@login_not_required
@require_GET
def statistics(request):
    """What may be public: counts of announced and finished live openings."""
    openings = Opening.objects.visible_to(request.user).public()
    results = Result.objects.visible_to(request.user)
    counts = {
        "announced": openings.count(),
        "receiving": openings.receiving().count(),
        "filled": openings.filter(outcome=Opening.Outcome.FILLED).count(),
        "unfilled": openings.filter(outcome=Opening.Outcome.UNFILLED).count(),
        "selected": results.filter(outcome=Result.Outcome.SELECTED).count(),
    }
    figures = [{"value": counts[key], "label": label, "note": note} for key, label, note in FIGURES]
    context = {"figures": figures, "bars": _outcome_bars(counts)}
    return render(request, "reports/statistics.html", context)


def _outcome_bars(counts: dict[str, int]) -> list[tuple[str, int, str]]:
    """Outcomes of finished openings; no bar at all while none is finished."""
    if not counts["filled"] + counts["unfilled"]:
        return []
    labels = {key: str(label) for key, label, _note in FIGURES}
    return [(labels[key], counts[key], str(counts[key])) for key in ("filled", "unfilled")]
