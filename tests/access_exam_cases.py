"""Every URL name of an exam: A's object and a body a person could have sent."""

from typing import Any

from tests import access_written as written
from tests.access_case import Case, campaign, own, thing, words
from tests.access_marking import finish_marking
from tests.access_world import World

_heard = words(attendance="sat", held_on="01/02/2026")
_day = words(on="01/03/2026")


def _slip_body(world: World) -> dict[str, Any]:
    return {world.things["member"].public_id: "8,5"}


EXAMS = [
    Case("exams:result-list"),
    Case("exams:result-public", campaign("released")),
    Case("exams:result-public", campaign("scored"), object="scored"),
    Case("exams:result-public", campaign("draft"), object="draft"),
    Case("exams:own-result", own("released")),
    Case("exams:own-result", own("scored"), object="scored"),
    Case("exams:exam-list"),
    Case("exams:exam-detail", campaign("presenting")),
    Case("exams:exam-detail", campaign("scored"), object="scored"),
    Case("exams:exam-begin", campaign("closed")),
    Case("exams:exam-begin", campaign("ready"), object="list open"),
    Case("exams:exam-score", campaign("heard")),
    Case("exams:exam-score", campaign("presenting"), object="slips missing"),
    Case("exams:exam-release", campaign("scored")),
    Case("exams:exam-release", campaign("heard"), object="not scored"),
    Case("exams:presentation-detail", thing("unheard"), _heard),
    Case("exams:slip-grid", thing("shown"), _slip_body),
    Case("exams:slip-grid", thing("unheard"), _slip_body, "unheard"),
    Case("exams:slip-type", thing("shown", member_id="member"), words(value="8,5")),
    Case("exams:slip-type", thing("unheard", member_id="member"), words(value="8"), "unheard"),
    Case("exams:slip-compare", thing("slip"), words(value="8,5")),
    Case(
        "exams:appointment",
        lambda world: {"public_id": world.things["selected"].application.public_id},
        _day,
    ),
]


def _opening_of(name: str, world: World) -> dict[str, Any]:
    period = world.campaigns[name]
    return {"code": period.code, "opening": period.openings.first().code}


def _released_opening(world: World) -> dict[str, Any]:
    return _opening_of("released", world)


def _unscored_opening(world: World) -> dict[str, Any]:
    return _opening_of("heard", world)


WRITTEN = [
    Case("exams:sitting-prepare", campaign("written"), words(held_on="01/02/2030", place="A1")),
    Case("exams:sitting", written.PREPARING, written.seats_body),
    Case("exams:sitting-finish", written.MINUTED, words(minutes_no="01/BB")),
    Case("exams:sitting-print", written.PREPARING),
    Case("exams:exam-round1", written.OPENED),
    Case("exams:exam-round1", written.SEALED, object="map closed"),
    Case("exams:exam-present", written.PUBLISHED),
    Case("exams:opening-case", _released_opening),
    Case("exams:opening-case", _unscored_opening, object="not scored"),
    Case("exams:codes", written.CODED),
    Case("exams:codes-make", written.KEYED, words(seen="0")),
    Case("exams:key-make", written.PREPARING, words(seen="0")),
    Case("exams:spare", written.CODED, words(spare_seal="NP-07", seen="1")),
    Case("exams:map-opening", written.SEALED, written.key_body),
    Case("exams:presence", written.TURNED, written.ceremony_body),
]


def _mark_body(world: World) -> dict[str, Any]:
    return {world.things["waiting"].public_id: "72,5", "act": "authorise"}


def _third_body(world: World) -> dict[str, Any]:
    duties = world.people["expert"].person.duties
    return {"marker": duties.get(campaign=world.campaigns["marking"]).public_id}


def _all_marked(world: World) -> dict[str, Any]:
    finish_marking(world)
    return campaign("marking")(world)


MARKING = [
    Case("exams:marking-list"),
    Case("exams:marking-sheet", campaign("marking"), _mark_body),
    Case("exams:marking-board", campaign("marking")),
    Case("exams:marking-draw", campaign("to_draw")),
    Case("exams:marking-seal", _all_marked),
    Case("exams:marking-seal", campaign("marking"), object="papers open"),
    Case("exams:mark-correct", thing("marked"), words(value="74", reason="Cộng sót")),
    Case("exams:paper", thing("wide")),
    Case("exams:paper-third", thing("wide"), _third_body),
    Case("exams:paper-decide", thing("apart"), words(value="50", minutes_no="05/BB")),
]

EXAM_CASES = [*EXAMS, *WRITTEN, *MARKING]
