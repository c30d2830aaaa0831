"""Rows for reports, written straight into the tables: many, quick, and odd where they may be."""

import random
from datetime import UTC, date, datetime, timedelta

from accounts.models import User
from agencies.models import Agency, Province
from agencies.reference import load_provinces
from audit import clock
from candidates.models import Application, CandidateProfile
from exams.models import Result
from positions.models import Campaign, Opening, Regulation
from tests.reset import without_state_triggers

FIRST = date(2017, 1, 1)
DAYS = 1400
OUTCOMES = ("SELECTED", "RESERVED", "NOT_SELECTED", "FAILED_PRESENTATION", "FAILED_WRITTEN",
            "NOT_ADMITTED", "ABSENT", "SUSPENDED")  # fmt: skip


@without_state_triggers()
def make_rows(seed: int, n_openings: int = 120) -> None:
    dice = random.Random(seed)
    load_provinces()
    agencies = _agencies(dice)
    live = _live_frame(agencies[0])
    openings = [_opening(dice, place, dice.choice(agencies), live) for place in range(n_openings)]
    Opening.objects.bulk_create(openings)
    announced = [opening for opening in openings if opening.announced_on]
    applications = [row for opening in announced for row in _applications(dice, opening)]
    CandidateProfile.objects.bulk_create(
        [row.profile for row in applications if row.origin == "LIVE"]
    )
    Application.objects.bulk_create(applications)
    results = [row for application in applications for row in _results(dice, application)]
    Result.objects.bulk_create(results)


def rows() -> dict[str, list[dict]]:
    """Everything the recomputation reads."""
    tables = {
        "provinces": Province,
        "agencies": Agency,
        "openings": Opening,
        "applications": Application,
        "results": Result,
    }
    return {name: list(model.objects.order_by("pk").values()) for name, model in tables.items()}


def _agencies(dice: random.Random) -> list[Agency]:
    provinces = list(Province.objects.all())
    made: list[Agency] = []
    for place in range(45):
        parent = dice.choice(made) if made and dice.random() < 0.6 else None
        code = f"A{place:02}"
        agency = Agency(pk=place + 1, code=code, name=f"Cơ quan {dice.choice('=+-@')}{place}")
        agency.kind, agency.is_pilot = Agency.Kind.OTHER, dice.random() < 0.3
        agency.parent, agency.root = parent, parent.root if parent else agency
        agency.path = f"{parent.path}/{code}" if parent else code
        if parent:
            agency.sector, agency.province = agency.root.sector, agency.root.province
        elif dice.random() < 0.5:
            agency.sector = "central"
        else:
            agency.sector, agency.province = "local", dice.choice(provinces[:50] + provinces[-5:])
        made.append(agency)
    # A parent and a root must be there first, and each has a smaller key.
    for agency in made:
        agency.save(force_insert=True)
    return made


def _live_frame(host: Agency) -> tuple[Campaign, Regulation, User]:
    user = User.objects.create_user("nguoi.duyet@example.vn")
    regulation = Regulation.objects.create(code="THU", values={})
    campaign = Campaign.objects.create(
        code="THU", name="Thử", host=host, regulation=regulation, plan_on=FIRST, created_by=user
    )
    return campaign, regulation, user


def _opening(dice: random.Random, place: int, agency: Agency, live: tuple) -> Opening:
    opening = Opening(code=f"O{place:03}", agency=agency, title="x", level="VU", rank="HEAD")
    opening.seats = dice.choice((1, 1, 1, 2, 3, 7))
    opening.origin = dice.choice(("LIVE", "IMPORTED"))
    if opening.origin == "LIVE":
        opening.campaign, opening.regulation, opening.approved_by = live
        opening.approved_at = clock.now()
    if dice.random() < 0.95:
        opening.announced_on = day = FIRST + timedelta(days=dice.randrange(DAYS))
        for name in ("receipt_closed_on", "written_on", "presentation_on", "recognised_on"):
            day += timedelta(days=dice.choice((0, 0, 1, 20, 90)))
            setattr(opening, name, day if dice.random() < 0.7 else None)
        opening.outcome = dice.choice(("", "FILLED", "UNFILLED", "POSTPONED", "CANCELLED"))
    opening.state = "DRAFT" if not opening.announced_on else "LIST_CLOSED"
    return opening


def _applications(dice: random.Random, opening: Opening) -> list[Application]:
    return [_application(dice, opening) for _place in range(dice.choice((0, 1, 2, 3, 5, 8)))]


def _application(dice: random.Random, opening: Opening) -> Application:
    row = Application(opening=opening, origin=opening.origin)
    row.state = dice.choice(("SUBMITTED", "ELIGIBLE", "ELIGIBLE", "INELIGIBLE", "WITHDRAWN"))
    row.is_eligible = {"ELIGIBLE": True, "INELIGIBLE": False}.get(row.state)
    if row.origin == "IMPORTED":
        row.is_eligible = dice.random() < 0.8 if row.state != "INELIGIBLE" else False
        return row
    row.profile = CandidateProfile(full_name="x", birth_on=FIRST, gender="M")
    # Around midnight in Vietnam, where a day in UTC is another one.
    last = opening.receipt_closed_on or opening.announced_on + timedelta(days=20)
    day = last - timedelta(days=dice.randrange(1, 20))
    hour = dice.choice((0, 16, 17, 23))
    row.received_at = datetime(day.year, day.month, day.day, hour, 59, tzinfo=UTC)
    row.submitted_at = row.received_at + timedelta(seconds=dice.choice((0, 90)))
    if dice.random() < 0.1:
        row.state, row.submitted_at, row.is_eligible = "DRAFT", None, None
    return row


def _results(dice: random.Random, application: Application) -> list[Result]:
    if application.state not in ("ELIGIBLE", "WITHDRAWN") or dice.random() < 0.1:
        return []
    versions = dice.choice((1, 1, 2))
    return [
        _result(dice, application, version, is_current=version == versions)
        for version in range(1, versions + 1)
    ]


def _result(dice, application: Application, version: int, *, is_current: bool) -> Result:
    row = Result(application=application, opening=application.opening, version=version)
    row.is_current = is_current
    row.written = dice.choice((None, None, 0, 49, 50, 80))
    row.presentation = dice.choice((None, 0, 49, 50, 90))
    row.outcome = dice.choice(OUTCOMES)
    row.passed_written = None if row.written is None else row.written >= 50
    row.passed = (row.presentation or 0) >= 50 and row.passed_written is not False
    row.released_at = clock.now() if dice.random() < 0.9 else None
    if row.outcome in ("SELECTED", "RESERVED") and dice.random() < 0.7:
        announced = application.opening.announced_on
        row.appointed_on = announced + timedelta(days=dice.randrange(0, 300))
    return row
