"""The people of a written exam in Hải Phòng, each with a log-in, and who serves on which board."""

from accounts.models import User
from agencies.models import Person
from agencies.workflow import create_person
from desk.seeding.cast import Cast, make_user
from desk.seeding.written import Crew
from positions import workflow as position_verbs
from positions.models import Campaign, Duty

Board = Duty.Board
HOST = "HPG.SNV"
# login, name, job, board, flags
SERVING = (
    ("chutich.hp", "Vương Đình Thọ", "Giám đốc Sở", Board.COUNCIL, {"is_chair": True}),
    ("thuky1.hp", "Lý Thị Thu Trang", "Chuyên viên", Board.SECRETARIAT, {"is_head": True}),
    ("thuky2.hp", "Chu Văn Mạnh", "Chuyên viên", Board.SECRETARIAT, {}),
    ("coithi.hp", "Kiều Thị Oanh", "Chuyên viên", Board.INVIGILATION, {"is_head": True}),
    ("phach.hp", "Mạc Văn Toàn", "Thanh tra viên", Board.HEADER, {"is_head": True}),
    ("truongcham.hp", "Thái Thị Bình", "Chuyên viên chính", Board.MARKING, {"is_head": True}),
    ("giamkhao1.hp", "Tống Văn Lâm", "Chuyên viên chính", Board.MARKING, {}),
    ("giamkhao2.hp", "Giang Thị Nga", "Chuyên viên chính", Board.MARKING, {}),
    ("giamkhao3.hp", "Ông Văn Quý", "Chuyên viên chính", Board.MARKING, {}),
    ("giamsat.hp", "Nghiêm Thị Hòa", "Thanh tra viên", Board.SUPERVISION, {}),
)
# Members of the council give their slips on paper; none of them needs a log-in.
ON_PAPER = (("Từ Quang Hải", "Phó Giám đốc Sở"), ("Phí Thị Xuân", "Chánh Văn phòng Sở"))
# In a small exam two of the markers sit on the council as well, by a numbered decision.
ALSO_ON_COUNCIL = ("giamkhao1.hp", "giamkhao2.hp")
DECISION = "45/QĐ-SNV"


def enter_people(cast: Cast) -> None:
    """Log-ins and persons, once for all campaigns."""
    host = cast.agencies[HOST]
    for login, name, job, _board, _flags in SERVING:
        user = make_user(cast, login, name)
        create_person(Person(full_name=name, job=job, agency=host, user=user), by=None)
    for name, job in ON_PAPER:
        create_person(Person(full_name=name, job=job, agency=host), by=None)


def name_boards(cast: Cast, campaign: Campaign, hr: User, *, small: bool = False) -> Crew:
    """Everybody on the board they serve on; the strict exam has its council on paper."""
    for login, _name, _job, board, flags in SERVING:
        name_duty(campaign, cast.person(login), board, hr, **flags)
    if small:
        others = [cast.person(login) for login in ALSO_ON_COUNCIL]
    else:
        others = Person.objects.filter(full_name__in=[name for name, _job in ON_PAPER])
    for person in others:
        name_duty(campaign, person, Board.COUNCIL, hr)
    return crew_of(cast)


def name_duty(campaign: Campaign, person: Person, board: str, hr: User, **flags: bool) -> None:
    """By the numbered decision that a regulation may ask for."""
    position_verbs.name_duty(campaign, person, board, by=hr, decision_no=DECISION, **flags)


def crew_of(cast: Cast) -> Crew:
    """The same people as the steps of the written round call them."""
    users = cast.users
    return Crew(
        secretary=users["thuky1.hp"],
        clerk=users["thuky2.hp"],
        chair=users["chutich.hp"],
        header=users["phach.hp"],
        head=users["truongcham.hp"],
        supervisor=users["giamsat.hp"],
    )
