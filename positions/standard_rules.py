"""Who drafts and issues title standards."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.verdicts import ALLOWED, Verdict, deny
from agencies.models import Agency, Membership
from agencies.rules import holds
from positions.models import Title, TitleStandard

Role, State = Membership.Role, TitleStandard.State


def can_draft_standard(user: Any, title: Title, owner: Agency) -> Verdict:
    """HR drafts for the own agency, one draft of a title at a time."""
    if not holds(user, owner, Role.AGENCY_HR):
        return deny(_("Bạn chỉ được soạn tiêu chuẩn của cơ quan mình."))
    open_drafts = TitleStandard.objects.filter(state__in=TitleStandard.UNISSUED_STATES)
    if open_drafts.filter(title=title, owner=owner).exists():
        return deny(_("Tiêu chuẩn này đã có một bản dự thảo."))
    return ALLOWED


def can_edit_standard(user: Any, standard: TitleStandard) -> Verdict:
    """Only a draft; an issued version never changes."""
    if not holds(user, standard.owner_id, Role.AGENCY_HR):
        return deny(_("Chỉ cán bộ tổ chức của cơ quan ban hành được sửa dự thảo."))
    if standard.state != State.DRAFT:
        return deny(_("Chỉ sửa được dự thảo; tiêu chuẩn đã ban hành thì soạn phiên bản mới."))
    return ALLOWED


def can_propose_standard(user: Any, standard: TitleStandard) -> Verdict:
    """A draft that says something, each criterion with its basis, under a decision number."""
    if not (verdict := can_edit_standard(user, standard)):
        return verdict
    if not standard.criteria:
        return deny(_("Chưa có tiêu chuẩn nào."))
    if any(not row.get("basis") for row in standard.criteria):
        return deny(_("Mỗi tiêu chuẩn phải có căn cứ."))
    if not standard.document_no:
        return deny(_("Còn thiếu số, ký hiệu quyết định ban hành."))
    return ALLOWED


def can_issue_standard(user: Any, standard: TitleStandard) -> Verdict:
    """The head of the agency; never who proposed it."""
    if not holds(user, standard.owner_id, Role.AUTHORITY_HEAD):
        return deny(_("Chỉ người đứng đầu cơ quan ban hành được ban hành."))
    if user.pk in (standard.proposed_by_id, standard.edited_by_id):
        return deny(_("Người soạn hoặc trình không được tự ban hành."))
    if standard.state != State.PROPOSED:
        return deny(_("Tiêu chuẩn này không chờ ban hành."))
    return ALLOWED
