"""Filling `{placeholders}`: names only, so no wording can reach into an object."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from messaging.templates_default import BLANKS, KINDS

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def fill(text: str, values: Mapping[str, object]) -> str:
    """Put each value in its place; a missing value is a programmer's error and raises KeyError."""
    return PLACEHOLDER.sub(lambda found: str(values[found[1]]), text)


def fault(code: str, text: str) -> str:
    """Why this wording cannot be kept for this kind of notice, or an empty string."""
    allowed = KINDS[code].allowed
    unknown = sorted(set(PLACEHOLDER.findall(text)) - allowed)
    if unknown:
        return _("Không có ô điền {unknown}. Chỉ dùng: {allowed}.").format(
            unknown=_braced(unknown), allowed=_braced(sorted(allowed))
        )
    if set("{}") & set(PLACEHOLDER.sub("", text)):
        return _("Dấu ngoặc nhọn { } phải đi thành cặp quanh tên một ô điền.")
    return ""


def lack(code: str, body: str) -> str:
    """Which blanks a body must have and does not, in a sentence, or an empty string."""
    kind, found = KINDS[code], set(PLACEHOLDER.findall(body))
    missing = [name for name in kind.required if name not in found]
    if not missing:
        return ""
    return _("Thiếu ô điền bắt buộc {missing}. Được dùng: {allowed}.").format(
        missing=_braced(missing), allowed=_braced(sorted(kind.allowed))
    )


def example(code: str, agency_name: str) -> dict[str, str]:
    """Values of an invented case, for a preview."""
    values = {name: str(BLANKS[name][1]) for name in KINDS[code].allowed}
    return {**values, "agency": agency_name}


def _braced(names: list[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)
