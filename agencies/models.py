from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User, new_public_id
from agencies.names import fold, sort_key, title_sort_key

CODE = RegexValidator(
    r"^[A-Z0-9][A-Z0-9._-]{0,39}\Z",
    _("Mã gồm 1–40 ký tự: chữ in hoa không dấu, chữ số, dấu chấm, gạch dưới, gạch nối."),
)
CITIZEN_ID = RegexValidator(
    r"^(\d{12}|\d{9})\Z", _("Số định danh cá nhân gồm 12 chữ số (chứng minh nhân dân cũ: 9).")
)


class Province(models.Model):
    """A province or city of one epoch: seven codes mean different units before and after 2025."""

    class Epoch(models.TextChoices):
        PILOT = "63", _("63 tỉnh, thành phố (đến 30/6/2025)")
        CURRENT = "34", _("34 tỉnh, thành phố (từ 01/7/2025)")

    class Kind(models.TextChoices):
        CITY = "city", _("thành phố trực thuộc trung ương")
        PROVINCE = "province", _("tỉnh")

    epoch = models.CharField(max_length=2, choices=Epoch)
    code = models.CharField(_("mã"), max_length=2)
    name = models.CharField(_("tên"), max_length=60)
    full_name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind)
    slug = models.SlugField(max_length=60)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    note = models.CharField(max_length=200, blank=True)
    sort_key = models.CharField(max_length=400, editable=False)

    class Meta:
        verbose_name = _("tỉnh, thành phố")
        ordering = ["epoch", "sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["epoch", "code"], name="province_epoch_code_once")
        ]

    def __str__(self) -> str:
        return self.name


class EthnicGroup(models.Model):
    code = models.CharField(_("mã"), max_length=2, primary_key=True)
    name = models.CharField(_("tên"), max_length=40)
    is_minority = models.BooleanField()

    class Meta:
        verbose_name = _("dân tộc")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Holiday(models.Model):
    """A day that is not what its weekday says: holidays, substitutes, make-up Saturdays."""

    class Kind(models.TextChoices):
        PUBLIC = "PUBLIC", _("nghỉ lễ, tết")
        SUBSTITUTE = "SUBSTITUTE", _("nghỉ bù, hoán đổi")
        MAKEUP = "MAKEUP", _("làm bù")

    day = models.DateField(_("ngày"), unique=True)
    kind = models.CharField(_("loại"), max_length=10, choices=Kind)
    name = models.CharField(_("tên"), max_length=100)
    basis = models.CharField(_("căn cứ"), max_length=200, blank=True)
    is_guess = models.BooleanField(_("dự kiến"), default=False)
    edited = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("ngày nghỉ, làm bù")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"


class AgencyQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """Own agencies for most; a province's for its staff; all for ministry and system staff."""
        if not user.is_authenticated:
            return self.none()
        mine = Membership.objects.current().filter(user=user)
        national = mine.filter(role__in=Membership.NATIONAL_ROLES)
        provinces = mine.filter(role=Membership.Role.PROVINCE_STAFF).values("agency__province")
        admins = mine.filter(role=Membership.Role.AGENCY_ADMIN).values("agency")
        return self.filter(
            models.Exists(national)
            | models.Q(pk__in=mine.values("agency"))
            | models.Q(parent__in=admins)
            | models.Q(province__in=provinces)
        )

    def under(self, agency: "Agency") -> models.QuerySet:
        """The agency and everything below it."""
        return self.filter(models.Q(pk=agency.pk) | models.Q(path__startswith=agency.path + "/"))


class Agency(models.Model):
    """A body in the tree of state and Party bodies; ended ones keep their successor."""

    class Kind(models.TextChoices):
        MINISTRY = "ministry", _("bộ")
        MINISTRY_LEVEL = "ministry_level", _("cơ quan ngang bộ")
        PARTY_BODY = "party_body", _("cơ quan Đảng")
        COURT_PROCURACY = "court_procuracy", _("tòa án, viện kiểm sát")
        UNION = "union", _("Mặt trận, đoàn thể")
        PROVINCE = "province", _("tỉnh, thành phố")
        DEPARTMENT = "department", _("vụ, cục, văn phòng, thanh tra")
        PROVINCIAL_DEPARTMENT = "provincial_department", _("sở, ban, ngành")
        DISTRICT = "district", _("quận, huyện")
        COMMUNE = "commune", _("xã, phường")
        DIVISION = "division", _("phòng, chi cục")
        PUBLIC_SERVICE_UNIT = "public_service_unit", _("đơn vị sự nghiệp công lập")
        OTHER = "other", _("khác")

    class Sector(models.TextChoices):
        CENTRAL = "central", _("trung ương")
        LOCAL = "local", _("địa phương")

    code = models.CharField(_("mã"), max_length=40, unique=True, validators=[CODE])
    name = models.CharField(_("tên"), max_length=200)
    kind = models.CharField(_("loại"), max_length=24, choices=Kind)
    sector = models.CharField(_("khối"), max_length=8, choices=Sector)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("cơ quan cấp trên"),
    )
    root = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("tỉnh, thành phố")
    )
    path = models.CharField(max_length=420, editable=False, db_index=True)
    valid_from = models.DateField(_("từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("cơ quan kế thừa"),
    )
    is_pilot = models.BooleanField(_("được chọn thí điểm"), default=False)
    is_party = models.BooleanField(_("văn bản thể thức Đảng"), default=False)
    address = models.CharField(_("địa chỉ"), max_length=200, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=40, blank=True)
    search = models.CharField(max_length=260, editable=False)
    sort_key = models.CharField(max_length=400, editable=False)

    AUDITED = True
    UNAUDITED_FIELDS = ("search", "sort_key")

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("cơ quan")
        verbose_name_plural = _("cơ quan")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                name="agency_local_has_province",
                condition=models.Q(sector="central") | models.Q(province__isnull=False),
                violation_error_message=_("Cơ quan địa phương phải có tỉnh, thành phố."),
            ),
            models.CheckConstraint(
                name="agency_dates_in_order",
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_from__lte=models.F("valid_to")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def ledger_chain(self) -> str:
        return "system"

    @property
    def ledger_agency(self) -> str:
        return self.code

    def derived_fields(self) -> dict[str, str]:
        """Keys anyone can compute again from the name."""
        return {"search": fold(f"{self.code} {self.name}"), "sort_key": title_sort_key(self.name)}


class PersonQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        if not user.is_authenticated:
            return self.none()
        agencies = Agency.objects.visible_to(user)
        return self.filter(models.Q(user=user) | models.Q(agency__in=agencies))


class Person(models.Model):
    """A human being with or without a log-in: sits on boards, is named in papers."""

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    full_name = models.CharField(_("họ và tên"), max_length=120)
    birth_on = models.DateField(_("ngày sinh"), null=True, blank=True)
    job = models.CharField(_("chức vụ"), max_length=160, blank=True)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="people"
    )
    user = models.OneToOneField(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="person"
    )
    search = models.CharField(max_length=160, editable=False)
    sort_key = models.CharField(max_length=400, editable=False)

    AUDITED = True
    UNAUDITED_FIELDS = ("search", "sort_key")

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("người")
        ordering = ["sort_key", "pk"]

    def __str__(self) -> str:
        return self.full_name

    @property
    def ledger_chain(self) -> str:
        return "system"

    @property
    def ledger_agency(self) -> str:
        return self.agency.code if self.agency else ""

    def derived_fields(self) -> dict[str, str]:
        return {"search": fold(self.full_name), "sort_key": sort_key(self.full_name)}


class MembershipQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """Own memberships; those of an agency for its administrators and the level above."""
        if not user.is_authenticated:
            return self.none()
        mine = self.model.objects.current().filter(user=user)
        admins = mine.filter(role=Membership.Role.AGENCY_ADMIN).values("agency")
        watchers = mine.filter(role__in=[Membership.Role.SYSADMIN])
        return self.filter(
            models.Q(user=user)
            | models.Q(agency__in=admins)
            | models.Q(agency__parent__in=admins)
            | models.Exists(watchers)
        )

    def current(self) -> models.QuerySet:
        """Active now, for an active user."""
        return self.filter(state=Membership.State.ACTIVE, user__is_active=True)


class Membership(models.Model):
    """A user's role at an agency; granted by two persons."""

    class Role(models.TextChoices):
        AGENCY_ADMIN = "agency_admin", _("Quản trị cơ quan")
        AGENCY_HR = "agency_hr", _("Cán bộ tổ chức")
        AUTHORITY_HEAD = "authority_head", _("Người đứng đầu cơ quan có thẩm quyền")
        PARTY_REP = "party_rep", _("Đại diện cấp ủy")
        PROVINCE_STAFF = "province_staff", _("Cán bộ theo dõi cấp tỉnh")
        MINISTRY_STAFF = "ministry_staff", _("Cán bộ Bộ Nội vụ")
        INSPECTOR = "inspector", _("Thanh tra, giám sát")
        EXPERT = "expert", _("Chuyên gia được mời, trưng tập")
        SYSADMIN = "sysadmin", _("Quản trị hệ thống")

    class State(models.TextChoices):
        PROPOSED = "PROPOSED", _("Chờ người thứ hai")
        ACTIVE = "ACTIVE", _("Đang giữ")
        ENDED = "ENDED", _("Đã thôi")

    TRANSITIONS = {
        State.PROPOSED: {State.ACTIVE, State.ENDED},
        State.ACTIVE: {State.ENDED},
        State.ENDED: set(),
    }
    NATIONAL_ROLES = (Role.MINISTRY_STAFF, Role.SYSADMIN)

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("vai trò"), max_length=20, choices=Role)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED, editable=False)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("vai trò tại cơ quan")
        ordering = ["agency__sort_key", "role", "pk"]
        constraints = [
            models.CheckConstraint(
                name="membership_state_valid",
                condition=models.Q(state="PROPOSED", granted_at__isnull=True, ended_at__isnull=True)
                | models.Q(state="ACTIVE", granted_at__isnull=False, ended_at__isnull=True)
                | models.Q(state="ENDED", ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="membership_two_persons",
                condition=models.Q(proposed_by__isnull=True)
                | models.Q(granted_by__isnull=True)
                | ~models.Q(proposed_by=models.F("granted_by")),
            ),
            models.UniqueConstraint(
                fields=["user", "agency", "role"],
                condition=models.Q(state__in=["PROPOSED", "ACTIVE"]),
                name="membership_once",
                violation_error_message=_("Người này đã giữ hoặc đang chờ vai trò này."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.agency}"

    @property
    def ledger_chain(self) -> str:
        return "system"

    @property
    def ledger_agency(self) -> str:
        return self.agency.code

    @property
    def scope(self) -> str:
        return f"{self.role}@{self.agency.code}"
