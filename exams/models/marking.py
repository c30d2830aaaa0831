from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User, new_public_id
from exams.models.paper import Paper
from positions.models import Duty


class Position(models.IntegerChoices):
    """Whose mark of a paper it is; the third and the chair's only where the rules ask for them."""

    FIRST = 1, _("Người chấm thứ nhất")
    SECOND = 2, _("Người chấm thứ hai")
    THIRD = 3, _("Người chấm thứ ba")
    CHAIR = 4, _("Quyết định của Chủ tịch")


class AssignmentQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """One's own only: nobody sees what another marker was given."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(marker__person__user=user, marker__state=Duty.State.ACTIVE)

    def waiting(self) -> models.QuerySet:
        return self.filter(state=Assignment.State.WAITING)


class Assignment(models.Model):
    """A paper given to a marker, in an order of that marker's own drawn by lot."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("Chưa chấm")
        MARKED = "MARKED", _("Đã chấm")

    TRANSITIONS = {State.WAITING: {State.MARKED}, State.MARKED: set()}

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="assignments")
    marker = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="assignments")
    position = models.PositiveSmallIntegerField(choices=Position)
    place = models.PositiveIntegerField()
    state = models.CharField(max_length=7, choices=State, default=State.WAITING, editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("phân công chấm")
        ordering = ["marker", "place"]
        constraints = [
            models.CheckConstraint(
                name="assignment_state_valid", condition=models.Q(state__in=["WAITING", "MARKED"])
            ),
            models.CheckConstraint(
                name="assignment_position_valid", condition=models.Q(position__in=[1, 2, 3])
            ),
            models.UniqueConstraint(fields=["paper", "position"], name="assignment_position_once"),
            models.UniqueConstraint(
                fields=["paper", "marker"],
                name="assignment_marker_once",
                violation_error_message=_("Người này đã được giao bài đó."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} · {self.position}"

    @property
    def ledger_chain(self) -> str:
        return self.paper.ledger_chain

    @property
    def ledger_agency(self) -> str:
        return self.paper.ledger_agency


class MarkDraft(models.Model):
    """A number a marker typed and has not authorised: machinery, overwritten at will."""

    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, related_name="draft")
    value = models.DecimalField(max_digits=7, decimal_places=2)

    def __str__(self) -> str:
        return str(self.assignment_id)


class MarkQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """One's own; the head of marking and the chair read the marks of a paper on its page."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(marker__person__user=user)

    def current(self) -> models.QuerySet:
        """The last version of each mark."""
        newer = Mark.objects.filter(
            paper=models.OuterRef("paper"),
            position=models.OuterRef("position"),
            version__gt=models.OuterRef("version"),
        )
        return self.filter(~models.Exists(newer))


class Mark(models.Model):
    """One authorised mark of one paper. Never updated: a correction is a new version."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="marks")
    position = models.PositiveSmallIntegerField(choices=Position)
    version = models.PositiveIntegerField(default=1)
    marker = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="+")
    value = models.DecimalField(
        _("điểm"), max_digits=7, decimal_places=2, validators=[MinValueValidator(0)]
    )
    reason = models.CharField(_("lý do sửa"), max_length=300, blank=True)
    minutes_no = models.CharField(_("số biên bản"), max_length=60, blank=True)
    authorised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    authorised_at = models.DateTimeField()

    AUDITED = True

    objects = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("điểm chấm")
        ordering = ["paper", "position", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "position", "version"], name="mark_version_once"
            ),
            models.CheckConstraint(
                name="mark_position_valid", condition=models.Q(position__in=[1, 2, 3, 4])
            ),
            models.CheckConstraint(name="mark_not_negative", condition=models.Q(value__gte=0)),
            models.CheckConstraint(
                name="mark_correction_has_reason",
                condition=models.Q(version=1) | (models.Q(version__gt=1) & ~models.Q(reason="")),
                violation_error_message=_("Sửa điểm phải ghi lý do."),
            ),
            models.CheckConstraint(
                name="mark_decision_is_minuted",
                condition=~models.Q(position=4) | ~models.Q(minutes_no=""),
                violation_error_message=_("Quyết định của Chủ tịch phải có số biên bản."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} · {self.position} · {self.version}"

    @property
    def ledger_chain(self) -> str:
        return self.paper.ledger_chain

    @property
    def ledger_agency(self) -> str:
        return self.paper.ledger_agency
