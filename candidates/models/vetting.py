from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from agencies.models import Membership
from agencies.queries import agencies_where
from candidates.models.application import Application, OfApplication, OfApplicationQuerySet
from positions.models import Duty


class EligibilityCheckQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """As the submitted applications; plain joins, because a subquery here is slow."""
        agencies = agencies_where(user, Membership.Role.AGENCY_HR)
        rows = self.filter(application__opening__agency__in=agencies)
        rows = rows.exclude(application__opening__campaign__in=Duty.objects.blind(user))
        return rows.exclude(application__state=Application.State.DRAFT)


class EligibilityCheck(OfApplication, models.Model):
    """A verdict on an application: one officer decides, another confirms."""

    class Verdict(models.TextChoices):
        ELIGIBLE = "ELIGIBLE", _("Hợp lệ")
        INELIGIBLE = "INELIGIBLE", _("Không hợp lệ")

    class State(models.TextChoices):
        PROPOSED = "PROPOSED", _("Chờ người thứ hai xác nhận")
        CONFIRMED = "CONFIRMED", _("Đã xác nhận")
        RETURNED = "RETURNED", _("Trả lại")

    TRANSITIONS = {
        State.PROPOSED: {State.CONFIRMED, State.RETURNED},
        State.CONFIRMED: set(),
        State.RETURNED: set(),
    }

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="checks")
    verdict = models.CharField(_("kết luận"), max_length=10, choices=Verdict)
    reason = models.TextField(_("lý do"), blank=True)
    # {"criteria": […], "documents": […]} as `candidates.findings` makes it
    findings = models.JSONField(null=True)
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED, editable=False)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    LATER_FIELDS = ("findings",)

    objects = EligibilityCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("kết luận thẩm định")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="eligibilitycheck_state_valid",
                condition=models.Q(state="PROPOSED", confirmed_by__isnull=True)
                | models.Q(
                    state__in=["CONFIRMED", "RETURNED"],
                    confirmed_by__isnull=False,
                    confirmed_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="eligibilitycheck_two_persons",
                condition=models.Q(confirmed_by__isnull=True)
                | ~models.Q(confirmed_by=models.F("decided_by")),
                violation_error_message=_("Người thẩm định không được tự xác nhận."),
            ),
            models.CheckConstraint(
                name="eligibilitycheck_reasoned",
                condition=models.Q(verdict="ELIGIBLE") | ~models.Q(reason=""),
                violation_error_message=_("Kết luận không hợp lệ phải có lý do."),
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(state="PROPOSED"),
                name="eligibilitycheck_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.get_verdict_display()}"


class SupplementRequestQuerySet(OfApplicationQuerySet):
    def waiting(self) -> models.QuerySet:
        return self.filter(state=SupplementRequest.State.OPEN)


class SupplementRequest(OfApplication, models.Model):
    """What a candidate is asked to add to a dossier, and by when; one at a time."""

    class State(models.TextChoices):
        OPEN = "OPEN", _("Chờ bổ sung")
        ANSWERED = "ANSWERED", _("Đã bổ sung")
        LAPSED = "LAPSED", _("Quá hạn, không bổ sung")
        DROPPED = "DROPPED", _("Hồ sơ đã rút")

    TRANSITIONS = {
        State.OPEN: {State.ANSWERED, State.LAPSED, State.DROPPED},
        State.ANSWERED: set(),
        State.LAPSED: set(),
        State.DROPPED: set(),
    }

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="supplements"
    )
    wanted = models.TextField(_("nội dung cần bổ sung"))
    due_at = models.DateTimeField(_("hạn bổ sung"))
    state = models.CharField(max_length=8, choices=State, default=State.OPEN, editable=False)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reply = models.TextField(_("trả lời"), blank=True)
    answered_at = models.DateTimeField(null=True)

    objects = SupplementRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("yêu cầu bổ sung hồ sơ")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="supplementrequest_state_valid",
                condition=models.Q(state="ANSWERED", answered_at__isnull=False)
                | models.Q(state__in=["OPEN", "LAPSED", "DROPPED"], answered_at__isnull=True),
            ),
            models.CheckConstraint(
                name="supplementrequest_in_time",
                condition=models.Q(due_at__gt=models.F("asked_at"))
                & (
                    models.Q(answered_at__isnull=True)
                    | models.Q(answered_at__lte=models.F("due_at"))
                ),
                violation_error_message=_("Hạn bổ sung phải sau lúc yêu cầu."),
            ),
            models.CheckConstraint(
                name="supplementrequest_says_what", condition=~models.Q(wanted="")
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(state="OPEN"),
                name="supplementrequest_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.get_state_display()}"
