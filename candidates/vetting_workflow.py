"""Verbs of vetting: the verdict of two officers, and what a dossier lacks."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.verdicts import deny, require
from agencies.calendar import end_of_day
from audit import clock
from audit.transitions import add, amend, changing, move
from candidates.dossier import verdict_faults
from candidates.findings import Findings, letter
from candidates.models import Application, DossierItem, EligibilityCheck, SupplementRequest
from candidates.notice_workflow import tell_applicant
from candidates.rules import can_supplement, open_supplement
from candidates.vetting_rules import (
    LEAST_TIME,
    MOST_TIME,
    can_ask_supplement,
    can_compare,
    can_confirm,
    can_decide,
    can_end_supplement,
    can_send_back,
)
from messaging.language import official
from positions.queries import instant_words

State = Application.State
Check = EligibilityCheck.State
Asked = SupplementRequest.State


def decide(
    application: Application, verdict: str, reason: str, findings: Findings, *, by: User
) -> EligibilityCheck:
    """First officer's verdict, which its findings must bear; their words become the reasons."""
    with changing(application) as application:
        require(can_decide(by, application))
        for fault in verdict_faults(application, verdict, reason, findings):
            require(deny(fault))
        is_refusal = verdict == EligibilityCheck.Verdict.INELIGIBLE
        check = EligibilityCheck(
            application=application,
            verdict=verdict,
            reason=letter(findings, reason) if is_refusal else reason,
            findings=findings,
            decided_by=by,
            decided_at=clock.now(),
        )
        return add(check, by=by)


def confirm(check: EligibilityCheck, *, by: User) -> EligibilityCheck:
    """Second officer's yes: the application becomes eligible or not, and its owner is told."""
    campaign = check.application.opening.campaign
    with changing(check.application, check, campaign) as (application, check, _campaign):
        require(can_confirm(by, check))
        check = move(check, Check.CONFIRMED, by=by, confirmed_by=by, confirmed_at=clock.now())
        application = move(application, check.verdict, by=by, note=check.reason)
        code = f"application_{check.verdict.lower()}"
        tell_applicant(application, code, f"check:{check.pk}", reason=check.reason)
    return check


def confirm_all(checks: Iterable[EligibilityCheck], *, by: User) -> list[EligibilityCheck]:
    """Second officer's yes to several verdicts; all of them or none."""
    rows = sorted(checks, key=lambda check: check.pk)
    if not rows:
        return []
    dossiers = [row.application for row in rows]
    campaigns = {row.opening.campaign for row in dossiers}
    with changing(rows[0], *rows[1:], *dossiers, *campaigns):
        return [confirm(row, by=by) for row in rows]


def send_back(check: EligibilityCheck, *, by: User, reason: str) -> EligibilityCheck:
    """Second officer's no: the dossier is vetted again."""
    with changing(check.application, check) as (_application, check):
        require(can_send_back(by, check))
        fields = {"confirmed_by": by, "confirmed_at": clock.now()}
        return move(check, Check.RETURNED, by=by, note=reason, **fields)


def compare_original(item: DossierItem, *, by: User) -> DossierItem:
    """An officer has seen the original of a copy and found them alike."""
    with changing(item.application, item) as (application, item):
        item.application = application
        require(can_compare(by, item))
        return amend(item, by=by, compared_by=by, compared_at=clock.now())


def ask_supplement(
    application: Application, wanted: str, due_on: date, *, by: User
) -> SupplementRequest:
    """Ask the candidate to add to the dossier by 24:00 of a day (BLDS 2015, Điều 148)."""
    now, due_at = clock.now(), end_of_day(due_on)
    with changing(application) as application:
        require(can_ask_supplement(by, application))
        if not LEAST_TIME <= due_at - now <= MOST_TIME:
            require(deny(_("Hạn bổ sung phải cách hôm nay từ 2 đến 30 ngày.")))
        asked = SupplementRequest(
            application=application, wanted=wanted, due_at=due_at, asked_by=by, asked_at=now
        )
        asked = add(asked, by=by)
        application = move(application, State.SUPPLEMENT, by=by, note=wanted)
        _tell_asked(application, asked)
    return asked


def answer_supplement(
    application: Application, reply: str, *, by: User, received_at: datetime
) -> Application:
    """The candidate sends what was added; the dossier waits for its verdict again."""
    require(can_supplement(by, application, received_at))
    with changing(application, open_supplement(application)) as (application, asked):
        require(can_supplement(by, application, received_at))
        added = application.items.kept().filter(file__uploaded_at__gt=asked.asked_at)
        if not reply and not added.exists():
            require(deny(_("Hãy tải tài liệu bổ sung, hoặc ghi câu trả lời.")))
        move(asked, Asked.ANSWERED, by=by, reply=reply, answered_at=received_at)
        application = move(application, State.SUBMITTED, by=by, note=reply)
        tell_applicant(application, "supplement_answered", f"supplemented:{asked.pk}")
    return application


def end_supplement(application: Application, *, by: User) -> Application:
    """Nothing came in time: the dossier is vetted as it was filed."""
    require(can_end_supplement(by, application))
    with changing(application, open_supplement(application)) as (application, asked):
        require(can_end_supplement(by, application))
        asked = move(asked, Asked.LAPSED, by=by)
        application = move(application, State.SUBMITTED, by=by, note=_lapsed_note())
        tell_applicant(application, "supplement_lapsed", f"lapsed:{asked.pk}")
    return application


@official
def _tell_asked(application: Application, asked: SupplementRequest) -> None:
    words = {"wanted": asked.wanted, "due": instant_words(asked.due_at)}
    tell_applicant(application, "supplement_asked", f"supplement:{asked.pk}", **words)


@official
def _lapsed_note() -> str:
    return _("Hết hạn bổ sung, xét theo tài liệu đã nộp")
