from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User, new_public_id
from agencies.models import CITIZEN_ID, Agency, EthnicGroup, Membership
from agencies.names import fold, sort_key
from agencies.queries import agencies_overseen
from audit import clock
from documents.models import StoredFile
from positions.models.title import Title

ROSTER_READERS = (
    Membership.Role.AGENCY_HR,
    Membership.Role.AUTHORITY_HEAD,
    Membership.Role.INSPECTOR,
)


class PlanningRosterQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """HR, head and inspector of the agency and of those above it: personal data."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(agency__in=agencies_overseen(user, *ROSTER_READERS))


class PlanningRoster(models.Model):
    """Who is planned for the leadership posts of an agency in a term, by one signed decision."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("Chờ đối chiếu")
        CONFIRMED = "CONFIRMED", _("Đang áp dụng")
        REPLACED = "REPLACED", _("Đã thay thế")
        WITHDRAWN = "WITHDRAWN", _("Đã rút")

    TRANSITIONS = {
        State.DRAFT: {State.CONFIRMED, State.WITHDRAWN},
        State.CONFIRMED: {State.REPLACED},
        State.REPLACED: set(),
        State.WITHDRAWN: set(),
    }

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="rosters", verbose_name=_("cơ quan")
    )
    term = models.CharField(_("nhiệm kỳ"), max_length=9)  # 2026–2031
    decision_no = models.CharField(_("số, ký hiệu quyết định"), max_length=60)
    decision_on = models.DateField(_("ngày quyết định"))
    scan = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    workbook = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    # Sheet, row, column and text of each fault; the file tells anyone the same again.
    faults = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=clock.now)
    imported_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    replaced_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="replaces"
    )

    UNAUDITED_FIELDS = ("faults",)

    objects = PlanningRosterQuerySet.as_manager()

    class Meta:
        verbose_name = _("danh sách quy hoạch")
        ordering = ["-decision_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="planningroster_state_valid",
                condition=Q(
                    state__in=["DRAFT", "WITHDRAWN"],
                    confirmed_by__isnull=True,
                    confirmed_at__isnull=True,
                    replaced_by__isnull=True,
                )
                | Q(
                    state="CONFIRMED",
                    confirmed_by__isnull=False,
                    confirmed_at__isnull=False,
                    imported_at__isnull=False,
                    replaced_by__isnull=True,
                )
                | Q(
                    state="REPLACED",
                    confirmed_by__isnull=False,
                    confirmed_at__isnull=False,
                    imported_at__isnull=False,
                    replaced_by__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="planningroster_two_persons",
                condition=Q(confirmed_by__isnull=True) | ~Q(entered_by=F("confirmed_by")),
                violation_error_message=_("Người nhập không được tự đối chiếu."),
            ),
            models.UniqueConstraint(
                fields=["agency", "term"],
                condition=Q(state="CONFIRMED"),
                name="planningroster_one_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision_no}, {self.agency.name} {self.term}"

    def get_absolute_url(self) -> str:
        return reverse("positions:roster", args=[self.public_id])

    @property
    def ledger_chain(self) -> str:
        return "system"

    @property
    def ledger_agency(self) -> str:
        return self.agency.code


class RosterEntryQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """As its roster."""
        return self.filter(roster__in=PlanningRoster.objects.visible_to(user))


class RosterEntry(models.Model):
    """One person planned for one title. Only read: a roster is changed by the next roster."""

    class Gender(models.TextChoices):
        MALE = "M", _("Nam")
        FEMALE = "F", _("Nữ")

    roster = models.ForeignKey(PlanningRoster, on_delete=models.PROTECT, related_name="entries")
    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    person_name = models.CharField(_("họ và tên"), max_length=120)
    birth_on = models.DateField(_("ngày sinh"))
    gender = models.CharField(_("giới tính"), max_length=1, choices=Gender)
    ethnicity = models.ForeignKey(
        EthnicGroup, on_delete=models.PROTECT, related_name="+", verbose_name=_("dân tộc")
    )
    title = models.ForeignKey(Title, on_delete=models.PROTECT, related_name="roster_entries")
    unit = models.CharField(_("đơn vị có chức danh"), max_length=200, blank=True)
    workplace = models.CharField(_("đơn vị công tác"), max_length=200)
    is_inside = models.BooleanField(_("tại chỗ"))
    citizen_id = models.CharField(
        _("số định danh cá nhân"), max_length=12, blank=True, validators=[CITIZEN_ID]
    )
    is_party_member = models.BooleanField(_("đảng viên"), null=True)
    search = models.CharField(max_length=160, editable=False)
    sort_key = models.CharField(max_length=400, editable=False, db_index=True)

    AUDITED = True
    UNAUDITED_FIELDS = ("search", "sort_key")

    objects = RosterEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("người trong quy hoạch")
        ordering = ["title__place", "sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                name="rosterentry_gender_known", condition=Q(gender__in=["M", "F"])
            ),
            models.UniqueConstraint(
                fields=["roster", "title", "citizen_id"],
                condition=~Q(citizen_id=""),
                name="rosterentry_person_once",
            ),
        ]

    def __str__(self) -> str:
        return self.person_name

    @property
    def ledger_chain(self) -> str:
        return "system"

    @property
    def ledger_agency(self) -> str:
        return self.roster.agency.code

    @property
    def masked_id(self) -> str:
        """The last three digits: enough to tell two people of one name apart."""
        return f"•••{self.citizen_id[-3:]}" if self.citizen_id else ""

    def derived_fields(self) -> dict[str, str]:
        return {"search": fold(self.person_name), "sort_key": sort_key(self.person_name)}
