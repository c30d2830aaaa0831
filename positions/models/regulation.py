from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models import CODE


class RegulationQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """Issued regulations are public."""
        return self.exclude(state=Regulation.State.DRAFT)

    def in_force(self) -> models.QuerySet:
        return self.filter(state=Regulation.State.ISSUED)


class Regulation(models.Model):
    """A versioned rule set as data; nothing of a circular is in code."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("Dự thảo")
        ISSUED = "ISSUED", _("Đang áp dụng")
        REPLACED = "REPLACED", _("Đã thay thế")

    TRANSITIONS = {
        State.DRAFT: {State.ISSUED},
        State.ISSUED: {State.REPLACED},
        State.REPLACED: set(),
    }

    code = models.CharField(_("mã"), max_length=40, validators=[CODE])
    version = models.PositiveIntegerField(_("phiên bản"), default=1)
    name = models.CharField(_("tên"), max_length=200)
    legal_basis = models.JSONField(default=list)
    values = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)

    objects = RegulationQuerySet.as_manager()

    class Meta:
        verbose_name = _("quy chế")
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="regulation_version_once"),
            models.CheckConstraint(
                name="regulation_state_valid",
                condition=models.Q(state__in=["DRAFT", "ISSUED", "REPLACED"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"

    @property
    def ledger_chain(self) -> str:
        return "system"

    @property
    def ledger_agency(self) -> str:
        return ""

    @property
    def has_written_round(self) -> bool:
        return self.values["rules"]["written"] is not None
