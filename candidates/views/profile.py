"""One's own profile after form 2C: the page, its files, what a file would change."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from candidates.form2c import content_of
from candidates.form2c_changes import differences
from candidates.form2c_json import json_bytes
from candidates.form2c_xlsx import xlsx_bytes
from candidates.models import CandidateProfile
from candidates.profile_faults import BadFile
from candidates.profile_files import Look, digest, look_at, sealed, unsealed
from candidates.profile_forms import ProfileFileForm, ProfileForms, typed_of
from candidates.profile_workflow import save_form_2c
from documents.content import XLSX
from documents.workflow import send_bytes
from positions.models import Opening

MOST_SHOWN = 200


@require_http_methods(["GET", "POST"])
def profile_edit(request):
    """The form. A line more or less is a POST that keeps nothing but what is on the page."""
    profile = _profile(request)
    if request.method == "GET":
        return _page(request, ProfileForms(profile))
    if "add" in request.POST or "drop" in request.POST:
        return _page(request, ProfileForms.retyped(profile, request.POST))
    sent = ProfileForms(profile, request.POST)
    if not sent.is_valid():
        return _page(request, sent)
    save_form_2c(sent.form.save(commit=False), sent.lines(), by=request.user)
    messages.success(request, _("Đã lưu lý lịch. Mọi hồ sơ sau dùng lại được."))
    opening = request.GET.get("for", "")
    if Opening.objects.visible_to(request.user).public().filter(code=opening).exists():
        return redirect("candidates:apply", opening)
    return redirect("desk:me")


@require_GET
def profile_file(request):
    """The profile as a workbook or as JSON; before there is one, the file to fill in."""
    content = content_of(_profile(request))
    if request.GET.get("format") == "xlsx":
        return send_bytes(xlsx_bytes(content), "ly-lich-2c.xlsx", XLSX)
    return send_bytes(json_bytes(content), "ly-lich-2c.json", "application/json")


@require_http_methods(["GET", "POST"])
def profile_import(request):
    """A file is looked at and shown beside what is kept; nothing is written."""
    form = ProfileFileForm(request.POST or None, request.FILES or None)
    if request.method == "GET" or not form.is_valid():
        return render(request, "candidates/profile_import.html", {"form": form})
    try:
        look = look_at(form.cleaned_data["file"], _profile(request))
    except BadFile as bad:
        return _faults(request, bad)
    return _preview(request, look)


@require_POST
def profile_import_confirm(request):
    """Everything the preview showed, or nothing."""
    look = unsealed(request.POST.get("look", ""), request.user.public_id)
    if look is None:
        messages.error(request, _("Bản xem trước đã hết hạn. Hãy tải tệp lên lại."))
        return redirect("candidates:profile-import")
    profile = _profile(request)
    stands = digest(content_of(profile))
    if stands != look.base:
        messages.error(request, _("Lý lịch vừa được sửa ở nơi khác. Hãy xem lại khác biệt."))
        return _preview(request, look._replace(base=stands))
    sent = ProfileForms(profile, typed_of(look.content))
    if not sent.is_valid():
        messages.error(request, _("Tệp không còn hợp lệ. Hãy tải tệp lên lại."))
        return redirect("candidates:profile-import")
    save_form_2c(sent.form.save(commit=False), sent.lines(), by=request.user)
    messages.success(request, _("Đã nhập lý lịch từ tệp."))
    return redirect("candidates:profile")


def _page(request, shown: ProfileForms):
    context = {"profile": shown, "is_stored": shown.profile.pk is not None}
    return render(request, "candidates/profile_form.html", context)


def _preview(request, look: Look):
    context = {
        "form": ProfileFileForm(),
        "differences": differences(content_of(_profile(request)), look.content),
        "look": sealed(look, request.user.public_id),
        "is_preview": True,
    }
    return render(request, "candidates/profile_import.html", context)


def _faults(request, bad: BadFile):
    context = {
        "form": ProfileFileForm(),
        "faults": bad.faults[:MOST_SHOWN],
        "n_faults": len(bad.faults),
    }
    return render(request, "candidates/profile_import.html", context)


def _profile(request) -> CandidateProfile:
    """One's own, or an empty one that is not stored."""
    found = CandidateProfile.objects.visible_to(request.user).first()
    user = request.user
    return found or CandidateProfile(user=user, full_name=user.full_name, phone=user.phone)
