import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, new_public_id
from agencies.models import CITIZEN_ID, Membership
from agencies.queries import agencies_where
from candidates.models.application import RECEIPT_ALPHABET
from positions.models import Campaign, Duty, Opening

Role = Membership.Role
HANDLERS = (Role.AGENCY_HR, Role.AUTHORITY_HEAD, Role.INSPECTOR)


def new_letter_code() -> str:
    """Mã đơn: whoever knows it reads what became of the letter, so it is too long to guess."""
    return "DT-" + "".join(secrets.choice(RECEIPT_ALPHABET) for _place in range(12))


def new_salt() -> str:
    return secrets.token_hex(32)


class LetterReadersQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """Known to the staff of the host: whom one may trust with one's name is no secret."""
        return self.filter(campaign__host__in=agencies_where(user, *HANDLERS))

    def held_by(self, user) -> models.QuerySet:
        return self.filter(models.Q(first=user) | models.Q(second=user))


class LetterReaders(models.Model):
    """The two persons who may read who denounced somebody; the head of the host names them."""

    campaign = models.OneToOneField(
        Campaign, on_delete=models.PROTECT, related_name="letter_readers"
    )
    first = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    named_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    AUDITED = True

    objects = LetterReadersQuerySet.as_manager()

    class Meta:
        verbose_name = _("hai người giữ danh tính người tố cáo")
        constraints = [
            models.CheckConstraint(
                name="letterreaders_two_persons",
                condition=~models.Q(first=models.F("second")),
                violation_error_message=_("Phải là hai người khác nhau."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.campaign}: {self.first}, {self.second}"

    @property
    def ledger_chain(self) -> str:
        return self.campaign.ledger_chain

    @property
    def ledger_agency(self) -> str:
        return self.campaign.ledger_agency


class ComplaintQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """To the host's head and inspectors all; to its HR all but denunciations, unless handed
        to them; to nobody a letter about themselves, nor who marks in the campaign.
        """
        if not user.is_authenticated:
            return self.none()
        trusted = LetterReaders.objects.held_by(user).values("campaign")
        shown = (
            ~models.Q(kind=Complaint.Kind.DENUNCIATION)
            | models.Q(campaign__host__in=agencies_where(user, Role.AUTHORITY_HEAD, Role.INSPECTOR))
            | models.Q(owner=user)
            | models.Q(entered_by=user)
            | models.Q(campaign__in=trusted)
        )
        rows = self.filter(shown, campaign__host__in=agencies_where(user, *HANDLERS))
        return rows.exclude(about=user).exclude(campaign__in=Duty.objects.blind(user))

    def waiting(self) -> models.QuerySet:
        """Somebody here must still act."""
        return self.filter(state__in=Complaint.WAITING_STATES)

    def holding_up(self) -> models.QuerySet:
        """Complaints and denunciations with a name and without a conclusion.

        One passed on is not concluded: it waits for the answer of whom it was passed on to.
        """
        named = self.exclude(sender_digest="").filter(kind__in=Complaint.GRAVE_KINDS)
        return named.filter(state__in=(*Complaint.WAITING_STATES, Complaint.State.PASSED_ON))


class Complaint(models.Model):
    """A letter about a campaign's exam. Who wrote it lies apart and never in the ledger."""

    class Kind(models.TextChoices):
        PETITION = "PETITION", _("Kiến nghị")
        FEEDBACK = "FEEDBACK", _("Phản ánh")
        COMPLAINT = "COMPLAINT", _("Khiếu nại")
        DENUNCIATION = "DENUNCIATION", _("Tố cáo")

    class Channel(models.TextChoices):
        PAGE = "PAGE", _("Trên trang web")
        DESK = "DESK", _("Nộp trực tiếp")
        POST = "POST", _("Qua bưu điện")

    class State(models.TextChoices):
        RECEIVED = "RECEIVED", _("Đã tiếp nhận")
        HANDLED = "HANDLED", _("Đang giải quyết")
        CONCLUDED = "CONCLUDED", _("Đã có kết luận")
        DISMISSED = "DISMISSED", _("Không thụ lý")
        PASSED_ON = "PASSED_ON", _("Đã chuyển cơ quan khác")

    TRANSITIONS = {
        State.RECEIVED: {State.HANDLED, State.DISMISSED, State.PASSED_ON},
        State.HANDLED: {State.CONCLUDED, State.DISMISSED, State.PASSED_ON},
        State.PASSED_ON: {State.CONCLUDED},
        State.CONCLUDED: set(),
        State.DISMISSED: set(),
    }
    WAITING_STATES = (State.RECEIVED, State.HANDLED)
    GRAVE_KINDS = (Kind.COMPLAINT, Kind.DENUNCIATION)
    # Luật Khiếu nại 2011, Điều 8: a complaint bears a name; a petition wants an answer.
    NAMED_KINDS = (Kind.PETITION, Kind.COMPLAINT)

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    nonce = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    receipt_code = models.CharField(
        _("mã đơn"), max_length=15, unique=True, default=new_letter_code, editable=False
    )
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="letters")
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(_("loại đơn"), max_length=12, choices=Kind)
    channel = models.CharField(_("hình thức nhận"), max_length=4, choices=Channel)
    received_at = models.DateTimeField(_("nhận lúc"))
    due_at = models.DateTimeField(_("hạn"))
    text = models.TextField(_("nội dung"))
    text_salt = models.CharField(max_length=64, default=new_salt, editable=False)
    text_digest = models.CharField(max_length=64, editable=False)
    sender_digest = models.CharField(max_length=64, blank=True, editable=False)
    about = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.RECEIVED, editable=False)
    outcome = models.TextField(_("kết quả"), blank=True)
    passed_to = models.CharField(_("nơi nhận chuyển"), max_length=200, blank=True)
    document_no = models.CharField(_("số, ký hiệu văn bản"), max_length=60, blank=True)
    document_on = models.DateField(_("ngày văn bản"), null=True)
    signer = models.CharField(_("người ký"), max_length=120, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    # Its words may name their writer: the ledger holds their salted digest. The code is a key.
    UNAUDITED_FIELDS = ("nonce", "receipt_code", "text", "text_salt")

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn thư")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="complaint_state_valid",
                condition=models.Q(state="RECEIVED", owner__isnull=True, closed_at__isnull=True)
                | models.Q(state="HANDLED", owner__isnull=False, closed_at__isnull=True)
                | models.Q(
                    state__in=["CONCLUDED", "DISMISSED", "PASSED_ON"],
                    closed_by__isnull=False,
                    closed_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="complaint_says_what_became_of_it",
                condition=models.Q(state__in=["RECEIVED", "HANDLED", "PASSED_ON"])
                | ~models.Q(outcome=""),
            ),
            models.CheckConstraint(
                name="complaint_bears_its_document",
                condition=~models.Q(state__in=["CONCLUDED", "PASSED_ON"])
                | (
                    ~models.Q(document_no="")
                    & ~models.Q(signer="")
                    & models.Q(document_on__isnull=False)
                ),
                violation_error_message=_("Phải ghi số, ngày và người ký văn bản."),
            ),
            models.CheckConstraint(
                name="complaint_passed_to_somebody",
                condition=~models.Q(state="PASSED_ON") | ~models.Q(passed_to=""),
            ),
            models.CheckConstraint(
                name="complaint_not_by_whom_it_is_about",
                condition=models.Q(about__isnull=True)
                | (
                    (models.Q(owner__isnull=True) | ~models.Q(owner=models.F("about")))
                    & (models.Q(closed_by__isnull=True) | ~models.Q(closed_by=models.F("about")))
                ),
                violation_error_message=_("Người bị nêu trong đơn không được giải quyết đơn đó."),
            ),
            models.CheckConstraint(
                name="complaint_bears_a_name",
                condition=models.Q(kind__in=["FEEDBACK", "DENUNCIATION"])
                | (models.Q(kind__in=["PETITION", "COMPLAINT"]) & ~models.Q(sender_digest="")),
            ),
            models.CheckConstraint(
                name="complaint_entered_by_somebody",
                condition=models.Q(channel="PAGE", entered_by__isnull=True)
                | models.Q(channel__in=["DESK", "POST"], entered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="complaint_due_after_receipt",
                condition=models.Q(due_at__gt=models.F("received_at")),
            ),
        ]
        indexes = [models.Index(fields=["campaign", "state"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {timezone.localtime(self.received_at):%d/%m/%Y}"

    @property
    def ledger_chain(self) -> str:
        return self.campaign.ledger_chain

    @property
    def ledger_agency(self) -> str:
        return self.campaign.ledger_agency

    @property
    def is_named(self) -> bool:
        """Whether it came with a name, also when that was erased since."""
        return bool(self.sender_digest)

    @property
    def is_denunciation(self) -> bool:
        return self.kind == self.Kind.DENUNCIATION


class ComplaintSenderQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """Of a denunciation the two named readers; of others HR and head of the host, the owner."""
        if not user.is_authenticated:
            return self.none()
        kept = models.Q(complaint__kind=Complaint.Kind.DENUNCIATION)
        trusted = models.Q(
            complaint__campaign__in=LetterReaders.objects.held_by(user).values("campaign")
        )
        desk = agencies_where(user, Role.AGENCY_HR, Role.AUTHORITY_HEAD)
        others = models.Q(complaint__campaign__host__in=desk) | models.Q(complaint__owner=user)
        rows = self.filter((kept & trusted) | (~kept & others))
        return rows.filter(complaint__in=Complaint.objects.visible_to(user))


class ComplaintSender(models.Model):
    """Who wrote a letter; apart from it, and gone without a trace when erased."""

    complaint = models.OneToOneField(Complaint, on_delete=models.PROTECT, related_name="sender")
    full_name = models.CharField(_("họ và tên"), max_length=120)
    address = models.CharField(_("địa chỉ"), max_length=300, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    email = models.EmailField(_("địa chỉ e-mail"), blank=True)
    citizen_id = models.CharField(
        _("số định danh cá nhân"), max_length=12, blank=True, validators=[CITIZEN_ID]
    )
    salt = models.CharField(max_length=64, default=new_salt, editable=False)

    objects = ComplaintSenderQuerySet.as_manager()

    class Meta:
        verbose_name = _("danh tính người gửi đơn")

    def __str__(self) -> str:
        return str(_("danh tính người gửi đơn"))

    @property
    def ledger_agency(self) -> str:
        return self.complaint.ledger_agency

    @property
    def facts(self) -> dict[str, str]:
        """What its digest is taken of."""
        names = ("address", "citizen_id", "email", "full_name", "phone")
        return {name: getattr(self, name) for name in names}
