"""Limits, proposals and warnings of a timetable; all days by hand from a calendar of 2026."""

from datetime import date

import pytest

from agencies.calendar import WorkingCalendar
from positions.models import OpeningStep, Regulation
from positions.timetable import due_days, faults, first_sitting, limits, period_words, propose

Step = OpeningStep.Kind
DAYS = WorkingCalendar()
PLAN, ANNOUNCED = date(2026, 3, 2), date(2026, 3, 9)  # two Mondays


def regulation(written=True, **values):
    rules = {"written": {"max": "100"} if written else None}
    return Regulation(code="QC", version=3, values={"rules": rules, **values})


FULL = regulation(
    receipt_days=30,
    vetting_days=10,
    ineligible_notice_working_days=5,
    list_display_days=15,
    summons_working_days=5,
    room_list_working_days=1,
    marking_days=15,
    marks_published_working_days=5,
    appeal_days=15,
    appeal_answer_days=15,
    appeal_blocks_round2=True,
    project_gap_days=10,
    result_report_working_days=5,
    result_notice_days=10,
)


def test_no_number_no_limit():
    assert limits(regulation(), {Step.PLAN: PLAN, Step.ANNOUNCEMENT: ANNOUNCED}, DAYS) == []


def test_last_days_follow_from_what_is_known():
    dates = {
        Step.RECEIPT: date(2026, 4, 8),  # Wednesday
        Step.LIST: date(2026, 4, 17),
        Step.WRITTEN: date(2026, 5, 5),
        Step.PRESENTATION: date(2026, 6, 29),
        Step.RECOGNITION: date(2026, 7, 3),
    }

    due = {event: limit.latest for event, limit in due_days(FULL, dates, DAYS).items()}

    assert due == {
        Step.LIST: date(2026, 4, 20),  # the 10th day is Saturday 18
        "INELIGIBLE_NOTICE": date(2026, 4, 24),
        "SUMMONS": date(2026, 4, 28),
        "ROOM_LIST": date(2026, 5, 4),
        "MARKING": date(2026, 5, 20),
        Step.MARKS: date(2026, 5, 27),
        "REPORT": date(2026, 7, 6),
        "RESULT_NOTICE": date(2026, 7, 13),
    }


def test_appeals_are_counted_from_the_marks_and_hold_up_the_second_round():
    dates = {Step.WRITTEN: date(2026, 5, 5), Step.MARKS: date(2026, 5, 12)}

    found = {limit.end: limit for limit in limits(FULL, dates, DAYS) if limit.start_on.month > 4}

    assert found["APPEALS"].latest == date(2026, 5, 27)
    assert found["ANSWERS"].latest == date(2026, 6, 11)
    waits = [limit for limit in limits(FULL, dates, DAYS) if limit.end == Step.PRESENTATION]
    assert [limit.earliest for limit in waits] == [date(2026, 6, 12), date(2026, 5, 15)]


def test_project_only_sits_at_the_presentation_first():
    project_only = regulation(written=False, list_display_days=15, summons_working_days=5)
    dates = {Step.LIST: date(2026, 4, 17), Step.PRESENTATION: date(2026, 5, 5)}

    assert first_sitting(project_only) == Step.PRESENTATION
    assert faults(project_only, dates, DAYS) == []
    early = dates | {Step.PRESENTATION: date(2026, 5, 2)}
    assert len(faults(project_only, early, DAYS)) == 2  # too early, and a Saturday


@pytest.mark.parametrize(
    ("step", "day", "words"),
    [
        (Step.RECEIPT, date(2026, 4, 7), "sớm nhất 08/04/2026 (thời gian nhận hồ sơ: 30 ngày)"),
        (Step.LIST, date(2026, 4, 21), "muộn nhất 20/04/2026 (thời hạn thẩm định hồ sơ: 10 ngày)"),
        (Step.WRITTEN, date(2026, 5, 4), "sớm nhất 05/05/2026 (thời gian niêm yết danh sách"),
        (Step.PRESENTATION, date(2026, 6, 11), "sớm nhất 12/06/2026 (vòng trình bày chỉ sau khi"),
        (Step.RECOGNITION, date(2026, 6, 11), "không thể trước thi trình bày đề án"),
    ],
)
def test_one_day_too_early_or_late_is_named_with_the_day_that_keeps_the_rule(step, day, words):
    good = {
        Step.PLAN: PLAN,
        Step.ANNOUNCEMENT: ANNOUNCED,
        Step.RECEIPT: date(2026, 4, 8),
        Step.LIST: date(2026, 4, 20),
        Step.WRITTEN: date(2026, 5, 6),
        Step.MARKS: date(2026, 5, 12),
        Step.PRESENTATION: date(2026, 6, 12),
        Step.RECOGNITION: date(2026, 6, 30),
    }
    if step == Step.WRITTEN:
        good[Step.LIST] = date(2026, 4, 17)  # shown to Saturday 2 May, so to Monday 4
    assert faults(FULL, good, DAYS) == []

    found = faults(FULL, good | {step: day}, DAYS)

    assert any(words in line for line in found), found


def test_total_limit_is_warned_of():
    short = regulation(total_days_limit=75)
    dates = {Step.PLAN: PLAN, Step.RECOGNITION: date(2026, 5, 19)}

    assert faults(short, dates | {Step.RECOGNITION: date(2026, 5, 18)}, DAYS) == []
    assert (
        "muộn nhất 18/05/2026 (tổng thời gian của đợt thi: 75 ngày)"
        in faults(short, dates, DAYS)[0]
    )


@pytest.mark.parametrize("rules", [FULL, regulation(), regulation(written=False, vetting_days=9)])
def test_proposal_breaks_no_period_and_no_order(rules):
    for shift in range(14):
        start = date.fromordinal(ANNOUNCED.toordinal() + shift)

        made = propose(rules, PLAN, start, DAYS)

        assert faults(rules, made, DAYS) == []
        assert all(DAYS.is_working_day(day) for day in list(made.values())[1:])
        assert (Step.WRITTEN in made) == rules.has_written_round


def test_period_says_where_it_stands():
    words = period_words("vetting_days", FULL)

    assert words == "Thời hạn thẩm định hồ sơ 10 ngày, quy chế QC phiên bản 3"
