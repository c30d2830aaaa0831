"""Who may draft, record, confirm and void an official document, and when."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.verdicts import ALLOWED, Verdict, deny
from agencies.models import Membership
from agencies.rules import holds
from audit import clock
from documents.models import OfficialDocument
from positions.models import Campaign
from positions.papers import council_of, openings_of
from positions.rules import is_campaign_hr

Kind = OfficialDocument.Kind
State = OfficialDocument.State


def can_draft_paper(user: Any, campaign: Campaign, kind: str) -> Verdict:
    """HR of the host, once the campaign holds what the document speaks of."""
    return draft_verdicts(user, campaign)[kind]


def draft_verdicts(user: Any, campaign: Campaign) -> dict[str, Verdict]:
    """The same for every kind at once."""
    if not (verdict := is_campaign_hr(user, campaign)):
        return dict.fromkeys(Kind, verdict)
    verdicts = dict.fromkeys(Kind, ALLOWED)
    if not openings_of(campaign):
        reason = _("Đợt thi chưa có chức danh nào: thêm chức danh rồi mới soạn văn bản này.")
        verdicts |= dict.fromkeys((Kind.PLAN, Kind.NOTICE), deny(reason))
    if not council_of(campaign):
        reason = _("Chưa ghi ai vào Hội đồng thi tuyển: ghi thành viên rồi soạn quyết định.")
        verdicts[Kind.COUNCIL_DECISION] = deny(reason)
    return verdicts


def is_issuing_hr(user: Any, document: OfficialDocument) -> Verdict:
    """HR officers of the agency that issues the document."""
    if holds(user, document.agency_id, Membership.Role.AGENCY_HR):
        return ALLOWED
    return deny(_("Chỉ cán bộ tổ chức của cơ quan ban hành được làm việc này."))


def can_record_paper(user: Any, document: OfficialDocument) -> Verdict:
    """A draft is recorded once it was signed."""
    if not (verdict := is_issuing_hr(user, document)):
        return verdict
    if document.state != State.DRAFT:
        return deny(_("Chỉ ghi số, ngày và bản ký cho văn bản đang dự thảo."))
    return ALLOWED


def is_signed_whole(
    document: OfficialDocument, reference: str, issued_on: date | None, signer: str, scan: Any
) -> Verdict:
    """What is recorded has a number, a day that has come, a signer, and where needed the scan."""
    if not document.register and not reference.strip():
        return deny(_("Hãy ghi số, ký hiệu của văn bản."))
    if issued_on is None or issued_on > clock.today():
        return deny(_("Ngày ban hành phải là hôm nay hoặc trước đó."))
    if not signer.strip():
        return deny(_("Hãy ghi người ký."))
    if document.kind in document.SIGNED_KINDS and not scan:
        return deny(_("Văn bản này phải kèm bản quét đã ký."))
    return ALLOWED


def can_confirm_paper(user: Any, document: OfficialDocument) -> Verdict:
    """Another HR officer of the same agency compares what was entered with the signed paper."""
    if not (verdict := is_issuing_hr(user, document)):
        return verdict
    if document.state != State.RECORDED:
        return deny(_("Văn bản này không chờ đối chiếu."))
    if document.entered_by_id == user.pk:
        return deny(_("Người ghi văn bản không được tự đối chiếu: cần cán bộ thứ hai."))
    return ALLOWED


def can_void_paper(user: Any, document: OfficialDocument) -> Verdict:
    """HR; what two officers stand for is not undone by the one who entered it."""
    if not (verdict := is_issuing_hr(user, document)):
        return verdict
    if document.state == State.VOID:
        return deny(_("Văn bản này đã hủy bỏ."))
    if document.state == State.CONFIRMED and document.entered_by_id == user.pk:
        return deny(_("Người ghi không được tự hủy văn bản đã đối chiếu: cần cán bộ khác."))
    return ALLOWED
