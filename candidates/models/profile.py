from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User, new_public_id
from agencies.models import CITIZEN_ID, EthnicGroup
from positions.criteria import EDUCATION, GRADE, POLITICAL_THEORY, STATE_MANAGEMENT

SHOWN_DIGITS = 4


def masked(citizen_id: str) -> str:
    """Enough to know one's own number again, too little to copy it."""
    hidden = len(citizen_id) - SHOWN_DIGITS
    return "•" * hidden + citizen_id[hidden:] if hidden > 0 else citizen_id


class Gender(models.TextChoices):
    MALE = "M", _("Nam")
    FEMALE = "F", _("Nữ")


class CandidateProfileQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        return self.filter(user=user) if user.is_authenticated else self.none()


class Qualifications(models.Model):
    """What a title standard asks of a person, in its own scales; empty is not said (NĐ 29/2024)."""

    education_level = models.CharField(
        _("bậc đào tạo"), max_length=10, choices=[*EDUCATION.items()], blank=True
    )
    theory_level = models.CharField(
        _("bậc lý luận chính trị"), max_length=10, choices=[*POLITICAL_THEORY.items()], blank=True
    )
    state_management = models.CharField(
        _("bồi dưỡng quản lý nhà nước"),
        max_length=20,
        choices=[*STATE_MANAGEMENT.items()],
        blank=True,
    )
    grade = models.CharField(_("ngạch"), max_length=6, choices=[*GRADE.items()], blank=True)
    service_since = models.DateField(_("công tác trong ngành từ"), null=True, blank=True)
    leadership_since = models.DateField(_("giữ chức vụ lãnh đạo từ"), null=True, blank=True)

    class Meta:
        abstract = True


QUALIFICATIONS = tuple(field.name for field in Qualifications._meta.local_fields)


class Form2C(models.Model):
    """What form 2C-BNV/2008 asks beyond what every application needs; nothing here must be filled.

    Health, pay, family and insurance are left out: no officer decides by them (Luật 91/2025).
    """

    other_name = models.CharField(_("tên gọi khác"), max_length=120, blank=True)
    birthplace = models.CharField(_("nơi sinh"), max_length=200, blank=True)
    hometown = models.CharField(_("quê quán"), max_length=200, blank=True)
    religion = models.CharField(_("tôn giáo"), max_length=60, blank=True)
    permanent_residence = models.CharField(_("nơi thường trú"), max_length=200, blank=True)
    present_residence = models.CharField(_("nơi ở hiện nay"), max_length=200, blank=True)
    recruited_on = models.DateField(_("ngày tuyển dụng"), null=True, blank=True)
    recruited_by = models.CharField(_("cơ quan tuyển dụng"), max_length=200, blank=True)
    main_duty = models.CharField(_("công việc chính được giao"), max_length=200, blank=True)
    grade_code = models.CharField(_("mã ngạch, hạng"), max_length=20, blank=True)
    grade_step = models.CharField(_("bậc"), max_length=20, blank=True)
    grade_since = models.DateField(_("hưởng bậc từ"), null=True, blank=True)
    general_education = models.CharField(_("giáo dục phổ thông"), max_length=40, blank=True)
    party_joined_on = models.DateField(_("ngày vào Đảng"), null=True, blank=True)
    party_official_on = models.DateField(_("ngày chính thức"), null=True, blank=True)

    class Meta:
        abstract = True


class CandidateProfile(Qualifications, Form2C):
    """What a person says of themselves once, for every application (after form 2C)."""

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    user = models.OneToOneField(
        User, on_delete=models.PROTECT, null=True, related_name="candidate_profile"
    )
    full_name = models.CharField(_("họ và tên"), max_length=120)
    # Empty only once it was erased.
    birth_on = models.DateField(_("ngày sinh"), null=True)
    gender = models.CharField(_("giới tính"), max_length=1, choices=Gender)
    citizen_id = models.CharField(_("số định danh cá nhân"), max_length=12, validators=[CITIZEN_ID])
    ethnicity = models.ForeignKey(
        EthnicGroup, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("dân tộc")
    )
    is_party_member = models.BooleanField(_("đảng viên"), null=True, blank=True)
    education = models.CharField(_("trình độ chuyên môn"), max_length=160)
    political_theory = models.CharField(_("lý luận chính trị"), max_length=80, blank=True)
    workplace = models.CharField(_("đơn vị công tác"), max_length=200)
    job = models.CharField(_("chức vụ"), max_length=160)
    phone = models.CharField(_("điện thoại"), max_length=20)

    objects = CandidateProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("lý lịch của người đăng ký dự tuyển")
        constraints = [
            models.CheckConstraint(
                name="candidateprofile_party_days",
                condition=models.Q(party_joined_on__isnull=True)
                | models.Q(party_official_on__isnull=True)
                | models.Q(party_official_on__gte=models.F("party_joined_on")),
                violation_error_message=_("Ngày chính thức không thể trước ngày vào Đảng."),
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def is_filled(self) -> bool:
        """Not emptied at its person's request."""
        return bool(self.full_name)

    @property
    def masked_id(self) -> str:
        return masked(self.citizen_id)
