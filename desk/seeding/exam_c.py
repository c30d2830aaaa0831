"""Exam C: Ban Tổ chức Trung ương, 30/09–01/10/2017, three posts, 5 + 3 + 4 candidates.

Posts, dates, numbers of candidates and the three best marks are as the press reported them
(domain rules §9 C); every name and every slip is invented so that the means come out so.
"""

from datetime import date
from decimal import Decimal

from audit import clock
from candidates.models import Application
from desk.seeding import papers, steps
from desk.seeding.cast import Cast
from exams.models import Exam, Presentation, Result
from exams.queries.exam import council_of
from exams.readings import Reading
from exams.workflow import exam as exam_verbs
from exams.workflow import presentation as presentation_verbs
from exams.workflow.result import record_appointment
from positions import workflow as position_verbs
from positions.models import Campaign, Duty, Opening

CODE = "BTCTW-2017-1"
POSTS = (
    ("BTCTW-2017-1.CSCB", "Vụ trưởng Vụ Chính sách cán bộ", "Vụ Chính sách cán bộ"),
    ("BTCTW-2017-1.CSD", "Vụ trưởng Vụ Cơ sở đảng", "Vụ Cơ sở đảng"),
    ("BTCTW-2017-1.DP3", "Vụ trưởng Vụ Địa phương III", "Vụ Địa phương III"),
)
# name, gender, born, post, the five slips (their mean is the mark)
CANDIDATES = (
    ("Nguyễn Văn An", "M", date(1975, 3, 12), 0, "84 85 83 86 84"),
    ("Lê Thị Ánh Tuyết", "F", date(1978, 7, 2), 0, "80 81 79.5 82 80"),
    ("Trần Quốc Ân", "M", date(1972, 11, 20), 0, "77 78 76 79 77"),
    ("Phạm Minh Đức", "M", date(1979, 5, 5), 0, "74 73.5 75 72 74"),
    ("Võ Thị Ê Linh", "F", date(1980, 2, 29), 0, "70 71 69 72 70.5"),
    ("Bùi Thanh Dung", "F", date(1976, 9, 15), 1, "83 84 85 82 84"),
    ("Đặng Hữu Phúc", "M", date(1974, 1, 8), 1, "79 80 78 81 79"),
    ("Vũ Đình Quân", "M", date(1977, 12, 1), 1, "75 74 76 73 75"),
    ("Hoàng Thị Sâm", "F", date(1979, 10, 10), 2, "82 82.5 81 83 82"),
    ("Đỗ Trung Kiên", "M", date(1973, 6, 18), 2, "78 77 79 76 78"),
    ("Y Thắng Niê", "M", date(1981, 4, 25), 2, "73 74 72 75 73"),
    ("Ngô Thị Vân Khánh", "F", date(1978, 8, 30), 2, "68 69 67 70 68"),
)
ANNOUNCED, DEADLINE = date(2017, 6, 15), date(2017, 6, 30)
LISTED, HELD, APPOINTED = date(2017, 7, 20), date(2017, 9, 30), date(2017, 10, 1)


def play(cast: Cast) -> Campaign:
    """Play the whole exam through the verbs."""
    hr, other_hr, head = (cast.users[name] for name in ("tochuc1", "tochuc2", "lanhdao"))
    with clock.at(steps.moment(date(2017, 5, 26))):
        plan = ("1678-QĐ/BTCTW", date(2017, 5, 24))
        name = "Thi tuyển vụ trưởng năm 2017"
        campaign = steps.make_campaign(cast, CODE, name, "BTCTW", plan, hr)
        openings = [_opening(campaign, hr, post) for post in POSTS]
        _name_boards(cast, campaign, hr)
    with clock.at(steps.moment(ANNOUNCED)):
        openings = [steps.approve_and_publish(row, hr=hr, head=head) for row in openings]
    rows = _apply(cast, openings)
    with clock.at(steps.moment(date(2017, 7, 10), 9)):
        for row in rows:
            steps.vet(row, hr, other_hr)
    with clock.at(steps.moment(LISTED, 10)):
        papers.close_list(campaign, "1702-QĐ/BTCTW", hr, other_hr)
    exam = _present(cast, campaign)
    _release(cast, exam)
    return campaign


def _opening(campaign: Campaign, hr, post: tuple[str, str, str]) -> Opening:
    code, title, unit = post
    return steps.make_opening(
        campaign,
        hr,
        presentation_on=HELD,
        code=code,
        title=title,
        unit=unit,
        level=Opening.Level.VU,
        rank=Opening.Rank.HEAD,
        receipt_deadline=steps.moment(DEADLINE, 17),
    )


def _name_boards(cast: Cast, campaign: Campaign, hr) -> None:
    for place, person in enumerate(cast.council):
        flags = {"is_chair": place == 0, "is_vice": place == 1}
        position_verbs.name_duty(campaign, person, Duty.Board.COUNCIL, by=hr, **flags)
    for login in ("thuky1", "thuky2"):
        person = cast.person(login)
        position_verbs.name_duty(campaign, person, Duty.Board.SECRETARIAT, by=hr)


def _apply(cast: Cast, openings: list[Opening]) -> list[Application]:
    rows = []
    for place, (name, gender, born, post, _slips) in enumerate(CANDIDATES):
        with clock.at(steps.moment(date(2017, 6, 16 + place), 9, place)):
            facts = {
                "birth_on": born,
                "gender": gender,
                "citizen_id": f"0010{born.year}00{place:02}",
                "ethnicity": "12" if "Niê" in name else "01",
                "is_party_member": True,
                "education": "Thạc sĩ",
                "political_theory": "Cao cấp",
                "workplace": openings[post].unit,
                "job": "Phó Vụ trưởng",
            }
            profile = steps.make_candidate(cast, f"thisinh{place + 1:02}", name, facts)
            row = steps.draft_application(profile, openings[post], "IN_PLAN_LOCAL")
            rows.append(steps.submit(row))
    return rows


def _present(cast: Cast, campaign: Campaign) -> Exam:
    clerk, other = cast.users["thuky1"], cast.users["thuky2"]
    with clock.at(steps.moment(HELD, 7)):
        exam = exam_verbs.begin_exam(campaign, by=clerk)
    slips = {name: marks.split() for name, *_rest, marks in CANDIDATES}
    with clock.at(steps.moment(HELD, 18)):
        for shown in exam.presentations.select_related("application"):
            _hear(shown, slips[shown.application.full_name], clerk, other)
    with clock.at(steps.moment(APPOINTED, 9)):
        return exam_verbs.score(exam, by=clerk)


def _hear(shown: Presentation, marks: list[str], clerk, other) -> None:
    attendance = Presentation.Attendance.SAT
    shown = presentation_verbs.record_attendance(shown, attendance, held_on=HELD, by=clerk)
    for member, mark in zip(council_of(shown), marks, strict=True):
        reading = Reading(Decimal(mark))
        slip = presentation_verbs.type_slip(shown, member, reading, by=clerk)
        presentation_verbs.compare_slip(slip, reading, by=other)


def _release(cast: Cast, exam: Exam) -> None:
    hr, head = cast.users["tochuc1"], cast.users["lanhdao"]
    with clock.at(steps.moment(APPOINTED, 10)):
        exam_verbs.ask_release(exam, by=hr)
        steps.second_person(exam, head)
    with clock.at(steps.moment(APPOINTED, 15)):
        selected = Result.objects.released().filter(
            opening__campaign=exam.campaign, outcome=Result.Outcome.SELECTED
        )
        for result in selected:
            record_appointment(result, APPOINTED, by=hr)
