"""Open complaints and denunciations stand against the appointment."""

import pytest
from django.urls import reverse

from audit import clock
from audit.verification import verify
from candidates import complaint_workflow as verbs
from exams.models import Exam, ProceedDecision, Result
from exams.queries.exam import ranked_results
from exams.rules.letters import letters_allow
from exams.workflow.result import record_appointment
from positions.models import Opening
from tests import letters
from tests.builders import HEAD, exam_at, officer
from tests.trail import refused, standing, written

pytestmark = pytest.mark.django_db
OPEN = "Còn khiếu nại, tố cáo chưa có kết luận và chưa có quyết định tiếp tục."
NONE = "Không có đơn thư nào chờ bạn quyết định."


@pytest.fixture(scope="module")
def ready(django_db_setup, django_db_blocker):
    with standing(django_db_blocker, lambda: exam_at(Exam.State.RELEASED).pk) as key:
        yield key


@pytest.fixture
def exam(ready):
    return Exam.objects.get(pk=ready)


@pytest.fixture
def campaign(exam):
    return exam.campaign


@pytest.fixture
def hr(campaign):
    return officer(campaign.host)


@pytest.fixture
def head(campaign):
    return officer(campaign.host, HEAD)


def appoint(hr) -> Result:
    return record_appointment(Result.objects.get(rank=1), clock.today(), by=hr)


@pytest.mark.parametrize("kind", ["COMPLAINT", "DENUNCIATION"])
def test_until_it_is_concluded(campaign, hr, kind):
    row = letters.sent(campaign, kind)
    with refused(OPEN):
        appoint(hr)
    row = letters.taken(row)
    with refused(OPEN):
        appoint(hr)
    letters.concluded(row)

    assert appoint(hr).appointed_on == clock.today()


def test_or_until_it_is_dismissed(campaign, hr, head):
    verbs.dismiss(letters.sent(campaign), "Hết thời hiệu.", by=head)

    assert appoint(hr).appointed_on


def test_passed_on_it_still_stands_against_it(campaign, hr):
    verbs.pass_on(letters.sent(campaign), "Thanh tra Bộ", letters.paper(), by=hr)

    with refused(OPEN):
        appoint(hr)


@pytest.mark.parametrize(
    ("kind", "sender"), [("PETITION", None), ("FEEDBACK", {}), ("DENUNCIATION", {})]
)
def test_others_do_not(campaign, hr, kind, sender):
    letters.sent(campaign, kind, sender=sender)

    assert appoint(hr).appointed_on


def test_of_one_post_it_stands_against_that_one_only(campaign, hr):
    opening = campaign.openings.get()
    row = letters.sent(campaign, opening=opening)

    with refused(OPEN):
        appoint(hr)
    assert letters_allow(Opening(pk=opening.pk + 1), [row])


def test_the_page_says_what_the_verb_says(exam, campaign, hr):
    letters.sent(campaign)

    ((_opening, rows),) = ranked_results(exam, hr)
    assert next(appoint.reason for _row, _badge, appoint in rows) == OPEN


def test_a_decision_to_proceed_holds_for_the_letters_of_then(campaign, hr, head):
    first = letters.sent(campaign)
    with written() as kinds:
        decision = letters.proceeded(campaign)

    assert kinds == ["proceeddecision.added"]
    assert (decision.letters, decision.decided_by) == ([first.public_id], head)
    with refused(NONE):
        letters.proceeded(campaign)
    letters.sent(campaign)
    with refused(OPEN):
        appoint(hr)
    letters.proceeded(campaign)
    assert appoint(hr).appointed_on
    assert ProceedDecision.objects.count() == 2
    assert verify().faults == []


def test_nobody_decides_over_a_letter_about_themselves(campaign, hr, head):
    letters.sent(campaign, "DENUNCIATION", concerns_head=True)

    with refused(NONE):
        letters.proceeded(campaign)
    letters.sent(campaign)
    letters.proceeded(campaign)
    with refused(OPEN):
        appoint(hr)


def test_only_the_head_decides(campaign, hr, client):
    letters.sent(campaign)
    url = reverse("exams:exam-proceed", args=[campaign.code])
    body = {"reason": "x", "document_no": "1", "document_on": "01/01/2026", "signer": "A"}
    client.force_login(hr)

    assert client.post(url, body).status_code == 403
    assert not ProceedDecision.objects.exists()


def test_through_the_pages(campaign, hr, head, client):
    letters.sent(campaign)
    client.force_login(head)
    page = client.get(reverse("exams:exam-detail", args=[campaign.code])).text
    url = reverse("exams:exam-proceed", args=[campaign.code])
    assert url in page
    assert "1 khiếu nại, tố cáo chưa có kết luận." in page
    day = clock.today()
    body = {"reason": "Không liên quan.", "document_no": "46/QĐ", "signer": "Vương Đình Thọ"}
    late = client.post(url, body | {"document_on": "01/01/2099"})
    assert "Ngày văn bản không thể ở tương lai." in late.text
    client.post(url, body | {"document_on": f"{day:%d/%m/%Y}"})

    page = client.get(reverse("exams:exam-detail", args=[campaign.code])).text
    assert "Quyết định tiếp tục: số 46/QĐ" in page
    assert url not in page
    assert client.get(url).status_code == 403
    assert appoint(hr).appointed_on
