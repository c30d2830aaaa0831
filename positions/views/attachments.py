"""A campaign's files and the proofs that it was published: the desk's lists, everybody's files."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.tables import PAGE
from accounts.verdicts import require
from documents.workflow import send
from positions import announcement_workflow as workflow
from positions.announcement_forms import CampaignFileForm, PublicationForm, VoidPublicationForm
from positions.announcement_queries import missing_channels
from positions.announcement_rules import can_add_file, can_add_publication, can_void_publication
from positions.models import Campaign, CampaignFile, Publication


@login_not_required
@require_GET
def campaign_file(request, public_id):
    """One file for everybody; whoever asks gets the same bytes."""
    rows = CampaignFile.objects.visible_to(request.user).standing().select_related("file")
    return send(get_object_or_404(rows, public_id=public_id).file)


@login_not_required
@require_GET
def publication_file(request, public_id):
    rows = Publication.objects.visible_to(request.user).select_related("file")
    row = get_object_or_404(rows, public_id=public_id)
    if row.file is None:
        raise Http404(_("Bằng chứng này chỉ có địa chỉ trang."))
    return send(row.file)


@require_http_methods(["GET", "POST"])
def campaign_files(request, code):
    campaign = _campaign(request, code)
    may_add = can_add_file(request.user, campaign)
    form = CampaignFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        require(may_add)
        if form.is_valid() and _file_added(request, campaign, form):
            messages.success(request, _("Đã thêm tài liệu. Mọi người nhận cùng một tệp."))
            return redirect("positions:campaign-files", campaign.code)
    rows = CampaignFile.objects.visible_to(request.user).filter(campaign=campaign)
    rows = rows.select_related("file", "added_by", "removed_by").order_by("-pk")
    context = {
        "campaign": campaign,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "may_add": may_add,
        "form": form,
    }
    return render(request, "positions/campaign_files.html", context)


def _file_added(request, campaign: Campaign, form: Form) -> bool:
    """A refused file goes back to its field; what was typed stays."""
    data = form.cleaned_data
    try:
        workflow.add_file(campaign, data["kind"], data["title"], data["file"], by=request.user)
    except ValidationError as error:
        form.add_error("file", error)
    return not form.errors


@require_POST
def campaign_file_remove(request, public_id):
    rows = CampaignFile.objects.visible_to(request.user).select_related("campaign")
    rows = rows.filter(
        campaign__in=Campaign.objects.visible_to(request.user).at_desk_of(request.user)
    )
    file = workflow.remove_file(get_object_or_404(rows, public_id=public_id), by=request.user)
    messages.success(request, _("Đã bỏ tài liệu. Trang tải về của tệp không còn."))
    return redirect("positions:campaign-files", file.campaign.code)


@require_http_methods(["GET", "POST"])
def publication_list(request, code):
    campaign = _campaign(request, code)
    may_add = can_add_publication(request.user, campaign)
    form = PublicationForm(request.POST or None, request.FILES or None, campaign=campaign)
    if request.method == "POST":
        require(may_add)
        if form.is_valid() and _publication_added(request, campaign, form):
            messages.success(request, _("Đã ghi bằng chứng đăng thông báo."))
            return redirect("positions:publication-list", campaign.code)
    rows = Publication.objects.visible_to(request.user).filter(campaign=campaign)
    rows = rows.select_related("file", "added_by", "voided_by")
    context = {
        "campaign": campaign,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "missing": missing_channels(campaign),
        "may_add": may_add,
        "form": form,
    }
    return render(request, "positions/publication_list.html", context)


def _publication_added(request, campaign: Campaign, form: Form) -> bool:
    data = dict(form.cleaned_data)
    upload = data.pop("file")
    try:
        workflow.add_publication(campaign, upload=upload, by=request.user, **data)
    except ValidationError as error:
        form.add_error("file", error)
    return not form.errors


@require_http_methods(["GET", "POST"])
def publication_void(request, public_id):
    rows = Publication.objects.visible_to(request.user).select_related("campaign", "file")
    rows = rows.filter(
        campaign__in=Campaign.objects.visible_to(request.user).at_desk_of(request.user)
    )
    row = get_object_or_404(rows, public_id=public_id)
    require(can_void_publication(request.user, row))
    form = VoidPublicationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        workflow.void_publication(row, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Đã hủy bằng chứng, kèm lý do."))
        return redirect("positions:publication-list", row.campaign.code)
    context = {"campaign": row.campaign, "publication": row, "form": form}
    return render(request, "positions/publication_void.html", context)


def _campaign(request, code) -> Campaign:
    rows = Campaign.objects.visible_to(request.user).at_desk_of(request.user)
    return get_object_or_404(rows.select_related("host"), code=code)
