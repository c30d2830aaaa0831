"""The appointment decision after a released result."""

from datetime import timedelta

import pytest

from agencies.models import Membership
from audit import clock
from exams.models import Exam, Result
from exams.workflow.result import record_appointment
from tests.builders import agency, exam_at, officer
from tests.trail import refused, refused_by_database, standing, written

pytestmark = pytest.mark.django_db
RELEASED = Exam.State.RELEASED


@pytest.fixture(scope="module")
def ready(django_db_setup, django_db_blocker):
    with standing(django_db_blocker, lambda: exam_at(RELEASED).pk) as key:
        yield key


@pytest.fixture
def released(ready):
    return Exam.objects.get(pk=ready)


@pytest.fixture
def hr(released):
    return officer(released.campaign.host)


def test_appointment_keeps_the_day_and_recognises_the_result(released, hr):
    day = clock.today()
    with written() as kinds:
        row = record_appointment(Result.objects.get(rank=1), day, by=hr)

    assert kinds == ["result.amended", "opening.amended"]
    assert row.appointed_on == day
    opening = released.campaign.openings.get()
    assert opening.recognised_on == day
    assert opening.steps.get(kind="RECOGNITION").done_on == day


def test_appointment_twice_refused(released, hr):
    winner = Result.objects.get(rank=1)
    record_appointment(winner, clock.today(), by=hr)

    with refused("Đã ghi ngày bổ nhiệm."):
        record_appointment(winner, clock.today() + timedelta(days=1), by=hr)


def test_appointment_of_a_loser_refused(released, hr):
    with refused("Chỉ người trúng tuyển hoặc bảo lưu được bổ nhiệm."):
        record_appointment(Result.objects.get(rank=2), clock.today(), by=hr)


def test_appointment_by_strangers_refused(released):
    head = officer(released.campaign.host, Membership.Role.AUTHORITY_HEAD)
    reason = "Chỉ cán bộ tổ chức của cơ quan có chức danh được ghi bổ nhiệm."

    for nobody in (head, officer(agency("BO-B"))):
        with refused(reason):
            record_appointment(Result.objects.get(rank=1), clock.today(), by=nobody)


# The database


def test_database_refuses_what_no_verb_does(released):
    winner, loser = Result.objects.order_by("rank")

    with refused_by_database("result_appointed_only_when_selected"):
        Result.objects.filter(pk=loser.pk).update(appointed_on=clock.today())
    with refused_by_database():
        Result.objects.filter(pk=loser.pk).update(application=winner.application, version=2)
    with refused_by_database():
        Result.objects.filter(pk=loser.pk).update(application=winner.application, is_current=False)
