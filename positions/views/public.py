"""Pages anyone may read. Their GETs write nothing."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page, Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.tables import pills
from audit.queries import checkpoints_of
from positions.announcement_forms import OPEN, OVER, AnnouncementFilter, HomeFilter
from positions.announcement_queries import files_of
from positions.dossier import documents_of
from positions.models import Announcement, Campaign, Opening
from positions.queries import (
    badge,
    deadline_chip,
    receives,
    step_bar,
    with_deadlines,
)
from positions.wording import scoring_words

PAGE = 20
SHORT = 5


@login_not_required
@require_GET
def home(request):
    public = Opening.objects.visible_to(request.user).public()
    form = HomeFilter(request.GET, openings=public)
    rows = form.apply(public).select_related("agency__province", "campaign")
    wanted = form.cleaned_data.get("receipt")
    context = {
        "form": form,
        "pills": pills(request, form),
        "wanted": wanted,
        "news": Announcement.objects.visible_to(request.user).select_related("campaign")[:SHORT],
    }
    if wanted != OVER:
        page = _page(request, rows.receiving().order_by("receipt_deadline", "pk"))
        context |= {"page": page, "receiving": with_deadlines(page)}
    if wanted != OPEN:
        others = rows.exclude(pk__in=rows.receiving().values("pk")).order_by("-announced_on", "pk")
        context |= _others(request, others, is_paged=wanted == OVER)
    return render(request, "positions/home.html", context)


def _others(request, rows, *, is_paged: bool) -> dict:
    """The newest below what receives now; all of them, page by page, when they are asked for."""
    if not is_paged:
        return {"others": [(row, badge(row)) for row in rows[:PAGE]]}
    page = _page(request, rows)
    return {"others": [(row, badge(row)) for row in page], "others_page": page}


def _page(request, rows) -> Page:
    return Paginator(rows, PAGE).get_page(request.GET.get("page"))


@login_not_required
@require_GET
def opening_public(request, code):
    rows = Opening.objects.visible_to(request.user).public()
    rows = rows.select_related(
        "agency__province",
        "campaign__host",
        "regulation",
        "authority",
        "standard__title",
        "standard__owner",
    )
    opening = get_object_or_404(rows, code=code)
    context = {
        "opening": opening,
        "badge": badge(opening),
        "steps": step_bar(opening),
        "standards": [line for line in opening.standards.splitlines() if line.strip()],
        "dossier": documents_of(opening.regulation.values),
        "rounds": scoring_words(opening.regulation),
        "deadline": deadline_chip(opening),
        "apply": receives(opening),
        "announcements": opening.announcements.all(),
        "files": files_of(opening.campaign),
        "proofs": opening.campaign.publications.standing(),
    }
    return render(request, "positions/opening_public.html", context)


@login_not_required
@require_GET
def announcement_list(request):
    form = AnnouncementFilter(request.GET)
    rows = form.apply(Announcement.objects.visible_to(request.user)).select_related("campaign")
    context = {"page": _page(request, rows), "form": form, "pills": pills(request, form)}
    return render(request, "positions/announcement_list.html", context)


@login_not_required
@require_GET
def campaign_announcements(request, code):
    rows = Campaign.objects.visible_to(request.user).public().select_related("host", "regulation")
    campaign = rows.filter(code=code).first()
    if campaign is None:
        raise Http404(_("Không có đợt thi đã công bố nào mang mã này."))
    context = {
        "campaign": campaign,
        "openings": [
            (row, badge(row)) for row in campaign.openings.public().select_related("agency")
        ],
        "announcements": campaign.announcements.select_related("opening"),
        "files": files_of(campaign),
        "proofs": campaign.publications.standing(),
        "checkpoints": list(checkpoints_of(campaign.ledger_chain)),
    }
    return render(request, "positions/campaign_announcements.html", context)
