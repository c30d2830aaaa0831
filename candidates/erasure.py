"""Erasing what is personal in dossiers, so that the ledger still verifies.

A row is emptied by an amendment, then the payloads of its earlier entries go: what is left of them
is a digest that says nothing without its salt. State, number, sex, ethnic group and dates stay,
for reports and for the proof.
"""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from accounts.models import TwoPersonRequest, User
from accounts.verdicts import require
from audit import clock
from audit.ledger import erase_payload, record
from audit.models import LedgerEntry
from audit.rows import subject_of
from audit.transitions import amend, changing
from candidates.complaint_workflow import erase_letter
from candidates.models import (
    Application,
    CandidateProfile,
    ContactRecord,
    DossierItem,
    EligibilityCheck,
    FiledProfile,
    Objection,
    SupplementRequest,
)
from candidates.retention import RULE, can_erase_profile, expired_applications, expired_letters
from documents.workflow import forget_file
from messaging.language import official
from messaging.workflow import forget_notices

Fields = dict[str, Any]
TIME_IS_OVER, ASKED = "Hết thời hạn lưu hồ sơ", "Người dự tuyển yêu cầu xóa"


@official
def gone() -> str:
    """What stands where words were that a constraint does not let be empty."""
    return _("(đã xóa)")


def _application(row: Application) -> Fields:
    return {"full_name": "", "birth_on": None, "workplace": "", "job": "", "erased_at": clock.now()}


def _filed(row: FiledProfile) -> Fields:
    facts = dict.fromkeys(row.content["facts"]) | {"full_name": ""}
    return {"content": row.content | {"facts": facts, "lines": {}}}


# What of each row is emptied, and to what.
EMPTIED: dict[type[models.Model], Callable[[Any], Fields]] = {
    Application: _application,
    FiledProfile: _filed,
    EligibilityCheck: lambda row: {"reason": gone() if row.reason else "", "findings": None},
    SupplementRequest: lambda row: {"wanted": gone(), "reply": ""},
    Objection: lambda row: {"grounds": gone(), "answer": gone() if row.answer else ""},
    # What the head was asked to settle shows the objection's words.
    TwoPersonRequest: lambda row: {"figures": []},
    ContactRecord: lambda row: {"received_by": gone(), "note": ""},
    DossierItem: lambda row: {},
}


def erase_application(application: Application, *, by: User | None, reason: str) -> Application:
    """Empty a dossier: its words, its files, what was told about it, its older payloads."""
    rows = _rows_of(application)
    with changing(application, *rows) as (application, *rows):
        if application.erased_at:
            return application
        for row in (application, *rows):
            _empty(row, by, reason)
        for item in application.items.select_related("file"):
            forget_file(item.file)
        forget_notices(application.public_id, gone())
    return application


def _rows_of(application: Application) -> list[models.Model]:
    one = [getattr(application, name, None) for name in ("filed", "objection")]
    many = ("items", "checks", "supplements", "contact_records")
    asked = TwoPersonRequest.objects.filter(subject__in=[subject_of(row) for row in one if row])
    rows = [row for name in many for row in getattr(application, name).all()]
    return [*filter(None, one), *asked, *rows]


def _empty(row: models.Model, by: User | None, reason: str) -> None:
    if not (fields := EMPTIED[type(row)](row)):
        return
    earlier = list(LedgerEntry.objects.filter(payload__subject=subject_of(row), kind__contains="."))
    amend(row, by=by, note=reason, **fields)
    for entry in earlier:
        erase_payload(entry, by=by, reason=reason, rule=RULE)


def erase_expired() -> int:
    """Erase what has been kept long enough; returns how many dossiers and letters."""
    expired, letters = expired_applications(), expired_letters()
    for application in expired:
        erase_application(application, by=None, reason=TIME_IS_OVER)
    for letter in letters:
        erase_letter(letter, by=None, reason=TIME_IS_OVER, rule=RULE)
    return len(expired) + len(letters)


def erase_own(user: User) -> int:
    """What a person may have erased at once: the profile and drafts never filed."""
    profile = CandidateProfile.objects.filter(user=user).first()
    require(can_erase_profile(user, profile))
    # Filing locks the profile too: nothing is filed between the rule and the erasing.
    with changing(profile) as profile:
        require(can_erase_profile(user, profile))
        own = Application.objects.own(user).filter(erased_at=None)
        drafts = list(own.filter(state=Application.State.DRAFT).order_by("pk"))
        for draft in drafts:
            erase_application(draft, by=user, reason=ASKED)
        _empty_profile(profile)
        record(chain="system", kind="own_data_erased", by=user, data={"rule": RULE})
    return len(drafts)


def _empty_profile(profile: CandidateProfile) -> None:
    """The row stays for the dossiers that name it; its person fills it in anew to apply again."""
    profile.lines.all().delete()
    kept = {"id", "public_id", "user"}
    fields = [f for f in CandidateProfile._meta.concrete_fields if f.name not in kept]
    for field in fields:
        setattr(profile, field.attname, None if field.null else "")
    profile.save(update_fields=[field.name for field in fields])
