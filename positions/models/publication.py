from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User, new_public_id
from audit import clock
from documents.models import StoredFile
from positions.models.campaign import Campaign


class PublicationQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """For everybody once the campaign is public; until then, and when void, its desk's."""
        public = Q(campaign__published_at__isnull=False, voided_at=None)
        if not user.is_authenticated:
            return self.filter(public)
        return self.filter(public | Q(campaign__in=Campaign.objects.at_desk_of(user).values("pk")))

    def standing(self) -> models.QuerySet:
        """Those that were not declared void."""
        return self.filter(voided_at=None)


class Publication(models.Model):
    """Proof that the announcement of a campaign appeared in one channel, on one day."""

    class Channel(models.TextChoices):
        NEWSPAPER = "NEWSPAPER", _("Báo, đài")
        WEBSITE = "WEBSITE", _("Trang điện tử")
        NOTICEBOARD = "NOTICEBOARD", _("Niêm yết tại trụ sở")
        OTHER = "OTHER", _("Hình thức khác")

    # The law wants each of these at least once.
    REQUIRED = (Channel.NEWSPAPER, Channel.WEBSITE, Channel.NOTICEBOARD)

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="publications", verbose_name=_("đợt thi")
    )
    channel = models.CharField(_("hình thức"), max_length=11, choices=Channel)
    published_on = models.DateField(_("ngày đăng, niêm yết"))
    place = models.CharField(_("nơi đăng"), max_length=200)
    link = models.URLField(_("địa chỉ trang"), max_length=500, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    file_sha256 = models.CharField(max_length=64, blank=True)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    voided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(null=True)
    voided_reason = models.CharField(_("lý do hủy"), max_length=500, blank=True)

    AUDITED = True

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("bằng chứng đăng thông báo")
        ordering = ["campaign", "-published_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="publication_channel_valid",
                condition=Q(channel__in=["NEWSPAPER", "WEBSITE", "NOTICEBOARD", "OTHER"]),
            ),
            models.CheckConstraint(
                name="publication_has_proof",
                condition=~Q(link="") | Q(file__isnull=False),
                violation_error_message=_("Hãy ghi địa chỉ trang hoặc kèm ảnh, bản PDF."),
            ),
            models.CheckConstraint(
                name="publication_link_is_web",
                condition=Q(link="")
                | Q(link__startswith="https://")
                | Q(link__startswith="http://"),
                violation_error_message=_("Địa chỉ phải bắt đầu bằng https:// hoặc http://."),
            ),
            models.CheckConstraint(
                name="publication_file_has_hash",
                condition=Q(file__isnull=True, file_sha256="")
                | (Q(file__isnull=False) & ~Q(file_sha256="")),
            ),
            models.CheckConstraint(
                name="publication_void_whole",
                condition=Q(voided_at__isnull=True, voided_by__isnull=True, voided_reason="")
                | (Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(voided_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.place}"

    def get_absolute_url(self) -> str:
        """Where the photo or PDF lies; a proof may have only a link."""
        return reverse("positions:publication-file", args=[self.public_id]) if self.file_id else ""

    @property
    def ledger_chain(self) -> str:
        return self.campaign.ledger_chain

    @property
    def ledger_agency(self) -> str:
        return self.campaign.ledger_agency
