from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExamsApp(AppConfig):
    name = "exams"
    verbose_name = _("Kỳ thi")

    def ready(self) -> None:
        from accounts import approvals  # noqa: PLC0415  needs the loaded applications
        from exams.approvals import KIND  # noqa: PLC0415

        approvals.register(KIND)
