from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import new_public_id
from agencies.models import Person
from positions.models.campaign import Campaign
from positions.models.regulation import Regulation


class Board(models.TextChoices):
    COUNCIL = "council", _("Hội đồng thi tuyển")
    SECRETARIAT = "secretariat", _("Tổ thư ký")
    QUESTION = "question", _("Ban đề thi")
    INVIGILATION = "invigilation", _("Ban coi thi")
    HEADER = "header", _("Ban phách")
    MARKING = "marking", _("Ban chấm thi")
    REMARKING = "remarking", _("Ban phúc khảo")
    SUPERVISION = "supervision", _("Ban giám sát")
    TECHNICAL = "technical", _("Tổ kỹ thuật")

    @classmethod
    def teams(cls) -> tuple[str, ...]:
        """Boards that are called a team (tổ)."""
        return cls.SECRETARIAT, cls.TECHNICAL


class BoardPair(models.Model):
    """Two boards one person may not both sit on, under one regulation version."""

    class Binds(models.TextChoices):
        """Whom a pair binds. The chair and vice chairs of the council are never excepted."""

        EVERYONE = "everyone", _("Mọi người")
        ALL_BUT_HEADS = "all_but_heads", _("Mọi người, trừ ủy viên hội đồng là trưởng ban kia")
        LEADERS = "leaders", _("Chủ tịch, phó chủ tịch hội đồng")

    regulation = models.ForeignKey(Regulation, on_delete=models.CASCADE, related_name="pairs")
    board_a = models.CharField(max_length=12, choices=Board)
    board_b = models.CharField(max_length=12, choices=Board)
    binds = models.CharField(max_length=13, choices=Binds, default=Binds.EVERYONE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["regulation", "board_a", "board_b"], name="boardpair_once"
            ),
            models.CheckConstraint(
                condition=models.Q(board_a__lt=models.F("board_b")), name="boardpair_ordered"
            ),
            models.CheckConstraint(
                condition=models.Q(binds="everyone")
                | models.Q(binds__in=["all_but_heads", "leaders"], board_a="council"),
                name="boardpair_binds_valid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regulation}: {self.board_a} × {self.board_b}"


class DutyQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """Own duties, and those of campaigns on one's desk."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(campaign__in=Campaign.objects.at_desk_of(user))

    def active(self) -> models.QuerySet:
        return self.filter(state=Duty.State.ACTIVE)

    def blind(self, user) -> models.QuerySet:
        """Campaigns in which a user marks papers and so never reads whose they are."""
        boards = (Board.MARKING, Board.REMARKING)
        return self.active().filter(person__user=user, board__in=boards).values("campaign")


class Duty(models.Model):
    """A person on a board of a campaign; separation of duty is enforced by the database."""

    class State(models.TextChoices):
        ACTIVE = "ACTIVE", _("Đang tham gia")
        ENDED = "ENDED", _("Đã thôi")

    TRANSITIONS = {State.ACTIVE: {State.ENDED}, State.ENDED: set()}

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="duties")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="duties")
    board = models.CharField(_("ban, hội đồng"), max_length=12, choices=Board)
    is_chair = models.BooleanField(_("chủ tịch"), default=False)
    is_vice = models.BooleanField(_("phó chủ tịch"), default=False)
    is_head = models.BooleanField(_("trưởng ban"), default=False)
    state = models.CharField(max_length=6, choices=State, default=State.ACTIVE, editable=False)
    decision_no = models.CharField(_("số quyết định"), max_length=60, blank=True)

    Board = Board

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("nhiệm vụ trong đợt thi")
        ordering = ["board", "-is_chair", "-is_vice", "-is_head", "person__sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                name="duty_state_valid", condition=models.Q(state__in=["ACTIVE", "ENDED"])
            ),
            models.UniqueConstraint(
                fields=["campaign", "person", "board"],
                condition=models.Q(state="ACTIVE"),
                name="duty_once",
                violation_error_message=_("Người này đã ở trong ban đó."),
            ),
            models.UniqueConstraint(
                fields=["campaign", "board"],
                condition=models.Q(state="ACTIVE", is_chair=True),
                name="duty_one_chair",
                violation_error_message=_("Hội đồng đã có chủ tịch."),
            ),
            models.UniqueConstraint(
                fields=["campaign", "board"],
                condition=models.Q(state="ACTIVE", is_head=True),
                name="duty_one_head",
                violation_error_message=_("Ban này đã có trưởng ban."),
            ),
            models.CheckConstraint(
                name="duty_chair_in_council",
                condition=models.Q(is_chair=False, is_vice=False)
                | models.Q(board="council", is_chair=True, is_vice=False)
                | models.Q(board="council", is_chair=False, is_vice=True),
                violation_error_message=_(
                    "Chỉ Hội đồng thi tuyển có chủ tịch, phó chủ tịch; một người giữ một cương vị."
                ),
            ),
            models.CheckConstraint(
                name="duty_head_of_board",
                condition=models.Q(is_head=False) | ~models.Q(board="council"),
                violation_error_message=_("Hội đồng thi tuyển có chủ tịch, không có trưởng ban."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_board_display()}"

    @property
    def position(self) -> str:
        """The place held on the board, in words; empty for a plain member."""
        if self.is_chair or self.is_vice:
            return str(_("Chủ tịch") if self.is_chair else _("Phó chủ tịch"))
        if self.is_head:
            return str(_("Tổ trưởng") if self.board in Board.teams() else _("Trưởng ban"))
        return ""

    @property
    def ledger_chain(self) -> str:
        return self.campaign.ledger_chain

    @property
    def ledger_agency(self) -> str:
        return self.campaign.ledger_agency
