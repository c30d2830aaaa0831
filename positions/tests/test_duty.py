"""Separation of duty: through the verb, and against the database itself."""

import itertools

import pytest
from django.db import connection

from agencies.models import Person
from agencies.workflow import create_person
from positions import workflow
from positions.models import BoardPair, Duty
from positions.triggers import CORE_PAIRS
from tests.builders import agency, campaign, officer, regulation
from tests.reset import without_state_triggers
from tests.trail import quiet, refused, refused_by_database, written

pytestmark = pytest.mark.django_db
Board = Duty.Board
MAY_NOT = "Người này đã ở một ban không được kiêm với ban này."
NOT_HR = "Chỉ cán bộ tổ chức của cơ quan chủ trì được làm việc này."
FORBIDDEN = {frozenset(pair) for pair in CORE_PAIRS}
BY_TRIGGER = "incompatible boards"


@pytest.fixture
def period():
    return campaign()


@pytest.fixture
def hr(period):
    return officer(period.host)


@pytest.fixture
def person(period):
    return create_person(Person(full_name="Nguyễn Văn Bình", agency=period.host), by=None)


def insert(period, person, board, **flags):
    """Past the verbs, as a shell or an import would do it."""
    return Duty.objects.bulk_create([Duty(campaign=period, person=person, board=board, **flags)])[0]


def test_core_pairs_are_the_ones_no_regulation_may_relax():
    boards = set(Board.values)
    header = {"question", "invigilation", "marking", "remarking", "secretariat"}
    expected = {frozenset(("header", other)) for other in header}
    expected |= {frozenset(pair) for pair in (("marking", "invigilation"),)}
    expected |= {frozenset(pair) for pair in (("marking", "secretariat"),)}
    expected |= {frozenset(("question", "invigilation"))}
    expected |= {frozenset(("question", "secretariat"))}
    expected |= {frozenset(("supervision", other)) for other in boards - {"supervision"}}

    assert expected == FORBIDDEN


def test_name_duty_keeps_flags_and_decision(period, person, hr):
    with written() as kinds:
        duty = workflow.name_duty(
            period, person, Board.COUNCIL, by=hr, is_chair=True, decision_no="12/QĐ"
        )

    assert kinds == ["duty.added"]
    assert (duty.state, duty.is_chair, duty.decision_no) == ("ACTIVE", True, "12/QĐ")


def test_name_duty_stranger_refused(period, person):
    stranger = officer(agency("BO-B"))

    with refused(NOT_HR):
        workflow.name_duty(period, person, Board.COUNCIL, by=stranger)


def test_every_two_boards_by_verb(period, person, hr):
    for first, second in itertools.combinations(Board.values, 2):
        held = [workflow.name_duty(period, person, first, by=hr)]
        if frozenset((first, second)) in FORBIDDEN:
            with refused(MAY_NOT):
                workflow.name_duty(period, person, second, by=hr)
        else:
            held.append(workflow.name_duty(period, person, second, by=hr))
        for duty in held:
            workflow.end_duty(duty, by=hr)


@pytest.mark.parametrize("turn", [1, -1])
@without_state_triggers()
def test_two_boards_by_raw_insert_and_update(turn, period):
    for pair in CORE_PAIRS:
        first, second = pair[::turn]
        person = create_person(Person(full_name="Nguyễn Văn Bình"), by=None)
        insert(period, person, first)
        with refused_by_database(BY_TRIGGER):
            insert(period, person, second)

        ended = insert(period, person, second, state=Duty.State.ENDED)
        with refused_by_database(BY_TRIGGER), connection.cursor() as cursor:
            revive = "UPDATE positions_duty SET state = 'ACTIVE' WHERE id = %s"
            cursor.execute(revive, [ended.pk])


@without_state_triggers()
def test_ended_duty_frees_and_reviving_it_is_refused(period, person, hr):
    marking = workflow.name_duty(period, person, Board.MARKING, by=hr)
    with written() as kinds:
        workflow.end_duty(marking, by=hr)
    assert kinds == ["duty.ended"]

    workflow.name_duty(period, person, Board.HEADER, by=hr)

    with refused_by_database(BY_TRIGGER):
        Duty.objects.filter(pk=marking.pk).update(state="ACTIVE")


def test_other_campaign_and_other_person_are_free(period, person, hr):
    workflow.name_duty(period, person, Board.MARKING, by=hr)
    other = create_person(Person(full_name="Trần Thị Chi"), by=None)

    assert workflow.name_duty(period, other, Board.HEADER, by=hr)
    assert workflow.name_duty(campaign("DOT-2"), person, Board.HEADER, by=hr)


@pytest.mark.parametrize("chair_first", [True, False])
def test_council_chair_is_not_in_the_header_board(chair_first, period, person, hr):
    steps = [(Board.COUNCIL, {"is_chair": True}), (Board.HEADER, {})]
    (first, flags), (second, more) = steps if chair_first else steps[::-1]
    workflow.name_duty(period, person, first, by=hr, **flags)

    with refused(MAY_NOT):
        workflow.name_duty(period, person, second, by=hr, **more)
    with refused_by_database(BY_TRIGGER):
        insert(period, person, second, **more)


def test_member_of_the_council_becoming_chair_is_checked_too(period, person, hr):
    workflow.name_duty(period, person, Board.HEADER, by=hr)
    seat = workflow.name_duty(period, person, Board.COUNCIL, by=hr)

    with refused_by_database(BY_TRIGGER):
        Duty.objects.filter(pk=seat.pk).update(is_chair=True)


def test_pairs_of_the_regulation_hold_only_under_it(person):
    strict = regulation(receipt_days=20)
    BoardPair.objects.create(regulation=strict, board_a="council", board_b="secretariat")
    bound, free = campaign("DOT-7", regulation=strict), campaign("DOT-8")
    hr = officer(bound.host)
    for period in (bound, free):
        workflow.name_duty(period, person, Board.SECRETARIAT, by=hr)

    with refused(MAY_NOT):
        workflow.name_duty(bound, person, Board.COUNCIL, by=hr)
    with refused_by_database(BY_TRIGGER):
        insert(bound, person, Board.COUNCIL)
    assert workflow.name_duty(free, person, Board.COUNCIL, by=hr)


def test_same_board_twice_refused_in_words(period, person, hr):
    workflow.name_duty(period, person, Board.COUNCIL, by=hr)

    with refused("Người này đã ở trong ban đó."):
        workflow.name_duty(period, person, Board.COUNCIL, by=hr)
    with refused_by_database():
        insert(period, person, Board.COUNCIL)


def test_second_chair_refused_in_words(period, person, hr):
    workflow.name_duty(period, person, Board.COUNCIL, by=hr, is_chair=True)
    other = create_person(Person(full_name="Trần Thị Chi"), by=None)

    with refused("Hội đồng đã có chủ tịch."):
        workflow.name_duty(period, other, Board.COUNCIL, by=hr, is_chair=True)
    with refused_by_database():
        insert(period, other, Board.COUNCIL, is_chair=True)


def test_end_duty_stranger_refused(period, person, hr):
    duty = workflow.name_duty(period, person, Board.COUNCIL, by=hr)

    stranger = officer(agency("BO-B"))

    with refused(NOT_HR):
        workflow.end_duty(duty, by=stranger)


@without_state_triggers()
def test_database_refuses_unknown_state_and_unordered_pair(period, person):
    duty = insert(period, person, Board.COUNCIL)

    with refused_by_database("duty_state_valid"):
        Duty.objects.filter(pk=duty.pk).update(state="PAUSED")
    with refused_by_database("boardpair_ordered"), quiet():
        BoardPair.objects.create(
            regulation=period.regulation, board_a="secretariat", board_b="council"
        )
