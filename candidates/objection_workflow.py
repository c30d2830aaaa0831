"""Verbs over objections: filed, answered, settled; whoever is right comes back to the list."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import TwoPersonRequest, User
from accounts.verdicts import require
from audit import clock
from audit.canonical import leaf_of
from audit.checkpoints import seal
from audit.ledger import record
from audit.merkle import root_of
from audit.rows import subject_of
from audit.transitions import add, amend, changing, locked, move
from candidates.models import Application, Objection
from candidates.objection_rules import can_answer, can_carry_out, can_object
from candidates.queries import list_counts
from candidates.workflow import list_lines, tell_applicant
from messaging.language import official
from positions.heads import ask_head
from positions.models import Announcement, Campaign, Opening
from positions.workflow import announce

State = Objection.State
_readmitted: list[Callable[[Application, User], None]] = []


def register_readmission(carry_on: Callable[[Application, User], None]) -> None:
    """A later room gives whoever comes back after the list was closed their place in it."""
    _readmitted.append(carry_on)


def object_to_refusal(
    application: Application, grounds: str, *, by: User, received_at: datetime
) -> Objection:
    """Say once why the refusal is wrong, on the documents that were filed."""
    campaign = application.opening.campaign
    with changing(application, campaign) as (application, _campaign):
        require(can_object(by, application, received_at))
        row = Objection(application=application, grounds=grounds, filed_at=received_at)
        return add(row, by=by)


def answer_objection(
    objection: Objection, outcome: str, answer: str, *, by: User
) -> TwoPersonRequest:
    """Propose the answer and ask the head of the agency to settle it."""
    with changing(objection.application, objection) as (application, objection):
        objection.application = application
        require(can_answer(by, objection))
        fields = {"outcome": outcome, "answer": answer, "answered_by": by}
        objection = move(objection, State.PROPOSED, by=by, answered_at=clock.now(), **fields)
        require(can_carry_out(objection))
        return ask_head(application.opening.agency, "objection", objection, by=by)


def settle(objection: Objection, *, request: Any, by: User) -> Objection:
    """The head's yes to the answer: the refusal stays, or the candidate is readmitted."""
    application = locked(objection.application)[0]
    fields = {"settled_by": by, "settled_at": clock.now()}
    objection = move(objection, objection.outcome, by=by, note=objection.answer, **fields)
    if objection.state == State.UPHELD:
        _readmit(application, by=by, reason=objection.answer)
    tell_applicant(application, f"objection:{objection.pk}", _settled_text(objection))
    return objection


def return_objection(objection: Objection, *, request: Any, by: User | None) -> Objection:
    """The head's no, or time ran out: it is answered anew."""
    if objection.state != State.PROPOSED:
        return objection
    return move(objection, State.FILED, by=by, note=request.reason)


@official
def _settled_text(objection: Objection) -> str:
    words = {
        "code": objection.application.receipt_code,
        "result": objection.get_state_display(),
        "answer": objection.answer,
    }
    return _("Khiếu nại về hồ sơ %(code)s: %(result)s. %(answer)s") % words


def _readmit(application: Application, *, by: User, reason: str) -> None:
    """Eligible after all; where the list is closed already, it is sealed in a new version."""
    application = move(application, Application.State.ELIGIBLE, by=by, note=reason)
    campaign = application.opening.campaign
    if campaign.list_closed_at is None or application.opening.state in Opening.DROPPED_STATES:
        return
    number = _next_number(campaign)
    application = amend(application, by=by, number=number, is_eligible=True)
    _seal_again(campaign, application, by, reason)
    for carry_on in _readmitted:
        carry_on(application, by)


def _next_number(campaign: Campaign) -> str:
    """After the numbers drawn by lot, which nobody gives back."""
    numbers = Application.objects.filter(opening__campaign=campaign).exclude(number="")
    drawn = list(numbers.values_list("number", flat=True))
    width = max(map(len, drawn), default=3)
    return str(max(map(int, drawn), default=0) + 1).zfill(width)


def _seal_again(campaign: Campaign, application: Application, by: User, reason: str) -> None:
    before, lines = campaign.list_root, list_lines(campaign)
    root = root_of(leaf_of(line) for line in lines)
    campaign = amend(campaign, by=by, list_root=root, note=reason)
    record(
        chain=campaign.ledger_chain,
        kind="list_resealed",
        by=by,
        subject=subject_of(campaign),
        agency=campaign.ledger_agency,
        data={"root": root, "before": before, "number": application.number, **list_counts(lines)},
    )
    _announce_again(campaign, application, by)
    seal(campaign.ledger_chain)


@official
def _announce_again(campaign: Campaign, application: Application, by: User) -> Announcement:
    title = _("Bổ sung danh sách đủ điều kiện dự thi: %(name)s") % {"name": campaign.name}
    text = _("Sau khi giải quyết khiếu nại, một người được bổ sung vào danh sách: %(title)s.")
    body = text % {"title": application.opening.title}
    return announce(campaign, Announcement.Kind.LIST, title, body, by=by)
