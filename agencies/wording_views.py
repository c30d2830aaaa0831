"""How an agency words its notices to candidates."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.verdicts import require
from agencies.models import Agency
from agencies.rules import can_word_notices
from agencies.wording_workflow import drop_wording, word_notice
from messaging.forms import WordingForm
from messaging.language import OFFICIAL, official
from messaging.queries import standing_wording, wordings_of
from messaging.templates_default import BLANKS, KINDS
from messaging.wording import example, fill


@require_GET
def wording_list(request, code):
    agency = _agency(request, code)
    context = {"agency": agency, "wordings": wordings_of(agency.code)}
    return render(request, "agencies/wording_list.html", context)


@require_http_methods(["GET", "POST"])
def wording_edit(request, code, kind):
    """Save, or only show what the words say in an example; nothing is sent from here."""
    agency = _agency(request, code)
    if kind not in KINDS:
        raise Http404
    subject, body = standing_wording(kind, agency.code)
    initial = {"subject": subject, "body": body}
    form = WordingForm(request.POST or None, code=kind, initial=initial)
    if request.method == "POST" and form.is_valid() and "draft" not in request.POST:
        word_notice(agency, kind, by=request.user, **form.cleaned_data)
        messages.success(request, _("Đã lưu. Thông báo từ nay dùng lời này."))
        return redirect("agencies:wording-list", agency.code)
    context = {
        "agency": agency,
        "kind": KINDS[kind],
        "code": kind,
        "form": form,
        "is_own": any(key == kind and own for key, _kind, own in wordings_of(agency.code)),
        "shown": None if form.errors else _example(agency, kind, form),
        "is_draft": request.method == "POST",
        "blanks": _blanks(kind),
        "in_other_words": None if get_language() == OFFICIAL else KINDS[kind].wording,
    }
    return render(request, "agencies/wording_form.html", context)


@official
def _example(agency: Agency, kind: str, form: WordingForm) -> dict[str, str]:
    """What the form's words, or those in use, say of an invented case."""
    values, words = example(kind, agency.name), getattr(form, "cleaned_data", form.initial)
    return {name: fill(text, values) for name, text in words.items()}


def _blanks(kind: str) -> list[tuple[str, str, bool]]:
    """Name with its braces, what it stands for, whether the body must have it; those first."""
    kind_of = KINDS[kind]
    names = [*kind_of.required, *sorted(kind_of.allowed - {*kind_of.required})]
    return [(f"{{{name}}}", BLANKS[name][0], name in kind_of.required) for name in names]


@require_POST
def wording_reset(request, code, kind):
    drop_wording(_agency(request, code), kind, by=request.user)
    messages.success(request, _("Đã dùng lại lời mẫu."))
    return redirect("agencies:wording-edit", code, kind)


def _agency(request, code) -> Agency:
    agency = get_object_or_404(Agency.objects.visible_to(request.user), code=code)
    require(can_word_notices(request.user, agency))
    return agency
