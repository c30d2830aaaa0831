"""The profile after form 2C, URL by URL: everybody has their own, nobody another's."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from candidates.form2c import content_of
from candidates.form2c_json import json_bytes
from candidates.profile_files import Look, digest, sealed
from tests.access_case import Case, words


def _edited(world: Any) -> tuple[dict, str]:
    """The candidate's profile with another place of origin; the check code of the stored one."""
    content = content_of(world.profiles["candidate"])
    return content | {"facts": content["facts"] | {"hometown": "Cà Mau"}}, digest(content)


def _file_body(world: Any) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("ly-lich.json", json_bytes(_edited(world)[0]))}


def _confirm_body(world: Any) -> dict[str, str]:
    who = world.people["candidate"].public_id
    return {"look": sealed(Look(*_edited(world)), who)}


def _line_body(_world: Any) -> dict[str, str]:
    return {"add": "WORK", "WORK-TOTAL_FORMS": "0"}


PROFILE = [
    Case("candidates:profile", words(), _line_body, "line"),
    Case("candidates:profile-file"),
    Case("candidates:profile-import", body=_file_body),
    Case("candidates:profile-import-confirm", body=_confirm_body),
]
