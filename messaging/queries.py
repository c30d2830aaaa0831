from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from messaging.channels import CHANNELS
from messaging.language import official
from messaging.models import MessageTemplate, Notice
from messaging.templates_default import KINDS, Kind
from messaging.wording import fill


def unread_count(user) -> int:
    return Notice.objects.visible_to(user).filter(read_at=None).count()


def render_template(code: str, agency_code: str, values: Mapping[str, object]) -> tuple[str, str]:
    """Subject and body: the agency's own wording, else the installation's, else the built-in."""
    subject, body = standing_wording(code, agency_code)
    return fill(subject, values), fill(body, values)


@official
def standing_wording(code: str, agency_code: str) -> tuple[str, str]:
    """What is sent now, with its blanks; in the installation's language whoever asks."""
    kept = MessageTemplate.objects.filter(code=code, agency_code__in={agency_code, ""})
    own = kept.order_by("-agency_code").first()
    return (own.subject, own.body) if own else KINDS[code].wording


def wordings_of(agency_code: str) -> list[tuple[str, Kind, bool]]:
    """Every kind of notice, and whether the agency has words of its own for it."""
    own = MessageTemplate.objects.filter(agency_code=agency_code).values_list("code", flat=True)
    mine = set(own)
    return [(code, kind, code in mine) for code, kind in KINDS.items()]


@dataclass(frozen=True)
class Audience:
    """How many people an act will tell, by which channels, and how many by none."""

    total: int
    by_channel: list[tuple[str, int]]
    unreached: int

    @property
    def words(self) -> str:
        """All of it in one line, for the second person."""
        parts = [f"{label} {n}" for label, n in self.by_channel]
        text = _("%(n)s người (%(channels)s)") % {"n": self.total, "channels": ", ".join(parts)}
        if not self.unreached:
            return text
        return text + _("; %(n)s người không có tài khoản, phải báo bằng cách khác") % {
            "n": self.unreached
        }


def audience(users: Iterable[User | None]) -> Audience:
    """The preview of telling these people; nothing is sent."""
    people = list(users)
    counted = [
        (str(channel.label), sum(channel.reaches(user) for user in people))
        for channel in CHANNELS.values()
    ]
    reached = [any(channel.reaches(user) for channel in CHANNELS.values()) for user in people]
    return Audience(len(people), counted, reached.count(False))
