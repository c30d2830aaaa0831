from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User, new_public_id
from audit import clock


class StoredFile(models.Model):
    """A checked file. Its bytes lie once per SHA-256; the owning room decides who may read it."""

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    name = models.CharField(_("tên tệp"), max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("tệp")
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="storedfile_not_empty")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self):
        return settings.FILES_DIR / self.sha256[:2] / self.sha256
