"""Everything the system keeps of a person as a candidate, for that person (Luật 91/2025/QH15)."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from accounts.models import User
from audit.queries import history
from candidates.form2c import content_of
from candidates.models import Application, CandidateProfile, EligibilityCheck, Objection
from candidates.queries import own_reads
from messaging.models import Notice

LEFT_OUT = ("id", "user", "search", "sort_key", "file", "application", "profile")
# Officers answer as an agency; who of them did what the person asks the agency.
OFFICERS = (
    "decided_by",
    "confirmed_by",
    "asked_by",
    "answered_by",
    "settled_by",
    "added_by",
    "voided_by",
)


def own_data(user: User) -> dict[str, Any]:
    """Account, profile and applications of a user, as plain values that JSON can carry."""
    profile = CandidateProfile.objects.visible_to(user).first()
    rows = Application.objects.own(user).select_related("opening").order_by("pk")
    return {
        "account": {"email": user.email, "full_name": user.full_name, "phone": user.phone},
        "profile": {**_plain(profile), "lines": content_of(profile)["lines"]} if profile else None,
        "applications": [_application(row) for row in rows],
    }


def _application(row: Application) -> dict[str, Any]:
    objection, filed = getattr(row, "objection", None), getattr(row, "filed", None)
    return {
        **_plain(row),
        "form_2c": filed.content if filed else None,
        "opening": row.opening.code,
        "documents": [
            {**_plain(item), "name": item.file.name, "size": item.file.size}
            for item in row.items.select_related("file")
        ],
        "verdicts": _all(row.checks.filter(state=EligibilityCheck.State.CONFIRMED)),
        "supplements": _all(row.supplements.all()),
        "objection": _objection(objection) if objection else None,
        "notices": _all(Notice.objects.filter(about=row.public_id).order_by("pk")),
        "told_outside_the_system": _all(row.contact_records.all()),
        "opened_by_the_agency": [at.isoformat() for at in own_reads(history(row))],
    }


def _objection(row: Objection) -> dict[str, Any]:
    """An answer is the person's to read once it is settled."""
    unsettled = () if row.settled_at else ("answer", "outcome", "answered_at")
    return {name: value for name, value in _plain(row).items() if name not in unsettled}


def _all(rows: Iterable[models.Model]) -> list[dict[str, Any]]:
    return [_plain(row) for row in rows]


def _plain(row: models.Model) -> dict[str, Any]:
    names = [field.name for field in row._meta.concrete_fields]
    kept = [name for name in names if name not in (*LEFT_OUT, *OFFICERS)]
    return {name: _value(row, name) for name in kept}


def _value(row: models.Model, name: str) -> Any:
    value = row.serializable_value(name)
    return value.isoformat() if hasattr(value, "isoformat") else value
