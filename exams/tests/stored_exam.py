"""A random exam in rows as the verbs leave them, everything done but the scoring.

The written round is stored in bulk, in the states in which the triggers let its rows in; those
that guard the states themselves must be away. From the publication of the written marks every step
is the real verb; attendance and slips are stored in bulk again. An exam whose papers are not all
marked stays MARKING.
"""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.test import Client

from accounts.models import User
from agencies.models import Agency, Person
from agencies.workflow import create_person, person_of
from audit import clock
from candidates.models import Application, CandidateProfile
from exams.models import (
    Assignment,
    CodeMap,
    Exam,
    Mark,
    Paper,
    PaperOwner,
    Presentation,
    ScoreSlip,
    Seat,
    Sitting,
)
from exams.rules.exam import has_admitted
from exams.tests.random_exam import Drawn, awaits_chair
from exams.tests.ranking_cases import random_mark
from exams.workflow import exam as verbs
from positions.models import Campaign, Duty, Opening
from tests import builders

State, Board = Exam.State, Duty.Board
COUNCIL = 6
CHAIR_MARK = 4


# Who takes part; the same people in every campaign


@dataclass(frozen=True)
class Cast:
    host: Agency
    officer: User
    head: User
    secretary: User
    clerk: User
    chair: User
    markers: list[User]
    council: list[Person]
    profiles: list[CandidateProfile]
    client: Client  # of the secretary


def cast() -> Cast:
    builders.regulation()
    host, secretary, client = builders.agency(), builders.user("thu.ky@nn.example.vn"), Client()
    client.force_login(secretary)
    members = [Person(full_name=f"Ủy viên {place}") for place in range(2, COUNCIL + 1)]
    return Cast(
        host=host,
        officer=builders.officer(host),
        head=builders.officer(host, builders.HEAD),
        secretary=secretary,
        clerk=builders.user("nguoi.nhap@nn.example.vn"),
        chair=builders.user("chu.tich@nn.example.vn"),
        markers=[builders.user(f"giam.khao.{place}@nn.example.vn") for place in (1, 2, 3)],
        council=[create_person(member, by=None) for member in members],
        profiles=_profiles(),
        client=client,
    )


def _profiles() -> list[CandidateProfile]:
    """One of eight has a log-in and is told of everything; telling all takes half the time."""
    keys = [builders.candidate().pk for _ in range(8)]
    CandidateProfile.objects.filter(pk__in=keys).exclude(pk=keys[3]).update(user=None)
    return list(CandidateProfile.objects.filter(pk__in=keys).order_by("pk"))


@dataclass(frozen=True)
class Boards:
    council: list[Duty]
    markers: list[Duty]


def _boards(campaign: Campaign, cast: Cast) -> Boards:
    def duty(person: Person, board: str, **flags: bool) -> Duty:
        return Duty(campaign=campaign, person=person, board=board, **flags)

    council = [duty(person_of(cast.chair), Board.COUNCIL, is_chair=True)]
    council += [duty(person, Board.COUNCIL) for person in cast.council]
    markers = [duty(person_of(user), Board.MARKING) for user in cast.markers]
    clerks = [duty(person_of(user), Board.SECRETARIAT) for user in (cast.secretary, cast.clerk)]
    Duty.objects.bulk_create([*council, *markers, *clerks])
    return Boards(council, markers)


# Storing


@dataclass(frozen=True)
class Stored:
    """One exam in the database, beside what it was drawn from."""

    drawn: Drawn
    cast: Cast
    campaign: Campaign
    exam: Exam
    openings: list[tuple[Opening, dict]]

    def fresh(self) -> Exam:
        rows = Exam.objects.select_related("campaign__host", "campaign__regulation")
        return rows.get(pk=self.exam.pk)


def store(drawn: Drawn, cast: Cast) -> Stored:
    """Where no trigger guards the states."""
    campaign = _campaign(drawn, cast)
    boards = _boards(campaign, cast)
    openings = [_opening(campaign, cast, *each) for each in enumerate(drawn.cases, start=1)]
    Opening.objects.bulk_create(openings)
    people = _apply(openings, drawn, cast)
    exam = _write(campaign, people, drawn, cast, boards) if drawn.rules["written"] else None
    exam = _present(campaign, exam, cast)
    made = Stored(drawn, cast, campaign, exam, list(zip(openings, drawn.cases, strict=True)))
    if made.fresh().state == State.PRESENTING:
        _hear(exam, dict(people), drawn, cast, boards)
    return made


def _present(campaign: Campaign, exam: Exam | None, cast: Cast) -> Exam:
    """Up to the lot that orders the presentations."""
    if exam is None:
        return verbs.begin_exam(campaign, by=cast.secretary)
    exam = Exam.objects.get(pk=exam.pk)
    if exam.state == State.OPENED:
        request = verbs.ask_round1(exam, by=cast.secretary)
        builders.agreed(request, by=cast.chair)
        if has_admitted(exam):
            verbs.present(exam, by=cast.secretary)
    return exam


def _campaign(drawn: Drawn, cast: Cast) -> Campaign:
    custody = "system" if drawn.rules["written"] else None
    regulation = builders.regulation(rules=drawn.rules, custody=custody, **drawn.publishing)
    campaign = builders.campaign(drawn.code, cast.host, regulation=regulation)
    moment = clock.now() - timedelta(hours=1)
    fields = {"published_at": moment, "list_closed_at": moment, "list_root": "0" * 64}
    Campaign.objects.filter(pk=campaign.pk).update(**fields)
    return Campaign.objects.select_related("host", "regulation").get(pk=campaign.pk)


def _opening(campaign: Campaign, cast: Cast, place: int, case: dict) -> Opening:
    moment = clock.now() - timedelta(days=20)
    opening = Opening(
        campaign=campaign,
        regulation=campaign.regulation,
        code=f"{campaign.code}.{place}",
        agency=cast.host,
        authority=cast.host,
        title=f"Vụ trưởng Vụ {place}",
        level=Opening.Level.VU,
        rank=Opening.Rank.HEAD,
        seats=case["seats"],
        standards="Tốt nghiệp đại học luật trở lên.",
        state=Opening.State.LIST_CLOSED,
        receipt_deadline=moment + timedelta(days=18),
        published_at=moment,
        created_by=cast.officer,
        proposed_by=cast.officer,
        approved_by=cast.head,
        approved_at=moment,
        announced_on=clock.today() - timedelta(days=20),
        receipt_closed_on=clock.today() - timedelta(days=2),
    )
    return _with_keys(opening)


def _with_keys(row: Any) -> Any:
    for name, value in row.derived_fields().items():
        setattr(row, name, value)
    return row


People = list[tuple[Application, dict]]


def _apply(openings: list[Opening], drawn: Drawn, cast: Cast) -> People:
    moment = clock.now() - timedelta(days=5)
    people = [
        (
            Application(
                opening=opening,
                profile=cast.profiles[place],
                state=Application.State.ELIGIBLE,
                source=Application.Source.OPEN,
                number=person["number"],
                is_eligible=True,
                received_at=moment,
                submitted_at=moment,
                full_name=f"Thí Sinh {person['number']}",
            ),
            person,
        )
        for opening, case in zip(openings, drawn.cases, strict=True)
        for place, person in enumerate(case["candidates"])
    ]
    drawn.noise.shuffle(people)  # nothing may depend on the order of the keys
    Application.objects.bulk_create([_with_keys(application) for application, _ in people])
    return people


# The written round


def _write(campaign: Campaign, people: People, drawn: Drawn, cast: Cast, boards: Boards) -> Exam:
    exam = Exam.objects.create(campaign=campaign, state=State.CODED)
    sitting = Sitting.objects.create(
        exam=exam, held_on=clock.today(), place="Hội trường A", minutes_no="01/BB-CT"
    )
    seats = [_seat(sitting, place, *each) for place, each in enumerate(people, start=1)]
    Seat.objects.bulk_create(seats)
    sat = [each for each in people if each[1]["written"]["status"] == "sat"]
    papers = _code(exam, len(sat), drawn)
    _reach(exam, State.MARKING)
    for paper, (_application, person) in zip(papers, sat, strict=True):
        _mark(paper, person, drawn, cast, boards)
    if not drawn.papers_are_open:
        _reach(exam, State.SEALED)
        owners = zip(papers, (application for application, _ in sat), strict=True)
        PaperOwner.objects.bulk_create(
            PaperOwner(paper=paper, application=application, salt="0" * 64)
            for paper, application in owners
        )
        _reach(exam, State.OPENED)
    return exam


def _reach(exam: Exam, state: str) -> None:
    Exam.objects.filter(pk=exam.pk).update(state=state)


def _seat(sitting: Sitting, place: int, application: Application, person: dict) -> Seat:
    sheet = person["written"]
    came = sheet["status"] == Seat.Attendance.SAT
    sanction = (sheet.get("sanction") or "") if came else ""
    fields = {"attendance": sheet["status"], "sheets": 2 if came else 0, "sanction": sanction}
    return Seat(sitting=sitting, application=application, place=place, **fields)


def _code(exam: Exam, count: int, drawn: Drawn) -> list[Paper]:
    code_map = CodeMap.objects.create(
        exam=exam, root="0" * 64, size=count, ciphertext="-", envelopes={}, spare_seal="NP-07"
    )
    if not drawn.papers_are_open:
        CodeMap.objects.filter(pk=code_map.pk).update(state=CodeMap.State.OPENED)
    codes = drawn.noise.sample(range(10**5), count)
    papers = [Paper(exam=exam, code_map=code_map, code=f"{code:05}") for code in codes]
    return Paper.objects.bulk_create(papers)


def _mark(paper: Paper, person: dict, drawn: Drawn, cast: Cast, boards: Boards) -> None:
    given = _given(person, drawn, boards)
    Assignment.objects.bulk_create(
        Assignment(paper=paper, marker=marker, position=position, place=1, state="MARKED")
        for position, marker, _value in given
        if position != CHAIR_MARK
    )
    Mark.objects.bulk_create(
        _mark_row(paper, position, marker, version, value, cast)
        for position, marker, last in given
        for version, value in enumerate(_versions(position, last, drawn), start=1)
    )


def _given(person: dict, drawn: Drawn, boards: Boards) -> list[tuple[int, Duty, str]]:
    """Position, who gave it, and the mark."""
    sheet = person["written"]
    pairs = zip((1, 2), boards.markers, sheet["marks"], strict=False)
    third, decision = sheet.get("third"), sheet.get("decision")
    given = [*pairs, (3, boards.markers[2], third)] if third else [*pairs]
    if decision and awaits_chair(drawn.rules, person):
        given.append((CHAIR_MARK, boards.council[0], decision))
    return given


def _versions(position: int, last: str, drawn: Drawn) -> list[str]:
    """Some marks were corrected once; only the last version counts."""
    if position == CHAIR_MARK or drawn.noise.random() > 0.2:
        return [last]
    return [random_mark(drawn.noise, drawn.rules["written"]["max"], 0), last]


def _mark_row(paper, position: int, marker: Duty, version: int, value: str, cast: Cast) -> Mark:
    is_chair = position == CHAIR_MARK
    return Mark(
        paper=paper,
        position=position,
        version=version,
        marker=marker,
        value=Decimal(value),
        reason="Nhập nhầm" if version > 1 else "",
        minutes_no="05/BB-HĐ" if is_chair else "",
        authorised_by=cast.chair if is_chair else marker.person.user,
        authorised_at=clock.now(),
    )


# The presentations


def _hear(exam: Exam, people: dict, drawn: Drawn, cast: Cast, boards: Boards) -> None:
    presentations = list(exam.presentations.select_related("application"))
    slips = []
    for row in presentations:
        shown = people[row.application].get("presentation")
        if shown:
            _attend(row, shown)
            slips += _slips(row, shown, drawn, cast, boards)
    names = ["attendance", "held_on", "expected_slips"]
    Presentation.objects.bulk_update(presentations, names)
    ScoreSlip.objects.bulk_create(slips)


def _attend(row: Presentation, shown: dict) -> None:
    row.attendance, row.held_on = shown["status"], clock.today()
    row.expected_slips = shown["expected_slips"] if row.attendance == "sat" else 0


def _slips(row: Presentation, shown: dict, drawn: Drawn, cast: Cast, boards: Boards) -> list:
    """Now and then one was struck out and typed anew, or stands but was not compared yet."""
    if shown["status"] != "sat":
        return []
    noise, members = drawn.noise, boards.council[: shown["expected_slips"]]
    made = []
    for member, value in zip(members, shown["slips"], strict=False):
        first = [_struck(row, member, value, cast)] if noise.random() < 0.1 else []
        made += [*first, _matched(row, member, value, cast, version=len(first) + 1)]
    for member in members[len(shown["slips"]) :]:
        if shown["slips"] and noise.random() < 0.5:
            made.append(_typed(row, member, shown["slips"][0], cast))
    return made


def _typed(row: Presentation, member: Duty, value: Any, cast: Cast, **fields: Any) -> ScoreSlip:
    points = value if isinstance(value, dict) else {}
    number = sum(map(Decimal, points.values())) if points else Decimal(value)
    fields = {"state": ScoreSlip.State.TYPED, "version": 1} | fields
    slip = ScoreSlip(presentation=row, member=member, value=number, points=points, **fields)
    slip.typed_by, slip.typed_at = cast.secretary, clock.now()
    return slip


def _matched(row, member: Duty, value: Any, cast: Cast, version: int) -> ScoreSlip:
    slip = _typed(row, member, value, cast, state=ScoreSlip.State.MATCHED, version=version)
    return _compared(slip, slip.value, cast)


def _struck(row, member: Duty, value: Any, cast: Cast) -> ScoreSlip:
    slip = _typed(row, member, value, cast, state=ScoreSlip.State.STRUCK)
    return _compared(slip, slip.value + 1, cast)


def _compared(slip: ScoreSlip, second: Decimal, cast: Cast) -> ScoreSlip:
    slip.second_value, slip.second_points = second, slip.points
    slip.compared_by, slip.compared_at = cast.clerk, clock.now()
    return slip
