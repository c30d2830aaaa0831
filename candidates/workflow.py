"""Verbs over profiles, applications, vetting and the eligible list."""

import secrets
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.verdicts import require
from accounts.workflow import ask_second_person
from agencies.models import Membership
from audit import clock
from audit.canonical import leaf_of
from audit.checkpoints import seal
from audit.ledger import record
from audit.merkle import root_of
from audit.rows import subject_of
from audit.transitions import add, amend, changing, locked, move
from candidates.list_paper import approving_paper, can_close_list, eligible_people
from candidates.models import (
    QUALIFICATIONS,
    Application,
    CandidateProfile,
    DossierItem,
    SupplementRequest,
)
from candidates.notice_queries import told_at_closing
from candidates.notice_workflow import tell_applicant, to_the_second
from candidates.objection_rules import last_moment
from candidates.profile_workflow import file_profile
from candidates.queries import list_counts
from candidates.rules import (
    can_add_item,
    can_apply,
    can_declare_shortfall,
    can_edit,
    can_edit_own_profile,
    can_prepare_list,
    can_remove_item,
    can_submit,
    can_withdraw,
    competing,
)
from documents.models import OfficialDocument, StoredFile
from documents.workflow import receive
from messaging.language import official
from positions.change_workflow import record_shortfall
from positions.models import Announcement, Campaign, Opening
from positions.paperwork import draft_paper
from positions.queries import instant_words
from positions.workflow import announce, close_list, close_receipt

State = Application.State
SNAPSHOT = (
    "full_name",
    "birth_on",
    "gender",
    "is_party_member",
    "education",
    "political_theory",
    "workplace",
    "job",
    *QUALIFICATIONS,
)


def save_profile(profile: CandidateProfile, *, by: User) -> CandidateProfile:
    """Keep one's own profile."""
    require(can_edit_own_profile(by, profile))
    profile.save()
    return profile


def start_application(opening: Opening, *, profile: CandidateProfile, by: User) -> Application:
    """Begin a draft, or return the one that exists."""
    require(can_edit_own_profile(by, profile))
    with changing(opening) as opening:
        found = Application.objects.filter(opening=opening, profile=profile).first()
        if found:
            return found
        require(can_apply(by, opening))
        return add(Application(opening=opening, profile=profile), by=by)


def choose_source(application: Application, source: str, *, by: User) -> Application:
    """State by which way one applies."""
    with changing(application) as application:
        require(can_edit(by, application))
        return amend(application, by=by, source=source)


def add_item(
    application: Application,
    kind: str,
    upload: UploadedFile,
    *,
    by: User,
    received_at: datetime,
    copy: str = DossierItem.Copy.PLAIN,
) -> DossierItem:
    """Keep a document; raises ValidationError when the file may not be kept."""
    require(can_add_item(by, application, received_at))
    file = receive(upload, by=by, with_view=True)
    with changing(application) as application:
        require(can_add_item(by, application, received_at))
        return keep_item(application, file, kind, copy, by=by)


def keep_item(
    application: Application, file: StoredFile, kind: str, copy: str, *, by: User
) -> DossierItem:
    """A checked file becomes a document of a locked dossier."""
    file.save()
    facts = {"kind": kind, "copy": copy, "sha256": file.sha256, "view_sha256": file.view_sha256}
    return add(DossierItem(application=application, file=file, **facts), by=by)


def remove_item(item: DossierItem, *, by: User, received_at: datetime) -> DossierItem:
    """Take a document out of a draft, or out of a supplement not yet sent; the row stays."""
    with changing(item.application, item) as (application, item):
        item.application = application
        require(can_remove_item(by, item, received_at))
        return move(item, DossierItem.State.REMOVED, by=by)


def submit(application: Application, *, by: User, received_at: datetime) -> Application:
    """Submit with a snapshot of the profile; a second click returns the same receipt."""
    opening = application.opening
    profile = application.profile
    rows = (application, opening, opening.campaign, profile)
    # The profile is locked too: its facts and its lines are of one moment.
    with changing(*rows) as (application, opening, _campaign, profile):
        application.opening, application.profile = opening, profile
        if application.state == State.SUBMITTED and profile.user_id == by.pk:
            return application
        require(can_submit(by, application, received_at))
        return file_application(application, by=by, received_at=received_at)


def file_application(application: Application, *, by: User, received_at: datetime) -> Application:
    """File a locked draft: the profile as it is now, a receipt for whoever filed it."""
    profile = application.profile
    snapshot = {name: getattr(profile, name) for name in SNAPSHOT}
    application = move(
        application,
        State.SUBMITTED,
        by=by,
        received_at=received_at,
        submitted_at=clock.now(),
        ethnicity_code=profile.ethnicity_id or "",
        **snapshot,
    )
    file_profile(application, by=by)
    at = to_the_second(received_at)
    tell_applicant(application, "application_submitted", "submitted", received_at=at)
    return application


def withdraw(application: Application, *, by: User) -> Application:
    """Take one's application back before the list is closed."""
    campaign, asked = application.opening.campaign, application.supplements.waiting()
    with changing(application, campaign, *asked) as (application, _campaign, *asked):
        require(can_withdraw(by, application))
        for request in asked:
            move(request, SupplementRequest.State.DROPPED, by=by)
        return move(application, State.WITHDRAWN, by=by)


def draft_list_paper(campaign: Campaign, *, by: User) -> OfficialDocument:
    """Word the paper that approves the list: everybody eligible now, by name."""
    with changing(campaign) as campaign:
        require(can_prepare_list(by, campaign))
        return draft_paper(
            campaign, OfficialDocument.Kind.LIST, by=by, people=eligible_people(campaign)
        )


def ask_to_close_list(campaign: Campaign, *, by: User) -> Any:
    """Ask a second HR officer of the host to close the list."""
    with changing(campaign) as campaign:
        require(can_close_list(by, campaign))
        scope = f"{Membership.Role.AGENCY_HR}@{campaign.host.code}"
        return ask_second_person("list", campaign, by=by, approver_scope=scope)


def close_campaign_list(campaign: Campaign, *, request: Any, by: User) -> Campaign:
    """Close the list for all openings: numbers drawn, root sealed, notice public."""
    openings = [
        _close_opening(opening, by)
        for opening in locked(*campaign.openings.exclude(state__in=Opening.DROPPED_STATES))
    ]
    _draw_numbers(openings, by)
    lines = list_lines(campaign)
    root = root_of(leaf_of(line) for line in lines)
    paper = approving_paper(campaign)
    fields = {"list_closed_at": clock.now(), "list_root": root, "list_paper": paper}
    campaign = amend(campaign, by=by, **fields)
    counts = list_counts(lines)
    record(
        chain=campaign.ledger_chain,
        kind="list_closed",
        by=by,
        subject=subject_of(campaign),
        agency=campaign.ledger_agency,
        data={
            "root": root,
            "openings": [opening.code for opening in openings],
            "paper": paper.scan_sha256,
            **counts,
        },
    )
    _announce_list(campaign, counts, by)
    for application in told_at_closing(openings).select_related("opening__agency", "profile__user"):
        application.opening.campaign = campaign
        tell_of_list(application)
    seal(campaign.ledger_chain)
    return campaign


@official
def tell_of_list(application: Application) -> None:
    """The number, or until when a refusal may still be objected to."""
    name, until = application.opening.campaign.name, last_moment(application.opening)
    if application.number:
        tell_applicant(application, "list_closed", "list", campaign=name)
    else:
        due = instant_words(until)
        tell_applicant(application, "list_closed_without", "list", campaign=name, due=due)


@official
def _announce_list(campaign: Campaign, counts: dict[str, int], by: User) -> Announcement:
    title = _("Danh sách đủ điều kiện dự thi: %(name)s") % {"name": campaign.name}
    text = _("%(eligible)s người đủ điều kiện, %(ineligible)s không đủ, %(withdrawn)s đã rút.")
    return announce(campaign, Announcement.Kind.LIST, title, text % counts, by=by)


def declare_shortfall(opening: Opening, *, by: User) -> Opening:
    """Fewer people compete than the regulation asks for: extend, nominate, widen or postpone."""
    with changing(opening, opening.campaign) as (opening, _campaign):
        require(can_declare_shortfall(by, opening))
        if opening.state == Opening.State.PUBLISHED:
            opening = close_receipt(opening, by=by)
        opening = record_shortfall(opening, by=by, count=competing(opening))
        seal(opening.ledger_chain)
    return opening


def keep_list_open(campaign: Campaign, *, request: Any, by: User | None) -> Campaign:
    """The second officer refused, or time ran out: nothing changes."""
    return campaign


def _close_opening(opening: Opening, by: User) -> Opening:
    if opening.state == Opening.State.PUBLISHED:
        opening = close_receipt(opening, by=by)
    return close_list(opening, by=by)


def _draw_numbers(openings: list[Opening], by: User) -> None:
    """Candidate numbers by lot over the openings of a campaign; who is eligible is frozen here."""
    eligible = Application.objects.filter(opening__in=openings, state=State.ELIGIBLE)
    eligible = eligible.order_by("pk")
    drawn = locked(*eligible)
    secrets.SystemRandom().shuffle(drawn)
    width = max(3, len(str(len(drawn))))
    for place, application in enumerate(drawn, start=1):
        amend(application, by=by, number=str(place).zfill(width), is_eligible=True)
    refused = Application.objects.filter(opening__in=openings, state=State.INELIGIBLE)
    for application in locked(*refused):
        amend(application, by=by, is_eligible=False)


def list_lines(campaign: Campaign) -> list[dict[str, str]]:
    """Every registered application of the openings on the list, with what became of it, in order.

    Openings postponed or cancelled before the list was closed are not on it.

    The random id keeps a line unguessable, so the root reveals nobody.
    """
    rows = Application.objects.registered().filter(opening__campaign=campaign)
    rows = rows.exclude(opening__state__in=Opening.DROPPED_STATES)
    names = ("public_id", "opening__code", "state", "number")
    return [
        dict(zip(("application", "opening", "state", "number"), row, strict=True))
        for row in rows.order_by("public_id").values_list(*names)
    ]


def note_export(rows: QuerySet[Application], *, by: User, file_kind: str) -> None:
    """Taking a list of applications away is an entry for each agency whose rows are in it."""
    codes = rows.order_by().values_list("opening__agency__code", flat=True).distinct()
    with transaction.atomic():
        for code in codes:
            data = {"list": "applications", "format": file_kind}
            record(chain=f"access:{code}", kind="audit_export", by=by, agency=code, data=data)
