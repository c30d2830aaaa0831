"""What a page costs does not depend on how many rows there are: statements and rows fetched."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import connection, models
from django.db.backends.utils import CursorWrapper
from django.urls import reverse

from accounts.models import new_public_id
from audit import clock
from audit.models import Payload
from candidates.models import Application, new_receipt_code
from candidates.queries import lists_to_close
from candidates.rules import can_prepare_list
from exams.models import Exam
from exams.queries.exam import exams_to_begin, open_exams
from exams.rules.exam import can_ask_release, can_begin, slips_are_whole
from exams.rules.sitting import can_prepare
from messaging.models import OutboxMessage
from positions.models import Announcement, Campaign, Opening, OpeningStep
from positions.tests import roster_workbooks
from tests import builders as make
from tests import publicity
from tests.access_cases import CASES
from tests.access_world import World, standing, undone
from tests.reset import without_state_triggers

pytestmark = pytest.mark.django_db
SMALL, LARGE = 3, 60
MOST_FOR_A_LIST, MOST_FOR_A_DETAIL = 15, 20
# The home page asks every room what waits.
LIST_CAPS = {"desk:home": 20}

# URL name, role, rows on one page (of all its lists together). R1 and the statistics have a line
# for each agency;
# the home page reads the working calendar besides.
LISTS = (
    ("positions:home", "anonymous", 45 + LARGE),
    ("positions:announcement-list", "anonymous", 20),
    ("positions:feed", "anonymous", 50),
    ("positions:deadline-calendar", "anonymous", 1000),
    ("positions:campaign-files", "hr", 50),
    ("positions:publication-list", "hr", 50),
    ("exams:result-list", "anonymous", 20),
    ("reports:statistics", "anonymous", 57),
    ("desk:verify", "anonymous", 50),
    ("positions:opening-list", "hr", 50),
    ("positions:campaign-list", "hr", 50),
    ("positions:plan-list", "hr", 50),
    ("positions:overdue", "hr", 60),
    ("positions:overdue", "ministry_staff", 70),
    ("positions:paper-list", "hr", 50),
    ("positions:roster-list", "hr", 50),
    ("candidates:application-list", "hr", 50),
    ("candidates:check-list", "hr_2", 25),
    ("candidates:untold-list", "hr", 50),
    ("candidates:letter-list", "head", 80),
    ("exams:exam-list", "hr", 70),
    ("accounts:request-list", "hr", 25),
    ("agencies:agency-list", "ministry_staff", 50),
    ("agencies:holiday-list", "hr", 50),
    ("desk:log", "inspector", 50),
    ("desk:home", "hr", 140),
    ("desk:home", "secretary", 40),
    ("reports:r1", "ministry_staff", 57),
    ("reports:workbook-list", "ministry_staff", 50),
    ("messaging:notice-list", "hr", 25),
    ("messaging:outbox", "hr", 25),
)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with standing(django_db_blocker) as made:
        yield made


@dataclass
class Cost:
    """What one page asked of the database."""

    statements: list[str] = field(default_factory=list)
    rows: int = 0


@contextmanager
def counted(monkeypatch) -> Iterator[Cost]:
    """Count statements, and rows as they leave the cursor, whichever way they are fetched."""
    cost = Cost()

    def execute(run, sql, params, many, context):
        if not sql.startswith(("SAVEPOINT", "RELEASE")):
            cost.statements.append(sql)
        return run(sql, params, many, context)

    def many(self, *args):
        rows = self.cursor.fetchmany(*args)
        cost.rows += len(rows)
        return rows

    def one(self):
        row = self.cursor.fetchone()
        cost.rows += row is not None
        return row

    def everything(self):
        rows = self.cursor.fetchall()
        cost.rows += len(rows)
        return rows

    with monkeypatch.context() as patch, connection.execute_wrapper(execute):
        patch.setattr(CursorWrapper, "fetchmany", many, raising=False)
        patch.setattr(CursorWrapper, "fetchone", one, raising=False)
        patch.setattr(CursorWrapper, "fetchall", everything, raising=False)
        yield cost


def cost_of(world: World, monkeypatch, role: str, url: str) -> Cost:
    """The second request counts: the first may fill caches of the process."""
    world.client(role).get(url)
    with counted(monkeypatch) as cost:
        assert world.client(role).get(url).status_code == 200
    return cost


# Volume: copies of the world's rows, put in at once and past the ledger


@without_state_triggers()
def grow(world: World, n: int) -> None:
    """n more of everything a list can show, for agency A."""
    openings = copies(world.opening("receiving"), n, lambda i: {"code": f"ANPHA-N.{i}"})
    _late_steps(openings)
    _applications(world, openings)
    campaigns = copies(world.campaigns["released"], n, lambda i: {"code": f"ANPHA-N{i}"})
    _exams(world, campaigns)
    copies(world.campaigns["closed"], n, lambda i: {"code": f"ANPHA-C{i}"})
    copies(world.opening("draft"), n, lambda i: {"code": f"ANPHA-D.{i}"})
    copies(world.request("opening"), n, _as_new_request)
    body = {"parent": world.a, "root": world.a}
    copies(world.a, n, lambda i: body | {"code": f"ANPHA.{i}", "path": f"ANPHA/ANPHA.{i}"})
    past = world.things["holiday"].day - timedelta(days=4_000 + 2 * n)  # before every real one
    copies(world.things["holiday"], n, lambda i: {"day": past + timedelta(days=i)})
    copies(Announcement.objects.first(), n, lambda i: {})
    hr = world.people["hr"]
    copies(world.things["notice"], n, lambda i: {"user": hr, "key": f"n:{i}"} | _fresh())
    copies(OutboxMessage.objects.first(), n, lambda i: {"key": f"n:{i}"} | _fresh())
    _papers(world, n)
    _publicity(world, n)
    _rosters(world, n)
    _entries(world, n)
    _letters(world, n)


def _late_steps(openings: list[Opening]) -> None:
    """Each of the copies should have had its list days ago."""
    late, kind = clock.today() - timedelta(days=3), OpeningStep.Kind.LIST
    OpeningStep.objects.bulk_create(
        OpeningStep(opening=row, kind=kind, planned_on=late, due_on=late) for row in openings
    )


def copies(row: models.Model, n: int, fields: Callable[[int], dict]) -> list[models.Model]:
    made = []
    for i in range(1, n + 1):
        new = copy(row)
        new.pk = None
        for name, value in fields(i).items():
            setattr(new, name, value)
        made.append(new)
    return type(row)._base_manager.bulk_create(made)


def _fresh() -> dict[str, str]:
    return {"public_id": new_public_id()}


def _as_new_request(i: int) -> dict:
    return _fresh() | {"subject": f"positions.opening:{10_000 + i}"}


def _applications(world: World, openings: list[Opening]) -> None:
    def fields(i: int) -> dict:
        codes = {"receipt_code": new_receipt_code(), "opening": openings[i - 1]}
        return codes | _fresh()

    made = copies(world.own["submitted"], len(openings), fields)
    applications = made[: len(made) // 2]
    copies(world.things["check"], len(applications), lambda i: {"application": made[i - 1]})


def _papers(world: World, n: int) -> None:
    """Drafts, and what another officer recorded and waits for a second one."""
    closed = world.campaigns["closed"]
    copies(make.paper_at("DRAFT", closed), n, lambda i: _fresh())
    recorded = make.record_paper(make.paper_at("DRAFT", closed), by=world.people["hr_2"])
    copies(recorded, n, lambda i: _fresh())


def _publicity(world: World, n: int) -> None:
    """Of a draft, and of a campaign that everybody reads."""
    for name in ("draft", "receiving"):
        campaign = world.campaigns[name]
        copies(publicity.campaign_file(campaign), n, lambda i: _fresh())
        copies(publicity.publication(campaign), n, lambda i: _fresh())


def _rosters(world: World, n: int) -> None:
    """Drafts that wait for a second officer, and one roster with many people."""
    other = world.people["hr_2"]
    one = roster_workbooks.imported(world.a, [roster_workbooks.row()])
    copies(one, n, lambda i: {"entered_by": other} | _fresh())
    copies(one.entries.get(), n, lambda i: {"citizen_id": f"{i:012}"} | _fresh())


def _exams(world: World, campaigns: list[Campaign]) -> None:
    for state in ("released", "scored", "presenting"):
        mine = campaigns[len(state) % 3 :: 3]
        copies(world.exam(state), len(mine), lambda i, mine=mine: {"campaign": mine[i - 1]})
    clerk = world.campaigns["closed"].duties.get(person__user=world.people["secretary"])
    copies(clerk, len(campaigns), lambda i: {"campaign": campaigns[i - 1]} | _fresh())


def _letters(world: World, n: int) -> None:
    """More that somebody has, and more that nobody has."""
    for name in ("handed", "petition"):
        copies(world.things[name], n, lambda i, name=name: _as_new_letter(f"{name[0]}{i}"))


def _as_new_letter(code: str) -> dict[str, str]:
    return {"receipt_code": f"DT-{code}", "nonce": code} | _fresh()


def _entries(world: World, n: int) -> None:
    payload = Payload.objects.filter(agency=world.a.code).last()
    entries = copies(payload.entry, n, lambda i: {"chain": "campaign:N", "seq": i})
    copies(payload, n, lambda i: {"entry": entries[i - 1]})


def test_a_list_costs_the_same_at_any_size(world, monkeypatch):
    found: dict[int, dict[tuple, Cost]] = {}
    for size in (SMALL, LARGE):
        with undone():
            grow(world, size)
            urls = {row: url_of(world, row[0]) for row in LISTS}
            found[size] = {
                row: cost_of(world, monkeypatch, row[1], url) for row, url in urls.items()
            }

    faults = [
        f"{row[0]} {row[1]}: {fault}"
        for row, small in found[SMALL].items()
        for fault in _faults(small, found[LARGE][row], row)
    ]
    assert faults == [], "\n".join(faults)


def url_of(world: World, name: str) -> str:
    case = next(case for case in CASES if case.name == name)
    return reverse(name, kwargs=case.kwargs(world))


def _faults(small: Cost, large: Cost, row: tuple[str, str, int]) -> Iterator[str]:
    name, _role, shown = row
    cap = LIST_CAPS.get(name, MOST_FOR_A_LIST)
    if len(large.statements) != len(small.statements):
        yield f"statements depend on the size:\n{_difference(small, large)}"
    if len(large.statements) > cap:
        yield f"{len(large.statements)} statements:\n{_short(large.statements)}"
    if large.rows > small.rows + shown:
        yield f"{large.rows} rows fetched, {small.rows} when small, {shown} shown"


def _difference(small: Cost, large: Cost) -> str:
    return _short([sql for sql in large.statements if sql not in small.statements])


def _short(statements: list[str]) -> str:
    """What each statement asks, without its columns."""
    return "\n".join(f"{sql[:30]} … {sql.partition(' FROM ')[2][:120]}" for sql in statements)


DETAILS = {
    "positions:opening-public": "anonymous",
    "positions:campaign-public": "anonymous",
    "exams:result-public": "anonymous",
    "positions:opening-detail": "hr",
    "positions:campaign-detail": "hr",
    "positions:paper-detail": "hr",
    "positions:roster": "hr",
    "candidates:application": "candidate",
    "candidates:receipt": "candidate",
    "candidates:application-detail": "hr",
    "candidates:opening-matrix": "hr",
    "candidates:letter": "head",
    "candidates:list-detail": "hr",
    "exams:own-result": "candidate",
    "exams:exam-detail": "secretary_2",
    "exams:exam-proceed": "head",
    "exams:presentation-detail": "secretary_2",
    "exams:slip-compare": "secretary_2",
    "exams:sitting": "secretary_2",
    "exams:codes": "expert",
    "exams:map-opening": "expert",
    "accounts:request-detail": "head",
    "agencies:agency-detail": "admin",
    "desk:me": "candidate",
}


@pytest.mark.parametrize("name", DETAILS)
def test_a_page_about_one_object_stays_within_its_cap(world, monkeypatch, name):
    cost = cost_of(world, monkeypatch, DETAILS[name], url_of(world, name))

    assert len(cost.statements) <= MOST_FOR_A_DETAIL, _short(cost.statements)


def test_one_statement_more_per_row_is_found(world, monkeypatch):
    def visit() -> int:
        with counted(monkeypatch) as cost:
            for row in Application.objects.all():
                assert row.opening.code
        return len(cost.statements)

    before = visit()
    with undone():
        grow(world, SMALL)

        assert visit() == before + SMALL


# The lists of tasks ask one query what the rules say object by object


@without_state_triggers()
def test_a_list_short_of_candidates_is_not_offered(world):
    hr, ready = world.people["hr"], world.campaigns["ready"]
    assert ready in lists_to_close(hr)

    with undone():
        Application.objects.filter(pk=world.own["ready"].pk).update(state="INELIGIBLE")

        assert not can_prepare_list(hr, ready)
        assert ready not in lists_to_close(hr)


@pytest.mark.parametrize("role", ["hr", "hr_2", "hr_b", "head", "secretary", "council"])
def test_the_task_list_says_what_the_rules_say(world, role):
    user = world.people[role]
    campaigns = list(Campaign.objects.order_by("pk"))
    exams = Exam.objects.visible_to(user).order_by("pk")

    assert {row.pk for row in lists_to_close(user)} == {
        row.pk for row in campaigns if can_prepare_list(user, row)
    }
    assert {row.pk for row in exams_to_begin(user)} == {
        row.pk for row in campaigns if can_begin(user, row) or can_prepare(user, row)
    }
    for exam in open_exams(user):
        assert exam.may_ask_release == bool(can_ask_release(user, exam)) or (
            exam.state != Exam.State.SCORED
        )
        assert exam.is_whole == bool(slips_are_whole(exam)) or exam.state == Exam.State.SCORED
    assert {row.pk for row in open_exams(user)} == {
        row.pk for row in exams if row.state in (Exam.State.PRESENTING, Exam.State.SCORED)
    }
