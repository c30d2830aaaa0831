from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExamsApp(AppConfig):
    name = "exams"
    verbose_name = _("Kỳ thi")

    def ready(self) -> None:
        from accounts import approvals  # noqa: PLC0415  needs the loaded applications
        from audit import invariants  # noqa: PLC0415
        from candidates import retention  # noqa: PLC0415
        from candidates.objection_workflow import register_readmission  # noqa: PLC0415
        from exams import regulation_check, triggers  # noqa: F401, PLC0415  triggers register
        from exams.approvals import KINDS  # noqa: PLC0415
        from exams.queries import integrity, keeping, paper  # noqa: PLC0415
        from exams.rules.exam import may_still_change  # noqa: PLC0415
        from exams.workflow.sitting import seat_readmitted  # noqa: PLC0415
        from positions import audience, regulation_checks  # noqa: PLC0415

        regulation_checks.register(regulation_check.faults_of_rules, regulation_check.example_of)
        audience.register_hindrance(may_still_change)
        register_readmission(seat_readmitted)
        retention.register_kept(keeping.but_not_appointed)
        for kind in KINDS:
            approvals.register(kind)
        approvals.register_scopes(paper.scopes_of)
        for name, check in integrity.CHECKS.items():
            invariants.register(name, check)
