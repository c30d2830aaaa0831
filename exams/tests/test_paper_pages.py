"""The pages of the keys, the codes and the sealed map."""

import re

import pytest
from django.contrib.messages import get_messages
from django.contrib.sessions.models import Session
from django.urls import reverse

from audit.models import Payload
from exams.models import CodeMap, Exam, HolderKey, Paper
from exams.workflow import paper
from tests.trail import standing, written
from tests.written import crew, written_at

pytestmark = pytest.mark.django_db
State = Exam.State
SECRET = re.compile(r"\b(?:[A-Z2-7]{4}-){7}[A-Z2-7]{4}\b")


@pytest.fixture(scope="module")
def ready(django_db_setup, django_db_blocker):
    """The sitting is over, no key was made."""
    with standing(django_db_blocker, lambda: written_at(State.SAT).pk) as key:
        yield key


@pytest.fixture
def exam(ready):
    return Exam.objects.get(pk=ready)


@pytest.fixture
def people(exam):
    return crew(exam.campaign)


def at(exam, name):
    return reverse(f"exams:{name}", args=[exam.campaign.code])


def as_(client, user):
    client.force_login(user)
    return client


def reason_of(response):
    assert response.status_code == 403
    return response.context["exception"]


# Keys


def test_a_key_is_shown_once_and_kept_nowhere(client, exam, people):
    page = as_(client, people.chair).post(at(exam, "key-make"), {"seen": "0"})

    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    secret = SECRET.search(page.text).group()
    assert exam.campaign.name in page.text
    assert str(page.context["person"].full_name) in page.text
    key = HolderKey.objects.get(role="chair")
    assert paper.check_key(exam, secret, people.chair) == "chair"
    assert secret not in key.public_key
    assert not list(get_messages(page.wsgi_request))
    assert not any(secret in str(row.get_decoded()) for row in Session.objects.all())
    assert not Payload.objects.filter(body__contains=secret).exists()
    assert secret not in client.get(at(exam, "codes")).text
    assert client.get(at(exam, "key-make")).status_code == 405


def test_a_key_page_sent_twice_makes_one_key(client, exam, people):
    as_(client, people.chair).post(at(exam, "key-make"), {"seen": "0"})
    for body in ({"seen": "0"}, {}, {"seen": "x"}):
        with written() as kinds:
            assert client.post(at(exam, "key-make"), body).status_code == 409
        assert kinds == []
    again = client.post(at(exam, "key-make"), {"seen": "1"})
    assert SECRET.search(again.text)
    states = HolderKey.objects.filter(role="chair").order_by("pk").values_list("state", flat=True)
    assert list(states) == ["REPLACED", "ACTIVE"]


def test_only_holders_make_a_key(client, exam, people):
    reason = "Chỉ trưởng ban phách, tổ trưởng Tổ thư ký và Chủ tịch Hội đồng giữ khóa."
    for user in (people.clerk, people.supervisor, people.head):
        page = as_(client, user).post(at(exam, "key-make"), {"seen": "0"})
        assert reason_of(page) == reason
        assert reason in client.get(at(exam, "codes")).text


# Codes


@pytest.fixture
def keyed(exam, people):
    people.secrets = {
        role: paper.make_key(exam, by=user) for role, user in people.holders().items()
    }
    return exam


def test_codes_wait_for_the_three_keys(client, exam, people):
    page = as_(client, people.header).post(at(exam, "codes-make"), {"seen": "0"})
    assert reason_of(page).startswith("Chưa có khóa của: ")


def test_the_codes_are_printed_once_without_names(client, keyed, people):
    page = as_(client, people.header).post(at(keyed, "codes-make"), {"seen": "0"})

    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    seats = list(keyed.sitting.seats.select_related("application"))
    slips = page.context["slips"]
    assert [number for number, _code in slips] == [seat.application.number for seat in seats]
    assert {code for _number, code in slips} == {*Paper.objects.values_list("code", flat=True)}
    assert not any(seat.application.full_name in page.text for seat in seats)
    assert "Trang này chỉ hiện một lần" in page.text
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in page.text
    after = client.get(at(keyed, "codes"))
    assert not any(code in after.text for _number, code in slips)
    assert after.context["code_map"].root[:4] in after.text
    assert client.get(at(keyed, "codes-make")).status_code == 405


def test_a_codes_page_sent_twice_seals_one_map(client, keyed, people):
    as_(client, people.header).post(at(keyed, "codes-make"), {"seen": "0"})
    for body in ({"seen": "0"}, {}):
        with written() as kinds:
            assert client.post(at(keyed, "codes-make"), body).status_code == 409
        assert kinds == []
    assert CodeMap.objects.count() == 1


def test_coding_again_voids_the_map_before(client, keyed, people):
    header = as_(client, people.header)
    header.post(at(keyed, "codes-make"), {"seen": "0"})
    header.post(at(keyed, "codes-make"), {"seen": "1"})
    states = CodeMap.objects.order_by("version").values_list("version", "state")
    assert list(states) == [(1, "VOID"), (2, "COMMITTED")]
    assert Paper.objects.live().count() == 2
    assert Paper.objects.filter(state="VOID", code_map__version=1).count() == 2
    assert header.get(at(keyed, "codes")).context["version"] == 2


def test_too_few_papers_are_warned_of(client, exam, people):
    assert as_(client, people.header).get(at(exam, "codes")).context["fewest"] == 0
    values = exam.campaign.regulation.values | {"min_anonymity_set": 3}
    type(exam.campaign.regulation).objects.filter(pk=exam.campaign.regulation_id).update(
        values=values
    )
    page = client.get(at(exam, "codes"))
    assert page.context["fewest"] == 3
    assert "Chỉ có 2 bài, ít hơn 3 bài" in page.text


def test_the_spare_envelope_is_of_the_map_the_page_showed(client, keyed, people):
    paper.make_codes(keyed, by=people.header)
    spare = at(keyed, "spare")
    supervisor = as_(client, people.supervisor)
    wrong = supervisor.post(spare, {"spare_seal": " ", "seen": "1"})
    assert set(wrong.context["spare_form"].errors) == {"spare_seal"}
    paper.make_codes(keyed, by=people.header)
    assert supervisor.post(spare, {"spare_seal": "NP-1", "seen": "1"}).status_code == 409
    assert supervisor.post(spare, {"spare_seal": "NP-2", "seen": "2"}).status_code == 302
    again = supervisor.post(spare, {"spare_seal": "NP-3", "seen": "2"})
    assert reason_of(again) == "Phong bì dự phòng đã được xác nhận."
    assert CodeMap.objects.standing().get().spare_seal == "NP-2"
    other = as_(client, people.header).post(spare, {"spare_seal": "NP-4", "seen": "2"})
    assert reason_of(other) == "Chỉ thành viên Ban giám sát xác nhận phong bì dự phòng."


def test_before_the_seal_nothing_is_opened(client, keyed, people):
    page = as_(client, people.chair).get(at(keyed, "map-opening"))
    assert "Chưa đến lúc mở bản đồ phách" in page.text
    body = {"secret": people.secrets["chair"], "ceremony": ""}
    page = client.post(at(keyed, "map-opening"), body)
    assert reason_of(page) == "Chỉ mở bản đồ phách sau khi khóa điểm."
