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
from exams.rules.exam import can_ask_release, can_begin, can_score
from exams.workflow.result import derive_results, release_results
from messaging.language import official
from positions.models import Announcement, Campaign
from positions.workflow import announce

State = Exam.State


def begin_exam(campaign: Campaign, *, by: User) -> Exam:
    """Begin a presentation-only exam: the order of presentations is drawn by lot."""
    with changing(campaign) as campaign:
        require(can_begin(by, campaign))
        exam = add(Exam(campaign=campaign), by=by)
        exam = move(exam, State.PRESENTING, by=by)
        _draw_order(exam, by)
    return exam


def _draw_order(exam: Exam, by: User) -> None:
    eligible = list(
        Application.objects.filter(
            opening__campaign=exam.campaign, state=Application.State.ELIGIBLE
        )
    )
    secrets.SystemRandom().shuffle(eligible)
    for place, application in enumerate(eligible, start=1):
        add(Presentation(exam=exam, application=application, order=place), by=by)


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
