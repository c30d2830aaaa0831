"""Every page of the product as the demo shows it: a name, who opens it, its path."""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.demo import DEMO_DOMAIN
from accounts.models import TwoPersonRequest
from agencies.models import Holiday
from audit import clock
from candidates.models import Application, Complaint, PaperReceipt
from desk.seeding import exam_c
from documents.models import OfficialDocument
from exams.models import Paper, Presentation
from positions.models import Campaign, Opening, PlanningRoster, Publication, Subscription
from reports.models import PastWorkbook

NOBODY = ""
MINISTRY, ADMIN, HR, HEAD = "bo", "quantri2", "tochuc1", "lanhdao"
HP_HR, HP_HEAD, CLERK = "tochuc.hp1", "lanhdao.hp", "thuky1"
WINNER, WRITER = "thisinh01", "thisinh23"
SUBMITTER, ASKED, REFUSED = "thisinh21", "thisinh26", "thisinh28"
PILOT = "?start=01/01/2017&end=27/04/2020"  # the period of the review


@dataclass(frozen=True)
class Screen:
    """One page: its file name, the log-in that opens it, where it is."""

    name: str
    login: str | Callable[[], str]
    path: str | Callable[[], str]

    @property
    def email(self) -> str:
        if callable(self.login):
            return self.login()
        return f"{self.login}@{DEMO_DOMAIN}" if self.login else ""

    def url(self) -> str:
        return self.path if isinstance(self.path, str) else self.path()


def staged(number: int) -> str:
    """The code of the demo's campaign at one stage."""
    return f"HPG-{clock.today().year}-{number}"


def on_paper() -> PaperReceipt:
    return PaperReceipt.objects.get()


def live() -> Campaign:
    return Campaign.objects.get(code=staged(1))


def exam_page(number: int, path: str = "") -> Callable[[], str]:
    return lambda: f"/desk/exams/{staged(number)}/{path}"


def disputed() -> Paper:
    return Paper.objects.get(exam__campaign__code=staged(6), need="THIRD_MARK_NEEDED")


def follower() -> Subscription:
    """An address that has not confirmed yet."""
    return Subscription.objects.filter(confirmed_at=None).first()


def faulty_workbook() -> PastWorkbook:
    return PastWorkbook.objects.get(imported_at=None)


def presented() -> Presentation:
    """The first candidate heard in the exam that presents now."""
    return Presentation.objects.filter(exam__campaign__code=staged(10)).earliest("order")


def of_exam_c() -> Presentation:
    return Presentation.objects.filter(exam__campaign__code=exam_c.CODE).earliest("order")


def written_round() -> Application:
    """A candidate whose written mark is public and whose result is not."""
    return Application.objects.filter(opening__campaign__code=staged(9)).earliest("number")


def paper(state: str) -> OfficialDocument:
    """The document of the live campaign at one stage."""
    return OfficialDocument.objects.get(chain=live().ledger_chain, state=state)


def paper_page(state: str, path: str = "") -> Callable[[], str]:
    return lambda: f"/desk/documents/{paper(state).public_id}/{path}"


def proof() -> Publication:
    return Publication.objects.filter(campaign=live()).first()


def roster(state: str) -> Callable[[], str]:
    return lambda: PlanningRoster.objects.get(state=state).get_absolute_url()


def live_opening() -> Opening:
    return Opening.objects.get(code=f"{live().code}.PGD")


def application_of(login: str) -> Application:
    return Application.objects.get(profile__user__email=f"{login}@{DEMO_DOMAIN}")


def dossier(login: str) -> Callable[[], str]:
    """The officers' page of somebody's dossier."""
    return lambda: f"/desk/applications/{application_of(login).public_id}/"


def letter(kind: str, path: str = "") -> Callable[[], str]:
    """The desk's page of one of the two letters."""
    return lambda: f"/desk/letters/{Complaint.objects.get(kind=kind).public_id}/{path}"


def waiting(kind: str) -> str:
    return TwoPersonRequest.objects.get(kind=kind, state="PENDING").public_id


# The pages whose pictures are kept in docs/screenshots.
MAIN = (
    Screen("style", HR, "/desk/style/"),
    Screen("sign-in", NOBODY, "/accounts/login/"),
    Screen("sign-up", NOBODY, "/accounts/signup/"),
    Screen("second-factor", ADMIN, "/accounts/2fa/"),
    Screen("membership", ADMIN, "/desk/agencies/BTCTW/"),
    Screen("log", HR, "/desk/log/"),
    Screen("home", NOBODY, "/"),
    Screen("opening", NOBODY, lambda: f"/openings/{live_opening().code}/"),
    Screen("receipt", WINNER, lambda: f"/applications/{application_of(WINNER).public_id}/receipt/"),
    Screen("result", NOBODY, f"/results/{exam_c.CODE}/"),
    Screen("written-exam", "thuky1.hp", exam_page(9)),
    Screen("sitting", "thuky2.hp", exam_page(3, "sitting/")),
    Screen("codes", "phach.hp", exam_page(5, "codes/")),
    Screen("marking-sheet", "giamkhao1.hp", exam_page(6, "marking/")),
    Screen("marking-board", "truongcham.hp", exam_page(6, "marking/board/")),
    Screen("paper", "truongcham.hp", lambda: f"/desk/papers/{disputed().public_id}/"),
    Screen("map-opening", "chutich.hp", exam_page(7, "opening/")),
    Screen("slips", "thuky2.hp", lambda: f"/desk/presentations/{presented().public_id}/slips/"),
    Screen(
        "own-written",
        lambda: written_round().profile.user.email,
        lambda: f"/applications/{written_round().public_id}/result/",
    ),
    Screen("result-written", NOBODY, lambda: f"/results/{staged(12)}/"),
    Screen("plan", HP_HR, lambda: f"/desk/plans/HPG.SNV/{clock.today().year}/"),
    Screen("timetable", HP_HR, lambda: f"/desk/openings/{live().code}.NHAP/timetable/?propose"),
    Screen("regulation-draft", HP_HR, "/regulations/QC-HPG/2/"),
    Screen("overdue-nation", MINISTRY, "/desk/overdue/"),
    Screen("standard", NOBODY, "/titles/TP/HPG.SNV/1/"),
    Screen(
        "change", HP_HR, lambda: f"/desk/openings/{live_opening().code}/changes/new/?kind=EXTEND"
    ),
    Screen("report", MINISTRY, f"/desk/reports/r1/{PILOT}"),
    Screen("report-behind", MINISTRY, f"/desk/reports/r1/selected/{PILOT}&scope=local:31"),
    Screen("past-exams", MINISTRY, "/desk/reports/past/"),
    Screen("past-faults", MINISTRY, lambda: faulty_workbook().get_absolute_url()),
    Screen("statistics", NOBODY, "/statistics/"),
)
OTHERS = (
    Screen("announcements", NOBODY, "/announcements/"),
    Screen("campaign-public", NOBODY, f"/announcements/{exam_c.CODE}/"),
    Screen("announcements-found", NOBODY, "/announcements/?q=so+noi+vu&kind=OPENING"),
    Screen("home-filtered", NOBODY, "/?province=hai-phong&receipt=over"),
    Screen("campaign-receiving", NOBODY, lambda: f"/announcements/{live().code}/"),
    Screen("results", NOBODY, "/results/"),
    Screen("results-to-come", NOBODY, lambda: f"/results/{live().code}/"),
    Screen("subscribe", NOBODY, lambda: f"/subscriptions/new/?opening={live_opening().code}"),
    Screen("subscribe-news", NOBODY, "/subscriptions/new/"),
    Screen("subscription", NOBODY, lambda: f"/subscriptions/{follower().public_id}/"),
    Screen("subscription-leave", NOBODY, lambda: f"/subscriptions/{follower().public_id}/leave/"),
    Screen("plans", HP_HR, "/desk/plans/"),
    Screen("plan-waiting", HP_HR, lambda: f"/desk/plans/HPG.SNV/{clock.today().year + 1}/"),
    Screen("plan-new", HP_HR, "/desk/plans/new/"),
    Screen("plan-campaign", HP_HR, lambda: f"/desk/plans/HPG.SNV/{clock.today().year}/campaign/"),
    Screen("request-plan", HP_HEAD, lambda: f"/desk/requests/{waiting('plan')}/"),
    Screen("titles", NOBODY, "/titles/"),
    Screen("title", HP_HR, "/titles/TP/"),
    Screen("standard-draft", HP_HR, "/titles/PTP/HPG.SNV/1/"),
    Screen("standard-edit", HP_HR, "/desk/titles/PTP/HPG.SNV/1/edit/"),
    Screen("standard-new", HP_HR, "/desk/titles/TP/draft/"),
    Screen("self-check", NOBODY, lambda: f"/openings/{live().code}.TPTC/self-check/"),
    Screen("rosters", HP_HR, "/desk/rosters/"),
    Screen("roster-new", HP_HR, "/desk/rosters/new/"),
    Screen("roster", HP_HR, roster("CONFIRMED")),
    Screen("roster-waiting", "tochuc.hp2", roster("DRAFT")),
    Screen("regulations", NOBODY, "/regulations/"),
    Screen("regulation", NOBODY, "/regulations/BNV-2424-E/1/"),
    Screen("regulation-edit", HP_HR, "/desk/regulations/QC-HPG/2/edit/"),
    Screen("regulation-new", HP_HR, "/desk/regulations/BNV-2424/1/draft/"),
    Screen("regulation-take-in", HP_HR, "/desk/regulations/QC-HPG/2/take-in/"),
    Screen("verify", NOBODY, "/verify/"),
    Screen("privacy", NOBODY, "/privacy/"),
    Screen("password-reset", NOBODY, "/accounts/password/reset/"),
    Screen("me", WRITER, "/me/"),
    Screen("profile-2c", WRITER, "/me/profile/"),
    Screen("profile-import", WRITER, "/me/profile/import/"),
    Screen("apply", WRITER, lambda: f"/openings/{live().code}.TPTC/apply/"),
    Screen(
        "application-draft", WRITER, lambda: f"/applications/{application_of(WRITER).public_id}/"
    ),
    Screen(
        "application-sent",
        SUBMITTER,
        lambda: f"/applications/{application_of(SUBMITTER).public_id}/",
    ),
    Screen("objection", REFUSED, lambda: f"/applications/{application_of(REFUSED).public_id}/"),
    Screen("supplement", ASKED, lambda: f"/applications/{application_of(ASKED).public_id}/"),
    Screen(
        "own-result", WINNER, lambda: f"/applications/{application_of(WINNER).public_id}/result/"
    ),
    Screen("notices", WINNER, "/notices/"),
    Screen("profile", HR, "/accounts/profile/"),
    Screen("sessions", HR, "/accounts/sessions/"),
    Screen("emails", HR, "/accounts/email/"),
    Screen("desk-hr", HP_HR, "/desk/"),
    Screen("desk-head", HP_HEAD, "/desk/"),
    Screen("desk-clerk", CLERK, "/desk/"),
    Screen("desk-ministry", MINISTRY, "/desk/"),
    Screen("openings", HP_HR, "/desk/openings/"),
    Screen("opening-desk", HP_HR, lambda: f"/desk/openings/{live_opening().code}/"),
    Screen("guest-new", HP_HR, lambda: f"/desk/campaigns/{live().code}/guests/new/"),
    Screen("year", HP_HR, "/desk/year/"),
    Screen("overdue", HP_HR, "/desk/overdue/"),
    Screen("changes", HP_HR, lambda: f"/desk/openings/{live_opening().code}/changes/new/"),
    Screen("request-change", HP_HEAD, lambda: f"/desk/requests/{waiting('change')}/"),
    Screen("opening-new", HP_HR, lambda: f"/desk/campaigns/{live().code}/openings/new/"),
    Screen("opening-import", HP_HR, lambda: f"/desk/campaigns/{live().code}/openings/import/"),
    Screen("campaigns", HP_HR, "/desk/campaigns/"),
    Screen("campaign", HP_HR, lambda: f"/desk/campaigns/{live().code}/"),
    Screen("documents", HP_HR, lambda: f"/desk/campaigns/{live().code}/documents/"),
    Screen(
        "document-new", HP_HR, lambda: f"/desk/campaigns/{live().code}/documents/amendment/new/"
    ),
    Screen("document", "tochuc.hp2", paper_page("RECORDED")),
    Screen("document-record", HP_HR, paper_page("DRAFT", "record/")),
    Screen("campaign-files", HP_HR, lambda: f"/desk/campaigns/{live().code}/files/"),
    Screen("publications", HP_HR, lambda: f"/desk/campaigns/{staged(2)}/publications/"),
    Screen("publication-void", HP_HR, lambda: f"/desk/publications/{proof().public_id}/void/"),
    Screen("campaign-new", HP_HR, "/desk/campaigns/new/"),
    Screen("duty-new", HP_HR, lambda: f"/desk/campaigns/{live().code}/duties/new/"),
    Screen("applications", HP_HR, "/desk/applications/"),
    Screen("vetting", HP_HR, dossier(SUBMITTER)),
    Screen(
        "vetting-asked", HP_HR, lambda: f"/desk/applications/{application_of(ASKED).public_id}/"
    ),
    Screen("vetting-objection", "tochuc.hp3", dossier(REFUSED)),
    Screen("checks", "tochuc.hp2", "/desk/checks/"),
    Screen("matrix", HP_HR, lambda: f"/desk/openings/{live().code}.TPTC/matrix/"),
    Screen("paper-list", HP_HR, "/desk/paper/"),
    Screen("paper-dossier", "tochuc.hp2", lambda: f"/desk/paper/{on_paper().public_id}/"),
    Screen("paper-new", HP_HR, lambda: f"/desk/openings/{live().openings.first().code}/paper/"),
    Screen("own-erasure", SUBMITTER, "/me/erase/"),
    Screen("list-people", HP_HR, lambda: f"/desk/campaigns/{live().code}/list/people/"),
    Screen("list-public", NOBODY, lambda: f"/lists/{staged(3)}/"),
    Screen("list-over", NOBODY, f"/lists/{exam_c.CODE}/"),
    Screen("untold", HP_HR, "/desk/notices/"),
    Screen(
        "contact", HP_HR, lambda: f"/desk/applications/{application_of(ASKED).public_id}/contacts/"
    ),
    Screen("wordings", HP_HR, "/desk/agencies/HPG.SNV/wordings/"),
    Screen("wording", HP_HR, "/desk/agencies/HPG.SNV/wordings/list_closed/"),
    Screen("list", HP_HR, lambda: f"/desk/campaigns/{live().code}/list/"),
    Screen("letter-new", NOBODY, lambda: f"/letters/new/{live().code}/"),
    Screen("letter-follow", NOBODY, "/letters/follow/"),
    Screen("letters", HP_HR, "/desk/letters/"),
    Screen("letter", HP_HEAD, letter("DENUNCIATION")),
    Screen("letter-sender", "tochuc.hp3", letter("DENUNCIATION", "sender/")),
    Screen("letter-conclude", "tochuc.hp3", letter("DENUNCIATION", "conclude/")),
    Screen("letter-concluded", HP_HR, letter("PETITION")),
    Screen("letter-enter", HP_HR, lambda: f"/desk/campaigns/{live().code}/letters/new/"),
    Screen("letter-readers", HP_HEAD, lambda: f"/desk/campaigns/{staged(11)}/letters/readers/"),
    Screen("exam-letters", HP_HEAD, exam_page(11)),
    Screen("exam-proceed", HP_HEAD, exam_page(11, "proceed/")),
    Screen("exams", CLERK, "/desk/exams/"),
    Screen("exam", HR, f"/desk/exams/{exam_c.CODE}/"),
    Screen(
        "presentation",
        CLERK,
        lambda: f"/desk/presentations/{of_exam_c().public_id}/",
    ),
    Screen("desk-marker", "giamkhao1.hp", "/desk/"),
    Screen("desk-supervisor", "giamsat.hp", "/desk/"),
    Screen("marking-list", "giamkhao1.hp", "/desk/marking/"),
    Screen("sitting-print", "thuky2.hp", exam_page(3, "sitting/print/")),
    Screen("requests", HP_HEAD, "/desk/requests/"),
    Screen("request-opening", HP_HEAD, lambda: f"/desk/requests/{waiting('opening')}/"),
    Screen("request-membership", ADMIN, lambda: f"/desk/requests/{waiting('membership')}/"),
    Screen("agencies", MINISTRY, "/desk/agencies/"),
    Screen("agency-new", MINISTRY, "/desk/agencies/new/"),
    Screen("agency-edit", ADMIN, "/desk/agencies/BTCTW/edit/"),
    Screen("member-new", ADMIN, "/desk/agencies/BTCTW/members/new/"),
    Screen("holidays", MINISTRY, "/desk/holidays/?year=2026"),
    Screen("holiday-edit", MINISTRY, lambda: f"/desk/holidays/{Holiday.objects.first().pk}/"),
    Screen("outbox", HR, "/desk/outbox/"),
)
ALL = (*MAIN, *OTHERS)
