"""Objects in a state the system itself can reach: every builder walks the real verbs.

Signatures (keyword overrides go to the model's fields):

    user(email, **fields)                    a log-in with a verified address
    agency(code, **fields)                   a ministry unless told otherwise
    member(user, agency, role)               a role held now; returns the user
    officer(agency, role, n=1)               the n-th user with that role there
    regulation(code="BTCTW-2017", **values)  a seeded one, or a copy with other values
    campaign(code="DOT-1", host=None, **fields)
    opening_at(state, campaign=None, **fields)   DRAFT … LIST_CLOSED, POSTPONED, CANCELLED
    changed(opening, kind, **wanted)         a change proposed and made; returns the opening
    paper_at(state, campaign=None, kind="PLAN", **extra)   an official document, DRAFT … VOID
    candidate(n=None, **fields)              a profile with a log-in
    application_at(state, opening=None, profile=None)
    campaign_with_closed_list(candidates=2, code="DOT-1", host=None, seats=1, regulation=None)
    secretary(campaign, n=1)                 a clerk of the secretariat with a log-in
    council(campaign, size=3)                duties of members without a log-in
    reading(mark)                            a slip's number or its criteria, for the verbs
    exam_at(state, slips=SLIPS, campaign=None)   PRESENTING, SCORED, RELEASED
    agreed(request, by)                      the second person's yes
    pdf(name="don.pdf")                      a small real PDF as an upload

What already exists under the same e-mail or code is returned, not made again. `slips` is one
list of marks per candidate in the order of the numbers; None instead of a list: absent. Where the
regulation has criteria, a mark is a dict of them.
Time: what must lie before a deadline is played in the past, so nothing ends in the future.
"""

import itertools
from contextlib import nullcontext
from datetime import timedelta
from decimal import Decimal
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from accounts import workflow as requests
from accounts.models import TwoPersonRequest, User
from agencies.models import Agency, Membership, Person
from agencies.workflow import create_agency, create_person, found_membership, person_of
from audit import checkpoints, clock
from audit.transitions import add, locked, move
from candidates import workflow as vetting
from candidates.findings import all_met
from candidates.models import Application, CandidateProfile, DossierItem, EligibilityCheck
from candidates.vetting_workflow import confirm, decide
from documents.models import OfficialDocument
from exams.models import Exam, Presentation
from exams.readings import Reading
from exams.workflow import exam as exams
from exams.workflow import presentation as presentations
from positions import change_workflow as changes
from positions import paperwork
from positions import workflow as posts
from positions.models import Campaign, Duty, Opening, OpeningChange, Regulation
from positions.reference import load_regulations
from tests.uploads import pdf

PASSWORD = "mat khau de thu 2026"
HR = Membership.Role.AGENCY_HR
HEAD = Membership.Role.AUTHORITY_HEAD
RECEIPT = timedelta(days=16)
SLIPS = [["80", "90", "85"], ["70", "75.50", "72"]]
_numbers = itertools.count(1)


# People and agencies


def user(email: str, **fields: Any) -> User:
    found = User.objects.filter(email=email.lower()).first()
    if found:
        return found
    defaults = {"full_name": email.partition("@")[0].replace(".", " ").title()}
    made = User.objects.create_user(email, fields.pop("password", PASSWORD), **defaults | fields)
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


def agency(code: str = "BO-A", **fields: Any) -> Agency:
    found = Agency.objects.filter(code=code).first()
    defaults = {
        "code": code,
        "name": f"Cơ quan {code}",
        "kind": Agency.Kind.MINISTRY,
        "sector": Agency.Sector.CENTRAL,
    }
    return found or create_agency(Agency(**defaults | fields), by=None)


def member(user: User, agency: Agency, role: str) -> User:
    held = Membership.objects.current().filter(user=user, agency=agency, role=role)
    if not held.exists():
        with transaction.atomic():
            found_membership(user, agency, role)
    return user


def officer(agency: Agency, role: str = HR, n: int = 1) -> User:
    return member(user(f"{role}.{n}@{agency.code.lower()}.example.vn"), agency, role)


# Campaigns and openings


def regulation(code: str = "BTCTW-2017", **values: Any) -> Regulation:
    if not Regulation.objects.filter(code="BTCTW-2017").exists():
        load_regulations()
    seeded = Regulation.objects.in_force().filter(code=code).first()
    return _altered(seeded, values) if values else seeded


def _altered(seeded: Regulation, values: dict[str, Any]) -> Regulation:
    fields = {"name": seeded.name, "legal_basis": seeded.legal_basis}
    copy = Regulation(code=f"THU-{next(_numbers)}", values=seeded.values | values, **fields)
    with transaction.atomic():
        add(copy, by=None)
        return move(locked(copy)[0], Regulation.State.ISSUED, by=None)


def campaign(code: str = "DOT-1", host: Agency | None = None, **fields: Any) -> Campaign:
    found = Campaign.objects.filter(code=code).first()
    if found:
        return found
    host = host or agency()
    defaults = {
        "code": code,
        "name": f"Đợt thi {code}",
        "plan_no": "01/KH",
        "plan_on": clock.today() - RECEIPT - timedelta(days=30),
        "contact_name": "Nguyễn Thị Liên",
        "contact_phone": "024 1234 5678",
    }
    fields["regulation"] = fields.get("regulation") or regulation()
    return posts.create_campaign(Campaign(host=host, **defaults | fields), by=officer(host))


def opening_at(state: str, campaign: Campaign | None = None, **fields: Any) -> Opening:
    """For RECEIPT_CLOSED the deadline lies in the past, otherwise in the future."""
    if state == Opening.State.LIST_CLOSED:
        return campaign_with_closed_list().openings.get()
    if state in (Opening.State.POSTPONED, Opening.State.CANCELLED):
        kind = "POSTPONE" if state == Opening.State.POSTPONED else "CANCEL"
        return changed(opening_at(Opening.State.PUBLISHED, campaign, **fields), kind)
    over = state == Opening.State.RECEIPT_CLOSED
    shift = -timedelta(hours=1) if over else RECEIPT
    fields = {"receipt_deadline": clock.now() + shift} | fields
    with _before(fields["receipt_deadline"]) if over else nullcontext():
        opening = _walk(_draft(campaign or _campaign(), fields), state)
    return posts.close_receipt(opening, by=None) if over else opening


def _campaign() -> Campaign:
    return campaign()


def _before(deadline: Any) -> Any:
    """While dossiers were received; the clock of the process, as in a seed."""
    return clock.at(deadline - RECEIPT / 2)


def _draft(campaign: Campaign, fields: dict[str, Any]) -> Opening:
    defaults = {
        "code": f"{campaign.code}.{campaign.openings.count() + 1}",
        "agency": campaign.host,
        "authority": campaign.host,
        "title": "Vụ trưởng Vụ Pháp chế",
        "level": Opening.Level.VU,
        "rank": Opening.Rank.HEAD,
        "standards": "Tốt nghiệp đại học luật trở lên.",
    }
    opening = Opening(campaign=campaign, **defaults | fields)
    return posts.create_opening(opening, by=officer(campaign.host))


def _walk(opening: Opening, state: str) -> Opening:
    states, hr = Opening.State, officer(opening.campaign.host)
    path = [states.DRAFT, states.PROPOSED, states.APPROVED, states.PUBLISHED]
    steps = path.index(states.PUBLISHED if state == states.RECEIPT_CLOSED else state)
    if steps >= 1:
        opening = posts.propose_opening(opening, by=hr)
    if steps >= 2:
        agreed(
            TwoPersonRequest.objects.waiting().get(subject=f"positions.opening:{opening.pk}"),
            by=officer(opening.authority, HEAD),
        )
        opening.refresh_from_db()
    if steps >= 3:
        _have_a_key()
        opening = posts.publish_opening(opening, by=hr)
    return opening


def changed(opening: Opening, kind: str, **wanted: Any) -> Opening:
    proposed_change(opening, kind, **wanted)
    request = TwoPersonRequest.objects.waiting().get(kind="change")
    agreed(request, by=officer(opening.authority, HEAD))
    opening.refresh_from_db()
    return opening


def proposed_change(opening: Opening, kind: str, **wanted: Any) -> OpeningChange:
    grounds = {"reason": "Theo ý kiến cấp có thẩm quyền.", "document_no": "15/TB"}
    grounds["document_on"] = clock.today()
    hr = officer(opening.campaign.host)
    return changes.propose_change(opening, kind, wanted, by=hr, **grounds)


def _have_a_key() -> None:
    if not settings.CHECKPOINT_KEY_FILE.exists():
        checkpoints.create_key()


def agreed(request: TwoPersonRequest, by: User) -> TwoPersonRequest:
    return requests.approve(request, by=by, digest=request.digest)


# Official documents


def paper_at(
    state: str, campaign: Campaign | None = None, kind: str = "PLAN", **extra: Any
) -> OfficialDocument:
    """The first HR officer of the host drafts and records, the second compares, or voids it."""
    campaign = campaign or opening_at(Opening.State.DRAFT).campaign
    first, second = officer(campaign.host), officer(campaign.host, HR, 2)
    states = OfficialDocument.State
    paper = paperwork.draft_paper(campaign, kind, by=first, **extra)
    if state in (states.RECORDED, states.CONFIRMED):
        paper = record_paper(paper, by=first)
    if state == states.CONFIRMED:
        paper = paperwork.confirm_paper(paper, by=second)
    if state == states.VOID:
        paper = paperwork.void_paper(paper, reason="Soạn nhầm.", by=second)
    return paper


def record_paper(paper: OfficialDocument, by: User, **fields: Any) -> OfficialDocument:
    defaults = {
        "reference": "12/KH-SNV",
        "issued_on": clock.today(),
        "signer_name": "Vương Đình Thọ",
        "signer_title": "Giám đốc",
        "scan": pdf("ban-ky.pdf"),
    }
    return paperwork.record_paper(paper, by=by, **defaults | fields)


# Candidates and applications


def candidate(n: int | None = None, **fields: Any) -> CandidateProfile:
    n = n or next(_numbers)
    owner = user(f"thi.sinh.{n}@example.vn", full_name=fields.get("full_name", f"Thí Sinh {n}"))
    found = CandidateProfile.objects.filter(user=owner).first()
    defaults = {
        "full_name": owner.full_name,
        "birth_on": "1980-02-03",
        "gender": "F",
        "citizen_id": f"{n:012}",
        "education": "Thạc sĩ luật",
        "workplace": "Vụ Pháp chế",
        "job": "Phó Vụ trưởng",
        "phone": "0912 345 678",
    }
    profile = CandidateProfile(user=owner, **defaults | fields)
    return found or vetting.save_profile(profile, by=owner)


def application_at(
    state: str, opening: Opening | None = None, profile: CandidateProfile | None = None
) -> Application:
    """The opening must be receiving at the moment of the clock."""
    opening = opening or opening_at(Opening.State.PUBLISHED)
    profile = profile or candidate()
    states, owner = Application.State, profile.user
    application = vetting.start_application(opening, profile=profile, by=owner)
    application = vetting.choose_source(application, Application.Source.OPEN, by=owner)
    now = clock.now()
    vetting.add_item(application, DossierItem.Kind.APP_FORM, pdf(), by=owner, received_at=now)
    if state == states.DRAFT:
        return application
    application = vetting.submit(application, by=owner, received_at=clock.now())
    if state in (states.ELIGIBLE, states.INELIGIBLE):
        _vet(application, state)
    elif state == states.WITHDRAWN:
        vetting.withdraw(application, by=owner)
    application.refresh_from_db()
    return application


def _vet(application: Application, verdict: str) -> EligibilityCheck:
    host = application.opening.agency
    reason = "" if verdict == Application.State.ELIGIBLE else "Thiếu bằng đại học."
    check = decided(application, verdict, reason, by=officer(host))
    return confirm(check, by=officer(host, HR, 2))


def decided(row: Application, verdict: str = "ELIGIBLE", reason: str = "", *, by: User):
    """The first officer's verdict: every criterion met; a refusal for the reason alone."""
    return decide(row, verdict, reason, all_met(row), by=by)


def campaign_with_closed_list(
    candidates: int = 2,
    code: str = "DOT-1",
    host: Agency | None = None,
    seats: int = 1,
    regulation: Regulation | None = None,
) -> Campaign:
    """One opening, everyone eligible, numbers drawn; two HR officers closed the list now."""
    deadline = clock.now() - timedelta(hours=1)
    with _before(deadline):
        made = campaign(code, host, regulation=regulation)
        opening = _draft(made, {"receipt_deadline": deadline, "seats": seats})
        opening = _walk(opening, Opening.State.PUBLISHED)
        for _place in range(candidates):
            application_at(Application.State.ELIGIBLE, opening)
    approve_list(made)
    first, second = officer(made.host), officer(made.host, HR, 2)
    agreed(vetting.ask_to_close_list(made, by=first), by=second)
    made.refresh_from_db()
    return made


def approve_list(
    campaign: Campaign, first: User | None = None, second: User | None = None
) -> OfficialDocument:
    """The paper that approves the list: drafted, signed, recorded, compared."""
    first, second = first or officer(campaign.host), second or officer(campaign.host, HR, 2)
    paper = record_paper(vetting.draft_list_paper(campaign, by=first), by=first)
    return paperwork.confirm_paper(paper, by=second)


# Exams


def secretary(campaign: Campaign, n: int = 1) -> User:
    clerk = user(f"thu.ky.{n}@{campaign.code.lower()}.example.vn")
    person, board = person_of(clerk), Duty.Board.SECRETARIAT
    if not Duty.objects.active().filter(campaign=campaign, person=person, board=board).exists():
        posts.name_duty(campaign, person, board, by=officer(campaign.host), is_head=n == 1)
    return clerk


def council(campaign: Campaign, size: int = 3) -> list[Duty]:
    """The first member is the chair."""
    duties = Duty.objects.active().filter(campaign=campaign, board=Duty.Board.COUNCIL)
    for place in range(duties.count(), size):
        person = create_person(Person(full_name=f"Ủy viên {place + 1}"), by=None)
        hr, board = officer(campaign.host), Duty.Board.COUNCIL
        posts.name_duty(campaign, person, board, by=hr, is_chair=place == 0)
    return list(duties.order_by("pk"))


def exam_at(state: str, slips: list | None = None, campaign: Campaign | None = None) -> Exam:
    """PRESENTING has no slip yet, unless `slips` are given."""
    marks = slips or SLIPS
    campaign = campaign or campaign_with_closed_list(candidates=len(marks))
    council(campaign, max(len(each or ()) for each in marks))
    clerk = secretary(campaign)
    exam = exams.begin_exam(campaign, by=clerk)
    if slips or state != Exam.State.PRESENTING:
        hear(exam, marks)
    if state != Exam.State.PRESENTING:
        exams.score(exam, by=clerk)
    if state == Exam.State.RELEASED:
        request = exams.ask_release(exam, by=officer(campaign.host))
        agreed(request, by=officer(campaign.host, HEAD))
    exam.refresh_from_db()
    return exam


def reading(mark: Any) -> Reading:
    return Reading(points=mark) if isinstance(mark, dict) else Reading(Decimal(mark))


def hear(exam: Exam, slips: list) -> None:
    clerks = secretary(exam.campaign, 1), secretary(exam.campaign, 2)
    members = council(exam.campaign, 0)
    shown = exam.presentations.order_by("application__number")
    for presentation, marks in zip(shown, slips, strict=True):
        _hear_one(presentation, dict(zip(members, marks or (), strict=False)), clerks)


def _hear_one(shown: Presentation, marks: dict[Duty, Any], clerks: tuple[User, User]) -> None:
    first, second = clerks
    attendance = Presentation.Attendance.SAT if marks else Presentation.Attendance.ABSENT
    shown = presentations.record_attendance(shown, attendance, held_on=clock.today(), by=first)
    for duty, mark in marks.items():
        slip = presentations.type_slip(shown, duty, reading(mark), by=first)
        presentations.compare_slip(slip, reading(mark), by=second)
