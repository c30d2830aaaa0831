from django.db import models
from django.utils.translation import gettext_lazy as _

from candidates.models import Application
from positions.models import Opening


class ResultQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """Released results are public facts; the page decides what of them it shows."""
        return self.released()

    def released(self) -> models.QuerySet:
        return self.filter(released_at__isnull=False, is_current=True)

    def current(self) -> models.QuerySet:
        return self.filter(is_current=True)


class Result(models.Model):
    """What the rules made of one candidate, kept once; a correction is a new version."""

    class Outcome(models.TextChoices):
        SELECTED = "SELECTED", _("Trúng tuyển")
        RESERVED = "RESERVED", _("Bảo lưu kết quả")
        NOT_SELECTED = "NOT_SELECTED", _("Không trúng tuyển")
        FAILED_WRITTEN = "FAILED_WRITTEN", _("Không đạt bài viết")
        FAILED_PRESENTATION = "FAILED_PRESENTATION", _("Không đạt phần trình bày")
        NOT_ADMITTED = "NOT_ADMITTED", _("Không vào vòng trình bày")
        ABSENT = "ABSENT", _("Vắng thi")
        SUSPENDED = "SUSPENDED", _("Bị đình chỉ")
        WITHDRAWN = "WITHDRAWN", _("Đã rút")  # imported only: who withdrew after a mark
        MANUAL_DECISION = "MANUAL_DECISION", _("Chờ người có thẩm quyền quyết định")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="results")
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="results")
    version = models.PositiveIntegerField(default=1)
    is_current = models.BooleanField(default=True)
    written = models.DecimalField(max_digits=10, decimal_places=6, null=True)
    presentation = models.DecimalField(max_digits=10, decimal_places=6, null=True)
    final = models.DecimalField(max_digits=11, decimal_places=6, null=True)
    rank = models.PositiveIntegerField(null=True)
    separated_by = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=19, choices=Outcome)
    passed_written = models.BooleanField(null=True)
    passed = models.BooleanField(default=False)
    released_at = models.DateTimeField(null=True)
    appointed_on = models.DateField(_("ngày bổ nhiệm"), null=True)

    AUDITED = True

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("kết quả")
        ordering = ["opening", models.F("rank").asc(nulls_last=True), "application__number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "version"], name="result_version_once"),
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(is_current=True),
                name="result_one_current",
            ),
            # An outcome that still waits for a mark is never kept.
            models.CheckConstraint(
                name="result_outcome_valid",
                condition=models.Q(
                    outcome__in=[
                        "SELECTED",
                        "RESERVED",
                        "NOT_SELECTED",
                        "FAILED_WRITTEN",
                        "FAILED_PRESENTATION",
                        "NOT_ADMITTED",
                        "ABSENT",
                        "SUSPENDED",
                        "WITHDRAWN",
                        "MANUAL_DECISION",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="result_appointed_only_when_selected",
                condition=models.Q(appointed_on__isnull=True)
                | models.Q(outcome__in=["SELECTED", "RESERVED"]),
                violation_error_message=_("Chỉ người trúng tuyển hoặc bảo lưu được bổ nhiệm."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.get_outcome_display()}"

    @property
    def ledger_chain(self) -> str:
        return self.opening.ledger_chain

    @property
    def ledger_agency(self) -> str:
        return self.opening.ledger_agency
