from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.names import fold
from candidates.models.application import Application, OfApplication, OfApplicationQuerySet


class FiledProfile(OfApplication, models.Model):
    """The whole profile as it was when an application was submitted; written once.

    A row of its own, so that the ledger holds the number and the lines in one payload only.
    """

    AUDITED = True

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="filed")
    # As `candidates.form2c.content_of` makes it
    content = models.JSONField()
    citizen_id = models.CharField(max_length=12, editable=False, db_index=True)
    name_key = models.CharField(max_length=240, editable=False, db_index=True)

    UNAUDITED_FIELDS = ("citizen_id", "name_key")

    objects = OfApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("lý lịch đã nộp")

    def __str__(self) -> str:
        return f"{self.application}: 2C"

    def derived_fields(self) -> dict[str, str]:
        facts = self.content["facts"]
        return {"citizen_id": facts["citizen_id"] or "", "name_key": fold(facts["full_name"])}
