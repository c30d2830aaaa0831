"""The page of the opening: two keys, a supervisor, thirty minutes."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from accounts.models import TwoPersonRequest
from audit import clock
from exams.models import Exam, KeyTurn, PaperOwner
from tests.trail import standing, written
from tests.written import SECRETS, crew, written_at

pytestmark = pytest.mark.django_db
State = Exam.State
NO_KEY = "Mã khóa không đúng. Xem lại phiếu khóa của bạn."


def at(exam, name):
    return reverse(f"exams:{name}", args=[exam.campaign.code])


def as_(client, user):
    client.force_login(user)
    return client


def reason_of(response):
    assert response.status_code == 403
    return response.context["exception"]


@pytest.fixture(scope="module")
def marked(django_db_setup, django_db_blocker):
    with standing(django_db_blocker, lambda: written_at(State.SEALED).pk) as key:
        yield key


@pytest.fixture
def sealed(marked):
    return Exam.objects.get(pk=marked)


@pytest.fixture
def board(sealed):
    people = crew(sealed.campaign)
    people.secrets = SECRETS[sealed.pk]
    return people


def turn(client, exam, user, secret, ceremony=""):
    body = {"secret": secret, "ceremony": ceremony}
    return as_(client, user).post(at(exam, "map-opening"), body)


def waiting():
    return TwoPersonRequest.objects.waiting().get(kind="open_map")


def test_the_ceremony_from_the_first_key_to_the_owners(client, sealed, board):
    url = at(sealed, "map-opening")
    assert turn(client, sealed, board.header, board.secrets["header"]).url == url
    page = as_(client, board.chair).get(url)
    assert "Chờ thành viên Ban giám sát xác nhận có mặt." in page.text
    assert "còn 29 phút" in page.text or "còn 30 phút" in page.text
    assert str(board.header) in page.text

    ceremony = waiting().public_id
    supervisor = as_(client, board.supervisor)
    assert supervisor.post(at(sealed, "presence"), {"ceremony": ceremony}).url == url
    assert turn(client, sealed, board.chair, board.secrets["chair"], ceremony).url == url

    sealed.refresh_from_db()
    assert sealed.state == State.OPENED
    page = client.get(url)
    assert (page.context["joined"].papers, page.context["joined"].is_as_committed) == (2, True)
    assert "Đã ghép 2 bài với thí sinh." in page.text
    assert not KeyTurn.objects.exists()


@pytest.mark.parametrize("secret", ["AAAA-BBBB", "chair", "x" * 101, ""])
def test_a_wrong_key_opens_nothing_and_is_not_sent_back(client, sealed, board, secret):
    typed = board.secrets.get(secret, secret)
    with written() as kinds:
        page = turn(client, sealed, board.header, typed)
    assert (page.status_code, kinds) == (200, [])
    assert set(page.context["form"].errors) == {"secret"}
    assert not typed or typed not in page.text
    assert not KeyTurn.objects.exists()


def test_a_wrong_second_key_leaves_the_ceremony_open(client, sealed, board):
    turn(client, sealed, board.header, board.secrets["header"])
    ceremony = waiting().public_id
    as_(client, board.supervisor).post(at(sealed, "presence"), {"ceremony": ceremony})
    page = turn(client, sealed, board.chair, board.secrets["secretary"], ceremony)
    assert page.context["form"].errors["secret"] == [NO_KEY]
    assert waiting().public_id == ceremony
    assert not PaperOwner.objects.exists()


def test_without_a_supervisor_the_second_key_is_refused(client, sealed, board):
    turn(client, sealed, board.header, board.secrets["header"])
    page = turn(client, sealed, board.chair, board.secrets["chair"], waiting().public_id)
    assert reason_of(page) == "Chờ thành viên Ban giám sát xác nhận có mặt."
    assert not PaperOwner.objects.exists()


def test_the_first_key_sent_twice_begins_one_ceremony(client, sealed, board):
    secret = board.secrets["header"]
    turn(client, sealed, board.header, secret)
    again = turn(client, sealed, board.header, secret)
    reason = "Người đề nghị không được tự quyết định: cần người thứ hai."
    assert reason_of(again) == reason
    as_(client, board.supervisor).post(at(sealed, "presence"), {"ceremony": waiting().public_id})
    stale = turn(client, sealed, board.chair, board.secrets["chair"])
    assert stale.status_code == 409
    assert not PaperOwner.objects.exists()


def test_strangers_to_the_keys_turn_none(client, sealed, board):
    for user in (board.clerk, board.supervisor, board.head, *board.markers):
        page = turn(client, sealed, user, board.secrets["header"])
        assert reason_of(page) == "Chỉ người giữ khóa được mở bản đồ phách."
    page = as_(client, board.chair).post(at(sealed, "presence"), {"ceremony": ""})
    assert reason_of(page) == "Chỉ thành viên Ban giám sát xác nhận có mặt."


def test_an_expired_ceremony_begins_anew(client, sealed, board):
    turn(client, sealed, board.header, board.secrets["header"])
    late = waiting()
    with clock.at(late.expires_at + timedelta(seconds=1)):
        page = as_(client, board.supervisor).post(
            at(sealed, "presence"), {"ceremony": late.public_id}
        )
        assert reason_of(page) == "Chưa có người giữ khóa thứ nhất."
        stale = turn(client, sealed, board.chair, board.secrets["chair"], late.public_id)
        assert stale.status_code == 409
        assert client.get(at(sealed, "map-opening")).context["ceremony"] is None
        turn(client, sealed, board.chair, board.secrets["chair"])
        assert waiting().initiator == board.chair
        stale = as_(client, board.supervisor).post(
            at(sealed, "presence"), {"ceremony": late.public_id}
        )
        assert stale.status_code == 409


def test_a_key_never_waits_in_the_session_for_a_password(client, sealed, board, settings):
    settings.REQUIRE_STEP_UP = True
    secret = board.secrets["header"]
    page = turn(client, sealed, board.header, secret)

    assert page.url.startswith(reverse("account_reauthenticate"))
    assert not any(secret in str(row.get_decoded()) for row in Session.objects.all())
    assert secret not in str(dict(client.session))
    assert not KeyTurn.objects.exists()


# The generic page of the request


def test_the_yes_is_given_at_the_ceremony_the_no_anywhere(client, sealed, board):
    turn(client, sealed, board.header, board.secrets["header"])
    request = waiting()
    page = as_(client, board.chair).get(
        reverse("accounts:request-detail", args=[request.public_id])
    )
    assert "Mở trang nghi thức" in page.text
    assert "Người giữ khóa bản đồ phách" in page.text
    approve = reverse("accounts:request-approve", args=[request.public_id])
    assert approve not in page.text

    as_(client, board.supervisor).post(at(sealed, "presence"), {"ceremony": request.public_id})
    plain = as_(client, board.chair).post(approve, {"digest": request.digest})
    assert reason_of(plain).startswith("Việc này cần làm ở trang nghi thức riêng")
    assert not PaperOwner.objects.exists()


def test_a_holder_refuses_also_before_the_supervisor_is_there(client, sealed, board):
    turn(client, sealed, board.header, board.secrets["header"])
    refuse = reverse("accounts:request-refuse", args=[waiting().public_id])
    assert as_(client, board.header).post(refuse, {"reason": "Chờ."}).status_code == 403
    assert as_(client, board.chair).post(refuse, {"reason": "Chưa đủ người."}).status_code == 302
    assert not KeyTurn.objects.exists()
    assert TwoPersonRequest.objects.get(kind="open_map").state == "REFUSED"
