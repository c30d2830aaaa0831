"""Machinery of the outbox, the notices and the jobs: no rule of the regulation, no ledger entry.

The rows are the work to do; a Celery message is only the doorbell.
"""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import new_public_id
from audit import clock

# A mail that waits longer than this is counted as not sent.
ON_ITS_WAY = timedelta(days=1)


class OutboxQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Nobody reads other people's mail; the development profile shows it to testers."""
        if settings.PRODUCTION or not user.is_authenticated:
            return self.none()
        return self


class OutboxMessage(models.Model):
    class State(models.TextChoices):
        QUEUED = "QUEUED", _("Chờ gửi")
        SENDING = "SENDING", _("Đang gửi")
        SENT = "SENT", _("Đã gửi")
        FAILED = "FAILED", _("Không gửi được")

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    key = models.CharField(max_length=200, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    secret = models.BooleanField(default=False)
    # Where the reader may leave; sent as a header too, so that mail programs show a button.
    unsubscribe_url = models.CharField(max_length=300, blank=True)
    state = models.CharField(
        max_length=10, choices=State, default=State.QUEUED, editable=False, db_index=True
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(default=clock.now)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = _("thư chờ gửi")
        verbose_name_plural = _("thư chờ gửi")
        ordering = ["-queued_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="outboxmessage_state_valid",
                condition=Q(state__in=["QUEUED", "SENDING", "SENT", "FAILED"]),
            ),
            models.CheckConstraint(
                name="outboxmessage_sent_has_time",
                condition=Q(state="SENT", sent_at__isnull=False)
                | (~Q(state="SENT") & Q(sent_at__isnull=True)),
            ),
        ]

    def __str__(self):
        return f"{self.subject} → {self.to}"

    @property
    def tone(self) -> str:
        tones = {self.State.SENT: "success", self.State.FAILED: "danger"}
        return tones.get(self.state, "neutral")


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(user=user) if user.is_authenticated else self.none()

    def untold(self):
        return self.filter(self.not_told())

    @staticmethod
    def not_told() -> Q:
        """Not read, and no channel that goes to the person has taken it there or is about to."""
        waiting = Q(state=Delivery.State.WAITING, changed_at__gt=clock.now() - ON_ITS_WAY)
        gone = Delivery.objects.filter(Q(state=Delivery.State.SENT) | waiting)
        gone = gone.filter(notice=OuterRef("pk")).exclude(channel=Delivery.IN_APP)
        return Q(~Exists(gone), read_at=None)


class Notice(models.Model):
    """What was said to one person, in the words it was said in; told again by nobody.

    Without a user it is for somebody who has no log-in: no channel takes it, people must.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="notices"
    )
    key = models.CharField(max_length=200, unique=True)
    # The kind of wording it was made from, and the random id of what it is about.
    code = models.CharField(max_length=60, blank=True)
    about = models.CharField(max_length=32, blank=True, db_index=True)
    text = models.TextField()
    body = models.TextField(blank=True)
    url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("thông báo")
        verbose_name_plural = _("thông báo")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["user", "read_at"], name="notice_unread")]
        constraints = [
            models.CheckConstraint(
                name="notice_for_somebody", condition=Q(user__isnull=False) | ~Q(about="")
            )
        ]

    def __str__(self):
        return self.text


class Delivery(models.Model):
    """A notice taken over by one channel, and what became of it there."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("Đang chờ gửi")
        SENT = "SENT", _("Đã gửi")
        FAILED = "FAILED", _("Không gửi được")

    IN_APP, MAIL = "IN_APP", "MAIL"
    TONES = {State.WAITING: "warning", State.SENT: "success", State.FAILED: "danger"}

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=20)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING, editable=False)
    changed_at = models.DateTimeField(default=clock.now)
    mail = models.OneToOneField(
        OutboxMessage, null=True, on_delete=models.SET_NULL, related_name="delivery"
    )

    class Meta:
        verbose_name = _("lần gửi thông báo")
        verbose_name_plural = _("lần gửi thông báo")
        ordering = ["notice", "channel"]
        constraints = [
            models.CheckConstraint(
                name="delivery_state_valid", condition=Q(state__in=["WAITING", "SENT", "FAILED"])
            ),
            models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once"),
        ]

    def __str__(self):
        return f"{self.channel}: {self.get_state_display()}"


class JobQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(owner=user) if user.is_authenticated else self.none()


class Job(models.Model):
    class State(models.TextChoices):
        WAITING = "WAITING", _("Đang chờ")
        RUNNING = "RUNNING", _("Đang chạy")
        DONE = "DONE", _("Đã xong")
        FAILED = "FAILED", _("Không thành công")
        CANCELLED = "CANCELLED", _("Đã hủy")

    OPEN_STATES = (State.WAITING, State.RUNNING)

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="jobs"
    )
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    params = models.JSONField(default=dict)
    state = models.CharField(
        max_length=10, choices=State, default=State.WAITING, editable=False, db_index=True
    )
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    cancel_requested = models.BooleanField(default=False)
    result_name = models.CharField(max_length=200, blank=True)
    result_path = models.CharField(max_length=300, blank=True)
    message = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now)
    started_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("công việc chạy nền")
        verbose_name_plural = _("công việc chạy nền")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="job_state_valid",
                condition=Q(state__in=["WAITING", "RUNNING", "DONE", "FAILED", "CANCELLED"]),
            ),
            models.CheckConstraint(
                name="job_finished_has_time",
                condition=Q(state__in=["WAITING", "RUNNING"], finished_at__isnull=True)
                | Q(state__in=["DONE", "FAILED", "CANCELLED"], finished_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("messaging:job-detail", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN_STATES

    @property
    def percent(self) -> int:
        if self.state == self.State.DONE:
            return 100
        return min(100, self.done * 100 // self.total) if self.total else 0

    @property
    def poll_url(self) -> str:
        return self.get_absolute_url() if self.is_open else ""

    @property
    def cancel_url(self) -> str:
        if not self.is_open or self.cancel_requested:
            return ""
        return reverse("messaging:job-cancel", args=[self.public_id])

    @property
    def result_url(self) -> str:
        if self.state != self.State.DONE or not self.result_path:
            return ""
        return reverse("messaging:job-result", args=[self.public_id])


class MessageTemplate(models.Model):
    """An agency's own wording of a notice; a blank agency replaces the built-in text for all."""

    code = models.CharField(max_length=60)
    agency_code = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()

    class Meta:
        verbose_name = _("mẫu thư")
        verbose_name_plural = _("mẫu thư")
        ordering = ["code", "agency_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "agency_code"],
                name="messagetemplate_once_per_agency",
                violation_error_message=_("Cơ quan này đã có mẫu thư loại này."),
            )
        ]

    def __str__(self):
        return f"{self.code} ({self.agency_code or '*'})"
