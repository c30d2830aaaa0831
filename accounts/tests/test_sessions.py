from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from accounts.middleware import SEEN_KEY, STARTED_KEY
from accounts.tests.signing import is_signed_in, person, said, sign_in
from audit import clock

pytestmark = pytest.mark.django_db
START = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
EXPIRED = "Phiên làm việc đã hết hạn. Vui lòng đăng nhập lại."


def visit(client, minutes, seconds=0):
    with clock.at(START + timedelta(minutes=minutes, seconds=seconds)):
        return client.get(reverse("accounts:profile"))


@pytest.fixture
def signed_in(client):
    person()
    with clock.at(START):
        sign_in(client)
    return client


def test_session_ends_after_thirty_idle_minutes(signed_in):
    assert visit(signed_in, 29, 59).status_code == 200

    ended = visit(signed_in, 59, 59)

    assert ended.url == f"{reverse('account_login')}?next={reverse('accounts:profile')}"
    assert not is_signed_in(signed_in)
    assert EXPIRED in said(signed_in.get(ended.url))


def test_session_counts_from_sign_in_though_no_page_followed(signed_in):
    assert visit(signed_in, 30).status_code == 302


def test_session_ends_after_eight_hours_of_work(signed_in):
    for minutes in range(20, 480, 20):
        assert visit(signed_in, minutes).status_code == 200

    assert visit(signed_in, 480).status_code == 302
    assert not is_signed_in(signed_in)


def test_ended_session_does_nothing_that_is_posted(signed_in):
    with clock.at(START + timedelta(hours=1)):
        answer = signed_in.post(reverse("accounts:profile"), {"full_name": "Khác", "phone": ""})

    assert answer.url.startswith(reverse("account_login"))


def test_session_is_touched_every_five_minutes_at_most(signed_in):
    visit(signed_in, 4)
    assert signed_in.session[SEEN_KEY] == int(START.timestamp())
    visit(signed_in, 5)

    assert signed_in.session[SEEN_KEY] == int(START.timestamp()) + 300
    assert signed_in.session[STARTED_KEY] == int(START.timestamp())


def test_visitor_gets_no_session(client):
    client.get(reverse("account_login"))

    assert "sessionid" not in client.cookies


def test_other_sessions_are_ended_and_own_stays(client):
    user = person()
    elsewhere, stranger = Client(), Client()
    person("binh@example.vn")
    for browser, email in ((client, user.email), (elsewhere, user.email)):
        sign_in(browser, email)
    sign_in(stranger, "binh@example.vn")
    page = client.get(reverse("usersessions_list")).text
    assert (page.count("127.0.0.1"), page.count("Phiên này")) == (2, 1)

    answer = client.post(reverse("usersessions_list"))

    assert "Đã đăng xuất khỏi mọi phiên khác." in said(client.get(answer.url))
    assert elsewhere.get(reverse("accounts:profile")).status_code == 302
    assert stranger.get(reverse("accounts:profile")).status_code == 200
    assert UserSession.objects.filter(user=user).count() == 1


def test_changed_password_ends_every_session(client):
    user = person()
    elsewhere = Client()
    sign_in(client)
    sign_in(elsewhere)

    user.set_password("Chim-Lac-2027")
    user.save()

    assert client.get(reverse("accounts:profile")).status_code == 302
    assert elsewhere.get(reverse("accounts:profile")).status_code == 302


def test_pages_of_signed_in_people_are_not_stored(client):
    person()
    assert client.get(reverse("account_reset_password")).headers.get("Cache-Control") is None
    sign_in(client)

    assert client.get(reverse("accounts:profile")).headers["Cache-Control"] == "no-store"
    assert "no-store" in client.get(reverse("mfa_index")).headers["Cache-Control"]
