"""How a person in a story moves through the pages: sign in, fill, press, read."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserContext, Locator, Page

from audit import clock
from desk.seeding.steps import pdf
from messaging.models import OutboxMessage
from tests.browser import Visits, session_cookie

LINK = re.compile(r"https?://\S+")


@dataclass
class Stage:
    """The pages of a story and who has acted on them, for the cast that is printed."""

    visits: Visits
    password: str
    cast: dict[str, set[str]] = field(default_factory=dict)
    browsers: dict[tuple[str, int], BrowserContext] = field(default_factory=dict)

    def enter(self, email: str, does: str, *, width: int = 1280) -> Page:
        """Somebody signs in: through the real page the first time, later in the same browser."""
        self.cast.setdefault(email, set()).add(does)
        if known := self.browsers.get((email, width)):
            known.add_cookies([session_cookie(email, self.visits.url)])
            return known.new_page()
        page = self.visits.anonymous(width=width)
        page.goto("/accounts/login/")
        page.fill("[name=login]", email)
        page.fill("[name=password]", self.password)
        page.click("main form button.btn-primary")
        page.wait_for_url(re.compile(r"/(desk|me)/"))
        self.browsers[email, width] = page.context
        return page

    def sign_up(self, email: str, full_name: str, *, width: int = 1280) -> Page:
        """Somebody makes an account, confirms the e-mail and signs in."""
        page = self.visits.anonymous(width=width)
        page.goto("/accounts/signup/")
        fill(page, email=email, password1=self.password, password2=self.password)
        fill(page, full_name=full_name)
        page.click("main form button.btn-primary")
        page.wait_for_url(re.compile("confirm-email"))
        page.goto(confirmation_link(email))
        page.click("main form button.btn-primary")
        page.wait_for_url(re.compile("/login/"))
        page.context.close()
        return self.enter(email, "dự tuyển", width=width)

    def print_cast(self) -> None:
        for email, duties in sorted(self.cast.items()):
            print(f"  {email:<34} {', '.join(sorted(duties))}")


def confirmation_link(email: str) -> str:
    """The link of the last mail that waits for an address."""
    body = OutboxMessage.objects.filter(to=email).latest("pk").body
    return LINK.search(body).group(0)


def fill(page: Page, **values: str) -> None:
    """Fill fields by name: text, choice or tick."""
    for name, value in values.items():
        box = page.locator(f"main [name={name}]").first
        kind = box.evaluate("node => node.type || node.tagName")
        if kind in ("select-one", "SELECT"):
            box.select_option(value)
        elif kind == "checkbox":
            box.set_checked(bool(value))
        elif kind == "radio":
            page.locator(f"main [name={name}][value='{value}']").check()
        else:
            box.fill(value)


def save(page: Page) -> None:
    """Press the button of the page's own form; the answer is a new page, also after a refusal."""
    with page.expect_navigation():
        page.locator("main form:not([action]) button:not([type=button])").last.click()


def press(page: Page, ending: str) -> None:
    """Press the button whose form posts to an address that ends so; agree when asked once more."""
    confirmed(page, page.locator(f"main form[action$='{ending}'] button:not([type=button])").first)


def confirmed(page: Page, button: Locator) -> None:
    """Press a button that leads to a new page; agree when asked once more."""
    asks_once_more = button.get_attribute("data-confirm")
    with page.expect_navigation():
        button.click()
        if asks_once_more:
            page.locator("#confirm-dialog[open] [data-confirm-yes]").click()


def choose(page: Page, name: str, label: str) -> None:
    """Choose the option whose words contain a label."""
    value = page.locator(f"main [name={name}] option", has_text=label).first.get_attribute("value")
    page.locator(f"main [name={name}]").select_option(value)


def apply(page: Page, code: str, person: dict[str, str], folder: Path) -> None:
    """A new candidate fills the profile, adds one document, submits and reads the receipt."""
    page.goto(f"/openings/{code}/apply/")
    fill(page, **person)
    fill(page, workplace="Ban Tổ chức Trung ương", education="Thạc sĩ", phone="0900 000 000")
    save(page)
    press(page, "/apply/")
    fill(page, source="IN_PLAN_LOCAL")
    save(page)
    document = folder / "don.pdf"
    document.write_bytes(pdf("Đơn đăng ký dự tuyển").read())
    page.set_input_files("main [name=files]", document)
    press(page, "/items/")
    press(page, "/submit/")
    page.wait_for_url(re.compile("/receipt/"))
    assert page.get_by_text("HS-").first.is_visible()


def find_eligible(page: Page, public_id: str) -> None:
    """An officer finds every criterion of a dossier met and records it."""
    page.goto(f"/desk/applications/{public_id}/")
    for radio in page.locator("main input[name^=outcome_][value=MET]").all():
        radio.check()
    fill(page, verdict="ELIGIBLE")
    save(page)


def approve_list(first: Page, second: Page, code: str, folder: Path) -> None:
    """The paper that approves the list: drafted, signed, recorded by one, compared by another."""
    first.goto(f"/desk/campaigns/{code}/list/")
    press(first, "/list/paper/")
    page = first.url
    first.click("main a[href$='/record/']")
    signed = folder / "quyet-dinh.pdf"
    signed.write_bytes(pdf("Quyết định phê duyệt danh sách").read())
    fill(first, reference="77/QĐ-THU", issued_on=f"{clock.today():%d/%m/%Y}")
    fill(first, signer_name="Vương Đình Thọ", signer_title="Giám đốc")
    first.set_input_files("main [name=scan]", signed)
    save(first)
    second.goto(page)
    press(second, "/confirm/")


def approve_waiting(page: Page) -> None:
    """The first thing that waits on the desk for this second person."""
    page.goto("/desk/")
    page.locator("main a[href*='/desk/requests/']").first.click()
    press(page, "/approve/")
