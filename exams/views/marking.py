"""Pages of markers, of the head of marking, and of the chair where a mark is decided."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.step_up import step_up
from accounts.tables import Column, Empty, table
from accounts.verdicts import require
from exams.forms_marking import (
    CorrectionForm,
    DecisionForm,
    MarkSheet,
    NeedFilter,
    ThirdForm,
)
from exams.models import Assignment, Exam, Paper
from exams.queries.exam import exam_badge
from exams.queries.marking import (
    PAGE,
    exams_to_mark,
    first_open_page,
    gap_of,
    marker_progress,
    marks_seal,
    need_badge,
    need_counts,
    open_seal_request,
    own_assignments,
    own_versions,
    own_waiting,
    page_of,
    paper_line,
    papers_on_board,
    sheet_lines,
    sheet_progress,
    third_markers,
)
from exams.rules.marking import (
    can_ask_seal,
    can_call_third,
    can_correct,
    can_decide_mark,
    can_draw_markers,
    can_open_sheet,
    can_see_board,
    can_see_marks,
    is_council_chair,
    is_marking_head,
    is_marking_open,
)
from exams.scoring import CHAIR_DECISION
from exams.views.lookup import exam_of
from exams.workflow import marking

BEFORE = (Exam.State.PREPARING, Exam.State.SAT, Exam.State.CODED)
OWN_COLUMNS = [
    Column(
        gettext_lazy("Kỳ thi"),
        lambda row: row.campaign.name,
        url=lambda row: reverse("exams:marking-sheet", args=[row.campaign.code]),
    ),
    Column(gettext_lazy("Cơ quan chủ trì"), lambda row: row.campaign.host.name),
    Column(
        gettext_lazy("Tình trạng"),
        lambda row: row.get_state_display(),
        tone=lambda row: exam_badge(row)["tone"],
    ),
    Column(gettext_lazy("Đã chấm"), lambda row: f"{row.marked} / {row.given}", numeric=True),
]


# A marker's own papers


@require_GET
def marking_list(request):
    empty = Empty(
        _("Bạn không ở Ban chấm thi nào"),
        _("Trang này dành cho người chấm thi viết."),
    )
    rows = exams_to_mark(request.user)
    context = {"table": table(request, rows, OWN_COLUMNS, empty=empty, exportable=False)}
    return render(request, "exams/marking_list.html", context)


@require_http_methods(["GET", "POST"])
def marking_sheet(request, code):
    exam = exam_of(request.user, code)
    require(can_open_sheet(request.user, exam))
    rows = own_assignments(exam, request.user)
    opening = first_open_page(rows)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page") or opening)
    if request.method == "POST":
        require(is_marking_open(exam))
        posted = list(rows.filter(public_id__in=request.POST.keys()))
        form = _sheet_form(request, exam, posted)
        if form.is_valid():
            _keep(request, form)
            url = reverse("exams:marking-sheet", args=[exam.campaign.code])
            return redirect(f"{url}?page={page.number}")
        return _render_sheet(request, exam, rows, page, form, opening)
    form = _sheet_form(request, exam, list(page))
    return _render_sheet(request, exam, rows, page, form, opening)


def _sheet_form(request, exam: Exam, assignments: list[Assignment]) -> MarkSheet:
    """After a POST over what was posted, which a page drawn meanwhile would not hold."""
    lines = sheet_lines(assignments, request.user)
    return MarkSheet(request.POST or None, lines=lines, most=marking.most_marks(exam))


def _render_sheet(request, exam: Exam, rows, page, form: MarkSheet, opening: int):
    progress = sheet_progress(rows)
    context = {
        "exam": exam,
        "form": form,
        "is_open": is_marking_open(exam),
        "most": marking.most_marks(exam),
        "page": page,
        "progress": progress,
        "next_page": opening if progress.left else 0,
        "is_head": is_marking_head(request.user, exam),
    }
    status = 409 if form.conflicts else 200
    return render(request, "exams/marking_sheet.html", context, status=status)


def _keep(request, form: MarkSheet) -> None:
    """Authorise what is filled, or keep all of it as drafts; a cleared box clears its draft."""
    waiting = form.waiting()
    filled = {row: value for row, value in waiting.items() if value is not None}
    if request.POST.get("act") != "authorise":
        marking.save_drafts(waiting, by=request.user)
        messages.success(request, _("Đã lưu nháp. Điểm nháp chưa được tính."))
        return
    marking.authorise(filled, by=request.user)
    marking.save_drafts({row: None for row in waiting if row not in filled}, by=request.user)
    _say_authorised(request, len(filled), has_old=len(form.lines) > len(waiting))


def _say_authorised(request, count: int, *, has_old: bool) -> None:
    if count:
        text = ngettext(
            "Đã ghi điểm chính thức %(n)s bài.", "Đã ghi điểm chính thức %(n)s bài.", count
        )
        messages.success(request, text % {"n": count})
    elif has_old:
        messages.info(request, _("Các bài này đã có điểm từ trước; không ghi thêm gì."))
    else:
        messages.warning(request, _("Chưa điền điểm nào nên chưa ghi gì."))


@require_http_methods(["GET", "POST"])
def mark_correct(request, public_id):
    assignment = _assignment(request, public_id)
    exam = assignment.paper.exam
    require(can_correct(request.user, assignment))
    versions = own_versions(assignment, request.user)
    limits = {"most": marking.most_marks(exam), "current": versions[0].value}
    form = CorrectionForm(request.POST or None, **limits)
    page = page_of(own_assignments(exam, request.user), assignment)
    back = f"{reverse('exams:marking-sheet', args=[exam.campaign.code])}?page={page}"
    if request.method == "POST" and form.is_valid():
        marking.correct(assignment, by=request.user, **form.cleaned_data)
        messages.success(request, _("Đã sửa điểm. Điểm cũ và lý do vẫn được giữ."))
        return redirect(back)
    context = {"assignment": assignment, "exam": exam, "form": form, "versions": versions}
    return render(request, "exams/mark_correct.html", context | {"back": back})


# The board of the head of marking


@require_GET
def marking_board(request, code):
    exam = exam_of(request.user, code)
    require(can_see_board(request.user, exam))
    user, state = request.user, exam.state
    is_begun = state not in (*BEFORE, Exam.State.CANCELLED)
    is_head = bool(is_marking_head(user, exam))
    context = {
        "exam": exam,
        "badge": exam_badge(exam),
        "is_begun": is_begun,
        "is_open": is_marking_open(exam),
        "is_head": is_head,
        "draw": None if is_begun else can_draw_markers(user, exam),
        "seal": can_ask_seal(user, exam) if state == Exam.State.MARKING else None,
        "asked": open_seal_request(exam) if is_head else None,
        "sealed": marks_seal(exam),
        "markers": marker_progress(exam),
        "counts": need_counts(exam) if is_begun else [],
        "table": _paper_table(request, exam, is_head=is_head) if is_begun else None,
    }
    return render(request, "exams/marking_board.html", context)


def _paper_table(request, exam: Exam, *, is_head: bool) -> dict | None:
    """The head's list with its filter; for the chair only what waits for a decision."""
    columns = _paper_columns(own_waiting(exam, request.user))
    if is_head:
        form = NeedFilter(request.GET or None)
        rows = papers_on_board(exam, request.user, form.chosen())
        empty = Empty(_("Không có bài nào như vậy"), _("Bỏ lọc để xem mọi bài."))
        return table(request, rows, columns, empty=empty, filter_form=form, exportable=False)
    if is_council_chair(request.user, exam):
        rows = papers_on_board(exam, request.user, CHAIR_DECISION)
        empty = Empty(_("Không có bài nào chờ bạn quyết định"))
        return table(request, rows, columns, empty=empty, exportable=False)
    return None


def _paper_columns(hidden: set[int]) -> list[Column]:
    """Marks show of a whole pair only, and never of a paper the reader has still to mark."""
    return [
        Column(
            _("Số phách"),
            lambda row: row.code,
            url=lambda row: reverse("exams:paper", args=[row.public_id]),
        ),
        Column(_("Điểm"), lambda row: paper_line(row, hidden).words),
        Column(
            _("Còn cần"),
            lambda row: paper_line(row, hidden).label,
            tone=lambda row: paper_line(row, hidden).tone,
        ),
    ]


@require_POST
@step_up
def marking_draw(request, code):
    exam = marking.draw_markers(exam_of(request.user, code), by=request.user)
    messages.success(request, _("Đã bốc thăm giao bài. Người chấm được báo qua thư."))
    return redirect("exams:marking-board", exam.campaign.code)


@require_POST
@step_up
def marking_seal(request, code):
    asked = marking.ask_seal(exam_of(request.user, code), by=request.user)
    messages.success(request, _("Đã đề nghị. Ban giám sát có 30 phút để xác nhận."))
    return redirect("accounts:request-detail", asked.public_id)


# One paper


@require_GET
def paper(request, public_id):
    return _render_paper(request, _paper(request, public_id))


@require_POST
def paper_third(request, public_id):
    row = _paper(request, public_id)
    require(can_call_third(request.user, row))
    form = ThirdForm(request.POST, markers=third_markers(row))
    if not form.is_valid():
        return _render_paper(request, row, third=form)
    marking.call_third(row, form.cleaned_data["marker"], by=request.user)
    messages.success(request, _("Đã giao bài cho người chấm thứ ba."))
    return redirect("exams:paper", row.public_id)


@require_POST
def paper_decide(request, public_id):
    row = _paper(request, public_id)
    require(can_decide_mark(request.user, row))
    form = DecisionForm(request.POST, most=marking.most_marks(row.exam))
    if not form.is_valid():
        return _render_paper(request, row, decision=form)
    marking.decide_mark(row, by=request.user, **form.cleaned_data)
    messages.success(request, _("Đã ghi điểm theo quyết định của Chủ tịch."))
    return redirect("exams:paper", row.public_id)


def _render_paper(request, row: Paper, *, third=None, decision=None):
    visible = can_see_marks(request.user, row)
    call, decide = can_call_third(request.user, row), can_decide_mark(request.user, row)
    context = {
        "paper": row,
        "exam": row.exam,
        "need": need_badge(row),
        "visible": visible,
        "marks": list(row.marks.order_by("position", "version")) if visible else [],
        "gap": gap_of(row) if visible else None,
        "call": call,
        "decide": decide,
        "third": third or ThirdForm(markers=third_markers(row)),
        "decision": decision or DecisionForm(most=marking.most_marks(row.exam)),
    }
    return render(request, "exams/paper_detail.html", context)


def _assignment(request, public_id) -> Assignment:
    rows = Assignment.objects.visible_to(request.user).filter(paper__state=Paper.State.LIVE)
    related = ("paper__exam__campaign__host", "paper__exam__campaign__regulation")
    return get_object_or_404(rows.select_related(*related, "marker__person"), public_id=public_id)


def _paper(request, public_id) -> Paper:
    rows = Paper.objects.visible_to(request.user).live()
    related = ("exam__campaign__host", "exam__campaign__regulation")
    return get_object_or_404(rows.select_related(*related), public_id=public_id)
