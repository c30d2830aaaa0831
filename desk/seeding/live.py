"""A campaign that receives dossiers today, with something to do for every role."""

from datetime import timedelta

from agencies import calendar
from agencies.workflow import propose_membership
from audit import clock
from candidates import paper_workflow as paper_dossiers
from candidates import vetting_workflow as vetting
from candidates.findings import Findings, all_met
from candidates.models import Application, CandidateProfile
from candidates.objection_workflow import object_to_refusal
from desk.seeding import papers, publicity, steps
from desk.seeding.cast import Cast
from positions import change_workflow, subscription_workflow
from positions import workflow as position_verbs
from positions.criteria import notice_text
from positions.models import Campaign, Opening, OpeningStep, TitleStandard
from positions.step_workflow import last_day_of_receipt, set_timetable
from positions.timetable import propose

CODE = "HPG-{year}-1"
POSTS = (
    ("PGD", "Phó Giám đốc Sở Nội vụ", Opening.Level.SO, 1),
    ("TPTC", "Trưởng phòng Phòng Tổ chức", Opening.Level.PHONG, 1),
    ("PTP", "Phó Trưởng phòng Phòng Cải cách hành chính", Opening.Level.PHONG, 2),
    ("NHAP", "Trưởng phòng Phòng Địa giới hành chính", Opening.Level.PHONG, 1),
)
# name, born, gender, source; the last one still writes
APPLICANTS = (
    ("Trương Thị Hải Yến", (1985, 3, 14), "F", "IN_PLAN_LOCAL"),
    ("Lương Thế Hùng", (1983, 10, 2), "M", "IN_PLAN_EXTERNAL"),
    ("Đoàn Thị Cẩm Tú", (1990, 12, 25), "F", "OPEN"),
)
# Applied too: one must add a document, of another a colleague has found every criterion met, the
# last was refused and objects
VETTED = (
    ("Vũ Đình Khôi", (1988, 5, 9), "M", "OPEN"),
    ("Ngô Thị Bích Liên", (1986, 7, 21), "F", "NOMINATED_OUT_PLAN"),
    ("Tạ Quang Vinh", (1987, 11, 30), "M", "OPEN"),
)
DISCIPLINE = "Không trong thời gian xem xét hoặc thi hành kỷ luật."


def play(cast: Cast) -> Campaign:
    """Two posts receive, a third waits, a fourth is a draft; papers at every stage."""
    hr, head = cast.users["tochuc.hp1"], cast.users["lanhdao.hp"]
    today = clock.today()
    start = today - timedelta(days=9)
    code = CODE.format(year=today.year)
    with clock.at(steps.moment(start)):
        plan = (f"12/KH-SNV-{today.year}", start - timedelta(days=2))
        name = f"Thi tuyển lãnh đạo, quản lý Sở Nội vụ Hải Phòng năm {today.year}"
        campaign = steps.make_campaign(cast, code, name, "HPG.SNV", plan, hr)
        openings = [_opening(campaign, hr, code, post, today) for post in POSTS]
        openings = _plan(campaign, openings, start, hr)
    with clock.at(steps.moment(start, 10)):
        papers.plan(cast, campaign)
    with clock.at(steps.moment(start, 14)):
        openings[:2] = [steps.approve_and_publish(row, hr=hr, head=head) for row in openings[:2]]
    with clock.at(steps.moment(start, 15)):
        publicity.files(campaign, hr)
        publicity.everywhere(campaign, hr)
    with clock.at(steps.moment(today - timedelta(days=1), 9)):
        position_verbs.propose_opening(openings[2], by=hr)
        _apply(cast, openings)
        _vet(cast, openings[1])
        _by_post(cast, openings[1])
        _change(openings, hr, head)
        papers.decision(cast, campaign, today - timedelta(days=2))
        papers.notice(cast, campaign)
    _ask_for_a_member(cast)
    return campaign


def _opening(campaign: Campaign, hr, code: str, post: tuple, today) -> Opening:
    suffix, title, level, seats = post
    head = Opening.Rank.DEPUTY if title.startswith("Phó") else Opening.Rank.HEAD
    return steps.make_opening(
        campaign,
        hr,
        presentation_on=today + timedelta(days=60),
        code=f"{code}.{suffix}",
        title=title,
        level=level,
        rank=head,
        seats=seats,
        receipt_deadline=steps.moment(today + timedelta(days=21), 17),
        **_standard(title),
    )


def _standard(title: str) -> dict:
    """Heads of division under the agency's own standard; its words are the notice's."""
    if not title.startswith("Trưởng phòng"):
        return {}
    row = TitleStandard.objects.in_force().get(title__code="TP")
    return {"standard": row, "standards": notice_text(row.criteria)}


def _plan(campaign: Campaign, openings: list[Opening], start, hr) -> list[Opening]:
    """The timetable the system proposes for a receipt that ends on this campaign's deadline."""
    deadline, rules = openings[0].receipt_deadline, campaign.regulation
    announced = last_day_of_receipt(deadline) - timedelta(days=rules.values["receipt_days"])
    planned = propose(rules, campaign.plan_on, announced, calendar.load())
    planned[OpeningStep.Kind.ANNOUNCEMENT] = start
    return set_timetable(openings, planned, deadline, by=hr)


def _apply(cast: Cast, openings: list[Opening]) -> None:
    for place, applicant in enumerate(APPLICANTS, start=21):
        last = place == 20 + len(APPLICANTS)
        row = _draft(cast, openings[0], place, applicant, with_file=not last)
        if not last:
            steps.submit(row)


def _vet(cast: Cast, opening: Opening) -> None:
    """Heads of division at every stage of vetting."""
    hr, other = cast.users["tochuc.hp1"], cast.users["tochuc.hp2"]
    drafts = [_draft(cast, opening, place, who) for place, who in enumerate(VETTED, start=26)]
    lacking, found, refused = map(steps.submit, drafts)
    wanted = "Thiếu văn bản đồng ý của cơ quan quản lý. Hãy quét bản có dấu rồi gửi."
    vetting.ask_supplement(lacking, wanted, clock.today() + timedelta(days=6), by=hr)
    vetting.decide(found, "ELIGIBLE", "", all_met(found), by=hr)
    vetting.confirm(vetting.decide(refused, "INELIGIBLE", "", _fails(refused), by=hr), by=other)
    grounds = "Quyết định kỷ luật ngày 02/03 đã được hủy bỏ, xem tài liệu trong hồ sơ."
    owner, now = refused.profile.user, clock.now()
    object_to_refusal(Application.objects.get(pk=refused.pk), grounds, by=owner, received_at=now)


def _by_post(cast: Cast, opening: Opening) -> None:
    """A dossier on paper, entered and scanned; the second officer has it still to compare."""
    hr, now = cast.users["tochuc.hp1"], clock.now()
    profile = CandidateProfile(
        full_name="Khúc Thị Hồng Gấm",
        birth_on=steps.date(1983, 8, 14),
        gender="F",
        citizen_id=citizen_id(40, (1983, 8, 14)),
        education="Thạc sĩ hành chính",
        workplace="Ủy ban nhân dân quận Lê Chân",
        job="Phó Trưởng phòng Nội vụ",
        phone="0900 000 040",
    )
    arrival = paper_dossiers.Arrival("POST", now, clock.today() - timedelta(days=2))
    paper = paper_dossiers.enter_paper(opening, profile, "IN_PLAN_EXTERNAL", arrival, by=hr)
    scan = steps.pdf("Đơn đăng ký dự tuyển")
    paper_dossiers.add_scan(paper, "APP_FORM", "ORIGINAL", scan, by=hr)


def _fails(row: Application) -> Findings:
    """One criterion is not met."""
    found = all_met(row)
    (criterion,) = (line for line in found["criteria"] if line["text"] == DISCIPLINE)
    criterion |= {"outcome": "NOT_MET", "note": "đang thi hành kỷ luật khiển trách"}
    return found


def _draft(
    cast: Cast, opening: Opening, place: int, applicant: tuple, *, with_file: bool = True
) -> Application:
    name, born, gender, source = applicant
    facts = {
        "birth_on": steps.date(*born),
        "gender": gender,
        "citizen_id": citizen_id(place, born),
        "ethnicity": "01",
        "is_party_member": source != "OPEN",
        "education": "Đại học",
        "education_level": "DAI_HOC",
        "political_theory": "Trung cấp",
        "theory_level": "TRUNG_CAP",
        "state_management": "CHUYEN_VIEN",
        "grade": "01.003",
        "service_since": steps.date(born[0] + 24, 9, 1),
        "workplace": "Sở Nội vụ thành phố Hải Phòng",
        "job": "Chuyên viên chính",
    }
    profile = steps.make_candidate(cast, f"thisinh{place}", name, facts)
    return steps.draft_application(profile, opening, source, with_file=with_file)


def citizen_id(place: int, born: tuple[int, int, int]) -> str:
    """The invented number of the applicant whose log-in ends in `place`."""
    return f"0311{born[0]}{place:04}"


def _change(openings: list[Opening], hr, head) -> None:
    """One notice was amended, another waits for its extension; two addresses follow."""
    first, second = openings[0], openings[1]
    subscription_workflow.confirm(subscription_workflow.subscribe("docgia1@minhhoa.example"))
    subscription_workflow.subscribe("docgia2@minhhoa.example", opening=first)
    grounds = {"document_no": "45/TTr-SNV", "document_on": clock.today()}
    day = first.steps.get(kind=OpeningStep.Kind.PRESENTATION).planned_on + timedelta(days=7)
    wanted = {OpeningStep.Kind.PRESENTATION: day}
    reason = "Hội trường có việc khác vào ngày đã định."
    change = change_workflow.propose_change(first, "AMEND", wanted, by=hr, reason=reason, **grounds)
    steps.second_person(change, head)
    wanted = {"receipt_deadline": second.receipt_deadline + timedelta(days=10)}
    reason = "Mới có ít người đăng ký."
    change_workflow.propose_change(second, "EXTEND", wanted, by=hr, reason=reason, **grounds)


def _ask_for_a_member(cast: Cast) -> None:
    """A role that waits for the second administrator."""
    propose_membership(
        cast.users["chuyengia"],
        agency=cast.agencies["BTCTW"],
        role="inspector",
        by=cast.users["quantri1"],
    )
