"""What candidates are told, in whose words, by which way, and who is left to tell."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse

from accounts.models import TwoPersonRequest
from agencies.wording_workflow import drop_wording, word_notice
from audit import clock
from audit.models import LedgerEntry
from audit.verification import verify
from candidates import workflow
from candidates.models import Application, CandidateProfile, ContactRecord
from candidates.notice_queries import audience_of_list, sent_notices, untold_notices
from candidates.notice_workflow import record_contact, void_contact
from candidates.tests.telling import call, last, told
from candidates.vetting_workflow import confirm
from messaging.models import Delivery, Notice, OutboxMessage
from messaging.workflow import MAX_ATTEMPTS, deliver_due
from positions.models import Opening
from tests.builders import (
    HEAD,
    agency,
    application_at,
    campaign_with_closed_list,
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
    (line,) = sent_notices(row)
    assert line.channels == [("Thư điện tử: đã gửi", "success"), ("Chưa đọc", "neutral")]
    assert not line.is_untold


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
    assert [each.contact for each in sent_notices(row)] == [None]
    (again,) = call(row, last(row), hr)
    assert [each.contact for each in sent_notices(row)] == [again]
