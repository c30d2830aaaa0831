"""Begin, score, release: the frame of an exam."""

import secrets
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.verdicts import require
from accounts.workflow import ask_second_person
from agencies.models import Membership
from audit import clock
from audit.checkpoints import seal
from audit.ledger import record
from audit.rows import subject_of
from audit.transitions import add, changing, move
from candidates.models import Application
from exams.models import Exam, Presentation
from exams.rules.exam import (
    CHAIR_SCOPE,
    can_ask_release,
    can_ask_round1,
    can_begin,
    can_present,
    can_score,
)
from exams.workflow.result import derive_results, publish_written, release_results
from messaging.language import official
from positions.models import Announcement, Campaign, Opening
from positions.workflow import announce

State = Exam.State


def begin_exam(campaign: Campaign, *, by: User) -> Exam:
    """Begin a presentation-only exam: the order of presentations is drawn by lot."""
    with changing(campaign) as campaign:
        require(can_begin(by, campaign))
        exam = add(Exam(campaign=campaign), by=by)
        exam = move(exam, State.PRESENTING, by=by)
        _draw_order(exam, _eligible(exam), by)
    return exam


def present(exam: Exam, *, by: User) -> Exam:
    """After the written round: those it let in present in an order drawn by lot."""
    with changing(exam) as exam:
        require(can_present(by, exam))
        exam = move(exam, State.PRESENTING, by=by)
        _draw_order(exam, _eligible(exam).filter(seat__is_admitted=True), by)
    return exam


def _eligible(exam: Exam):
    """Who stands on the list; the openings dropped before it was closed have nobody on it."""
    rows = Application.objects.filter(opening__campaign=exam.campaign)
    rows = rows.filter(opening__state=Opening.State.LIST_CLOSED)
    return rows.filter(state=Application.State.ELIGIBLE)


def _draw_order(exam: Exam, applications, by: User) -> None:
    drawn = list(applications.order_by("pk"))
    secrets.SystemRandom().shuffle(drawn)
    for place, application in enumerate(drawn, start=1):
        add(Presentation(exam=exam, application=application, order=place), by=by)


def ask_round1(exam: Exam, *, by: User) -> Any:
    """Ask the council's chair to publish the written marks."""
    with changing(exam) as exam:
        require(can_ask_round1(by, exam))
        scope = f"{CHAIR_SCOPE}@{exam.ledger_chain}"
        return ask_second_person("round1", exam, by=by, approver_scope=scope)


def publish_round1(exam: Exam, *, request: Any, by: User) -> Exam:
    """Run by the request: every candidate reads the own written mark from this moment on."""
    lines = publish_written(exam, by=by)
    exam = move(exam, State.ROUND1_PUBLISHED, by=by)
    record(
        chain=exam.ledger_chain,
        kind="round1_published",
        by=by,
        subject=subject_of(exam),
        agency=exam.ledger_agency,
        data={"marks": lines},
    )
    _announce_round1(exam, lines, by)
    seal(exam.ledger_chain)
    return exam


@official
def _announce_round1(exam: Exam, lines: list[dict[str, Any]], by: User) -> Announcement:
    title = _("Kết quả thi viết: %(name)s") % {"name": exam.campaign.name}
    text = _(
        "%(admitted)s trên %(all)s thí sinh vào vòng trình bày. Thí sinh xem điểm của mình "
        "sau khi đăng nhập."
    ) % {
        "admitted": sum(line["admitted"] for line in lines),
        "all": len(lines),
    }
    return announce(exam.campaign, Announcement.Kind.RESULT, title, text, by=by)


def score(exam: Exam, *, by: User) -> Exam:
    """All slips are in: derive marks, ranks and outcomes, and seal them."""
    with changing(exam) as exam:
        require(can_score(by, exam))
        lines = derive_results(exam, by=by)
        exam = move(exam, State.SCORED, by=by)
        record(
            chain=exam.ledger_chain,
            kind="results_derived",
            by=by,
            subject=subject_of(exam),
            agency=exam.ledger_agency,
            data={"results": lines},
        )
        seal(exam.ledger_chain)
    return exam


def ask_release(exam: Exam, *, by: User) -> Any:
    """Ask the head of the host to release the result."""
    with changing(exam) as exam:
        require(can_ask_release(by, exam))
        scope = f"{Membership.Role.AUTHORITY_HEAD}@{exam.campaign.host.code}"
        return ask_second_person("release", exam, by=by, approver_scope=scope)


def release(exam: Exam, *, request: Any, by: User) -> Exam:
    """The head's yes: results become public and everyone is told, in one transaction."""
    now = clock.now()
    release_results(exam, by=by, now=now)
    exam = move(exam, State.RELEASED, by=by, released_at=now)
    _announce_result(exam.campaign, by)
    seal(exam.ledger_chain)
    return exam


@official
def _announce_result(campaign: Campaign, by: User) -> Announcement:
    title = _("Kết quả thi tuyển: %(name)s") % {"name": campaign.name}
    text = _("Kết quả được công bố tại trang Kết quả của đợt thi.")
    return announce(campaign, Announcement.Kind.RESULT, title, text, by=by)


def keep_unreleased(exam: Exam, *, request: Any, by: User | None) -> Exam:
    """The head refused, or time ran out: nothing changes."""
    return exam
