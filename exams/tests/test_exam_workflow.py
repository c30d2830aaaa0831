"""Begin and score: the frame of an exam."""

from decimal import Decimal

import pytest

from agencies.models import Membership
from audit import clock
from audit.models import Checkpoint, LedgerEntry
from audit.transitions import TransitionNotAllowed, move
from candidates.models import Application
from exams.models import Exam, Result
from exams.rules import exam as rules
from exams.workflow import exam as exams
from exams.workflow import presentation as presentations
from positions.models import Opening
from positions.workflow import end_duty
from tests.builders import (
    agency,
    campaign,
    campaign_with_closed_list,
    council,
    exam_at,
    officer,
    opening_at,
    reading,
    regulation,
    secretary,
)
from tests.reset import without_state_triggers
from tests.trail import refused, refused_by_database, written

pytestmark = pytest.mark.django_db
State, Role = Exam.State, Membership.Role
NOT_SECRETARY = "Chỉ thành viên Tổ thư ký của đợt thi được làm việc này."
TIE = [["80", "80"], ["80", "80"]]


def hr_of(exam):
    return officer(exam.campaign.host)


def head_of(exam):
    return officer(exam.campaign.host, Role.AUTHORITY_HEAD)


@pytest.fixture
def period():
    return campaign_with_closed_list(candidates=3)


# Beginning


def test_begin_draws_an_order_over_all_eligible(period):
    council(period, 2)
    clerk = secretary(period)

    with written() as kinds:
        exam = exams.begin_exam(period, by=clerk)

    assert kinds == ["exam.added", "exam.presenting", *["presentation.added"] * 3]
    assert (exam.state, exam.released_at) == (State.PRESENTING, None)
    shown = exam.presentations.order_by("order")
    assert list(shown.values_list("order", "attendance", "expected_slips", "held_on")) == [
        (place, "expected", 0, None) for place in (1, 2, 3)
    ]
    assert {row.application_id for row in shown} == set(
        Application.objects.values_list("pk", flat=True)
    )
    with refused("Kỳ thi đã bắt đầu."):
        exams.begin_exam(period, by=clerk)
    assert Exam.objects.count() == 1


def test_begin_without_the_secretariat_or_a_council_refused(period):
    hr, clerk = officer(period.host), secretary(period)

    with refused(NOT_SECRETARY):
        exams.begin_exam(period, by=hr)
    with refused("Hội đồng thi tuyển chưa có thành viên nào."):
        exams.begin_exam(period, by=clerk)


def test_begin_by_the_secretariat_of_another_campaign_refused(period):
    council(period, 2)
    clerk = secretary(campaign("DOT-B", agency("BO-B")))

    with refused(NOT_SECRETARY):
        exams.begin_exam(period, by=clerk)


def test_begin_before_the_list_refused():
    opening = opening_at(Opening.State.PUBLISHED)
    council(opening.campaign, 1)
    clerk = secretary(opening.campaign)

    with refused("Danh sách đủ điều kiện chưa chốt."):
        exams.begin_exam(opening.campaign, by=clerk)


def test_begin_with_a_written_round_refused():
    rules_ = regulation().values["rules"]
    written_round = {"max": "100", "pass": "50", "max_gap": "10", "gap_inclusive": False}
    both = regulation(rules=rules_ | {"written": written_round})
    period = campaign_with_closed_list(regulation=both)
    council(period, 1)
    clerk = secretary(period)

    with refused("Quy chế này có vòng thi viết; hãy lập buổi thi viết trước."):
        exams.begin_exam(period, by=clerk)


# Scoring


def test_score_derives_seals_and_changes_state():
    exam = exam_at(State.PRESENTING, slips=[["80", "90", "85"], ["70", "75.50", "72"]])
    clerk = secretary(exam.campaign)

    with written() as kinds:
        exam = exams.score(exam, by=clerk)

    assert kinds == ["result.added", "result.added", "exam.scored", "results_derived", "sealed"]
    assert exam.state == State.SCORED
    rows = Result.objects.order_by("application__number")
    assert list(rows.values_list("presentation", "final", "rank", "outcome", "passed")) == [
        (Decimal("85.00"), Decimal("85.00"), 1, "SELECTED", True),
        (Decimal("72.50"), Decimal("72.50"), 2, "NOT_SELECTED", True),
    ]
    assert set(rows.values_list("version", "is_current", "released_at", "written")) == {
        (1, True, None, None)
    }
    last = LedgerEntry.objects.filter(chain=exam.ledger_chain).latest("seq").seq
    assert Checkpoint.objects.filter(chain=exam.ledger_chain, size=last).exists()


def test_score_twice_refused_and_changes_nothing():
    exam = exam_at(State.PRESENTING, slips=[["80"], ["70"]])
    clerk = secretary(exam.campaign)
    exams.score(exam, by=clerk)

    with refused("Chỉ tổng hợp điểm khi đang thi trình bày."):
        exams.score(exam, by=clerk)
    assert Result.objects.count() == 2


def test_score_by_hr_refused():
    exam = exam_at(State.PRESENTING, slips=[["80"], ["70"]])
    hr = hr_of(exam)

    with refused(NOT_SECRETARY):
        exams.score(exam, by=hr)


def test_score_by_a_former_secretary_refused():
    exam = exam_at(State.PRESENTING, slips=[["80"], ["70"]])
    clerk, hr = secretary(exam.campaign), hr_of(exam)
    end_duty(clerk.person.duties.get(), by=hr)

    with refused(NOT_SECRETARY):
        exams.score(exam, by=clerk)


def test_score_waits_for_everyone_and_every_slip():
    exam = exam_at(State.PRESENTING)
    clerks = secretary(exam.campaign), secretary(exam.campaign, 2)
    members = council(exam.campaign, 3)
    first, second = exam.presentations.order_by("application__number")

    with refused("Còn 2 thí sinh chưa ghi nhận có mặt."):
        exams.score(exam, by=clerks[0])
    attend(second, "absent", clerks[0])
    with refused("Còn 1 thí sinh chưa ghi nhận có mặt."):
        exams.score(exam, by=clerks[0])
    first = attend(first, "sat", clerks[0])
    for place, duty in enumerate(members):
        slip = presentations.type_slip(first, duty, reading(80), by=clerks[0])
        with refused(f"Số báo danh 001 mới có {place}/3 phiếu đã đối chiếu."):
            exams.score(exam, by=clerks[0])
        presentations.compare_slip(slip, reading(80), by=clerks[1])
    assert exams.score(exam, by=clerks[1]).state == State.SCORED


def attend(shown, attendance, clerk):
    return presentations.record_attendance(shown, attendance, held_on=clock.today(), by=clerk)


# States


def test_rules_by_state_in_memory():
    exam = exam_at(State.PRESENTING, slips=[["80"], ["70"]])
    clerk, hr, head = secretary(exam.campaign), hr_of(exam), head_of(exam)
    # Published written marks let nobody in here: there is nobody to hear.
    scored_from = (State.ROUND1_PUBLISHED, State.PRESENTING)

    for state in State:
        exam.state = state
        assert bool(rules.can_score(clerk, exam)) is (state in scored_from), state
        assert bool(rules.can_ask_release(hr, exam)) is (state == State.SCORED), state
        assert bool(rules.can_release(head, exam)) is (state == State.SCORED), state


@pytest.mark.parametrize("source", list(State))
def test_move_follows_the_table_only(source):
    for target in set(State) - Exam.TRANSITIONS[source]:
        with pytest.raises(TransitionNotAllowed):
            move(Exam(state=source), target, by=None)


@without_state_triggers()
def test_database_refuses_released_without_a_time_and_a_second_exam(period):
    exam = Exam.objects.bulk_create([Exam(campaign=period)])[0]

    with refused_by_database("exam_state_valid"):
        Exam.objects.filter(pk=exam.pk).update(state="RELEASED")
    with refused_by_database("exam_state_valid"):
        Exam.objects.filter(pk=exam.pk).update(released_at=clock.now())
    with refused_by_database("exam_state_valid"):
        Exam.objects.filter(pk=exam.pk).update(state="DONE")
    with refused_by_database():
        Exam.objects.bulk_create([Exam(campaign=period)])
