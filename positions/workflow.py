"""Verbs over campaigns, openings, announcements and boards."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import Error, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.verdicts import deny, require
from agencies import calendar
from agencies.models import Person
from audit import clock
from audit.checkpoints import seal
from audit.ledger import record
from audit.rows import subject_of
from audit.transitions import add, amend, changing, move
from messaging.language import official
from positions.heads import ask_head
from positions.models import Announcement, Campaign, CampaignGuest, Duty, Opening, OpeningStep
from positions.rules import (
    can_add_guest,
    can_add_opening,
    can_edit_opening,
    can_host_campaign,
    can_name_duty,
    can_propose_opening,
    can_publish_opening,
    can_serve,
)
from positions.step_workflow import (
    finish_step,
    first_steps,
    last_day_of_receipt,
    plan_steps,
)
from positions.subscription_workflow import tell_of_new_opening
from positions.triggers import REFUSALS

State = Opening.State
Kind = OpeningStep.Kind
CHUNK = 500


def create_campaign(campaign: Campaign, *, by: User) -> Campaign:
    """Enter an exam period; its chain in the ledger begins here."""
    require(can_host_campaign(by, campaign.host))
    campaign.created_by = by
    return add(campaign, by=by)


@dataclass(frozen=True)
class Draft:
    """An opening to be entered, with the days its exam is planned for."""

    opening: Opening
    written_on: date | None = None
    presentation_on: date | None = None


def create_opening(
    opening: Opening,
    *,
    by: User,
    written_on: date | None = None,
    presentation_on: date | None = None,
) -> Opening:
    """Enter a draft opening with the steps of its procedure."""
    draft = Draft(opening, written_on, presentation_on)
    return create_openings(opening.campaign, [draft], by=by)[0]


def create_openings(campaign: Campaign, drafts: list[Draft], *, by: User) -> list[Opening]:
    """Enter drafts of one campaign, all or none; each has steps and a history of its own."""
    with changing(campaign) as campaign:
        require(can_add_opening(by, campaign))
        openings = [_enter(draft.opening, campaign, by) for draft in drafts]
        days = calendar.load()
        steps = [step for draft in drafts for step in _first_steps(draft, days)]
        OpeningStep.objects.bulk_create(steps, batch_size=CHUNK)
    return openings


def _first_steps(draft: Draft, days: calendar.WorkingCalendar) -> list[OpeningStep]:
    return first_steps(draft.opening, draft.written_on, draft.presentation_on, days)


def _enter(opening: Opening, campaign: Campaign, by: User) -> Opening:
    opening.campaign, opening.regulation = campaign, campaign.regulation
    opening.created_by, opening.plan_on = by, campaign.plan_on
    return add(opening, by=by)


def edit_opening(
    opening: Opening,
    *,
    by: User,
    written_on: date | None = None,
    presentation_on: date | None = None,
    **fields: Any,
) -> Opening:
    """Change a draft."""
    with changing(opening) as opening:
        require(can_edit_opening(by, opening))
        opening = amend(opening, by=by, **fields)
        plan_steps(opening, written_on, presentation_on)
    return opening


def propose_opening(opening: Opening, *, by: User) -> Opening:
    """Send a draft to the head of the deciding authority."""
    with changing(opening, opening.campaign) as (opening, _campaign):
        require(can_propose_opening(by, opening))
        opening = move(opening, State.PROPOSED, by=by, proposed_by=by)
        ask_head(opening.authority, "opening", opening, by=by)
    return opening


def approve_opening(opening: Opening, *, request: Any, by: User) -> Opening:
    """The head's yes (run by the two-person request)."""
    fields = {"approved_by": by, "approved_at": clock.now()}
    return move(opening, State.APPROVED, by=by, **fields)


def return_opening(opening: Opening, *, request: Any, by: User | None) -> Opening:
    """Refused, taken back, void or expired: a draft again, with the remark."""
    if opening.state != State.PROPOSED:
        return opening
    return move(opening, State.DRAFT, by=by, note=request.reason, proposed_by=None)


def publish_opening(opening: Opening, *, by: User) -> Opening:
    """Announce an approved opening; from here on its chain is sealed by checkpoints."""
    with changing(opening, opening.campaign) as (opening, campaign):
        require(can_publish_opening(by, opening))
        now = clock.now()
        opening = finish_step(opening, Kind.ANNOUNCEMENT, timezone.localdate(now), by=by)
        opening = move(opening, State.PUBLISHED, by=by, published_at=now)
        if campaign.published_at is None:
            campaign = amend(campaign, by=by, published_at=now)
            _freeze_rules(campaign, by)
        tell_of_new_opening(_announce_opening(opening, by), opening)
        seal(campaign.ledger_chain)
    return opening


def _freeze_rules(campaign: Campaign, by: User) -> None:
    """The rules the exam is held under, fixed before anyone applies."""
    regulation = campaign.regulation
    record(
        chain=campaign.ledger_chain,
        kind="rules_frozen",
        by=by,
        subject=subject_of(regulation),
        agency=campaign.ledger_agency,
        data={
            "code": regulation.code,
            "version": regulation.version,
            "values": regulation.values,
        },
    )


@official
def _announce_opening(opening: Opening, by: User) -> Announcement:
    title = _("Thông báo thi tuyển chức danh %(title)s") % {"title": opening.title}
    text = _announcement_text(opening)
    kind = Announcement.Kind.OPENING
    return announce(opening.campaign, kind, title, text, by=by, opening=opening)


def _announcement_text(opening: Opening) -> str:
    deadline = date_format(timezone.localtime(opening.receipt_deadline), "H:i d/m/Y")
    text = _(
        "%(agency)s thông báo thi tuyển %(title)s: %(seats)s chỉ tiêu. Nhận hồ sơ đến %(deadline)s."
    )
    return text % {
        "agency": opening.agency.name,
        "title": opening.title,
        "seats": opening.seats,
        "deadline": deadline,
    }


def announce(
    campaign: Campaign,
    kind: str,
    title: str,
    body: str,
    *,
    by: User | None,
    opening: Opening | None = None,
) -> Announcement:
    """Publish a notice; it cannot be changed afterwards."""
    notice = Announcement(
        campaign=campaign,
        opening=opening,
        kind=kind,
        title=title,
        body=body,
        published_at=clock.now(),
    )
    return add(notice, by=by)


def close_receipt(opening: Opening, *, by: User | None) -> Opening:
    """Two minutes after the deadline: nothing that came in time can still be on the way."""
    with changing(opening) as opening:
        if not opening.is_closing_due:
            require(deny(_("Chưa đến lúc khóa nhận hồ sơ.")))
        opening = move(opening, State.RECEIPT_CLOSED, by=by)
        last_day = last_day_of_receipt(opening.receipt_deadline)
        return finish_step(opening, Kind.RECEIPT, last_day, by=by)


def close_due_receipts() -> int:
    """Close every opening whose time is over (for tick)."""
    due = [row for row in Opening.objects.filter(state=State.PUBLISHED) if row.is_closing_due]
    for opening in due:
        close_receipt(opening, by=None)
    return len(due)


def close_list(opening: Opening, *, by: User | None) -> Opening:
    """The list of the campaign was closed; the caller holds the locks and seals."""
    opening = move(opening, State.LIST_CLOSED, by=by)
    return finish_step(opening, Kind.LIST, clock.today(), by=by)


def record_outcome(opening: Opening, *, filled: bool, by: User | None) -> Opening:
    """The released result gives the opening its outcome; the caller holds the lock."""
    to = State.FILLED if filled else State.UNFILLED
    return move(opening, to, by=by, outcome=to.value)


def add_guest(guest: CampaignGuest, *, by: User) -> CampaignGuest:
    """Posts of another agency may join the campaign from now on."""
    with changing(guest.campaign) as campaign:
        require(can_add_guest(by, campaign, guest.agency))
        guest.campaign, guest.added_by = campaign, by
        return add(guest, by=by)


def name_duty(campaign: Campaign, person: Person, board: str, *, by: User, **flags: Any) -> Duty:
    """Put a person on a board; the database refuses what the regulation forbids."""
    with changing(campaign) as campaign:
        require(can_name_duty(by, campaign))
        require(can_serve(person, campaign, board))
        duty = Duty(campaign=campaign, person=person, board=board, **flags)
        return _add_duty(duty, by)


def _add_duty(duty: Duty, by: User) -> Duty:
    try:
        duty.validate_constraints()
        with transaction.atomic():
            return add(duty, by=by)
    except ValidationError as error:
        raise PermissionDenied(" ".join(error.messages)) from error
    except Error as error:
        reasons = [words for message, words in REFUSALS.items() if message in str(error)]
        if not reasons:
            raise
        raise PermissionDenied(str(reasons[0])) from error


def end_duty(duty: Duty, *, by: User) -> Duty:
    """Take a person off a board; the row stays."""
    with changing(duty.campaign, duty) as (campaign, duty):
        require(can_name_duty(by, campaign))
        return move(duty, Duty.State.ENDED, by=by)
