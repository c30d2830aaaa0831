"""Official documents of the campaign that receives dossiers, one at each stage."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from agencies.models import Person
from audit import clock
from candidates import workflow as candidate_verbs
from desk.seeding import steps
from desk.seeding.cast import Cast
from documents.models import OfficialDocument
from documents.rendering.pdf_file import pdf
from positions import paperwork
from positions import workflow as position_verbs
from positions.models import Campaign, Duty

Kind = OfficialDocument.Kind
SIGNER = {"signer_name": "Vương Đình Thọ", "signer_title": "Giám đốc"}
COUNCIL = ("Vương Đình Thọ", "Từ Quang Hải", "Phí Thị Xuân")
DECISION = "46/QĐ-SNV"


def plan(cast: Cast, campaign: Campaign) -> OfficialDocument:
    """Entered by one officer, compared by the other."""
    hr, other = cast.users["tochuc.hp1"], cast.users["tochuc.hp2"]
    paper = paperwork.draft_paper(campaign, Kind.PLAN, by=hr, **SIGNER)
    paper = _record(paper, hr, campaign.plan_no, campaign.plan_on)
    return paperwork.confirm_paper(paper, by=other)


def decision(cast: Cast, campaign: Campaign, signed_on: date) -> OfficialDocument:
    """The council is named; its decision waits for the second officer."""
    hr = cast.users["tochuc.hp1"]
    for place, name in enumerate(COUNCIL):
        person = Person.objects.get(full_name=name, agency=campaign.host)
        flags = {"is_chair": place == 0, "is_vice": place == 1}
        board = Duty.Board.COUNCIL
        position_verbs.name_duty(campaign, person, board, by=hr, decision_no=DECISION, **flags)
    paper = paperwork.draft_paper(campaign, Kind.COUNCIL_DECISION, by=hr, **SIGNER)
    return _record(paper, hr, DECISION, signed_on)


def notice(cast: Cast, campaign: Campaign) -> OfficialDocument:
    """Still to be signed."""
    hr = cast.users["tochuc.hp1"]
    return paperwork.draft_paper(campaign, Kind.NOTICE, by=hr, **SIGNER)


def close_list(campaign: Campaign, reference: str, hr: User, other: User) -> None:
    """The paper that approves the list is signed and compared; then two officers close it."""
    paper = candidate_verbs.draft_list_paper(campaign, by=hr)
    paperwork.confirm_paper(_record(paper, hr, reference, clock.today()), by=other)
    candidate_verbs.ask_to_close_list(campaign, by=hr)
    steps.second_person(campaign, other)


def _record(paper: OfficialDocument, by: User, reference: str, on: date) -> OfficialDocument:
    """The document's own print stands for the signed scan."""
    fields: dict[str, Any] = {"reference": reference, "issued_on": on} | SIGNER
    for name, value in fields.items():
        setattr(paper, name, value)
    scan = SimpleUploadedFile("ban-da-ky.pdf", pdf(paper), "application/pdf")
    return paperwork.record_paper(paper, by=by, scan=scan, **fields)
