"""Who may decide a two-person request, and when."""

from typing import Any

from django.utils.translation import gettext as _

from accounts import approvals
from accounts.models import TwoPersonRequest
from accounts.verdicts import ALLOWED, Verdict, deny


def can_decide(user: Any, request: TwoPersonRequest) -> Verdict:
    """Another person than the one who asked, with the role, while the request is open."""
    if not (verdict := _is_second_person(user, request)):
        return verdict
    kind = approvals.KINDS[request.kind]
    return kind.may_approve(user, approvals.subject_object(request.subject))


def can_refuse(user: Any, request: TwoPersonRequest) -> Verdict:
    """Who may say yes may say no; where the yes needs a ceremony, the no needs none."""
    if approvals.KINDS[request.kind].needs_own_page:
        return _is_second_person(user, request)
    return can_decide(user, request)


def can_approve_plainly(request: TwoPersonRequest) -> Verdict:
    """A yes alone is enough, unless the second person must bring something to another page."""
    if approvals.KINDS[request.kind].needs_own_page:
        return deny(_("Việc này cần làm ở trang nghi thức riêng: mở trang đó để tiếp tục."))
    return ALLOWED


def _is_second_person(user: Any, request: TwoPersonRequest) -> Verdict:
    if request.initiator_id == user.pk:
        return deny(_("Người đề nghị không được tự quyết định: cần người thứ hai."))
    if request.approver_scope not in approvals.scopes_of(user):
        return deny(_("Bạn không giữ vai trò được quyết định đề nghị này."))
    return _is_open(request)


def can_withdraw(user: Any, request: TwoPersonRequest) -> Verdict:
    """Only who asked may take the request back, while nobody decided it.

    Also when its time is over: nobody should wait for a job to close it.
    """
    if request.initiator_id != user.pk:
        return deny(_("Chỉ người đề nghị mới được rút đề nghị."))
    return _is_undecided(request)


def _is_undecided(request: TwoPersonRequest) -> Verdict:
    if request.state != request.State.PENDING:
        return deny(_("Đề nghị này không còn chờ quyết định."))
    return ALLOWED


def _is_open(request: TwoPersonRequest) -> Verdict:
    if not (verdict := _is_undecided(request)):
        return verdict
    if request.is_expired:
        return deny(_("Đề nghị này đã hết hạn; hãy lập đề nghị mới."))
    return ALLOWED
