from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class ChainHead(models.Model):
    """The last entry of a chain; locked while one more is appended."""

    chain = models.CharField(max_length=80, primary_key=True)
    size = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)
    at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.chain} ({self.size})"


class LedgerEntry(models.Model):
    """One fact, chained by hash. Carries no name: who and what is a random id and a digest."""

    chain = models.CharField(_("chuỗi"), max_length=80)
    seq = models.BigIntegerField(_("thứ tự"), validators=[MinValueValidator(1)])
    at = models.DateTimeField(_("thời điểm"))
    kind = models.CharField(_("loại"), max_length=60)
    actor = models.CharField(_("người thực hiện"), max_length=40)
    digest = models.CharField(max_length=64)
    prev = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("dòng nhật ký")
        constraints = [
            models.UniqueConstraint(fields=["chain", "seq"], name="ledger_entry_once"),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="ledger_seq_positive"),
        ]
        indexes = [models.Index(fields=["kind"]), models.Index(fields=["actor", "at"])]

    def __str__(self) -> str:
        return f"{self.chain}/{self.seq} {self.kind}"


class Payload(models.Model):
    """What an entry says; may be erased by law, the entry's digest stays."""

    entry = models.OneToOneField(
        LedgerEntry, on_delete=models.PROTECT, primary_key=True, related_name="payload"
    )
    salt = models.CharField(max_length=64)
    body = models.TextField()
    subject = models.CharField(max_length=100, blank=True)
    agency = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "entry"], name="payload_subject"),
            models.Index(fields=["agency", "entry"], name="payload_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.subject}"


class BatchRow(models.Model):
    """One row of a bulk import; the batch's one entry carries the root over the digests."""

    entry = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="batch_rows")
    place = models.PositiveIntegerField()
    subject = models.CharField(max_length=100)
    salt = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "place"], name="batchrow_once"),
            models.CheckConstraint(condition=models.Q(place__gte=1), name="batchrow_place"),
        ]
        indexes = [models.Index(fields=["subject", "entry"], name="batchrow_subject")]

    def __str__(self) -> str:
        return f"{self.entry_id}/{self.place} {self.subject}"


class Checkpoint(models.Model):
    """A signed statement of a chain's size and root (C2SP text), made at every seal."""

    chain = models.CharField(max_length=80)
    size = models.BigIntegerField()
    root = models.CharField(max_length=64)
    note = models.TextField()

    class Meta:
        verbose_name = _("mốc chốt")
        constraints = [
            models.UniqueConstraint(fields=["chain", "size"], name="checkpoint_once"),
            models.CheckConstraint(condition=models.Q(size__gte=1), name="checkpoint_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.size} {self.root[:8]}"
