from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import new_public_id
from candidates.models import Application
from exams.models.exam import Exam, readable_names


class SittingQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        return self.filter(exam__in=Exam.objects.visible_to(user))


class Sitting(models.Model):
    """The written round of an exam: when and where the papers are written."""

    exam = models.OneToOneField(Exam, on_delete=models.PROTECT, related_name="sitting")
    held_on = models.DateField(_("ngày thi viết"))
    place = models.CharField(_("địa điểm, phòng thi"), max_length=200)
    minutes_no = models.CharField(_("số biên bản coi thi"), max_length=60, blank=True)

    AUDITED = True

    objects = SittingQuerySet.as_manager()

    class Meta:
        verbose_name = _("buổi thi viết")

    def __str__(self) -> str:
        return f"{self.exam} · {self.held_on}"

    @property
    def ledger_chain(self) -> str:
        return self.exam.ledger_chain

    @property
    def ledger_agency(self) -> str:
        return self.exam.ledger_agency


class SeatQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """Never to who marks in the campaign: a seat stands beside a name."""
        return self.filter(readable_names(user))


class Seat(models.Model):
    """One candidate at the written round, and what the round brought once it is published."""

    class Attendance(models.TextChoices):
        EXPECTED = "expected", _("Chưa ghi nhận")
        SAT = "sat", _("Đã nộp bài")
        ABSENT = "absent", _("Vắng")
        SUSPENDED = "suspended", _("Đình chỉ")

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="seats")
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="seat")
    place = models.PositiveIntegerField(_("chỗ ngồi"), validators=[MinValueValidator(1)])
    attendance = models.CharField(
        _("có mặt"), max_length=9, choices=Attendance, default=Attendance.EXPECTED
    )
    sheets = models.PositiveIntegerField(_("số tờ giấy thi"), default=0)
    sanction = models.CharField(_("hình thức xử lý"), max_length=40, blank=True)
    written = models.DecimalField(_("điểm viết"), max_digits=10, decimal_places=6, null=True)
    is_admitted = models.BooleanField(_("vào vòng trình bày"), null=True)

    AUDITED = True

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("chỗ thi viết")
        ordering = ["sitting", "place"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "place"], name="seat_place_once"),
            models.CheckConstraint(
                name="seat_sheets_only_when_sat",
                condition=models.Q(attendance="sat", sheets__gte=1)
                | (~models.Q(attendance="sat") & models.Q(sheets=0, sanction="")),
                violation_error_message=_("Người nộp bài có ít nhất một tờ; người khác không có."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application.number} ({self.get_attendance_display()})"

    @property
    def ledger_chain(self) -> str:
        return self.sitting.ledger_chain

    @property
    def ledger_agency(self) -> str:
        return self.sitting.ledger_agency
