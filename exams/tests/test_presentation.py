"""Who was heard, and the secret slips that two clerks type blind."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from agencies.models import Person
from agencies.workflow import create_person
from audit import clock
from audit.transitions import TransitionNotAllowed, move
from exams.models import Exam, Presentation, ScoreSlip
from exams.queries.exam import slip_lines
from exams.workflow import exam as exams
from exams.workflow import presentation as verbs
from positions import workflow as posts
from positions.models import Duty
from tests.builders import (
    agency,
    campaign,
    campaign_with_closed_list,
    council,
    exam_at,
    officer,
    reading,
    secretary,
)
from tests.reset import without_state_triggers
from tests.trail import quiet, refused, refused_by_database, standing, written

pytestmark = pytest.mark.django_db
Attendance, State = Presentation.Attendance, ScoreSlip.State
NOT_SECRETARY = "Chỉ thành viên Tổ thư ký của đợt thi được làm việc này."


@pytest.fixture(scope="module")
def ready(django_db_setup, django_db_blocker):
    """An exam whose presentations begin: three on the council, nobody heard yet."""
    with standing(django_db_blocker, lambda: exam_at(Exam.State.PRESENTING).pk) as key:
        yield key


@pytest.fixture
def exam(ready):
    return Exam.objects.get(pk=ready)


@pytest.fixture
def shown(exam):
    return exam.presentations.order_by("application__number").first()


@pytest.fixture
def first(exam):
    return secretary(exam.campaign)


@pytest.fixture
def second(exam):
    return secretary(exam.campaign, 2)


@pytest.fixture
def members(exam):
    return council(exam.campaign, 3)


@pytest.fixture
def heard(shown, first):
    return verbs.record_attendance(shown, Attendance.SAT, held_on=clock.today(), by=first)


# Attendance


@pytest.mark.parametrize(("attendance", "due"), [("sat", 3), ("absent", 0), ("suspended", 0)])
def test_attendance_keeps_the_day_and_the_slips_due(attendance, due, shown, first, members):
    with written() as kinds:
        row = verbs.record_attendance(shown, attendance, held_on=date(2026, 6, 1), by=first)

    assert kinds == ["presentation.amended"]
    assert (row.attendance, row.held_on, row.expected_slips) == (
        attendance,
        date(2026, 6, 1),
        due,
    )


def test_attendance_may_be_mended_until_a_slip_is_typed(shown, first, second, members):
    for attendance in ("absent", "sat"):
        shown = verbs.record_attendance(shown, attendance, held_on=clock.today(), by=first)
    slip = verbs.type_slip(shown, members[0], reading(80), by=first)
    reason = "Đã có phiếu chấm: không đổi ghi nhận có mặt được nữa."

    with refused(reason):
        verbs.record_attendance(shown, "absent", held_on=clock.today(), by=first)
    verbs.compare_slip(slip, reading(81), by=second)
    with refused(reason):
        verbs.record_attendance(shown, "absent", held_on=clock.today(), by=first)


def test_attendance_by_hr_or_another_secretariat_refused(shown, exam):
    hr = officer(exam.campaign.host)
    stranger = secretary(campaign("DOT-B", agency("BO-B")))

    for nobody in (hr, stranger):
        with refused(NOT_SECRETARY):
            verbs.record_attendance(shown, "sat", held_on=clock.today(), by=nobody)


def test_attendance_and_slips_after_scoring_refused():
    period = campaign_with_closed_list(code="DOT-2")
    exam = exam_at(Exam.State.SCORED, slips=[["80"], None], campaign=period)
    absent = exam.presentations.get(attendance="absent")
    sat = exam.presentations.get(attendance="sat")
    clerk, seat = secretary(exam.campaign), council(exam.campaign, 1)[0]

    with refused("Kỳ thi không ở vòng trình bày."):
        verbs.record_attendance(absent, "sat", held_on=clock.today(), by=clerk)
    with refused("Điểm đã được tổng hợp: không nhập phiếu nữa."):
        verbs.type_slip(sat, seat, reading(99), by=clerk)


# Slips


def test_slip_typed_twice_alike_is_matched(heard, members, first, second):
    now = clock.now()
    with clock.at(now), written() as kinds:
        slip = verbs.type_slip(heard, members[0], reading("80.5"), by=first)
        slip = verbs.compare_slip(slip, reading("80.50"), by=second)

    assert kinds == ["scoreslip.added", "scoreslip.matched"]
    slip.refresh_from_db()
    assert (slip.version, slip.value, slip.second_value) == (1, Decimal("80.50"), Decimal("80.50"))
    assert (slip.state, slip.typed_by, slip.typed_at) == (State.MATCHED, first, now)
    assert (slip.compared_by, slip.compared_at) == (second, now)


def test_slip_mismatch_is_struck_and_a_new_version_typed(heard, members, first, second):
    slip = verbs.type_slip(heard, members[0], reading(80), by=first)
    with written() as kinds:
        slip = verbs.compare_slip(slip, reading(90), by=second)
    assert kinds == ["scoreslip.struck"]
    assert (slip.state, slip.value, slip.second_value) == (State.STRUCK, 80, 90)

    again = verbs.type_slip(heard, members[0], reading(90), by=second)
    again = verbs.compare_slip(again, reading(90), by=first)

    assert (again.version, again.state, again.value) == (2, State.MATCHED, 90)
    line = slip_lines(heard)[0]
    assert (line.slip, line.struck) == (again, 1)


def test_slip_struck_does_not_count(heard, members, first, second, exam):
    for row in exam.presentations.exclude(pk=heard.pk):
        verbs.record_attendance(row, "absent", held_on=clock.today(), by=first)
    for place, duty in enumerate(members):
        slip = verbs.type_slip(heard, duty, reading(80), by=first)
        verbs.compare_slip(slip, reading(80 + (place == 2)), by=second)

    with refused("Số báo danh 001 mới có 2/3 phiếu đã đối chiếu."):
        exams.score(exam, by=first)


def test_slip_typed_twice_first_stands(heard, members, first, second):
    slip = verbs.type_slip(heard, members[0], reading(80), by=first)
    reason = "Phiếu của thành viên này đã được nhập."

    with refused(reason):
        verbs.type_slip(heard, members[0], reading(80), by=first)
    verbs.compare_slip(slip, reading(80), by=second)
    with refused(reason):
        verbs.type_slip(heard, members[0], reading(70), by=second)


def test_slip_compared_by_the_same_clerk_or_twice_refused(heard, members, first, second):
    slip = verbs.type_slip(heard, members[0], reading(80), by=first)

    with refused("Người nhập lần một không được nhập đối chiếu."):
        verbs.compare_slip(slip, reading(80), by=first)
    verbs.compare_slip(slip, reading(80), by=second)
    with refused("Phiếu này không chờ đối chiếu."):
        verbs.compare_slip(slip, reading(80), by=second)
    assert slip.presentation.slips.count() == 1


def test_slip_by_nobody_of_the_secretariat_refused(heard, members, first, exam):
    slip = verbs.type_slip(heard, members[0], reading(80), by=first)
    hr, stranger = officer(exam.campaign.host), secretary(campaign("DOT-B", agency("BO-B")))

    for nobody in (hr, stranger):
        with refused(NOT_SECRETARY):
            verbs.type_slip(heard, members[1], reading(80), by=nobody)
        with refused(NOT_SECRETARY):
            verbs.compare_slip(slip, reading(80), by=nobody)


@pytest.mark.parametrize("attendance", ["expected", "absent", "suspended"])
def test_slip_of_somebody_not_heard_refused(attendance, shown, members, first):
    if attendance != "expected":
        shown = verbs.record_attendance(shown, attendance, held_on=clock.today(), by=first)

    with refused("Chỉ nhập phiếu của thí sinh đã thi."):
        verbs.type_slip(shown, members[0], reading(80), by=first)


def test_slip_of_nobody_of_this_council_refused(heard, exam, first):
    hr = officer(exam.campaign.host)
    clerk = Duty.objects.get(person__user=first)
    elsewhere = council(campaign("DOT-C"), 1)[0]
    person = create_person(Person(full_name="Đã Thôi"), by=None)
    former = posts.name_duty(exam.campaign, person, "council", by=hr)
    former = posts.end_duty(former, by=hr)

    for stranger in (clerk, elsewhere, former):
        with refused("Chỉ thành viên Hội đồng của đợt thi có phiếu chấm."):
            verbs.type_slip(heard, stranger, reading(80), by=first)


@pytest.mark.parametrize("value", ["0", "0.01", "50", "100", "100.00"])
def test_slip_value_in_the_scale(value, heard, members, first):
    assert verbs.type_slip(heard, members[0], reading(value), by=first).value == Decimal(value)


@pytest.mark.parametrize("value", ["-0.01", "100.01", "101", "80.005", "NaN", "Infinity", "1e9"])
def test_slip_value_outside_the_scale_refused(value, heard, members, first, second):
    slip = verbs.type_slip(heard, members[1], reading(80), by=first)

    with quiet(), pytest.raises(ValidationError):
        verbs.type_slip(heard, members[0], reading(value), by=first)
    with quiet(), pytest.raises(ValidationError):
        verbs.compare_slip(slip, reading(value), by=second)
    slip.refresh_from_db()
    assert slip.state == State.TYPED


def test_lines_never_show_a_value(heard, members, first):
    verbs.type_slip(heard, members[0], reading("87.65"), by=first)

    lines = slip_lines(heard)
    assert [line.member for line in lines] == members
    assert "87" not in " ".join(line.label for line in lines)


# The database


@pytest.mark.parametrize("source", list(State))
def test_move_follows_the_table_only(source):
    for target in set(State) - ScoreSlip.TRANSITIONS[source]:
        with pytest.raises(TransitionNotAllowed):
            move(ScoreSlip(state=source), target, by=None)


@without_state_triggers()
def test_database_refuses_what_no_clerk_does(heard, members, first, second):
    slip = verbs.type_slip(heard, members[0], reading(80), by=first)
    rows = ScoreSlip.objects.filter(pk=slip.pk)
    matched = {"state": "MATCHED", "second_value": 80, "second_points": {}}
    matched |= {"compared_by": second, "compared_at": clock.now()}

    broken = (
        ("scoreslip_state_valid", {"state": "KEPT"}),
        ("scoreslip_state_valid", {"state": "MATCHED"}),
        ("scoreslip_state_valid", matched | {"second_value": 81}),
        ("scoreslip_state_valid", matched | {"second_value": None}),
        ("scoreslip_state_valid", matched | {"second_points": None}),
        ("scoreslip_state_valid", matched | {"second_points": {"build": "80"}}),
        ("scoreslip_state_valid", matched | {"compared_at": None}),
        ("scoreslip_state_valid", matched | {"compared_by": None}),
        ("scoreslip_state_valid", matched | {"state": "STRUCK"}),
        ("scoreslip_state_valid", matched | {"state": "STRUCK", "second_value": None}),
        ("scoreslip_state_valid", matched | {"state": "STRUCK", "second_points": None}),
        ("scoreslip_two_clerks", matched | {"compared_by": first}),
        ("scoreslip_not_negative", {"value": -1}),
    )
    for constraint, values in broken:
        with refused_by_database(constraint):
            rows.update(**values)
    copy = ScoreSlip(
        presentation=heard, member=members[0], version=2, value=1, typed_by=first,
        typed_at=clock.now(),
    )  # fmt: skip
    with refused_by_database():
        ScoreSlip.objects.bulk_create([copy])


def test_database_refuses_half_minuted_presentations(shown, exam):
    rows = Presentation.objects.filter(pk=shown.pk)

    for values in ({"attendance": "sat"}, {"attendance": "sat", "held_on": clock.today()}):
        with refused_by_database("presentation_sat_whole"):
            rows.update(**values)
    other = exam.presentations.exclude(pk=shown.pk).first()
    with refused_by_database():
        rows.update(order=other.order)


def test_council_of_the_day_owes_the_slips():
    """A member named after the candidate was heard owes no slip of that candidate."""
    period = campaign_with_closed_list(code="DOT-2")
    council(period, 2)
    clerk = secretary(period)
    exam = exams.begin_exam(period, by=clerk)
    first, second = exam.presentations.all()
    verbs.record_attendance(first, "sat", held_on=clock.today(), by=clerk)
    council(period, 3)
    verbs.record_attendance(second, "sat", held_on=clock.today(), by=clerk)

    assert list(exam.presentations.values_list("expected_slips", flat=True)) == [2, 3]
