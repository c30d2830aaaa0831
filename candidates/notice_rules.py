"""Who records that a candidate was told outside the system, and takes it back."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.verdicts import ALLOWED, Verdict, deny
from audit import clock
from candidates.models import Application, ContactRecord
from candidates.vetting_rules import is_vetting_officer
from messaging.models import Notice


def can_record_contact(user: Any, application: Application) -> Verdict:
    """The officers who vet the dossier: they hold the telephone number."""
    return is_vetting_officer(user, application)


def can_be_told(application: Application, notice: Notice, at: datetime) -> Verdict:
    """A notice of this dossier, not yet recorded as told, at a moment after it was written."""
    if notice.about != application.public_id:
        return deny(_("Thông báo này không thuộc hồ sơ."))
    if ContactRecord.objects.standing().filter(notice=notice).exists():
        return deny(_("Thông báo này đã ghi là đã báo."))
    if at > clock.now():
        return deny(_("Giờ báo tin không được ở tương lai."))
    # A form gives minutes: the minute the notice was written in counts.
    if at < notice.created_at.replace(second=0, microsecond=0):
        return deny(_("Giờ báo tin phải sau lúc có thông báo."))
    return ALLOWED


def can_void_contact(user: Any, record: ContactRecord) -> Verdict:
    """What was recorded in error is declared void, with a reason; it stays to be read."""
    if not (verdict := can_record_contact(user, record.application)):
        return verdict
    if record.voided_at:
        return deny(_("Dòng này đã hủy."))
    return ALLOWED
