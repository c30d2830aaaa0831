"""Dossiers on paper, through the verbs."""

from datetime import date, datetime
from typing import Any

from accounts.models import User
from audit import clock
from candidates.models import CandidateProfile, PaperReceipt
from candidates.paper_workflow import Arrival, add_scan, compare_paper, enter_paper
from positions.models import Opening
from tests import builders as make

_numbers = iter(range(1, 10**6))


def profile(**fields: Any) -> CandidateProfile:
    """Somebody without a log-in."""
    facts = {
        "full_name": "Cồ Văn Giấy",
        "birth_on": date(1979, 5, 6),
        "gender": "M",
        "citizen_id": f"0312{next(_numbers):08}",
        "education": "Đại học luật",
        "workplace": "Sở Tư pháp",
        "job": "Phó Trưởng phòng",
        "phone": "0900 111 222",
    }
    return CandidateProfile(**facts | fields)


def entered(
    opening: Opening,
    channel: str = "DESK",
    at: datetime | None = None,
    postmark_on: date | None = None,
    *,
    scans: bool = True,
    by: User | None = None,
    **fields: Any,
) -> PaperReceipt:
    """By the first officer, with one scan."""
    first = by or make.officer(opening.agency)
    arrival = Arrival(channel, at or clock.now(), postmark_on)
    paper = enter_paper(opening, profile(**fields), "OPEN", arrival, by=first)
    if scans:
        add_scan(paper, "APP_FORM", "ORIGINAL", make.pdf(), by=first)
    return paper


def filed(paper: PaperReceipt, by: User | None = None) -> PaperReceipt:
    by = by or make.officer(paper.application.opening.agency, n=2)
    return compare_paper(paper, by=by)


def add_paper(world: Any) -> None:
    """One entered by the first officer, one filed."""
    hr, hr_2 = world.people["hr"], world.people["hr_2"]
    period = make.campaign("ANPHA-GIAY", world.a, name="Đợt thi ANPHA giấy")
    post = make.opening_at(Opening.State.PUBLISHED, period, title="Giám đốc Sở giấy ANPHA")
    world.things["paper post"] = post
    world.things["paper"] = entered(post, by=hr)
    world.things["paper filed"] = filed(entered(post, by=hr), by=hr_2)
