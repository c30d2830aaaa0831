"""Pages anyone may read. Their GETs write nothing."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from audit.queries import checkpoints_of
from positions.forms import OpeningFilter
from positions.models import Announcement, Campaign, Opening
from positions.queries import (
    DOSSIER,
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
    form = OpeningFilter(request.GET)
    rows = form.apply(Opening.objects.visible_to(request.user).public())
    rows = rows.select_related("agency__province", "campaign").order_by("receipt_deadline", "pk")
    receiving = Paginator(rows.receiving(), PAGE).get_page(request.GET.get("page"))
    others = rows.exclude(pk__in=rows.receiving().values("pk")).order_by("-announced_on", "pk")
    context = {
        "form": form,
        "filtered": any(request.GET.get(name) for name in ("q", "level")),
        "page": receiving,
        "receiving": with_deadlines(receiving),
        "others": [(row, badge(row)) for row in others[:PAGE]],
        "news": Announcement.objects.visible_to(request.user).select_related("campaign")[:SHORT],
    }
    return render(request, "positions/home.html", context)


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
        "dossier": DOSSIER,
        "rounds": scoring_words(opening.regulation),
        "deadline": deadline_chip(opening),
        "apply": receives(opening),
        "announcements": opening.announcements.all(),
    }
    return render(request, "positions/opening_public.html", context)


@login_not_required
@require_GET
def announcement_list(request):
    rows = Announcement.objects.visible_to(request.user).select_related("campaign")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "positions/announcement_list.html", {"page": page})


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
        "checkpoints": list(checkpoints_of(campaign.ledger_chain)),
    }
    return render(request, "positions/campaign_announcements.html", context)
