from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User, new_public_id
from agencies.models import Membership
from agencies.queries import agencies_where
from audit import clock
from documents.models import StoredFile


class PastWorkbookQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """Past results are the ministry's to bring in."""
        if not user.is_authenticated:
            return self.none()
        holds = agencies_where(user, Membership.Role.MINISTRY_STAFF)
        return self.filter(models.Exists(holds))


class PastWorkbook(models.Model):
    """A workbook of past exams: uploaded, looked at, and perhaps imported, once."""

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    name = models.CharField(_("tên tệp"), max_length=120)
    sha256 = models.CharField(max_length=64)
    # A workbook imported by command stays where it is.
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(default=clock.now)
    imported_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    imported_at = models.DateTimeField(null=True)
    agencies = models.PositiveIntegerField(default=0)
    openings = models.PositiveIntegerField(default=0)
    candidates = models.PositiveIntegerField(default=0)

    AUDITED = True

    objects = PastWorkbookQuerySet.as_manager()

    class Meta:
        verbose_name = _("bảng tính kỳ thi cũ")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"],
                condition=models.Q(imported_at__isnull=False),
                name="pastworkbook_imported_once",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reports:workbook-detail", args=[self.public_id])

    @property
    def ledger_chain(self) -> str:
        return "system"

    @property
    def ledger_agency(self) -> str:
        return ""
