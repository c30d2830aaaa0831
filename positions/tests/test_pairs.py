"""Every two boards under every seeded regulation: through the verb, and in plain SQL."""

import itertools
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from accounts.models import new_public_id
from agencies.models import Person
from agencies.workflow import create_person
from positions import reference, workflow
from positions.models import Duty
from positions.triggers import CORE_PAIRS
from tests.builders import campaign, officer, regulation
from tests.trail import refused, refused_by_database, written

pytestmark = pytest.mark.django_db
Board = Duty.Board
ROWS = {row["code"]: row for row in json.loads(reference.FILE.read_text())}
PAIRS = list(itertools.combinations(Board.values, 2))
CORE = {frozenset(pair) for pair in CORE_PAIRS}
MAY_NOT = "Người này đã ở một ban không được kiêm với ban này."
TOO_MANY = "Người này đã ở đủ số ban mà quy chế cho phép một người tham gia."
NO_DECISION = "Người này đã ở một ban khác: phải ghi số quyết định cho kiêm nhiệm."
ONE_HEAD = "Ban này đã có trưởng ban."
# What somebody on the council is, and what everybody on another board is.
MEMBERS, HEADS = ({}, {}), ({}, {"is_head": True})
CHAIRS, VICES = ({"is_chair": True}, {"is_head": True}), ({"is_vice": True}, {})
# How many of the 36 pairs are permitted: members, heads, chair with heads, vice chair.
COUNTS = {
    "BTCTW-2017": (19, 19, 18, 19),
    "BNV-2424": (0, 0, 0, 0),
    "BNV-2424-E": (0, 0, 0, 0),
    "TT06-2020": (0, 0, 0, 0),
    "QUY-MO-NHO": (2, 7, 1, 1),
}
CASES = [
    (code, positions, count)
    for code, counts in COUNTS.items()
    for positions, count in zip((MEMBERS, HEADS, CHAIRS, VICES), counts, strict=True)
]


def new_person():
    return create_person(Person(full_name="Nguyễn Văn Bình"), by=None)


def insert(period, person, board, decision_no="", **flags):
    values = {
        "public_id": new_public_id(),
        "campaign_id": period.pk,
        "person_id": person.pk,
        "board": board,
        "decision_no": decision_no,
        "state": "ACTIVE",
        "is_chair": flags.get("is_chair", False),
        "is_vice": flags.get("is_vice", False),
        "is_head": flags.get("is_head", False),
    }
    marks = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO positions_duty ({', '.join(values)}) VALUES ({marks})", [*values.values()]
        )


def permitted(code, first, second, positions):
    """What the file and the core say, worked out apart from the trigger."""
    on_council, elsewhere = positions
    if {first, second} in CORE:
        return False
    if {first, second} == {"council", "header"} and on_council.get("is_chair"):
        return False
    binds = {frozenset(pair[:2]): [*pair, "everyone"][2] for pair in pairs_of(code)}
    bound = binds.get(frozenset((first, second)))
    if bound == "leaders":
        return not on_council
    if bound == "all_but_heads":
        return not on_council and bool(elsewhere)
    return bound is None


def pairs_of(code):
    return ROWS[code]["incompatible_boards"]


def passes(step, *errors):
    try:
        with transaction.atomic():
            step()
    except errors:
        return False
    return True


def flags_of(board, positions):
    return positions[0] if board == Board.COUNCIL else positions[1]


def by_verb(period, person, positions, pair):
    hr, held = officer(period.host), []

    def name(board):
        flags = flags_of(board, positions)
        return workflow.name_duty(period, person, board, by=hr, decision_no="12/QĐ", **flags)

    held.append(name(pair[0]))
    passed = passes(lambda: held.append(name(pair[1])), PermissionDenied)
    for duty in held:
        workflow.end_duty(duty, by=hr)
    return passed


def by_sql(period, person, positions, pair):
    outcome = []
    with transaction.atomic():
        insert(period, person, pair[0], "12/QĐ", **flags_of(pair[0], positions))
        second = flags_of(pair[1], positions)
        outcome.append(
            passes(lambda: insert(period, person, pair[1], "12/QĐ", **second), DatabaseError)
        )
        transaction.set_rollback(True)
    return outcome[0]


@pytest.mark.parametrize("turn", [1, -1])
@pytest.mark.parametrize(("code", "positions", "count"), CASES)
def test_every_two_boards_in_plain_sql(code, positions, count, turn):
    every_two_boards(by_sql, code, positions, count, turn)


@pytest.mark.parametrize(
    ("code", "positions", "count"), [case for case in CASES if case[1] in (MEMBERS, HEADS)]
)
def test_every_two_boards_by_verb(code, positions, count):
    every_two_boards(by_verb, code, positions, count)


def every_two_boards(way, code, positions, count, turn=1):
    period, person = campaign(regulation=regulation(code)), new_person()

    found = {pair: way(period, person, positions, pair[::turn]) for pair in PAIRS}

    assert found == {pair: permitted(code, *pair, positions) for pair in PAIRS}
    assert (len(found), sum(found.values())) == (36, count)


@pytest.fixture
def small():
    return campaign(regulation=regulation("QUY-MO-NHO"))


def test_small_regulation_two_boards_but_never_three(small):
    """Question, marking and council are permitted two by two."""
    hr, person = officer(small.host), new_person()
    seats = {Board.QUESTION: {"is_head": True}, Board.MARKING: {"is_head": True}, Board.COUNCIL: {}}
    for order in itertools.permutations(seats):
        held = [
            workflow.name_duty(small, person, board, by=hr, decision_no="12/QĐ", **seats[board])
            for board in order[:2]
        ]
        with refused(TOO_MANY):
            workflow.name_duty(
                small, person, order[2], by=hr, decision_no="12/QĐ", **seats[order[2]]
            )
        with refused_by_database("more boards"):
            insert(small, person, order[2], "12/QĐ", **seats[order[2]])
        for duty in held:
            workflow.end_duty(duty, by=hr)


def test_small_regulation_second_board_needs_a_decision(small):
    hr, person = officer(small.host), new_person()
    workflow.name_duty(small, person, Board.QUESTION, by=hr)

    with refused(NO_DECISION):
        workflow.name_duty(small, person, Board.MARKING, by=hr)
    with refused_by_database("decision number"):
        insert(small, person, Board.MARKING)
    with written() as kinds:
        workflow.name_duty(small, person, Board.MARKING, by=hr, decision_no="12/QĐ")
    assert kinds == ["duty.added"]


def test_small_regulation_head_on_the_council_cannot_become_what_is_barred(small):
    hr, person = officer(small.host), new_person()
    number = {"decision_no": "12/QĐ"}
    seat = workflow.name_duty(small, person, Board.COUNCIL, by=hr, **number)
    head = workflow.name_duty(small, person, Board.QUESTION, by=hr, is_head=True, **number)

    with refused_by_database("incompatible boards"):
        Duty.objects.filter(pk=head.pk).update(is_head=False)
    for flag in ("is_chair", "is_vice"):
        with refused_by_database("incompatible boards"):
            Duty.objects.filter(pk=seat.pk).update(**{flag: True})


@pytest.mark.parametrize("code", ["BTCTW-2017", "BNV-2424"])
def test_one_duty_needs_no_decision_number(code):
    period = campaign(regulation=regulation(code))

    assert workflow.name_duty(period, new_person(), Board.MARKING, by=officer(period.host))


def test_strict_regulation_says_incompatible_not_too_many():
    period = campaign(regulation=regulation("BNV-2424"))
    hr, person = officer(period.host), new_person()
    workflow.name_duty(period, person, Board.QUESTION, by=hr)

    with refused(MAY_NOT):
        workflow.name_duty(period, person, Board.MARKING, by=hr)


def test_second_head_of_a_board_refused_in_words(small):
    hr = officer(small.host)
    first = workflow.name_duty(small, new_person(), Board.HEADER, by=hr, is_head=True)
    other = new_person()

    with refused(ONE_HEAD):
        workflow.name_duty(small, other, Board.HEADER, by=hr, is_head=True)
    with refused_by_database():
        insert(small, other, Board.HEADER, is_head=True)
    assert workflow.name_duty(small, other, Board.MARKING, by=hr, is_head=True)
    workflow.end_duty(first, by=hr)
    assert workflow.name_duty(small, new_person(), Board.HEADER, by=hr, is_head=True)


IN_COUNCIL = "Chỉ Hội đồng thi tuyển có chủ tịch, phó chủ tịch; một người giữ một cương vị."
NO_HEAD = "Hội đồng thi tuyển có chủ tịch, không có trưởng ban."


@pytest.mark.parametrize(
    ("board", "flags", "reason", "constraint"),
    [
        (Board.MARKING, {"is_chair": True}, IN_COUNCIL, "duty_chair_in_council"),
        (Board.MARKING, {"is_vice": True}, IN_COUNCIL, "duty_chair_in_council"),
        (Board.COUNCIL, {"is_chair": True, "is_vice": True}, IN_COUNCIL, "duty_chair_in_council"),
        (Board.COUNCIL, {"is_head": True}, NO_HEAD, "duty_head_of_board"),
    ],
)
def test_flag_that_does_not_fit_the_board(board, flags, reason, constraint, small):
    person = new_person()

    with refused(reason):
        workflow.name_duty(small, person, board, by=officer(small.host), **flags)
    with refused_by_database(constraint):
        insert(small, person, board, **flags)
