"""What the tests of notices ask and do."""

from django.utils.timezone import localtime

from audit import clock
from candidates.notice_workflow import record_contact
from messaging.models import Notice


def told(row) -> list[str]:
    notices = Notice.objects.filter(about=row.public_id).order_by("pk")
    return list(notices.values_list("code", flat=True))


def last(row) -> Notice:
    return Notice.objects.filter(about=row.public_id).latest("pk")


def call(row, notice, by, at=None, **facts):
    said = {"channel": "PHONE", "received_by": "Chính người dự tuyển", **facts}
    return record_contact(row, [notice], at=at or clock.now(), by=by, **said)


def in_minutes(at) -> str:
    return localtime(at).strftime("%d/%m/%Y %H:%M")


def body(notice, at=None) -> dict[str, str]:
    said = {"channel": "PHONE", "received_by": "Người nhà Lê Thị Ê", "note": "Sẽ báo lại."}
    return {"notices": notice.public_id, "at": in_minutes(at or clock.now()), **said}
