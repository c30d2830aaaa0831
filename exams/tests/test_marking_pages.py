"""The pages of marking through the client: a marker's sheet, corrections, what nobody sees."""

from decimal import Decimal

import pytest
from django.urls import reverse

from exams.models import Assignment, Exam, Mark, MarkDraft
from exams.queries.marking import third_markers
from exams.tests.marking_pages import (
    correct_url,
    paper_url,
    sheet_body,
    text_of,
    url,
)
from exams.workflow import marking
from tests import builders
from tests.trail import quiet, standing, written
from tests.written import crew, give, mark_paper, written_at

pytestmark = pytest.mark.django_db
PAPERS = [("72", "80")] * 4


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
def marker(people):
    return people.markers[0]


@pytest.fixture
def own(exam, marker):
    """The first marker's papers in that marker's order."""
    return list(Assignment.objects.visible_to(marker).order_by("place"))


@pytest.fixture
def sign_in(client):
    def signed_in(user):
        client.force_login(user)
        return client

    return signed_in


# The sheet


def test_drafts_are_kept_come_back_and_count_nowhere(exam, marker, own, sign_in):
    client = sign_in(marker)
    with quiet():
        response = client.post(url("marking-sheet", exam), sheet_body(own, "72,5", act="draft"))
        page = text_of(client.get(response.url))

    assert 'value="72,50"' in page
    assert "nháp, chưa tính" in page
    assert MarkDraft.objects.get().value == Decimal("72.5")
    assert not Mark.objects.exists()


def test_a_cleared_box_clears_its_draft(exam, marker, own, sign_in):
    marking.save_drafts({own[0]: Decimal(60), own[1]: Decimal(61)}, by=marker)
    sign_in(marker).post(url("marking-sheet", exam), sheet_body(own, "", "70"))

    assert not MarkDraft.objects.exists()
    assert [str(mark.value) for mark in Mark.objects.all()] == ["70.00"]


def test_the_filled_rows_become_marks_and_show_in_words(exam, marker, own, sign_in):
    client = sign_in(marker)
    with written() as kinds:
        response = client.post(url("marking-sheet", exam), sheet_body(own, "72,5", "80"))
    page = text_of(client.get(response.url))

    assert kinds.count("mark.added") == 2
    assert f"Đã chấm 2 / {len(own)} bài" in page
    assert "Bảy mươi hai phẩy năm mươi" in page
    assert f'name="{own[0].public_id}"' not in page


def test_the_order_is_the_markers_own(exam, marker, own, sign_in):
    page = text_of(sign_in(marker).get(url("marking-sheet", exam)))
    at = [page.index(row.paper.code) for row in own]
    assert at == sorted(at)


@pytest.mark.parametrize("bad", ["101", "-1", "7,255", "tám", "1.000", "80 80"])
def test_one_bad_mark_keeps_everything_as_typed(exam, marker, own, sign_in, bad):
    with quiet():
        response = sign_in(marker).post(url("marking-sheet", exam), sheet_body(own, "72,5", bad))
    page = text_of(response)

    assert response.status_code == 200
    assert 'value="72,5"' in page
    assert f'value="{bad}"' in page
    assert page.count("Điểm là số từ 0 đến 100, nhiều nhất hai chữ số thập phân.") == 2
    assert not Mark.objects.exists()


def test_a_double_submit_gives_no_second_mark(exam, marker, own, sign_in):
    client, body = sign_in(marker), sheet_body(own, "72", "80")
    client.post(url("marking-sheet", exam), body)
    with quiet():
        again = client.post(url("marking-sheet", exam), body, follow=True)

    assert "Các bài này đã có điểm từ trước" in text_of(again)
    assert Mark.objects.count() == 2


def test_an_old_page_tells_both_numbers_and_writes_nothing(exam, marker, own, sign_in):
    client = sign_in(marker)
    client.post(url("marking-sheet", exam), sheet_body(own, "72"))
    with quiet():
        response = client.post(url("marking-sheet", exam), sheet_body(own, "75", "80"))
    page = text_of(response)

    assert response.status_code == 409
    assert "Bài này đã có điểm 72,00. Số 75,00 vừa gõ chưa được ghi" in page
    assert 'value="80"' in page
    assert Mark.objects.count() == 1


def test_somebody_elses_papers_are_ignored(exam, people, own, sign_in):
    foreign = Assignment.objects.exclude(pk__in=[row.pk for row in own])
    with quiet():
        body = sheet_body(foreign, "72")
        page = sign_in(people.markers[0]).post(url("marking-sheet", exam), body, follow=True)
    assert "Chưa điền điểm nào" in text_of(page)
    assert not Mark.objects.exists()


def test_who_has_nothing_to_mark_reads_so(exam, people, sign_in):
    page = text_of(sign_in(people.head).get(url("marking-sheet", exam)))
    assert "Chưa có bài nào giao cho bạn" in page


def test_the_sheet_is_for_markers_of_the_campaign(exam, people, sign_in):
    stranger = builders.user("nguoi.la@example.vn")
    found = [
        sign_in(user).get(url("marking-sheet", exam)).status_code
        for user in (people.chair, people.supervisor, people.secretary, stranger)
    ]
    assert found == [403, 403, 403, 404]


def test_the_list_and_the_menu_lead_a_marker_to_the_sheet(exam, people, marker, own, sign_in):
    listed = reverse("exams:marking-list")
    page = text_of(sign_in(marker).get(listed))
    assert url("marking-sheet", exam) in page
    assert f"0 / {len(own)}" in page
    assert f"Còn {len(own)} bài cần chấm" in text_of(sign_in(marker).get(reverse("desk:home")))

    assert f'href="{listed}"' not in text_of(sign_in(people.clerk).get(reverse("desk:home")))


# Correction


@pytest.fixture
def marked(own, marker):
    give(own[0], "72")
    return own[0]


def test_a_correction_is_a_new_version_with_a_reason(exam, marker, marked, sign_in):
    client = sign_in(marker)
    client.post(correct_url(marked), {"value": "74,5", "reason": "Cộng sót câu 3"})
    page = text_of(client.get(correct_url(marked)))

    assert list(Mark.objects.values_list("version", "reason")) == [(1, ""), (2, "Cộng sót câu 3")]
    assert "Bảy mươi tư phẩy năm mươi" in page
    assert "Cộng sót câu 3" in page


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"value": "75", "reason": "  "}, "Trường này là bắt buộc."),
        ({"value": "72,00", "reason": "Nhầm"}, "Điểm mới giống điểm đang có."),
        ({"value": "105", "reason": "Nhầm"}, "Điểm là số từ 0 đến 100"),
    ],
)
def test_a_bad_correction_keeps_what_was_typed(marker, marked, sign_in, body, fault):
    with quiet():
        page = text_of(sign_in(marker).post(correct_url(marked), body))
    assert fault in page
    assert f'value="{body["value"]}"' in page


def test_no_correction_once_a_third_was_called(exam, people, marker, sign_in, own):
    disputed = own[0].paper
    mark_paper(disputed, ("40", "75"), people)
    client = sign_in(marker)
    assert correct_url(own[0]) in text_of(client.get(url("marking-sheet", exam)))

    marking.call_third(disputed, third_markers(disputed).get(), by=people.head)
    response = client.post(correct_url(own[0]), {"value": "70", "reason": "Nhầm"})

    assert response.status_code == 403
    assert "Đã gọi người chấm sau" in text_of(response)
    assert correct_url(own[0]) not in text_of(client.get(url("marking-sheet", exam)))


def test_a_correction_of_somebody_elses_paper_is_not_found(people, marked, sign_in):
    for user in (people.markers[1], people.head, people.chair):
        assert sign_in(user).get(correct_url(marked)).status_code == 404


# What nobody sees


def test_the_partners_mark_is_nowhere_before_both_are_in(exam, people, marker, own, sign_in):
    paper = own[0].paper
    partner = paper.assignments.exclude(marker=own[0].marker).get()
    give(partner, "13.37")
    names = ("marking-sheet", "marking-board", "exam-detail")
    pages = [reverse("desk:home"), paper_url("paper", paper), *(url(name, exam) for name in names)]

    for user in (marker, people.head, people.chair, people.supervisor):
        client = sign_in(user)
        assert not [page for page in pages if "13,37" in text_of(client.get(page))]
    page = text_of(sign_in(people.head).get(paper_url("paper", paper)))
    assert "Điểm chỉ hiện khi cả hai người chấm đã ghi điểm." in page

    give(own[0], "14")
    client = sign_in(people.head)
    for page in (paper_url("paper", paper), url("marking-board", exam)):
        assert "13,37" in text_of(client.get(page))
    client = sign_in(marker)
    assert not [page for page in pages if "13,37" in text_of(client.get(page))]


def test_a_third_marking_looks_like_any_other(exam, people, own, sign_in):
    paper = own[0].paper
    mark_paper(paper, ("40", "75"), people)
    third = third_markers(paper).get()
    marking.call_third(paper, third, by=people.head)
    page = text_of(sign_in(third.person.user).get(url("marking-sheet", exam)))

    assert paper.code in page
    assert "thứ ba" not in page
    assert "40,00" not in page
    assert "75,00" not in page
