"""Form R1 against an independent recomputation over random rows."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from agencies.models import Agency, Membership, Province
from audit import clock
from candidates.models import Application, CandidateProfile
from exams.models import Exam, Result
from positions.models import Opening
from reports.exports import values_of
from reports.figures import Filters
from reports.forms import ReportForm, make_filters
from reports.queries import r1, ratio
from reports.tests import random_exams, recompute
from tests.builders import agency, exam_at, member, officer, user

pytestmark = pytest.mark.django_db
PERIODS = (
    (date(2017, 1, 1), date(2020, 4, 27)),
    (date(2017, 6, 15), date(2017, 6, 15)),
    (date(2018, 3, 1), date(2019, 2, 28)),
    (date(2016, 1, 1), date(2021, 12, 31)),
    (date(2022, 1, 1), date(2022, 12, 31)),
)
ORDERED = ("registered", "eligible", "sat", "passed_written")


def as_dicts(report):
    rows = [
        {"scope": row.scope, "code": row.code, "name": row.name} | values_of(row)
        for row in report.rows
    ]
    return {"rows": rows, "totals": {key: values_of(row) for key, row in report.totals.items()}}


@pytest.mark.parametrize("seed", [1, 2])
def test_r1_equals_the_recomputation(seed):
    random_exams.make_rows(seed)
    rows = random_exams.rows()

    for start, end in PERIODS:
        for as_of in (end, start, start + (end - start) / 2, end + timedelta(days=200)):
            for epoch in ("63", "34"):
                report = as_dicts(r1(Filters(start, end, as_of, epoch)))
                assert report == recompute.r1(rows, start, end, as_of, epoch)


def test_random_rows_reach_every_measure():
    """Equal zeros would prove nothing."""
    random_exams.make_rows(1)
    total = recompute.r1(random_exams.rows(), *PERIODS[3], PERIODS[3][1], "63")["totals"]

    for scope in ("central", "local"):
        assert all(total[scope][key] for key in recompute.KEYS), total[scope]


@pytest.mark.parametrize("seed", [4, 5])
def test_totals_add_up_and_provinces_sum_alike_in_both_epochs(seed):
    random_exams.make_rows(seed)
    by_epoch = {}
    for epoch, provinces in (("63", 63), ("34", 34)):
        report = r1(Filters(*PERIODS[0], PERIODS[0][1], epoch))
        assert sum(row.scope == "local" for row in report.rows) == provinces
        by_epoch[epoch] = {key: row.counts for key, row in report.totals.items()}
        for scope in ("central", "local"):
            mine = [row.counts for row in report.rows if row.scope == scope]
            total = report.totals[scope].counts
            assert total == {key: sum(each[key] for each in mine) for key in total}
        totals = by_epoch[epoch]
        for key in recompute.KEYS:
            assert totals["central"][key] + totals["local"][key] == totals["all"][key]
    assert by_epoch["63"] == by_epoch["34"]


def test_rows_are_every_central_root_then_every_province_by_code():
    random_exams.make_rows(6)

    report = r1(Filters(*PERIODS[4], PERIODS[4][1]))

    central = Agency.objects.filter(sector="central", parent=None).order_by("code")
    provinces = Province.objects.filter(epoch="63").order_by("code")
    assert [(row.scope, row.code, row.name) for row in report.rows] == [
        *(("central", row.code, row.name) for row in central),
        *(("local", row.code, row.name) for row in provinces),
    ]
    assert all(row.counts["titles"] == 0 and row.fill_rate is None for row in report.rows)


# Single definitions, where a slip would be easy


@pytest.fixture
def home():
    return agency("BO-A", is_pilot=True)


def imported(home, announced="2018-05-01", **fields):
    number = Opening.objects.count()
    return Opening.objects.create(
        code=f"I{number}", origin="IMPORTED", agency=home, title="x", level="VU", rank="HEAD",
        state="LIST_CLOSED", announced_on=announced, **fields,
    )  # fmt: skip


def applied(opening, result=None, **fields):
    facts = {"state": "ELIGIBLE", "is_eligible": True, "origin": "IMPORTED"} | fields
    row = Application.objects.create(opening=opening, **facts)
    if result is not None:
        marks = {"outcome": "NOT_SELECTED", "released_at": clock.now()} | result
        Result.objects.create(application=row, opening=opening, **marks)
    return row


def counts(as_of="2020-01-01", start="2018-01-01", end="2018-12-31", epoch="63"):
    days = [date.fromisoformat(day) for day in (start, end, as_of)]
    return r1(Filters(*days, epoch)).totals["all"].counts


def test_period_includes_both_days(home):
    for day in ("2017-12-31", "2018-01-01", "2018-12-31", "2019-01-01"):
        imported(home, day)

    assert counts()["titles"] == 2
    assert counts(as_of="2018-12-30")["titles"] == 1


@pytest.mark.parametrize(
    ("dates", "known_on"),
    [
        ({}, "2018-05-01"),
        ({"written_on": "2018-06-01"}, "2018-06-01"),
        ({"written_on": "2018-06-01", "presentation_on": "2018-06-08"}, "2018-06-08"),
        ({"presentation_on": "2018-06-08", "recognised_on": "2018-07-01"}, "2018-07-01"),
    ],
)
def test_results_are_known_from_the_last_of_their_dates(dates, known_on, home):
    opening = imported(home, outcome="UNFILLED", **dates)
    applied(opening, {"presentation": 40, "passed": False})
    before = (date.fromisoformat(known_on) - timedelta(days=1)).isoformat()

    after = counts(as_of=known_on)
    assert (after["sat"], after["unfilled"], after["titles_examined"]) == (1, 1, 1)
    assert [counts(as_of=before)[key] for key in ("sat", "unfilled", "held")] == [0, 0, 0]


def test_appointed_counts_by_its_own_date(home):
    """Also when the result was recognised on paper only later."""
    opening = imported(home, presentation_on="2018-06-01", recognised_on="2018-08-01")
    applied(opening, {"presentation": 80, "outcome": "SELECTED", "appointed_on": "2018-07-01"})

    assert [counts(as_of=day)["appointed"] for day in ("2018-06-30", "2018-07-01")] == [0, 1]
    assert counts(as_of="2018-07-01")["selected"] == 0
    assert counts(as_of="2018-08-01")["selected"] == 1


def test_unreleased_and_replaced_results_do_not_count(home):
    opening = imported(home)
    row = applied(opening, {"presentation": 90, "outcome": "SELECTED", "is_current": False})
    assert counts()["selected"] == 0
    Result.objects.create(
        application=row, opening=opening, version=2, presentation=90, outcome="SELECTED"
    )
    assert counts()["selected"] == 0

    Result.objects.filter(version=2).update(released_at=clock.now())
    assert counts()["selected"] == 1


def test_sat_needs_a_mark_and_a_zero_is_one(home):
    opening = imported(home)
    applied(opening, {"outcome": "ABSENT"})
    applied(opening, {"outcome": "SUSPENDED", "presentation": 0})
    applied(opening, {"outcome": "FAILED_WRITTEN", "written": 0, "passed_written": False})
    applied(opening)

    found = counts()
    assert [found[key] for key in ("registered", "eligible", "sat", "sat_presentation")] == [
        4,
        4,
        2,
        1,
    ]


def test_withdrawn_are_registered_drafts_are_not(home):
    opening = imported(home)
    applied(opening, state="WITHDRAWN", is_eligible=None)
    applied(opening, state="DRAFT", is_eligible=None)

    assert (counts()["registered"], counts()["eligible"]) == (1, 0)


@pytest.mark.parametrize(
    ("received", "as_of", "registered"),
    [
        (datetime(2018, 5, 10, 16, 59, 59, tzinfo=UTC), "2018-05-10", 1),
        (datetime(2018, 5, 10, 17, 0, 0, tzinfo=UTC), "2018-05-10", 1),
        (datetime(2018, 5, 10, 17, 0, 0, 1, tzinfo=UTC), "2018-05-10", 0),
        (datetime(2018, 5, 10, 17, 0, 0, 1, tzinfo=UTC), "2018-05-11", 1),
    ],
)
def test_live_registration_counts_by_the_vietnamese_day_of_receipt(
    received, as_of, registered, home
):
    """In time is in time although the server stored it a moment after midnight."""
    exam = exam_at(Exam.State.PRESENTING)
    live = exam.campaign.openings.get()
    Opening.objects.filter(pk=live.pk).update(announced_on="2018-05-01")
    first, second = Application.objects.filter(opening=live)
    long_ago = datetime(2018, 5, 2, tzinfo=UTC)
    Application.objects.filter(pk=first.pk).update(
        received_at=received, submitted_at=received + timedelta(seconds=5)
    )
    Application.objects.filter(pk=second.pk).update(received_at=long_ago)

    assert counts(as_of=as_of)["registered"] == 1 + registered


def test_pilot_marks_below_a_pilot_body_belong_to_it(home):
    below = agency("BO-A.V", kind="department", parent=home, is_pilot=True)
    applied(imported(below), {"presentation": 60, "passed": True})

    found = counts()
    assert [found[key] for key in ("chosen", "held", "held_other")] == [1, 1, 0]


def test_held_other_counts_the_top_level_body_once(home):
    other = agency("BO-B")
    for code in ("BO-B.1", "BO-B.2"):
        below = agency(code, kind="department", parent=other)
        applied(imported(below), {"presentation": 60, "passed": True})
    applied(imported(agency("BO-C")))

    found = counts()
    assert [found[key] for key in ("chosen", "held", "held_other")] == [1, 0, 1]


def test_code_that_only_begins_alike_is_another_body(home):
    alike = agency("BO-A2")
    applied(imported(alike), {"presentation": 60, "passed": True})

    found = counts()
    assert [found[key] for key in ("chosen", "held", "held_other")] == [1, 0, 1]


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(0, 1, "0.00"), (1, 8, "0.13"), (5, 8, "0.63"), (2, 3, "0.67"), (12, 3, "4.00"), (1, 0, None)],
)
def test_ratio_rounds_half_up(part, whole, text):
    assert ratio(part, whole) == (None if text is None else Decimal(text))


def test_as_of_is_the_end_of_the_period_and_never_the_future():
    start, end, today = date(2026, 1, 1), date(2026, 6, 30), date(2026, 3, 1)
    with clock.at(datetime(2026, 3, 1, 3, tzinfo=UTC)):
        assert make_filters(start, end, None, None) == Filters(start, end, today, "63")
        assert make_filters(start, end, date(2030, 1, 1), "34").as_of == today
        assert make_filters(start, end, date(2026, 2, 1), None).as_of == date(2026, 2, 1)
        assert make_filters(start, date(2026, 1, 31), None, None).as_of == date(2026, 1, 31)
        assert ReportForm({}, places=[]).filters() == Filters(date(2017, 1, 1), today, today, "63")


# Readers who may not see the whole country


def test_province_staff_read_their_row_as_the_ministry_reads_it():
    random_exams.make_rows(7)
    local = Agency.objects.filter(sector="local", parent=None, province__epoch="63").first()
    watcher = member(user("tinh@example.vn"), local, Membership.Role.PROVINCE_STAFF)
    filters = Filters(*PERIODS[3], PERIODS[3][1])

    whole = {row.code: row for row in r1(filters).rows if row.scope == "local"}
    seen = r1(filters, watcher)

    assert seen.rows == [whole[local.province.code]]
    assert seen.totals["all"].counts == seen.rows[0].counts


def test_ministry_staff_read_what_the_command_prints():
    random_exams.make_rows(8)
    staff = officer(Agency.objects.first(), Membership.Role.MINISTRY_STAFF)
    filters = Filters(*PERIODS[0], PERIODS[0][1])

    assert r1(filters, staff) == r1(filters)


def test_hr_reads_the_own_body_only(home):
    applied(imported(home), {"presentation": 60, "passed": True})
    applied(imported(agency("BO-B")), {"presentation": 60, "passed": True})
    filters = Filters(date(2018, 1, 1), date(2018, 12, 31), date(2020, 1, 1))

    seen = r1(filters, officer(home))
    assert [(row.code, row.counts["sat"]) for row in seen.rows] == [("BO-A", 1)]
    assert r1(filters, user("nguoi.la@example.vn")).rows == []


def test_query_count_does_not_grow_with_rows(home, django_assert_num_queries):
    filters = Filters(date(2018, 1, 1), date(2018, 12, 31), date(2020, 1, 1))
    for _turn in range(2):
        with django_assert_num_queries(6):
            r1(filters)
        for _place in range(3):
            applied(imported(agency(f"BO-{Agency.objects.count()}")), {"presentation": 60})


def test_funnel_never_widens(home):
    """Over consistent rows: registered ≥ eligible ≥ sat ≥ passed_written."""
    opening = imported(home, seats=2, receipt_closed_on="2018-05-20", written_on="2018-06-01")
    applied(opening, state="INELIGIBLE", is_eligible=False)
    for written in (30, 50, 70):
        marks = {"written": written, "passed_written": written >= 50}
        applied(opening, marks)

    for day in ("2018-05-01", "2018-05-19", "2018-05-20", "2018-05-31", "2018-06-01"):
        found = counts(as_of=day)
        funnel = [found[key] for key in ORDERED]
        assert funnel == sorted(funnel, reverse=True)
    assert funnel == [4, 3, 3, 2]


def test_profile_is_never_read(home):
    """The snapshot on the application counts; a live profile edited later changes nothing."""
    exam_at(Exam.State.RELEASED)
    day = clock.today()
    before = r1(Filters(day - timedelta(days=90), day, day)).totals["all"]
    CandidateProfile.objects.update(gender="M", full_name="Khác")

    assert r1(Filters(day - timedelta(days=90), day, day)).totals["all"] == before
    assert before.counts["selected"] == 1
