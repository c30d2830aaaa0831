"""G9: form R1 over many imported applications, beside the grouping in raw SQL."""

from datetime import date, timedelta

from django.core.management import call_command
from django.db import connection

from agencies.models import Agency, Province
from audit import clock
from candidates.models import Application
from exams.models import Result
from positions.models import Opening
from reports.figures import Filters
from reports.queries import r1

AGENCIES, OPENINGS, EACH = 400, 5_000, 20
FILTERS = Filters(date(2017, 1, 1), date(2020, 12, 31), date(2020, 12, 31))
RAW = (
    """SELECT o.agency_id, COUNT(*), SUM(o.seats) FROM positions_opening o
    WHERE o.announced_on BETWEEN '2017-01-01' AND '2020-12-31' GROUP BY 1""",
    """SELECT o.agency_id, COUNT(*), SUM(CASE WHEN a.is_eligible THEN 1 ELSE 0 END)
    FROM candidates_application a JOIN positions_opening o ON o.id = a.opening_id
    WHERE a.state <> 'DRAFT' AND o.announced_on BETWEEN '2017-01-01' AND '2020-12-31'
    GROUP BY 1""",
    """SELECT o.agency_id, COUNT(DISTINCT r.opening_id), COUNT(*),
    SUM(CASE WHEN r.presentation IS NOT NULL THEN 1 ELSE 0 END),
    SUM(CASE WHEN r.passed THEN 1 ELSE 0 END),
    SUM(CASE WHEN r.outcome = 'SELECTED' THEN 1 ELSE 0 END)
    FROM exams_result r JOIN positions_opening o ON o.id = r.opening_id
    JOIN candidates_application a ON a.id = r.application_id
    WHERE r.is_current AND r.released_at IS NOT NULL AND a.is_eligible
    AND o.announced_on BETWEEN '2017-01-01' AND '2020-12-31' GROUP BY 1""",
    """SELECT o.agency_id, COUNT(*) FROM exams_result r
    JOIN positions_opening o ON o.id = r.opening_id
    WHERE r.is_current AND r.appointed_on <= '2020-12-31'
    AND o.announced_on BETWEEN '2017-01-01' AND '2020-12-31' GROUP BY 1""",
)


def make_rows() -> int:
    """Local agencies of all provinces, their openings, applications and results."""
    call_command("load_reference", verbosity=0)
    provinces = list(Province.objects.filter(epoch=Province.Epoch.PILOT))
    for place in range(AGENCIES):
        code = f"BENCH-{place}"
        agency = Agency(code=code, name=code, kind="other", sector="local", path=code)
        agency.province = provinces[place % len(provinces)]
        agency.save()
    agencies = list(Agency.objects.all())
    openings = Opening.objects.bulk_create(
        [_opening(place, agencies[place % AGENCIES]) for place in range(OPENINGS)], batch_size=500
    )
    applications = Application.objects.bulk_create(
        [_application(opening, place) for opening in openings for place in range(EACH)],
        batch_size=500,
    )
    Result.objects.bulk_create([_result(row) for row in applications], batch_size=500)
    return len(applications)


def _opening(place: int, agency: Agency) -> Opening:
    announced = date(2017, 1, 1) + timedelta(days=place % 1400)
    facts = {"origin": "IMPORTED", "state": "FILLED", "outcome": "FILLED", "seats": 2}
    return Opening(
        code=f"B{place}", agency=agency, title="x", announced_on=announced,
        presentation_on=announced + timedelta(days=90), **facts,
    )  # fmt: skip


def _application(opening: Opening, place: int) -> Application:
    state, eligible = ("INELIGIBLE", False) if place % 7 == 0 else ("ELIGIBLE", True)
    return Application(
        opening=opening, origin="IMPORTED", state=state, is_eligible=eligible, number=str(place)
    )


def _result(row: Application) -> Result:
    won = row.number in ("1", "2")
    return Result(
        application=row, opening=row.opening, presentation=80 if won else 40, passed=won,
        outcome="SELECTED" if won else "FAILED_PRESENTATION", released_at=clock.now(),
        appointed_on=row.opening.presentation_on if won else None,
    )  # fmt: skip


def product() -> None:
    r1(FILTERS)


def raw() -> None:
    with connection.cursor() as cursor:
        for sql in RAW:
            cursor.execute(sql)
            cursor.fetchall()
