from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from agencies.models import CODE, Agency, Membership
from agencies.queries import agencies_where

DRAFTERS = (Membership.Role.AGENCY_HR, Membership.Role.AUTHORITY_HEAD)


class RegulationQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """Issued regulations are public; a draft is its agency's."""
        public = ~Q(state__in=Regulation.UNISSUED_STATES)
        if not user.is_authenticated:
            return self.filter(public)
        return self.filter(public | Q(owner__in=agencies_where(user, *DRAFTERS)))

    def in_force(self) -> models.QuerySet:
        return self.filter(state=Regulation.State.ISSUED)


class Regulation(models.Model):
    """A versioned rule set as data; nothing of a circular is in code."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("Dự thảo")
        PROPOSED = "PROPOSED", _("Chờ ban hành")
        ISSUED = "ISSUED", _("Đang áp dụng")
        REPLACED = "REPLACED", _("Đã thay thế")

    TRANSITIONS = {
        State.DRAFT: {State.PROPOSED, State.ISSUED},  # straight only for the seeded ones
        State.PROPOSED: {State.DRAFT, State.ISSUED},
        State.ISSUED: {State.REPLACED},
        State.REPLACED: set(),
    }
    UNISSUED_STATES = (State.DRAFT, State.PROPOSED)

    code = models.CharField(_("mã"), max_length=40, validators=[CODE])
    version = models.PositiveIntegerField(_("phiên bản"), default=1)
    name = models.CharField(_("tên"), max_length=200)
    legal_basis = models.JSONField(default=list)
    values = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    # Empty for those that come with the system.
    owner = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        related_name="regulations",
        verbose_name=_("cơ quan ban hành"),
    )
    based_on = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="drawn_from_it"
    )
    edited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    document_no = models.CharField(_("số, ký hiệu quyết định"), max_length=60, blank=True)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True)

    LATER_FIELDS = (
        "owner",
        "based_on",
        "edited_by",
        "document_no",
        "proposed_by",
        "issued_by",
        "issued_at",
    )

    objects = RegulationQuerySet.as_manager()

    class Meta:
        verbose_name = _("quy chế")
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="regulation_version_once"),
            models.CheckConstraint(
                name="regulation_state_valid",
                condition=Q(state__in=["DRAFT", "PROPOSED", "ISSUED", "REPLACED"]),
            ),
            models.CheckConstraint(
                name="regulation_two_persons",
                condition=Q(issued_by__isnull=True)
                | (Q(proposed_by__isnull=False) & ~Q(proposed_by=F("issued_by"))),
                violation_error_message=_("Người trình không được tự ban hành."),
            ),
            models.CheckConstraint(
                name="regulation_of_an_agency_is_issued_by_somebody",
                condition=Q(owner__isnull=True)
                | Q(state__in=["DRAFT", "PROPOSED"])
                | Q(issued_by__isnull=False, issued_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(state__in=["DRAFT", "PROPOSED"]),
                name="regulation_one_draft",
                violation_error_message=_("Quy chế này đã có một bản dự thảo."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"

    def get_absolute_url(self) -> str:
        return reverse("positions:regulation", args=[self.code, self.version])

    @property
    def ledger_chain(self) -> str:
        return "system"

    @property
    def ledger_agency(self) -> str:
        return self.owner.code if self.owner else ""

    @property
    def has_written_round(self) -> bool:
        return self.values["rules"]["written"] is not None
