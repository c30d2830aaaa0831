from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.names import fold
from audit import clock
from positions.models.campaign import Campaign
from positions.models.opening import Opening


class AnnouncementQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """Every announcement is public from the moment it exists."""
        return self.all()


class Announcement(models.Model):
    """A public notice of a campaign. It is never edited: a mistake is mended by another."""

    class Kind(models.TextChoices):
        OPENING = "OPENING", _("Thông báo thi tuyển")
        LIST = "LIST", _("Danh sách đủ điều kiện dự thi")
        RESULT = "RESULT", _("Kết quả thi tuyển")
        AMENDMENT = "AMENDMENT", _("Thông báo điều chỉnh")

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="announcements")
    opening = models.ForeignKey(
        Opening, on_delete=models.PROTECT, null=True, related_name="announcements"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=300)
    body = models.TextField()
    published_at = models.DateTimeField(default=clock.now)
    search = models.TextField(editable=False)

    AUDITED = True
    UNAUDITED_FIELDS = ("search",)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = _("thông báo")
        ordering = ["-published_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def ledger_chain(self) -> str:
        return self.campaign.ledger_chain

    @property
    def ledger_agency(self) -> str:
        return self.campaign.ledger_agency

    def derived_fields(self) -> dict[str, str]:
        agencies = [self.campaign.host.name]
        if self.opening:
            agencies.append(self.opening.agency.name)
        return {"search": fold(" ".join([self.title, self.body, *agencies]))}
