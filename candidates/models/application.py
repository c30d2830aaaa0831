import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User, new_public_id
from agencies.models import Membership
from agencies.names import fold, sort_key
from agencies.queries import agencies_where
from candidates.models.profile import QUALIFICATIONS, CandidateProfile, Gender, Qualifications
from documents.models import StoredFile
from positions.dossier import Item
from positions.models import Duty, Opening

RECEIPT_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_receipt_code() -> str:
    """Mã hồ sơ: eight signs nobody confuses over the telephone."""
    return "HS-" + "".join(secrets.choice(RECEIPT_ALPHABET) for _place in range(8))


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """One's own, and submitted ones of openings whose agency one does HR work for."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(models.Q(profile__user=user) | self.desk_condition(user))

    def at_desk_of(self, user) -> models.QuerySet:
        return self.filter(self.desk_condition(user)) if user.is_authenticated else self.none()

    @staticmethod
    def desk_condition(user) -> models.Q:
        """Never of a campaign in which one marks papers, whatever else one is."""
        agencies = agencies_where(user, Membership.Role.AGENCY_HR)
        blind = Duty.objects.blind(user)
        own = models.Q(opening__agency__in=agencies) & ~models.Q(opening__campaign__in=blind)
        # Imported ones have no dossier: they are figures, nothing to vet.
        return own & ~models.Q(state="DRAFT") & models.Q(origin="LIVE")

    def own(self, user) -> models.QuerySet:
        return self.filter(profile__user=user) if user.is_authenticated else self.none()

    def registered(self) -> models.QuerySet:
        """Submitted, whatever came of it."""
        return self.exclude(state=Application.State.DRAFT).filter(submitted_at__isnull=False)

    def undecided(self) -> models.QuerySet:
        """Filed without a verdict, or on paper and not compared yet: the list waits for them."""
        on_paper = models.Q(state=Application.State.DRAFT, paper__state="ENTERED")
        return self.filter(models.Q(state__in=Application.UNDECIDED_STATES) | on_paper)

    def competing(self) -> models.QuerySet:
        """Submitted and not taken back: whoever wrote them is a candidate."""
        return self.exclude(state__in=[Application.State.DRAFT, Application.State.WITHDRAWN])


class Application(Qualifications):
    """One person's application for one opening. It never carries a mark, a pass or a rank."""

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("Đang soạn")
        SUBMITTED = "SUBMITTED", _("Đã nộp")
        SUPPLEMENT = "SUPPLEMENT", _("Cần bổ sung")
        ELIGIBLE = "ELIGIBLE", _("Hợp lệ")
        INELIGIBLE = "INELIGIBLE", _("Không hợp lệ")
        WITHDRAWN = "WITHDRAWN", _("Đã rút")

    class Origin(models.TextChoices):
        LIVE = "LIVE", _("thi trên hệ thống")
        IMPORTED = "IMPORTED", _("nhập từ hồ sơ đã qua")

    class Source(models.TextChoices):
        IN_PLAN_LOCAL = "IN_PLAN_LOCAL", _("trong quy hoạch, tại chỗ")
        IN_PLAN_EXTERNAL = "IN_PLAN_EXTERNAL", _("trong quy hoạch, nơi khác")
        NOMINATED_OUT_PLAN = "NOMINATED_OUT_PLAN", _("ngoài quy hoạch, được đề cử")
        OPEN = "OPEN", _("tự đăng ký dự tuyển")

    TRANSITIONS = {
        State.DRAFT: {State.SUBMITTED},
        State.SUBMITTED: {
            State.SUPPLEMENT,
            State.ELIGIBLE,
            State.INELIGIBLE,
            State.WITHDRAWN,
        },
        State.SUPPLEMENT: {State.SUBMITTED, State.INELIGIBLE, State.WITHDRAWN},
        State.ELIGIBLE: {State.WITHDRAWN},
        State.INELIGIBLE: {State.ELIGIBLE, State.WITHDRAWN},
        State.WITHDRAWN: set(),
    }
    UNDECIDED_STATES = (State.SUBMITTED, State.SUPPLEMENT)

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    receipt_code = models.CharField(
        _("mã hồ sơ"), max_length=11, unique=True, default=new_receipt_code, editable=False
    )
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="applications")
    profile = models.ForeignKey(
        CandidateProfile, on_delete=models.PROTECT, null=True, related_name="applications"
    )
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.LIVE, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT, editable=False)
    source = models.CharField(_("nguồn"), max_length=20, choices=Source, blank=True)
    number = models.CharField(_("số báo danh"), max_length=20, blank=True)
    is_eligible = models.BooleanField(_("đủ điều kiện khi chốt danh sách"), null=True)
    received_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    full_name = models.CharField(_("họ và tên"), max_length=120, blank=True)
    birth_on = models.DateField(_("ngày sinh"), null=True)
    gender = models.CharField(max_length=1, choices=Gender, blank=True)
    ethnicity_code = models.CharField(max_length=2, blank=True)
    is_party_member = models.BooleanField(null=True)
    education = models.CharField(max_length=160, blank=True)
    political_theory = models.CharField(max_length=80, blank=True)
    workplace = models.CharField(max_length=200, blank=True)
    job = models.CharField(max_length=160, blank=True)
    erased_at = models.DateTimeField(_("xóa dữ liệu cá nhân lúc"), null=True, editable=False)
    search = models.CharField(max_length=160, editable=False)
    sort_key = models.CharField(max_length=400, editable=False)

    UNAUDITED_FIELDS = ("search", "sort_key")
    LATER_FIELDS = (*QUALIFICATIONS, "erased_at")

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("hồ sơ dự tuyển")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                name="application_state_valid",
                condition=models.Q(
                    state__in=[
                        "DRAFT",
                        "SUBMITTED",
                        "SUPPLEMENT",
                        "ELIGIBLE",
                        "INELIGIBLE",
                        "WITHDRAWN",
                    ]
                ),
            ),
            models.CheckConstraint(
                name="application_live_has_profile",
                condition=models.Q(origin="LIVE", profile__isnull=False)
                | models.Q(origin="IMPORTED", profile__isnull=True),
            ),
            models.CheckConstraint(
                name="application_submitted_whole",
                condition=models.Q(state="DRAFT", submitted_at__isnull=True)
                | (~models.Q(state="DRAFT") & models.Q(submitted_at__isnull=False))
                | models.Q(origin="IMPORTED"),
            ),
            models.CheckConstraint(
                name="application_erased_whole",
                condition=models.Q(erased_at__isnull=True)
                | models.Q(full_name="", birth_on__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["opening", "profile"],
                name="application_once",
                violation_error_message=_("Bạn đã có hồ sơ cho chức danh này."),
            ),
            models.UniqueConstraint(
                fields=["opening", "number"],
                condition=~models.Q(number=""),
                name="application_number_once",
            ),
        ]
        indexes = [models.Index(fields=["opening", "state", "sort_key"])]

    def __str__(self) -> str:
        return self.receipt_code

    @property
    def ledger_chain(self) -> str:
        return self.opening.ledger_chain

    @property
    def ledger_agency(self) -> str:
        return self.opening.agency.code

    def derived_fields(self) -> dict[str, str]:
        return {
            "search": fold(f"{self.full_name} {self.receipt_code} {self.number}"),
            "sort_key": sort_key(self.full_name),
        }


class OfApplication:
    """A row that belongs to an application is written into its chain."""

    @property
    def ledger_chain(self) -> str:
        return self.application.ledger_chain

    @property
    def ledger_agency(self) -> str:
        return self.application.ledger_agency


class OfApplicationQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """As the application: applicant and HR of the opening's agency."""
        return self.filter(application__in=Application.objects.visible_to(user))


class DossierItemQuerySet(OfApplicationQuerySet):
    def own_side(self, user) -> models.QuerySet:
        return self.filter(application__in=Application.objects.own(user))

    def desk_side(self, user) -> models.QuerySet:
        return self.filter(application__in=Application.objects.at_desk_of(user))

    def kept(self) -> models.QuerySet:
        return self.filter(state=DossierItem.State.KEPT)


class DossierItem(OfApplication, models.Model):
    """One document of an application; a replaced one stays, marked so."""

    Kind = Item

    class Copy(models.TextChoices):
        ORIGINAL = "ORIGINAL", _("bản chính")
        CERTIFIED = "CERTIFIED", _("bản sao chứng thực")
        ELECTRONIC = "ELECTRONIC", _("bản sao điện tử")
        PLAIN = "PLAIN", _("bản chụp")

    class State(models.TextChoices):
        KEPT = "KEPT", _("Đang dùng")
        REMOVED = "REMOVED", _("Đã bỏ")

    TRANSITIONS = {State.KEPT: {State.REMOVED}, State.REMOVED: set()}

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(_("loại tài liệu"), max_length=10, choices=Kind)
    # Empty on those filed before it was asked.
    copy = models.CharField(_("là bản gì"), max_length=10, choices=Copy, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    view_sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=7, choices=State, default=State.KEPT, editable=False)
    compared_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    compared_at = models.DateTimeField(_("đối chiếu bản chính lúc"), null=True)

    LATER_FIELDS = ("view_sha256", "copy", "compared_by", "compared_at")

    objects = DossierItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("tài liệu hồ sơ")
        ordering = ["kind", "pk"]
        constraints = [
            models.CheckConstraint(
                name="dossieritem_state_valid", condition=models.Q(state__in=["KEPT", "REMOVED"])
            ),
            models.CheckConstraint(
                name="dossieritem_compared_whole",
                condition=models.Q(compared_by__isnull=True, compared_at__isnull=True)
                | models.Q(compared_by__isnull=False, compared_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.file}"

    @property
    def is_plain_copy(self) -> bool:
        """Neither an original nor a copy somebody answers for, nor compared with the original."""
        return self.copy in ("", self.Copy.PLAIN) and self.compared_at is None
