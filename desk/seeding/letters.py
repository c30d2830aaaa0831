"""Two letters about an exam whose result is not released yet: one concluded, one still open."""

from datetime import datetime, timedelta

from accounts.models import User, new_public_id
from audit import clock
from candidates import complaint_workflow as verbs
from candidates.complaint_workflow import Document, Letter
from candidates.models import Complaint
from desk.seeding import steps
from desk.seeding.cast import Cast
from positions.models import Campaign

CODE = "HPG-{year}-11"
PETITION = (
    "Phòng chờ trước giờ trình bày không có ghế và nước uống. Đề nghị những đợt thi sau bố trí."
)
DENUNCIATION = (
    "Một người coi thi đã nói chuyện riêng với một thí sinh ở hành lang trong giờ thi viết. Có "
    "người cùng thấy; đề nghị xem lại biên bản và ghi hình của phòng thi."
)
# Nobody of these exists.
PETITIONER = {"full_name": "Nông Văn Thả", "address": "Phường Minh Họa", "phone": "0900 000 011"}
DENOUNCER = {"full_name": "Lò Thị Dự", "address": "Xã Minh Họa", "phone": "0900 000 012"}


def play(cast: Cast) -> None:
    """The head names two readers; the denunciation is about an invigilator."""
    campaign = Campaign.objects.get(code=CODE.format(year=clock.today().year))
    head = cast.users["lanhdao.hp"]
    with clock.at(_day(2, 8)):
        two = cast.users["tochuc.hp2"], cast.users["tochuc.hp3"]
        verbs.name_readers(campaign, *two, by=head)
    _conclude(_send(campaign, "PETITION", PETITION, PETITIONER, 9), cast.users["tochuc.hp1"])
    row = _send(campaign, "DENUNCIATION", DENUNCIATION, DENOUNCER, 15)
    with clock.at(_day(1, 15)):
        owner, about = cast.users["tochuc.hp3"], cast.users["coithi.hp"]
        verbs.assign(row, owner, by=head, about=about)


def _day(ago: int, hour: int) -> datetime:
    return steps.moment(clock.today() - timedelta(days=ago), hour)


def _send(campaign: Campaign, kind: str, text: str, sender: dict[str, str], hour: int) -> Complaint:
    with clock.at(_day(2, hour)):
        letter = Letter(kind, text, new_public_id(), sender=sender)
        return verbs.send_letter(campaign, letter, received_at=clock.now())


def _conclude(row: Complaint, owner: User) -> None:
    with clock.at(_day(2, 10)):
        row = verbs.assign(row, owner, by=owner)
    with clock.at(_day(2, 14)):
        document = Document("118/CV-SNV", clock.today(), "Vương Đình Thọ")
        verbs.conclude(row, "Tiếp thu. Từ đợt thi sau bố trí phòng chờ.", document, by=owner)
