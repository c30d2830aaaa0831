from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db import connection
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accounts.tables import PAGE, Column, Empty, table
from accounts.verdicts import deny, require
from audit.checkpoints import verify_key
from candidates.models import CandidateProfile
from desk.context import held
from desk.names import actor_names, kind_label
from desk.queries import note_of, own_cards, tasks_for, visible_log, with_seals
from desk.style_samples import samples
from positions.models import Campaign

LOG_ROLES = {
    "agency_admin",
    "agency_hr",
    "authority_head",
    "province_staff",
    "ministry_staff",
    "inspector",
    "sysadmin",
}


@require_GET
def home(request):
    memberships, boards = held(request)
    if not memberships and not boards:
        return redirect("desk:me")
    roles = {row.role for row in memberships}
    context = {"tasks": tasks_for(request.user, roles, boards), "memberships": memberships}
    return render(request, "desk/home.html", context)


@require_GET
def me(request):
    context = {
        "profile": CandidateProfile.objects.visible_to(request.user).first(),
        "cards": own_cards(request.user),
    }
    return render(request, "desk/me.html", context)


@require_GET
def log(request):
    if not any(row.role in LOG_ROLES for row in held(request)[0]):
        require(deny(_("Nhật ký dành cho người quản lý, theo dõi và thanh tra.")))
    names: dict[str, str] = {}
    columns = [
        Column(gettext_lazy("Thời điểm"), lambda row: row.entry.at),
        Column(gettext_lazy("Việc"), lambda row: kind_label(row.entry.kind)),
        Column(gettext_lazy("Người thực hiện"), lambda row: names.get(row.entry.actor)),
        Column(gettext_lazy("Cơ quan"), lambda row: row.agency),
        Column(gettext_lazy("Ghi chú"), lambda row: note_of(row) or "–"),
        Column(gettext_lazy("Dòng"), lambda row: f"{row.entry.chain}/{row.entry.seq}"),
    ]
    rows = visible_log(request.user)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    names.update(actor_names(row.entry.actor for row in page))
    empty = Empty(_("Nhật ký chưa có dòng nào"))
    context = {"table": table(request, rows, columns, empty=empty, exportable=False)}
    return render(request, "desk/log.html", context)


@login_not_required
@require_GET
def verify(request):
    campaigns = Campaign.objects.visible_to(request.user).public().order_by("-published_at")[:20]
    sealed = with_seals(campaigns)
    context = {
        "campaigns": sealed,
        "n_marks": sum(len(marks) for _row, marks in sealed),
        "public_key": bytes(verify_key()).hex(),
        "origin": settings.CHECKPOINT_ORIGIN,
    }
    return render(request, "desk/verify.html", context)


@login_not_required
@require_GET
def privacy(request):
    return render(request, "desk/privacy.html")


@require_GET
def style(request):
    if settings.PRODUCTION:
        raise Http404
    return render(request, "desk/style.html", samples())


@login_not_required
@require_GET
def healthz(request):
    return JsonResponse({"status": "ok"})


@login_not_required
@require_GET
def readyz(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok", "database": connection.vendor})
