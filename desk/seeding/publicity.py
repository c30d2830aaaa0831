"""What candidates get and where an announcement appeared."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from audit import clock
from desk.seeding import steps
from positions.announcement_workflow import add_file, add_publication
from positions.models import Campaign, CampaignFile, Publication

Kind, Channel = CampaignFile.Kind, Publication.Channel
FILES = (
    (Kind.STUDY, "Danh mục tài liệu ôn tập", "danh-muc-on-tap.pdf"),
    (Kind.FORM, "Mẫu đơn đăng ký dự tuyển", "mau-don-dang-ky.pdf"),
    (Kind.PROJECT_PACK, "Bộ tài liệu xây dựng đề án", "bo-tai-lieu-de-an.pdf"),
)
SITE = "https://sonoivu.minhhoa.example/thi-tuyen"


def files(campaign: Campaign, hr: User) -> None:
    """A study list, a form and the pack of the project."""
    for kind, title, name in FILES:
        add_file(campaign, kind, title, _named(title, name), by=hr)


def everywhere(campaign: Campaign, hr: User) -> None:
    """In a newspaper too."""
    but_no_newspaper(campaign, hr)
    page = _named("Trang báo", "trang-bao.pdf")
    _prove(campaign, hr, Channel.NEWSPAPER, "Báo Minh Họa, số 1205", upload=page)


def but_no_newspaper(campaign: Campaign, hr: User) -> None:
    """On the site and on the board: one channel is missing."""
    _prove(campaign, hr, Channel.WEBSITE, "Trang thông tin Sở Nội vụ", link=SITE)
    board = _named("Bảng niêm yết", "bang-niem-yet.pdf")
    _prove(campaign, hr, Channel.NOTICEBOARD, "Trụ sở Sở Nội vụ Hải Phòng", upload=board)


def _prove(campaign: Campaign, hr: User, channel: str, place: str, **proof) -> None:
    day = max(campaign.plan_on, clock.today() - timedelta(days=1))
    add_publication(campaign, channel, published_on=day, place=place, by=hr, **proof)


def _named(title: str, name: str) -> SimpleUploadedFile:
    upload = steps.pdf(title)
    upload.name = name
    return upload
