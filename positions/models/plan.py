from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User, new_public_id
from agencies.models import CODE, Agency, Membership
from agencies.queries import agencies_where
from agencies.rules import holds_anywhere
from positions.models.campaign import STAFF_ROLES
from positions.models.opening import MOST_SEATS, Opening
from positions.models.title import Title


class AuthorityKind(models.Model):
    """Which kind of body decides on a post, as it was named at the time (reference data)."""

    code = models.CharField(_("mã"), max_length=20, unique=True, validators=[CODE])
    name = models.CharField(_("tên"), max_length=120)
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến ngày"), null=True)
    place = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("cấp có thẩm quyền")
        ordering = ["place", "code"]

    def __str__(self) -> str:
        return self.name

    def holds_on(self, day: date) -> bool:
        """Whether bodies of this kind existed on the day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class PlanQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """The agency's desk and the desks above it; approved ones also for who watches."""
        if not user.is_authenticated:
            return self.none()
        mine = agencies_where(user, *STAFF_ROLES)
        at_desk = Q(agency__in=mine) | Q(agency__parent__in=mine) | Q(agency__root__in=mine)
        provinces = agencies_where(user, Membership.Role.PROVINCE_STAFF).values("province")
        watched = Q(agency__province__in=provinces)
        if holds_anywhere(user, Membership.Role.MINISTRY_STAFF):
            watched = Q(pk__isnull=False)
        return self.filter(at_desk | (watched & Q(state=Plan.State.APPROVED)))


class Plan(models.Model):
    """An agency's plan of exams for a year, approved by its own head and the heads above."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("Đang soạn")
        PROPOSED = "PROPOSED", _("Chờ phê duyệt")
        APPROVED = "APPROVED", _("Đã phê duyệt")

    TRANSITIONS = {
        State.DRAFT: {State.PROPOSED},
        State.PROPOSED: {State.DRAFT, State.APPROVED},
        State.APPROVED: set(),
    }

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="plans", verbose_name=_("cơ quan")
    )
    year = models.PositiveIntegerField(_("năm"))
    document_no = models.CharField(_("số, ký hiệu kế hoạch"), max_length=60, blank=True)
    document_on = models.DateField(_("ngày kế hoạch"), null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT, editable=False)
    # Whose head decides next while it is proposed.
    waits_at = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="+")
    copied_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    # How often it was proposed; approvals of an earlier round no longer count.
    round = models.PositiveSmallIntegerField(default=0, editable=False)
    edited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("kế hoạch năm")
        ordering = ["-year", "agency__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year"],
                name="plan_once_a_year",
                violation_error_message=_("Cơ quan đã có kế hoạch của năm này."),
            ),
            models.CheckConstraint(
                name="plan_year_plausible", condition=Q(year__gte=2017, year__lte=2100)
            ),
            models.CheckConstraint(
                name="plan_state_valid",
                condition=Q(state="DRAFT", waits_at__isnull=True, approved_by__isnull=True)
                | Q(state="PROPOSED", waits_at__isnull=False, approved_by__isnull=True)
                | Q(
                    state="APPROVED",
                    waits_at__isnull=True,
                    approved_by__isnull=False,
                    approved_at__isnull=False,
                    proposed_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="plan_two_persons",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                violation_error_message=_("Người trình không được tự phê duyệt."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency.name}, {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("positions:plan", args=[self.agency.code, self.year])

    @property
    def ledger_chain(self) -> str:
        return "system"

    @property
    def ledger_agency(self) -> str:
        return self.agency.code


class PlanApproval(models.Model):
    """One head's yes on the way up; nobody approves what they proposed, at any level."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="approvals")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()

    AUDITED = True

    class Meta:
        verbose_name = _("phê duyệt kế hoạch")
        ordering = ["approved_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "agency", "round"], name="planapproval_once_a_round"
            ),
            models.CheckConstraint(
                name="planapproval_two_persons",
                condition=~Q(approved_by=F("proposed_by")),
                violation_error_message=_("Người trình không được tự phê duyệt."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} · {self.agency}"

    @property
    def ledger_chain(self) -> str:
        return "system"

    @property
    def ledger_agency(self) -> str:
        return self.plan.agency.code


class PlanLineQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        return self.filter(plan__in=Plan.objects.visible_to(user))


class PlanLine(models.Model):
    """One post of a plan: which, where, how many, in which quarter, who decides."""

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="lines")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("cơ quan có chức danh")
    )
    title = models.ForeignKey(
        Title, on_delete=models.PROTECT, related_name="+", verbose_name=_("loại chức danh")
    )
    name = models.CharField(_("tên chức danh"), max_length=200)
    unit = models.CharField(_("đơn vị"), max_length=200, blank=True)
    seats = models.PositiveIntegerField(_("chỉ tiêu"), default=1)
    quarter = models.PositiveSmallIntegerField(
        _("quý bắt đầu"), choices=[(n, _("Quý %(n)s") % {"n": n}) for n in (1, 2, 3, 4)]
    )
    authority = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("cơ quan có thẩm quyền quyết định"),
    )
    authority_kind = models.ForeignKey(
        AuthorityKind,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("cấp có thẩm quyền"),
    )
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    removed_at = models.DateTimeField(null=True, editable=False)
    opening = models.ForeignKey(
        Opening, on_delete=models.PROTECT, null=True, editable=False, related_name="plan_lines"
    )

    AUDITED = True

    objects = PlanLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("dòng kế hoạch")
        ordering = ["quarter", "pk"]
        constraints = [
            models.CheckConstraint(
                name="planline_seats",
                condition=Q(seats__gte=1, seats__lte=MOST_SEATS),
                violation_error_message=_("Chỉ tiêu phải từ 1 đến 1000."),
            ),
            models.CheckConstraint(
                name="planline_quarter", condition=Q(quarter__gte=1, quarter__lte=4)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def starts_on(self) -> date:
        """The first day of the quarter the exam begins in."""
        return date(self.plan.year, 3 * self.quarter - 2, 1)

    @property
    def ledger_chain(self) -> str:
        return "system"

    @property
    def ledger_agency(self) -> str:
        return self.plan.agency.code
