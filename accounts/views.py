from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import approvals, workflow
from accounts.models import TwoPersonRequest
from accounts.queries import request_badge, time_left_words
from accounts.rules import can_decide, can_refuse, can_withdraw
from accounts.step_up import step_up

PAGE = 25


@require_GET
def request_list(request):
    rows = TwoPersonRequest.objects.visible_to(request.user).select_related("initiator")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.title, row.badge = approvals.KINDS[row.kind].title, request_badge(row)
    return render(request, "accounts/request_list.html", {"page": page})


@require_GET
def request_detail(request, public_id):
    row = _visible(request, public_id)
    kind = approvals.KINDS[row.kind]
    subject_url = kind.url(approvals.subject_object(row.subject))
    context = {
        "row": row,
        "title": kind.title,
        "badge": request_badge(row),
        "is_open": row.state == row.State.PENDING and not row.is_expired,
        "is_own": row.initiator_id == request.user.pk,
        "time_left": time_left_words(row),
        "subject_url": subject_url,
        "own_page": subject_url if kind.needs_own_page else "",
        "decide": can_decide(request.user, row),
        "refuse": can_refuse(request.user, row),
        "withdraw": can_withdraw(request.user, row),
    }
    return render(request, "accounts/request_detail.html", context)


@require_POST
@step_up
def request_approve(request, public_id):
    row = workflow.approve(
        _visible(request, public_id), by=request.user, digest=request.POST.get("digest", "")
    )
    if row.state == row.State.VOID:
        messages.error(request, _("Số liệu đã thay đổi sau khi đề nghị: đề nghị bị vô hiệu."))
    else:
        messages.success(request, _("Đã đồng ý. Việc được thực hiện và ghi vào nhật ký."))
    return redirect("accounts:request-detail", public_id)


@require_POST
@step_up
def request_refuse(request, public_id):
    row = _visible(request, public_id)
    reason = request.POST.get("reason", "").strip()
    if not reason:
        messages.error(request, _("Hãy ghi lý do từ chối để người đề nghị biết cách sửa."))
    else:
        workflow.refuse(row, by=request.user, reason=reason)
        messages.success(request, _("Đã từ chối và gửi lý do cho người đề nghị."))
    return redirect("accounts:request-detail", public_id)


@require_POST
def request_withdraw(request, public_id):
    workflow.withdraw(_visible(request, public_id), by=request.user)
    messages.success(request, _("Đã rút đề nghị."))
    return redirect("accounts:request-detail", public_id)


def _visible(request, public_id) -> TwoPersonRequest:
    rows = TwoPersonRequest.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("initiator", "decider"), public_id=public_id)
