"""Who plans a year of exams, who approves it, and when campaigns may begin from it."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.verdicts import ALLOWED, Verdict, deny
from agencies.models import Agency, Membership
from agencies.rules import holds
from positions.models import AuthorityKind, Plan, PlanLine

Role, State = Membership.Role, Plan.State


def can_create_plan(user: Any, agency: Agency) -> Verdict:
    """HR plans for the own agency."""
    if holds(user, agency, Role.AGENCY_HR):
        return ALLOWED
    return deny(_("Bạn chỉ được lập kế hoạch của cơ quan mình."))


def can_edit_plan(user: Any, plan: Plan) -> Verdict:
    """Only while it is drafted."""
    if not holds(user, plan.agency_id, Role.AGENCY_HR):
        return deny(_("Chỉ cán bộ tổ chức của cơ quan lập kế hoạch được làm việc này."))
    if plan.state != State.DRAFT:
        return deny(_("Chỉ sửa được khi đang soạn; hãy rút trình trước."))
    return ALLOWED


def can_propose_plan(user: Any, plan: Plan) -> Verdict:
    """A plan with a number, a date and at least one post goes to the heads."""
    if not (verdict := can_edit_plan(user, plan)):
        return verdict
    if not plan.document_no or not plan.document_on:
        return deny(_("Còn thiếu số hoặc ngày kế hoạch."))
    if not lines_of(plan).exists():
        return deny(_("Kế hoạch chưa có chức danh nào."))
    return ALLOWED


def can_approve_plan(user: Any, plan: Plan) -> Verdict:
    """The head of the agency it waits at; never who proposed it."""
    if plan.state != State.PROPOSED or not holds(user, plan.waits_at_id, Role.AUTHORITY_HEAD):
        return deny(_("Chỉ người đứng đầu cơ quan đang xét được phê duyệt."))
    if user.pk in (plan.proposed_by_id, plan.edited_by_id):
        return deny(_("Người trình không được tự phê duyệt."))
    return ALLOWED


def can_open_campaign(user: Any, plan: Plan) -> Verdict:
    """From an approved plan, by HR of the agency, while posts are left."""
    if not holds(user, plan.agency_id, Role.AGENCY_HR):
        return deny(_("Chỉ cán bộ tổ chức của cơ quan lập kế hoạch được làm việc này."))
    if plan.state != State.APPROVED:
        return deny(_("Kế hoạch chưa được phê duyệt."))
    if not lines_of(plan).filter(opening=None).exists():
        return deny(_("Mọi chức danh của kế hoạch đã vào đợt thi."))
    return ALLOWED


def can_use_authority(kind: AuthorityKind, line: PlanLine) -> Verdict:
    """The kind of body must exist when the exam begins (districts ended on 30/06/2025)."""
    if kind.holds_on(line.starts_on):
        return ALLOWED
    words = _("“%(kind)s” không còn hoặc chưa có vào %(day)s.")
    return deny(words % {"kind": kind.name, "day": f"{line.starts_on:%d/%m/%Y}"})


def opening_code(campaign: str, number: int) -> str:
    """The code of a campaign's opening made from a plan's line."""
    return f"{campaign}.{number}"


def lines_of(plan: Plan) -> Any:
    """The posts of a plan that were not taken out."""
    return plan.lines.filter(removed_at=None)
