"""What waits for a person, over all rooms."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, Min, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import approvals
from accounts.models import TwoPersonRequest
from agencies import calendar
from agencies.models import Agency, Membership
from agencies.queries import agencies_where
from agencies.rules import holds_anywhere
from audit import clock
from audit.models import Checkpoint, LedgerEntry, Payload
from candidates.complaint_queries import campaigns_without_readers, letter_counts
from candidates.models import Application, Complaint, ComplaintSender
from candidates.models.complaint import HANDLERS
from candidates.notice_queries import untold_notices
from candidates.paper_queries import papers_to_compare
from candidates.queries import application_badge, lists_to_close
from candidates.rules import missing_before_submission, open_supplement
from candidates.vetting_queries import vetting_counts
from exams.models import Exam
from exams.queries.exam import exams_to_begin, open_exams
from exams.queries.tasks import written_tasks
from positions.models import Campaign, Duty, Opening, Plan, PlanLine
from positions.overdue_queries import followed, late_openings
from positions.paper_queries import papers_to_confirm
from positions.queries import StepView, deadline_chip, instant_words, step_bar
from positions.roster_queries import rosters_to_confirm

Role = Membership.Role
FOLLOWERS = (
    Role.AGENCY_HR,
    Role.AUTHORITY_HEAD,
    Role.INSPECTOR,
    Role.PROVINCE_STAFF,
    Role.MINISTRY_STAFF,
)
TECHNICAL_CHAINS = ("system", "access:sign-in")


@dataclass(frozen=True)
class Task:
    """One thing to do: words, where, how many, why now."""

    label: str
    url: str
    hint: str = ""
    done: bool = False
    due: str = ""


def tasks_for(user: Any, roles: Iterable[str], boards: Iterable[str] = ()) -> list[Task]:
    """Everything a member of staff must do now, most urgent kind first.

    What only an HR officer or a member of a board can have to do is asked of them only.
    """
    is_hr = Role.AGENCY_HR in roles
    return [
        *_requests(user),
        *(_overdue(user) if {*FOLLOWERS} & {*roles} else ()),
        *(_hr_work(user) if is_hr else ()),
        *(_letters(user, roles) if {*HANDLERS} & {*roles} else ()),
        *(_beginnings(user) if boards else ()),
        *(_exams(user) if is_hr or boards else ()),
        *(_written(user) if boards else ()),
    ]


def _hr_work(user: Any) -> list[Task]:
    return [
        *_openings(user),
        *_vetting(user),
        *_lists(user),
        *_comparisons(user),
        *_plans(user),
    ]


def _requests(user: Any) -> list[Task]:
    waiting = TwoPersonRequest.objects.visible_to(user).waiting().exclude(initiator=user)
    return [
        Task(
            _("Quyết định: %(title)s") % {"title": approvals.KINDS[row.kind].title},
            reverse("accounts:request-detail", args=[row.public_id]),
            row.figures[0][1] if row.figures else "",
        )
        for row in waiting[:20]
    ]


def _overdue(user: Any) -> list[Task]:
    """One line for all that is late in the reader's view."""
    late = late_openings(followed(user)).aggregate(n=Count("pk"), since=Min("late_since"))
    if not late["n"]:
        return []
    words = ngettext(
        "%(n)s chức danh có bước quá hạn", "%(n)s chức danh có bước quá hạn", late["n"]
    )
    since = _("lâu nhất từ %(day)s") % {"day": date_format(late["since"])}
    return [Task(words % {"n": late["n"]}, reverse("positions:overdue"), since)]


def _plans(user: Any) -> list[Task]:
    """Posts of an approved plan whose quarter has begun and that are in no campaign."""
    today, mine = clock.today(), agencies_where(user, Role.AGENCY_HR)
    quarter = (today.month + 2) // 3
    rows = PlanLine.objects.filter(
        plan__agency__in=mine,
        plan__state=Plan.State.APPROVED,
        plan__year=today.year,
        quarter__lte=quarter,
        removed_at=None,
        opening=None,
    ).values("plan__agency__code")
    label = _("Lập đợt thi theo kế hoạch năm: %(agency)s")
    return [
        Task(
            label % {"agency": row["plan__agency__code"]},
            reverse("positions:plan", args=[row["plan__agency__code"], today.year]),
            ngettext("%(n)s chức danh đến hạn", "%(n)s chức danh đến hạn", row["n"])
            % {"n": row["n"]},
        )
        for row in rows.annotate(n=Count("pk")).order_by("plan__agency__code")
    ]


def _openings(user: Any) -> list[Task]:
    mine = agencies_where(user, Role.AGENCY_HR)
    rows = Opening.objects.visible_to(user).filter(campaign__host__in=mine)
    words = {
        Opening.State.DRAFT: _("Hoàn thiện và trình: %(title)s"),
        Opening.State.APPROVED: _("Công bố: %(title)s"),
        Opening.State.SHORTFALL: _("Chưa đủ số người, chọn cách xử lý: %(title)s"),
        Opening.State.POSTPONED: _("Đang hoãn, tiếp tục hoặc hủy: %(title)s"),
    }
    return [
        Task(
            words[row.state] % {"title": row.title},
            reverse("positions:opening-detail", args=[row.code]),
            row.code,
        )
        for row in rows.filter(state__in=words)[:20]
    ]


def _vetting(user: Any) -> list[Task]:
    """Dossiers to conclude on, verdicts to confirm, supplements overdue, people not told."""
    dossiers, waiting = reverse("candidates:application-list"), vetting_counts(user)
    counted = [
        (
            waiting["verdict"],
            lambda n: ngettext("%(n)s hồ sơ cần thẩm định", "%(n)s hồ sơ cần thẩm định", n),
            f"{dossiers}?state=SUBMITTED",
        ),
        (
            waiting["check"],
            lambda n: ngettext(
                "%(n)s kết luận chờ bạn xác nhận", "%(n)s kết luận chờ bạn xác nhận", n
            ),
            reverse("candidates:check-list"),
        ),
        (
            waiting["objection"],
            lambda n: ngettext("%(n)s khiếu nại chờ trả lời", "%(n)s khiếu nại chờ trả lời", n),
            f"{dossiers}?state=INELIGIBLE",
        ),
        (
            waiting["supplement"],
            lambda n: ngettext("%(n)s hồ sơ quá hạn bổ sung", "%(n)s hồ sơ quá hạn bổ sung", n),
            f"{dossiers}?state=SUPPLEMENT",
        ),
        (
            untold_notices(user).count(),
            lambda n: ngettext(
                "%(n)s thông báo chưa đến người nhận", "%(n)s thông báo chưa đến người nhận", n
            ),
            reverse("candidates:untold-list"),
        ),
    ]
    return [Task(words(n) % {"n": n}, url) for n, words, url in counted if n]


def _letters(user: Any, roles: Iterable[str]) -> list[Task]:
    """Letters nobody has, one's own, and for a head who may read whom a denunciation is from."""
    n, url = letter_counts(user), reverse("candidates:letter-list")
    late = ngettext("%(n)s đơn quá hạn", "%(n)s đơn quá hạn", n["late"]) % {"n": n["late"]}
    hint, tasks = late if n["late"] else "", []
    if n["new"] and {Role.AGENCY_HR, Role.AUTHORITY_HEAD} & {*roles}:
        words = ngettext("%(n)s đơn thư chờ thụ lý", "%(n)s đơn thư chờ thụ lý", n["new"])
        tasks.append(Task(words % {"n": n["new"]}, f"{url}?state=RECEIVED", hint))
    if n["mine"]:
        words = ngettext("%(n)s đơn thư bạn giải quyết", "%(n)s đơn thư bạn giải quyết", n["mine"])
        tasks.append(Task(words % {"n": n["mine"]}, f"{url}?state=HANDLED", hint))
    if Role.AUTHORITY_HEAD in roles:
        tasks += map(_readers_task, campaigns_without_readers(user)[:20])
    return tasks


def _readers_task(campaign: Campaign) -> Task:
    label = _("Nêu hai người giữ danh tính người tố cáo: %(name)s") % {"name": campaign.name}
    return Task(label, reverse("candidates:letter-readers", args=[campaign.code]))


def _comparisons(user: Any) -> list[Task]:
    """Documents, rosters and dossiers on paper another officer entered, in one query."""
    papers = papers_to_confirm(user).order_by().annotate(what=Value("paper"))
    rosters = rosters_to_confirm(user).order_by().annotate(what=Value("roster"))
    dossiers = papers_to_compare(user).order_by().annotate(what=Value("dossier"))
    rows = papers.values_list("what", "public_id", "title", "reference").union(
        rosters.values_list("what", "public_id", "term", "decision_no"),
        dossiers.values_list(
            "what",
            "public_id",
            "application__profile__full_name",
            "application__receipt_code",
        ),
    )
    return [_comparison(*row) for row in rows.order_by("what", "reference", "public_id")[:20]]


def _comparison(what: str, public_id: str, title: str, reference: str) -> Task:
    if what == "paper":
        label = _("Đối chiếu văn bản: %(title)s") % {"title": title}
        return Task(label, reverse("positions:paper-detail", args=[public_id]), reference)
    if what == "dossier":
        label = _("Đối chiếu hồ sơ giấy: %(name)s") % {"name": title}
        return Task(label, reverse("candidates:paper", args=[public_id]), reference)
    label = _("Đối chiếu danh sách quy hoạch: %(term)s") % {"term": title}
    return Task(label, reverse("positions:roster", args=[public_id]), reference)


def _lists(user: Any) -> list[Task]:
    return [
        Task(
            _("Chốt danh sách: %(name)s") % {"name": row.name},
            reverse("candidates:list-detail", args=[row.code]),
        )
        for row in lists_to_close(user)[:20]
    ]


def _beginnings(user: Any) -> list[Task]:
    text, url = _("Bắt đầu kỳ thi: %(name)s"), reverse("exams:exam-list")
    return [Task(text % {"name": row.name}, url) for row in exams_to_begin(user)[:20]]


def _exams(user: Any) -> list[Task]:
    return [task for exam in open_exams(user)[:20] for task in _exam_tasks(exam)]


def _exam_tasks(exam: Exam) -> list[Task]:
    url = reverse("exams:exam-detail", args=[exam.campaign.code])
    name = {"name": exam.campaign.name}
    if exam.state == Exam.State.SCORED:
        ask = _("Đề nghị công bố kết quả: %(name)s") % name
        return [Task(ask, url)] if exam.may_ask_release else []
    if not exam.is_clerk:
        return []
    text = _("Tổng hợp điểm: %(name)s") if exam.is_whole else _("Nhập và đối chiếu phiếu: %(name)s")
    return [Task(text % name, url)]


def _written(user: Any) -> list[Task]:
    """What a board of a written round waits for; asked only of who sits on one."""
    return [Task(label, url, hint) for label, url, hint in written_tasks(user)]


def own_applications(user: Any) -> QuerySet[Application]:
    """A candidate's applications, newest first."""
    rows = Application.objects.visible_to(user).own(user)
    rows = rows.select_related(
        "opening__agency", "opening__campaign", "opening__regulation", "profile", "seat"
    )
    return rows.prefetch_related("opening__steps").order_by("-pk")


@dataclass(frozen=True)
class OwnCard:
    """One application as its owner sees it on the home page."""

    application: Application
    badge: dict[str, Any]
    steps: list[StepView]
    missing: list[str]
    supplement_until: str
    deadline: dict[str, str]
    has_result: bool


def own_cards(user: Any) -> list[OwnCard]:
    """A candidate's applications with what each still needs."""
    days = calendar.load()
    return [_own_card(row, days) for row in own_applications(user)]


def _own_card(row: Application, days: calendar.WorkingCalendar) -> OwnCard:
    is_draft = row.state == Application.State.DRAFT
    asked = open_supplement(row)
    return OwnCard(
        row,
        application_badge(row),
        step_bar(row.opening),
        missing_before_submission(row) if is_draft else [],
        instant_words(asked.due_at) if asked else "",
        deadline_chip(row.opening, days) if is_draft else {},
        _has_result(row),
    )


def _has_result(application: Application) -> bool:
    """A written mark or the result was published."""
    seat = getattr(application, "seat", None)
    done = application.opening.state in (Opening.State.FILLED, Opening.State.UNFILLED)
    return done or (seat is not None and seat.is_admitted is not None)


def visible_log(user: Any) -> QuerySet[Payload]:
    """Ledger payloads of the agencies a reader may follow, newest first.

    System administrators follow accounts, roles and sign-ins; no dossier, no exam.
    """
    if holds_anywhere(user, Role.MINISTRY_STAFF):
        rows = Payload.objects.all()
    else:
        mine = agencies_where(
            user, Role.AGENCY_ADMIN, Role.AGENCY_HR, Role.AUTHORITY_HEAD, Role.INSPECTOR
        )
        provinces = agencies_where(user, Role.PROVINCE_STAFF).values("province")
        agencies = Agency.objects.filter(pk__in=mine) | Agency.objects.filter(
            province__in=provinces
        )
        followed = Q(agency__in=agencies.values("code"))
        if holds_anywhere(user, Role.SYSADMIN):
            followed |= Q(entry__chain__in=TECHNICAL_CHAINS)
        rows = Payload.objects.filter(followed)
    rows = rows.filter(_letters_of(user))
    # Who marks in a campaign reads nothing that could lead from a paper to a person.
    blind = Campaign.objects.filter(pk__in=Duty.objects.blind(user))
    chains = blind.annotate(chain=Concat(Value("campaign:"), "code")).values("chain")
    rows = rows.exclude(entry__chain__in=chains)
    return rows.select_related("entry").order_by("-entry_id")


def _letters_of(user: Any) -> Q:
    """Of letters only those one may open: the rest would tell whom a letter is about."""
    letters = Complaint.objects.visible_to(user)
    senders = ComplaintSender.objects.filter(complaint__in=letters)
    known = Q(subject__in=_subjects(letters)) | Q(subject__in=_subjects(senders))
    return known | ~Q(subject__startswith=Complaint._meta.label_lower)


def _subjects(rows: QuerySet) -> QuerySet:
    """How the ledger names the rows, as a subquery."""
    named = Concat(Value(f"{rows.model._meta.label_lower}:"), Cast("pk", CharField()))
    return rows.order_by().annotate(named=named).values("named")


def note_of(payload: Payload) -> str:
    """The wording of an entry."""
    return json.loads(payload.body).get("note", "")


def chain_sizes() -> list[dict[str, Any]]:
    """Chains of campaigns with their number of entries, for the verification page."""
    rows = LedgerEntry.objects.filter(chain__startswith="campaign:").order_by()
    return list(rows.values("chain").annotate(size=Count("pk")).order_by("chain"))


def with_seals(campaigns: Iterable[Campaign]) -> list[tuple[Campaign, list[Checkpoint]]]:
    """Public campaigns with the seals of their chains, oldest first."""
    rows = list(campaigns)
    by_chain: dict[str, list[Checkpoint]] = {row.ledger_chain: [] for row in rows}
    for mark in Checkpoint.objects.filter(chain__in=by_chain).order_by("size"):
        by_chain[mark.chain].append(mark)
    return [(row, by_chain[row.ledger_chain]) for row in rows]
