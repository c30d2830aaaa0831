"""Every page of the product as the demo shows it: a name, who opens it, its path."""

from collections.abc import Callable
from dataclasses import dataclass

from accounts.models import TwoPersonRequest
from agencies.models import Holiday
from candidates.models import Application
from desk.demo import DEMO_DOMAIN
from desk.seeding import exam_c
from exams.models import Presentation
from positions.models import Campaign, Opening

NOBODY = ""
MINISTRY, ADMIN, HR, HEAD = "bo", "quantri2", "tochuc1", "lanhdao"
HP_HR, HP_HEAD, CLERK = "tochuc.hp1", "lanhdao.hp", "thuky1"
WINNER, WRITER = "thisinh01", "thisinh23"
SUBMITTER = "thisinh21"


@dataclass(frozen=True)
class Screen:
    """One page: its file name, the log-in that opens it, where it is."""

    name: str
    login: str
    path: str | Callable[[], str]

    @property
    def email(self) -> str:
        return f"{self.login}@{DEMO_DOMAIN}" if self.login else ""

    def url(self) -> str:
        return self.path if isinstance(self.path, str) else self.path()


def live() -> Campaign:
    return Campaign.objects.exclude(code=exam_c.CODE).get()


def live_opening() -> Opening:
    return Opening.objects.get(code=f"{live().code}.PGD")


def application_of(login: str) -> Application:
    return Application.objects.get(profile__user__email=f"{login}@{DEMO_DOMAIN}")


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
    Screen("report", MINISTRY, "/desk/reports/r1/?start=01/01/2017&end=27/04/2020"),
)
OTHERS = (
    Screen("announcements", NOBODY, "/announcements/"),
    Screen("campaign-public", NOBODY, f"/announcements/{exam_c.CODE}/"),
    Screen("results", NOBODY, "/results/"),
    Screen("results-to-come", NOBODY, lambda: f"/results/{live().code}/"),
    Screen("statistics", NOBODY, "/statistics/"),
    Screen("verify", NOBODY, "/verify/"),
    Screen("privacy", NOBODY, "/privacy/"),
    Screen("password-reset", NOBODY, "/accounts/password/reset/"),
    Screen("me", WRITER, "/me/"),
    Screen("profile-2c", WRITER, "/me/profile/"),
    Screen("apply", WRITER, lambda: f"/openings/{live().code}.TPTC/apply/"),
    Screen(
        "application-draft", WRITER, lambda: f"/applications/{application_of(WRITER).public_id}/"
    ),
    Screen(
        "application-sent",
        SUBMITTER,
        lambda: f"/applications/{application_of(SUBMITTER).public_id}/",
    ),
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
    Screen("opening-new", HP_HR, lambda: f"/desk/campaigns/{live().code}/openings/new/"),
    Screen("campaigns", HP_HR, "/desk/campaigns/"),
    Screen("campaign", HP_HR, lambda: f"/desk/campaigns/{live().code}/"),
    Screen("campaign-new", HP_HR, "/desk/campaigns/new/"),
    Screen("duty-new", HP_HR, lambda: f"/desk/campaigns/{live().code}/duties/new/"),
    Screen("applications", HP_HR, "/desk/applications/"),
    Screen("vetting", HP_HR, lambda: f"/desk/applications/{application_of(SUBMITTER).public_id}/"),
    Screen("list", HP_HR, lambda: f"/desk/campaigns/{live().code}/list/"),
    Screen("exams", CLERK, "/desk/exams/"),
    Screen("exam", HR, f"/desk/exams/{exam_c.CODE}/"),
    Screen(
        "presentation",
        CLERK,
        lambda: f"/desk/presentations/{Presentation.objects.first().public_id}/",
    ),
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
