"""Proofs that an announcement was published: what is taken, what is missing, who sees it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from audit import clock
from audit.models import LedgerEntry
from audit.verification import verify
from positions.announcement_queries import missing_channels
from positions.announcement_workflow import add_publication, void_publication
from positions.models import Publication
from tests import builders as make
from tests.publicity import publication

pytestmark = pytest.mark.django_db
LINK = "https://bao.example.vn/thi-tuyen?so=1&trang=2"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def public():
    return make.opening_at("PUBLISHED").campaign


@pytest.fixture
def hr(public):
    return make.officer(public.host)


def as_user(user=None) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


def page(campaign) -> str:
    return reverse("positions:publication-list", args=[campaign.code])


def shown_to_all(campaign) -> str:
    address = reverse("positions:campaign-public", args=[campaign.code])
    return as_user().get(address).content.decode()


def typed(**fields):
    today = f"{clock.today():%d/%m/%Y}"
    defaults = {"channel": "NEWSPAPER", "published_on": today, "place": "Báo A", "link": LINK}
    return defaults | fields


def day(days: int) -> str:
    return f"{clock.today() + timedelta(days=days):%d/%m/%Y}"


def test_a_link_is_shown_to_all_and_leads_nowhere_unasked(public, hr):
    answer = as_user(hr).post(page(public), typed())

    assert answer.url == page(public)
    row = Publication.objects.get()
    assert (row.channel, row.published_on, row.place, row.link, row.file) == (
        "NEWSPAPER",
        clock.today(),
        "Báo A",
        LINK,
        None,
    )
    wanted = f'href="{LINK.replace("&", "&amp;")}" rel="noopener nofollow"'
    assert wanted in shown_to_all(public)
    assert "Báo A" in as_user().get(public.openings.get().get_absolute_url()).content.decode()


def test_a_photo_is_public_with_the_campaign(public):
    draft = make.opening_at("DRAFT", make.campaign("DOT-NHAP", public.host)).campaign
    seen, unseen = publication(public), publication(draft)

    assert as_user().get(seen.get_absolute_url()).getvalue() == make.pdf().read()
    assert seen.get_absolute_url() in shown_to_all(public)
    assert as_user().get(unseen.get_absolute_url()).status_code == 404
    staff = make.officer(public.host, make.HEAD)
    assert as_user(staff).get(unseen.get_absolute_url()).getvalue() == make.pdf().read()
    other = make.officer(make.agency("BO-B"))
    assert as_user(other).get(unseen.get_absolute_url()).status_code == 404


def test_what_is_missing_is_said_in_words(public, hr):
    desk = as_user(hr)
    assert "Còn thiếu: Báo, đài, Trang điện tử, Niêm yết tại trụ sở" in (
        desk.get(page(public)).content.decode()
    )

    publication(public, "NOTICEBOARD")
    void = publication(public, "NEWSPAPER", void="Ghi nhầm.")
    publication(public, "OTHER", link=LINK)
    publication(public, "WEBSITE", link=LINK)

    assert missing_channels(public) == ["Báo, đài"]
    campaign_page = reverse("positions:campaign-detail", args=[public.code])
    assert "Còn thiếu: Báo, đài" in desk.get(campaign_page).content.decode()
    publication(public, "NEWSPAPER")
    assert missing_channels(public) == []
    assert "Đã có bằng chứng của cả ba hình thức" in desk.get(page(public)).content.decode()
    assert void.get_absolute_url() not in shown_to_all(public)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"link": "javascript:alert(1)"}, "URL"),
        ({"link": "ftp://bao.example.vn/1"}, "URL"),
        ({"link": "data:text/html,1"}, "URL"),
        ({"link": ""}, "Hãy ghi địa chỉ trang hoặc kèm ảnh"),
        ({"published_on": day(1)}, "Ngày đăng phải là hôm nay hoặc trước đó."),
        ({"published_on": day(-400)}, "Ngày đăng không thể trước ngày kế hoạch"),
        ({"place": "  "}, "bắt buộc"),
    ],
)
def test_what_proves_nothing_is_refused_on_the_page(public, hr, fields, words):
    answer = as_user(hr).post(page(public), typed(**fields))

    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not Publication.objects.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"link": "javascript:alert(1)"}, "https://"),
        ({"link": "JaVaScRiPt:alert(1)"}, "https://"),
        ({"link": "https://"}, "https://"),
        ({"link": "https://[bad"}, "https://"),
        ({"link": ""}, "kèm ảnh"),
        ({"place": " \x0b"}, "nơi niêm yết"),
    ],
)
def test_the_verb_refuses_it_too(public, hr, fields, words):
    fields = {"published_on": clock.today(), "place": "Báo A", "link": LINK} | fields

    with pytest.raises(PermissionDenied, match=words):
        add_publication(public, "NEWSPAPER", by=hr, **fields)


def test_the_verb_refuses_days_that_cannot_be(public, hr):
    for on in (clock.today() + timedelta(days=1), public.plan_on - timedelta(days=1)):
        with pytest.raises(PermissionDenied, match="Ngày đăng"):
            add_publication(public, "OTHER", published_on=on, place="Đài", link=LINK, by=hr)
    row = add_publication(
        public, "OTHER", published_on=public.plan_on, place="Đài", link=LINK, by=hr
    )
    assert row.published_on == public.plan_on


@pytest.mark.parametrize(
    "fields",
    [
        {"link": "javascript:alert(1)"},
        {"link": ""},
        {"channel": "TIVI"},
        {"file_sha256": "ab"},
        {"voided_reason": "Ghi nhầm."},
    ],
)
def test_the_database_refuses_nonsense(public, fields):
    row = publication(public, link=LINK)

    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(pk=row.pk).update(**fields)


def test_a_void_proof_is_for_the_desk_with_its_reason(public, hr):
    row = publication(public)
    address = reverse("positions:publication-void", args=[row.public_id])
    assert as_user(hr).post(address, {"reason": " "}).status_code == 200

    as_user(hr).post(address, {"reason": "Chụp nhầm trang."})

    row.refresh_from_db()
    assert (row.voided_by, row.voided_reason) == (hr, "Chụp nhầm trang.")
    assert as_user().get(row.get_absolute_url()).status_code == 404
    assert row.place not in shown_to_all(public)
    desk = as_user(make.officer(public.host, "inspector")).get(page(public)).content.decode()
    assert "<del>Báo Minh Họa</del>" in desk
    assert "Chụp nhầm trang." in desk
    entries = LedgerEntry.objects.filter(kind__startswith="publication.").order_by("seq")
    assert [entry.kind for entry in entries] == ["publication.added", "publication.amended"]
    assert verify().faults == []


def test_voiding_is_hrs_and_happens_once(public, hr):
    row = publication(public)
    with pytest.raises(PermissionDenied, match="lý do"):
        void_publication(row, reason=" ", by=hr)
    with pytest.raises(PermissionDenied, match="cơ quan chủ trì"):
        void_publication(row, reason="Nhầm.", by=make.officer(make.agency("BO-B")))

    void_publication(row, reason="Nhầm.", by=hr)

    with pytest.raises(PermissionDenied, match="đã hủy"):
        void_publication(row, reason="Nhầm.", by=hr)


def test_other_roles_and_agencies(public):
    row = publication(public)
    void = reverse("positions:publication-void", args=[row.public_id])
    head, other = (
        as_user(make.officer(public.host, make.HEAD)),
        as_user(make.officer(make.agency("BO-B"))),
    )

    assert [head.get(page(public)).status_code, head.get(void).status_code] == [200, 403]
    assert head.post(page(public), typed()).status_code == 403
    assert head.post(void, {"reason": "Nhầm."}).status_code == 403
    assert [other.get(page(public)).status_code, other.get(void).status_code] == [404, 404]
    assert other.post(page(public), typed()).status_code == 404
    assert other.post(void, {"reason": "Nhầm."}).status_code == 404
