"""Verbs over one's own profile after form 2C, and the copy that goes with an application."""

from django.db import transaction

from accounts.models import User
from accounts.verdicts import require
from audit.transitions import add
from candidates.form2c import content_of
from candidates.models import Application, CandidateProfile, FiledProfile, ProfileLine
from candidates.rules import can_edit_own_profile


def save_form_2c(
    profile: CandidateProfile, lines: list[ProfileLine], *, by: User
) -> CandidateProfile:
    """Keep one's own profile with exactly these lines, whole or not at all."""
    require(can_edit_own_profile(by, profile))
    with transaction.atomic():
        profile.save()
        profile.lines.all().delete()
        for line in lines:
            line.profile = profile
        ProfileLine.objects.bulk_create(lines)
    return profile


def file_profile(application: Application, *, by: User) -> FiledProfile:
    """Freeze the whole profile with an application that is being submitted."""
    content = content_of(application.profile)
    return add(FiledProfile(application=application, content=content), by=by)
