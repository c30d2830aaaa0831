from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from messaging.jobs import jobs_dir
from messaging.models import Job, Notice, OutboxMessage
from messaging.queries import unread_count
from messaging.workflow import cancel_job, mark_read

PAGE_SIZE = 25
OUTBOX_SHOWN = 200


@require_GET
def notice_list(request):
    notices = Notice.objects.visible_to(request.user).order_by("-created_at", "-pk")
    page = Paginator(notices, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "unread": unread_count(request.user)}
    return render(request, "messaging/notice_list.html", context)


@require_POST
def notice_read(request, public_id):
    notice = get_object_or_404(Notice.objects.visible_to(request.user), public_id=public_id)
    notice = mark_read(notice, by=request.user)
    return redirect(notice.url or "messaging:notice-list")


@require_GET
def job_detail(request, public_id):
    job = get_object_or_404(Job.objects.visible_to(request.user), public_id=public_id)
    template = "messaging/_job.html" if request.htmx else "messaging/job_detail.html"
    return render(request, template, {"job": job})


@require_POST
def job_cancel(request, public_id):
    job = get_object_or_404(Job.objects.visible_to(request.user), public_id=public_id)
    job = cancel_job(job, by=request.user)
    messages.info(request, _("Đã yêu cầu hủy: %(title)s.") % {"title": job.title})
    return redirect(job)


@require_GET
def job_result(request, public_id):
    job = get_object_or_404(Job.objects.visible_to(request.user), public_id=public_id)
    path = jobs_dir() / job.result_path
    if not job.result_url or not path.is_file():
        raise Http404(_("Tệp kết quả chưa có hoặc đã được xóa. Hãy chạy lại công việc."))
    return FileResponse(path.open("rb"), as_attachment=True, filename=job.result_name)


@require_GET
def outbox(request):
    """The mails this installation would send: development only, where testers need the links."""
    if settings.PRODUCTION:
        raise Http404
    sent = OutboxMessage.objects.visible_to(request.user).order_by("-queued_at", "-pk")
    page = Paginator(sent[:OUTBOX_SHOWN], PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "messaging/outbox.html", {"page": page, "shown": OUTBOX_SHOWN})
