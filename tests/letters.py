"""Letters about a campaign, through the verbs; the sender is somebody no page else names."""

from typing import Any

from accounts.models import User, new_public_id
from audit import clock
from candidates import complaint_workflow as verbs
from candidates.complaint_workflow import Document, Letter
from candidates.models import Complaint, LetterReaders
from exams.models import ProceedDecision
from exams.workflow.letters import proceed
from positions.models import Campaign
from tests import builders as make

SENDER = {
    "full_name": "Khuất Thị Kín",
    "address": "Ngõ Lặng, phường Giữ Kín",
    "phone": "0999 123 999",
    "email": "khuat.thi.kin@kin.example",
    "citizen_id": "031199912399",
}
TEXT = "Người coi thi đọc đề trước giờ mở."


def letter(kind: str = "COMPLAINT", sender: dict | None = None, **fields: Any) -> Letter:
    named = SENDER if sender is None else sender
    return Letter(kind, fields.pop("text", TEXT), new_public_id(), sender=named, **fields)


def sent(campaign: Campaign, kind: str = "COMPLAINT", **fields: Any) -> Complaint:
    """From the public page, now."""
    at = fields.pop("at", None) or clock.now()
    head = fields.pop("concerns_head", False)
    form = letter(kind, **fields)
    return verbs.send_letter(campaign, form, received_at=at, concerns_head=head)


def readers(campaign: Campaign) -> LetterReaders:
    """The second HR officer and an inspector of the host."""
    host = campaign.host
    two = make.officer(host, n=2), make.officer(host, "inspector")
    return verbs.name_readers(campaign, *two, by=make.officer(host, make.HEAD))


def taken(row: Complaint, owner: User | None = None, **fields: Any) -> Complaint:
    """Given to the first HR officer by the head."""
    host = row.campaign.host
    owner = owner or make.officer(host)
    return verbs.assign(row, owner, by=make.officer(host, make.HEAD), **fields)


def paper(no: str = "45/KL") -> Document:
    return Document(no, clock.today(), "Vương Đình Thọ")


def concluded(row: Complaint) -> Complaint:
    row = taken(row) if row.state == "RECEIVED" else row
    return verbs.conclude(row, "Không có căn cứ.", paper(), by=row.owner)


def proceeded(campaign: Campaign) -> ProceedDecision:
    head = make.officer(campaign.host, make.HEAD)
    return proceed(campaign, "Đơn không liên quan chức danh này.", paper("46/QĐ"), by=head)


def add_letters(world: Any) -> None:
    """To the world of access: a petition nobody has, a denunciation of which only its readers
    and the head know, one that `hr` has, a complaint about `hr`, and one over a scored exam.
    """
    people, receiving = world.people, world.campaigns["receiving"]
    two = people["hr_2"], people["inspector"]
    verbs.name_readers(receiving, *two, by=people["head"])
    text = "Nội dung đơn ANPHA."
    world.things["petition"] = sent(receiving, "PETITION", text=text)
    world.things["denunciation"] = sent(receiving, "DENUNCIATION", text=text)
    handed, complaint = sent(receiving, "DENUNCIATION", text=text), sent(receiving, text=text)
    world.things["handed"] = verbs.assign(handed, people["hr"], by=people["head"])
    about = {"about": people["hr"], "by": people["head"]}
    world.things["about_hr"] = verbs.assign(complaint, people["hr_2"], **about)
    sent(world.campaigns["scored"], text=text)
