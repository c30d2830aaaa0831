from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User, new_public_id
from agencies.models import Membership
from agencies.queries import agencies_where
from candidates.models.application import Application, OfApplication


class PaperReceiptQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """HR of the opening's agency; the dossier itself is a draft until it is confirmed."""
        if not user.is_authenticated:
            return self.none()
        agencies = agencies_where(user, Membership.Role.AGENCY_HR)
        return self.filter(application__opening__agency__in=agencies)

    def waiting(self) -> models.QuerySet:
        return self.filter(state=PaperReceipt.State.ENTERED)


class PaperReceipt(OfApplication, models.Model):
    """A dossier handed in on paper: one officer enters it, another compares it with the paper."""

    class Channel(models.TextChoices):
        DESK = "DESK", _("nộp trực tiếp")
        POST = "POST", _("qua bưu điện")

    class State(models.TextChoices):
        ENTERED = "ENTERED", _("Chờ người thứ hai đối chiếu")
        CONFIRMED = "CONFIRMED", _("Đã đối chiếu")
        VOID = "VOID", _("Đã hủy")

    TRANSITIONS = {
        State.ENTERED: {State.CONFIRMED, State.VOID},
        State.CONFIRMED: set(),
        State.VOID: set(),
    }

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="paper")
    channel = models.CharField(_("cách nộp"), max_length=4, choices=Channel)
    arrived_at = models.DateTimeField(_("đến cơ quan lúc"))
    postmark_on = models.DateField(_("ngày dấu bưu điện"), null=True)
    state = models.CharField(max_length=9, choices=State, default=State.ENTERED, editable=False)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    void_reason = models.CharField(_("lý do hủy"), max_length=500, blank=True)

    objects = PaperReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("hồ sơ nộp trên giấy")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="paperreceipt_state_valid",
                condition=models.Q(state="ENTERED", confirmed_by__isnull=True, void_reason="")
                | models.Q(
                    state="CONFIRMED",
                    confirmed_by__isnull=False,
                    confirmed_at__isnull=False,
                    void_reason="",
                )
                | (models.Q(state="VOID", confirmed_by__isnull=True) & ~models.Q(void_reason="")),
            ),
            models.CheckConstraint(
                name="paperreceipt_two_persons",
                condition=models.Q(confirmed_by__isnull=True)
                | ~models.Q(confirmed_by=models.F("entered_by")),
                violation_error_message=_("Người nhập hồ sơ giấy không được tự đối chiếu."),
            ),
            models.CheckConstraint(
                name="paperreceipt_postmark",
                condition=models.Q(channel="POST", postmark_on__isnull=False)
                | models.Q(channel="DESK", postmark_on__isnull=True),
                violation_error_message=_("Hồ sơ qua bưu điện phải ghi ngày dấu bưu điện."),
            ),
            models.CheckConstraint(
                name="paperreceipt_not_ahead",
                condition=models.Q(arrived_at__lte=models.F("entered_at")),
                violation_error_message=_("Giờ đến không được ở tương lai."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.get_channel_display()}"
