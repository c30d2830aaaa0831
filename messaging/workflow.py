"""Verbs of the outbox, the notices and the jobs. A row is the work; a task only rings for it."""

import logging
from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from accounts.models import User
from accounts.verdicts import require
from audit import clock
from messaging import jobs, tasks
from messaging.channels import CHANNELS
from messaging.jobs import JOB_KINDS, JobCancelled, Result
from messaging.models import Delivery, Job, MessageTemplate, Notice, OutboxMessage
from messaging.rules import can_cancel_job, can_mark_read
from messaging.wording import fault, lack

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 8
FIRST_RETRY = timedelta(minutes=1)
CLAIM_LASTS = timedelta(minutes=10)
JOB_SILENCE = timedelta(minutes=30)
RESULTS_KEPT = timedelta(days=14)
BATCH = 500

Mail = OutboxMessage.State


def queue_mail(
    *,
    key: str,
    to: str,
    subject: str,
    body: str,
    user: User | None = None,
    secret: bool = False,
    unsubscribe_url: str = "",
) -> OutboxMessage | None:
    """Put one mail per key into the outbox, inside the caller's transaction."""
    if not to:
        return None
    content = {"to": to, "subject": _one_line(subject), "body": body, "user": user}
    content["unsubscribe_url"] = unsubscribe_url
    now = clock.now()
    with transaction.atomic():
        message, created = OutboxMessage.objects.get_or_create(
            key=key, defaults={**content, "secret": secret, "queued_at": now, "due_at": now}
        )
        if created:
            _ring_on_commit(tasks.deliver, message_id=message.pk)
    return message


def queue_mails(mails: Iterable[Mapping[str, str]]) -> int:
    """Put many mails into the outbox in one statement, one per key; returns how many were asked.

    No doorbell rings for each: the next tick sends them.
    """
    now = clock.now()
    rows = [
        OutboxMessage(**mail | {"subject": _one_line(mail["subject"])}, queued_at=now, due_at=now)
        for mail in mails
    ]
    OutboxMessage.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
    return len(rows)


def notify(
    *,
    user: User | None,
    key: str,
    text: str,
    url: str = "",
    mail: bool = True,
    detail: str = "",
    code: str = "",
    about: str = "",
) -> Notice:
    """Tell somebody once per key, by every channel that reaches them; the words are kept.

    With a `code`, `detail` is the whole wording of that kind. Without `mail` only on the page.
    """
    if url and (not url.startswith("/") or url.startswith("//") or "\\" in url):
        raise ValueError("A notice links to a page of this site only.")
    words = {"text": text, "body": detail, "url": url, "code": code, "about": about}
    with transaction.atomic():
        notice, created = Notice.objects.get_or_create(
            key=key, defaults={"user": user, "created_at": clock.now(), **words}
        )
        if created:
            _send_by_channels(notice, None if mail else Delivery.IN_APP)
    return notice


def _send_by_channels(notice: Notice, only: str | None) -> None:
    for channel in CHANNELS.values():
        if only in (None, channel.code) and channel.reaches(notice.user):
            channel.send(notice)


def forget_notices(about: str, words: str) -> None:
    """Empty what was told about one thing, and the mails that said it."""
    told = Notice.objects.filter(about=about)
    keys = [f"notice:{key}" for key in told.values_list("key", flat=True)]
    OutboxMessage.objects.filter(key__in=keys).update(subject=words, body="")
    told.update(text=words, body="")


def mark_read(notice: Notice, *, by: User) -> Notice:
    """The user has seen it; the first time counts."""
    require(can_mark_read(by, notice))
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=clock.now())
    notice.refresh_from_db()
    return notice


def deliver(message_id: int) -> bool:
    """Send one waiting mail; True when this call sent it. A second call finds nothing to do."""
    message = _claim_mail(message_id)
    if message is None:
        return False
    try:
        _send(message)
    except (OSError, ValueError) as error:  # SMTPException is an OSError, a bad header a ValueError
        _put_back(message, error)
        return False
    _close_mail(message, Mail.SENT, sent_at=clock.now(), error="")
    return True


def deliver_due() -> int:
    """Send every mail whose turn has come, whether or not a doorbell rang; returns the number."""
    _give_up_on_mails_that_kill_their_worker()
    due = OutboxMessage.objects.filter(_claimable(clock.now())).order_by("due_at", "pk")
    return sum(deliver(pk) for pk in list(due.values_list("pk", flat=True)[:BATCH]))


def start_job(*, owner: User, kind: str, title: str, params: Mapping | None = None) -> Job:
    """Ask for long work; the job runs after the caller's transaction has committed."""
    if kind not in JOB_KINDS:
        raise ValueError(f"Unknown job kind {kind!r}.")
    with transaction.atomic():
        job = Job.objects.create(
            owner=owner,
            kind=kind,
            title=_one_line(title),
            params=dict(params or {}),
            created_at=clock.now(),
        )
        _ring_on_commit(tasks.run_job, job_id=job.pk)
    return job


def run_job(job_id: int) -> None:
    """Run one waiting job to its end, whatever that is; a second call finds nothing to do."""
    now = clock.now()
    waiting = Job.objects.filter(pk=job_id, state=Job.State.WAITING)
    if not waiting.update(state=Job.State.RUNNING, started_at=now, reported_at=now):
        logger.info("Job %s is not waiting.", job_id)
        return
    job = Job.objects.get(pk=job_id)
    try:
        outcome = _outcome(JOB_KINDS[job.kind](job, partial(_report, job.pk)) or Result())
    except JobCancelled:
        _finish(job, Job.State.CANCELLED)
    except Exception:  # any room's function may fail in any way, and its owner must be told
        logger.exception("Job %s (%s) failed.", job.public_id, job.kind)
        _finish(job, Job.State.FAILED, message=_("Có lỗi khi chạy. Hãy thử lại."))
    else:
        _finish(job, Job.State.DONE, **outcome)


def run_due_jobs() -> int:
    """Run jobs whose doorbell was lost and close those whose worker died; returns the number."""
    silent = Q(reported_at__lt=clock.now() - JOB_SILENCE)
    for job in Job.objects.filter(silent, state=Job.State.RUNNING):
        _finish(job, Job.State.FAILED, message=_("Công việc bị gián đoạn. Hãy chạy lại."))
    forgotten = Q(created_at__lt=clock.now() - FIRST_RETRY)
    waiting = Job.objects.filter(forgotten, state=Job.State.WAITING).order_by("pk")
    pks = list(waiting.values_list("pk", flat=True)[:BATCH])
    for pk in pks:
        run_job(pk)
    return len(pks)


def cancel_job(job: Job, *, by: User) -> Job:
    """A waiting job ends at once, a running one at its next report."""
    with transaction.atomic():
        job = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
        require(can_cancel_job(by, job))
        Job.objects.filter(pk=job.pk).update(cancel_requested=True)
        if job.state == Job.State.WAITING:
            _close_job(job, Job.State.CANCELLED)
    job.refresh_from_db()
    return job


def sweep_results() -> int:
    """Remove result files nobody should keep on the server; returns the number."""
    old = Job.objects.filter(finished_at__lt=clock.now() - RESULTS_KEPT).exclude(result_path="")
    for job in old:
        (jobs.jobs_dir() / job.result_path).unlink(missing_ok=True)
        Job.objects.filter(pk=job.pk).update(result_path="")
    return len(old)


def save_template(*, code: str, agency_code: str, subject: str, body: str) -> MessageTemplate:
    """Keep an agency's wording of a notice, once its placeholders are right."""
    if problem := fault(code, subject) or fault(code, body) or lack(code, body):
        raise ValueError(problem)
    template, _created = MessageTemplate.objects.update_or_create(
        code=code, agency_code=agency_code, defaults={"subject": subject, "body": body}
    )
    return template


def _one_line(text: str) -> str:
    return " ".join(str(text).split())[:200]


def _ring_on_commit(task, **arguments) -> None:
    transaction.on_commit(partial(_ring, task, arguments))


def _ring(task, arguments: dict) -> None:
    try:
        task.apply_async(kwargs=arguments, retry=False)
    except OperationalError:
        logger.warning("The broker cannot be reached; tick will do %s %s.", task.name, arguments)


def _claimable(now) -> Q:
    waiting = Q(state=Mail.QUEUED, due_at__lte=now)
    abandoned = Q(state=Mail.SENDING, claimed_at__lt=now - CLAIM_LASTS)
    return (waiting | abandoned) & Q(attempts__lt=MAX_ATTEMPTS)


def _claim_mail(message_id: int) -> OutboxMessage | None:
    """Attempts count at the claim, so that a mail which kills its worker is given up too."""
    now = clock.now()
    free = OutboxMessage.objects.filter(_claimable(now), pk=message_id)
    if not free.update(state=Mail.SENDING, claimed_at=now, attempts=F("attempts") + 1):
        logger.info("Mail %s is not waiting.", message_id)
        return None
    return OutboxMessage.objects.get(pk=message_id)


def _send(message: OutboxMessage) -> None:
    """The id never changes, so a mail server or reader can drop a copy sent after a crash."""
    host = urlsplit(settings.SITE_BASE_URL).hostname
    headers = {"Message-ID": f"<{message.public_id}@{host}>"}
    if message.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{message.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # RFC 8058
    EmailMessage(message.subject, message.body, to=[message.to], headers=headers).send()


def _put_back(message: OutboxMessage, error: Exception) -> None:
    """Wait 1, 2, 4 … minutes before the next try, about two hours in all."""
    logger.warning("Mail %s was not sent: %s", message.public_id, error)
    if message.attempts >= MAX_ATTEMPTS:
        _close_mail(message, Mail.FAILED, error=str(error))
    else:
        wait = FIRST_RETRY * 2 ** (message.attempts - 1)
        due = clock.now() + wait
        _mine(message).update(state=Mail.QUEUED, due_at=due, error=str(error))


def _close_mail(message: OutboxMessage, state: str, **fields) -> None:
    """A link that signs somebody in is not kept once its mail is gone."""
    if message.secret and settings.PRODUCTION:
        fields["body"] = ""
    with transaction.atomic():
        if _mine(message).update(state=state, **fields):
            outcome = Delivery.State.SENT if state == Mail.SENT else Delivery.State.FAILED
            told = Delivery.objects.filter(mail=message.pk)
            told.update(state=outcome, changed_at=clock.now())


def _mine(message: OutboxMessage):
    """The row, as long as nobody else has claimed it since."""
    return OutboxMessage.objects.filter(
        pk=message.pk, state=Mail.SENDING, attempts=message.attempts
    )


def _give_up_on_mails_that_kill_their_worker() -> None:
    old = Q(claimed_at__lt=clock.now() - CLAIM_LASTS, attempts__gte=MAX_ATTEMPTS)
    for message in OutboxMessage.objects.filter(old, state=Mail.SENDING):
        _close_mail(message, Mail.FAILED)


def _report(job_id: int, done: int, total: int) -> None:
    running = Job.objects.filter(pk=job_id, state=Job.State.RUNNING)
    reported = running.filter(cancel_requested=False).update(
        done=done, total=total, reported_at=clock.now()
    )
    if not reported:
        raise JobCancelled


def _outcome(result: Result) -> dict:
    if result.path is None:
        return {"message": result.message}
    path = result.path.resolve().relative_to(jobs.jobs_dir().resolve())
    return {"message": result.message, "result_path": str(path), "result_name": path.name}


def _finish(job: Job, state: str, **fields) -> None:
    """Close a job and put it into its owner's bell."""
    with transaction.atomic():
        if _close_job(job, state, **fields):
            notify(
                user=job.owner,
                key=f"job:{job.public_id}",
                text=f"{job.title}: {Job.State(state).label}",
                url=job.get_absolute_url(),
                mail=False,
            )


def _close_job(job: Job, state: str, **fields) -> int:
    still_open = Job.objects.filter(pk=job.pk, state__in=Job.OPEN_STATES)
    return still_open.update(state=state, finished_at=clock.now(), **fields)
