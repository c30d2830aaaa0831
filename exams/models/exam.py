from django.db import models
from django.utils.translation import gettext_lazy as _

from positions.models import Campaign, Duty, Opening

# Boards that work with names; who marks in the campaign reads none, whatever else they are.
NAMED_BOARDS = (
    Duty.Board.COUNCIL,
    Duty.Board.SECRETARIAT,
    Duty.Board.SUPERVISION,
    Duty.Board.INVIGILATION,
)


def readable_names(user, path: str = "application__") -> models.Q:
    """Condition over rows that lead to an application: the reader may know whose they are."""
    if not user.is_authenticated:
        return models.Q(pk__in=())
    duties = Duty.objects.active().filter(person__user=user)
    served = duties.filter(board__in=NAMED_BOARDS).values("campaign")
    openings = Opening.objects.at_staff_of(user).values("pk")
    readable = models.Q(**{f"{path}opening__in": openings}) | models.Q(
        **{f"{path}opening__campaign__in": served}
    )
    return readable & ~models.Q(**{f"{path}opening__campaign__in": Duty.objects.blind(user)})


class ExamQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """Exams of campaigns on one's desk: HR, boards, head, inspector."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(campaign__in=Campaign.objects.at_desk_of(user))


class Exam(models.Model):
    """The exam of a campaign; begins when the list is closed."""

    class State(models.TextChoices):
        PREPARING = "PREPARING", _("Chuẩn bị")
        SAT = "SAT", _("Đã thi viết")
        CODED = "CODED", _("Đã đánh phách")
        MARKING = "MARKING", _("Đang chấm")
        SEALED = "SEALED", _("Đã khóa điểm")
        OPENED = "OPENED", _("Đã ghép phách")
        ROUND1_PUBLISHED = "ROUND1_PUBLISHED", _("Đã công bố điểm viết")
        PRESENTING = "PRESENTING", _("Thi trình bày")
        SCORED = "SCORED", _("Đã tổng hợp điểm")
        RELEASED = "RELEASED", _("Đã công bố kết quả")
        CLOSED = "CLOSED", _("Đã kết thúc")
        CANCELLED = "CANCELLED", _("Hủy")

    TRANSITIONS = {
        State.PREPARING: {State.SAT, State.PRESENTING, State.CANCELLED},
        State.SAT: {State.CODED, State.CANCELLED},
        State.CODED: {State.MARKING, State.CANCELLED},
        State.MARKING: {State.SEALED, State.CANCELLED},
        State.SEALED: {State.OPENED, State.CANCELLED},
        State.OPENED: {State.ROUND1_PUBLISHED, State.CANCELLED},
        State.ROUND1_PUBLISHED: {State.PRESENTING, State.SCORED, State.CANCELLED},
        State.PRESENTING: {State.SCORED, State.CANCELLED},
        State.SCORED: {State.RELEASED, State.CANCELLED},
        State.RELEASED: {State.CLOSED},
        State.CLOSED: set(),
        State.CANCELLED: set(),
    }
    RELEASED_STATES = (State.RELEASED, State.CLOSED)

    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, related_name="exam")
    state = models.CharField(max_length=16, choices=State, default=State.PREPARING, editable=False)
    released_at = models.DateTimeField(null=True, editable=False)

    objects = ExamQuerySet.as_manager()

    class Meta:
        verbose_name = _("kỳ thi")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="exam_state_valid",
                condition=models.Q(
                    state__in=[
                        "PREPARING",
                        "SAT",
                        "CODED",
                        "MARKING",
                        "SEALED",
                        "OPENED",
                        "ROUND1_PUBLISHED",
                        "PRESENTING",
                        "SCORED",
                        "CANCELLED",
                    ],
                    released_at__isnull=True,
                )
                | models.Q(state__in=["RELEASED", "CLOSED"], released_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.campaign)

    @property
    def ledger_chain(self) -> str:
        return self.campaign.ledger_chain

    @property
    def ledger_agency(self) -> str:
        return self.campaign.ledger_agency
