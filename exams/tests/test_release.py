"""Releasing a result: HR asks, the head decides, everything is public at once."""

from datetime import timedelta

import pytest

from accounts import workflow as requests
from accounts.models import TwoPersonRequest
from agencies.models import Membership
from audit import clock
from candidates.models import Application
from exams.models import Exam, Presentation, Result
from exams.workflow import exam as exams
from messaging.models import Notice
from positions.models import Announcement
from tests.builders import (
    agency,
    agreed,
    campaign_with_closed_list,
    exam_at,
    member,
    officer,
    secretary,
)
from tests.trail import refused, standing, written

pytestmark = pytest.mark.django_db
State, Role = Exam.State, Membership.Role
NOT_SECRETARY = "Chỉ thành viên Tổ thư ký của đợt thi được làm việc này."
TIE = [["80", "80"], ["80", "80"]]


def hr_of(exam):
    return officer(exam.campaign.host)


def head_of(exam):
    return officer(exam.campaign.host, Role.AUTHORITY_HEAD)


@pytest.fixture(scope="module")
def ready(django_db_setup, django_db_blocker):
    with standing(django_db_blocker, lambda: exam_at(State.SCORED).pk) as key:
        yield key


@pytest.fixture
def exam(ready):
    return Exam.objects.get(pk=ready)


def test_release_makes_everything_public_at_once(exam):
    hr, head = hr_of(exam), head_of(exam)
    now = clock.now()

    with clock.at(now), written() as kinds:
        request = exams.ask_release(exam, by=hr)
        assert not Result.objects.released().exists()
        request = agreed(request, by=head)

    assert kinds == [
        "twopersonrequest.added",
        "twopersonrequest.approved",
        "result.amended",
        "result.amended",
        "opening.amended",
        "opening.filled",
        "exam.released",
        "announcement.added",
        "sealed",
    ]
    assert (request.approver_scope, request.decider) == ("authority_head@BO-A", head)
    exam.refresh_from_db()
    assert (exam.state, exam.released_at) == (State.RELEASED, now)
    assert set(Result.objects.values_list("released_at", flat=True)) == {now}
    opening = exam.campaign.openings.get()
    assert (opening.state, opening.outcome) == ("FILLED", "FILLED")
    assert opening.presentation_on == clock.today()
    assert opening.recognised_on is None
    notice = Announcement.objects.get(kind="RESULT")
    assert notice.published_at == now
    told = Notice.objects.filter(code="result_released")
    assert told.count() == Presentation.objects.count() == 2


def test_release_twice_refused(exam):
    hr, head = hr_of(exam), head_of(exam)
    request = agreed(exams.ask_release(exam, by=hr), by=head)

    with refused("Đề nghị này không còn chờ quyết định."):
        agreed(request, by=head)
    with refused("Kết quả chưa được tổng hợp hoặc đã công bố."):
        exams.ask_release(exam, by=hr)
    assert Announcement.objects.filter(kind="RESULT").count() == 1


def test_release_who_asked_cannot_agree_even_as_head(exam):
    both = member(hr_of(exam), exam.campaign.host, Role.AUTHORITY_HEAD)
    request = exams.ask_release(exam, by=both)

    with refused("Người đề nghị không được tự quyết định: cần người thứ hai."):
        agreed(request, by=both)


def test_release_strangers_refused(exam):
    hr, head, clerk = hr_of(exam), head_of(exam), secretary(exam.campaign)
    other_head = officer(agency("BO-B"), Role.AUTHORITY_HEAD)
    other_hr, third = officer(agency("BO-B")), officer(exam.campaign.host, n=2)
    for nobody in (head, clerk, other_hr):
        with refused("Chỉ cán bộ tổ chức của cơ quan chủ trì được đề nghị công bố."):
            exams.ask_release(exam, by=nobody)

    request = exams.ask_release(exam, by=hr)
    for nobody in (other_head, clerk, third):
        with refused("Bạn không giữ vai trò được quyết định đề nghị này."):
            agreed(request, by=nobody)


def test_head_who_competes_does_not_release(exam):
    candidate = Application.objects.first().profile.user
    hr = hr_of(exam)
    member(candidate, exam.campaign.host, Role.AUTHORITY_HEAD)
    member(candidate, exam.campaign.host, Role.AGENCY_HR)
    reason = "Bạn đang dự tuyển trong đợt thi này nên không được làm việc này."

    with refused(reason):
        exams.ask_release(exam, by=candidate)
    request = exams.ask_release(exam, by=hr)
    with refused(reason):
        agreed(request, by=candidate)


def test_result_changed_between_the_asking_and_the_yes_voids(exam):
    hr, head = hr_of(exam), head_of(exam)
    request = exams.ask_release(exam, by=hr)
    loser = Result.objects.get(rank=2)
    Result.objects.filter(pk=loser.pk).update(outcome="SELECTED")

    with written() as kinds:
        assert agreed(request, by=head).state == TwoPersonRequest.State.VOID

    assert kinds == ["twopersonrequest.void"]
    exam.refresh_from_db()
    assert exam.state == State.SCORED
    assert not Result.objects.released().exists()


def test_release_not_agreed_leaves_everything_closed(exam):
    hr, head = hr_of(exam), head_of(exam)
    requests.refuse(exams.ask_release(exam, by=hr), by=head, reason="Chờ họp.")
    requests.withdraw(exams.ask_release(exam, by=hr), by=hr)
    late = exams.ask_release(exam, by=hr)
    assert late.expires_at - late.initiated_at == timedelta(minutes=30)

    with clock.at(late.expires_at):
        with refused("Đề nghị này đã hết hạn; hãy lập đề nghị mới."):
            agreed(late, by=head)
        assert requests.expire_due() == 1
        exam.refresh_from_db()
        assert exam.state == State.SCORED
        agreed(exams.ask_release(exam, by=hr), by=head)
    exam.refresh_from_db()
    assert exam.state == State.RELEASED


def test_release_with_an_open_tie_refused():
    exam = exam_at(State.SCORED, slips=TIE, campaign=campaign_with_closed_list(code="DOT-2"))
    hr = hr_of(exam)

    results = Result.objects.filter(opening__campaign=exam.campaign)
    assert set(results.values_list("outcome", flat=True)) == {"MANUAL_DECISION"}
    with refused("Còn thí sinh bằng điểm chờ người có thẩm quyền quyết định."):
        exams.ask_release(exam, by=hr)
