"""The pages of the sitting: set up, minute row by row, finish, print the list."""

import pytest
from django.urls import reverse

from desk.seeding.written import Script, hold_sitting
from exams.models import Exam, Seat
from tests import builders
from tests.trail import standing, written
from tests.written import crew, written_at, written_regulation

pytestmark = pytest.mark.django_db
MARKS = [("72", "80")] * 3


@pytest.fixture(scope="module")
def ready(django_db_setup, django_db_blocker):
    """Three seats, nobody minuted yet."""
    build = lambda: written_at(Exam.State.PREPARING, MARKS).pk  # noqa: E731
    with standing(django_db_blocker, build) as key:
        yield key


@pytest.fixture
def exam(ready):
    return Exam.objects.get(pk=ready)


@pytest.fixture
def people(exam):
    return crew(exam.campaign)


@pytest.fixture
def seats(exam):
    return list(exam.sitting.seats.select_related("application"))


@pytest.fixture
def url(exam):
    return reverse("exams:sitting", args=[exam.campaign.code])


@pytest.fixture
def clerk(client, people):
    client.force_login(people.clerk)
    return client


def row(seat, attendance="expected", sheets="", sanction="", seen="expected:0:"):
    sent = {"attendance": attendance, "sheets": sheets, "sanction": sanction, "seen": seen}
    return {f"{name}-{seat.public_id}": value for name, value in sent.items()}


def body(seats, *rows):
    """The rows given first, the others as the page showed them."""
    sent = {}
    for place, seat in enumerate(seats):
        sent |= row(seat, *rows[place]) if place < len(rows) else row(seat)
    return sent


def minuted(seats):
    rows = Seat.objects.filter(pk__in=[seat.pk for seat in seats]).order_by("place")
    return list(rows.values_list("attendance", "sheets", "sanction"))


# Set up


def test_preparing_gives_everybody_on_the_list_a_seat(client):
    campaign = builders.campaign_with_closed_list(code="DOT-2", regulation=written_regulation())
    people = crew(campaign)
    client.force_login(people.secretary)
    url = reverse("exams:sitting-prepare", args=[campaign.code])

    assert f'href="{url}"' in client.get(reverse("exams:exam-list")).text
    wrong = client.post(url, {"held_on": "31/02/2026", "place": ""})
    assert set(wrong.context["form"].errors) == {"held_on", "place"}
    done = client.post(url, {"held_on": "01/06/2026", "place": "Hội trường A"})
    twice = client.post(url, {"held_on": "01/06/2026", "place": "Hội trường A"})

    assert done.url == reverse("exams:exam-detail", args=[campaign.code])
    assert (twice.status_code, twice.context["exception"]) == (403, "Kỳ thi đã bắt đầu.")
    assert Seat.objects.filter(sitting__exam__campaign=campaign).count() == 2


def test_an_exam_without_a_written_round_has_no_such_pages(client):
    exam = builders.exam_at(Exam.State.PRESENTING)
    client.force_login(builders.secretary(exam.campaign))
    for name in ("sitting", "sitting-print", "codes", "map-opening"):
        assert client.get(reverse(f"exams:{name}", args=[exam.campaign.code])).status_code == 404


# The minutes


def test_rows_that_were_filled_are_minuted(clerk, url, seats):
    with written() as kinds:
        sent = body(seats, ("sat", "3", "reprimand"), ("absent",))
        assert clerk.post(url, sent).url == f"{url}?page=1"

    assert kinds == ["seat.amended", "seat.amended"]
    assert minuted(seats) == [("sat", 3, "reprimand"), ("absent", 0, ""), ("expected", 0, "")]
    page = clerk.get(url)
    assert "2 / 3" in page.text
    counts = page.context["counts"]
    assert (counts.sat, counts.absent, counts.suspended, counts.sheets) == (1, 1, 0, 3)
    assert "Khiển trách (trừ 25%)" in page.text


def test_a_grid_sent_twice_is_minuted_once(clerk, url, seats):
    sent = body(seats, ("sat", "2"))
    clerk.post(url, sent)
    with written() as kinds:
        assert clerk.post(url, sent).status_code == 302
    assert kinds == []


def test_one_wrong_row_keeps_all_back_and_shows_what_was_typed(clerk, url, seats):
    sent = body(seats, ("sat", "4"), ("absent", "2"), ("expected", "1"))
    with written() as kinds:
        page = clerk.post(url, sent)

    assert (page.status_code, kinds) == (200, [])
    errors = page.context["grid"].errors
    assert set(errors) == {f"sheets-{seats[1].public_id}", f"attendance-{seats[2].public_id}"}
    assert 'value="4"' in page.text
    assert minuted(seats) == [("expected", 0, "")] * 3


@pytest.mark.parametrize("sheets", ["-1", "100", "hai", "1,5"])
def test_sheets_that_are_no_number_are_refused(clerk, url, seats, sheets):
    page = clerk.post(url, body(seats, ("sat", sheets)))
    assert set(page.context["grid"].errors) == {f"sheets-{seats[0].public_id}"}


def test_a_sanction_needs_a_paper(clerk, url, seats):
    page = clerk.post(url, body(seats, ("absent", "", "warning")))
    assert set(page.context["grid"].errors) == {f"sanction-{seats[0].public_id}"}


def test_all_others_handed_in_by_one_button(clerk, url, seats):
    clerk.post(url, body(seats, ("suspended",)) | {"all_sat": "1"})
    assert minuted(seats) == [("suspended", 0, ""), ("sat", 1, ""), ("sat", 1, "")]


def test_a_row_somebody_else_changed_meanwhile_is_not_overwritten(clerk, url, seats):
    clerk.post(url, body(seats, ("absent",)))
    with written() as kinds:
        stale = clerk.post(url, body(seats, ("sat", "1"), ("sat", "1")))
    assert kinds == []
    assert "Người khác vừa ghi nhận dòng này." in str(stale.context["grid"].errors)
    clerk.post(url, body(seats, ("sat", "1", "", "absent:0:")))
    assert minuted(seats)[0] == ("sat", 1, "")


@pytest.mark.parametrize("seen", ["", "sat", "sat:x:", "sat:²:", "::::"])
def test_a_row_no_page_showed_is_not_taken(clerk, url, seats, seen):
    page = clerk.post(url, body(seats, ("sat", "1", "", seen)))
    assert page.status_code == 200
    assert minuted(seats)[0] == ("expected", 0, "")


def test_the_rows_come_by_pages_and_only_the_page_is_sent(clerk, url, seats, monkeypatch):
    monkeypatch.setattr("exams.views.sitting.PAGE", 2)
    assert len(clerk.get(url).context["grid"].seats) == 2
    done = clerk.post(f"{url}?page=2", row(seats[2], "sat", "1"))
    assert done.url == f"{url}?page=2"
    assert minuted(seats) == [("expected", 0, ""), ("expected", 0, ""), ("sat", 1, "")]


# Who


def test_the_council_reads_and_does_not_minute(client, people, url, seats):
    client.force_login(people.chair)
    page = client.get(url)
    assert page.context["grid"] is None
    assert seats[0].application.full_name in page.text
    refused = client.post(url, body(seats, ("sat", "1")))
    reason = "Chỉ thành viên Ban coi thi hoặc Tổ thư ký của đợt thi được làm việc này."
    assert (refused.status_code, refused.context["exception"]) == (403, reason)
    assert minuted(seats)[0] == ("expected", 0, "")


def test_markers_and_the_header_board_know_no_seat(client, people, exam, seats):
    for user in (*people.markers, people.head, people.header):
        client.force_login(user)
        for name in ("sitting", "sitting-print"):
            address = reverse(f"exams:{name}", args=[exam.campaign.code])
            assert client.get(address).status_code == 404
            assert client.post(address, body(seats)).status_code in (404, 405)
        for name in ("exam-detail", "codes", "map-opening"):
            page = client.get(reverse(f"exams:{name}", args=[exam.campaign.code]))
            assert page.status_code == 200
            assert not any(seat.application.full_name in page.text for seat in seats)


# The end


def test_finishing_waits_for_every_row_and_for_its_minutes(clerk, exam, url, seats):
    finish = reverse("exams:sitting-finish", args=[exam.campaign.code])
    early = clerk.post(finish, {"minutes_no": "01/BB"})
    reason = "Còn 3 thí sinh chưa ghi nhận có mặt."
    assert (early.status_code, early.context["exception"]) == (403, reason)
    assert reason in clerk.get(url).text

    clerk.post(url, body(seats) | {"all_sat": "1"})
    nameless = clerk.post(finish, {"minutes_no": " "})
    assert set(nameless.context["finish_form"].errors) == {"minutes_no"}
    assert clerk.post(finish, {"minutes_no": "01/BB"}).status_code == 302
    assert clerk.post(finish, {"minutes_no": "02/BB"}).status_code == 403
    exam.refresh_from_db()
    assert (exam.state, exam.sitting.minutes_no) == (Exam.State.SAT, "01/BB")


def test_after_the_end_the_rows_are_only_read(clerk, exam, url, seats, people):
    hold_sitting(Script(exam, people, MARKS))
    page = clerk.get(url)
    assert page.context["grid"] is None
    assert "Buổi thi viết đã kết thúc, không ghi nhận thêm." in page.text
    assert clerk.post(url, body(seats, ("absent",))).status_code == 403
    assert minuted(seats) == [("sat", 2, "")] * 3


def test_the_list_for_the_door_has_every_name_in_order(clerk, exam, seats):
    page = clerk.get(reverse("exams:sitting-print", args=[exam.campaign.code]))
    numbers = [seat.application.number for seat in page.context["seats"]]
    assert numbers == sorted(seat.application.number for seat in seats)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in page.text
    assert page["Cache-Control"] == "no-store"
