"""What candidates are told, in whose words, by which way, and who is left to tell."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils.timezone import localtime

from accounts.models import TwoPersonRequest
from agencies.wording_workflow import drop_wording, word_notice
from audit import clock
from audit.models import LedgerEntry
from audit.verification import verify
from candidates import workflow
from candidates.models import Application, CandidateProfile, ContactRecord
from candidates.notice_queries import audience_of_list, sent_notices, untold_notices
from candidates.notice_workflow import record_contact, void_contact
from candidates.own_data import own_data
from candidates.vetting_workflow import confirm
from messaging.models import Delivery, Notice, OutboxMessage
from messaging.workflow import MAX_ATTEMPTS, deliver_due
from positions.models import Opening
from tests.builders import (
    HEAD,
    agency,
    application_at,
    campaign_with_closed_list,
    candidate,
    decided,
    officer,
    opening_at,
)
from tests.trail import quiet, refused, refused_by_database, written

pytestmark = pytest.mark.django_db
ONLY_HR = "Chỉ cán bộ tổ chức của cơ quan có chức danh được thẩm định."
WORDERS = "Chỉ quản trị và cán bộ tổ chức của cơ quan này được sửa lời thông báo."
TOLD = "Thông báo này đã ghi là đã báo."
AHEAD = "Giờ báo tin không được ở tương lai."
TOO_EARLY = "Giờ báo tin phải sau lúc có thông báo."


@pytest.fixture
def row():
    return application_at(Application.State.SUBMITTED, opening_at(Opening.State.PUBLISHED))


@pytest.fixture
def hr(row):
    return officer(row.opening.agency)


def on_paper(opening) -> Application:
    """A dossier filed for somebody who then has no log-in."""
    made = application_at(Application.State.SUBMITTED, opening)
    CandidateProfile.objects.filter(pk=made.profile_id).update(user=None)
    return Application.objects.get(pk=made.pk)


def told(row) -> list[str]:
    notices = Notice.objects.filter(about=row.public_id).order_by("pk")
    return list(notices.values_list("code", flat=True))


def last(row) -> Notice:
    return Notice.objects.filter(about=row.public_id).latest("pk")


def call(row, notice, by, at=None, **facts):
    said = {"channel": "PHONE", "received_by": "Chính người dự tuyển", **facts}
    return record_contact(row, [notice], at=at or clock.now(), by=by, **said)


def in_minutes(at) -> str:
    return localtime(at).strftime("%d/%m/%Y %H:%M")


def body(notice, at=None) -> dict[str, str]:
    said = {"channel": "PHONE", "received_by": "Người nhà Lê Thị Ê", "note": "Sẽ báo lại."}
    return {"notices": notice.public_id, "at": in_minutes(at or clock.now()), **said}


# The words


def test_the_built_in_words_are_kept_with_the_notice(row):
    notice = last(row)

    assert (notice.code, notice.user, notice.about) == (
        "application_submitted",
        row.profile.user,
        row.public_id,
    )
    assert notice.text == f"Đã nhận hồ sơ {row.receipt_code} dự tuyển {row.opening.title}."
    assert notice.body.startswith(f"Kính gửi {row.full_name},")
    assert notice.body.endswith("Thư này được gửi tự động, xin không trả lời.")
    mail = OutboxMessage.objects.get(key=f"notice:{notice.key}")
    assert (mail.subject, mail.body, mail.to) == (notice.text, notice.body, notice.user.email)


def test_the_agencys_words_count_from_then_on(row, hr):
    words = {"subject": "Hồ sơ {application}", "body": "{application}, {received_at}: {agency}"}
    before = last(row)
    with written() as kinds:
        word_notice(row.opening.agency, "application_submitted", **words, by=hr)
    other = application_at(Application.State.SUBMITTED, row.opening)

    assert kinds == ["wording_changed"]
    entry = LedgerEntry.objects.get(kind="wording_changed")
    assert entry.actor == hr.public_id
    assert last(other).text == f"Hồ sơ {other.receipt_code}"
    assert last(other).body.endswith(f": {row.opening.agency.name}")
    before.refresh_from_db()
    assert before.text.startswith("Đã nhận hồ sơ")
    drop_wording(row.opening.agency, "application_submitted", by=hr)
    third = application_at(Application.State.SUBMITTED, row.opening)
    assert last(third).text.startswith("Đã nhận hồ sơ")
    with quiet(), refused("Cơ quan đang dùng lời mẫu."):
        drop_wording(row.opening.agency, "application_submitted", by=hr)


def test_who_may_word(row):
    words = {"subject": "x", "body": "{application} {received_at}"}
    stranger = officer(agency("BO-B"))
    head = officer(row.opening.agency, HEAD)

    for user in (stranger, head, row.profile.user):
        with refused(WORDERS):
            word_notice(row.opening.agency, "application_submitted", **words, by=user)


def test_a_refusal_says_why_and_where_to_object(row, hr):
    check = decided(row, "INELIGIBLE", "Thiếu bằng {name}.", by=hr)
    confirm(check, by=officer(row.opening.agency, n=2))

    notice = last(row)
    assert notice.code == "application_ineligible"
    assert "Thiếu bằng {name}." in notice.body
    assert reverse("candidates:application", args=[row.public_id]) in notice.body


def test_the_closing_tells_the_number_and_once():
    campaign = campaign_with_closed_list(2)
    rows = Application.objects.filter(opening__campaign=campaign).select_related("profile")

    assert {(*told(row),) for row in rows} == {
        ("application_submitted", "application_eligible", "list_closed")
    }
    for row in rows:
        assert f"với số báo danh {row.number}" in last(row).body
        workflow.tell_of_list(row)
        assert len(told(row)) == 3


# By which way


def test_each_channel_says_what_became_of_it(row):
    notice = last(row)
    states = dict(notice.deliveries.values_list("channel", "state"))
    assert states == {Delivery.IN_APP: "SENT", Delivery.MAIL: "WAITING"}

    deliver_due()

    states = dict(notice.deliveries.values_list("channel", "state"))
    assert states == {Delivery.IN_APP: "SENT", Delivery.MAIL: "SENT"}
    assert not sent_notices(row)[0].is_untold


def test_a_mail_given_up_is_somebody_to_call(row, hr, monkeypatch):
    assert not untold_notices(hr).exists()

    def down(*_args):
        raise OSError("server away")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", down)
    OutboxMessage.objects.update(attempts=MAX_ATTEMPTS - 1)
    deliver_due()

    assert [*untold_notices(hr)] == [last(row)]
    Notice.objects.update(read_at=clock.now())
    assert not untold_notices(hr).exists()


def test_a_mail_that_waits_for_days_is_not_sent(row, hr):
    with clock.at(clock.now() + timedelta(hours=25)):
        assert [*untold_notices(hr)] == [last(row)]


def test_without_a_log_in_it_waits_for_an_officer(hr, row):
    paper = on_paper(row.opening)
    check = decided(paper, "ELIGIBLE", by=hr)
    confirm(check, by=officer(row.opening.agency, n=2))

    notice = last(paper)
    assert (notice.user, notice.code, notice.deliveries.count()) == (
        None,
        "application_eligible",
        0,
    )
    assert [*untold_notices(hr)] == [notice]
    assert not untold_notices(officer(agency("BO-B"))).exists()
    assert not untold_notices(row.profile.user).exists()


def test_a_notice_for_nobody_is_refused_by_the_database():
    with refused_by_database("notice_for_somebody"):
        Notice.objects.create(user=None, key="x", text="x")


def test_the_preview_counts_people_and_channels(row):
    on_paper(row.opening)
    campaign = row.opening.campaign
    assert audience_of_list(campaign).total == 0
    for made in Application.objects.filter(opening=row.opening):
        check = decided(made, "ELIGIBLE", by=officer(row.opening.agency))
        confirm(check, by=officer(row.opening.agency, n=2))

    seen = audience_of_list(campaign)

    assert (seen.total, seen.unreached) == (2, 1)
    assert seen.by_channel == [("Trang thông báo", 1), ("Thư điện tử", 1)]
    assert seen.words == (
        "2 người (Trang thông báo 1, Thư điện tử 1); "
        "1 người không có tài khoản, phải báo bằng cách khác"
    )


def test_the_second_person_reads_how_many_are_told():
    campaign_with_closed_list(2)

    figures = dict(TwoPersonRequest.objects.get(kind="list").figures)
    assert figures["Người được báo tin"] == "2 người (Trang thông báo 2, Thư điện tử 2)"


# By telephone


def test_a_call_is_a_row_with_an_entry(row, hr):
    now, notice = clock.now(), last(row)
    with written() as kinds:
        (record,) = call(row, notice, hr, note="Máy bận hai lần.")

    assert kinds == ["contactrecord.added"]
    assert (record.notice, record.channel, record.added_by) == (notice, "PHONE", hr)
    assert now <= record.at <= record.added_at
    assert verify().faults == []
    line = sent_notices(row)[0]
    assert (line.contact, line.is_untold) == (record, False)


def test_each_refusal_of_a_call(row, hr):
    notice, other = last(row), application_at(Application.State.SUBMITTED, row.opening)
    stranger = officer(agency("BO-B"))
    with refused(ONLY_HR):
        call(row, notice, stranger)
    with refused("Thông báo này không thuộc hồ sơ."):
        call(row, last(other), hr)
    with refused("Hãy chọn ít nhất một thông báo đã báo."):
        record_contact(row, [], channel="PHONE", at=clock.now(), received_by="A", by=hr)
    with refused(AHEAD):
        call(row, notice, hr, clock.now() + timedelta(minutes=1))
    with refused(TOO_EARLY):
        call(row, notice, hr, notice.created_at - timedelta(minutes=2))
    call(row, notice, hr)
    with quiet(), refused(TOLD):
        call(row, notice, hr)


def test_the_database_keeps_one_call_for_a_notice(row, hr):
    (record,) = call(row, last(row), hr)
    fields = {"application": row, "notice": record.notice, "added_by": hr, "at": record.at}

    with pytest.raises(IntegrityError):
        ContactRecord.objects.create(**fields, channel="PHONE", received_by="A")


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("contactrecord_channel_valid", {"channel": "FAX"}),
        ("contactrecord_says_who", {"received_by": ""}),
        ("contactrecord_void_whole", {"voided_reason": "x"}),
    ],
)
def test_the_database_refuses_half_a_call(row, hr, name, wrong):
    fields = {"channel": "PHONE", "received_by": "A", "at": clock.now(), **wrong}

    with refused_by_database(name):
        ContactRecord.objects.create(
            application=row, notice=last(row), added_by=hr, added_at=clock.now(), **fields
        )


def test_a_call_recorded_in_error_is_void_and_may_be_recorded_again(row, hr):
    (record,) = call(row, last(row), hr)
    with written() as kinds:
        record = void_contact(record, reason="Nhầm người.", by=hr)

    assert kinds == ["contactrecord.amended"]
    assert (record.voided_by, record.voided_reason) == (hr, "Nhầm người.")
    with quiet(), refused("Dòng này đã hủy."):
        void_contact(record, reason="x", by=hr)
    call(row, last(row), hr)


# Pages


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


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_costs_the_same(client, hr, row, n, django_assert_num_queries):
    for _place in range(n - 1):
        application_at(Application.State.SUBMITTED, row.opening, candidate())
    Delivery.objects.update(state=Delivery.State.FAILED)
    client.force_login(hr)
    client.get(reverse("candidates:untold-list"))

    with django_assert_num_queries(9):
        assert client.get(reverse("candidates:untold-list")).content.count(b"HS-") == n


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
