from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User, new_public_id
from agencies.models import Membership
from agencies.queries import agencies_where
from audit import clock
from documents.models import StoredFile
from positions.models.campaign import Campaign


class OpeningWorkbookQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """HR officers of the host bring openings into a campaign; nobody else has a part in it."""
        if not user.is_authenticated:
            return self.none()
        hosts = agencies_where(user, Membership.Role.AGENCY_HR)
        return self.filter(campaign__host__in=hosts)


class OpeningWorkbook(models.Model):
    """A workbook of openings for one campaign: checked, and perhaps imported, once."""

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="workbooks", verbose_name=_("đợt thi")
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=clock.now)
    # Sheet, row, column and text of each fault; the file tells anyone the same again.
    faults = models.JSONField(default=list)
    imported_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    imported_at = models.DateTimeField(null=True)

    AUDITED = True
    UNAUDITED_FIELDS = ("faults",)

    objects = OpeningWorkbookQuerySet.as_manager()

    class Meta:
        verbose_name = _("bảng tính chức danh")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"],
                condition=models.Q(imported_at__isnull=False),
                name="openingworkbook_imported_once",
            ),
            models.CheckConstraint(
                name="openingworkbook_imported_by_somebody",
                condition=models.Q(imported_at__isnull=True, imported_by__isnull=True)
                | models.Q(imported_at__isnull=False, imported_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.file.name

    def get_absolute_url(self) -> str:
        return reverse("positions:opening-workbook", args=[self.public_id])

    @property
    def ledger_chain(self) -> str:
        return self.campaign.ledger_chain

    @property
    def ledger_agency(self) -> str:
        return self.campaign.ledger_agency
