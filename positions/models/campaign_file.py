from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User, new_public_id
from audit import clock
from documents.models import StoredFile
from positions.models.campaign import Campaign


class CampaignFileQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """For everybody once the campaign is public; until then, and when removed, its desk's."""
        public = Q(campaign__published_at__isnull=False, removed_at=None)
        if not user.is_authenticated:
            return self.filter(public)
        return self.filter(public | Q(campaign__in=Campaign.objects.at_desk_of(user).values("pk")))

    def standing(self) -> models.QuerySet:
        """Those that were not taken back."""
        return self.filter(removed_at=None)


class CampaignFile(models.Model):
    """A file every candidate of a campaign gets: one and the same for all of them."""

    class Kind(models.TextChoices):
        STUDY = "STUDY", _("Danh mục tài liệu ôn tập")
        FORM = "FORM", _("Biểu mẫu")
        PROJECT_PACK = "PROJECT_PACK", _("Bộ tài liệu xây dựng đề án")
        RULES = "RULES", _("Nội quy, quy chế đầy đủ")

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="files", verbose_name=_("đợt thi")
    )
    kind = models.CharField(_("loại"), max_length=12, choices=Kind)
    title = models.CharField(_("tên tài liệu"), max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    # In the ledger, so that nobody can put other bytes in the place of these.
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    removed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    AUDITED = True

    objects = CampaignFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("tài liệu của đợt thi")
        ordering = ["campaign", "kind", "pk"]
        constraints = [
            models.CheckConstraint(
                name="campaignfile_kind_valid",
                condition=Q(kind__in=["STUDY", "FORM", "PROJECT_PACK", "RULES"]),
            ),
            models.CheckConstraint(name="campaignfile_has_hash", condition=~Q(sha256="")),
            models.CheckConstraint(
                name="campaignfile_removed_by_somebody",
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("positions:campaign-file", args=[self.public_id])

    @property
    def ledger_chain(self) -> str:
        return self.campaign.ledger_chain

    @property
    def ledger_agency(self) -> str:
        return self.campaign.ledger_agency
