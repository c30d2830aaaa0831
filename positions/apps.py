from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PositionsApp(AppConfig):
    name = "positions"
    verbose_name = _("Chức danh thi tuyển")

    def ready(self) -> None:
        from accounts import approvals  # noqa: PLC0415  needs the loaded applications
        from agencies import reference  # noqa: PLC0415
        from positions import triggers  # noqa: F401, PLC0415  registering is the effect
        from positions.approvals import CHANGE, KIND, REGULATION, STANDARD  # noqa: PLC0415
        from positions.reference import load_regulations, load_titles  # noqa: PLC0415

        approvals.register(KIND)
        approvals.register(CHANGE)
        approvals.register(REGULATION)
        approvals.register(STANDARD)
        reference.register("titles", load_titles)
        reference.register("regulations", load_regulations)
