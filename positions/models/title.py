from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from agencies.models import CODE, Agency
from agencies.queries import agencies_where
from positions.models.opening import Opening
from positions.models.regulation import DRAFTERS


class TitleQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """The catalogue is public."""
        return self.all()


class Title(models.Model):
    """A kind of leadership post (reference data): Vụ trưởng, Phó Giám đốc Sở …"""

    code = models.CharField(_("mã"), max_length=10, unique=True, validators=[CODE])
    name = models.CharField(_("tên chức danh"), max_length=120)
    level = models.CharField(_("cấp"), max_length=5, choices=Opening.Level)
    rank = models.CharField(_("cấp trưởng/phó"), max_length=6, choices=Opening.Rank)
    place = models.PositiveIntegerField(default=0, editable=False)

    objects = TitleQuerySet.as_manager()

    class Meta:
        verbose_name = _("chức danh")
        ordering = ["place", "code"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("positions:title", args=[self.code])


class TitleStandardQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """Issued standards are public; a draft is its agency's."""
        public = ~Q(state__in=TitleStandard.UNISSUED_STATES)
        if not user.is_authenticated:
            return self.filter(public)
        return self.filter(public | Q(owner__in=agencies_where(user, *DRAFTERS)))

    def in_force(self) -> models.QuerySet:
        return self.filter(state=TitleStandard.State.ISSUED)


class TitleStandard(models.Model):
    """What an agency asks of whoever holds a title: one version, criterion by criterion."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("Dự thảo")
        PROPOSED = "PROPOSED", _("Chờ ban hành")
        ISSUED = "ISSUED", _("Đang áp dụng")
        REPLACED = "REPLACED", _("Đã thay thế")

    TRANSITIONS = {
        State.DRAFT: {State.PROPOSED},
        State.PROPOSED: {State.DRAFT, State.ISSUED},
        State.ISSUED: {State.REPLACED},
        State.REPLACED: set(),
    }
    UNISSUED_STATES = (State.DRAFT, State.PROPOSED)

    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="standards")
    owner = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        related_name="title_standards",
        verbose_name=_("cơ quan ban hành"),
    )
    version = models.PositiveIntegerField(_("phiên bản"), default=1)
    # [{"kind", …, "basis"}] as `positions.criteria` reads it
    criteria = models.JSONField(default=list)
    document_no = models.CharField(_("số, ký hiệu quyết định"), max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    based_on = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="drawn_from_it"
    )
    edited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True)

    objects = TitleStandardQuerySet.as_manager()

    class Meta:
        verbose_name = _("tiêu chuẩn chức danh")
        ordering = ["title", "owner__sort_key", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "owner", "version"], name="titlestandard_version_once"
            ),
            models.UniqueConstraint(
                fields=["title", "owner"],
                condition=Q(state__in=["DRAFT", "PROPOSED"]),
                name="titlestandard_one_draft",
                violation_error_message=_("Tiêu chuẩn này đã có một bản dự thảo."),
            ),
            models.CheckConstraint(
                name="titlestandard_state_valid",
                condition=Q(state__in=["DRAFT", "PROPOSED"], issued_by__isnull=True)
                | Q(
                    state__in=["ISSUED", "REPLACED"],
                    issued_by__isnull=False,
                    issued_at__isnull=False,
                    proposed_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="titlestandard_two_persons",
                condition=Q(issued_by__isnull=True) | ~Q(proposed_by=F("issued_by")),
                violation_error_message=_("Người trình không được tự ban hành."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title.name}, {self.owner.name} v{self.version}"

    def get_absolute_url(self) -> str:
        return reverse("positions:standard", args=[self.title.code, self.owner.code, self.version])

    @property
    def ledger_chain(self) -> str:
        return "system"

    @property
    def ledger_agency(self) -> str:
        return self.owner.code
