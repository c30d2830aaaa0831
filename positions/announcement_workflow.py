"""Verbs over a campaign's files and the proofs that its announcement was published."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.verdicts import deny, require
from audit import clock
from audit.transitions import add, amend, changing
from documents.workflow import store
from positions.announcement_rules import (
    can_add_file,
    can_add_publication,
    can_remove_file,
    can_void_publication,
    is_published_whole,
)
from positions.models import Campaign, CampaignFile, Publication
from positions.paper_parts import printable


def add_file(
    campaign: Campaign, kind: str, title: str, upload: UploadedFile, *, by: User
) -> CampaignFile:
    """Give one file to everybody; raises ValidationError when it may not be kept."""
    require(can_add_file(by, campaign))
    with changing(campaign) as campaign:
        require(can_add_file(by, campaign))
        if not printable(title).strip():
            require(deny(_("Hãy ghi tên tài liệu.")))
        file = store(upload, by=by)
        row = CampaignFile(
            campaign=campaign,
            kind=kind,
            title=printable(title).strip(),
            file=file,
            sha256=file.sha256,
            added_by=by,
            added_at=clock.now(),
        )
        return add(row, by=by)


def remove_file(file: CampaignFile, *, by: User) -> CampaignFile:
    """Take a file back; the row stays, its page is gone."""
    with changing(file) as file:
        require(can_remove_file(by, file))
        return amend(file, by=by, removed_by=by, removed_at=clock.now())


def add_publication(
    campaign: Campaign,
    channel: str,
    *,
    published_on: date,
    place: str,
    by: User,
    link: str = "",
    upload: UploadedFile | None = None,
) -> Publication:
    """Keep a proof; raises ValidationError when the picture or PDF may not be kept."""
    require(can_add_publication(by, campaign))
    with changing(campaign) as campaign:
        require(can_add_publication(by, campaign))
        place = printable(place).strip()
        require(is_published_whole(campaign, published_on, place, link, upload))
        file = store(upload, by=by) if upload else None
        row = Publication(
            campaign=campaign,
            channel=channel,
            published_on=published_on,
            place=place,
            link=link,
            file=file,
            file_sha256=file.sha256 if file else "",
            added_by=by,
            added_at=clock.now(),
        )
        return add(row, by=by)


def void_publication(publication: Publication, *, reason: str, by: User) -> Publication:
    """Declare a proof void, with a reason; the row stays for the desk to read."""
    with changing(publication) as publication:
        require(can_void_publication(by, publication))
        reason = printable(reason).strip()
        if not reason:
            require(deny(_("Hãy ghi lý do hủy.")))
        fields = {"voided_by": by, "voided_at": clock.now(), "voided_reason": reason}
        return amend(publication, by=by, note=reason, **fields)
