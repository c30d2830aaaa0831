from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User, new_public_id
from agencies.models import Agency, Membership
from agencies.queries import agencies_where
from audit import clock

READERS = (
    Membership.Role.AGENCY_HR,
    Membership.Role.AUTHORITY_HEAD,
    Membership.Role.INSPECTOR,
    Membership.Role.AGENCY_ADMIN,
)


class StoredFile(models.Model):
    """A checked file. Its bytes lie once per SHA-256; the owning room decides who may read it."""

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    name = models.CharField(_("tên tệp"), max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    is_signed = models.BooleanField(_("có chữ ký số"), default=False)
    view_sha256 = models.CharField(max_length=64, blank=True)
    view_size = models.PositiveIntegerField(default=0)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField(default=clock.now)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("tệp")
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="storedfile_not_empty"),
            models.CheckConstraint(
                condition=models.Q(view_sha256="", view_size=0)
                | (~models.Q(view_sha256="") & models.Q(view_size__gt=0)),
                name="storedfile_view_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self):
        return settings.FILES_DIR / self.sha256[:2] / self.sha256

    @property
    def view_path(self):
        """The copy for readers; a file kept before there were copies is its own."""
        sha256 = self.view_sha256 or self.sha256
        return settings.FILES_DIR / sha256[:2] / sha256


class NumberRegister(models.Model):
    """The book of numbers of one kind of paper in one campaign; locked while a number is taken."""

    chain = models.CharField(max_length=80)
    suffix = models.CharField(max_length=20)
    last_no = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("sổ đăng ký văn bản")
        constraints = [
            models.UniqueConstraint(fields=["chain", "suffix"], name="numberregister_once")
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.suffix} {self.last_no}"


class OfficialDocumentQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """Those who run, head, inspect or administer the agency that issues it."""
        return self.filter(agency__in=agencies_where(user, *READERS))

    def waiting(self) -> models.QuerySet:
        """Entered by one officer, not yet compared by another."""
        return self.filter(state=OfficialDocument.State.RECORDED)


class OfficialDocument(models.Model):
    """A paper an agency signs. One officer enters it, another compares it with the signed scan.

    PDF and DOCX are made from `content` and the columns; all of it is frozen when recorded.
    """

    class Kind(models.TextChoices):
        PLAN = "PLAN", _("Kế hoạch thi tuyển")
        NOTICE = "NOTICE", _("Thông báo thi tuyển")
        COUNCIL_DECISION = "COUNCIL_DECISION", _("Quyết định thành lập Hội đồng thi tuyển")
        AMENDMENT = "AMENDMENT", _("Thông báo điều chỉnh")
        COUNCIL_NOTICE = "COUNCIL_NOTICE", _("Thông báo của Hội đồng")
        COUNCIL_MINUTES = "COUNCIL_MINUTES", _("Biên bản của Hội đồng")
        LIST = "LIST", _("Phê duyệt danh sách đủ điều kiện dự thi")

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("Dự thảo")
        RECORDED = "RECORDED", _("Chờ người thứ hai đối chiếu")
        CONFIRMED = "CONFIRMED", _("Đã đối chiếu")
        VOID = "VOID", _("Đã hủy bỏ")

    TRANSITIONS = {
        State.DRAFT: {State.RECORDED, State.VOID},
        State.RECORDED: {State.CONFIRMED, State.VOID},
        State.CONFIRMED: {State.VOID},
        State.VOID: set(),
    }
    # The law wants these signed: without the signed scan they are not recorded.
    SIGNED_KINDS = (Kind.PLAN, Kind.COUNCIL_DECISION, Kind.LIST)
    # The book of numbers of the council's own papers; an agency's numbers come from its clerks.
    REGISTERS = {Kind.COUNCIL_NOTICE: "TB-HĐTT", Kind.COUNCIL_MINUTES: "BB-HĐTT"}

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        related_name="documents",
        verbose_name=_("cơ quan ban hành"),
    )
    kind = models.CharField(_("loại văn bản"), max_length=16, choices=Kind)
    chain = models.CharField(max_length=80)
    subject = models.CharField(max_length=100)
    register = models.CharField(_("sổ"), max_length=20, blank=True)
    register_no = models.PositiveIntegerField(_("số trong sổ"), null=True)
    reference = models.CharField(_("số, ký hiệu"), max_length=60, blank=True)
    issued_on = models.DateField(_("ngày ban hành"), null=True)
    title = models.CharField(_("trích yếu"), max_length=300)
    signer_name = models.CharField(_("người ký"), max_length=120, blank=True)
    signer_title = models.CharField(_("quyền hạn, chức vụ người ký"), max_length=200, blank=True)
    content = models.JSONField(default=dict)
    scan = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    scan_sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT, editable=False)
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    voided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    void_reason = models.TextField(blank=True)

    objects = OfficialDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("văn bản")
        verbose_name_plural = _("văn bản")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["chain", "kind"])]
        constraints = [
            models.CheckConstraint(
                name="officialdocument_state_valid",
                condition=models.Q(state__in=["DRAFT", "RECORDED", "CONFIRMED", "VOID"]),
            ),
            models.CheckConstraint(
                name="officialdocument_recorded_whole",
                condition=models.Q(state__in=["DRAFT", "VOID"])
                | (
                    ~models.Q(reference="")
                    & ~models.Q(signer_name="")
                    & models.Q(
                        issued_on__isnull=False, entered_by__isnull=False, entered_at__isnull=False
                    )
                ),
                violation_error_message=_("Văn bản phải có số, ngày và người ký."),
            ),
            models.CheckConstraint(
                name="officialdocument_confirmed_whole",
                condition=models.Q(
                    state="CONFIRMED", confirmed_by__isnull=False, confirmed_at__isnull=False
                )
                | models.Q(
                    state__in=["DRAFT", "RECORDED"],
                    confirmed_by__isnull=True,
                    confirmed_at__isnull=True,
                )
                | models.Q(state="VOID"),
            ),
            models.CheckConstraint(
                name="officialdocument_two_persons",
                condition=models.Q(confirmed_by__isnull=True)
                | (
                    models.Q(entered_by__isnull=False)
                    & ~models.Q(confirmed_by=models.F("entered_by"))
                ),
                violation_error_message=_("Người ghi văn bản không được tự đối chiếu."),
            ),
            models.CheckConstraint(
                name="officialdocument_void_whole",
                condition=(
                    models.Q(state="VOID", voided_by__isnull=False) & ~models.Q(void_reason="")
                )
                | (~models.Q(state="VOID") & models.Q(voided_by__isnull=True, void_reason="")),
            ),
            models.CheckConstraint(
                name="officialdocument_void_by_another",
                condition=models.Q(voided_by__isnull=True)
                | models.Q(confirmed_by__isnull=True)
                | ~models.Q(voided_by=models.F("entered_by")),
                violation_error_message=_("Người ghi không được tự hủy văn bản đã đối chiếu."),
            ),
            models.CheckConstraint(
                name="officialdocument_scan_has_hash",
                condition=models.Q(scan__isnull=True, scan_sha256="")
                | (models.Q(scan__isnull=False) & ~models.Q(scan_sha256="")),
            ),
            models.CheckConstraint(
                name="officialdocument_signed_has_scan",
                condition=~models.Q(kind__in=["PLAN", "COUNCIL_DECISION", "LIST"])
                | models.Q(state__in=["DRAFT", "VOID"])
                | models.Q(scan__isnull=False),
                violation_error_message=_("Văn bản này phải kèm bản quét đã ký."),
            ),
            models.CheckConstraint(
                name="officialdocument_council_has_register",
                condition=(
                    models.Q(kind__in=["COUNCIL_NOTICE", "COUNCIL_MINUTES"])
                    & ~models.Q(register="")
                )
                | (
                    ~models.Q(kind__in=["COUNCIL_NOTICE", "COUNCIL_MINUTES"])
                    & models.Q(register="", register_no__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="officialdocument_number_taken",
                condition=models.Q(register="")
                | models.Q(state="DRAFT", register_no__isnull=True)
                | models.Q(state="VOID")
                | models.Q(register_no__isnull=False, register_no__gte=1),
            ),
            models.UniqueConstraint(
                fields=["chain", "register", "register_no"],
                condition=models.Q(register_no__isnull=False),
                name="officialdocument_number_once",
            ),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.reference, self.title)))

    @property
    def ledger_chain(self) -> str:
        return self.chain

    @property
    def ledger_agency(self) -> str:
        return self.agency.code
