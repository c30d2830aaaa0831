from collections.abc import Mapping

from messaging.models import MessageTemplate, Notice
from messaging.templates_default import DEFAULTS
from messaging.wording import fill


def unread_count(user) -> int:
    return Notice.objects.visible_to(user).filter(read_at=None).count()


def render_template(code: str, agency_code: str, values: Mapping[str, object]) -> tuple[str, str]:
    """Subject and body: the agency's own wording, else the installation's, else the built-in."""
    subject, body = _wording(code, agency_code)
    return fill(subject, values), fill(body, values)


def _wording(code: str, agency_code: str) -> tuple[str, str]:
    kept = MessageTemplate.objects.filter(code=code, agency_code__in={agency_code, ""})
    own = kept.order_by("-agency_code").first()
    return (own.subject, own.body) if own else DEFAULTS[code][:2]
