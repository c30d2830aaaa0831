"""E-mail for people without an account."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from agencies.models import Agency, Province
from agencies.reference import load_provinces
from audit import clock
from messaging.models import OutboxMessage
from messaging.workflow import deliver_due
from positions import subscription_workflow as subscriptions
from positions.models import Opening, Subscription
from tests import builders as make

pytestmark = pytest.mark.django_db
ADDRESS = "doc.gia@example.vn"


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def confirmed(**scope):
    return subscriptions.confirm(subscriptions.subscribe(ADDRESS, **scope))


def told():
    return list(OutboxMessage.objects.filter(subject__startswith="Thông báo thi tuyển"))


def test_nothing_is_sent_before_the_address_says_yes(client):
    client.post(reverse("positions:subscribe"), {"email": "Doc.Gia@example.vn"})
    make.opening_at(Opening.State.PUBLISHED)
    assert told() == []

    [asked] = OutboxMessage.objects.filter(to=ADDRESS)
    link = re.search(r"http\S+/subscriptions/\S+", asked.body).group()
    path = link.partition("/subscriptions/")[2]
    client.get(f"/subscriptions/{path}")
    assert Subscription.objects.get().confirmed_at is None  # a mail scanner opens links
    client.post(f"/subscriptions/{path}")
    assert Subscription.objects.get().confirmed_at
    make.opening_at(Opening.State.PUBLISHED, make.campaign("DOT-2"))
    assert [row.to for row in told()] == [ADDRESS]


def test_asking_again_within_the_hour_sends_no_second_mail():
    for _n in range(3):
        subscriptions.subscribe(ADDRESS)
    assert OutboxMessage.objects.filter(to=ADDRESS).count() == 1
    with clock.at(clock.now() + timedelta(hours=2)):
        subscriptions.subscribe(ADDRESS)
    assert OutboxMessage.objects.filter(to=ADDRESS).count() == 2
    assert Subscription.objects.count() == 1


def test_two_scopes_one_mail():
    confirmed()
    confirmed(level=Opening.Level.VU)

    make.opening_at(Opening.State.PUBLISHED)

    assert len(told()) == 1


@pytest.mark.parametrize(
    ("level", "place", "hears"),
    [("", 0, True), ("VU", 0, True), ("PHONG", 0, False), ("", 1, False), ("VU", None, True)],
)
def test_only_openings_asked_for(level, place, hears):
    load_provinces()
    provinces = list(Province.objects.filter(epoch="34")[:2])
    host = make.agency(
        "TINH", province=provinces[0], sector=Agency.Sector.LOCAL, kind=Agency.Kind.PROVINCE
    )
    confirmed(level=level, province=None if place is None else provinces[place])

    make.opening_at(Opening.State.PUBLISHED, make.campaign(host=host))

    assert bool(told()) == hears


def test_one_click_in_the_mail_program_ends_it(client):
    row = confirmed()
    make.opening_at(Opening.State.PUBLISHED)
    deliver_due()
    [sent] = [each for each in mail.outbox if each.subject.startswith("Thông báo thi tuyển")]
    header = sent.extra_headers["List-Unsubscribe"].strip("<>")
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = reverse("positions:subscription-leave", args=[row.public_id])
    assert header.endswith(path)

    strict = Client(enforce_csrf_checks=True)
    assert strict.get(path).status_code == 200
    assert Subscription.objects.exists()  # a GET ends nothing
    assert strict.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 204
    assert not Subscription.objects.exists()
    assert "không còn nhận thư nào" in strict.get(path).content.decode()


def test_the_same_mail_is_never_sent_twice():
    confirmed()
    opening = make.opening_at(Opening.State.PUBLISHED)
    notice = opening.announcements.get()

    subscriptions.tell_of_new_opening(notice, opening)

    assert len(told()) == 1


def test_unconfirmed_addresses_are_forgotten_after_a_week():
    subscriptions.subscribe(ADDRESS)
    confirmed(level="VU")
    with clock.at(clock.now() + timedelta(days=8)):
        assert subscriptions.forget_unconfirmed() == 1
    assert Subscription.objects.get().level == "VU"


def test_an_address_cannot_be_flooded_from_one_place(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"subscribe": "10/h/ip"}
    answers = [
        client.post(reverse("positions:subscribe"), {"email": f"a{n}@example.vn"}).status_code
        for n in range(12)
    ]
    assert answers == [200] * 10 + [429] * 2


def test_a_bad_address_keeps_the_form(client):
    page = client.post(reverse("positions:subscribe"), {"email": "khong phai"})
    assert "Chưa lưu được" in page.content.decode()
    assert "khong phai" in page.content.decode()


def test_an_opening_that_is_not_public_cannot_be_followed(client):
    draft = make.opening_at(Opening.State.DRAFT)
    assert client.get(reverse("positions:subscribe"), {"opening": draft.code}).status_code == 404
