from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User, new_public_id
from candidates.models import Application
from exams.models.exam import Exam, readable_names
from positions.models import Duty

READINGS_EQUAL = models.Q(second_value=models.F("value"), second_points=models.F("points"))


class PresentationQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """Never to who marks in the campaign: a presentation stands beside a name."""
        return self.filter(readable_names(user))


class Presentation(models.Model):
    """One candidate before the council: whether they came, and how many slips are due."""

    class Attendance(models.TextChoices):
        EXPECTED = "expected", _("Chưa thi")
        SAT = "sat", _("Đã thi")
        ABSENT = "absent", _("Vắng")
        SUSPENDED = "suspended", _("Đình chỉ")

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="presentations")
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="presentation"
    )
    order = models.PositiveIntegerField(_("thứ tự trình bày"))
    attendance = models.CharField(
        _("có mặt"), max_length=9, choices=Attendance, default=Attendance.EXPECTED
    )
    held_on = models.DateField(_("ngày thi"), null=True)
    expected_slips = models.PositiveIntegerField(_("số phiếu phải có"), default=0)

    AUDITED = True

    objects = PresentationQuerySet.as_manager()

    class Meta:
        verbose_name = _("lượt trình bày")
        ordering = ["exam", "order"]
        constraints = [
            models.UniqueConstraint(fields=["exam", "order"], name="presentation_order_once"),
            models.CheckConstraint(
                name="presentation_sat_whole",
                condition=~models.Q(attendance="sat")
                | models.Q(held_on__isnull=False, expected_slips__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application.number} ({self.get_attendance_display()})"

    @property
    def ledger_chain(self) -> str:
        return self.exam.ledger_chain

    @property
    def ledger_agency(self) -> str:
        return self.exam.ledger_agency


class ScoreSlipQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        return self.filter(presentation__in=Presentation.objects.visible_to(user))

    def standing(self) -> models.QuerySet:
        """Not struck out: typed, or typed and compared."""
        return self.exclude(state=ScoreSlip.State.STRUCK)


class ScoreSlip(models.Model):
    """One council member's secret slip: typed by one clerk, typed again blind by another.

    A version is never changed; two readings that differ strike it out and a new one is typed.
    `points` holds the text read for each criterion of the regulation, `value` their sum; without
    criteria `points` is empty. SQLite compares the text of `points`: keep the regulation's order.
    """

    class State(models.TextChoices):
        TYPED = "TYPED", _("Đã nhập lần một")
        MATCHED = "MATCHED", _("Hai lần nhập khớp")
        STRUCK = "STRUCK", _("Hai lần nhập lệch, đã gạch")

    TRANSITIONS = {
        State.TYPED: {State.MATCHED, State.STRUCK},
        State.MATCHED: set(),
        State.STRUCK: set(),
    }

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    presentation = models.ForeignKey(Presentation, on_delete=models.PROTECT, related_name="slips")
    member = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    value = models.DecimalField(
        _("điểm"), max_digits=7, decimal_places=2, validators=[MinValueValidator(0)]
    )
    points = models.JSONField(_("điểm từng tiêu chí"), default=dict)
    state = models.CharField(max_length=7, choices=State, default=State.TYPED, editable=False)
    typed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    typed_at = models.DateTimeField()
    compared_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    compared_at = models.DateTimeField(null=True)
    second_value = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    second_points = models.JSONField(null=True)

    objects = ScoreSlipQuerySet.as_manager()

    class Meta:
        verbose_name = _("phiếu chấm điểm")
        ordering = ["presentation", "member", "-version"]
        constraints = [
            models.CheckConstraint(
                name="scoreslip_state_valid",
                # A comparison with NULL is neither true nor false, and a check lets it pass.
                condition=models.Q(
                    state="TYPED",
                    compared_by__isnull=True,
                    compared_at__isnull=True,
                    second_value__isnull=True,
                    second_points__isnull=True,
                )
                | models.Q(
                    models.Q(READINGS_EQUAL, state="MATCHED")
                    | models.Q(~READINGS_EQUAL, state="STRUCK"),
                    compared_by__isnull=False,
                    compared_at__isnull=False,
                    second_value__isnull=False,
                    second_points__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="scoreslip_two_clerks",
                condition=models.Q(compared_by__isnull=True)
                | ~models.Q(compared_by=models.F("typed_by")),
                violation_error_message=_("Người nhập không được tự đối chiếu."),
            ),
            models.CheckConstraint(name="scoreslip_not_negative", condition=models.Q(value__gte=0)),
            models.UniqueConstraint(
                fields=["presentation", "member", "version"], name="scoreslip_version_once"
            ),
            models.UniqueConstraint(
                fields=["presentation", "member"],
                condition=~models.Q(state="STRUCK"),
                name="scoreslip_one_standing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.presentation_id} · {self.member_id} · {self.version}"

    @property
    def ledger_chain(self) -> str:
        return self.presentation.ledger_chain

    @property
    def ledger_agency(self) -> str:
        return self.presentation.ledger_agency
