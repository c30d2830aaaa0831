"""Reads over applications for pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from agencies.models import Membership
from agencies.queries import agencies_where
from audit import clock
from audit.queries import HistoryLine
from candidates.models import Application
from candidates.rules import receipt_is_over
from positions.models import Campaign, Opening
from positions.models.opening import CLOSING_DELAY
from positions.step_workflow import last_day_of_receipt

State = Application.State
TONES = {
    State.DRAFT: "neutral",
    State.SUBMITTED: "info",
    State.SUPPLEMENT: "warning",
    State.ELIGIBLE: "success",
    State.INELIGIBLE: "danger",
    State.WITHDRAWN: "neutral",
}
OWN_WORDS = {
    "application.added": (gettext_lazy("Bắt đầu soạn hồ sơ"), "neutral"),
    "application.submitted": (gettext_lazy("Nộp hồ sơ"), "info"),
    "application.supplement": (gettext_lazy("Cơ quan yêu cầu bổ sung"), "warning"),
    "application.eligible": (gettext_lazy("Kết luận thẩm định: Hợp lệ"), "success"),
    "application.ineligible": (gettext_lazy("Kết luận thẩm định: Không hợp lệ"), "danger"),
    "application.withdrawn": (gettext_lazy("Rút hồ sơ"), "neutral"),
}


def application_badge(application: Application) -> dict[str, Any]:
    """Label and tone of an application's state."""
    return {"label": application.get_state_display(), "tone": TONES[application.state]}


def submission_tasks(application: Application, *, lacking: int) -> list[dict[str, Any]]:
    """What a draft needs before it can be submitted; `lacking` kinds of documents are not there."""
    n_items = application.items.kept().count()
    hint = _("%(n)s tài liệu") % {"n": n_items} if n_items else ""
    if n_items and lacking:
        hint = _("%(n)s tài liệu, còn thiếu %(lacking)s loại") % {"n": n_items, "lacking": lacking}
    return [
        {
            "label": _("Lý lịch"),
            "done": True,
            "url": reverse("candidates:profile", query={"for": application.opening.code}),
            "hint": application.profile.full_name,
        },
        {
            "label": _("Nguồn dự tuyển"),
            "done": bool(application.source),
            "url": "#source",
            "hint": application.get_source_display(),
        },
        {
            "label": _("Tài liệu hồ sơ"),
            "done": n_items > 0,
            "url": "#items",
            "hint": hint,
        },
    ]


def own_timeline(
    lines: Iterable[HistoryLine], user: Any, told: Iterable[dict[str, Any]] = ()
) -> list[dict[str, Any]]:
    """An application's history as its owner reads it, newest first; officers are not named.

    `told`: what officers said outside the system, as lines of the same shape.
    """
    shown, before = [], ""
    for line in lines:
        shown.append(_own_line(line, user, before))
        before = line.kind if line.kind.startswith("application.") else before
    shown = [line for line in reversed(shown) if line["text"]]
    return sorted([*shown, *told], key=lambda line: line["at"], reverse=True)


def own_reads(lines: Iterable[HistoryLine]) -> list[datetime]:
    """When officers opened the dossier, newest first; who it was the agency answers for."""
    return [line.at for line in lines if line.kind == "audit_read"][::-1]


def _own_line(line: HistoryLine, user: Any, before: str) -> dict[str, Any]:
    text, tone = OWN_WORDS.get(line.kind, ("", "neutral"))
    if (before, line.kind) == ("application.ineligible", "application.eligible"):
        text = _("Khiếu nại được chấp nhận: hồ sơ hợp lệ")
    if (before, line.kind) == ("application.supplement", "application.submitted"):
        text = _("Kết thúc bổ sung")
    number = line.body.get("row", {}).get("number")
    if line.kind == "application.amended" and number:
        text = _("Chốt danh sách: số báo danh %(number)s") % {"number": number}
    if line.note:
        text = f"{text}. {line.note}"
    who = _("Bạn") if line.actor == user.public_id else _("Cơ quan tổ chức thi tuyển")
    return {"at": line.at, "who": who, "text": text, "kind": tone}


@dataclass(frozen=True)
class ListLine:
    """How far the vetting of one opening is."""

    opening: Opening
    registered: int
    eligible: int
    ineligible: int
    withdrawn: int
    waiting: int


def list_progress(campaign: Campaign) -> list[ListLine]:
    """Counts per opening: registered = eligible + ineligible + withdrawn + waiting."""

    def count(*states: str) -> Count:
        return Count("applications", filter=Q(applications__state__in=states))

    rows = campaign.openings.order_by("sort_key", "pk").annotate(
        n_eligible=count(State.ELIGIBLE),
        n_ineligible=count(State.INELIGIBLE),
        n_withdrawn=count(State.WITHDRAWN),
        n_waiting=count(*Application.UNDECIDED_STATES),
    )
    return [_list_line(row) for row in rows]


def _list_line(row: Opening) -> ListLine:
    parts = (row.n_eligible, row.n_ineligible, row.n_withdrawn, row.n_waiting)
    return ListLine(row, sum(parts), *parts)


def list_counts(lines: list[dict[str, str]]) -> dict[str, int]:
    """How many of a list's lines are eligible, ineligible and withdrawn."""
    states = [line["state"] for line in lines]
    return {
        "eligible": states.count(State.ELIGIBLE),
        "ineligible": states.count(State.INELIGIBLE),
        "withdrawn": states.count(State.WITHDRAWN),
    }


def openings_short_of_people(campaign: Campaign, progress: list[ListLine]) -> list[Opening]:
    """Openings whose receipt is over and for which fewer compete than the regulation asks."""
    least = campaign.regulation.values["min_candidates"]
    return [
        line.opening
        for line in progress
        if receipt_is_over(line.opening) and line.eligible + line.waiting < least
    ]


def applicants_of(opening: Opening) -> list[User]:
    """Log-ins of those who drafted or filed a dossier and have not withdrawn it."""
    rows = opening.applications.exclude(state=State.WITHDRAWN)
    return [row.profile.user for row in rows.select_related("profile__user") if row.profile.user]


def lists_to_close(user: Any) -> QuerySet[Campaign]:
    """Campaigns for which `can_prepare_list` says yes to the user, all in one query."""
    openings = Opening.objects.filter(campaign=OuterRef("pk"))
    openings = openings.exclude(state__in=Opening.DROPPED_STATES)
    of_campaign = Application.objects.filter(opening__campaign=OuterRef("pk"))
    undecided = of_campaign.undecided()
    rows = Campaign.objects.visible_to(user).filter(
        host__in=agencies_where(user, Membership.Role.AGENCY_HR), list_closed_at=None
    )
    return rows.filter(
        Exists(openings),
        ~Exists(openings.exclude(_receipt_is_over())),
        ~Exists(undecided.exclude(opening__state__in=Opening.DROPPED_STATES)),
        ~Exists(of_campaign.competing().own(user)),
        ~Exists(_short_of_candidates(openings)),
    )


def _receipt_is_over() -> Q:
    due = clock.now() - CLOSING_DELAY
    published = Q(state=Opening.State.PUBLISHED, receipt_deadline__lte=due)
    return Q(state=Opening.State.RECEIPT_CLOSED) | published


def _short_of_candidates(openings: QuerySet[Opening]) -> QuerySet[Opening]:
    eligible = Count("applications", filter=Q(applications__state=State.ELIGIBLE))
    number = KeyTextTransform("min_candidates", "campaign__regulation__values")
    least = Cast(number, IntegerField())
    return openings.annotate(n_eligible=eligible, least=least).filter(n_eligible__lt=F("least"))


def late_applications() -> list[str]:
    """Submitted applications received after their deadline (an invariant: must be none)."""
    live = Application.objects.registered().filter(origin=Application.Origin.LIVE)
    late = live.filter(Q(received_at=None) | Q(received_at__gt=F("opening__receipt_deadline")))
    late = late.select_related("opening", "paper")[:200]
    return [f"application {row.public_id}" for row in late if not _posted_in_time(row)]


def _posted_in_time(row: Application) -> bool:
    """What came by post counts by its postmark, that a second officer compared."""
    paper = getattr(row, "paper", None)
    if paper is None or paper.state != "CONFIRMED" or paper.postmark_on is None:
        return False
    return paper.postmark_on <= last_day_of_receipt(row.opening.receipt_deadline)


def numbers_before_the_list() -> list[str]:
    """Candidate numbers given before the list was closed (an invariant: must be none)."""
    numbered = Application.objects.exclude(number="").filter(origin=Application.Origin.LIVE)
    stray = numbered.filter(opening__campaign__list_closed_at=None)
    return [f"application {row.public_id}: number without a closed list" for row in stray[:20]]
