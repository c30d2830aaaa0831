"""Figures anybody may read: bodies, posts and seats; nothing of a person, nothing unreleased."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from audit import clock
from exams.models import Result
from positions.models import Opening
from reports.exports import period_of, total_name, values_of
from reports.figures import Filters
from reports.forms import FIRST_DAY
from reports.measures import MEASURES, PUBLIC_KEYS
from reports.queries import Line, openings_by_year, r1

FIGURES = (
    ("announced", gettext_lazy("Chức danh đã thông báo"), gettext_lazy("trên hệ thống này")),
    ("receiving", gettext_lazy("Chức danh đang nhận hồ sơ"), gettext_lazy("chưa hết hạn nộp")),
    ("filled", gettext_lazy("Chức danh có người trúng tuyển"), gettext_lazy("đã công bố kết quả")),
    (
        "unfilled",
        gettext_lazy("Chức danh không có người trúng tuyển"),
        gettext_lazy("đã công bố kết quả"),
    ),
    ("selected", gettext_lazy("Người trúng tuyển"), gettext_lazy("trong các kết quả đã công bố")),
)


@login_not_required
@require_GET
def statistics(request):
    """Counts of live openings, and all exams since 2017 per body, imported ones included."""
    today = clock.today()
    report = r1(Filters(FIRST_DAY, today, today))
    rows = [row for row in report.rows if row.counts["titles"]]
    years = openings_by_year(report.filters)
    context = {
        "figures": _live_figures(request.user),
        "period": period_of(report),
        "measures": [measure for measure in MEASURES if measure.key in PUBLIC_KEYS],
        "rows": [(row.name, _shown(row)) for row in rows],
        "totals": [(total_name(key), _shown(row)) for key, row in report.totals.items()],
        "silent": len(report.rows) - len(rows),
        "years": [(str(year), n, str(n)) for year, n, _imported in years],
        "imported": sum(n for _year, _n, n in years),
    }
    return render(request, "reports/statistics.html", context)


def _shown(line: Line) -> list[str]:
    values = values_of(line)
    return [str(values[key]) for key in PUBLIC_KEYS]


def _live_figures(user) -> list[dict]:
    openings = Opening.objects.visible_to(user).public()
    results = Result.objects.visible_to(user).filter(opening__origin=Opening.Origin.LIVE)
    counts = {
        "announced": openings.count(),
        "receiving": openings.receiving().count(),
        "filled": openings.filter(outcome=Opening.Outcome.FILLED).count(),
        "unfilled": openings.filter(outcome=Opening.Outcome.UNFILLED).count(),
        "selected": results.filter(outcome=Result.Outcome.SELECTED).count(),
    }
    return [{"value": counts[key], "label": label, "note": note} for key, label, note in FIGURES]
