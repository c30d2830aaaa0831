"""The page of notices: whoever signs in finds it there. It goes to nobody by itself."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from messaging.channels import Channel, register
from messaging.models import Delivery, Notice


def reaches(user: User | None) -> bool:
    return user is not None and user.is_active


def send(notice: Notice) -> None:
    """The notice's own row is what the page shows."""
    Delivery.objects.create(notice=notice, channel=Delivery.IN_APP, state=Delivery.State.SENT)


register(Channel(Delivery.IN_APP, _("Trang thông báo"), reaches, send))
