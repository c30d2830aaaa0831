from datetime import timedelta

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from agencies.models import CODE, Agency, Membership
from agencies.names import fold, title_sort_key
from agencies.queries import agencies_where
from agencies.rules import holds_anywhere
from audit import clock
from positions.models.campaign import STAFF_ROLES, Campaign
from positions.models.regulation import Regulation

CLOSING_DELAY = timedelta(seconds=120)
MOST_SEATS = 1000  # more is a slip of the keyboard


class OpeningQuerySet(models.QuerySet):
    def public(self) -> models.QuerySet:
        """Live openings that have been announced, whatever became of them."""
        return self.filter(origin=Opening.Origin.LIVE, published_at__isnull=False)

    def visible_to(self, user) -> models.QuerySet:
        if not user.is_authenticated:
            return self.public()
        public = models.Q(origin=Opening.Origin.LIVE, published_at__isnull=False)
        return self.filter(public | self.desk_condition(user))

    def at_desk_of(self, user) -> models.QuerySet:
        """Openings of the user's agencies, of campaigns they host or decide, of their province."""
        return self.filter(self.desk_condition(user)) if user.is_authenticated else self.none()

    def followed_by(self, user) -> models.QuerySet:
        """Openings whose dates one follows: those at the desk; the ministry's staff all."""
        if holds_anywhere(user, Membership.Role.MINISTRY_STAFF):
            return self
        return self.at_desk_of(user)

    @staticmethod
    def desk_condition(user) -> models.Q:
        provinces = agencies_where(user, Membership.Role.PROVINCE_STAFF).values("province")
        return OpeningQuerySet.staff_condition(user) | models.Q(agency__province__in=provinces)

    def at_staff_of(self, user) -> models.QuerySet:
        """Openings whose exam one follows as staff of the agency, the authority or the host."""
        return self.filter(self.staff_condition(user))

    @staticmethod
    def staff_condition(user) -> models.Q:
        agencies = agencies_where(user, *STAFF_ROLES)
        return (
            models.Q(agency__in=agencies)
            | models.Q(authority__in=agencies)
            | models.Q(campaign__host__in=agencies)
        )

    def receiving(self) -> models.QuerySet:
        """Open for dossiers now: computed from the deadline, whatever any job did."""
        return self.filter(state=Opening.State.PUBLISHED, receipt_deadline__gte=clock.now())


class Opening(models.Model):
    """One post opened for competition; its frozen dates alone feed reports."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("Đang soạn")
        PROPOSED = "PROPOSED", _("Chờ phê duyệt")
        APPROVED = "APPROVED", _("Đã phê duyệt")
        PUBLISHED = "PUBLISHED", _("Đang nhận hồ sơ")
        RECEIPT_CLOSED = "RECEIPT_CLOSED", _("Hết hạn nhận hồ sơ")
        LIST_CLOSED = "LIST_CLOSED", _("Đã chốt danh sách")
        FILLED = "FILLED", _("Có người trúng tuyển")
        UNFILLED = "UNFILLED", _("Không có người trúng tuyển")
        POSTPONED = "POSTPONED", _("Hoãn")
        SHORTFALL = "SHORTFALL", _("Chưa đủ số người")
        CANCELLED = "CANCELLED", _("Hủy")

    class Level(models.TextChoices):
        VU = "VU", _("cấp vụ và tương đương")
        SO = "SO", _("cấp sở và tương đương")
        PHONG = "PHONG", _("cấp phòng và tương đương")
        DVSN = "DVSN", _("đơn vị sự nghiệp công lập")

    class Rank(models.TextChoices):
        HEAD = "HEAD", _("cấp trưởng")
        DEPUTY = "DEPUTY", _("cấp phó")

    class Origin(models.TextChoices):
        LIVE = "LIVE", _("thi trên hệ thống")
        IMPORTED = "IMPORTED", _("nhập từ hồ sơ đã qua")

    class Outcome(models.TextChoices):
        FILLED = "FILLED", _("có người trúng tuyển")
        UNFILLED = "UNFILLED", _("không có người trúng tuyển")
        POSTPONED = "POSTPONED", _("hoãn")
        CANCELLED = "CANCELLED", _("hủy")

    TRANSITIONS = {
        State.DRAFT: {State.PROPOSED, State.CANCELLED},
        State.PROPOSED: {State.DRAFT, State.APPROVED},
        State.APPROVED: {State.PUBLISHED, State.DRAFT, State.CANCELLED},
        State.PUBLISHED: {State.RECEIPT_CLOSED, State.POSTPONED, State.CANCELLED},
        State.RECEIPT_CLOSED: {
            State.LIST_CLOSED,
            State.SHORTFALL,
            State.POSTPONED,
            State.CANCELLED,
        },
        State.SHORTFALL: {State.PUBLISHED, State.LIST_CLOSED, State.POSTPONED, State.CANCELLED},
        State.LIST_CLOSED: {State.FILLED, State.UNFILLED, State.POSTPONED, State.CANCELLED},
        State.POSTPONED: {State.PUBLISHED, State.CANCELLED},
        State.FILLED: set(),
        State.UNFILLED: set(),
        State.CANCELLED: set(),
    }
    DRAFT_STATES = (State.DRAFT, State.PROPOSED, State.APPROVED)
    # Somebody must still do something by a certain day.
    RUNNING_STATES = (
        *DRAFT_STATES,
        State.PUBLISHED,
        State.RECEIPT_CLOSED,
        State.SHORTFALL,
        State.LIST_CLOSED,
        State.FILLED,
    )
    # Their openings take no part when a campaign's list is closed.
    DROPPED_STATES = (State.CANCELLED, State.POSTPONED)
    OUTCOME_STATES = (State.FILLED, State.UNFILLED, State.POSTPONED, State.CANCELLED)

    code = models.CharField(_("mã chức danh"), max_length=40, unique=True, validators=[CODE])
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.LIVE, editable=False)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="openings"
    )
    regulation = models.ForeignKey(
        Regulation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="openings", verbose_name=_("cơ quan")
    )
    authority = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cơ quan có thẩm quyền quyết định"),
    )
    title = models.CharField(_("chức danh thi tuyển"), max_length=200)
    unit = models.CharField(_("đơn vị"), max_length=200, blank=True)
    level = models.CharField(_("cấp"), max_length=5, choices=Level)
    rank = models.CharField(_("cấp trưởng/phó"), max_length=6, choices=Rank)
    seats = models.PositiveIntegerField(_("chỉ tiêu"), default=1, validators=[MinValueValidator(1)])
    standards = models.TextField(_("tiêu chuẩn, điều kiện"), blank=True)
    # The version of the title's standard the text was drawn from; what the self-check compares.
    standard = models.ForeignKey(
        "TitleStandard",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="openings",
        verbose_name=_("tiêu chuẩn chức danh"),
    )
    state = models.CharField(max_length=14, choices=State, default=State.DRAFT, editable=False)
    receipt_deadline = models.DateTimeField(_("hạn nhận hồ sơ"), null=True, blank=True)
    published_at = models.DateTimeField(null=True, editable=False)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    plan_on = models.DateField(_("ngày kế hoạch"), null=True, blank=True)
    announced_on = models.DateField(_("ngày thông báo"), null=True, blank=True)
    receipt_closed_on = models.DateField(_("ngày hết hạn nhận hồ sơ"), null=True, blank=True)
    written_on = models.DateField(_("ngày thi viết"), null=True, blank=True)
    presentation_on = models.DateField(_("ngày thi trình bày"), null=True, blank=True)
    recognised_on = models.DateField(_("ngày công nhận kết quả"), null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, editable=False)
    reopened_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="reopened"
    )
    search = models.CharField(max_length=460, editable=False)
    sort_key = models.CharField(max_length=400, editable=False)

    UNAUDITED_FIELDS = ("search", "sort_key")
    LATER_FIELDS = ("reopened_from", "standard")

    objects = OpeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("chức danh thi tuyển")
        verbose_name_plural = _("chức danh thi tuyển")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                name="opening_state_valid",
                condition=models.Q(
                    state__in=[
                        "DRAFT",
                        "PROPOSED",
                        "APPROVED",
                        "PUBLISHED",
                        "RECEIPT_CLOSED",
                        "LIST_CLOSED",
                        "FILLED",
                        "UNFILLED",
                        "POSTPONED",
                        "SHORTFALL",
                        "CANCELLED",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="opening_live_has_campaign",
                condition=models.Q(origin="LIVE", campaign__isnull=False, regulation__isnull=False)
                | models.Q(origin="IMPORTED", campaign__isnull=True, regulation__isnull=True),
            ),
            models.CheckConstraint(
                name="opening_has_seats",
                condition=models.Q(seats__gte=1),
                violation_error_message=_("Chỉ tiêu phải từ 1 trở lên."),
            ),
            models.CheckConstraint(
                name="opening_two_persons",
                condition=models.Q(approved_by__isnull=True)
                | models.Q(proposed_by__isnull=True)
                | ~models.Q(approved_by=models.F("proposed_by")),
                violation_error_message=_("Người trình không được tự phê duyệt."),
            ),
            models.CheckConstraint(
                name="opening_approved_by_somebody",
                condition=models.Q(origin="IMPORTED")
                | models.Q(state__in=["DRAFT", "PROPOSED", "CANCELLED"])
                | models.Q(approved_by__isnull=False, approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="opening_public_has_dates",
                condition=models.Q(published_at__isnull=True)
                | models.Q(announced_on__isnull=False, receipt_deadline__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["state", "receipt_deadline"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("positions:opening-public", args=[self.code])

    @property
    def ledger_chain(self) -> str:
        return self.campaign.ledger_chain if self.campaign else "system"

    @property
    def ledger_agency(self) -> str:
        return self.agency.code

    @property
    def is_receiving(self) -> bool:
        return self.state == self.State.PUBLISHED and clock.now() <= self.receipt_deadline

    @property
    def is_closing_due(self) -> bool:
        """Two minutes after the deadline nobody in time can still be on the way."""
        return (
            self.state == self.State.PUBLISHED
            and clock.now() >= self.receipt_deadline + CLOSING_DELAY
        )

    def derived_fields(self) -> dict[str, str]:
        words = f"{self.code} {self.title} {self.unit} {self.agency.name}"
        return {"search": fold(words)[:460], "sort_key": title_sort_key(self.title)}


class OpeningStep(models.Model):
    """One step of an opening's procedure: when planned, when due and by what period, when done."""

    class Kind(models.TextChoices):
        PLAN = "PLAN", _("Kế hoạch")
        ANNOUNCEMENT = "ANNOUNCEMENT", _("Thông báo")
        RECEIPT = "RECEIPT", _("Nhận hồ sơ")
        LIST = "LIST", _("Danh sách đủ điều kiện")
        WRITTEN = "WRITTEN", _("Thi viết")
        MARKS = "MARKS", _("Công bố điểm thi viết")
        PRESENTATION = "PRESENTATION", _("Thi trình bày đề án")
        RECOGNITION = "RECOGNITION", _("Công nhận kết quả")

    # The frozen date column of the opening that each step feeds.
    COLUMNS = {
        Kind.PLAN: "plan_on",
        Kind.ANNOUNCEMENT: "announced_on",
        Kind.RECEIPT: "receipt_closed_on",
        Kind.WRITTEN: "written_on",
        Kind.PRESENTATION: "presentation_on",
        Kind.RECOGNITION: "recognised_on",
    }

    opening = models.ForeignKey(Opening, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=14, choices=Kind)
    planned_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    # The last day the step may be done: the planned one, or an earlier one a period sets.
    due_on = models.DateField(null=True, blank=True, editable=False)
    due_by = models.CharField(max_length=40, blank=True, editable=False)
    # 1 told that the day comes, 2 that it is past; starts anew when the day changes.
    reminders = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["opening", "pk"]
        indexes = [
            models.Index(fields=["due_on"], condition=models.Q(done_on=None), name="step_due")
        ]
        constraints = [models.UniqueConstraint(fields=["opening", "kind"], name="openingstep_once")]

    def __str__(self) -> str:
        return f"{self.opening} · {self.get_kind_display()}"
