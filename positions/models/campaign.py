from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from agencies.models import CODE, Agency, Membership
from agencies.queries import agencies_where
from documents.models import OfficialDocument
from positions.models.regulation import Regulation

STAFF_ROLES = (
    Membership.Role.AGENCY_HR,
    Membership.Role.AUTHORITY_HEAD,
    Membership.Role.INSPECTOR,
)


class CampaignQuerySet(models.QuerySet):
    def public(self) -> models.QuerySet:
        return self.filter(published_at__isnull=False)

    def visible_to(self, user) -> models.QuerySet:
        """What is public, and what is on the user's desk."""
        if not user.is_authenticated:
            return self.public()
        return self.filter(models.Q(published_at__isnull=False) | self.desk_condition(user))

    def at_desk_of(self, user) -> models.QuerySet:
        """Campaigns a member of staff works on or watches."""
        return self.filter(self.desk_condition(user)) if user.is_authenticated else self.none()

    @staticmethod
    def desk_condition(user) -> models.Q:
        agencies = agencies_where(user, *STAFF_ROLES)
        on_board = models.Q(duties__person__user=user, duties__state="ACTIVE")
        # Subqueries, so that no join multiplies rows and no distinct() is needed.
        ids = Campaign.objects.filter(on_board).values("pk")
        openings = models.Q(openings__agency__in=agencies) | models.Q(
            openings__authority__in=agencies
        )
        with_openings = Campaign.objects.filter(openings).values("pk")
        return models.Q(host__in=agencies) | models.Q(pk__in=ids) | models.Q(pk__in=with_openings)


class Campaign(models.Model):
    """One exam period of a host agency, for openings of any agencies, under one regulation."""

    code = models.CharField(_("mã đợt thi"), max_length=40, unique=True, validators=[CODE])
    name = models.CharField(_("tên đợt thi"), max_length=200)
    host = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        related_name="campaigns",
        verbose_name=_("cơ quan chủ trì"),
    )
    regulation = models.ForeignKey(
        Regulation, on_delete=models.PROTECT, related_name="campaigns", verbose_name=_("quy chế")
    )
    plan_no = models.CharField(_("số, ký hiệu kế hoạch"), max_length=60)
    plan_on = models.DateField(_("ngày kế hoạch"))
    contact_name = models.CharField(_("người liên hệ"), max_length=120)
    contact_phone = models.CharField(_("điện thoại liên hệ"), max_length=40)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, editable=False)
    list_closed_at = models.DateTimeField(null=True, editable=False)
    list_root = models.CharField(max_length=64, blank=True, editable=False)
    list_paper = models.ForeignKey(
        OfficialDocument, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    AUDITED = True
    LATER_FIELDS = ("list_paper",)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("đợt thi")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="campaign_list_closed_whole",
                condition=models.Q(list_closed_at__isnull=True, list_root="")
                | (models.Q(list_closed_at__isnull=False) & ~models.Q(list_root="")),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ledger_chain(self) -> str:
        return f"campaign:{self.code}"

    @property
    def ledger_agency(self) -> str:
        return self.host.code
