from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User, new_public_id
from audit import clock
from candidates.models.application import Application, OfApplication, OfApplicationQuerySet
from messaging.models import Notice


class ContactRecordQuerySet(OfApplicationQuerySet):
    def desk_side(self, user) -> models.QuerySet:
        return self.filter(application__in=Application.objects.at_desk_of(user))

    def standing(self) -> models.QuerySet:
        """Those that were not declared void."""
        return self.filter(voided_at=None)


class ContactRecord(OfApplication, models.Model):
    """An officer told a candidate what a notice says, where no channel could or did."""

    class Channel(models.TextChoices):
        PHONE = "PHONE", _("điện thoại")
        POST = "POST", _("bưu điện")
        IN_PERSON = "IN_PERSON", _("gặp trực tiếp")

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="contact_records"
    )
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="contact_records")
    channel = models.CharField(_("hình thức"), max_length=9, choices=Channel)
    at = models.DateTimeField(_("lúc"))
    received_by = models.CharField(_("người nghe, người nhận"), max_length=120)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    voided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(null=True)
    voided_reason = models.CharField(_("lý do hủy"), max_length=500, blank=True)

    AUDITED = True

    objects = ContactRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần báo tin ngoài hệ thống")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="contactrecord_channel_valid",
                condition=models.Q(channel__in=["PHONE", "POST", "IN_PERSON"]),
            ),
            models.CheckConstraint(
                name="contactrecord_not_ahead",
                condition=models.Q(at__lte=models.F("added_at")),
                violation_error_message=_("Giờ báo tin không được ở tương lai."),
            ),
            models.CheckConstraint(
                name="contactrecord_says_who", condition=~models.Q(received_by="")
            ),
            models.CheckConstraint(
                name="contactrecord_void_whole",
                condition=models.Q(voided_at__isnull=True, voided_by__isnull=True, voided_reason="")
                | (
                    models.Q(voided_at__isnull=False, voided_by__isnull=False)
                    & ~models.Q(voided_reason="")
                ),
            ),
            models.UniqueConstraint(
                fields=["notice"],
                condition=models.Q(voided_at__isnull=True),
                name="contactrecord_one_standing",
                violation_error_message=_("Thông báo này đã ghi là đã báo."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.get_channel_display()}"
