"""What candidates are told along a written exam, each thing once."""

import pytest
from django.urls import reverse

from candidates.models import Application
from exams.models import Exam
from exams.queries.audience import audience_of_results, audience_of_sitting, audience_of_written
from messaging.models import Notice
from tests.builders import campaign_with_closed_list, council, exam_at, officer, secretary
from tests.written import written_at, written_regulation

pytestmark = pytest.mark.django_db


def told(application: Application) -> list[str]:
    rows = Notice.objects.filter(about=application.public_id).order_by("pk")
    return [*rows.values_list("code", flat=True)]


def test_seat_marks_and_result_are_told_to_everybody_of_the_list():
    exam = written_at(Exam.State.RELEASED)
    seats = exam.sitting.seats.select_related("application__profile").order_by("place")

    for seat in seats:
        assert told(seat.application)[-4:] == [
            "list_closed",
            "seat_given",
            "written_published",
            "result_released",
        ]
        invitation = Notice.objects.get(about=seat.application.public_id, code="seat_given")
        assert exam.sitting.place in invitation.text
        words = f"Số báo danh: {seat.application.number}, chỗ ngồi số {seat.place}\n"
        assert words in invitation.body
        result = Notice.objects.get(about=seat.application.public_id, code="result_released")
        assert result.url == reverse("exams:own-result", args=[seat.application.public_id])
        plain = result.body.replace(seat.application.public_id, "")
        assert not any(mark in plain for mark in ("76", "65"))


def test_the_previews_count_the_people_who_are_then_told():
    exam = written_at(Exam.State.OPENED)
    assert audience_of_sitting(exam.campaign).total == 2
    seen = audience_of_written(exam)
    assert (seen.total, seen.unreached) == (2, 0)
    assert not Notice.objects.filter(code="written_published").exists()


def test_the_pages_say_how_many_are_told_before_it_is_asked(client):
    campaign = campaign_with_closed_list(2, regulation=written_regulation())
    council(campaign)
    client.force_login(secretary(campaign))
    page = client.get(reverse("exams:sitting-prepare", args=[campaign.code])).content.decode()
    assert "Sẽ báo cho 2 người" in page


def test_before_the_release_its_page_and_its_request_say_it(client):
    exam = exam_at(Exam.State.SCORED)
    assert audience_of_results(exam).total == 2
    client.force_login(officer(exam.campaign.host))

    page = client.get(reverse("exams:exam-detail", args=[exam.campaign.code])).content.decode()

    assert "Sẽ báo cho 2 người" in page
