import secrets

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts import approvals
from audit import clock


def new_public_id() -> str:
    """A random 128-bit id: what the ledger and every URL of a personal thing use."""
    return secrets.token_hex(16)


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str, **fields) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. Roles come from memberships and duties, never from this row."""

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    email = models.EmailField(_("địa chỉ e-mail"), unique=True)
    full_name = models.CharField(_("họ và tên"), max_length=120)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    is_active = models.BooleanField(_("đang hoạt động"), default=True)
    is_staff = models.BooleanField(default=False)
    needs_second_factor = models.BooleanField(default=False, editable=False)
    date_joined = models.DateTimeField(default=clock.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("người dùng")
        verbose_name_plural = _("người dùng")

    def __str__(self) -> str:
        return self.full_name or self.email


class FailedSignIn(models.Model):
    """A sign-in that failed. A plain table with a limit: anyone can fill it from outside."""

    email = models.CharField(max_length=254)
    address = models.GenericIPAddressField(null=True)
    at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        verbose_name = _("lần đăng nhập thất bại")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.email} {self.at:%Y-%m-%d %H:%M}"


class TwoPersonRequestQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """Own requests, and those that a role of the user may decide."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            models.Q(initiator=user) | models.Q(approver_scope__in=approvals.scopes_of(user))
        )

    def decidable_with(self, scopes: list[str]) -> models.QuerySet:
        """Those that somebody with exactly these roles may decide."""
        return self.filter(approver_scope__in=scopes)

    def waiting(self) -> models.QuerySet:
        return self.filter(state=TwoPersonRequest.State.PENDING, expires_at__gt=clock.now())


class TwoPersonRequest(models.Model):
    """One person asks, another decides: what exactly is fixed by a digest of the facts."""

    class State(models.TextChoices):
        PENDING = "PENDING", _("Chờ người thứ hai")
        APPROVED = "APPROVED", _("Đã đồng ý")
        REFUSED = "REFUSED", _("Đã từ chối")
        WITHDRAWN = "WITHDRAWN", _("Đã rút")
        VOID = "VOID", _("Vô hiệu vì số liệu đã thay đổi")
        EXPIRED = "EXPIRED", _("Hết hạn")

    TRANSITIONS = {
        State.PENDING: {
            State.APPROVED,
            State.REFUSED,
            State.WITHDRAWN,
            State.VOID,
            State.EXPIRED,
        },
        State.APPROVED: set(),
        State.REFUSED: set(),
        State.WITHDRAWN: set(),
        State.VOID: set(),
        State.EXPIRED: set(),
    }
    DECIDED_STATES = (State.APPROVED, State.REFUSED)

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(max_length=30)
    subject = models.CharField(max_length=100)
    chain = models.CharField(max_length=80)
    agency = models.CharField(max_length=40, blank=True)
    approver_scope = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    figures = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING, editable=False)
    initiator = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    initiated_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    decider = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    objects = TwoPersonRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("đề nghị hai người")
        ordering = ["-initiated_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="twopersonrequest_state_valid",
                condition=models.Q(
                    state__in=["PENDING", "APPROVED", "REFUSED", "WITHDRAWN", "VOID", "EXPIRED"]
                ),
            ),
            models.CheckConstraint(
                name="twopersonrequest_two_persons",
                condition=models.Q(decider__isnull=True) | ~models.Q(decider=models.F("initiator")),
                violation_error_message=_("Người đề nghị không được tự quyết định."),
            ),
            models.CheckConstraint(
                name="twopersonrequest_decided_by_somebody",
                condition=models.Q(
                    state__in=["APPROVED", "REFUSED"],
                    decider__isnull=False,
                    decided_at__isnull=False,
                )
                | models.Q(
                    state__in=["PENDING", "WITHDRAWN", "VOID", "EXPIRED"], decider__isnull=True
                ),
            ),
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=models.Q(state="PENDING"),
                name="twopersonrequest_one_pending",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} ({self.get_state_display()})"

    @property
    def ledger_chain(self) -> str:
        return self.chain

    @property
    def ledger_agency(self) -> str:
        return self.agency

    @property
    def is_expired(self) -> bool:
        return self.state == self.State.PENDING and clock.now() >= self.expires_at
