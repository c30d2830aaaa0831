"""One's own profile to a file and back. A file that is not confirmed is kept nowhere."""

import hashlib
from collections.abc import Callable
from typing import Any, NamedTuple

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from audit.canonical import canonical
from candidates.form2c import MOST_LINES, Content, content_of
from candidates.form2c_json import LARGEST as LARGEST_JSON
from candidates.form2c_json import content_of_json
from candidates.form2c_xlsx import reading_of, sheet_names
from candidates.models import CandidateProfile
from candidates.profile_faults import BadFile, Fault
from candidates.profile_forms import Place, ProfileForms, typed_of
from documents.workbooks.faults import BadWorkbook
from documents.workflow import read_workbook

LARGEST = 1024 * 1024
SALT, PATIENCE_SECONDS = "candidates.profile-import", 2 * 60 * 60


class Look(NamedTuple):
    """A sound file: what it says, and the profile it was compared with."""

    content: Content
    base: str


def look_at(upload: UploadedFile, profile: CandidateProfile) -> Look:
    """What a file would make of the profile; raises BadFile, writes nothing."""
    base = digest(content_of(profile))
    if upload.size > LARGEST:
        text = _("tệp lớn hơn %(limit)s KB.") % {"limit": LARGEST // 1024}
        raise BadFile([Fault("", text)])
    upload.seek(0)
    if upload.read(4).startswith(b"PK"):
        return Look(_of_workbook(upload, profile), base)
    upload.seek(0)
    content = content_of_json(upload.read(LARGEST_JSON + 1))
    return Look(_checked(profile, content, _path), base)


def _of_workbook(upload: UploadedFile, profile: CandidateProfile) -> Content:
    try:
        reading = reading_of(read_workbook(upload, sheet_names()))
    except BadWorkbook as bad:
        raise BadFile([Fault("", fault.text) for fault in bad.faults]) from bad
    except ValidationError as error:
        raise BadFile([Fault("", " ".join(error.messages))]) from error
    for kind, lines in reading.content["lines"].items():
        if len(lines) > MOST_LINES:
            text = _("nhiều nhất %(most)s dòng.") % {"most": MOST_LINES}
            raise BadFile([Fault(reading.place(("lines", kind, str(MOST_LINES), "")), text)])
    return _checked(profile, reading.content, reading.place, reading.faults)


def _checked(
    profile: CandidateProfile,
    content: Content,
    where: Callable[[Place], str],
    unread: list[Fault] | None = None,
) -> Content:
    """By the rules of the page's own form; what could not be read is not judged twice."""
    sent, faults = ProfileForms(profile, typed_of(content)), list(unread or ())
    known = {fault.place for fault in faults}
    if not sent.is_valid():
        found = [Fault(where(place), text) for place, text in sent.faults()]
        faults += [fault for fault in found if fault.place not in known]
    if faults:
        raise BadFile(faults)
    return sent.content()


def _path(place: Place) -> str:
    """facts.birth_on, lines.WORK[2].since"""
    if len(place) == 4:
        return f"lines.{place[1]}[{place[2]}].{place[3]}"
    return ".".join(place)


# From the preview to the confirmation


def digest(content: Content) -> str:
    """Tells the profile a preview was made against from the one that stands now."""
    return hashlib.sha256(canonical(content)).hexdigest()


def sealed(look: Look, who: str) -> str:
    """The preview as the page hands it back: packed, for this person, for two hours."""
    said = {"content": look.content, "base": look.base, "who": who}
    return signing.dumps(said, salt=SALT, compress=True)


def unsealed(text: str, who: str) -> Look | None:
    """What a preview showed, or None when it is not this person's or too old."""
    try:
        said: dict[str, Any] = signing.loads(text, salt=SALT, max_age=PATIENCE_SECONDS)
    except signing.BadSignature:
        return None
    return Look(said["content"], said["base"]) if said["who"] == who else None
