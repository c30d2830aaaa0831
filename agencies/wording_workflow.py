"""An agency's own words for its notices; every change is an entry with the words in it."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.verdicts import deny, require
from agencies.models import Agency
from agencies.rules import can_word_notices
from audit.ledger import record
from messaging.models import MessageTemplate
from messaging.workflow import save_template


def word_notice(agency: Agency, code: str, *, subject: str, body: str, by: User) -> MessageTemplate:
    """Keep the agency's wording; notices already sent keep theirs."""
    require(can_word_notices(by, agency))
    with transaction.atomic():
        kept = save_template(code=code, agency_code=agency.code, subject=subject, body=body)
        _note(agency, {"code": code, "subject": subject, "body": body}, by)
    return kept


def drop_wording(agency: Agency, code: str, *, by: User) -> None:
    """Back to the built-in wording."""
    require(can_word_notices(by, agency))
    with transaction.atomic():
        gone, _rows = MessageTemplate.objects.filter(code=code, agency_code=agency.code).delete()
        if not gone:
            require(deny(_("Cơ quan đang dùng lời mẫu.")))
        _note(agency, {"code": code, "subject": "", "body": ""}, by)


def _note(agency: Agency, data: dict[str, str], by: User) -> None:
    record(chain="system", kind="wording_changed", by=by, agency=agency.code, data=data)
