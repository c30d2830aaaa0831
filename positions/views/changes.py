"""After publication: propose a change, open a post anew."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.step_up import step_up
from accounts.verdicts import require
from positions import change_workflow as workflow
from positions.change_forms import ChangeForm, ReopenForm
from positions.change_rules import can_propose_change, can_reopen, possible_kinds
from positions.models import OpeningChange
from positions.rules import is_opening_hr
from positions.views.fetch import opening_at_desk


@require_http_methods(["GET", "POST"])
@step_up
def change_propose(request, code):
    """First which kind of change, then what exactly."""
    opening = opening_at_desk(request.user, code)
    require(is_opening_hr(request.user, opening))
    kind = request.POST.get("kind") or request.GET.get("kind", "")
    if kind not in OpeningChange.Kind.values:
        kinds = [OpeningChange.Kind(each) for each in possible_kinds(opening)]
        return render(request, "positions/change_kinds.html", {"opening": opening, "kinds": kinds})
    require(can_propose_change(request.user, opening, kind))
    form = ChangeForm(request.POST or None, opening=opening, kind=kind)
    if request.method == "POST" and form.is_valid() and _propose(request, opening, kind, form):
        return redirect("positions:opening-detail", opening.code)
    context = {"opening": opening, "kind": OpeningChange.Kind(kind), "form": form}
    return render(request, "positions/change_form.html", context)


def _propose(request, opening, kind, form) -> bool:
    try:
        workflow.propose_change(opening, kind, form.wanted(), by=request.user, **form.grounds())
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("Đã trình người đứng đầu cơ quan có thẩm quyền."))
    return True


@require_http_methods(["GET", "POST"])
def opening_reopen(request, code):
    opening = opening_at_desk(request.user, code)
    require(can_reopen(request.user, opening))
    form = ReopenForm(request.POST or None, user=request.user, opening=opening)
    if request.method == "POST" and form.is_valid():
        draft = workflow.reopen_opening(opening, by=request.user, **form.cleaned_data)
        messages.success(
            request, _("Đã mở lại thành bản soạn trong đợt thi mới; hãy lập lịch rồi trình.")
        )
        return redirect("positions:opening-detail", draft.code)
    return render(request, "positions/opening_reopen.html", {"opening": opening, "form": form})
