"""The pages of notices: the desk tells and records, the agency words, the candidate reads."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit import clock
from audit.models import LedgerEntry
from candidates.models import Application, ContactRecord
from candidates.own_data import own_data
from candidates.tests.telling import body, call, in_minutes, last
from messaging.models import Delivery, Notice, OutboxMessage
from positions.models import Opening
from tests.builders import (
    agency,
    application_at,
    candidate,
    officer,
    opening_at,
)

pytestmark = pytest.mark.django_db
AHEAD = "Giờ báo tin không được ở tương lai."


@pytest.fixture
def row():
    return application_at(Application.State.SUBMITTED, opening_at(Opening.State.PUBLISHED))


@pytest.fixture
def hr(row):
    return officer(row.opening.agency)


def test_the_desk_sees_what_was_sent_and_records_a_call(client, hr, row):
    client.force_login(hr)
    url = reverse("candidates:application-detail", args=[row.public_id])
    page = client.get(url).content.decode()
    assert "Thư điện tử: đang chờ gửi" in page

    record_url = reverse("candidates:contact-record", args=[row.public_id])
    assert record_url in page
    assert "0912 345 678" in client.get(record_url).content.decode()
    for _click in range(2):
        client.post(record_url, body(last(row)))

    record = ContactRecord.objects.get()
    assert (record.received_by, record.note) == ("Người nhà Lê Thị Ê", "Sẽ báo lại.")
    assert "Đã báo qua điện thoại lúc" in client.get(url).content.decode()


def test_the_form_says_what_is_wrong(client, hr, row):
    client.force_login(hr)
    url = reverse("candidates:contact-record", args=[row.public_id])

    answer = client.post(url, body(last(row), clock.now() + timedelta(days=1)))
    assert answer.context["form"].errors == {"at": [AHEAD]}
    answer = client.post(url, {"channel": "PHONE", "at": in_minutes(clock.now())})
    assert set(answer.context["form"].errors) == {"notices", "received_by"}
    assert not ContactRecord.objects.exists()


def test_the_candidate_reads_when_but_not_who(client, hr, row):
    call(row, last(row), hr, note="Ghi chú nội bộ.")
    client.force_login(row.profile.user)

    page = client.get(reverse("candidates:application", args=[row.public_id])).content.decode()

    assert "Đã báo qua điện thoại lúc" in page
    assert hr.full_name not in page
    assert "Ghi chú nội bộ." not in page
    kept = own_data(row.profile.user)["applications"][0]
    assert [each["code"] for each in kept["notices"]] == ["application_submitted"]
    (said,) = kept["told_outside_the_system"]
    assert said["note"] == "Ghi chú nội bộ."
    assert not {"added_by", "voided_by"} & set(said)


def test_a_void_call_is_not_in_the_candidates_history(client, hr, row):
    (record,) = call(row, last(row), hr)
    client.force_login(hr)
    client.post(reverse("candidates:contact-void", args=[record.public_id]), {"reason": "Nhầm."})
    client.force_login(row.profile.user)

    page = client.get(reverse("candidates:application", args=[row.public_id])).content.decode()

    assert "Đã báo qua" not in page


def test_the_list_of_who_is_left_to_tell(client, hr, row):
    Delivery.objects.filter(channel=Delivery.MAIL).update(state=Delivery.State.FAILED)
    client.force_login(hr)
    url = reverse("candidates:untold-list")

    page = client.get(url).content.decode()
    assert (row.full_name in page, "thư không gửi được" in page) == (True, True)
    assert "1 thông báo chưa đến người nhận" in client.get(reverse("desk:home")).content.decode()
    call(row, last(row), hr)
    assert "Không còn ai phải báo" in client.get(url).content.decode()
    client.force_login(officer(agency("BO-B")))
    assert row.full_name not in client.get(url).content.decode()


def test_the_list_costs_the_same_for_one_and_for_three(client, hr, row, django_assert_num_queries):
    url = reverse("candidates:untold-list")
    Delivery.objects.update(state=Delivery.State.FAILED)
    client.force_login(hr)
    client.get(url)
    with CaptureQueriesContext(connection) as small:
        assert client.get(url).content.count(b"HS-") == 1

    for _place in range(2):
        application_at(Application.State.SUBMITTED, row.opening, candidate())
    Delivery.objects.update(state=Delivery.State.FAILED)

    with django_assert_num_queries(len(small)):
        assert client.get(url).content.count(b"HS-") == 3


def test_the_page_of_words_previews_and_refuses(client, hr, row):
    client.force_login(hr)
    url = reverse("agencies:wording-edit", args=[row.opening.agency.code, "list_closed"])
    assert "017" in client.get(url).content.decode()

    good = {"subject": "Số {number}", "body": "Chào {name}: {number}."}
    shown = client.post(url, {**good, "draft": "1"}).content.decode()
    assert "Chào Nguyễn Văn An: 017." in shown
    assert not LedgerEntry.objects.filter(kind="wording_changed").exists()
    answer = client.post(url, {"subject": "x", "body": "Chào {name}, điểm {score}"})
    assert "Không có ô điền {score}. Chỉ dùng:" in answer.context["form"].errors["body"][0]
    answer = client.post(url, {"subject": "x", "body": "Chào {name}"})
    assert "Thiếu ô điền bắt buộc {number}." in answer.context["form"].errors["body"][0]
    assert client.post(url, good).status_code == 302
    assert LedgerEntry.objects.filter(kind="wording_changed").count() == 1
    client.post(reverse("agencies:wording-reset", args=[row.opening.agency.code, "list_closed"]))
    assert "Lời của cơ quan" not in client.get(url).content.decode()
    assert client.get(url.replace("list_closed", "salary")).status_code == 404
    assert OutboxMessage.objects.count() == Notice.objects.filter(user__isnull=False).count()


def test_the_candidate_reads_the_whole_text_in_the_app(client, row):
    client.force_login(row.profile.user)

    page = client.get(reverse("messaging:notice-list")).content.decode()

    assert "Bước tiếp theo: cơ quan thẩm định hồ sơ" in page
