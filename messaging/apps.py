from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagingConfig(AppConfig):
    name = "messaging"
    verbose_name = _("Thư và thông báo")

    def ready(self) -> None:
        from messaging import channel_in_app, channel_mail  # noqa: F401, PLC0415  they register
