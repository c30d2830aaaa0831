from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AuditApp(AppConfig):
    name = "audit"
    verbose_name = _("Nhật ký")

    def ready(self) -> None:
        from audit import state_triggers, triggers  # noqa: PLC0415  needs the loaded applications

        for model in state_triggers.stateful_models():
            triggers.register(*state_triggers.state_triggers(model))
        post_migrate.connect(triggers.install_after_migrate, sender=self)
