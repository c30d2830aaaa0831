"""Verbs over title standards: drafted, edited criterion by criterion, issued by two persons."""

from typing import Any

from django.db.models import Max

from accounts.models import TwoPersonRequest, User
from accounts.verdicts import require
from agencies.models import Agency
from audit import clock
from audit.transitions import add, amend, changing, locked, move
from positions.heads import ask_head
from positions.models import Title, TitleStandard
from positions.standard_rules import can_draft_standard, can_edit_standard, can_propose_standard

State = TitleStandard.State


def draft_standard(
    title: Title, owner: Agency, *, by: User, base: TitleStandard | None = None
) -> TitleStandard:
    """A draft that begins empty or as another standard of the same title says."""
    with changing(title) as title:
        require(can_draft_standard(by, title, owner))
        mine = TitleStandard.objects.filter(title=title, owner=owner)
        version = (mine.aggregate(last=Max("version"))["last"] or 0) + 1
        criteria = base.criteria if base else []
        draft = TitleStandard(
            title=title,
            owner=owner,
            version=version,
            criteria=criteria,
            based_on=base,
            edited_by=by,
        )
        return add(draft, by=by)


def edit_standard(
    standard: TitleStandard, criteria: list[dict[str, Any]], *, by: User, document_no: str
) -> TitleStandard:
    """Change a draft."""
    with changing(standard) as standard:
        require(can_edit_standard(by, standard))
        return amend(standard, by=by, criteria=criteria, document_no=document_no, edited_by=by)


def propose_standard(standard: TitleStandard, *, by: User) -> TitleStandard:
    """Send a draft to the head of its agency."""
    with changing(standard) as standard:
        require(can_propose_standard(by, standard))
        standard = move(standard, State.PROPOSED, by=by, proposed_by=by)
        ask_head(standard.owner, "standard", standard, by=by)
    return standard


def issue_standard(
    standard: TitleStandard, *, request: TwoPersonRequest, by: User
) -> TitleStandard:
    """The head's yes: in force, and the version before it no longer; openings keep theirs."""
    same = TitleStandard.objects.filter(title=standard.title, owner=standard.owner)
    for row in locked(*same.filter(state=State.ISSUED)):
        move(row, State.REPLACED, by=by)
    return move(standard, State.ISSUED, by=by, issued_by=by, issued_at=clock.now())


def return_standard(
    standard: TitleStandard, *, request: TwoPersonRequest, by: User | None
) -> TitleStandard:
    """Refused, taken back, void or expired: a draft again, with the remark."""
    if standard.state != State.PROPOSED:
        return standard
    return move(standard, State.DRAFT, by=by, note=request.reason, proposed_by=None)
