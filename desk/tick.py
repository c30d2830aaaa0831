"""All due work, in one place: `manage.py tick` and Celery's beat call it."""

from collections.abc import Callable

from accounts.workflow import expire_due, forget_failed_sign_ins
from candidates.erasure import erase_expired
from messaging.workflow import deliver_due, run_due_jobs, sweep_results
from positions.step_workflow import recount_due_days, remind_of_due_steps
from positions.subscription_workflow import forget_unconfirmed
from positions.workflow import close_due_receipts

DUE: tuple[tuple[str, Callable[[], int]], ...] = (
    ("requests expired", expire_due),
    ("receipts closed", close_due_receipts),
    ("last days counted anew", recount_due_days),
    ("reminders of last days", remind_of_due_steps),
    ("unconfirmed subscriptions forgotten", forget_unconfirmed),
    ("mails sent", deliver_due),
    ("jobs run", run_due_jobs),
    ("old result files removed", sweep_results),
    ("old failed sign-ins forgotten", forget_failed_sign_ins),
    ("dossiers erased after their time", erase_expired),
)


def run() -> dict[str, int]:
    """Do what is due; running it again, or never, changes no truth."""
    return {name: work() for name, work in DUE}
