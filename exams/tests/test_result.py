"""What becomes of the candidates, and the appointment afterwards."""

from datetime import timedelta
from decimal import Decimal

import pytest

from audit import clock
from exams.models import Exam, Result
from exams.queries.exam import public_results
from exams.workflow.result import record_appointment
from positions.models import Opening
from tests.builders import (
    campaign_with_closed_list,
    exam_at,
    officer,
    regulation,
)
from tests.trail import refused, written

pytestmark = pytest.mark.django_db
RELEASED, SCORED = Exam.State.RELEASED, Exam.State.SCORED
Out = Result.Outcome


def outcomes():
    rows = Result.objects.order_by("application__number")
    return list(rows.values_list("final", "rank", "outcome"))


def period(candidates, **values):
    """A closed list under the seeded regulation with other values."""
    rules = regulation().values["rules"] | values.pop("rules", {})
    changed = regulation(rules=rules, **values)
    return campaign_with_closed_list(candidates, regulation=changed)


def test_absent_candidate_is_not_ranked_and_the_other_wins():
    exam_at(RELEASED, slips=[None, ["60", "61"]])

    assert outcomes() == [(None, None, Out.ABSENT), (Decimal("60.50"), 1, Out.SELECTED)]
    assert list(Result.objects.order_by("rank").values_list("passed", flat=True)).count(True) == 1


@pytest.mark.parametrize("slips", [[["49.99"], ["40"]], [None, ["10"]]])
def test_nobody_passes_the_post_stays_unfilled(slips):
    exam = exam_at(RELEASED, slips=slips, campaign=campaign_with_closed_list())

    opening = exam.campaign.openings.get()
    assert (opening.state, opening.outcome) == (Opening.State.UNFILLED, "UNFILLED")
    assert not Result.objects.filter(passed=True).exists()
    assert not Result.objects.filter(rank__isnull=False).exists()


def test_pass_mark_counts_on_the_rounded_mean():
    """(50 + 49.99) / 2 = 49.995 rounds half up to 50.00: passed."""
    exam_at(RELEASED, slips=[["50", "49.99"], ["50", "49.98"]])

    assert outcomes() == [
        (Decimal("50.00"), 1, Out.SELECTED),
        (Decimal("49.99"), None, Out.FAILED_PRESENTATION),
    ]


def test_tie_below_the_last_seat_is_no_obstacle():
    exam_at(RELEASED, slips=[["90"], ["80"], ["80"]])

    assert [row[1:] for row in outcomes()] == [
        (1, Out.SELECTED),
        (2, Out.NOT_SELECTED),
        (2, Out.NOT_SELECTED),
    ]


def test_tie_inside_the_seats_is_no_obstacle():
    both = campaign_with_closed_list(candidates=3, seats=2)
    exam_at(RELEASED, slips=[["90"], ["90"], ["80"]], campaign=both)

    assert [row[1:] for row in outcomes()] == [
        (1, Out.SELECTED),
        (1, Out.SELECTED),
        (3, Out.NOT_SELECTED),
    ]


def test_tie_at_the_last_seat_waits_for_a_person():
    exam_at(SCORED, slips=[["90"], ["90"], ["80"]])

    assert [row[1:] for row in outcomes()] == [
        (1, Out.MANUAL_DECISION),
        (1, Out.MANUAL_DECISION),
        (3, Out.NOT_SELECTED),
    ]


def test_reserve_is_the_regulations():
    made = period(3, rules={"reserve": {"max_people": 1}})
    exam_at(RELEASED, slips=[["70"], ["90"], ["80"]], campaign=made)

    assert [row[2] for row in outcomes()] == [Out.NOT_SELECTED, Out.SELECTED, Out.RESERVED]


def test_extremes_are_left_out_where_the_regulation_says():
    shown = {"max": "100", "pass": "50", "trim_extremes": True}
    made = period(2, rules={"presentation": shown})
    slips = [["10", "80", "80", "80", "100"], ["60"] * 5]
    exam_at(RELEASED, slips=slips, campaign=made)

    assert [row[0] for row in outcomes()] == [Decimal("80.00"), Decimal("60.00")]


def test_results_of_two_openings_do_not_mix():
    exam = exam_at(RELEASED)

    assert {row.opening_id for row in Result.objects.all()} == {exam.campaign.openings.get().pk}
    assert Result.objects.filter(outcome=Out.SELECTED).count() == 1


@pytest.mark.parametrize(
    ("candidates", "values", "numbers"),
    [
        (2, {}, 1),
        (2, {"min_candidates_to_publish_all": 2}, 2),
        (2, {"min_candidates_to_publish_all": 2, "publish_mode": "WINNER_ONLY"}, 1),
    ],
)
def test_public_result_names_the_winner_only_and_hides_few(candidates, values, numbers):
    exam = exam_at(RELEASED, campaign=period(candidates, **values))

    (table,) = public_results(exam)
    assert (len(table.rows), table.left_out) == (numbers, candidates - numbers)
    named = [row for row in table.rows if row.name]
    assert [row.result.outcome for row in named] == [Out.SELECTED]


def test_public_result_before_the_release_is_empty():
    exam = exam_at(SCORED)

    (table,) = public_results(exam)
    assert (table.rows, table.left_out) == ([], 0)


def test_appointment_before_the_release_refused():
    exam = exam_at(SCORED)
    hr = officer(exam.campaign.host)

    with refused("Kết quả chưa công bố."):
        record_appointment(Result.objects.get(rank=1), clock.today(), by=hr)


def test_appointment_of_the_reserved_keeps_the_first_recognition():
    made = period(2, rules={"reserve": {"max_people": 1}})
    exam = exam_at(RELEASED, slips=[["90"], ["80"]], campaign=made)
    hr, first = officer(exam.campaign.host), clock.today()
    record_appointment(Result.objects.get(rank=1), first, by=hr)

    with written() as kinds:
        record_appointment(Result.objects.get(rank=2), first + timedelta(days=40), by=hr)

    assert kinds == ["result.amended"]
    assert exam.campaign.openings.get().recognised_on == first
