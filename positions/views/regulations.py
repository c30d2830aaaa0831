"""Regulations: read by anybody, drafted by HR, issued by the head."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import TwoPersonRequest
from accounts.tables import Column, Empty, table
from accounts.verdicts import require
from audit.queries import history
from audit.rows import subject_of
from positions import regulation_workflow as workflow
from positions.models import Regulation
from positions.regulation_checks import examples
from positions.regulation_forms import DraftForm, RegulationForm, UploadForm
from positions.regulation_rules import (
    can_draft_somewhere,
    can_edit_regulation,
    can_propose_regulation,
    contradictions,
)
from positions.regulation_words import differences, pair_lines, sentences
from positions.wording import scoring_words

State = Regulation.State
TONES = {
    State.DRAFT: "neutral",
    State.PROPOSED: "warning",
    State.ISSUED: "success",
    State.REPLACED: "neutral",
}
COLUMNS = [
    Column(gettext_lazy("Quy chế"), lambda row: row.name, url=lambda row: row.get_absolute_url()),
    Column(gettext_lazy("Mã"), lambda row: row.code, order="code"),
    Column(gettext_lazy("Phiên bản"), lambda row: row.version, numeric=True),
    Column(
        gettext_lazy("Cơ quan ban hành"),
        lambda row: row.owner.name if row.owner else _("Mẫu đi kèm hệ thống"),
    ),
    Column(
        gettext_lazy("Tình trạng"),
        lambda row: row.get_state_display(),
        tone=lambda row: TONES[row.state],
        order="state",
    ),
]


@login_not_required
@require_GET
def regulation_list(request):
    rows = Regulation.objects.visible_to(request.user).select_related("owner")
    empty = Empty(_("Chưa có quy chế nào"))
    context = {"table": table(request, rows, COLUMNS, empty=empty, exportable=False)}
    return render(request, "positions/regulation_list.html", context)


@login_not_required
@require_GET
def regulation(request, code, version):
    """What it says in sentences, what differs from its sample, what it makes of some marks."""
    row = _regulation(request, code, version)
    broken = contradictions(row.values) if row.state in Regulation.UNISSUED_STATES else []
    context = {
        "regulation": row,
        "badge": {"label": row.get_state_display(), "tone": TONES[row.state]},
        "faults": broken,
        "rounds": [] if broken else scoring_words(row),
        "sections": [(group.title, lines) for group, lines in sentences(row.values) if lines],
        "differences": differences(row.based_on.values, row.values) if row.based_on else [],
        "examples": [] if broken else examples(row.values),
        "pairs": pair_lines(row.pairs.all()),
        "versions": Regulation.objects.visible_to(request.user).filter(code=code),
        **(_desk(request, row) if request.user.is_authenticated else {}),
    }
    return render(request, "positions/regulation.html", context)


def _desk(request, row: Regulation) -> dict:
    waiting = TwoPersonRequest.objects.visible_to(request.user).waiting()
    return {
        "draft": can_draft_somewhere(request.user),
        "edit": can_edit_regulation(request.user, row),
        "propose": can_propose_regulation(request.user, row),
        "waiting": waiting.filter(subject=subject_of(row)).first(),
        "history": history(row) if row.owner_id else [],
    }


@login_not_required
@require_GET
def regulation_file(request, code, version):
    """The regulation as a file another installation can take in."""
    row = _regulation(request, code, version)
    name = f"{row.code}-v{row.version}.json"
    answer = JsonResponse(
        workflow.exported(row), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_http_methods(["GET", "POST"])
def regulation_draft(request, code, version):
    """Begin from this one."""
    base = _regulation(request, code, version)
    require(can_draft_somewhere(request.user))
    form = DraftForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        draft = workflow.draft_regulation(base, by=request.user, **form.cleaned_data)
        messages.success(request, _("Đã lập dự thảo. Sửa những câu cần khác với mẫu."))
        return redirect("positions:regulation-edit", draft.code, draft.version)
    return render(request, "positions/regulation_draft.html", {"base": base, "form": form})


@require_http_methods(["GET", "POST"])
def regulation_edit(request, code, version):
    row = _regulation(request, code, version)
    require(can_edit_regulation(request.user, row))
    form = RegulationForm(request.POST or None, regulation=row)
    if request.method == "POST" and form.is_valid():
        workflow.edit_regulation(row, form.changes(), by=request.user, **form.heads())
        messages.success(request, _("Đã lưu. Dưới đây là chỗ khác với mẫu và ví dụ tính thử."))
        return redirect(row)
    return render(request, "positions/regulation_form.html", {"regulation": row, "form": form})


@require_http_methods(["GET", "POST"])
def regulation_take_in(request, code, version):
    """Fill a draft from an exported file."""
    row = _regulation(request, code, version)
    require(can_edit_regulation(request.user, row))
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _take_in(request, row, form):
        return redirect(row)
    return render(request, "positions/regulation_upload.html", {"regulation": row, "form": form})


def _take_in(request, row: Regulation, form: UploadForm) -> bool:
    try:
        workflow.take_in(row, form.cleaned_data["file"], by=request.user)
    except ValidationError as error:
        form.add_error("file", error)
        return False
    messages.success(request, _("Đã nhận nội dung từ tệp."))
    return True


@require_POST
def regulation_propose(request, code, version):
    row = _regulation(request, code, version)
    workflow.propose_regulation(row, by=request.user)
    messages.success(request, _("Đã trình người đứng đầu cơ quan."))
    return redirect(row)


def _regulation(request, code, version) -> Regulation:
    rows = Regulation.objects.visible_to(request.user).select_related("owner", "based_on")
    return get_object_or_404(rows, code=code, version=version)
