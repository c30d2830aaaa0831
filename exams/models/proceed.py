from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from positions.models import Campaign


class ProceedDecision(models.Model):
    """The head's decision to appoint although letters are open: which of them, why, by what paper.

    A letter that comes later is not among them.
    """

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="proceed_decisions"
    )
    letters = models.JSONField()
    reason = models.TextField(_("lý do"))
    document_no = models.CharField(_("số, ký hiệu văn bản"), max_length=60)
    document_on = models.DateField(_("ngày văn bản"))
    signer = models.CharField(_("người ký"), max_length=120)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    AUDITED = True

    class Meta:
        verbose_name = _("quyết định tiếp tục khi còn đơn thư")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="proceeddecision_says_why",
                condition=~models.Q(reason="") & ~models.Q(document_no="") & ~models.Q(signer=""),
            )
        ]

    def __str__(self) -> str:
        return self.document_no

    @property
    def ledger_chain(self) -> str:
        return self.campaign.ledger_chain

    @property
    def ledger_agency(self) -> str:
        return self.campaign.ledger_agency
