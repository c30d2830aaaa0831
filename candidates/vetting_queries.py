"""Reads for vetting: what waits, what comes next, what was found of everybody."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from audit import clock
from candidates.findings import (
    Finding,
    criteria_of,
    day_of,
    hints,
    own_check,
    planned_as,
    title_of,
)
from candidates.models import (
    Application,
    CandidateProfile,
    EligibilityCheck,
    Objection,
    SupplementRequest,
)
from positions.criteria import VERDICT_WORDS, Verdict
from positions.models import Opening
from positions.models.opening import CLOSING_DELAY
from positions.roster_queries import planned_ids

TONES = {Verdict.MET: "success", Verdict.NOT_MET: "danger", Verdict.CANNOT_TELL: "neutral"}


def waiting_for_verdict(user: Any) -> QuerySet[Application]:
    """Dossiers of the user's desk that nobody has concluded on, those received first in front."""
    rows = Application.objects.at_desk_of(user).filter(state=Application.State.SUBMITTED)
    rows = rows.filter(opening__campaign__list_closed_at=None)
    rows = rows.exclude(checks__state=EligibilityCheck.State.PROPOSED)
    return rows.order_by("received_at", "pk")


def next_to_vet(user: Any, after: Application) -> Application | None:
    """The next dossier of the same opening, then of any other."""
    rows = waiting_for_verdict(user).exclude(pk=after.pk)
    return rows.filter(opening=after.opening).first() or rows.first()


def checks_to_confirm(user: Any) -> QuerySet[EligibilityCheck]:
    """Verdicts of other officers that wait for a second one."""
    rows = EligibilityCheck.objects.visible_to(user).filter(state=EligibilityCheck.State.PROPOSED)
    rows = rows.exclude(decided_by=user).filter(application__state=Application.State.SUBMITTED)
    rows = rows.filter(application__opening__campaign__list_closed_at=None)
    rows = rows.select_related(
        "application__opening__agency", "application__opening__campaign", "decided_by"
    )
    return rows.order_by("application__opening__code", "application__sort_key", "pk")


def with_checks(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Dossiers with all their verdicts and who gave them, in one query more."""
    checks = EligibilityCheck.objects.select_related("decided_by", "confirmed_by")
    return rows.prefetch_related(Prefetch("checks", checks))


def supplements_overdue(user: Any) -> QuerySet[Application]:
    """Dossiers of the user's desk whose supplement did not come by the last moment."""
    late = SupplementRequest.objects.waiting().filter(due_at__lt=clock.now() - CLOSING_DELAY)
    return Application.objects.at_desk_of(user).filter(supplements__in=late)


def vetting_counts(user: Any) -> dict[str, int]:
    """How many dossiers of the user's desk wait for what, in one query."""
    waiting = {
        "verdict": waiting_for_verdict(user),
        "objection": objections_waiting(user),
        "supplement": supplements_overdue(user),
    }
    counts = {name: Count("pk", Q(pk__in=rows.values("pk"))) for name, rows in waiting.items()}
    # One verdict of a dossier waits at a time.
    checks = checks_to_confirm(user).order_by().values("application")
    counts["check"] = Count("pk", Q(pk__in=checks))
    return Application.objects.at_desk_of(user).aggregate(**counts)


def check_lines(opening: Opening, profile: CandidateProfile) -> list[dict[str, str]]:
    """A profile beside the criteria of an opening, for its owner; nothing where none are kept."""
    if not opening.standard:
        return []
    return [
        {"text": text, "verdict": str(VERDICT_WORDS[verdict]), "tone": TONES[verdict]}
        for text, verdict in own_check(opening, profile)
    ]


def planning_lines(application: Application) -> list[str]:
    """What confirmed rosters say of a candidate, for whoever vets the dossier."""
    found = planned_as(application.opening, application.profile)
    words = _("%(title)s, nhiệm kỳ %(term)s, quyết định %(number)s của %(agency)s")
    return [
        words
        % {
            "title": entry.title.name,
            "term": entry.roster.term,
            "number": entry.roster.decision_no,
            "agency": entry.roster.agency.name,
        }
        for entry in found
    ]


def objections_waiting(user: Any) -> QuerySet[Application]:
    """Dossiers of the user's desk with an objection the user may answer."""
    refused = EligibilityCheck.objects.filter(state=EligibilityCheck.State.CONFIRMED)
    own = refused.filter(Q(decided_by=user) | Q(confirmed_by=user))
    rows = Application.objects.at_desk_of(user).filter(state=Application.State.INELIGIBLE)
    return rows.filter(objection__in=Objection.objects.waiting()).exclude(checks__in=own)


@dataclass(frozen=True)
class Cell:
    """A criterion of one candidate: what an officer found, else what a machine can say."""

    words: str
    tone: str
    where: str
    is_hint: bool


@dataclass(frozen=True)
class MatrixRow:
    application: Application
    verdict: str
    cells: list[Cell]


def matrix(opening: Opening, rows: QuerySet[Application]) -> list[MatrixRow]:
    """Criterion × candidate of some dossiers of an opening; the newest verdict that stands."""
    standing = EligibilityCheck.objects.exclude(state=EligibilityCheck.State.RETURNED)
    rows = rows.select_related("opening__standard", "profile").prefetch_related(
        Prefetch("checks", standing, to_attr="standing"), "items__file"
    )
    title, ids = title_of(opening), [row.profile.citizen_id for row in rows]
    planned = planned_ids(ids, title, day_of(opening)) if title else set()
    texts = criteria_of(opening)
    return [_matrix_row(row, texts, row.profile.citizen_id in planned) for row in rows]


def _matrix_row(row: Application, texts: list[str], planned: bool) -> MatrixRow:
    """What was found of the criteria as they stand now; of others a machine speaks anew."""
    check = row.standing[0] if row.standing else None
    found = check.findings["criteria"] if check and check.findings else []
    names = {item.public_id: item.file.name for item in row.items.all()}
    if found and [finding["text"] for finding in found] == texts:
        cells = [_found(finding, names) for finding in found]
    else:
        said = hints(row, planned=planned)
        cells = [Cell(str(VERDICT_WORDS[hint]), TONES[hint], "", True) for hint in said]
    return MatrixRow(row, _verdict_words(check), cells)


def _verdict_words(check: EligibilityCheck | None) -> str:
    if check is None:
        return ""
    verdict = check.get_verdict_display()
    if check.state == EligibilityCheck.State.CONFIRMED:
        return verdict
    return _("%(verdict)s, chờ xác nhận") % {"verdict": verdict}


def _found(finding: Finding, names: dict[str, str]) -> Cell:
    outcome = Verdict(finding["outcome"])
    page = _("trang %(page)s") % {"page": finding["page"]} if finding["page"] else ""
    parts = filter(None, (names.get(finding["item"], ""), page, finding["note"]))
    return Cell(str(VERDICT_WORDS[outcome]), TONES[outcome], " · ".join(parts), False)


def stray_supplements() -> list[str]:
    """Dossiers in the state "to be supplemented" without an open request, or the reverse."""
    state = Application.State.SUPPLEMENT
    rows = Application.objects.filter(origin=Application.Origin.LIVE)
    asked = rows.filter(supplements__state="OPEN").exclude(state=state)
    unasked = rows.filter(state=state).exclude(supplements__state="OPEN")
    return [f"application {row.public_id}: state and request differ" for row in (*asked, *unasked)]
