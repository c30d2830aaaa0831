from django.db import models
from django.utils.translation import gettext_lazy as _

from candidates.models.profile import CandidateProfile

OLDEST_YEAR, LAST_YEAR = 1940, 2100


class EvaluationClass(models.TextChoices):
    """The four classes of a year (NĐ 90/2020/NĐ-CP)."""

    EXCELLENT = "EXCELLENT", _("hoàn thành xuất sắc nhiệm vụ")
    GOOD = "GOOD", _("hoàn thành tốt nhiệm vụ")
    DONE = "DONE", _("hoàn thành nhiệm vụ")
    NOT_DONE = "NOT_DONE", _("không hoàn thành nhiệm vụ")


class DisciplineForm(models.TextChoices):
    REPRIMAND = "REPRIMAND", _("khiển trách")
    WARNING = "WARNING", _("cảnh cáo")
    PAY_CUT = "PAY_CUT", _("hạ bậc lương")
    DEMOTION = "DEMOTION", _("giáng chức")
    REMOVAL = "REMOVAL", _("cách chức")
    DISMISSAL = "DISMISSAL", _("buộc thôi việc")
    EXPULSION = "EXPULSION", _("khai trừ khỏi Đảng")


class ProfileLineQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """One's own; officers read the copy that was filed."""
        return self.filter(profile__user=user) if user.is_authenticated else self.none()


class ProfileLine(models.Model):
    """A line of a profile's lists. `candidates.form2c` says which columns a kind uses."""

    class Kind(models.TextChoices):
        WORK = "WORK", _("Quá trình công tác")
        STUDY = "STUDY", _("Đào tạo, bồi dưỡng")
        LANGUAGE = "LANGUAGE", _("Ngoại ngữ, tin học")
        COMMENDATION = "COMMENDATION", _("Khen thưởng")
        DISCIPLINE = "DISCIPLINE", _("Kỷ luật")
        EVALUATION = "EVALUATION", _("Xếp loại hằng năm")

    profile = models.ForeignKey(CandidateProfile, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=12, choices=Kind)
    place = models.PositiveSmallIntegerField()
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    year = models.PositiveSmallIntegerField(null=True)
    what = models.CharField(max_length=200, blank=True)
    body = models.CharField(max_length=200, blank=True)
    detail = models.CharField(max_length=200, blank=True)
    level = models.CharField(max_length=10, blank=True)

    objects = ProfileLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("dòng lý lịch")
        ordering = ["profile", "kind", "place"]
        constraints = [
            models.UniqueConstraint(fields=["profile", "kind", "place"], name="profileline_place"),
            models.CheckConstraint(
                name="profileline_level_valid",
                condition=models.Q(kind="EVALUATION", level__in=[*EvaluationClass.values])
                | models.Q(kind="DISCIPLINE", level__in=[*DisciplineForm.values])
                | models.Q(kind__in=["WORK", "STUDY", "LANGUAGE", "COMMENDATION"], level=""),
            ),
            models.CheckConstraint(
                name="profileline_says_what",
                condition=models.Q(kind__in=["DISCIPLINE", "EVALUATION"]) | ~models.Q(what=""),
            ),
            models.CheckConstraint(
                name="profileline_in_order",
                condition=models.Q(since__isnull=True)
                | models.Q(until__isnull=True)
                | models.Q(until__gte=models.F("since")),
            ),
            models.CheckConstraint(
                name="profileline_year_valid",
                condition=models.Q(year__isnull=False, year__gte=OLDEST_YEAR, year__lte=LAST_YEAR)
                | (models.Q(year__isnull=True) & ~models.Q(kind="EVALUATION")),
            ),
            models.UniqueConstraint(
                fields=["profile", "year"],
                condition=models.Q(kind="EVALUATION"),
                name="profileline_one_class_a_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.what or self.year or self.since}"
