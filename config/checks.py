"""What production refuses to start with. `check --deploy` shows the same, `startup` enforces it."""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import connections

from accounts.models import User
from audit import clock, triggers

DEMO_MAIL_DOMAIN = "@minhhoa.example"
MIN_SECRET_LENGTH = 50
LEDGER_TABLE = "audit_ledgerentry"


def _error(number: int, message: str, hint: str) -> Error:
    return Error(message, hint=hint, id=f"minhtuyen.E{number:03}")


@register(Tags.security, deploy=True)
def check_profile(app_configs=None, **kwargs) -> list[Error]:
    """What the settings and the machine say, no database needed."""
    if not settings.PRODUCTION:
        return []
    return [*_secret(), *_debug(), *_eager(), *_checkpoint_key(), *_clock()]


@register(Tags.database, deploy=True)
def check_database(app_configs=None, databases=None, **kwargs) -> list[Error]:
    """What the database holds and permits. Django runs it only with --database."""
    if not settings.PRODUCTION or not databases:
        return []
    return [*_demo_user(), *_triggers(), *_ledger_role()]


def _secret() -> list[Error]:
    secret = settings.SECRET_KEY
    if secret != settings.DEFAULT_SECRET_KEY and len(secret) >= MIN_SECRET_LENGTH:
        return []
    return [
        _error(
            1,
            "SECRET_KEY is the development key or too short.",
            f"Set SECRET_KEY to at least {MIN_SECRET_LENGTH} random characters.",
        )
    ]


def _debug() -> list[Error]:
    if not settings.DEBUG:
        return []
    return [_error(2, "DEBUG is on.", "Remove DEBUG from the environment.")]


def _eager() -> list[Error]:
    if not settings.CELERY_TASK_ALWAYS_EAGER:
        return []
    return [
        _error(
            3,
            "Background work would run inside the requests.",
            "Set REDIS_URL, remove CELERY_TASK_ALWAYS_EAGER, start a worker.",
        )
    ]


def _checkpoint_key() -> list[Error]:
    if settings.CHECKPOINT_KEY_FILE.is_file():
        return []
    return [
        _error(
            4,
            f"There is no checkpoint key at {settings.CHECKPOINT_KEY_FILE}.",
            "Run manage.py create_checkpoint_key once and keep a copy of the key apart.",
        )
    ]


def _demo_user() -> list[Error]:
    if not User.objects.filter(email__endswith=DEMO_MAIL_DOMAIN).exists():
        return []
    return [
        _error(
            5,
            "The database holds demonstration users.",
            "Start production on a database where seed_demo was never run.",
        )
    ]


def _triggers() -> list[Error]:
    missing = triggers.missing()
    if not missing:
        return []
    return [
        _error(
            6,
            f"Triggers are missing: {', '.join(missing)}.",
            "Run manage.py migrate, which installs them, then manage.py verify_ledger.",
        )
    ]


def _ledger_role() -> list[Error]:
    """The role that owns the tables migrates; the one that serves may only add to the ledger."""
    connection = connections["default"]
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege(current_user, %s, 'UPDATE, DELETE, TRUNCATE')",
            [LEDGER_TABLE],
        )
        [may_change] = cursor.fetchone()
    if not may_change:
        return []
    return [
        _error(
            7,
            "The database role may change or delete entries of the ledger.",
            f"Serve with a role that has only SELECT and INSERT on {LEDGER_TABLE}; "
            "migrate with the owner.",
        )
    ]


def _clock() -> list[Error]:
    if not clock.frozen():
        return []
    return [_error(8, "The clock has been set.", "Restart the process.")]
