"""The pages of marking through the client: one paper, the board, the lot and the seal."""

import pytest
from django.urls import reverse

from accounts.models import TwoPersonRequest
from exams.models import Assignment, Exam, Mark, Position
from exams.queries.marking import third_markers
from exams.rules.marking import status_of
from exams.tests.marking_pages import (
    correct_url,
    mark_all,
    paper_url,
    sheet_body,
    text_of,
    url,
)
from exams.workflow import paper as codes
from tests import builders
from tests.trail import quiet, refused_by_database, standing
from tests.written import crew, mark_paper, written_at, written_regulation

pytestmark = pytest.mark.django_db
PAPERS = [("72", "80")] * 4
CLOSED = "Kỳ thi không ở giai đoạn chấm."


@pytest.fixture(scope="module")
def ready(django_db_setup, django_db_blocker):
    """Four papers given by lot to three markers, none marked."""
    with standing(django_db_blocker, lambda: written_at(Exam.State.MARKING, PAPERS).pk) as key:
        yield key


@pytest.fixture
def exam(ready):
    return Exam.objects.select_related("campaign__regulation").get(pk=ready)


@pytest.fixture
def people(exam):
    return crew(exam.campaign)


@pytest.fixture
def own(people):
    """The first marker's papers in that marker's order."""
    return list(Assignment.objects.visible_to(people.markers[0]).order_by("place"))


@pytest.fixture
def sign_in(client):
    def signed_in(user):
        client.force_login(user)
        return client

    return signed_in


# One paper: third marker, decision


def test_the_head_calls_a_third_marker_from_the_page(exam, people, own, sign_in):
    paper = own[0].paper
    mark_paper(paper, ("40", "75"), people)
    client, free = sign_in(people.head), third_markers(paper).get()
    page = text_of(client.get(paper_url("paper", paper)))
    assert "lệch nhau 35,00 điểm; mức quy định là 10,00 điểm" in page
    taken = paper.assignments.first().marker

    wrong = client.post(paper_url("paper-third", paper), {"marker": taken.public_id})
    assert wrong.status_code == 200
    assert paper.assignments.count() == 2

    client.post(paper_url("paper-third", paper), {"marker": free.public_id})
    assert paper.assignments.get(position=Position.THIRD).marker == free
    page = text_of(client.get(paper_url("paper", paper)))
    assert "Chờ chấm" in page
    assert client.post(paper_url("paper-third", paper)).status_code == 403


def test_the_chair_decides_and_sees_only_what_waits(exam, people, own, sign_in):
    paper = own[0].paper
    mark_paper(paper, ("20", "50", "80"), people)
    client = sign_in(people.chair)
    board = text_of(client.get(url("marking-board", exam)))
    others = exam.papers.live().exclude(pk=paper.pk)
    assert paper.code in board
    assert not [row.code for row in others if row.code in board]

    decide = paper_url("paper-decide", paper)
    wrong = text_of(client.post(decide, {"value": "55,5", "minutes_no": ""}))
    assert 'value="55,5"' in wrong
    assert "Trường này là bắt buộc." in wrong
    assert sign_in(people.head).post(decide, {"value": "55"}).status_code == 403

    sign_in(people.chair).post(decide, {"value": "55,5", "minutes_no": "05/BB-HĐ"})
    mark = paper.marks.get(position=Position.CHAIR)
    assert (str(mark.value), mark.minutes_no) == ("55.50", "05/BB-HĐ")
    assert status_of(paper) == "FINAL"
    assert client.post(decide, {"value": "60", "minutes_no": "06"}).status_code == 403


def test_papers_are_found_by_head_and_chair_only(people, own, sign_in):
    page = paper_url("paper", own[0].paper)
    found = [
        sign_in(user).get(page).status_code
        for user in (people.head, people.chair, people.supervisor, people.markers[0])
    ]
    assert found == [200, 200, 404, 404]


# Board, lot and seal


def test_the_lot_is_drawn_from_the_board(sign_in):
    period = builders.campaign_with_closed_list(code="DOT-LOT", regulation=written_regulation())
    exam = written_at(Exam.State.CODED, campaign=period)
    people = crew(period)
    early = text_of(sign_in(people.head).get(url("marking-board", exam)))
    assert "Chờ Ban giám sát xác nhận đã nhận phong bì dự phòng." in early
    assert sign_in(people.head).post(url("marking-draw", exam)).status_code == 403

    codes.confirm_spare(exam, spare_seal="NP-07", by=people.supervisor)
    for user in (people.supervisor, people.chair, people.markers[0]):
        assert sign_in(user).post(url("marking-draw", exam)).status_code == 403
    response = sign_in(people.head).post(url("marking-draw", exam))
    assert response.url == url("marking-board", exam)
    assert Assignment.objects.filter(paper__exam=exam).count() == 4


def test_the_board_counts_for_who_may_read_it(exam, people, own, sign_in):
    mark_paper(own[0].paper, ("72", "80"), people)
    for user in (people.supervisor, people.chair):
        page = text_of(sign_in(user).get(url("marking-board", exam)))
        assert "72,00" not in page
        assert own[0].paper.code not in page
    stranger = builders.user("nguoi.la@example.vn")
    hr = builders.officer(exam.campaign.host)
    found = [
        sign_in(user).get(url("marking-board", exam)).status_code
        for user in (people.markers[0], people.secretary, hr, stranger)
    ]
    assert found == [403, 403, 403, 404]


def test_the_board_filters_by_what_a_paper_needs(exam, people, own, sign_in):
    mark_paper(own[0].paper, ("40", "75"), people)
    page = sign_in(people.head).get(url("marking-board", exam), {"need": "THIRD_MARK_NEEDED"})
    assert [row["cells"][0]["text"] for row in page.context["table"]["rows"]] == [own[0].paper.code]


def test_the_seal_is_refused_while_papers_are_open_and_to_others(exam, people, own, sign_in):
    mark_paper(own[0].paper, ("72", "80"), people)
    with quiet():
        response = sign_in(people.head).post(url("marking-seal", exam))
        assert response.status_code == 403
        assert "Còn 3 bài chưa có điểm cuối cùng." in text_of(response)
    mark_all(exam, people)
    with quiet():
        for user in (people.supervisor, people.chair, people.markers[0], people.secretary):
            assert sign_in(user).post(url("marking-seal", exam)).status_code == 403


def test_after_the_seal_nothing_is_saved_and_the_board_shows_its_code(exam, people, own, sign_in):
    mark_all(exam, people)
    client = sign_in(people.head)
    response = client.post(url("marking-seal", exam))
    request = TwoPersonRequest.objects.get(kind="seal_marks")
    assert response.url == reverse("accounts:request-detail", args=[request.public_id])
    assert request.public_id in text_of(client.get(url("marking-board", exam)))

    builders.agreed(request, by=people.supervisor)
    page = client.get(url("marking-board", exam))
    sealed = page.context["sealed"]
    assert (len(sealed.root), sealed.size) == (64, 8)
    assert sealed.root[:4] in text_of(page)

    client = sign_in(people.markers[0])
    late = client.post(url("marking-sheet", exam), sheet_body(own, "90"))
    assert late.status_code == 403
    assert CLOSED in text_of(late)
    assert client.post(correct_url(own[0]), {"value": "90", "reason": "x"}).status_code == 403
    assert correct_url(own[0]) not in text_of(client.get(url("marking-sheet", exam)))
    mark = Mark.objects.first()
    mark.pk, mark.version, mark.reason = None, 9, "thẳng vào bảng"
    with refused_by_database("exams: marks are given only while marking"):
        mark.save(force_insert=True)
