from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgenciesApp(AppConfig):
    name = "agencies"
    verbose_name = _("Cơ quan")

    def ready(self) -> None:
        from accounts import approvals  # noqa: PLC0415  needs the loaded applications
        from agencies import queries  # noqa: PLC0415
        from agencies.approvals import KIND  # noqa: PLC0415

        approvals.register_scopes(queries.scopes_of)
        approvals.register(KIND)
