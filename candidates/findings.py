"""What an officer finds in a dossier: each criterion of the opening, each document.

Kept with the verdict as it was read that day: the criterion's own words, the document and the page
that show it. A dossier that leaves a criterion open is not eligible; one that fails says where.
"""

import hashlib
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit import clock
from candidates.models import Application, CandidateProfile, DossierItem
from messaging.language import official
from positions.criteria import Facts, Verdict, check, words
from positions.models import Opening, RosterEntry, Title
from positions.roster_queries import planned_for
from positions.step_workflow import last_day_of_receipt

CHANGED = gettext_lazy("Tiêu chuẩn của chức danh đã thay đổi. Hãy tải lại trang và xét lại.")
Finding = dict[str, Any]
Findings = dict[str, list[Finding]]


@official
def criteria_of(opening: Opening) -> list[str]:
    """What the opening asks, one sentence each: its pinned standard, else the lines it wrote."""
    if opening.standard:
        return [words(criterion) for criterion in opening.standard.criteria]
    return [line.strip(" -–•\t") for line in opening.standards.splitlines() if line.strip(" -–•\t")]


def digest(criteria: list[str]) -> str:
    """Tells criteria that a page showed from those that stand now."""
    return hashlib.sha256("\n".join(criteria).encode()).hexdigest()


def hints(application: Application, *, planned: bool | None = None) -> list[Verdict]:
    """What a machine can say of each criterion; of free lines nothing.

    `planned` spares the look into the rosters where somebody has looked for many.
    """
    opening = application.opening
    if planned is None:
        planned = is_planned(opening, application.profile)
    return _compared(opening, application, planned)


def own_check(opening: Opening, profile: CandidateProfile) -> list[tuple[str, Verdict]]:
    """Each criterion of an opening beside what a profile says, before anything is written."""
    found = _compared(opening, profile, is_planned(opening, profile))
    return list(zip(criteria_of(opening), found, strict=True))


def _compared(opening: Opening, said: Any, planned: bool) -> list[Verdict]:
    if not opening.standard:
        return [Verdict.CANNOT_TELL for _line in criteria_of(opening)]
    facts = facts_of(opening, said, planned)
    return [check(criterion, facts) for criterion in opening.standard.criteria]


def facts_of(opening: Opening, said: Any, planned: bool) -> Facts:
    """What a dossier or a profile says of a person, on the last day of the receipt.

    Whoever is in no confirmed roster may still be nominated: that stays open.
    """
    day = day_of(opening)
    return Facts(
        education=said.education_level or None,
        political_theory=said.theory_level or None,
        state_management=said.state_management or None,
        grade=said.grade or None,
        service_years=_full_years(said.service_since, day),
        leadership_years=_full_years(said.leadership_since, day),
        born=said.birth_on,
        sex=said.gender or None,
        planning=planned or None,
        on=day,
    )


def _full_years(since: date | None, day: date) -> int | None:
    if since is None:
        return None
    is_short = (day.month, day.day) < (since.month, since.day)
    return max(0, day.year - since.year - is_short)


def day_of(opening: Opening) -> date:
    """The day on which a person is compared with an opening: the last of its receipt."""
    deadline = opening.receipt_deadline
    return last_day_of_receipt(deadline) if deadline else clock.today()


def title_of(opening: Opening) -> Title | None:
    """The catalogue's title for an opening: its standard's, else one of its level and rank."""
    if opening.standard:
        return opening.standard.title
    return Title.objects.filter(level=opening.level, rank=opening.rank).first()


def planned_as(opening: Opening, profile: CandidateProfile | None) -> list[RosterEntry]:
    """Entries of confirmed rosters for the opening's title or one equivalent to it."""
    title = title_of(opening) if profile else None
    return planned_for(profile.citizen_id, title, day_of(opening)) if title else []


def is_planned(opening: Opening, profile: CandidateProfile | None) -> bool:
    """Whether the rosters answer for the plan; asked only where a criterion does."""
    kinds = {each["kind"] for each in opening.standard.criteria} if opening.standard else set()
    return "planning" in kinds and bool(planned_as(opening, profile))


def criterion_finding(
    text: str, outcome: str, item: str = "", page: int | None = None, note: str = ""
) -> Finding:
    """One criterion: its words, met or not, the document (its public id) and page that show it."""
    return {"text": text, "outcome": str(outcome), "item": item, "page": page, "note": note}


def document_finding(item: DossierItem, is_good: bool, note: str = "") -> Finding:
    return {"item": item.public_id, "name": item.file.name, "is_good": is_good, "note": note}


def all_met(application: Application) -> Findings:
    """Every criterion met, every document good."""
    items = application.items.kept().select_related("file")
    return {
        "criteria": [criterion_finding(t, Verdict.MET) for t in criteria_of(application.opening)],
        "documents": [document_finding(item, True) for item in items],
    }


def faults(application: Application, verdict: str, reason: str, found: Findings) -> list[str]:
    """Why these findings do not bear the verdict, in words; nothing when they do."""
    rows, papers = found["criteria"], found["documents"]
    if [row["text"] for row in rows] != criteria_of(application.opening):
        return [str(CHANGED)]
    if strangers(application, found):
        return [_("Hồ sơ đã có thay đổi về tài liệu. Hãy tải lại trang và xét lại.")]
    outcomes = {row["outcome"] for row in rows}
    has_bad_paper = not all(paper["is_good"] for paper in papers)
    if verdict == "ELIGIBLE":
        return list(_against_eligible(outcomes, has_bad_paper))
    if Verdict.NOT_MET not in outcomes and not has_bad_paper and not reason:
        return [
            _("Kết luận không hợp lệ phải nêu tiêu chuẩn không đạt, tài liệu không đạt, lý do.")
        ]
    return []


def _against_eligible(outcomes: set[str], has_bad_paper: bool):
    if Verdict.NOT_MET in outcomes:
        yield _("Có tiêu chuẩn không đạt: không kết luận hợp lệ được.")
    if Verdict.CANNOT_TELL in outcomes:
        yield _("Còn tiêu chuẩn chưa xác định được: hãy xác định hoặc yêu cầu bổ sung.")
    if has_bad_paper:
        yield _("Có tài liệu không đạt: hãy yêu cầu bổ sung hoặc kết luận không hợp lệ.")


def strangers(application: Application, found: Findings) -> set[str]:
    """Documents named that are not the dossier's, or of the dossier and not judged."""
    kept = set(application.items.kept().values_list("public_id", flat=True))
    judged = {paper["item"] for paper in found["documents"]}
    shown = {row["item"] for row in found["criteria"] if row["item"]}
    return (kept ^ judged) | (shown - kept)


@official
def letter(found: Findings, reason: str = "") -> str:
    """The reasons of a refusal, a line each, as the candidate reads them."""
    rows = [row for row in found["criteria"] if row["outcome"] == Verdict.NOT_MET]
    lines = [_with_note(_("Không đáp ứng tiêu chuẩn: %(text)s"), row["text"], row) for row in rows]
    papers = [paper for paper in found["documents"] if not paper["is_good"]]
    lines += [
        _with_note(_("Tài liệu không đạt: %(text)s"), paper["name"], paper) for paper in papers
    ]
    return "\n".join([*lines, *([reason] if reason else [])])


def _with_note(sentence: str, text: str, row: Finding) -> str:
    line = sentence % {"text": text.rstrip(".")}
    return f"{line} ({row['note'].rstrip('.')})." if row["note"] else f"{line}."
