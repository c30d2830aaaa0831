"""Reads over exams for pages."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum

from accounts.verdicts import Verdict
from agencies.models import Membership
from agencies.queries import agencies_where
from audit.models import LedgerEntry
from audit.queries import checkpoints_of
from candidates.models import Application, Complaint
from exams.models import Exam, Presentation, Result, ScoreSlip, Seat
from exams.models.exam import readable_names
from exams.rules.exam import awaits_appointment
from exams.rules.letters import letters_allow, standing_letters
from positions.models import Campaign, Duty, Opening

TONES = {
    Result.Outcome.SELECTED: "success",
    Result.Outcome.RESERVED: "info",
    Result.Outcome.MANUAL_DECISION: "warning",
}
ATTENDANCE_TONES = {
    Presentation.Attendance.SAT: "success",
    Presentation.Attendance.EXPECTED: "neutral",
}


def council_of(shown: Presentation):
    """Every member of the council gives one slip."""
    duties = Duty.objects.active().filter(campaign=shown.exam.campaign, board=Duty.Board.COUNCIL)
    return duties.select_related("person").order_by("pk")


@dataclass(frozen=True)
class SlipLine:
    """One council member's slip as the clerk sees it: never its value."""

    member: Duty
    slip: ScoreSlip | None
    struck: int

    @property
    def label(self) -> str:
        return str(self.slip.get_state_display()) if self.slip else ""


def exam_badge(exam: Exam) -> dict[str, Any]:
    """Label and tone of an exam's state."""
    tone = "success" if exam.state in Exam.RELEASED_STATES else "info"
    if exam.state == Exam.State.CANCELLED:
        tone = "danger"
    return {"label": exam.get_state_display(), "tone": tone}


def attendance_badge(shown: Presentation) -> dict[str, Any]:
    """Label and tone of whether a candidate was heard."""
    tone = ATTENDANCE_TONES.get(shown.attendance, "warning")
    return {"label": shown.get_attendance_display(), "tone": tone}


def outcome_badge(result: Result) -> dict[str, Any]:
    """Label and tone of an outcome."""
    return {
        "label": result.get_outcome_display(),
        "tone": TONES.get(result.outcome, "neutral"),
    }


def slip_lines(shown: Presentation) -> list[SlipLine]:
    """The slips due for a candidate, member by member."""
    slips = list(shown.slips.all())
    return [_slip_line(member, slips) for member in council_of(shown)]


def _slip_line(member: Duty, slips: list[ScoreSlip]) -> SlipLine:
    own = [slip for slip in slips if slip.member_id == member.pk]
    standing = [slip for slip in own if slip.state != ScoreSlip.State.STRUCK]
    return SlipLine(member, standing[0] if standing else None, len(own) - len(standing))


def published_seat(application: Application) -> Seat | None:
    """A candidate's own written round, once its marks are public."""
    return Seat.objects.filter(application=application, is_admitted__isnull=False).first()


@dataclass(frozen=True)
class PublicRow:
    """One line of a public result table: a number, and a name only of who was selected."""

    number: str
    name: str
    result: Result

    @property
    def badge(self) -> dict[str, Any]:
        return outcome_badge(self.result)


@dataclass(frozen=True)
class PublicResult:
    """The public result of one opening, as the regulation lets it be shown."""

    opening: Opening
    rows: list[PublicRow]
    left_out: int


def public_results(exam: Exam) -> list[PublicResult]:
    """Released results of every opening of an exam, in two queries."""
    openings = exam.campaign.openings.public().select_related("agency").order_by("sort_key", "pk")
    released = Result.objects.released().filter(opening__campaign=exam.campaign)
    by_opening: dict[int, list[Result]] = {}
    for result in released.select_related("application"):
        by_opening.setdefault(result.opening_id, []).append(result)
    values = exam.campaign.regulation.values
    return [_public_result(row, by_opening.get(row.pk, []), values) for row in openings]


def _public_result(opening: Opening, results: list[Result], values: dict) -> PublicResult:
    """Below the regulation's number of candidates only who was selected is shown: losers of a
    small exam could be guessed (personal-data law 91/2025/QH15)."""
    few = len(results) < values["min_candidates_to_publish_all"]
    only_winners = few or values["publish_mode"] == "WINNER_ONLY"
    selected = Result.Outcome.SELECTED
    shown = [row for row in results if row.outcome == selected or not only_winners]
    rows = [PublicRow(row.application.number, _public_name(row), row) for row in shown]
    return PublicResult(opening, rows, len(results) - len(shown))


def _public_name(result: Result) -> str:
    return result.application.full_name if result.outcome == Result.Outcome.SELECTED else ""


def ranked_results(exam: Exam, user: Any) -> list[tuple[Opening, list]]:
    """Each opening one may read names of, with its results and, for who won, whether to appoint."""
    results = Result.objects.current().filter(opening__campaign=exam.campaign)
    results = results.filter(readable_names(user))
    own = set(agencies_where(user, Membership.Role.AGENCY_HR).values_list("pk", flat=True))
    standing = standing_letters(exam.campaign) if own else []
    by_opening: dict[Opening, list] = {}
    for row in results.select_related("application", "opening__agency").order_by(
        "opening__sort_key", "opening", F("rank").asc(nulls_last=True), "application__number"
    ):
        appoint = _may_appoint(row, standing) if row.opening.agency_id in own else None
        by_opening.setdefault(row.opening, []).append((row, outcome_badge(row), appoint))
    return list(by_opening.items())


def _may_appoint(row: Result, standing: list[Complaint]) -> Verdict:
    """What `can_record_appointment` says to HR of the post's agency, without a query."""
    return awaits_appointment(row) and letters_allow(row.opening, standing)


def exams_to_begin(user: Any) -> QuerySet[Campaign]:
    """Campaigns for which `can_begin` or `can_prepare` says yes to the user, in one query."""
    return Campaign.objects.visible_to(user).filter(
        Exists(_own_clerkship(user, OuterRef("pk"))),
        Exists(_on_board(Duty.Board.COUNCIL, OuterRef("pk"))),
        list_closed_at__isnull=False,
        exam__isnull=True,
    )


def open_exams(user: Any) -> QuerySet[Exam]:
    """Exams under way, with what `can_score` and `can_ask_release` would say, in one query."""
    campaign, state = OuterRef("campaign"), Exam.State
    mine = agencies_where(user, Membership.Role.AGENCY_HR)
    own = Application.objects.competing().own(user).filter(opening__campaign=campaign)
    results = Result.objects.current().filter(opening__campaign=campaign)
    ties = results.filter(outcome=Result.Outcome.MANUAL_DECISION)
    rows = Exam.objects.visible_to(user).filter(state__in=(state.PRESENTING, state.SCORED))
    return rows.select_related("campaign").annotate(
        is_clerk=Exists(_own_clerkship(user, campaign)),
        is_whole=~Exists(_unfinished_presentations()),
        may_ask_release=Q(campaign__host__in=mine) & ~Exists(own) & ~Exists(ties),
    )


def _on_board(board: str, campaign: OuterRef) -> QuerySet[Duty]:
    return Duty.objects.active().filter(campaign=campaign, board=board)


def _own_clerkship(user: Any, campaign: OuterRef) -> QuerySet[Duty]:
    return _on_board(Duty.Board.SECRETARIAT, campaign).filter(person__user=user)


def _unfinished_presentations() -> QuerySet[Presentation]:
    """Candidates not heard yet, or heard and still owed a compared slip."""
    compared = Count("slips", filter=Q(slips__state=ScoreSlip.State.MATCHED))
    rows = Presentation.objects.filter(exam=OuterRef("pk")).annotate(compared=compared)
    heard = Q(attendance=Presentation.Attendance.SAT) & ~Q(compared=F("expected_slips"))
    return rows.filter(heard | Q(attendance=Presentation.Attendance.EXPECTED))


def seals_of(exam: Exam) -> Any:
    """The checkpoints of an exam's chain, newest first, each with its time."""
    last_entry = LedgerEntry.objects.filter(chain=OuterRef("chain"), seq=OuterRef("size"))
    seals = checkpoints_of(exam.ledger_chain).annotate(at=Subquery(last_entry.values("at")))
    return seals.order_by("-size")


@dataclass(frozen=True)
class SlipProgress:
    """How many slips are compared of those that must come in, and who was heard so far."""

    compared: int
    due: int
    heard: int
    candidates: int


def slip_progress(exam: Exam) -> SlipProgress:
    """A candidate not heard yet will owe one slip of every council member."""
    council = Duty.objects.active().filter(campaign=exam.campaign, board=Duty.Board.COUNCIL)
    expected = Q(attendance=Presentation.Attendance.EXPECTED)
    counts = exam.presentations.order_by().aggregate(
        all=Count("pk"), waiting=Count("pk", filter=expected), owed=Sum("expected_slips")
    )
    due = (counts["owed"] or 0) + counts["waiting"] * council.count()
    slips = ScoreSlip.objects.filter(presentation__exam=exam, state=ScoreSlip.State.MATCHED)
    heard = counts["all"] - counts["waiting"]
    return SlipProgress(slips.count(), due, heard, counts["all"])


def compared_slips(row: Presentation) -> int:
    """Slips of one candidate whose two readings agreed; expects them prefetched."""
    return sum(slip.state == ScoreSlip.State.MATCHED for slip in row.slips.all())
