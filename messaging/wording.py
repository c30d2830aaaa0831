"""Filling `{placeholders}`: names only, so no wording can reach into an object."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from messaging.templates_default import DEFAULTS

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def fill(text: str, values: Mapping[str, object]) -> str:
    """Put each value in its place; a missing value is a programmer's error and raises KeyError."""
    return PLACEHOLDER.sub(lambda found: str(values[found[1]]), text)


def fault(code: str, text: str) -> str:
    """Why this wording cannot be kept for this kind of mail, or an empty string."""
    allowed = DEFAULTS[code][2]
    unknown = sorted(set(PLACEHOLDER.findall(text)) - allowed)
    if unknown:
        return _("Không có ô điền {unknown}. Chỉ dùng: {allowed}.").format(
            unknown=_braced(unknown), allowed=_braced(sorted(allowed))
        )
    if set("{}") & set(PLACEHOLDER.sub("", text)):
        return _("Dấu ngoặc nhọn { } phải đi thành cặp quanh tên một ô điền.")
    return ""


def _braced(names: list[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)
