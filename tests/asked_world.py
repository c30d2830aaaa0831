"""Vetting in the world of access: a dossier asked for more in time, one whose time is past."""

from datetime import timedelta
from typing import Any

from audit import clock
from candidates.models import Application
from candidates.vetting_workflow import ask_supplement
from positions.models import Opening
from tests import builders as make

LONG_AGO = timedelta(days=9)


def add_vetting(world: Any) -> None:
    """Openings of their own: `asked` may still be answered, `lapsed` not any more."""
    now = clock.now()
    world.own["asked"] = _asked(world, "asked", now)
    with clock.at(now - LONG_AGO):
        world.own["lapsed"] = _asked(world, "lapsed", now - LONG_AGO)


def _asked(world: Any, name: str, now: Any) -> Application:
    opening = make.opening_at(
        Opening.State.PUBLISHED,
        make.campaign(f"ANPHA-{name.upper()}", world.a, name=f"Đợt thi ANPHA {name}"),
        title=f"Giám đốc Sở {name} ANPHA",
    )
    row = make.application_at(Application.State.SUBMITTED, opening, world.profiles["candidate"])
    due_on = (now + timedelta(days=4)).date()
    ask_supplement(row, "Thiếu bằng ANPHA.", due_on, by=world.people["hr"])
    row.refresh_from_db()
    return row
