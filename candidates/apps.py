from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CandidatesApp(AppConfig):
    name = "candidates"
    verbose_name = _("Hồ sơ dự tuyển")

    def ready(self) -> None:
        from accounts import approvals  # noqa: PLC0415  needs the loaded applications
        from audit import invariants  # noqa: PLC0415
        from candidates import (  # noqa: PLC0415
            list_paper,
            list_queries,
            queries,
            rules,
            triggers,  # noqa: F401  they register
            vetting_queries,
        )
        from candidates.approvals import KIND, OBJECTION  # noqa: PLC0415
        from positions import audience, papers  # noqa: PLC0415

        approvals.register(KIND)
        approvals.register(OBJECTION)
        papers.BUILDERS[list_paper.Kind.LIST] = list_paper.approved_list
        audience.register(queries.applicants_of)
        audience.register_stake(rules.has_no_stake_in)
        invariants.register("nothing received late", queries.late_applications)
        invariants.register("a supplement is asked for", vetting_queries.stray_supplements)
        invariants.register("no number before the list", queries.numbers_before_the_list)
        invariants.register("a closed list misses nobody", list_queries.lists_that_miss_somebody)
