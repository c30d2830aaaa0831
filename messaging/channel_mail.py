"""Electronic mail, through the outbox; what became of a mail is told when the outbox closes it."""

from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from messaging.channels import Channel, register
from messaging.models import Delivery, Notice
from messaging.workflow import queue_mail


def reaches(user: User | None) -> bool:
    return user is not None and user.is_active and bool(user.email)


def send(notice: Notice) -> None:
    """One mail per notice, in the caller's transaction."""
    user, key = notice.user, f"notice:{notice.key}"
    mail = queue_mail(key=key, to=user.email, subject=notice.text, body=_body(notice), user=user)
    Delivery.objects.create(notice=notice, channel=Delivery.MAIL, mail=mail)


def _body(notice: Notice) -> str:
    """A wording is whole; a line without one gets its details and the link."""
    if notice.code:
        return notice.body
    link = urljoin(settings.SITE_BASE_URL, notice.url) if notice.url else ""
    return "\n\n".join(filter(None, (notice.text, notice.body, link)))


register(Channel(Delivery.MAIL, _("Thư điện tử"), reaches, send))
