"""Pages of the written round up to the collected papers."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.verdicts import require
from exams.forms_written import FinishForm, SeatGrid, SittingForm, sanction_label
from exams.models import Exam, Seat
from exams.queries.audience import audience_of_sitting
from exams.queries.exam import exam_badge
from exams.queries.sitting import seat_badge, seat_counts, seats_of
from exams.rules.sitting import can_finish_sitting, can_prepare, can_record_seat
from exams.views.lookup import written_exam_of
from exams.workflow import sitting as verbs
from positions.models import Campaign

PAGE = 25


@require_http_methods(["GET", "POST"])
def sitting_prepare(request, code):
    rows = Campaign.objects.visible_to(request.user).at_desk_of(request.user)
    campaign = get_object_or_404(rows.select_related("regulation", "host"), code=code)
    require(can_prepare(request.user, campaign))
    form = SittingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verbs.prepare_written(campaign, by=request.user, **form.cleaned_data)
        messages.success(request, _("Đã lập buổi thi viết. Chỗ ngồi xếp theo số báo danh."))
        return redirect("exams:exam-detail", code)
    context = {"form": form, "campaign": campaign, "audience": audience_of_sitting(campaign)}
    return render(request, "exams/sitting_prepare.html", context)


@require_http_methods(["GET", "POST"])
def sitting(request, code):
    exam = written_exam_of(request.user, code)
    seats = _readable_seats(request, exam)
    page = Paginator(seats, PAGE).get_page(request.GET.get("page"))
    record = can_record_seat(request.user, exam)
    if request.method == "POST":
        require(record)
    sanctions = verbs.sanctions_of(exam)
    grid = SeatGrid(request.POST or None, seats=page, sanctions=sanctions) if record else None
    if request.method == "POST" and grid.is_valid() and _save(request, exam, grid):
        return redirect(reverse("exams:sitting", args=[code], query={"page": page.number}))
    context = _context(request, exam, seats) | {
        "page": page,
        "grid": grid,
        "record": record,
        "lines": [] if grid else _lines(page, sanctions),
    }
    return render(request, "exams/sitting.html", context)


def _readable_seats(request, exam: Exam) -> QuerySet[Seat]:
    """A seat stands beside a name: for who may not know the names there is no such page."""
    seats = seats_of(exam, request.user)
    if not seats.exists():
        raise Http404(_("Không có buổi thi viết nào bạn được xem."))
    return seats


def _context(request, exam: Exam, seats: QuerySet[Seat]) -> dict:
    return {
        "exam": exam,
        "campaign": exam.campaign,
        "badge": exam_badge(exam),
        "counts": seat_counts(seats),
        "finish": can_finish_sitting(request.user, exam),
        "finish_form": FinishForm(),
    }


def _save(request, exam: Exam, grid: SeatGrid) -> bool:
    """Whether the rows were minuted; what the verb refuses stands beside its field."""
    entries = grid.entries(all_sat="all_sat" in request.POST)
    try:
        written = verbs.record_seats(exam, entries, by=request.user)
    except ValidationError as error:
        grid.add_error(None, error)
        return False
    if written:
        messages.success(request, _("Đã ghi nhận %(count)s thí sinh.") % {"count": written})
    else:
        messages.info(request, _("Không có dòng nào thay đổi."))
    return True


def _lines(page: Page, sanctions: dict) -> list[tuple]:
    """Seats for reading: each with its badge and the words of its sanction."""
    labels = {code: sanction_label(code, percent) for code, percent in sanctions.items()}
    return [(seat, seat_badge(seat), labels.get(seat.sanction, seat.sanction)) for seat in page]


@require_POST
def sitting_finish(request, code):
    exam = written_exam_of(request.user, code)
    seats = _readable_seats(request, exam)
    require(can_finish_sitting(request.user, exam))
    form = FinishForm(request.POST)
    if form.is_valid():
        verbs.finish_sitting(exam, by=request.user, **form.cleaned_data)
        messages.success(request, _("Đã kết thúc buổi thi viết và chốt số bài thu được."))
        return redirect("exams:exam-detail", code)
    context = _context(request, exam, seats) | {"finish_form": form}
    return render(request, "exams/sitting_finish.html", context)


@require_GET
def sitting_print(request, code):
    exam = written_exam_of(request.user, code)
    context = {
        "exam": exam,
        "campaign": exam.campaign,
        "seats": _readable_seats(request, exam),
        "signers": [{"office": _("Giám thị 1")}, {"office": _("Giám thị 2")}],
    }
    return render(request, "exams/sitting_print.html", context)
