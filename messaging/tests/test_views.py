from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit import clock
from messaging.jobs import Result, result_file
from messaging.models import Job, Notice, OutboxMessage
from messaging.workflow import notify, queue_mail, run_job, start_job


@pytest.fixture
def signed_in(client, alice):
    client.force_login(alice)
    return client


@pytest.fixture
def job(alice, kind, settings, tmp_path):
    settings.DATA_DIR = tmp_path

    def write(job, report):
        path = result_file(job, "danh-sach.csv")
        path.write_text("a;b")
        return Result(path=path)

    return start_job(owner=alice, kind=kind(write), title="Xuất danh sách")


def test_notice_list_shows_own_notices_newest_first(signed_in, alice, bob):
    notify(user=bob, key="b", text="Của người khác")
    for number in range(27):
        with clock.at(clock.now() + timedelta(seconds=number)):
            notify(user=alice, key=f"a{number}", text=f"Tin số {number}.")

    page = signed_in.get(reverse("messaging:notice-list"))

    assert [n.text for n in page.context["page"]] == [f"Tin số {n}." for n in range(26, 1, -1)]
    assert "Của người khác" not in page.text
    assert "27 thông báo chưa đọc" in page.text


def test_notice_list_says_when_there_is_none(signed_in):
    page = signed_in.get(reverse("messaging:notice-list"))

    assert "Chưa có thông báo nào" in page.text


def test_reading_a_notice_is_a_post_that_leads_to_its_page(signed_in, alice):
    notice = notify(user=alice, key="a", text="x", url="/notices/?page=1")
    url = reverse("messaging:notice-read", args=[notice.public_id])

    assert signed_in.get(url).status_code == 405
    response = signed_in.post(url)

    assert (response.status_code, response.url) == (302, "/notices/?page=1")
    assert Notice.objects.get().read_at is not None


def test_somebody_elses_notice_is_not_found(signed_in, bob):
    notice = notify(user=bob, key="b", text="x")

    response = signed_in.post(reverse("messaging:notice-read", args=[notice.public_id]))

    assert response.status_code == 404
    assert Notice.objects.get().read_at is None


def test_job_page_polls_while_the_job_is_open(signed_in, job):
    url = reverse("messaging:job-detail", args=[job.public_id])

    assert 'hx-trigger="every 2s"' in signed_in.get(url).text
    run_job(job.pk)
    part = signed_in.get(url, headers={"HX-Request": "true"})

    assert part.templates[0].name == "messaging/_job.html"
    assert "<html" not in part.text
    assert "hx-trigger" not in part.text
    assert reverse("messaging:job-result", args=[job.public_id]) in part.text


@pytest.mark.parametrize(
    ("name", "method"), [("job-detail", "get"), ("job-cancel", "post"), ("job-result", "get")]
)
def test_somebody_elses_job_is_not_found(client, bob, job, name, method):
    run_job(job.pk)
    client.force_login(bob)

    response = getattr(client, method)(reverse(f"messaging:{name}", args=[job.public_id]))

    assert response.status_code == 404


def test_cancelling_a_waiting_job(signed_in, job):
    response = signed_in.post(reverse("messaging:job-cancel", args=[job.public_id]))

    assert (response.status_code, response.url) == (302, job.get_absolute_url())
    assert Job.objects.get().state == Job.State.CANCELLED


def test_result_is_sent_to_the_owner_once_there_is_one(signed_in, job):
    url = reverse("messaging:job-result", args=[job.public_id])

    assert signed_in.get(url).status_code == 404
    run_job(job.pk)
    response = signed_in.get(url)

    assert b"".join(response.streaming_content) == b"a;b"
    assert response["Content-Disposition"] == 'attachment; filename="danh-sach.csv"'


def test_outbox_shows_mails_with_live_links_in_development(signed_in):
    body = "Xác nhận: https://x.example/confirm/1?a=1&b=2 <script>alert(1)</script>"
    queue_mail(key="k", to="an@dan.example", subject="Chào", body=body)

    page = signed_in.get(reverse("messaging:outbox"))

    assert 'href="https://x.example/confirm/1?a=1&amp;b=2"' in page.text
    assert "<script>alert" not in page.text


def test_outbox_shows_the_last_two_hundred(signed_in):
    for number in range(203):
        queue_mail(key=str(number), to="a@dan.example", subject=f"Thư {number}", body="x")

    page = signed_in.get(reverse("messaging:outbox"), {"page": "8"})

    assert page.context["page"].paginator.count == 200
    assert page.context["page"].object_list[-1].subject == "Thư 3"


def test_outbox_does_not_exist_in_production(signed_in, settings):
    settings.PRODUCTION = True
    message = queue_mail(key="k", to="an@dan.example", subject="Bí mật", body="x")

    response = signed_in.get(reverse("messaging:outbox"))

    assert response.status_code == 404
    assert message.subject not in response.text


@pytest.mark.parametrize("name", ["notice-list", "outbox"])
def test_pages_need_a_sign_in(client, db, name):
    response = client.get(reverse(f"messaging:{name}"))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_a_visitor_sees_no_row_at_all(alice, job):
    notify(user=alice, key="a", text="x")

    for model in (Notice, Job, OutboxMessage):
        assert model.objects.count() == 1
        assert list(model.objects.visible_to(AnonymousUser())) == []


def test_notice_list_takes_the_same_queries_for_one_row_and_for_three(signed_in, alice):
    """No literal number: sessions lie in a table or in the cache, as the engine has it."""
    url = reverse("messaging:notice-list")
    taken = []
    for number in range(3):
        notify(user=alice, key=f"a{number}", text="x", mail=False)
        signed_in.get(url)
        with CaptureQueriesContext(connection) as queries:
            signed_in.get(url)
        taken.append(len(queries))

    assert taken[0] > 0
    assert taken == [taken[0]] * 3
