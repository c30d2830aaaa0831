"""Vetting in the world of access: dossiers asked for more, refused, objected for."""

from datetime import timedelta
from typing import Any

from agencies.wording_workflow import word_notice
from audit import clock
from candidates.models import Application
from candidates.notice_workflow import record_contact
from candidates.objection_workflow import object_to_refusal
from candidates.vetting_workflow import ask_supplement, confirm
from messaging.models import Notice
from positions.models import Opening
from tests import builders as make
from tests.letters import add_letters
from tests.paper_dossiers import add_paper

LONG_AGO = timedelta(days=9)


def add_vetting(world: Any) -> None:
    """Openings of their own: `asked` may still be answered, `lapsed` not any more; two refused."""
    add_letters(world)
    add_paper(world)
    now = clock.now()
    world.own["asked"] = _asked(world, "asked", now)
    with clock.at(now - LONG_AGO):
        world.own["lapsed"] = _asked(world, "lapsed", now - LONG_AGO)
    world.own["refused"] = _refused(world, "refused")
    world.own["objected"] = _refused(world, "objected")
    owner = world.people["candidate"]
    object_to_refusal(world.own["objected"], "Có bằng ANPHA.", by=owner, received_at=clock.now())
    _tell(world, world.own["refused"])


def _tell(world: Any, row: Application) -> None:
    """One notice was told by telephone; the agency has words of its own for one kind."""
    hr, words = world.people["hr"], {"subject": "Lời ANPHA", "body": "ANPHA: {application}"}
    notice = Notice.objects.filter(about=row.public_id).latest("pk")
    facts = {"channel": "PHONE", "at": clock.now(), "received_by": "Người nghe ANPHA", "by": hr}
    world.things["contact"] = record_contact(row, [notice], **facts)[0]
    world.things["wording"] = word_notice(world.a, "supplement_answered", **words, by=hr)


def _refused(world: Any, name: str) -> Application:
    """By two officers who are nobody else here, so that both of HR may answer."""
    row = make.application_at(
        Application.State.SUBMITTED, _opening(world, name), world.profiles["candidate"]
    )
    check = make.decided(row, "INELIGIBLE", "Thiếu bằng ANPHA.", by=make.officer(world.a, n=3))
    confirm(check, by=make.officer(world.a, n=4))
    row.refresh_from_db()
    return row


def _opening(world: Any, name: str) -> Opening:
    period = make.campaign(f"ANPHA-{name.upper()}", world.a, name=f"Đợt thi ANPHA {name}")
    title = f"Giám đốc Sở {name} ANPHA"
    return make.opening_at(Opening.State.PUBLISHED, period, title=title)


def _asked(world: Any, name: str, now: Any) -> Application:
    row = make.application_at(
        Application.State.SUBMITTED, _opening(world, name), world.profiles["candidate"]
    )
    due_on = (now + timedelta(days=4)).date()
    ask_supplement(row, "Thiếu bằng ANPHA.", due_on, by=world.people["hr"])
    row.refresh_from_db()
    return row
