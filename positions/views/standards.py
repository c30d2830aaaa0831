"""The catalogue of titles and what each asks; a self-check that keeps nothing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import TwoPersonRequest
from accounts.verdicts import require
from agencies.models import Membership
from agencies.rules import holds_anywhere
from audit.queries import history
from audit.rows import subject_of
from positions import criteria, step_workflow
from positions import standard_workflow as workflow
from positions.models import Opening, Title, TitleStandard
from positions.regulation_rules import can_draft_somewhere
from positions.standard_forms import SelfCheckForm, StandardDraftForm, StandardForm
from positions.standard_rules import can_edit_standard, can_propose_standard
from positions.views.regulations import TONES

VERDICT_TONES = {
    criteria.Verdict.MET: "success",
    criteria.Verdict.NOT_MET: "danger",
    criteria.Verdict.CANNOT_TELL: "neutral",
}


@login_not_required
@require_GET
def title_list(request):
    """Every title by level, with how many agencies have a standard in force."""
    titles = list(Title.objects.visible_to(request.user))
    rows = TitleStandard.objects.visible_to(request.user).in_force()
    issued = list(rows.values_list("title", flat=True))
    levels = [
        (level.label, [(row, issued.count(row.pk)) for row in titles if row.level == level])
        for level in Opening.Level
    ]
    return render(request, "positions/title_list.html", {"levels": levels})


@login_not_required
@require_GET
def title(request, code):
    """What agencies ask for a title, in force and before."""
    row = get_object_or_404(Title.objects.visible_to(request.user), code=code)
    standards = TitleStandard.objects.visible_to(request.user).filter(title=row)
    openings = Opening.objects.visible_to(request.user).public().filter(standard__title=row)
    context = {
        "title": row,
        "standards": [(each, TONES[each.state]) for each in standards.select_related("owner")],
        "openings": openings.select_related("agency")[:20],
        "may_draft": holds_anywhere(request.user, Membership.Role.AGENCY_HR),
    }
    return render(request, "positions/title.html", context)


@login_not_required
@require_GET
def standard(request, code, agency, version):
    row = _standard(request, code, agency, version)
    context = {
        "standard": row,
        "badge": {"label": row.get_state_display(), "tone": TONES[row.state]},
        "lines": [
            (
                criteria.NAMES[each["kind"]],
                criteria.words(each),
                each.get("basis", ""),
                criteria.is_machine_checkable(each),
            )
            for each in row.criteria
        ],
        "differences": criteria.differences(row.based_on.criteria, row.criteria)
        if row.based_on
        else [],
        **(_desk(request, row) if request.user.is_authenticated else {}),
    }
    return render(request, "positions/standard.html", context)


def _desk(request, row: TitleStandard) -> dict:
    waiting = TwoPersonRequest.objects.visible_to(request.user).waiting()
    return {
        "edit": can_edit_standard(request.user, row),
        "propose": can_propose_standard(request.user, row),
        "waiting": waiting.filter(subject=subject_of(row)).first(),
        "history": history(row),
    }


@require_http_methods(["GET", "POST"])
def standard_draft(request, code):
    row = get_object_or_404(Title.objects.visible_to(request.user), code=code)
    require(can_draft_somewhere(request.user))
    form = StandardDraftForm(request.POST or None, user=request.user, title=row)
    if request.method == "POST" and form.is_valid():
        draft = workflow.draft_standard(row, by=request.user, **form.cleaned_data)
        messages.success(request, _("Đã lập dự thảo. Ghi từng tiêu chuẩn và căn cứ."))
        return redirect("positions:standard-edit", row.code, draft.owner.code, draft.version)
    return render(request, "positions/standard_draft.html", {"title": row, "form": form})


@require_http_methods(["GET", "POST"])
def standard_edit(request, code, agency, version):
    row = _standard(request, code, agency, version)
    require(can_edit_standard(request.user, row))
    form = StandardForm(request.POST or None, standard=row)
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["document_no"]
        workflow.edit_standard(row, form.criteria(), by=request.user, document_no=number)
        messages.success(request, _("Đã lưu dự thảo."))
        return redirect(row)
    return render(request, "positions/standard_form.html", {"standard": row, "form": form})


@require_POST
def standard_propose(request, code, agency, version):
    row = _standard(request, code, agency, version)
    workflow.propose_standard(row, by=request.user)
    messages.success(request, _("Đã trình người đứng đầu cơ quan."))
    return redirect(row)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def self_check(request, code):
    """Compare what a visitor says with an opening's standard; nothing is kept or logged."""
    rows = Opening.objects.visible_to(request.user).public().select_related("standard", "agency")
    opening = get_object_or_404(rows.exclude(standard=None), code=code)
    form, lines = SelfCheckForm(request.POST or None), []
    if request.method == "POST" and form.is_valid():
        facts = form.facts(step_workflow.last_day_of_receipt(opening.receipt_deadline))
        lines = [_compared(each, facts) for each in opening.standard.criteria]
    context = {"opening": opening, "form": form, "lines": lines}
    return render(request, "positions/self_check.html", context)


def _compared(criterion: dict, facts: criteria.Facts) -> tuple[str, str, str]:
    verdict = criteria.check(criterion, facts)
    return criteria.words(criterion), criteria.VERDICT_WORDS[verdict], VERDICT_TONES[verdict]


def _standard(request, code, agency, version) -> TitleStandard:
    rows = TitleStandard.objects.visible_to(request.user)
    rows = rows.select_related("title", "owner", "based_on__title", "based_on__owner")
    return get_object_or_404(rows, title__code=code, owner__code=agency, version=version)
