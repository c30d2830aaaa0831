"""One campaign of Sở Nội vụ Hải Phòng at every stage of the written exam, and a small one.

Days count back from today, so that every stage is as old as it would be; all names are invented.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from audit import clock
from candidates.models import Application, CandidateProfile
from desk.seeding import boards, papers, publicity, steps, written
from desk.seeding.cast import Cast
from desk.seeding.written import Papers, Script
from exams.models import Exam, Result
from exams.queries.exam import council_of
from exams.readings import Reading
from exams.workflow import exam as exam_verbs
from exams.workflow import marking
from exams.workflow import presentation as presentation_verbs
from exams.workflow.result import record_appointment
from exams.workflow.sitting import prepare_written
from positions.models import Campaign, Opening

State = Exam.State
VETTING = "VETTING"
POOL = (
    ("Phan Thị Mai Chi", (1984, 5, 17), "F"),
    ("Hồ Quốc Việt", (1982, 8, 9), "M"),
    ("Lê Nguyễn Bảo Trâm", (1987, 1, 23), "F"),
    ("Đào Duy Khánh", (1981, 11, 30), "M"),
    ("Trần Lê Phương Thảo", (1986, 4, 4), "F"),
    ("Nguyễn Hoàng Long", (1983, 2, 14), "M"),
)
# How many days ago each step was taken; a campaign has taken those up to its own stage.
AGO = {
    "plan": 62,
    "announced": 58,
    "applied": 50,
    "deadline": 40,
    "vetted": 36,
    "listed": 30,
    State.PREPARING: 20,
    State.SAT: 19,
    State.CODED: 18,
    State.MARKING: 17,
    State.SEALED: 12,
    State.OPENED: 11,
    State.ROUND1_PUBLISHED: 10,
    State.PRESENTING: 4,
    State.SCORED: 3,
    State.RELEASED: 2,
}
# The campaign that prepares its sitting closed its list lately: its list is still displayed.
LATELY = {"listed": 5, State.PREPARING: 3, State.SAT: -7}
PAPERS: Papers = (("72", "80"), ("60", "75", "70"), ("49.5", "48"))
SLIPS = ("18 35 30", "16 33 28", "17 34 31")


@dataclass(frozen=True)
class Stage:
    """A campaign to seed: its number, how far it went, its post, and how its papers were marked."""

    number: int
    reached: str
    title: str
    papers: Papers = PAPERS
    regulation: str = "BNV-2424-E"

    def ago(self, step: str) -> int:
        return AGO[step] if self.reached != State.PREPARING else LATELY.get(step, AGO[step])


STAGES = (
    Stage(2, VETTING, "Trưởng phòng Phòng Công chức, viên chức"),
    Stage(3, State.PREPARING, "Phó Trưởng phòng Phòng Xây dựng chính quyền"),
    Stage(4, State.SAT, "Trưởng phòng Phòng Thi đua, khen thưởng"),
    Stage(5, State.CODED, "Phó Chánh Thanh tra Sở"),
    Stage(6, State.MARKING, "Trưởng phòng Phòng Văn thư, lưu trữ"),
    Stage(7, State.SEALED, "Phó Trưởng phòng Phòng Tôn giáo"),
    Stage(8, State.OPENED, "Trưởng phòng Phòng Việc làm"),
    Stage(9, State.ROUND1_PUBLISHED, "Phó Chánh Văn phòng Sở"),
    Stage(10, State.PRESENTING, "Trưởng phòng Phòng Thanh niên"),
    Stage(11, State.SCORED, "Phó Trưởng phòng Phòng Người có công"),
    Stage(12, State.RELEASED, "Trưởng phòng Phòng Lao động"),
    Stage(13, State.RELEASED, "Phó Trưởng phòng Phòng Bình đẳng giới", PAPERS[:2], "QUY-MO-NHO"),
)
KEYS_NEEDED = (State.PREPARING, State.SAT, State.CODED, State.MARKING, State.SEALED)
ORDER = (State.PREPARING, *written.STEPS, State.PRESENTING, State.SCORED, State.RELEASED)


def play(cast: Cast) -> dict[str, dict[str, str]]:
    """Play every stage; the keys of maps still to be opened, for the table of log-ins."""
    pool = [_profile(cast, place) for place in range(len(POOL))]
    scripts = [_play_one(cast, stage, pool) for stage in STAGES]
    closed = [row for row in scripts if row and row.fresh().state in KEYS_NEEDED]
    keys = {row.exam.campaign.code: row.crew.secrets for row in closed}
    return {code: held for code, held in keys.items() if held}


def _profile(cast: Cast, place: int) -> CandidateProfile:
    name, born, gender = POOL[place]
    facts = {
        "birth_on": date(*born),
        "gender": gender,
        "citizen_id": citizen_id(place, born),
        "ethnicity": "01",
        "is_party_member": True,
        "education": "Thạc sĩ",
        "political_theory": "Cao cấp",
        "workplace": "Sở Nội vụ thành phố Hải Phòng",
        "job": "Chuyên viên chính",
    }
    with clock.at(_day("plan")):
        return steps.make_candidate(cast, f"thisinh{31 + place}", name, facts)


def citizen_id(place: int, born: tuple[int, int, int]) -> str:
    """The invented number of somebody in the pool."""
    return f"0312{born[0]}{place:04}"


def _day(step: str, hour: int = 9):
    return _days_ago(AGO[step], hour)


def _days_ago(days: int, hour: int = 9):
    return steps.moment(clock.today() - timedelta(days=days), hour)


def _play_one(cast: Cast, stage: Stage, pool: list[CandidateProfile]) -> Script | None:
    hr, other_hr = cast.users["tochuc.hp1"], cast.users["tochuc.hp2"]
    campaign, opening = _announce(cast, stage, hr)
    with clock.at(_day("announced", 15)):
        crew = boards.name_boards(cast, campaign, hr, small=stage.regulation == "QUY-MO-NHO")
    rows = _apply(opening, [pool[(stage.number + place) % 6] for place in range(len(stage.papers))])
    if stage.reached == VETTING:
        with clock.at(_day("applied", 10)):
            publicity.but_no_newspaper(campaign, hr)
        return None
    with clock.at(_day("vetted")):
        for row in rows:
            steps.vet(row, hr, other_hr)
    with clock.at(_days_ago(stage.ago("listed"))):
        papers.close_list(campaign, f"{60 + stage.number}/QĐ-SNV", hr, other_hr)
    held_on = clock.today() - timedelta(days=stage.ago(State.SAT))
    with clock.at(_days_ago(stage.ago(State.PREPARING))):
        exam = prepare_written(campaign, held_on=held_on, place="Phòng họp số 1", by=crew.secretary)
    script = Script(exam, crew, stage.papers)
    _walk(cast, script, stage.reached)
    return script


def _announce(cast: Cast, stage: Stage, hr) -> tuple[Campaign, Opening]:
    code = f"HPG-{clock.today().year}-{stage.number}"
    with clock.at(_day("plan")):
        plan = (f"{20 + stage.number}/KH-SNV", clock.today())
        name = f"Thi tuyển {stage.title}"
        campaign = steps.make_campaign(
            cast, code, name, boards.HOST, plan, hr, regulation=stage.regulation
        )
    head = Opening.Rank.DEPUTY if stage.title.startswith("Phó") else Opening.Rank.HEAD
    with clock.at(_day("announced")):
        opening = steps.make_opening(
            campaign,
            hr,
            presentation_on=clock.today() + timedelta(days=AGO["announced"] - 4),
            code=f"{code}.A",
            title=stage.title,
            level=Opening.Level.PHONG,
            rank=head,
            receipt_deadline=clock.now() + timedelta(days=AGO["announced"] - AGO["deadline"]),
        )
        return campaign, steps.approve_and_publish(opening, hr=hr, head=cast.users["lanhdao.hp"])


def _apply(opening: Opening, profiles: list[CandidateProfile]) -> list[Application]:
    with clock.at(_day("applied")):
        source = Application.Source.IN_PLAN_LOCAL
        return [steps.submit(steps.draft_application(row, opening, source)) for row in profiles]


def _walk(cast: Cast, script: Script, reached: str) -> None:
    """Each step on its own day, in the order of the procedure."""
    own_steps = written.STEPS | {
        State.PRESENTING: lambda script: _present(script, reached),
        State.SCORED: lambda script: exam_verbs.score(script.fresh(), by=script.crew.secretary),
        State.RELEASED: lambda script: _release(cast, script.fresh()),
    }
    for state in ORDER[1 : ORDER.index(reached) + 1]:
        with clock.at(_day(state, 8)):
            own_steps[state](script)
    if reached == State.PREPARING:
        _make_some_keys(script)
    if reached == State.MARKING:
        _mark_some(script)


def _make_some_keys(script: Script) -> None:
    """The chair has made no key yet."""
    with clock.at(_days_ago(LATELY[State.PREPARING], 15)):
        chair = script.crew.chair
        written.make_keys(script, but=chair)


def _mark_some(script: Script) -> None:
    """One paper is disputed, of another only a draft is there, the third waits."""
    with clock.at(_day(State.MARKING, 15)):
        disputed, drafted, _waiting = script.fresh().papers.live()
        for given, mark in zip(disputed.assignments.order_by("position"), PAPERS[1], strict=False):
            written.give(given, mark)
        given = drafted.assignments.first()
        marking.save_drafts({given: Decimal(71)}, by=given.marker.person.user)


def _present(script: Script, reached: str) -> None:
    exam = exam_verbs.present(script.fresh(), by=script.crew.secretary)
    shown = list(exam.presentations.select_related("application"))
    if reached == State.PRESENTING:
        shown = shown[:1]
    for row in shown:
        row = presentation_verbs.record_attendance(
            row, "sat", held_on=clock.today(), by=script.crew.secretary
        )
        for member, marks in zip(council_of(row), SLIPS, strict=False):
            reading = _reading(marks)
            slip = presentation_verbs.type_slip(row, member, reading, by=script.crew.secretary)
            if reached != State.PRESENTING:
                presentation_verbs.compare_slip(slip, reading, by=script.crew.clerk)


def _reading(marks: str) -> Reading:
    return Reading(points=dict(zip(("build", "present", "answer"), marks.split(), strict=True)))


def _release(cast: Cast, exam: Exam) -> None:
    hr, head = cast.users["tochuc.hp1"], cast.users["lanhdao.hp"]
    exam_verbs.ask_release(exam, by=hr)
    steps.second_person(exam, head)
    released = Result.objects.released().filter(opening__campaign=exam.campaign)
    for result in released.filter(outcome=Result.Outcome.SELECTED):
        record_appointment(result, clock.today(), by=hr)
