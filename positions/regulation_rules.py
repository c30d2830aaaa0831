"""Who drafts and issues regulations, and what no regulation may say."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.verdicts import ALLOWED, Verdict, deny
from agencies.models import Agency, Membership
from agencies.rules import holds, holds_anywhere
from positions.models import Regulation
from positions.regulation_checks import faults_elsewhere
from positions.regulation_fields import DECIMAL, INT
from positions.regulation_table import FIELDS
from positions.regulation_words import get, has_written

Role, State = Membership.Role, Regulation.State


def can_draft_somewhere(user: Any) -> Verdict:
    """Regulations are drafted by HR officers, for their own agency."""
    if holds_anywhere(user, Role.AGENCY_HR):
        return ALLOWED
    return deny(_("Chỉ cán bộ tổ chức được soạn quy chế."))


def can_draft_for(user: Any, owner: Agency, code: str) -> Verdict:
    """A new code, or a new version of a regulation the agency itself issued."""
    if not holds(user, owner, Role.AGENCY_HR):
        return deny(_("Bạn chỉ được soạn quy chế của cơ quan mình."))
    taken = Regulation.objects.filter(code=code)
    if taken.exclude(owner=owner).exists():
        return deny(_("Mã này là của quy chế khác: hãy chọn mã mới."))
    if taken.filter(state__in=Regulation.UNISSUED_STATES).exists():
        return deny(_("Quy chế này đã có một bản dự thảo."))
    return ALLOWED


def can_edit_regulation(user: Any, regulation: Regulation) -> Verdict:
    """Only a draft of one's own agency; an issued version never changes."""
    if regulation.owner_id is None or not holds(user, regulation.owner_id, Role.AGENCY_HR):
        return deny(_("Chỉ cán bộ tổ chức của cơ quan ban hành được sửa dự thảo."))
    if regulation.state != State.DRAFT:
        return deny(_("Chỉ sửa được dự thảo; quy chế đã ban hành thì soạn phiên bản mới."))
    return ALLOWED


def can_propose_regulation(user: Any, regulation: Regulation) -> Verdict:
    """A draft without contradictions and with its decision number goes to the head."""
    if not (verdict := can_edit_regulation(user, regulation)):
        return verdict
    if not regulation.document_no:
        return deny(_("Còn thiếu số, ký hiệu quyết định ban hành."))
    if found := contradictions(regulation.values):
        return deny(_("Còn mâu thuẫn: %(fault)s") % {"fault": found[0]})
    return ALLOWED


def can_issue_regulation(user: Any, regulation: Regulation) -> Verdict:
    """The head of the agency; never who proposed it."""
    if not holds(user, regulation.owner_id, Role.AUTHORITY_HEAD):
        return deny(_("Chỉ người đứng đầu cơ quan ban hành được ban hành."))
    if user.pk in (regulation.proposed_by_id, regulation.edited_by_id):
        return deny(_("Người soạn hoặc trình không được tự ban hành."))
    if regulation.state != State.PROPOSED:
        return deny(_("Quy chế này không chờ ban hành."))
    return ALLOWED


def contradictions(values: dict[str, Any]) -> list[str]:
    """What in a regulation cannot stand together, in words; empty when it can be issued."""
    found = [*_out_of_bounds(values)]
    return found or [*_against_each_other(values), *faults_elsewhere(values)]


def _out_of_bounds(values: dict[str, Any]) -> Iterator[str]:
    """Each value by itself: present where it must be, of its kind, within its bounds."""
    written = has_written(values)
    for path, field in FIELDS.items():
        if path.startswith("rules.written") and not written:
            continue
        value = get(values, path)
        if value is None and not field.optional:
            yield _("Thiếu: %(label)s.") % {"label": field.label}
        elif value is not None and field.kind == INT and not field.least <= value <= field.most:
            words = _("%(label)s: phải từ %(least)s đến %(most)s.")
            yield words % {"label": field.label, "least": field.least, "most": field.most}
        elif value is not None and field.kind == DECIMAL and Decimal(value) < 0:
            yield _("%(label)s: không được âm.") % {"label": field.label}


def _against_each_other(values: dict[str, Any]) -> Iterator[str]:
    yield from _marks(values)
    yield from _appeals(values)
    yield from _rounds(values)
    sizes = values.get("council_size") or []
    if any(size % 2 == 0 or not 3 <= size <= 21 for size in sizes):
        yield _("Số thành viên hội đồng phải lẻ, từ 3 đến 21, để biểu quyết có đa số.")
    low, high = values.get("answer_min_minutes"), values.get("answer_max_minutes")
    if low is not None and high is not None and low > high:
        yield _("Thời gian trả lời ít nhất dài hơn thời gian nhiều nhất.")
    limit, least = values.get("total_days_limit"), shortest_days(values)
    if limit is not None and limit < least:
        words = _(
            "Cả đợt thi nhiều nhất %(limit)s ngày, nhưng riêng các thời hạn ít nhất đã %(n)s ngày."
        )
        yield words % {"limit": limit, "n": least}


def _marks(values: dict[str, Any]) -> Iterator[str]:
    for name, label in (("written", _("thi viết")), ("presentation", _("trình bày"))):
        if part := values["rules"][name]:
            if Decimal(part["pass"]) > Decimal(part["max"]):
                yield _("Điểm đạt %(round)s cao hơn thang điểm.") % {"round": label}
            if Decimal(part.get("max_gap", "0")) > 100:
                yield _("Mức chênh lệch không thể quá 100 phần trăm thang điểm.")


def _appeals(values: dict[str, Any]) -> Iterator[str]:
    days, answer = values.get("appeal_days"), values.get("appeal_answer_days")
    if answer and not days:
        yield _("Có hạn trả lời phúc khảo mà không có hạn nhận đơn.")
    if values.get("appeal_extension_days") and not answer:
        yield _("Có kéo dài trả lời phúc khảo mà không có hạn trả lời.")
    if values.get("appeal_blocks_round2") and not (days and answer):
        yield _("Vòng trình bày chờ phúc khảo thì phải có hạn nhận đơn và hạn trả lời.")
    if days and not has_written(values):
        yield _("Không thi viết thì không có phúc khảo.")


def _rounds(values: dict[str, Any]) -> Iterator[str]:
    written, custody = has_written(values), values.get("custody")
    if written and not custody:
        yield _("Có thi viết thì phải chọn cách giữ khóa phách.")
    if not written and custody:
        yield _("Không thi viết thì không có khóa phách.")
    if written and values.get("written_minutes") is None:
        yield _("Có thi viết thì phải định thời gian làm bài.")
    if values.get("reserve_months") and not values["rules"]["reserve"]["max_people"]:
        yield _("Có thời hạn bảo lưu mà không bảo lưu cho ai.")


def shortest_days(values: dict[str, Any]) -> int:
    """The calendar days the minimum periods need by themselves, one after another."""
    receipt, display = values.get("receipt_days") or 0, values.get("list_display_days") or 0
    if not has_written(values):
        return receipt + display
    appeals = 0
    if values.get("appeal_blocks_round2"):
        appeals = sum(values.get(name) or 0 for name in ("appeal_days", "appeal_answer_days"))
    return receipt + display + max(values.get("project_gap_days") or 0, appeals)


def level_of(values: dict[str, Any]) -> str:
    """How far a stranger can check results held under the regulation."""
    return {"system": "A", "paper": "B"}.get(values.get("custody") or "", "C")
