"""The pages of letters: sent, followed, entered, settled; who wrote is nowhere but on one page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import new_public_id
from audit import clock
from audit.models import LedgerEntry
from candidates.models import Complaint, ComplaintSender
from tests import builders as make
from tests import letters
from tests.trail import quiet, written

pytestmark = pytest.mark.django_db
PAPER = {"document_no": "45/KL", "signer": "Vương Đình Thọ"}


@pytest.fixture
def campaign():
    return make.opening_at("PUBLISHED").campaign


@pytest.fixture
def people(campaign):
    host = campaign.host
    return {
        "hr": make.officer(host),
        "hr_2": make.officer(host, n=2),
        "head": make.officer(host, make.HEAD),
        "inspector": make.officer(host, "inspector"),
    }


def body(**fields):
    return {"kind": "COMPLAINT", "text": letters.TEXT, "nonce": new_public_id(), **fields}


def dated(**fields):
    return PAPER | {"document_on": f"{clock.today():%d/%m/%Y}"} | fields


def page(name, *args):
    return reverse(f"candidates:{name}", args=args)


def signed_in(client, user):
    client.force_login(user)
    return client


def test_sent_without_an_account_and_followed_by_its_code(client, campaign):
    url = page("letter-new", campaign.code)
    assert client.get(url).status_code == 200
    form = body(**letters.SENDER)
    answer, again = client.post(url, form), client.post(url, form)

    row = Complaint.objects.get()
    assert row.receipt_code in answer.text
    assert row.receipt_code in again.text
    assert "no-store" in answer["Cache-Control"]
    assert not client.session.keys()
    found = client.post(page("letter-follow"), {"code": row.receipt_code.lower()}).text
    assert "Đã tiếp nhận" in found
    assert not [value for value in (*letters.SENDER.values(), letters.TEXT) if value in found]
    unknown = client.post(page("letter-follow"), {"code": "DT-ABCDEFGHJKMN"}).text
    assert "Không có đơn nào mang mã này." in unknown


def test_of_a_signed_in_sender_nothing_is_kept_but_what_they_wrote(client, campaign):
    user = make.candidate().user
    signed_in(client, user).post(page("letter-new", campaign.code), body(**letters.SENDER))

    assert LedgerEntry.objects.get(kind="complaint.added").actor == "system"
    assert Complaint.objects.get().entered_by is None


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"kind": "PETITION"}, "Kiến nghị, khiếu nại phải ghi họ tên."),
        (
            {"kind": "FEEDBACK", "phone": "0912 345 678"},
            "Ghi họ tên, hoặc để trống mọi thông tin về người gửi.",
        ),
        ({"citizen_id": "12", "full_name": "A"}, "Số định danh cá nhân gồm 12 chữ số"),
    ],
)
def test_what_is_missing_stands_beside_its_field(client, campaign, fields, error):
    with quiet():
        answer = client.post(page("letter-new", campaign.code), body(**fields))

    assert error in answer.text
    assert letters.TEXT in answer.text


def test_too_many_letters_from_one_place_are_refused(client, campaign, settings):
    settings.ACCOUNT_RATE_LIMITS = {"letter": "10/h/ip", "letter_follow": "30/h/ip"}
    url = page("letter-new", campaign.code)

    answers = [client.post(url, body(kind="FEEDBACK")).status_code for _n in range(12)]

    assert answers == [200] * 10 + [429] * 2
    assert Complaint.objects.count() == 10


def test_not_about_what_is_not_public(client):
    draft = make.opening_at("DRAFT").campaign

    assert client.get(page("letter-new", draft.code)).status_code == 404


def test_a_letter_on_paper_is_entered_once(client, campaign, people):
    url = page("letter-enter", campaign.code)
    day = f"{clock.today():%d/%m/%Y}"
    form = body(kind="PETITION", channel="POST", received_on=day, **letters.SENDER)
    form["about"] = people["head"].pk
    signed_in(client, people["hr"])
    assert (
        "Ngày nhận không thể ở tương lai."
        in client.post(url, form | {"received_on": "01/01/2099"}).text
    )
    client.post(url, form)
    told = client.post(url, form, follow=True).text

    row = Complaint.objects.get()
    assert (row.channel, row.about, row.entered_by) == ("POST", people["head"], people["hr"])
    assert row.receipt_code in told
    assert signed_in(client, people["inspector"]).get(url).status_code == 403


def test_from_receipt_to_conclusion(client, campaign, people):
    row = letters.sent(campaign, "PETITION")
    signed_in(client, people["hr"])
    assert "chưa giao" in client.get(page("letter-list")).text
    assign, conclude = (page(f"letter-{name}", row.public_id) for name in ("assign", "conclude"))
    assert client.get(conclude).status_code == 403
    client.post(assign, {"owner": people["hr_2"].pk, "about": people["head"].pk})
    twice = client.post(assign, {"owner": people["hr_2"].pk})
    assert twice.status_code == 403
    signed_in(client, people["hr_2"])
    client.post(conclude, dated(outcome="Đã sửa thông báo."))

    row.refresh_from_db()
    assert (row.state, row.about, row.closed_by) == ("CONCLUDED", people["head"], people["hr_2"])
    assert client.post(conclude, dated(outcome="Khác.")).status_code == 403
    found = client.post(page("letter-follow"), {"code": row.receipt_code}).text
    assert "Đã sửa thông báo." in found
    assert "45/KL" in found


def test_dismissed_and_passed_on(client, campaign, people):
    first, second = letters.sent(campaign), letters.sent(campaign)
    signed_in(client, people["head"])
    client.post(page("letter-dismiss", first.public_id), {"reason": "Hết thời hiệu."})
    client.post(page("letter-pass-on", second.public_id), dated(to="Thanh tra Bộ"))

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.outcome) == ("DISMISSED", "Hết thời hiệu.")
    assert (second.state, second.passed_to) == ("PASSED_ON", "Thanh tra Bộ")


def test_the_head_names_the_readers_and_is_reminded_to(client, campaign, people):
    letters.sent(campaign, "DENUNCIATION")
    url = page("letter-readers", campaign.code)
    assert url in signed_in(client, people["head"]).get(reverse("desk:home")).text
    hr, other = people["hr"].pk, people["hr_2"].pk
    same = client.post(url, {"first": hr, "second": hr})
    assert "Phải là hai người khác nhau." in same.text
    client.post(url, {"first": hr, "second": other})

    assert campaign.letter_readers.first == people["hr"]
    assert url not in client.get(reverse("desk:home")).text
    assert signed_in(client, people["hr"]).get(url).status_code == 403


def test_the_one_page_with_the_sender_writes_who_read_it(client, campaign, people):
    row = letters.sent(campaign, "DENUNCIATION")
    letters.readers(campaign)
    url = page("letter-sender", row.public_id)
    for name, status in (("hr", 404), ("head", 403)):
        with quiet():
            assert signed_in(client, people[name]).get(url).status_code == status
    with written() as kinds:
        answer = signed_in(client, people["hr_2"]).get(url)

    assert kinds == ["audit_read"]
    assert all(value in answer.text for value in letters.SENDER.values())
    entry = LedgerEntry.objects.get(kind="audit_read")
    assert (entry.actor, entry.chain) == (people["hr_2"].public_id, "access:BO-A")
    sender = ComplaintSender.objects.get()
    assert entry.payload.subject == f"candidates.complaintsender:{sender.pk}"
    assert letters.SENDER["full_name"] not in entry.payload.body


def test_nowhere_else_is_the_sender_shown(client, campaign, people):
    letters.readers(campaign)
    grave = letters.taken(letters.sent(campaign, "DENUNCIATION"), people["hr"])
    plain = letters.sent(campaign)
    lists = [page("letter-list"), reverse("desk:home"), reverse("desk:log")]
    lists += [f"{lists[0]}?format=csv", f"{lists[0]}?late=on&kind=COMPLAINT"]
    lists += [reverse("positions:campaign-detail", args=[campaign.code]), page("own-data")]
    lists += [page("letter", row.public_id) for row in (grave, plain)]
    lists += [page("letter-assign", row.public_id) for row in (grave, plain)]
    everybody = [*people.values(), make.officer(campaign.host, "agency_admin")]
    everybody += [make.officer(make.agency("BNV"), "ministry_staff"), make.candidate().user]

    shown = []
    for user in everybody:
        signed_in(client, user)
        for url in lists:
            answer = client.get(url)
            text = answer.getvalue().decode("utf-8")
            shown += [(user, url, value) for value in letters.SENDER.values() if value in text]
    assert shown == []


def test_whom_it_is_about_finds_no_trace(client, campaign, people):
    row = letters.taken(letters.sent(campaign, "PETITION"), people["hr_2"], about=people["hr"])
    signed_in(client, people["hr"])

    names = ("letter", "letter-sender", "letter-assign", "letter-conclude", "letter-dismiss")
    for name in names:
        assert client.get(page(name, row.public_id)).status_code == 404
    for url in (page("letter-list"), reverse("desk:home"), reverse("desk:log")):
        text = client.get(url).text
        assert row.receipt_code not in text
        assert "Đơn thư: " not in text
        assert "đơn thư bạn" not in text


def test_the_list_filters(client, campaign, people):
    long_ago = clock.now() - timedelta(days=20)
    first = letters.sent(campaign, at=long_ago)
    second = letters.sent(campaign, "FEEDBACK", sender={})
    signed_in(client, people["head"])

    def codes(query):
        text = client.get(page("letter-list") + query).text
        return [row for row in (first, second) if row.receipt_code in text]

    assert codes("") == [first, second]
    assert codes("?kind=FEEDBACK") == [second]
    assert codes("?state=HANDLED") == codes("?campaign=KHAC") == []
    assert codes("?late=on") == [first]
    assert "1 đơn quá hạn" in client.get(reverse("desk:home")).text


def test_the_list_costs_the_same(client, campaign, people):
    signed_in(client, people["head"])
    costs = []
    for n in (1, 2):  # one letter, then three
        for _place in range(n):
            letters.taken(letters.sent(campaign))
        client.get(page("letter-list"))
        with CaptureQueriesContext(connection) as queries:
            client.get(page("letter-list"))
        costs.append(len(queries))

    assert costs[0] == costs[1] <= 10
