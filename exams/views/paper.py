"""Pages of the holders' keys, the paper codes and the opening of the sealed map."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import TwoPersonRequest
from accounts.rules import can_decide
from accounts.step_up import step_up
from accounts.verdicts import Verdict, require
from audit.transitions import TransitionNotAllowed
from exams.forms_written import KeyForm, SeenForm, SpareForm
from exams.models import Exam, HolderKey
from exams.queries.exam import exam_badge
from exams.queries.paper import (
    Ceremony,
    ceremony_of,
    fewest_for_anonymity,
    holder_lines,
    joined_papers,
    keys_made,
    paper_count,
)
from exams.rules.paper import (
    can_confirm_presence,
    can_confirm_spare,
    can_make_codes,
    can_make_key,
    can_turn_key,
    holder_duty,
    standing_map,
)
from exams.views.lookup import written_exam_of
from exams.workflow import paper as verbs

NOT_SHOWN = -1
shown_once = cache_control(no_store=True)


@require_GET
def codes(request, code):
    return _codes_page(request, written_exam_of(request.user, code))


def _codes_page(request, exam: Exam, spare_form: SpareForm | None = None):
    user, code_map, papers = request.user, standing_map(exam), paper_count(exam)
    version = code_map.version if code_map else 0
    context = {
        "exam": exam,
        "campaign": exam.campaign,
        "badge": exam_badge(exam),
        "holders": holder_lines(exam),
        "key": can_make_key(user, exam),
        "keys_made": keys_made(exam, user),
        "papers": papers,
        "fewest": fewest_for_anonymity(exam, papers),
        "code_map": code_map,
        "version": version,
        "make": can_make_codes(user, exam),
        "spare": can_confirm_spare(user, exam),
        "spare_form": spare_form or SpareForm(initial={"seen": version}),
    }
    return render(request, "exams/codes.html", context)


@require_POST
@step_up
@shown_once
def key_make(request, code):
    """The answer is the print itself: the key is never kept, so it can never be shown again."""
    exam = written_exam_of(request.user, code)
    secret = verbs.make_key(exam, by=request.user, seen=_seen(request))
    role, duty = holder_duty(request.user, exam.campaign)
    context = {
        "campaign": exam.campaign,
        "secret": secret,
        "role": HolderKey.Role(role).label,
        "person": duty.person,
    }
    return render(request, "exams/key_print.html", context)


@require_POST
@step_up
@shown_once
def codes_make(request, code):
    """The answer is the print itself: number and code stand together on paper only."""
    exam = written_exam_of(request.user, code)
    pairs = verbs.make_codes(exam, by=request.user, seen=_seen(request))
    context = {
        "campaign": exam.campaign,
        "slips": [(seat.application.number, paper_code) for seat, paper_code in pairs],
        "code_map": standing_map(exam),
        "signers": [{"office": _("Trưởng ban phách")}, {"office": _("Ban giám sát")}],
    }
    return render(request, "exams/codes_print.html", context)


def _seen(request) -> int:
    """What the page showed; a request from no page has seen nothing."""
    form = SeenForm(request.POST)
    return form.cleaned_data["seen"] if form.is_valid() else NOT_SHOWN


@require_POST
def spare(request, code):
    exam = written_exam_of(request.user, code)
    require(can_confirm_spare(request.user, exam))
    form = SpareForm(request.POST)
    if form.is_valid():
        try:
            verbs.confirm_spare(exam, by=request.user, **form.cleaned_data)
            messages.success(request, _("Đã xác nhận phong bì dự phòng. Có thể bắt đầu chấm."))
            return redirect("exams:codes", code)
        except ValidationError as error:
            form.add_error(None, error)
    return _codes_page(request, exam, form)


@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("secret")
@partial(step_up, dropped=("secret",))
def map_opening(request, code):
    exam = written_exam_of(request.user, code)
    ceremony = ceremony_of(exam)
    turn = _may_turn(request, exam, ceremony)
    at = ceremony.request.public_id if ceremony else ""
    form = KeyForm(request.POST or None, initial={"ceremony": at})
    if request.method == "POST":
        require(turn)
        if form.is_valid() and _turned(request, exam, ceremony, form):
            return redirect("exams:map-opening", code)
    code_map = standing_map(exam)
    context = {
        "exam": exam,
        "campaign": exam.campaign,
        "badge": exam_badge(exam),
        "holders": holder_lines(exam),
        "code_map": code_map,
        "ceremony": ceremony,
        "joined": joined_papers(code_map),
        "turn": turn,
        "presence": can_confirm_presence(request.user, exam),
        "form": form,
    }
    return render(request, "exams/map_opening.html", context)


def _may_turn(request, exam: Exam, ceremony: Ceremony | None) -> Verdict:
    """The first key asks for a second person; the second one is that person's yes."""
    if ceremony is None:
        return can_turn_key(request.user, exam)
    return can_decide(request.user, ceremony.request)


def _turned(request, exam: Exam, ceremony: Ceremony | None, form: KeyForm) -> bool:
    """Whether the key fitted; a wrong one stands beside its field."""
    sent = form.cleaned_data
    if sent["ceremony"] != (ceremony.request.public_id if ceremony else ""):
        raise TransitionNotAllowed(_("Trang bạn gửi đã cũ. Hãy tải lại trang để xem hiện trạng."))
    try:
        if ceremony is None:
            verbs.turn_key(exam, sent["secret"], by=request.user)
            messages.success(request, _("Đã mở khóa thứ nhất. Chờ Ban giám sát và khóa thứ hai."))
        else:
            _complete(request, ceremony.request, sent["secret"])
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _complete(request, waiting: TwoPersonRequest, secret: str) -> None:
    row = verbs.complete_opening(waiting, secret, by=request.user)
    if row.state == row.State.VOID:
        messages.error(request, _("Số liệu đã thay đổi sau khi mở khóa thứ nhất: làm lại từ đầu."))
    else:
        messages.success(request, _("Đã mở bản đồ phách và ghép bài với thí sinh."))


@require_POST
def presence(request, code):
    exam = written_exam_of(request.user, code)
    verbs.confirm_presence(exam, by=request.user, seen=request.POST.get("ceremony", ""))
    messages.success(request, _("Đã xác nhận Ban giám sát có mặt."))
    return redirect("exams:map-opening", code)
