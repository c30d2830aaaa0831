"""Telling candidates: by the agency's wording through every channel, or by an officer's voice."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.verdicts import deny, require
from audit import clock
from audit.transitions import add, amend, changing
from candidates.models import Application, ContactRecord
from candidates.notice_rules import can_be_told, can_record_contact, can_void_contact
from messaging.language import official
from messaging.models import Notice
from messaging.queries import render_template
from messaging.workflow import notify


@official
def tell_applicant(
    application: Application, code: str, key: str, *, url: str = "", **values: object
) -> Notice | None:
    """Tell whoever filed it, once for each key, in the agency's words for this kind of notice.

    Somebody without a log-in gets a notice no channel takes: it waits for an officer.
    """
    profile, opening = application.profile, application.opening
    if profile is None:
        return None
    url = url or reverse("candidates:application", args=[application.public_id])
    blanks = {
        "name": application.full_name or profile.full_name,
        "opening": opening.title,
        "agency": opening.agency.name,
        "application": application.receipt_code,
        "number": application.number,
        "url": urljoin(settings.SITE_BASE_URL, url),
    }
    subject, body = render_template(code, opening.agency.code, {**blanks, **values})
    return notify(
        user=profile.user,
        key=f"application:{application.public_id}:{key}",
        text=" ".join(subject.split()),
        detail=body,
        url=url,
        code=code,
        about=application.public_id,
    )


def to_the_second(at: datetime) -> str:
    """When something came in, as a notice says it."""
    return date_format(localtime(at), "H:i:s d/m/Y")


def record_contact(
    application: Application,
    notices: Iterable[Notice],
    *,
    channel: str,
    at: datetime,
    received_by: str,
    note: str = "",
    by: User,
) -> list[ContactRecord]:
    """An officer told the candidate what these notices say: a row and an entry for each."""
    chosen = list(notices)
    with changing(application) as application:
        require(can_record_contact(by, application))
        if not chosen:
            require(deny(_("Hãy chọn ít nhất một thông báo đã báo.")))
        for notice in chosen:
            require(can_be_told(application, notice, at))
        facts = {"channel": channel, "at": at, "received_by": received_by, "note": note}
        return [
            add(
                ContactRecord(
                    application=application,
                    notice=notice,
                    added_by=by,
                    added_at=clock.now(),
                    **facts,
                ),
                by=by,
            )
            for notice in chosen
        ]


def void_contact(record: ContactRecord, *, reason: str, by: User) -> ContactRecord:
    """It was recorded in error: the notice is untold again."""
    with changing(record) as record:
        require(can_void_contact(by, record))
        fields = {"voided_by": by, "voided_at": clock.now(), "voided_reason": reason}
        return amend(record, by=by, note=reason, **fields)
