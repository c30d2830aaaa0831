"""Notices to candidates, URL by URL: their wording, and who was told by telephone."""

from typing import Any

from django.utils.timezone import localtime

from audit import clock
from messaging.models import Notice
from tests.access_case import Case, own, thing, words

KIND = "application_submitted"
_wording_body = words(subject="Đã nhận {application}", body="{application} lúc {received_at}")


def _contact_body(name: str) -> Any:
    def body(world: Any) -> dict[str, str]:
        notice = Notice.objects.filter(about=world.own[name].public_id).latest("pk")
        said = {"channel": "PHONE", "received_by": "Người nghe ANPHA"}
        at = localtime(clock.now()).strftime("%d/%m/%Y %H:%M")
        return {"notices": notice.public_id, "at": at, **said}

    return body


def _wording(world: Any) -> dict[str, Any]:
    return {"code": world.a.code, "kind": KIND}


def _own_wording(world: Any) -> dict[str, Any]:
    return {"code": world.a.code, "kind": world.things["wording"].code}


NOTICE_CASES = [
    Case("candidates:untold-list"),
    Case("candidates:contact-record", own("submitted"), _contact_body("submitted")),
    Case("candidates:contact-record", own("draft"), _contact_body("submitted"), "draft"),
    Case("candidates:contact-void", thing("contact"), words(reason="Ghi nhầm.")),
    Case("agencies:wording-list", lambda world: {"code": world.a.code}),
    Case("agencies:wording-edit", _wording, _wording_body),
    Case("agencies:wording-reset", _own_wording),
]
