from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from agencies.models import Agency
from audit import clock
from positions.models.campaign import Campaign


class CampaignGuest(models.Model):
    """An agency whose posts a host examines together with its own, by a written agreement."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="guests")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    document_no = models.CharField(_("số, ký hiệu văn bản thống nhất"), max_length=60)
    document_on = models.DateField(_("ngày văn bản"))
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)

    AUDITED = True

    class Meta:
        verbose_name = _("cơ quan thi chung")
        ordering = ["agency__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "agency"],
                name="campaignguest_once",
                violation_error_message=_("Cơ quan này đã thi chung trong đợt thi."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency} · {self.campaign}"

    @property
    def ledger_chain(self) -> str:
        return self.campaign.ledger_chain

    @property
    def ledger_agency(self) -> str:
        return self.campaign.ledger_agency
