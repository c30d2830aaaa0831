"""`seed_demo`: played once through the verbs, whole by every check, and never over real data."""

import io
import json
import stat
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings as live_settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test.utils import override_settings

from accounts.demo import DEMO_DOMAIN, LOGINS_FILE, is_demo
from accounts.models import TwoPersonRequest, User
from agencies.models import Agency, Membership
from agencies.reference import DATA, load_all
from audit import checkpoints, clock, invariants
from audit.models import Checkpoint, LedgerEntry
from audit.verification import verify
from candidates.models import Application
from exams.models import Exam, Result
from exams.queries.tasks import written_tasks
from positions.models import Announcement, Opening, PlanningRoster, Title
from positions.roster_queries import planned_for
from tests.builders import user


def seed() -> str:
    out = io.StringIO()
    call_command("seed_demo", stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[str]:
    """Seeded once for this module, in a transaction that is rolled back; what it printed."""
    folder = tmp_path_factory.mktemp("demo")
    places = {"DATA_DIR": folder, "FILES_DIR": folder / "files"}
    places["CHECKPOINT_KEY_FILE"] = folder / "key"
    backend = live_settings.EMAIL_BACKEND
    with (
        django_db_blocker.unblock(),
        override_settings(**places, EMAIL_BACKEND=backend),
        transaction.atomic(),
    ):
        checkpoints.create_key()
        load_all()
        yield seed()
        transaction.set_rollback(True)


def everything() -> list[int]:
    models = (User, Agency, Membership, Opening, Application, Result, LedgerEntry, Checkpoint)
    return [model.objects.count() for model in models]


def r1_of(code: str) -> dict:
    out = io.StringIO()
    period = ("--from", "2017-01-01", "--to", "2017-12-31")
    call_command("report", "R1", *period, "--format", "json", stdout=out)
    (row,) = [row for row in json.loads(out.getvalue())["rows"] if row["code"] == code]
    return row


# Refusals, before the demo below fills the database


@pytest.mark.django_db
def test_seed_over_real_people_refused(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    user("that@bnv.gov.vn")
    before = everything()

    with pytest.raises(CommandError, match="needs an empty database"):
        seed()
    assert everything() == before
    assert not (tmp_path / LOGINS_FILE).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("with_users", [False, True])
def test_seed_in_production_refused(with_users, settings, tmp_path):
    settings.PRODUCTION, settings.DATA_DIR = True, tmp_path
    if with_users:
        user("ai@minhhoa.example")

    with pytest.raises(CommandError, match="never runs in production"):
        seed()
    assert User.objects.count() == int(with_users)


# Seeded


def test_seed_prints_every_log_in_with_its_password(demo):
    logins, _blank, keys = demo.partition("\n\n")
    head, *lines = logins.splitlines()

    assert head.split() == ["Vai", "trò", "Họ", "và", "tên", "Đăng", "nhập", "Mật", "khẩu"]
    stored = live_settings.DATA_DIR / LOGINS_FILE
    password = json.loads(stored.read_text())["password"]
    assert stat.S_IMODE(stored.stat().st_mode) == 0o600
    assert len(lines) == User.objects.count()
    assert len(keys.splitlines()) > 3  # three holders of each map still to be opened
    assert all(line.endswith(password) for line in lines)
    assert all(email in demo for email in User.objects.values_list("email", flat=True))
    assert User.objects.get(email__startswith="tochuc1@").check_password(password)
    assert is_demo()


def test_seed_again_changes_nothing_and_prints_the_same(demo):
    before = everything()

    assert seed() == demo
    assert everything() == before


def test_seed_is_whole_by_every_check(demo):
    report = verify()
    assert (report.faults, report.entries) == ([], LedgerEntry.objects.count())
    assert report.checkpoints == Checkpoint.objects.count() > 0
    assert {name: rows for name, rows in invariants.run().items() if rows} == {}


def test_seed_times_rise_on_every_chain_and_none_lies_ahead(demo):
    for chain in set(LedgerEntry.objects.values_list("chain", flat=True)):
        times = list(LedgerEntry.objects.filter(chain=chain).order_by("seq").values_list("at"))
        assert times == sorted(times), chain
    assert LedgerEntry.objects.latest("at").at <= clock.now()


def test_seed_of_exam_c_is_what_the_press_reported(demo):
    winners = Result.objects.released().filter(outcome="SELECTED").order_by("-final")
    winners = winners.filter(opening__campaign__code="BTCTW-2017-1")

    assert [f"{row.final:.2f}" for row in winners] == ["84.40", "83.60", "82.10"]
    assert {str(row.appointed_on) for row in winners} == {"2017-10-01"}
    openings = Opening.objects.filter(campaign__code="BTCTW-2017-1").order_by("code")
    assert [row.applications.count() for row in openings] == [5, 3, 4]
    facts = ("state", "plan_on", "announced_on", "presentation_on", "recognised_on")
    assert {tuple(map(str, row)) for row in openings.values_list(*facts)} == {
        ("FILLED", "2017-05-24", "2017-06-15", "2017-09-30", "2017-10-01")
    }
    assert Exam.objects.get(campaign__code="BTCTW-2017-1").state == Exam.State.RELEASED
    assert Announcement.objects.filter(campaign__code="BTCTW-2017-1").count() == 5


def test_seed_r1_of_exam_c(demo):
    assert r1_of("BTCTW") == {
        "scope": "central",
        "code": "BTCTW",
        "name": "Ban Tổ chức Trung ương",
        "chosen": 1,
        "held": 1,
        "held_other": 0,
        "titles": 3,
        "titles_examined": 3,
        "seats": 3,
        "registered": 12,
        "eligible": 12,
        "sat": 12,
        "passed_written": 0,
        "sat_presentation": 12,
        "passed": 12,
        "selected": 3,
        "reserved": 0,
        "appointed": 3,
        "unfilled": 0,
        "postponed": 0,
        "cancelled": 0,
        "competition_ratio": "4.00",
        "fill_rate": "1.00",
    }


def test_seed_leaves_something_to_do_today(demo):
    assert Opening.objects.receiving().count() == 2
    waiting = TwoPersonRequest.objects.waiting().values_list("kind", flat=True)
    assert sorted(waiting) == ["change", "membership", "opening", "plan"]
    live = Application.objects.filter(opening__in=Opening.objects.receiving())
    # One draft is of a dossier on paper that waits to be compared.
    states = ["DRAFT", "DRAFT", "INELIGIBLE", *["SUBMITTED"] * 3, "SUPPLEMENT"]
    assert sorted(live.values_list("state", flat=True)) == states


def test_the_candidates_in_the_plan_are_in_the_roster_in_force(demo):
    waiting, in_force = PlanningRoster.objects.order_by("-decision_on")
    assert (waiting.state, in_force.state) == ("DRAFT", "CONFIRMED")
    source = Application.Source.IN_PLAN_LOCAL
    rows = Application.objects.filter(opening__agency=in_force.agency, source=source)
    for row in rows.select_related("profile", "opening"):
        level, rank = row.opening.level, row.opening.rank
        title = Title.objects.filter(level=level, rank=rank).first()
        found = planned_for(row.profile.citizen_id, title, clock.today())
        assert [entry.is_inside for entry in found] == [True], row.profile
    assert rows.count() > 20


def test_seed_without_its_password_file_says_so(demo):
    stored = live_settings.DATA_DIR / LOGINS_FILE
    kept = stored.read_text()
    stored.unlink()

    with pytest.raises(CommandError, match="password file is gone"):
        seed()
    stored.write_text(kept)


def test_seed_has_a_campaign_at_every_stage_of_the_written_exam(demo):
    states = set(Exam.objects.filter(sitting__isnull=False).values_list("state", flat=True))
    ended = {Exam.State.CLOSED, Exam.State.CANCELLED}
    assert states == set(Exam.State) - ended
    small = Exam.objects.get(campaign__regulation__code="QUY-MO-NHO")
    assert (small.state, small.sitting.seats.count()) == (Exam.State.RELEASED, 2)


def test_each_stage_was_played_on_its_own_day(demo):
    """A step played by today's clock would drag every later entry of its chain to today."""
    chain = Exam.objects.get(campaign__regulation__code="QUY-MO-NHO").ledger_chain
    times = LedgerEntry.objects.filter(chain=chain).values_list("at", flat=True)
    assert len({at.date() for at in times}) > 10
    assert max(times) < clock.now() - timedelta(days=1)


def test_every_role_of_the_demo_finds_something_to_do(demo):
    """Whoever serves on a board of a written exam; witnesses and the council on paper apart."""
    serving = User.objects.filter(
        email__endswith=f".hp@{DEMO_DOMAIN}", person__duties__isnull=False
    )
    idle = [user.email for user in serving.distinct() if not written_tasks(user)]
    assert idle == []


def test_past_exams_add_up_to_the_review_of_the_pilot(demo):
    """The figures the ministry published on 27/04/2020 (agencies/data/pilot_review_2020.json)."""
    out = io.StringIO()
    period = ("--from", "2017-01-01", "--to", "2020-04-27")
    call_command("report", "R1", *period, "--format", "json", stdout=out)
    totals = json.loads(out.getvalue())["totals"]
    review = json.loads((DATA / "pilot_review_2020.json").read_text())

    for scope, published in (("central", "central"), ("local", "local"), ("all", "total")):
        wanted = review[published]
        found = totals[scope]
        assert found["titles_examined"] == wanted["titles"]
        assert {key: found[key] for key in ("chosen", "held", "selected")} == {
            key: wanted[key] for key in ("chosen", "held", "selected")
        }
        assert found["held_other"] == 0
        assert found["unfilled"] > 0
        assert found["postponed"] > 0
        assert found["cancelled"] > 0
