"""The year of an agency as a calendar: what is due and done, month by month."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from audit import clock
from positions.models import OpeningStep
from positions.overdue_queries import MOST_IN_A_YEAR, steps_of_year

FIRST_YEAR, LAST_YEAR = 2017, 2100


@require_GET
def year(request):
    """Steps of the openings one follows; the done ones on their day, the others on their last."""
    asked = request.GET.get("year", "")
    today = clock.today()
    chosen = int(asked) if asked.isdecimal() and len(asked) == 4 else today.year
    chosen = min(max(chosen, FIRST_YEAR), LAST_YEAR)
    rows = steps_of_year(request.user, chosen)
    months = [(number, [row for row in rows if row.day.month == number]) for number in range(1, 13)]
    context = {
        "year": chosen,
        "months": months,
        "today": today,
        "receipt": OpeningStep.Kind.RECEIPT,
        "is_cut": len(rows) == MOST_IN_A_YEAR,
        "title": _("Lịch năm %(year)s") % {"year": chosen},
    }
    return render(request, "positions/year.html", context)
