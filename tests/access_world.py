"""One world for the tests of access: two agencies, all their people, campaigns in each state.

Everything of the first agency carries the word ANPHA, everything of the second BETA, so that a
page of one can be searched for traces of the other. `standing(blocker)` builds the world in one
transaction and takes it back; `undone()` takes back what happens inside it.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from datetime import date, timedelta

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY as SAID_BY_KEY,
)
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as SAID_KEY
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.test import Client

from accounts.middleware import SEEN_KEY, STARTED_KEY
from accounts.models import TwoPersonRequest, User, new_public_id
from agencies.models import Agency, EthnicGroup, Holiday, Membership, Person, Province
from agencies.workflow import create_person, person_of, propose_membership
from audit import clock
from candidates import workflow as vetting
from candidates.models import Application, CandidateProfile
from exams.models import Exam
from exams.workflow import exam as exams
from exams.workflow import presentation as presentations
from messaging.jobs import result_file
from messaging.models import Job
from positions import workflow as posts
from positions.models import Campaign, Duty, Opening
from tests import access_written
from tests import builders as make
from tests.access_marking import add_marking
from tests.asked_world import add_vetting

Role = Membership.Role
State = Opening.State
ROLES = (
    "anonymous",
    "outsider",
    "candidate",
    "rival",
    "secretary",
    "secretary_2",
    "council",
    "hr",
    "hr_2",
    "head",
    "inspector",
    "party_rep",
    "expert",
    "admin",
    "admin_2",
    "province_staff",
    "ministry_staff",
    "sysadmin",
    "hr_b",
    "head_b",
    "admin_b",
    "province_b",
)
OFFICES = {
    "hr": (Role.AGENCY_HR, 1),
    "hr_2": (Role.AGENCY_HR, 2),
    "head": (Role.AUTHORITY_HEAD, 1),
    "inspector": (Role.INSPECTOR, 1),
    "party_rep": (Role.PARTY_REP, 1),
    "expert": (Role.EXPERT, 1),
    "admin": (Role.AGENCY_ADMIN, 1),
    "admin_2": (Role.AGENCY_ADMIN, 2),
    "province_staff": (Role.PROVINCE_STAFF, 1),
}
OFFICES_B = {
    "hr_b": (Role.AGENCY_HR, 1),
    "hr_b2": (Role.AGENCY_HR, 2),
    "head_b": (Role.AUTHORITY_HEAD, 1),
    "admin_b": (Role.AGENCY_ADMIN, 1),
    "province_b": (Role.PROVINCE_STAFF, 1),
}
# A registered key as the library keeps it; the key itself was thrown away.
_CLIENT = (
    "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIiwiY2hhbGxlbmdlIjoiZUhoNGVIaDRlSGg0ZUhoNGVIaDRlQSIsIm9y"
    "aWdpbiI6Imh0dHA6Ly90ZXN0c2VydmVyIiwiY3Jvc3NPcmlnaW4iOmZhbHNlfQ"
)
_OBJECT = (
    "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YViIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABBAAAA"
    "AAAAAAAAAAAAAAAAAAAAAAAABGtob2GlAQIDJiABIVggRp7pTiSnsBg7MWtp1nvCRO_FLeSNaSWdztXrzPo6eLki"
    "WCDnhy-cxhG4W8zTzomdQMm-p0G5oP2S1DQwQfpZTbZ2Aw"
)
SECURITY_KEY = {
    "name": "Khóa",
    "credential": {
        "id": "a2hvYQ",
        "rawId": "a2hvYQ",
        "type": "public-key",
        "response": {"clientDataJSON": _CLIENT, "attestationObject": _OBJECT},
        "clientExtensionResults": {},
    },
}


@dataclass
class World:
    """People by role, campaigns of A by what they are good for, and other single objects."""

    people: dict[str, User] = field(default_factory=dict)
    profiles: dict[str, CandidateProfile] = field(default_factory=dict)
    a: Agency | None = None
    b: Agency | None = None
    campaigns: dict[str, Campaign] = field(default_factory=dict)
    own: dict[str, Application] = field(default_factory=dict)
    things: dict[str, object] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    # One for all roles: each new one would load the middleware again.
    browser: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def opening(self, name: str) -> Opening:
        return self.campaigns[name].openings.order_by("pk").first()

    def exam(self, name: str) -> Exam:
        return Exam.objects.get(campaign=self.campaigns[name])

    def request(self, kind: str) -> TwoPersonRequest:
        return TwoPersonRequest.objects.waiting().get(kind=kind, agency=self.a.code)

    def client(self, role: str) -> Client:
        """The browser, now of that role and signed in a moment ago."""
        self.browser.cookies.clear()
        if role in self.cookies:
            self.browser.cookies["sessionid"] = self.cookies[role]
        return self.browser


def status_of(response) -> int:
    """The answer's status; a file is read to its end, which closes it."""
    if response.streaming:
        response.getvalue()
    return response.status_code


@contextmanager
def standing(blocker) -> Iterator[World]:
    """The world for one test module, inside one transaction that is rolled back."""
    with blocker.unblock():
        outer = transaction.atomic()
        # The transactions of pytest-django nest in it as they nest in a TestCase.
        outer._from_testcase = True
        outer.__enter__()
    try:
        with blocker.unblock():
            world = build()
        yield world
    finally:
        with blocker.unblock():
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def build() -> World:
    world = World()
    _agencies(world)
    _people(world)
    _agency_a(world)
    _agency_b(world)
    _single_things(world)
    _sign_in(world)
    return world


def _agencies(world: World) -> None:
    fields = {"kind": Agency.Kind.PROVINCE, "sector": Agency.Sector.LOCAL}
    for key, code, name in (("a", "ANPHA", "Anpha"), ("b", "BETA", "Beta")):
        place = _province(code, name)
        name = f"Ủy ban nhân dân {code}"
        setattr(world, key, make.agency(code, name=name, province=place, **fields))
    world.things["national"] = make.agency("BNV", name="Bộ Nội vụ")
    EthnicGroup.objects.get_or_create(code="01", defaults={"name": "Kinh", "is_minority": False})


def _province(code: str, name: str) -> Province:
    """A province of the pilot and the one it became."""
    fields = {"name": name, "full_name": f"tỉnh {name}", "kind": Province.Kind.PROVINCE}
    fields |= {"code": f"9{code[0]}", "slug": code.lower(), "sort_key": code}
    current = Province.objects.create(epoch=Province.Epoch.CURRENT, **fields)
    return Province.objects.create(epoch=Province.Epoch.PILOT, successor=current, **fields)


def _people(world: World) -> None:
    people, national = world.people, world.things["national"]
    for agency, offices in ((world.a, OFFICES), (world.b, OFFICES_B)):
        for name, (role, n) in offices.items():
            people[name] = make.officer(agency, role, n)
    for name in (Role.MINISTRY_STAFF, Role.SYSADMIN):
        people[name.value] = make.officer(national, name)
    people["outsider"] = make.user("khach@example.vn", full_name="Người Ngoài")
    for n, name in enumerate(("candidate", "rival"), start=1):
        full_name = f"Đặng Anpha {name.title()}"
        world.profiles[name] = make.candidate(900 + n, full_name=full_name)
        people[name] = world.profiles[name].user
    for n, name in enumerate(("secretary", "secretary_2"), start=1):
        people[name] = make.user(f"thu.ky.{n}@anpha.example.vn", full_name=f"Thư Ký Anpha {n}")
    people["council"] = make.user("uy.vien@anpha.example.vn", full_name="Ủy Viên Anpha")
    for name in ("hr", "hr_b", "council"):
        _profile(world, name)


def _profile(world: World, name: str) -> None:
    """Staff with a profile reach the rule against applying, not the form that asks for one."""
    profile, user = copy(world.profiles["candidate"]), world.people[name]
    profile.pk, profile.user, profile.full_name = None, user, user.full_name
    profile.public_id, profile.citizen_id = new_public_id(), f"{user.pk:012}"
    world.profiles[name] = vetting.save_profile(profile, by=user)


# Agency A: a campaign for every state


def _agency_a(world: World) -> None:
    for name, state in (
        ("draft", State.DRAFT),
        ("proposed", State.PROPOSED),
        ("approved", State.APPROVED),
    ):
        _opening(world, name, state)
    _receiving(world)
    for name in ("ready", "closed", "presenting", "heard", "scored", "released"):
        world.campaigns[name] = _closing(world, name)
    access_written.stage(world, _closing)
    _boards(world)
    _exams(world)
    add_marking(world)
    add_vetting(world)


def _campaign(world: World, name: str, host: Agency | None = None) -> Campaign:
    host = host or world.a
    code = f"{host.code}-{name.upper()}"
    made = make.campaign(code, host, name=f"Đợt thi {code}", contact_name=f"Liên hệ {host.code}")
    return world.campaigns.setdefault(name if host == world.a else f"{name}_b", made)


def _opening(world: World, name: str, state: str, host: Agency | None = None, **fields) -> Opening:
    campaign = _campaign(world, name, host)
    title = f"Giám đốc Sở {name} {campaign.host.code}"
    fields = {"title": title, "level": Opening.Level.SO} | fields
    return make.opening_at(state, campaign, **fields)


def _receiving(world: World) -> None:
    """Three openings: a draft of the candidate, a submitted one, one with an open verdict."""
    for name in ("draft", "submitted", "checked"):
        state = Application.State.DRAFT if name == "draft" else Application.State.SUBMITTED
        opening = _opening(world, "receiving", State.PUBLISHED)
        world.own[name] = make.application_at(state, opening, world.profiles["candidate"])
    opening = world.own["submitted"].opening
    world.own["rival"] = make.application_at(state, opening, world.profiles["rival"])
    world.things["check"] = make.decided(world.own["checked"], by=world.people["hr"])


def _closing(world: World, name: str) -> Campaign:
    """Candidate and rival eligible, receipt over; closed by two officers unless `ready`."""
    deadline = clock.now() - timedelta(hours=1)
    with clock.at(deadline - make.RECEIPT / 2):
        opening = _opening(world, name, State.PUBLISHED, receipt_deadline=deadline)
        for who in ("candidate", "rival"):
            made = make.application_at("ELIGIBLE", opening, world.profiles[who])
            world.own.setdefault(name, made)
    campaign = opening.campaign
    make.approve_list(campaign, world.people["hr"], world.people["hr_2"])
    if name != "ready":
        request = vetting.ask_to_close_list(campaign, by=world.people["hr"])
        make.agreed(request, by=world.people["hr_2"])
        campaign.refresh_from_db()
    return campaign


def _boards(world: World) -> None:
    """The same two clerks, one member with a log-in and two without, in every campaign of exams."""
    hr, boards = world.people["hr"], Duty.Board
    members = [
        create_person(Person(full_name=f"Ủy viên Anpha {n}", agency=world.a), by=None)
        for n in (1, 2)
    ]
    members.append(person_of(world.people["council"]))
    clerks = [person_of(world.people[name]) for name in ("secretary", "secretary_2")]
    for name in ("closed", "presenting", "heard", "scored", "released"):
        for place, person in enumerate(members):
            campaign = world.campaigns[name]
            posts.name_duty(campaign, person, boards.COUNCIL, by=hr, is_chair=place == 0)
        for person in clerks:
            posts.name_duty(world.campaigns[name], person, boards.SECRETARIAT, by=hr)


def _exams(world: World) -> None:
    clerk = world.people["secretary"]
    for name in ("presenting", "heard", "scored", "released"):
        exam = exams.begin_exam(world.campaigns[name], by=clerk)
        if name == "presenting":
            _half_heard(world, exam)
            continue
        for number, marks in (("001", ("90", "80")), ("002", ("70", "60"))):
            _hear(world, exam, number, [*marks, "75"])
        if name != "heard":
            exams.score(exam, by=clerk)
    released = world.exam("released")
    request = exams.ask_release(released, by=world.people["hr"])
    make.agreed(request, by=world.people["head"])


def _half_heard(world: World, exam: Exam) -> None:
    """The first candidate has one typed slip, the second was not heard yet."""
    shown = exam.presentations.get(order=1)
    clerk, today = world.people["secretary"], clock.today()
    shown = presentations.record_attendance(shown, "sat", held_on=today, by=clerk)
    first, second, _third = presentations.council_of(shown)
    slip = presentations.type_slip(shown, first, make.reading("8.5"), by=clerk)
    world.things |= {"shown": shown, "slip": slip, "member": second}
    world.things["unheard"] = exam.presentations.get(order=2)


def _hear(world: World, exam: Exam, number: str, marks: list[str]) -> None:
    clerk, other, today = world.people["secretary"], world.people["secretary_2"], clock.today()
    shown = exam.presentations.get(application__number=number)
    shown = presentations.record_attendance(shown, "sat", held_on=today, by=clerk)
    for member, mark in zip(presentations.council_of(shown), marks, strict=True):
        slip = presentations.type_slip(shown, member, make.reading(mark), by=clerk)
        presentations.compare_slip(slip, make.reading(mark), by=other)


# Agency B: enough that its own lists are not empty


def _agency_b(world: World) -> None:
    _opening(world, "draft", State.DRAFT, world.b)
    opening = _opening(world, "receiving", State.PUBLISHED, world.b)
    profile = make.candidate(990, full_name="Trần Beta")
    made = make.application_at(Application.State.SUBMITTED, opening, profile)
    world.own["b"] = made
    world.people["candidate_b"] = profile.user
    with clock.at(clock.now() - timedelta(minutes=5)):
        campaign = make.campaign_with_closed_list(code="BETA-RELEASED", host=world.b)
    make.exam_at(Exam.State.RELEASED, campaign=campaign)
    world.campaigns["released_b"] = campaign


def _single_things(world: World) -> None:
    people, things = world.people, world.things
    helper = make.user("duoc.cu@anpha.example.vn", full_name="Được Cử Anpha")
    things["proposed_member"] = propose_membership(
        helper, agency=world.a, role=Role.EXPERT, by=people["admin"]
    )
    free = Person(full_name="Nguyễn Anpha Phụ", agency=world.a)
    things["person"] = create_person(free, by=None)
    things["membership"] = world.a.memberships.get(user=people["expert"])
    things["duty"] = world.campaigns["closed"].duties.get(person__user=people["council"])
    things["holiday"] = Holiday.objects.create(day=date(2027, 1, 1), kind="PUBLIC", name="Tết")
    things["notice"] = people["candidate"].notices.first()
    things["key"] = Authenticator.objects.create(
        user=people["candidate"], type=Authenticator.Type.WEBAUTHN, data=SECURITY_KEY
    )
    things["selected"] = world.exam("released").campaign.openings.get().results.get(rank=1)
    _jobs(world)


def _jobs(world: World) -> None:
    owner, now = world.people["hr"], clock.now()
    fields = {"owner": owner, "kind": "thu", "title": "Việc thử ANPHA"}
    done = Job(**fields, state=Job.State.DONE, finished_at=now, result_name="ANPHA.txt")
    path = result_file(done, "ANPHA.txt")
    path.write_text("ANPHA")
    done.result_path = f"{done.public_id}/ANPHA.txt"
    done.save()
    world.things |= {"done_job": done, "waiting_job": Job.objects.create(**fields)}


def _sign_in(world: World) -> None:
    """One session per role; the sign-in stays recent however long the tests take."""
    said = {"method": "password", "at": time.time() + 24 * 3600, "reauthenticated": True}
    for role in [*ROLES[1:], "candidate_b"]:
        client = Client()
        client.force_login(world.people[role])
        session = client.session
        session[SAID_KEY], session[SAID_BY_KEY] = [said], str(world.people[role].pk)
        session[STARTED_KEY] = session[SEEN_KEY] = int(clock.now().timestamp())
        session.save()
        world.cookies[role] = client.cookies["sessionid"].value
