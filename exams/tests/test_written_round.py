"""The written round walked by its verbs, state by state."""

import pytest

from audit.invariants import run as invariants
from exams.models import Exam, PaperOwner, Result, Seat
from tests.written import ORDER, written_at

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", ORDER)
def test_every_state_is_reached_by_its_verbs(state):
    exam = written_at(state)
    assert exam.state == state
    assert {name: faults for name, faults in invariants().items() if faults} == {}
    opened = ORDER.index(state) >= ORDER.index(Exam.State.OPENED)
    assert PaperOwner.objects.count() == (2 if opened else 0)


def test_the_marks_by_code_become_the_marks_of_their_candidates():
    written_at(Exam.State.RELEASED, [("72", "80"), ("60", "70")])
    seats = Seat.objects.order_by("place").values_list("written", "is_admitted")
    assert [(str(mark), admitted) for mark, admitted in seats] == [
        ("76.000000", True),
        ("65.000000", True),
    ]
    assert Result.objects.filter(outcome="SELECTED").count() == 1
