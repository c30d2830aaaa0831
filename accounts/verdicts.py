"""The answer to "may I?": true when there is no reason against it."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True)
class Verdict:
    """Truthy when allowed; otherwise carries a full sentence fit for the screen."""

    reason: str = ""

    def __bool__(self) -> bool:
        return not self.reason


ALLOWED = Verdict()


def deny(reason: str) -> Verdict:
    """A refusal; one without a reason would read as a permission."""
    if not str(reason).strip():
        raise ValueError("A refusal needs a reason.")
    return Verdict(str(reason))


def require(verdict: Verdict) -> None:
    """Raise PermissionDenied with the reason unless allowed."""
    if not verdict:
        raise PermissionDenied(verdict.reason)
