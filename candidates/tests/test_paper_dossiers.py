"""Dossiers on paper: two officers, the postmark, the list that waits for them."""

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audit import clock
from audit.verification import verify
from candidates import paper_workflow as verbs
from candidates.models import Application, CandidateProfile, PaperReceipt
from candidates.paper_rules import can_compare_paper, is_in_time
from candidates.queries import late_applications
from candidates.rules import list_is_ready
from messaging.models import Notice
from positions.models import Opening
from tests import builders as make
from tests import paper_dossiers as paper
from tests.reset import without_state_triggers
from tests.trail import refused, refused_by_database, written

pytestmark = pytest.mark.django_db
SECOND = "Người nhập hồ sơ giấy không được tự đối chiếu: cần cán bộ thứ hai."
STRANGER = "Chỉ cán bộ tổ chức của cơ quan có chức danh nhận hồ sơ giấy."


@pytest.fixture
def opening():
    return make.opening_at(Opening.State.PUBLISHED)


@pytest.fixture
def hr(opening):
    return make.officer(opening.agency)


@pytest.fixture
def second(opening):
    return make.officer(opening.agency, n=2)


def fresh(row: PaperReceipt) -> PaperReceipt:
    return PaperReceipt.objects.get(pk=row.pk)


def at(day, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


def test_entered_by_one_and_filed_by_another(opening, second):
    arrived = clock.now() - timedelta(hours=3)
    with written() as kinds:
        row = paper.entered(opening, at=arrived)
    assert kinds == ["application.added", "paperreceipt.added", "dossieritem.added"]
    application = row.application
    assert (application.state, application.profile.user) == ("DRAFT", None)

    with written() as kinds:
        paper.filed(row, by=second)

    assert kinds == ["paperreceipt.confirmed", "application.submitted", "filedprofile.added"]
    application.refresh_from_db()
    assert (application.state, application.received_at) == ("SUBMITTED", arrived)
    assert (application.full_name, application.job) == ("Cồ Văn Giấy", "Phó Trưởng phòng")
    assert Notice.objects.get(about=application.public_id).user is None
    assert verify().faults == []


def test_one_officer_cannot_do_both_by_verb_page_or_database(opening, hr, client):
    row = paper.entered(opening)
    with refused(SECOND):
        verbs.compare_paper(row, by=hr)
    client.force_login(hr)
    url = reverse("candidates:paper-compare", args=[row.public_id])
    assert client.post(url).status_code == 403
    whole = {"state": "CONFIRMED", "confirmed_by": hr, "confirmed_at": clock.now()}
    with without_state_triggers(), refused_by_database("paperreceipt_two_persons"):
        PaperReceipt.objects.filter(pk=row.pk).update(**whole)


@pytest.mark.parametrize(
    ("after", "taken"),
    [
        (timedelta(seconds=-1), True),
        (timedelta(), True),
        (timedelta(milliseconds=1), False),
        (timedelta(seconds=1), False),
    ],
)
def test_at_the_desk_the_moment_counts(opening, after, taken):
    moment = opening.receipt_deadline + after
    with clock.at(moment + timedelta(minutes=1)):
        assert bool(is_in_time(opening, "DESK", moment, None)) == taken


@pytest.mark.parametrize(("days", "taken"), [(-1, True), (0, True), (1, False)])
def test_by_post_the_day_of_the_postmark_counts_whenever_it_arrives(opening, second, days, taken):
    last = timezone.localdate(opening.receipt_deadline - timedelta(microseconds=1))
    postmark = last + timedelta(days=days)
    arrived = at(last + timedelta(days=5))
    with clock.at(arrived + timedelta(hours=1)):
        if not taken:
            with refused("Dấu bưu điện sau ngày cuối nhận hồ sơ."):
                paper.entered(opening, "POST", arrived, postmark)
            return
        row = paper.filed(paper.entered(opening, "POST", arrived, postmark), by=second)
        row.application.refresh_from_db()
        assert row.application.received_at == arrived > opening.receipt_deadline
        assert late_applications() == []
    assert verify().faults == []


def test_late_behind_the_verbs_is_still_found(opening, second):
    row = paper.filed(paper.entered(opening), by=second).application
    late = opening.receipt_deadline + timedelta(seconds=1)
    Application.objects.filter(pk=row.pk).update(received_at=late)
    assert late_applications() == [f"application {row.public_id}"]


@pytest.mark.parametrize(
    ("channel", "postmark", "reason"),
    [
        ("POST", None, "Hồ sơ qua bưu điện phải ghi ngày dấu bưu điện."),
        ("POST", 1, "Dấu bưu điện không thể sau ngày hồ sơ đến."),
    ],
)
def test_a_postmark_must_be_there_and_make_sense(opening, channel, postmark, reason):
    day = clock.today() + timedelta(days=postmark) if postmark else None
    with refused(reason):
        paper.entered(opening, channel, clock.now(), day)


def test_not_ahead_of_the_clock(opening):
    with refused("Giờ đến không được ở tương lai."):
        paper.entered(opening, at=clock.now() + timedelta(minutes=1))


def test_without_a_scan_nothing_is_filed(opening, second):
    row = paper.entered(opening, scans=False)
    assert can_compare_paper(second, row).reason == "Chưa có bản quét nào."


def test_strangers_neither_enter_nor_compare_nor_see(opening, client):
    row = paper.entered(opening)
    stranger = make.officer(make.agency("SNV-KHAC"))
    with refused(STRANGER):
        verbs.enter_paper(
            opening, paper.profile(), "OPEN", verbs.Arrival("DESK", clock.now()), by=stranger
        )
    with refused(STRANGER):
        verbs.compare_paper(row, by=stranger)
    client.force_login(stranger)
    item = row.application.items.get()
    for name, key in (("paper", row.public_id), ("paper-file", item.public_id)):
        assert client.get(reverse(f"candidates:{name}", args=[key])).status_code == 404


def test_twice_is_once(opening, second):
    row = paper.filed(paper.entered(opening), by=second)
    with refused("Hồ sơ giấy này không chờ đối chiếu."):
        verbs.compare_paper(row, by=second)


def test_a_wrong_entry_is_void_with_a_reason(opening, second):
    row = paper.entered(opening)
    with refused("Hãy ghi lý do hủy."):
        verbs.void_entry(row, reason=" ", by=second)
    row = verbs.void_entry(row, reason="Nhập nhầm người.", by=second)
    assert (row.state, row.void_reason) == ("VOID", "Nhập nhầm người.")
    assert row.application.state == "DRAFT"


def test_the_list_waits_for_what_is_not_compared():
    received = clock.now() - timedelta(days=4)
    with clock.at(received):
        deadline = clock.now() + timedelta(days=2)
        opening = make.opening_at(Opening.State.PUBLISHED, receipt_deadline=deadline)
        for _place in range(2):
            make.application_at("ELIGIBLE", opening)
        row = paper.entered(opening)
    assert list_is_ready(opening.campaign).reason == ("Còn 1 hồ sơ chưa có kết luận được xác nhận.")
    verbs.void_entry(row, reason="Nhập nhầm.", by=make.officer(opening.agency, n=2))
    assert list_is_ready(opening.campaign)


def form(**fields) -> dict[str, str]:
    today = timezone.localtime(clock.now())
    return {
        "channel": "DESK",
        "arrived_on": f"{today:%d/%m/%Y}",
        "arrived_time": "00:00",
        "source": "OPEN",
        "full_name": "Cồ Văn Giấy",
        "birth_on": "06/05/1979",
        "gender": "M",
        "citizen_id": "031200000001",
        "workplace": "Sở Tư pháp",
        "job": "Phó Trưởng phòng",
        "education": "Đại học luật",
        "phone": "0900 111 222",
    } | fields


def test_through_the_pages(client, opening, hr, second):
    client.force_login(hr)
    new = reverse("candidates:paper-new", args=[opening.code])
    assert new in client.get(reverse("candidates:paper-list")).content.decode()

    shown = client.post(new, form(channel="POST", postmark_on="", full_name="Cồ Văn Giấy"))
    assert "Hồ sơ qua bưu điện phải ghi ngày dấu bưu điện." in shown.content.decode()
    assert "Cồ Văn Giấy" in shown.content.decode()
    assert not CandidateProfile.objects.exists()

    page = client.post(new, form()).url
    row = PaperReceipt.objects.get()
    assert page == reverse("candidates:paper", args=[row.public_id])
    scans = reverse("candidates:paper-scan", args=[row.public_id])
    client.post(scans, {"kind": "APP_FORM", "copy": "ORIGINAL", "files": make.pdf()})
    item = row.application.items.get()
    scan = client.get(reverse("candidates:paper-file", args=[item.public_id]))
    assert scan.getvalue().startswith(b"%PDF")

    client.force_login(second)
    compared = client.get(reverse("candidates:paper", args=[row.public_id])).content.decode()
    assert "031200000001" in compared  # whoever compares needs the whole number
    listed = client.get(reverse("candidates:paper-list"), {"format": "csv"})
    assert "Cồ Văn Giấy" in listed.content.decode("utf-8-sig")
    assert "Cồ Văn Giấy" in client.get(reverse("desk:home")).content.decode()
    answer = client.post(reverse("candidates:paper-compare", args=[row.public_id]))
    assert answer.url == reverse("candidates:application-detail", args=[row.application.public_id])
    assert client.get(answer.url).status_code == 200
    receipt = client.get(reverse("candidates:desk-receipt", args=[row.application.public_id]))
    assert receipt.getvalue().startswith(b"%PDF")


def test_a_dossier_with_a_log_in_has_no_receipt_at_the_desk(client, opening, hr):
    row = make.application_at("SUBMITTED", opening)
    client.force_login(hr)
    assert client.get(reverse("candidates:desk-receipt", args=[row.public_id])).status_code == 404


def test_a_hostile_scan_is_refused_and_named(client, opening, hr):
    row = paper.entered(opening, scans=False)
    client.force_login(hr)
    bad = make.pdf("bang.exe")
    url = reverse("candidates:paper-scan", args=[row.public_id])
    page = client.post(url, {"kind": "DEGREE", "copy": "PLAIN", "files": bad}, follow=True)
    assert "bang.exe" in page.content.decode()
    assert not row.application.items.exists()
