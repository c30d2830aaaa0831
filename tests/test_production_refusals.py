"""Each test breaks exactly one thing of a sound production and sees the start refused."""

import pytest
from django.db import connection

from audit import clock
from config.checks import LEDGER_TABLE
from config.startup import refuse_unsafe_start
from tests.reset import installed_triggers, remove_trigger

pytestmark = pytest.mark.django_db


@pytest.fixture
def production(settings, tmp_path):
    """Production as it should be, on the role that serves, not the one that migrates."""
    key = tmp_path / "checkpoint.ed25519"
    key.write_bytes(b"\x01" * 32)
    settings.PRODUCTION = True
    settings.DEBUG = False
    settings.SECRET_KEY = "k7" * 30
    settings.CELERY_TASK_ALWAYS_EAGER = False
    settings.CHECKPOINT_KEY_FILE = key
    _become_serving_role()
    return settings


def _become_serving_role() -> None:
    """All of it is undone with the test's transaction."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE mt_serving NOLOGIN")
        cursor.execute(
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO mt_serving"
        )
        cursor.execute(f"REVOKE UPDATE, DELETE ON {LEDGER_TABLE} FROM mt_serving")
        cursor.execute("SET LOCAL ROLE mt_serving")


def refusal(capsys) -> str:
    """What the refused start says; fails when the start is not refused."""
    with pytest.raises(SystemExit) as stopped:
        refuse_unsafe_start()
    assert stopped.value.code == 1
    return capsys.readouterr().err


def ids(text: str) -> list[str]:
    return [line.split(":")[0] for line in text.splitlines() if line.startswith("minhtuyen.")]


def test_sound_production_starts(production):
    refuse_unsafe_start()


def test_development_is_never_refused(settings):
    settings.PRODUCTION = False
    settings.DEBUG = True

    refuse_unsafe_start()


def test_default_secret_is_refused(production, capsys):
    production.SECRET_KEY = production.DEFAULT_SECRET_KEY

    assert ids(refusal(capsys)) == ["minhtuyen.E001"]


def test_short_secret_is_refused(production, capsys):
    production.SECRET_KEY = "short"

    assert ids(refusal(capsys)) == ["minhtuyen.E001"]


def test_debug_is_refused(production, capsys):
    production.DEBUG = True

    assert ids(refusal(capsys)) == ["minhtuyen.E002"]


def test_eager_tasks_are_refused(production, capsys):
    production.CELERY_TASK_ALWAYS_EAGER = True

    assert ids(refusal(capsys)) == ["minhtuyen.E003"]


def test_missing_checkpoint_key_is_refused(production, capsys):
    production.CHECKPOINT_KEY_FILE.unlink()

    assert ids(refusal(capsys)) == ["minhtuyen.E004"]


def test_demo_user_is_refused(production, capsys, django_user_model):
    django_user_model.objects.create(email="hr@minhhoa.example", full_name="Nguyễn Thị Minh Họa")

    assert ids(refusal(capsys)) == ["minhtuyen.E005"]


def test_missing_trigger_is_refused_and_named(production, capsys):
    trigger, table = next(each for each in installed_triggers() if each[1] == LEDGER_TABLE)
    _as_owner()
    remove_trigger(trigger, table)

    text = refusal(capsys)

    assert "minhtuyen.E006" in ids(text)
    assert trigger in text


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no roles")
def test_role_that_may_change_the_ledger_is_refused(production, capsys):
    _as_owner()

    assert ids(refusal(capsys)) == ["minhtuyen.E007"]


def test_set_clock_is_refused(production, capsys):
    instant = clock.now()
    production.PRODUCTION = False
    with clock.at(instant):
        production.PRODUCTION = True

        assert ids(refusal(capsys)) == ["minhtuyen.E008"]


def test_every_refusal_carries_a_hint(production, capsys):
    production.SECRET_KEY = "short"
    production.DEBUG = True

    lines = refusal(capsys).splitlines()

    assert len(lines) == 4
    assert all(hint.startswith("    ") for hint in lines[1::2])


def _as_owner() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
