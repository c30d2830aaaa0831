"""Verbs over dossiers on paper: entered by one officer, filed once another compared them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.verdicts import deny, require
from audit import clock
from audit.transitions import add, changing, move
from candidates.models import Application, CandidateProfile, DossierItem, PaperReceipt
from candidates.paper_rules import (
    can_add_scan,
    can_compare_paper,
    can_enter,
    can_void_entry,
    is_in_time,
)
from candidates.workflow import file_application, keep_item
from documents.workflow import receive
from positions.models import Opening

State = PaperReceipt.State


@dataclass(frozen=True)
class Arrival:
    """How a dossier came: the way, the moment, the day of the postmark."""

    channel: str
    arrived_at: datetime
    postmark_on: date | None = None


def enter_paper(
    opening: Opening, profile: CandidateProfile, source: str, arrival: Arrival, *, by: User
) -> PaperReceipt:
    """Enter what the paper says of somebody without a log-in; a draft until it is compared."""
    with changing(opening, opening.campaign) as (opening, campaign):
        opening.campaign = campaign
        require(can_enter(by, opening))
        facts = (arrival.channel, arrival.arrived_at, arrival.postmark_on)
        require(is_in_time(opening, *facts))
        profile.save()
        row = add(Application(opening=opening, profile=profile, source=source), by=by)
        paper = PaperReceipt(
            application=row,
            channel=arrival.channel,
            arrived_at=arrival.arrived_at,
            postmark_on=arrival.postmark_on,
            entered_by=by,
            entered_at=clock.now(),
        )
        return add(paper, by=by)


def add_scan(
    paper: PaperReceipt, kind: str, copy: str, upload: UploadedFile, *, by: User
) -> DossierItem:
    """Keep a scan of the paper; raises ValidationError when the file may not be kept."""
    require(can_add_scan(by, paper))
    file = receive(upload, by=by, with_view=True)
    with changing(paper) as paper:
        require(can_add_scan(by, paper))
        return keep_item(paper.application, file, kind, copy, by=by)


def compare_paper(paper: PaperReceipt, *, by: User) -> PaperReceipt:
    """The second officer's yes: the dossier is filed with the moment it arrived."""
    application = paper.application
    opening = application.opening
    rows = (paper, application, opening, opening.campaign, application.profile)
    with changing(*rows) as (paper, application, opening, campaign, profile):
        opening.campaign = campaign
        application.opening, application.profile, paper.application = opening, profile, application
        require(can_compare_paper(by, paper))
        paper = move(paper, State.CONFIRMED, by=by, confirmed_by=by, confirmed_at=clock.now())
        file_application(application, by=by, received_at=paper.arrived_at)
    return paper


def void_entry(paper: PaperReceipt, *, reason: str, by: User) -> PaperReceipt:
    """Take a wrong entry out of use, with a reason; the draft stays unfiled."""
    with changing(paper) as paper:
        require(can_void_entry(by, paper))
        if not reason.strip():
            require(deny(_("Hãy ghi lý do hủy.")))
        return move(paper, State.VOID, by=by, note=reason, void_reason=reason.strip())
