from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User, new_public_id
from positions.models.opening import Opening


class OpeningChangeQuerySet(models.QuerySet):
    def visible_to(self, user) -> models.QuerySet:
        """Made changes are public through their notice; proposals are the desk's."""
        return self.filter(opening__in=Opening.objects.visible_to(user).at_desk_of(user))


class OpeningChange(models.Model):
    """What becomes of an opening after it was published: proposed by HR, made by the head."""

    class Kind(models.TextChoices):
        AMEND = "AMEND", _("Điều chỉnh thông báo")
        EXTEND = "EXTEND", _("Gia hạn nhận hồ sơ")
        NOMINATE = "NOMINATE", _("Đề cử thêm người")
        WIDEN = "WIDEN", _("Mở rộng đối tượng dự tuyển")
        POSTPONE = "POSTPONE", _("Hoãn thi tuyển")
        RESUME = "RESUME", _("Tiếp tục thi tuyển")
        CANCEL = "CANCEL", _("Hủy thi tuyển")

    class State(models.TextChoices):
        PROPOSED = "PROPOSED", _("Chờ phê duyệt")
        MADE = "MADE", _("Đã thực hiện")
        REFUSED = "REFUSED", _("Không thực hiện")

    TRANSITIONS = {
        State.PROPOSED: {State.MADE, State.REFUSED},
        State.MADE: set(),
        State.REFUSED: set(),
    }

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(_("loại"), max_length=8, choices=Kind)
    # field or step → [before, after], as text; what is not named stays as it was
    differences = models.JSONField(default=dict)
    reason = models.TextField(_("lý do"))
    document_no = models.CharField(_("số, ký hiệu văn bản"), max_length=60)
    document_on = models.DateField(_("ngày văn bản"))
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED, editable=False)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    objects = OpeningChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("điều chỉnh sau công bố")
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="openingchange_state_valid",
                condition=Q(state="MADE", approved_by__isnull=False, approved_at__isnull=False)
                | Q(
                    state__in=["PROPOSED", "REFUSED"],
                    approved_by__isnull=True,
                    approved_at__isnull=True,
                ),
            ),
            models.CheckConstraint(
                name="openingchange_two_persons",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("proposed_by")),
                violation_error_message=_("Người trình không được tự phê duyệt."),
            ),
            models.UniqueConstraint(
                fields=["opening"],
                condition=Q(state="PROPOSED"),
                name="openingchange_one_waits",
                violation_error_message=_("Chức danh này đã có một điều chỉnh đang chờ phê duyệt."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.opening}"

    @property
    def ledger_chain(self) -> str:
        return self.opening.ledger_chain

    @property
    def ledger_agency(self) -> str:
        return self.opening.ledger_agency
