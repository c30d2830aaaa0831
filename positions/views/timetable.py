"""Planning an opening's days, and what is late."""

from datetime import datetime, time

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.tables import Column, Empty, file_of, table, wants_file
from accounts.verdicts import require
from agencies import calendar
from audit import clock
from positions import step_workflow as workflow
from positions.forms import DeskOpeningFilter, TimetableForm
from positions.models import Opening, OpeningStep
from positions.overdue_queries import Group, followed, late_by, late_openings, late_totals
from positions.queries import days_left
from positions.rules import can_plan_timetable
from positions.timetable import (
    EVENT_NAMES,
    due_days,
    event_name,
    faults,
    period_words,
    propose,
)
from positions.views.fetch import opening_at_desk
from positions.views.staff import detail_url

Step = OpeningStep.Kind
OFFICE_CLOSES = time(17)
GRAVE_AFTER = 7  # days


@require_http_methods(["GET", "POST"])
def timetable(request, code):
    """Plan the days; a proposal on request, and what breaks a period at once."""
    opening = opening_at_desk(request.user, code)
    require(can_plan_timetable(request.user, opening))
    days, kinds = calendar.load(), workflow.kinds_of(opening)
    dates = _dates(opening)
    if "propose" in request.GET:
        dates |= propose(opening.regulation, opening.plan_on, clock.today(), days)
    form = TimetableForm(request.POST or None, kinds=kinds, initial=_initial(opening, dates))
    if request.method == "POST" and form.is_valid():
        return _save(request, opening, form)
    context = {
        "opening": opening,
        "form": form,
        "faults": faults(opening.regulation, dates, days),
        "milestones": _milestones(opening, dates, days),
        "is_proposal": "propose" in request.GET,
    }
    return render(request, "positions/timetable.html", context)


def _dates(opening: Opening) -> dict:
    rows = opening.steps.all()
    return {row.kind: day for row in rows if (day := row.done_on or row.planned_on)}


def _initial(opening: Opening, dates: dict) -> dict:
    day, deadline = dates.get(Step.RECEIPT), opening.receipt_deadline
    if day and (deadline is None or workflow.last_day_of_receipt(deadline) != day):
        deadline = timezone.make_aware(datetime.combine(day, OFFICE_CLOSES))
    return {**dates, "receipt_deadline": deadline}


def _save(request, opening: Opening, form: TimetableForm):
    rows = [opening]
    if form.cleaned_data["whole_campaign"]:
        drafts = Opening.objects.visible_to(request.user).at_desk_of(request.user)
        drafts = drafts.filter(campaign=opening.campaign, state=Opening.State.DRAFT)
        rows += list(drafts.exclude(pk=opening.pk).select_related("campaign", "regulation"))
    deadline = form.cleaned_data["receipt_deadline"]
    rows = workflow.set_timetable(rows, form.planned(), deadline, by=request.user)
    words = ngettext(
        "Đã lưu lịch của %(n)s chức danh.", "Đã lưu lịch của %(n)s chức danh.", len(rows)
    )
    messages.success(request, words % {"n": len(rows)})
    return redirect("positions:opening-timetable", opening.code)


def _milestones(opening: Opening, dates: dict, days: calendar.WorkingCalendar) -> list[dict]:
    """The last days of what no step records, and of the steps a period binds."""
    due = due_days(opening.regulation, dates, days)
    order = [*Step, *EVENT_NAMES]
    rows = sorted(due.values(), key=lambda limit: (limit.latest, order.index(limit.end)))
    return [
        {
            "name": event_name(limit.end),
            "day": limit.latest,
            "left": days_left(limit.latest),
            "basis": period_words(limit.period.value, opening.regulation),
        }
        for limit in rows
    ]


COLUMNS = [
    Column(
        gettext_lazy("Chức danh"),
        lambda row: row.title,
        url=lambda row: detail_url(row) if row.is_at_desk else "",
        order="sort_key",
    ),
    Column(gettext_lazy("Cơ quan"), lambda row: row.agency.name),
    Column(gettext_lazy("Bước chậm"), lambda row: Step(row.late_kind).label),
    Column(gettext_lazy("Phải xong ngày"), lambda row: row.late_since, order="late_since"),
    Column(
        gettext_lazy("Số ngày chậm"),
        late_by,
        numeric=True,
        tone=lambda row: "danger" if late_by(row) > GRAVE_AFTER else "warning",
    ),
]


@require_GET
def overdue(request):
    """What is late: the nation, each province, each agency, each opening."""
    form = DeskOpeningFilter(request.GET)
    running = followed(request.user)
    rows = form.apply(late_openings(running)).select_related("agency")
    if wants_file(request):
        return file_of(request, rows, COLUMNS, "qua-han", agency="agency__code")
    empty = Empty(_("Không có việc nào quá hạn"), _("Mọi bước đang đúng lịch đã định."))
    by_place = late_totals(running, Group.PROVINCE)
    by_agency = late_totals(running, Group.AGENCY)
    context = {
        "table": table(request, rows, COLUMNS, empty=empty, filter_form=form),
        "total": late_totals(running, Group.NATION)[0],
        "groups": [
            (_("Theo tỉnh, thành phố"), _("Trung ương"), by_place),
            (_("Theo cơ quan"), "", by_agency[:50]),
        ],
    }
    return render(request, "positions/overdue.html", context)
