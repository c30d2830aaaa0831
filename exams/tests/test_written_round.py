"""The written round walked by its verbs, state by state."""

import pytest
from django.core.exceptions import PermissionDenied

from agencies.workflow import person_of
from audit.invariants import run as invariants
from exams.models import Exam, PaperOwner, Result, Seat
from positions import workflow as posts
from positions.models import Duty
from tests.builders import campaign_with_closed_list, officer
from tests.trail import standing
from tests.written import ORDER, walked, written_at, written_regulation

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def found(django_db_setup, django_db_blocker):
    """One exam taken through all states: what was found in each, and the broken invariants."""

    def build() -> list[tuple]:
        return [(exam.state, broken(), PaperOwner.objects.count()) for exam in walked()]

    with standing(django_db_blocker, build) as made:
        pass  # rolled back at once: the other tests make exams of their own
    return dict(zip(ORDER, made, strict=True))


def broken() -> dict[str, list[str]]:
    return {name: faults for name, faults in invariants().items() if faults}


@pytest.mark.parametrize("place", range(len(ORDER)), ids=ORDER)
def test_every_state_is_reached_by_its_verbs(found, place):
    state, faults, owners = found[ORDER[place]]
    assert (state, faults) == (ORDER[place], {})
    assert owners == (2 if place >= ORDER.index(Exam.State.OPENED) else 0)


def test_the_marks_by_code_become_the_marks_of_their_candidates():
    written_at(Exam.State.RELEASED, [("72", "80"), ("60", "70")])
    seats = Seat.objects.order_by("place").values_list("written", "is_admitted")
    assert [(str(mark), admitted) for mark, admitted in seats] == [
        ("76.000000", True),
        ("65.000000", True),
    ]
    assert Result.objects.filter(outcome="SELECTED").count() == 1


def test_leaving_a_board_does_not_open_one_that_excludes_it():
    exam = written_at(Exam.State.CODED)
    duty = Duty.objects.get(campaign=exam.campaign, board=Duty.Board.HEADER)
    hr = officer(exam.campaign.host)
    posts.end_duty(duty, by=hr)
    with pytest.raises(PermissionDenied, match="đã từng"):
        posts.name_duty(exam.campaign, duty.person, Duty.Board.MARKING, by=hr)


def test_who_reads_dossiers_does_not_mark():
    campaign = campaign_with_closed_list(regulation=written_regulation())
    hr = officer(campaign.host)
    with pytest.raises(PermissionDenied, match="hồ sơ"):
        posts.name_duty(campaign, person_of(hr), Duty.Board.MARKING, by=hr)
