"""When each step of an opening may and must happen: the periods of its regulation, counted.

A period is data: the regulation holds its number, this module which events it lies between. It is
counted by the civil code (BLDS 2015 Điều 147, 148): from the next day, to 24:00 of the last day,
past a day that is not worked. Nothing here reads the database.
"""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agencies.calendar import WorkingCalendar
from positions.models import OpeningStep, Regulation

Step = OpeningStep.Kind
Dates = Mapping[str, date]


class Unit(Enum):
    DAYS = "days"
    WORKING_DAYS = "working_days"


class Bound(Enum):
    """What a period says of the event it leads to."""

    AT_LEAST = "at_least"  # not before its last day
    AFTER = "after"  # not before the day after its last day
    AT_MOST = "at_most"  # not after its last day
    BEFORE = "before"  # so many working days before the event it starts from, at the latest


# Days that no verb records but that people must keep.
SUMMONS, ROOM_LIST, INELIGIBLE_NOTICE = "SUMMONS", "ROOM_LIST", "INELIGIBLE_NOTICE"
MARKING, APPEALS, ANSWERS = "MARKING", "APPEALS", "ANSWERS"
REPORT, RESULT_NOTICE = "REPORT", "RESULT_NOTICE"
# The sitting candidates are summoned to first: the written one, else the presentation.
FIRST_SITTING = "FIRST_SITTING"
EVENT_NAMES = {
    SUMMONS: gettext_lazy("Gửi giấy triệu tập thí sinh"),
    ROOM_LIST: gettext_lazy("Niêm yết danh sách phòng thi, nội quy"),
    INELIGIBLE_NOTICE: gettext_lazy("Báo người không đủ điều kiện"),
    MARKING: gettext_lazy("Chấm xong bài thi viết"),
    APPEALS: gettext_lazy("Hết hạn nhận đơn phúc khảo"),
    ANSWERS: gettext_lazy("Trả lời phúc khảo"),
    REPORT: gettext_lazy("Hội đồng báo cáo kết quả"),
    RESULT_NOTICE: gettext_lazy("Thông báo công khai kết quả"),
}


@dataclass(frozen=True)
class Period:
    """One period of a regulation: where its number stands, from what to what, and how it binds."""

    value: str
    name: Any
    start: str
    end: str
    unit: Unit
    bound: Bound


PERIOD_NAMES = {
    "receipt_days": gettext_lazy("thời gian nhận hồ sơ"),
    "vetting_days": gettext_lazy("thời hạn thẩm định hồ sơ"),
    "ineligible_notice_working_days": gettext_lazy("thời hạn báo người không đủ điều kiện"),
    "list_display_days": gettext_lazy("thời gian niêm yết danh sách"),
    "summons_working_days": gettext_lazy("thời hạn triệu tập trước ngày thi"),
    "room_list_working_days": gettext_lazy("thời hạn niêm yết phòng thi trước ngày thi"),
    "marking_days": gettext_lazy("thời hạn chấm bài thi viết"),
    "marks_published_working_days": gettext_lazy("thời hạn công bố điểm thi viết"),
    "appeal_days": gettext_lazy("thời hạn nhận đơn phúc khảo"),
    "appeal_answer_days": gettext_lazy("thời hạn trả lời phúc khảo"),
    "project_gap_days": gettext_lazy("thời gian chuẩn bị đề án sau thi viết"),
    "result_report_working_days": gettext_lazy("thời hạn hội đồng báo cáo kết quả"),
    "total_days_limit": gettext_lazy("tổng thời gian của đợt thi"),
    "result_notice_days": gettext_lazy("thời hạn thông báo kết quả"),
}
DAYS, WORKING = Unit.DAYS, Unit.WORKING_DAYS
AT_LEAST, AFTER, AT_MOST, BEFORE = Bound
# In the order of the procedure, so that a derived day is known before the period that starts there.
_TABLE = (
    ("receipt_days", Step.ANNOUNCEMENT, Step.RECEIPT, DAYS, AT_LEAST),
    ("vetting_days", Step.RECEIPT, Step.LIST, DAYS, AT_MOST),
    ("ineligible_notice_working_days", Step.LIST, INELIGIBLE_NOTICE, WORKING, AT_MOST),
    ("list_display_days", Step.LIST, FIRST_SITTING, DAYS, AFTER),
    ("summons_working_days", FIRST_SITTING, SUMMONS, WORKING, BEFORE),
    ("room_list_working_days", FIRST_SITTING, ROOM_LIST, WORKING, BEFORE),
    ("marking_days", Step.WRITTEN, MARKING, DAYS, AT_MOST),
    ("marks_published_working_days", MARKING, Step.MARKS, WORKING, AT_MOST),
    ("appeal_days", Step.MARKS, APPEALS, DAYS, AT_MOST),
    ("appeal_answer_days", APPEALS, ANSWERS, DAYS, AT_MOST),
    ("project_gap_days", Step.WRITTEN, Step.PRESENTATION, DAYS, AT_LEAST),
    ("result_report_working_days", Step.PRESENTATION, REPORT, WORKING, AT_MOST),
    ("total_days_limit", Step.PLAN, Step.RECOGNITION, DAYS, AT_MOST),
    ("result_notice_days", Step.RECOGNITION, RESULT_NOTICE, DAYS, AT_MOST),
)
PERIODS = tuple(Period(value, PERIOD_NAMES[value], *rest) for value, *rest in _TABLE)
# Only with `appeal_blocks_round2`: the second round waits for the answers.
ROUND2_WAITS = Period(
    "appeal_blocks_round2",
    gettext_lazy("vòng trình bày chỉ sau khi trả lời phúc khảo"),
    ANSWERS,
    Step.PRESENTATION,
    DAYS,
    Bound.AFTER,
)
# How long a step usually takes where the regulation says nothing; for proposals only.
PRACTICE = {
    "receipt_days": 30,
    "vetting_days": 10,
    "list_display_days": 15,
    "marking_days": 5,
    "marks_published_working_days": 2,
    "project_gap_days": 10,
    "result_report_working_days": 5,
}
RECOGNITION_AFTER_REPORT = 5


@dataclass(frozen=True)
class Limit:
    """What one period says of one event, counted from the day its start has."""

    period: Period
    n: int
    start_on: date
    end: str
    earliest: date | None = None
    latest: date | None = None

    def allows(self, day: date) -> bool:
        """Whether the event may lie on the day."""
        if self.earliest and day < self.earliest:
            return False
        return self.latest is None or day <= self.latest


def event_name(event: str) -> str:
    """An event in words."""
    return str(EVENT_NAMES.get(event) or Step(event).label)


def first_sitting(regulation: Regulation) -> str:
    """The step candidates first sit at: the written exam, else the presentation."""
    return Step.WRITTEN if regulation.has_written_round else Step.PRESENTATION


def limits(regulation: Regulation, dates: Dates, days: WorkingCalendar) -> list[Limit]:
    """Every limit that follows from the regulation and the days known so far.

    A day nobody records (the last day of appeals, say) is taken as late as it may be.
    """
    known, found = dict(dates), []
    for period, n in _periods(regulation):
        start = _event(period.start, regulation)
        if start not in known:
            continue
        limit = _limit(period, n, known[start], _event(period.end, regulation), days)
        found.append(limit)
        if limit.end in EVENT_NAMES:
            known[limit.end] = limit.latest
    return found


def _periods(regulation: Regulation) -> Iterator[tuple[Period, int]]:
    """The periods the regulation sets, each with its number, in the order of the procedure."""
    for period in PERIODS:
        if (n := regulation.values.get(period.value)) is not None:
            yield period, n
        if period.end == ANSWERS and regulation.values.get("appeal_blocks_round2"):
            yield ROUND2_WAITS, 0


def _event(event: str, regulation: Regulation) -> str:
    return first_sitting(regulation) if event == FIRST_SITTING else event


def _limit(period: Period, n: int, start: date, end: str, days: WorkingCalendar) -> Limit:
    if period.bound is Bound.BEFORE:
        return Limit(period, n, start, end, latest=days.add_working_days(start, -n))
    last = last_day(start, n, period.unit, days)
    if period.bound is Bound.AT_MOST:
        return Limit(period, n, start, end, latest=last)
    after = timedelta(days=1) if period.bound is Bound.AFTER else timedelta()
    return Limit(period, n, start, end, earliest=last + after)


def last_day(start: date, n: int, unit: Unit, days: WorkingCalendar) -> date:
    """The last day of a period of n days after `start` (BLDS 2015 Điều 147, 148).

    No day at all means the day itself: nothing has to pass.
    """
    if n == 0:
        return start
    return days.add_days(start, n) if unit is DAYS else days.add_working_days(start, n)


def due_days(regulation: Regulation, dates: Dates, days: WorkingCalendar) -> dict[str, Limit]:
    """For each event with a last lawful day, the limit that ends first."""
    due: dict[str, Limit] = {}
    for limit in limits(regulation, dates, days):
        if limit.latest and (limit.end not in due or limit.latest < due[limit.end].latest):
            due[limit.end] = limit
    return due


def faults(regulation: Regulation, dates: Dates, days: WorkingCalendar) -> list[str]:
    """What is wrong with a timetable, in words: periods broken, order, sittings on a day off."""
    return [
        *_order_faults(dates),
        *_sitting_faults(dates, days),
        *(
            limit_words(limit, dates[limit.end])
            for limit in limits(regulation, dates, days)
            if limit.end in dates and not limit.allows(dates[limit.end])
        ),
    ]


def _order_faults(dates: Dates) -> Iterator[str]:
    ordered = [(kind, dates[kind]) for kind in Step if kind in dates]
    for (first, day), (second, next_day) in itertools.pairwise(ordered):
        if next_day < day:
            words = _("%(second)s (%(next)s) không thể trước %(first)s (%(day)s).")
            yield words % {
                "second": Step(second).label,
                "next": date_format(next_day),
                "first": str(Step(first).label).lower(),
                "day": date_format(day),
            }


def _sitting_faults(dates: Dates, days: WorkingCalendar) -> Iterator[str]:
    for kind in (Step.WRITTEN, Step.PRESENTATION):
        if kind in dates and not days.is_working_day(dates[kind]):
            words = _("%(step)s rơi vào ngày nghỉ (%(day)s).")
            yield words % {"step": Step(kind).label, "day": date_format(dates[kind])}


def limit_words(limit: Limit, day: date) -> str:
    """A limit that a day breaks, with what would keep it."""
    if limit.earliest:
        words = _("%(event)s %(day)s là quá sớm: sớm nhất %(limit)s (%(period)s: %(n)s).")
    else:
        words = _("%(event)s %(day)s là quá muộn: muộn nhất %(limit)s (%(period)s: %(n)s).")
    return words % {
        "event": capfirst(event_name(limit.end)),
        "day": date_format(day),
        "limit": date_format(limit.earliest or limit.latest),
        "period": limit.period.name,
        "n": length_words(limit),
    }


def length_words(limit: Limit) -> str:
    """How long a period is, in its own unit."""
    return _length(limit.period, limit.n)


def _length(period: Period, n: int) -> str:
    if period is ROUND2_WAITS:
        return _("theo quy chế")
    if period.unit is WORKING:
        return ngettext("%(n)s ngày làm việc", "%(n)s ngày làm việc", n) % {"n": n}
    return ngettext("%(n)s ngày", "%(n)s ngày", n) % {"n": n}


def period_words(value: str, regulation: Regulation) -> str:
    """A period with its length and where it stands: what a last day rests on."""
    period = next(period for period in PERIODS if period.value == value)
    words = _("%(period)s %(n)s, quy chế %(code)s phiên bản %(version)s")
    return words % {
        "period": capfirst(str(period.name)),
        "n": _length(period, regulation.values[value]),
        "code": regulation.code,
        "version": regulation.version,
    }


def propose(
    regulation: Regulation, plan_on: date, announced_on: date, days: WorkingCalendar
) -> dict[str, date]:
    """The quickest timetable that breaks no minimum; usual lengths where the rules are silent.

    Steps land on worked days; a total limit may still be broken, which `faults` then says.
    """
    made = {Step.PLAN: plan_on, Step.ANNOUNCEMENT: days.next_working_day(announced_on)}
    made[Step.RECEIPT] = _after(made[Step.ANNOUNCEMENT], "receipt_days", regulation, days)
    made[Step.LIST] = _after(made[Step.RECEIPT], "vetting_days", regulation, days)
    shown = _after(made[Step.LIST], "list_display_days", regulation, days)
    sitting = days.next_working_day(shown + timedelta(days=1))
    made[first_sitting(regulation)] = sitting
    if regulation.has_written_round:
        marked = _after(sitting, "marking_days", regulation, days)
        made[Step.MARKS] = _after(marked, "marks_published_working_days", regulation, days)
        made[Step.PRESENTATION] = _second_round(regulation, made, days)
    report = _after(made[Step.PRESENTATION], "result_report_working_days", regulation, days)
    made[Step.RECOGNITION] = days.add_working_days(report, RECOGNITION_AFTER_REPORT)
    return made


def _after(start: date, value: str, regulation: Regulation, days: WorkingCalendar) -> date:
    """The last day of the regulation's period, or of the usual one."""
    period = next(period for period in PERIODS if period.value == value)
    n = regulation.values.get(value)
    return last_day(start, PRACTICE[value] if n is None else n, period.unit, days)


def _second_round(regulation: Regulation, made: Dates, days: WorkingCalendar) -> date:
    """Not before the marks are out, the project could be written and, if so ruled, appeals done."""
    ready = [
        _after(made[Step.WRITTEN], "project_gap_days", regulation, days),
        made[Step.MARKS] + timedelta(days=1),
    ]
    ready += [
        limit.earliest
        for limit in limits(regulation, made, days)
        if limit.end == Step.PRESENTATION and limit.earliest
    ]
    return days.next_working_day(max(ready))
