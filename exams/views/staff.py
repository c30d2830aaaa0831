"""Pages of the secretariat, HR and the head over an exam."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.step_up import step_up
from accounts.tables import Column, Empty, table
from accounts.verdicts import ALLOWED, Verdict, deny, require
from audit.queries import history
from exams.forms import AppointmentForm, AttendanceForm, SlipForm, SlipGrid
from exams.models import Exam, Presentation, Result, ScoreSlip
from exams.queries.audience import audience_of_results, audience_of_written
from exams.queries.exam import (
    attendance_badge,
    compared_slips,
    exam_badge,
    exams_to_begin,
    ranked_results,
    slip_lines,
    slip_progress,
)
from exams.queries.letters import letters_panel
from exams.queries.progress import next_step, pages_of, stages
from exams.rules.exam import (
    can_ask_release,
    can_ask_round1,
    can_export_case,
    can_present,
    can_record_appointment,
    can_score,
    can_see_results,
    has_admitted,
)
from exams.rules.presentation import (
    awaits_comparison,
    can_compare_slip,
    can_record_attendance,
    can_type_slip,
)
from exams.views.lookup import exam_of
from exams.workflow import exam as exam_verbs
from exams.workflow import presentation as presentation_verbs
from exams.workflow.result import case_of, record_appointment
from positions.models import Campaign, Duty, Opening

MOST_READY, MOST_SHOWN = 20, 50
COLUMNS = [
    Column(
        gettext_lazy("Kỳ thi"),
        lambda row: row.campaign.name,
        url=lambda row: reverse("exams:exam-detail", args=[row.campaign.code]),
    ),
    Column(gettext_lazy("Cơ quan chủ trì"), lambda row: row.campaign.host.name),
    Column(
        gettext_lazy("Tình trạng"),
        lambda row: row.get_state_display(),
        tone=lambda row: exam_badge(row)["tone"],
        order="state",
    ),
]


@require_GET
def exam_list(request):
    rows = Exam.objects.visible_to(request.user).select_related("campaign__host")
    empty = Empty(_("Chưa có kỳ thi nào"), _("Kỳ thi bắt đầu sau khi chốt danh sách."))
    context = {
        "table": table(request, rows, COLUMNS, empty=empty, exportable=False),
        "ready": _ready(request.user),
    }
    return render(request, "exams/exam_list.html", context)


def _ready(user) -> list[tuple[Campaign, Verdict]]:
    """Campaigns without an exam yet; two queries, however many there are."""
    rows = Campaign.objects.visible_to(user).at_desk_of(user)
    rows = rows.filter(list_closed_at__isnull=False, exam__isnull=True)
    rows = rows.select_related("regulation")[:MOST_READY]
    mine = set(exams_to_begin(user).values_list("pk", flat=True))
    wait = deny(_("Tổ thư ký bắt đầu kỳ thi sau khi có Hội đồng thi tuyển."))
    return [(row, ALLOWED if row.pk in mine else wait) for row in rows]


@require_POST
def exam_begin(request, code):
    rows = Campaign.objects.visible_to(request.user).at_desk_of(request.user)
    exam = exam_verbs.begin_exam(get_object_or_404(rows, code=code), by=request.user)
    messages.success(request, _("Kỳ thi bắt đầu. Thứ tự trình bày đã được bốc thăm."))
    return redirect("exams:exam-detail", exam.campaign.code)


@require_GET
def exam_detail(request, code):
    exam = exam_of(request.user, code)
    shown = Presentation.objects.visible_to(request.user).filter(exam=exam)
    shown = shown.select_related("application__opening").prefetch_related("slips")
    page = Paginator(shown, MOST_SHOWN).get_page(request.GET.get("page"))
    scored = exam.state in (Exam.State.SCORED, *Exam.RELEASED_STATES)
    is_shown = scored and can_see_results(request.user, exam)
    pages = pages_of(exam, request.user)
    context = {
        "exam": exam,
        "badge": exam_badge(exam),
        "campaign": exam.campaign,
        "stages": stages(exam.campaign, exam),
        "next_step": next_step(exam, request.user, pages),
        "pages": pages,
        "page": page,
        "presentations": [(row, attendance_badge(row), compared_slips(row)) for row in page],
        "openings": ranked_results(exam, request.user) if is_shown else [],
        "history": history(exam),
    }
    if scored:
        context["letters"] = letters_panel(exam.campaign, request.user)
    context |= _acts(exam, request.user)
    return render(request, "exams/exam_detail.html", context)


def _acts(exam: Exam, user) -> dict[str, Any]:
    """What the page offers in this state, with who may do it."""
    state = Exam.State
    return {
        state.OPENED: lambda: {
            "round1": can_ask_round1(user, exam),
            "audience": audience_of_written(exam),
        },
        state.ROUND1_PUBLISHED: lambda: {
            "has_admitted": has_admitted(exam),
            "present": can_present(user, exam),
            "score": can_score(user, exam),
        },
        state.PRESENTING: lambda: {
            "progress": slip_progress(exam),
            "score": can_score(user, exam),
        },
        state.SCORED: lambda: {
            "release": can_ask_release(user, exam),
            "audience": audience_of_results(exam),
        },
    }.get(exam.state, dict)()


@require_GET
def opening_case(request, code, opening):
    """What the ranking of one opening was computed from, for `simulate_ranking`."""
    exam = exam_of(request.user, code)
    rows = Opening.objects.visible_to(request.user).filter(campaign=exam.campaign)
    opening = get_object_or_404(rows.select_related("regulation"), code=opening)
    require(can_export_case(request.user, opening, exam))
    response = JsonResponse(case_of(opening), json_dumps_params={"indent": 1})
    name = f"{opening.code}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@step_up
def exam_round1(request, code):
    asked = exam_verbs.ask_round1(exam_of(request.user, code), by=request.user)
    messages.success(request, _("Đã đề nghị. Chủ tịch Hội đồng có 30 phút để đồng ý."))
    return redirect("accounts:request-detail", asked.public_id)


@require_POST
def exam_present(request, code):
    exam = exam_verbs.present(exam_of(request.user, code), by=request.user)
    messages.success(request, _("Vòng trình bày bắt đầu. Thứ tự đã được bốc thăm."))
    return redirect("exams:exam-detail", exam.campaign.code)


@require_http_methods(["GET", "POST"])
def presentation_detail(request, public_id):
    shown = _presentation(request, public_id)
    allowed = can_record_attendance(request.user, shown)
    form = AttendanceForm(request.POST or None)
    if request.method == "POST":
        require(allowed)
    if request.method == "POST" and form.is_valid():
        presentation_verbs.record_attendance(shown, by=request.user, **form.cleaned_data)
        messages.success(request, _("Đã ghi nhận."))
        return redirect("exams:presentation-detail", shown.public_id)
    typing = can_type_slip(request.user, shown)
    context = {
        "shown": shown,
        "badge": attendance_badge(shown),
        "form": form,
        "attend": allowed,
        "type": typing,
        "lines": [
            (line, typing and awaits_comparison(request.user, line.slip) if line.slip else None)
            for line in slip_lines(shown)
        ],
    }
    return render(request, "exams/presentation_detail.html", context)


@require_http_methods(["GET", "POST"])
def slip_grid(request, public_id):
    shown = _presentation(request, public_id)
    require(can_type_slip(request.user, shown))
    lines = [line for line in slip_lines(shown) if _is_mine(request.user, line)]
    form = SlipGrid(request.POST or None, lines=lines, rules=presentation_verbs.rules_for(shown))
    if request.method == "POST" and form.is_valid():
        readings = [(line.member, line.slip, reading) for line, reading in form.readings]
        slips = presentation_verbs.read_slips(shown, readings, by=request.user)
        _say_read(request, slips)
        return redirect("exams:presentation-detail", shown.public_id)
    return render(request, "exams/slip_grid.html", {"form": form, "shown": shown})


def _is_mine(user, line) -> bool:
    """Nobody has typed it yet, or somebody else did and it waits for a second reading."""
    return line.slip is None or bool(awaits_comparison(user, line.slip))


def _say_read(request, slips: list[ScoreSlip]) -> None:
    states = [slip.state for slip in slips]
    typed, matched = (states.count(state) for state in (ScoreSlip.State.TYPED, "MATCHED"))
    messages.success(
        request,
        _("Đã nhập %(typed)s phiếu lần một, %(matched)s phiếu khớp.")
        % {"typed": typed, "matched": matched},
    )
    for slip in slips:
        if slip.state == ScoreSlip.State.STRUCK:
            _say_compared(request, slip)
    _say_totals(request, slips)


def _say_totals(request, slips: list[ScoreSlip]) -> None:
    """The sums of criteria, once, for the clerk to hold against the paper slips."""
    totals = [
        f"{slip.member.person.full_name} {number_format(slip.value, decimal_pos=2)}"
        for slip in slips
        if slip.points and slip.state != ScoreSlip.State.STRUCK
    ]
    if totals:
        text = _("Tổng điểm các phiếu vừa nhập: %(totals)s.") % {"totals": "; ".join(totals)}
        messages.info(request, text)


@require_http_methods(["GET", "POST"])
def slip_type(request, public_id, member_id):
    shown = _presentation(request, public_id)
    require(can_type_slip(request.user, shown))
    council = Duty.objects.visible_to(request.user).active().filter(board=Duty.Board.COUNCIL)
    member = get_object_or_404(council, campaign=shown.exam.campaign, public_id=member_id)
    form = SlipForm(request.POST or None, rules=presentation_verbs.rules_for(shown))
    if request.method == "POST" and form.is_valid():
        slip = presentation_verbs.type_slip(shown, member, form.reading, by=request.user)
        messages.success(request, _("Đã nhập lần một. Người khác nhập lại để đối chiếu."))
        _say_totals(request, [slip])
        return redirect("exams:presentation-detail", shown.public_id)
    context = {"form": form, "shown": shown, "member": member, "second": False}
    return render(request, "exams/slip_form.html", context)


@require_http_methods(["GET", "POST"])
def slip_compare(request, public_id):
    rows = ScoreSlip.objects.visible_to(request.user)
    rows = rows.select_related(
        "presentation__exam__campaign", "presentation__application", "member__person"
    )
    slip = get_object_or_404(rows, public_id=public_id)
    require(can_compare_slip(request.user, slip))
    form = SlipForm(request.POST or None, rules=presentation_verbs.rules_for(slip.presentation))
    if request.method == "POST" and form.is_valid():
        slip = presentation_verbs.compare_slip(slip, form.reading, by=request.user)
        _say_compared(request, slip)
        _say_totals(request, [slip])
        return redirect("exams:presentation-detail", slip.presentation.public_id)
    context = {"form": form, "shown": slip.presentation, "member": slip.member, "second": True}
    return render(request, "exams/slip_form.html", context)


def _say_compared(request, slip: ScoreSlip) -> None:
    if slip.state == ScoreSlip.State.MATCHED:
        messages.success(request, _("Hai lần nhập khớp nhau."))
    else:
        messages.error(
            request, _("Hai lần nhập lệch nhau: phiếu bị gạch. Xem lại phiếu giấy rồi nhập mới.")
        )


@require_POST
@step_up
def exam_score(request, code):
    exam = exam_verbs.score(exam_of(request.user, code), by=request.user)
    messages.success(request, _("Đã tổng hợp điểm và chốt số liệu."))
    return redirect("exams:exam-detail", exam.campaign.code)


@require_POST
@step_up
def exam_release(request, code):
    asked = exam_verbs.ask_release(exam_of(request.user, code), by=request.user)
    messages.success(request, _("Đã đề nghị. Người đứng đầu có 30 phút để đồng ý."))
    return redirect("accounts:request-detail", asked.public_id)


@require_http_methods(["GET", "POST"])
def appointment(request, public_id):
    rows = Result.objects.visible_to(request.user).filter(
        opening__campaign__exam__in=Exam.objects.visible_to(request.user)
    )
    rows = rows.select_related("application", "opening__agency", "opening__campaign")
    result = get_object_or_404(rows, application__public_id=public_id)
    require(can_record_appointment(request.user, result))
    form = AppointmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        record_appointment(result, form.cleaned_data["on"], by=request.user)
        messages.success(request, _("Đã ghi ngày bổ nhiệm."))
        return redirect("exams:exam-detail", result.opening.campaign.code)
    return render(request, "exams/appointment_form.html", {"form": form, "result": result})


def _presentation(request, public_id) -> Presentation:
    rows = Presentation.objects.visible_to(request.user)
    rows = rows.select_related("exam__campaign__regulation", "application__opening")
    return get_object_or_404(rows, public_id=public_id)
