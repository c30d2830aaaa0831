"""Verbs over official documents of a campaign: draft, record as signed, confirm, void."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.verdicts import deny, require
from audit import clock
from audit.rows import subject_of
from audit.transitions import add, changing, move
from documents.models import OfficialDocument
from documents.numbering import reference_of, take_number
from documents.workflow import store
from positions.models import Campaign
from positions.paper_parts import printable
from positions.paper_rules import (
    can_confirm_paper,
    can_draft_paper,
    can_record_paper,
    can_void_paper,
    is_signed_whole,
)
from positions.papers import content_of, title_of

State = OfficialDocument.State


def draft_paper(
    campaign: Campaign,
    kind: str,
    *,
    by: User,
    title: str = "",
    signer_name: str = "",
    signer_title: str = "",
    **extra: Any,
) -> OfficialDocument:
    """Word a document from what the campaign holds now; it is printed, signed, then recorded."""
    with changing(campaign) as campaign:
        require(can_draft_paper(by, campaign, kind))
        document = OfficialDocument(
            agency=campaign.host,
            kind=kind,
            chain=campaign.ledger_chain,
            subject=subject_of(campaign),
            register=OfficialDocument.REGISTERS.get(kind, ""),
            title=printable(title) or title_of(campaign, kind),
            signer_name=printable(signer_name),
            signer_title=printable(signer_title),
            content=content_of(campaign, kind, **extra),
            drafted_by=by,
        )
        return add(document, by=by)


def record_paper(
    document: OfficialDocument,
    *,
    reference: str,
    issued_on: date,
    signer_name: str,
    signer_title: str,
    scan: UploadedFile | None,
    by: User,
) -> OfficialDocument:
    """Enter what the signed paper bears; raises ValidationError when the scan may not be kept.

    A council's paper gets its number here, from its own book.
    """
    require(can_record_paper(by, document))
    with changing(document) as document:
        require(can_record_paper(by, document))
        require(is_signed_whole(document, reference, issued_on, signer_name, scan))
        file = store(scan, by=by) if scan else None
        fields = {
            "issued_on": issued_on,
            "signer_name": printable(signer_name),
            "signer_title": printable(signer_title),
            "scan": file,
            "scan_sha256": file.sha256 if file else "",
            "entered_by": by,
            "entered_at": clock.now(),
        }
        return move(document, State.RECORDED, by=by, **fields, **_number(document, reference))


def _number(document: OfficialDocument, reference: str) -> dict[str, Any]:
    """The agency's number as its clerk gave it, or the next one of the council's book."""
    if not document.register:
        return {"reference": printable(reference)}
    number = take_number(document.chain, document.register)
    is_party = document.agency.is_party
    made = reference_of(number, document.register, is_party=is_party)
    return {"register_no": number, "reference": made}


def confirm_paper(document: OfficialDocument, *, by: User) -> OfficialDocument:
    """Another officer has compared the entry with the signed paper."""
    with changing(document) as document:
        require(can_confirm_paper(by, document))
        fields = {"confirmed_by": by, "confirmed_at": clock.now()}
        return move(document, State.CONFIRMED, by=by, **fields)


def void_paper(document: OfficialDocument, *, reason: str, by: User) -> OfficialDocument:
    """Take a document out of use, with a reason; its number stays used."""
    with changing(document) as document:
        require(can_void_paper(by, document))
        if not reason.strip():
            require(deny(_("Hãy ghi lý do hủy văn bản.")))
        reason = printable(reason.strip())
        fields = {"voided_by": by, "void_reason": reason}
        return move(document, State.VOID, by=by, note=reason, **fields)
