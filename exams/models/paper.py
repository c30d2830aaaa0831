from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User, new_public_id
from candidates.models import Application
from exams.models.exam import Exam, readable_names
from positions.models import Duty


class HolderKeyQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        return self.filter(exam__in=Exam.objects.visible_to(user))

    def active(self) -> models.QuerySet:
        return self.filter(state=HolderKey.State.ACTIVE)


class HolderKey(models.Model):
    """The public half of one holder's key; the secret half is on the holder's paper only."""

    class Role(models.TextChoices):
        HEADER = "header", _("Trưởng ban phách")
        SECRETARY = "secretary", _("Tổ trưởng Tổ thư ký")
        CHAIR = "chair", _("Chủ tịch Hội đồng")

    class State(models.TextChoices):
        ACTIVE = "ACTIVE", _("Đang dùng")
        REPLACED = "REPLACED", _("Đã thay")

    TRANSITIONS = {State.ACTIVE: {State.REPLACED}, State.REPLACED: set()}

    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="keys")
    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("người giữ khóa"), max_length=9, choices=Role)
    public_key = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State, default=State.ACTIVE, editable=False)

    objects = HolderKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("khóa giữ bản đồ phách")
        ordering = ["exam", "role", "pk"]
        constraints = [
            models.CheckConstraint(
                name="holderkey_state_valid", condition=models.Q(state__in=["ACTIVE", "REPLACED"])
            ),
            models.UniqueConstraint(
                fields=["exam", "role"],
                condition=models.Q(state="ACTIVE"),
                name="holderkey_one_active",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exam} · {self.get_role_display()}"

    @property
    def ledger_chain(self) -> str:
        return self.exam.ledger_chain

    @property
    def ledger_agency(self) -> str:
        return self.exam.ledger_agency


class CodeMapQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        return self.filter(exam__in=Exam.objects.visible_to(user))

    def standing(self) -> models.QuerySet:
        return self.exclude(state=CodeMap.State.VOID)


class CodeMap(models.Model):
    """The sealed pairs of paper code and candidate: only the root and what nobody alone opens."""

    class State(models.TextChoices):
        COMMITTED = "COMMITTED", _("Đã niêm phong")
        OPENED = "OPENED", _("Đã mở")
        VOID = "VOID", _("Đã hủy")

    TRANSITIONS = {
        State.COMMITTED: {State.OPENED, State.VOID},
        State.OPENED: set(),
        State.VOID: set(),
    }

    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="code_maps")
    version = models.PositiveIntegerField(default=1)
    root = models.CharField(_("mã kiểm tra"), max_length=64)
    size = models.PositiveIntegerField(_("số bài"))
    ciphertext = models.TextField()
    envelopes = models.JSONField()
    spare_seal = models.CharField(_("số niêm phong phong bì dự phòng"), max_length=60, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.COMMITTED, editable=False)

    objects = CodeMapQuerySet.as_manager()

    class Meta:
        verbose_name = _("bản đồ phách")
        ordering = ["exam", "-version"]
        constraints = [
            models.CheckConstraint(
                name="codemap_state_valid",
                condition=models.Q(state__in=["COMMITTED", "VOID"])
                | (models.Q(state="OPENED") & ~models.Q(spare_seal="")),
            ),
            models.UniqueConstraint(fields=["exam", "version"], name="codemap_version_once"),
            models.UniqueConstraint(
                fields=["exam"], condition=~models.Q(state="VOID"), name="codemap_one_standing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exam} · {self.version}"

    @property
    def ledger_chain(self) -> str:
        return self.exam.ledger_chain

    @property
    def ledger_agency(self) -> str:
        return self.exam.ledger_agency


class KeyTurn(models.Model):
    """The first holder's turn of an opening: what is left is locked for each other holder.

    No key is kept. It is machinery of a ceremony of minutes and is removed with it.
    """

    code_map = models.OneToOneField(CodeMap, on_delete=models.CASCADE, related_name="turn")
    role = models.CharField(max_length=9, choices=HolderKey.Role)
    peeled = models.JSONField()
    supervisor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.code_map} · {self.role}"


class PaperQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """To the head of marking and the council's chair; markers reach theirs by assignment."""
        if not user.is_authenticated:
            return self.none()
        duties = Duty.objects.active().filter(person__user=user)
        board = Duty.Board
        heads = duties.filter(
            models.Q(board=board.MARKING, is_head=True)
            | models.Q(board=board.COUNCIL, is_chair=True)
        )
        return self.filter(exam__campaign__in=heads.values("campaign"))

    def live(self) -> models.QuerySet:
        return self.filter(state=Paper.State.LIVE)


class Paper(models.Model):
    """One script, known by its code alone: nothing here leads to a candidate."""

    class State(models.TextChoices):
        LIVE = "LIVE", _("Đang dùng")
        VOID = "VOID", _("Đã hủy cùng bản đồ")

    TRANSITIONS = {State.LIVE: {State.VOID}, State.VOID: set()}

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    exam = models.ForeignKey(Exam, on_delete=models.PROTECT, related_name="papers")
    code_map = models.ForeignKey(CodeMap, on_delete=models.PROTECT, related_name="papers")
    code = models.CharField(_("số phách"), max_length=12)
    # Stored search key: what the rules still ask of it; `exams.scoring` says so, nothing else.
    need = models.CharField(max_length=17, default="INCOMPLETE", editable=False, db_index=True)
    state = models.CharField(max_length=4, choices=State, default=State.LIVE, editable=False)

    UNAUDITED_FIELDS = ("need",)

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("bài thi")
        ordering = ["exam", "code"]
        constraints = [
            models.CheckConstraint(
                name="paper_state_valid", condition=models.Q(state__in=["LIVE", "VOID"])
            ),
            models.UniqueConstraint(fields=["exam", "code"], name="paper_code_once"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def ledger_chain(self) -> str:
        return self.exam.ledger_chain

    @property
    def ledger_agency(self) -> str:
        return self.exam.ledger_agency


class PaperOwnerQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        return self.filter(readable_names(user))


class PaperOwner(models.Model):
    """Whose paper it was: written by the opening of the sealed map and by nothing else."""

    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="owner")
    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="paper_owner"
    )
    salt = models.CharField(max_length=64)

    AUDITED = True

    objects = PaperOwnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("chủ bài thi")

    def __str__(self) -> str:
        return str(self.paper_id)

    @property
    def ledger_chain(self) -> str:
        return self.paper.ledger_chain

    @property
    def ledger_agency(self) -> str:
        return self.paper.ledger_agency
