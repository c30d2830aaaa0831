"""Verbs over published openings: amend, extend, postpone, resume, cancel, open anew."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import TwoPersonRequest, User
from accounts.verdicts import deny, require
from audit import clock
from audit.checkpoints import seal
from audit.ledger import record
from audit.rows import subject_of
from audit.transitions import add, amend, changing, move
from messaging.language import official
from messaging.workflow import notify
from positions.audience import audience_of
from positions.change_rules import (
    REOPENS_RECEIPT,
    can_propose_change,
    can_reopen_in,
    change_is_possible,
    changeable,
)
from positions.heads import ask_head
from positions.models import (
    MOST_SEATS,
    Announcement,
    Campaign,
    Opening,
    OpeningChange,
    OpeningStep,
)
from positions.queries import instant_words
from positions.step_workflow import last_day_of_receipt, plan_days
from positions.subscription_workflow import tell_followers
from positions.workflow import announce, create_opening

Kind, State, Step = OpeningChange.Kind, Opening.State, OpeningStep.Kind
OUTCOMES = {
    Kind.POSTPONE: (State.POSTPONED, Opening.Outcome.POSTPONED),
    Kind.CANCEL: (State.CANCELLED, Opening.Outcome.CANCELLED),
}
COPIED = ("agency", "authority", "title", "unit", "level", "rank", "seats", "standards", "standard")


def propose_change(
    opening: Opening, kind: str, wanted: Mapping[str, Any], *, by: User, **grounds: Any
) -> OpeningChange:
    """Ask the head of the deciding authority for a change of a published opening.

    `wanted` holds the new values of fields and the new days of steps; what equals the present is
    dropped. `grounds` are reason, document_no, document_on. Raises ValidationError when nothing
    would change or the new deadline does not lie ahead.
    """
    with changing(opening, opening.campaign) as (opening, _campaign):
        require(can_propose_change(by, opening, kind))
        differences = _differences(opening, kind, wanted)
        _check(opening, kind, differences)
        change = OpeningChange(
            opening=opening,
            kind=kind,
            differences=differences,
            proposed_by=by,
            proposed_at=clock.now(),
            **grounds,
        )
        add(change, by=by, note=change.reason)
        ask_head(opening.authority, "change", change, by=by)
    return change


def _differences(opening: Opening, kind: str, wanted: Mapping[str, Any]) -> dict[str, list]:
    """Field or step → [before, after] as text, only where they differ."""
    days = dict(opening.steps.values_list("kind", "planned_on"))
    found = {}
    for name in changeable(opening, kind):
        if name not in wanted:
            continue
        old = days.get(name) if name in Step.values else getattr(opening, name)
        if old != wanted[name]:
            found[name] = [_text(old), _text(wanted[name])]
    return found


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _check(opening: Opening, kind: str, differences: Mapping[str, list]) -> None:
    if kind == Kind.AMEND and not differences:
        raise ValidationError(_("Không có gì thay đổi so với thông báo đang có."))
    if not 1 <= differences.get("seats", (1, 1))[1] <= MOST_SEATS:
        words = _("Chỉ tiêu phải từ 1 đến %(most)s.") % {"most": MOST_SEATS}
        raise ValidationError({"seats": words})
    if kind not in REOPENS_RECEIPT:
        return
    _old, new = differences.get("receipt_deadline", (None, None))
    deadline = parse_datetime(new) if new else opening.receipt_deadline
    if deadline <= clock.now():
        raise ValidationError({"receipt_deadline": _("Hạn mới phải ở phía trước.")})
    if kind == Kind.EXTEND and deadline <= opening.receipt_deadline:
        raise ValidationError({"receipt_deadline": _("Gia hạn thì hạn mới phải sau hạn đang có.")})
    if kind == Kind.WIDEN and "standards" not in differences:
        raise ValidationError(
            {"standards": _("Hãy sửa tiêu chuẩn, điều kiện để mở rộng đối tượng.")}
        )


def make_change(change: OpeningChange, *, request: TwoPersonRequest, by: User) -> OpeningChange:
    """The head's yes (run by the request): the opening changes, everybody reads the difference."""
    opening = change.opening
    require(change_is_possible(opening, change.kind))
    if not set(change.differences) <= set(changeable(opening, change.kind)):
        require(deny(_("Đã hết hạn nhận hồ sơ: nay chỉ điều chỉnh được ngày thi.")))
    _check(opening, change.kind, change.differences)
    _apply(opening, change, by)
    fields = {"approved_by": by, "approved_at": clock.now()}
    change = move(change, OpeningChange.State.MADE, by=by, **fields)
    notice = _publish(change, by)
    _tell_everybody(change, notice)
    seal(opening.ledger_chain)
    return change


def drop_change(
    change: OpeningChange, *, request: TwoPersonRequest, by: User | None
) -> OpeningChange:
    """Refused, taken back, void or expired: the opening stays as it was announced."""
    if change.state != OpeningChange.State.PROPOSED:
        return change
    return move(change, OpeningChange.State.REFUSED, by=by, note=request.reason)


def _apply(opening: Opening, change: OpeningChange, by: User) -> None:
    fields, days = _new_values(change)
    if "standards" in fields:
        fields["standard"] = None  # the notice no longer says what the title's standard says
    if change.kind in OUTCOMES:
        state, outcome = OUTCOMES[change.kind]
        move(opening, state, by=by, note=change.reason, outcome=outcome)
    elif change.kind in REOPENS_RECEIPT and opening.state != State.PUBLISHED:
        opening.steps.filter(kind=Step.RECEIPT).update(done_on=None)
        fields |= {"receipt_closed_on": None, "outcome": ""}
        move(opening, State.PUBLISHED, by=by, note=change.reason, **fields)
    elif fields:
        amend(opening, by=by, note=change.reason, **fields)
    if "receipt_deadline" in fields:
        days[Step.RECEIPT] = last_day_of_receipt(fields["receipt_deadline"])
    if days:
        plan_days(opening, days)


def _new_values(change: OpeningChange) -> tuple[dict[str, Any], dict[str, date | None]]:
    """What the change sets: fields of the opening, planned days of its steps."""
    new = {name: after for name, (_before, after) in change.differences.items()}
    steps = {name: new.pop(name) for name in list(new) if name in Step.values}
    if "receipt_deadline" in new:
        new["receipt_deadline"] = parse_datetime(new["receipt_deadline"])
    return new, {name: parse_date(day) if day else None for name, day in steps.items()}


def difference_lines(change: OpeningChange) -> list[tuple[str, str, str]]:
    """Each changed item: its name, how it was, how it is now, in words."""
    return [
        (_label(name), _shown(name, before), _shown(name, after))
        for name, (before, after) in change.differences.items()
    ]


@official
def last_change_typed(campaign: Campaign) -> str:
    """The last change made in a campaign, as the form of an amendment notice takes it."""
    made = OpeningChange.objects.filter(
        opening__campaign=campaign, state=OpeningChange.State.MADE
    ).select_related("opening")
    change = made.order_by("-approved_at", "-pk").first()
    if change is None:
        return ""
    rows = [(f"{name}, {change.opening.title}", *rest) for name, *rest in difference_lines(change)]
    return "\n".join(" | ".join(map(_in_a_cell, row)) for row in rows)


def _in_a_cell(text: str) -> str:
    return "; ".join(text.replace("|", "/").splitlines())


def _label(name: str) -> str:
    if name in Step.values:
        return str(Step(name).label)
    return str(Opening._meta.get_field(name).verbose_name).capitalize()


def _shown(name: str, value: Any) -> str:
    if value in (None, ""):
        return _("chưa có thông tin")
    if name == "receipt_deadline":
        return instant_words(parse_datetime(value))
    return date_format(parse_date(value)) if name in Step.values else str(value)


@official
def _publish(change: OpeningChange, by: User) -> Announcement:
    opening = change.opening
    words = {"kind": change.get_kind_display(), "title": opening.title}
    lines = [
        _("%(name)s: trước là %(before)s; nay là %(after)s.")
        % {"name": name, "before": before, "after": after}
        for name, before, after in difference_lines(change)
    ]
    grounds = _("Căn cứ %(no)s ngày %(day)s. Lý do: %(reason)s") % {
        "no": change.document_no,
        "day": date_format(change.document_on),
        "reason": change.reason,
    }
    title, body = _("%(kind)s: %(title)s") % words, "\n".join([*lines, grounds])
    kind = Announcement.Kind.AMENDMENT
    return announce(opening.campaign, kind, title, body, by=by, opening=opening)


@official
def _tell_everybody(change: OpeningChange, notice: Announcement) -> None:
    """Applicants by notice and mail, followers by mail; whoever is both gets one mail."""
    people, url = audience_of(change.opening), change.opening.get_absolute_url()
    words = {"text": notice.title, "detail": notice.body, "url": url}
    for user in people:
        notify(user=user, key=f"change:{change.public_id}:{user.pk}", **words)
    told = {user.email.lower() for user in people}
    tell_followers(notice, change.opening, key=f"change:{change.public_id}", but=told)


def record_shortfall(opening: Opening, *, by: User, count: int) -> Opening:
    """Fewer people than the regulation asks for; the caller counted and holds the lock."""
    note = _("%(count)s người, quy chế cần ít nhất %(least)s.")
    least = opening.regulation.values["min_candidates"]
    return move(opening, State.SHORTFALL, by=by, note=note % {"count": count, "least": least})


def reopen_opening(opening: Opening, campaign: Campaign, code: str, *, by: User) -> Opening:
    """Open the post anew as a draft of another campaign; both chains name the other opening."""
    with changing(opening, opening.campaign, campaign) as (opening, _old, campaign):
        require(can_reopen_in(by, opening, campaign))
        fields = {name: getattr(opening, name) for name in COPIED}
        draft = Opening(code=code, campaign=campaign, reopened_from=opening, **fields)
        if Opening.objects.filter(code=code).exists():
            require(deny(_("Mã này đã có chức danh khác dùng.")))
        draft = create_opening(draft, by=by)
        record(
            chain=opening.ledger_chain,
            kind="opening_reopened",
            by=by,
            subject=subject_of(opening),
            agency=opening.ledger_agency,
            data={"code": draft.code, "campaign": campaign.code},
        )
    return draft
