from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User, new_public_id
from candidates.models.application import Application, OfApplication, OfApplicationQuerySet


class ObjectionQuerySet(OfApplicationQuerySet):
    def waiting(self) -> models.QuerySet:
        """Filed, no answer proposed yet."""
        return self.filter(state=Objection.State.FILED)


class Objection(OfApplication, models.Model):
    """What a candidate says against being found ineligible: once, on the documents filed.

    Another officer proposes the answer, the head of the agency settles it.
    """

    class State(models.TextChoices):
        FILED = "FILED", _("Chờ trả lời")
        PROPOSED = "PROPOSED", _("Chờ người đứng đầu quyết định")
        UPHELD = "UPHELD", _("Chấp nhận")
        REJECTED = "REJECTED", _("Giữ nguyên kết luận")

    class Outcome(models.TextChoices):
        UPHELD = "UPHELD", _("Chấp nhận: hồ sơ hợp lệ")
        REJECTED = "REJECTED", _("Giữ nguyên: hồ sơ không hợp lệ")

    TRANSITIONS = {
        State.FILED: {State.PROPOSED},
        State.PROPOSED: {State.FILED, State.UPHELD, State.REJECTED},
        State.UPHELD: set(),
        State.REJECTED: set(),
    }

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="objection"
    )
    grounds = models.TextField(_("nội dung khiếu nại"))
    filed_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.FILED, editable=False)
    outcome = models.CharField(_("kết quả"), max_length=8, choices=Outcome, blank=True)
    answer = models.TextField(_("trả lời"), blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("khiếu nại danh sách")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="objection_state_valid",
                condition=models.Q(state="FILED", settled_by__isnull=True)
                | models.Q(state="PROPOSED", answered_by__isnull=False, settled_by__isnull=True)
                | models.Q(
                    state__in=["UPHELD", "REJECTED"],
                    outcome=models.F("state"),
                    answered_by__isnull=False,
                    settled_by__isnull=False,
                    settled_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="objection_answered_whole",
                condition=models.Q(state="FILED")
                | (
                    ~models.Q(answer="")
                    & ~models.Q(outcome="")
                    & models.Q(answered_at__isnull=False)
                ),
                violation_error_message=_("Trả lời khiếu nại phải có kết quả và lý do."),
            ),
            models.CheckConstraint(
                name="objection_two_persons",
                condition=models.Q(settled_by__isnull=True)
                | ~models.Q(settled_by=models.F("answered_by")),
                violation_error_message=_("Người trả lời không được tự quyết định."),
            ),
            models.CheckConstraint(name="objection_says_why", condition=~models.Q(grounds="")),
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.get_state_display()}"
