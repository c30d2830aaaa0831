from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PositionsApp(AppConfig):
    name = "positions"
    verbose_name = _("Chức danh thi tuyển")

    def ready(self) -> None:
        from accounts import approvals  # noqa: PLC0415  needs the loaded applications
        from agencies import reference  # noqa: PLC0415
        from positions import triggers  # noqa: F401, PLC0415  registering is the effect
        from positions.approvals import CHANGE, KIND, PLAN, REGULATION, STANDARD  # noqa: PLC0415
        from positions.reference import (  # noqa: PLC0415
            load_authority_kinds,
            load_regulations,
            load_titles,
        )

        approvals.register(KIND)
        approvals.register(CHANGE)
        approvals.register(REGULATION)
        approvals.register(STANDARD)
        approvals.register(PLAN)
        reference.register("authority kinds", load_authority_kinds)
        reference.register("titles", load_titles)
        reference.register("regulations", load_regulations)
