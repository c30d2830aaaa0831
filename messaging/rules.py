from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.verdicts import ALLOWED, Verdict, deny
from messaging.models import Job, Notice


def can_mark_read(user: User, notice: Notice) -> Verdict:
    if notice.user_id != user.pk:
        return deny(_("Thông báo này gửi cho người khác."))
    return ALLOWED


def can_cancel_job(user: User, job: Job) -> Verdict:
    if job.owner_id != user.pk:
        return deny(_("Chỉ người yêu cầu mới được hủy công việc này."))
    if not job.is_open:
        return deny(_("Công việc này đã kết thúc."))
    return ALLOWED
