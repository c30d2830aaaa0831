"""Where a change stops: people who compete, time that ran out, values out of bounds."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from accounts.models import TwoPersonRequest
from accounts.workflow import refuse
from audit import clock
from candidates import workflow as vetting
from candidates.models import Application
from exams.workflow.exam import begin_exam
from messaging.models import OutboxMessage
from positions import change_workflow as changes
from positions import workflow as posts
from positions.change_rules import possible_kinds
from positions.models import Announcement, OpeningChange, Title
from positions.reference import load_titles
from positions.standard_workflow import draft_standard
from positions.subscription_workflow import confirm, subscribe
from positions.tests.test_changes import Kind, State, later, propose
from tests import builders as make

pytestmark = pytest.mark.django_db


def test_the_people_of_a_dropped_opening_are_in_no_exam_and_in_no_count():
    campaign = make.campaign()
    dropped = make.opening_at(State.PUBLISHED, campaign)
    kept = make.opening_at(State.PUBLISHED, campaign)
    for opening in (dropped, dropped, kept, kept):
        make.application_at(Application.State.ELIGIBLE, opening)
    waits = make.application_at(Application.State.SUBMITTED, dropped)
    make.changed(dropped, Kind.POSTPONE)
    first, second = make.officer(campaign.host), make.officer(campaign.host, n=2)

    with clock.at(kept.receipt_deadline + timedelta(minutes=5)):
        make.approve_list(campaign)
        make.agreed(vetting.ask_to_close_list(campaign, by=first), by=second)
        campaign.refresh_from_db()
        make.council(campaign, 3)
        exam = begin_exam(campaign, by=make.secretary(campaign))
        with pytest.raises(PermissionDenied, match="Danh sách đã chốt"):
            make.decided(waits, by=first)

    assert {shown.application.opening for shown in exam.presentations.all()} == {kept}
    notice = Announcement.objects.get(kind="LIST")
    assert notice.body.startswith("2 người đủ điều kiện")
    assert vetting.root_of(map(vetting.leaf_of, vetting.list_lines(campaign))) == campaign.list_root


def test_who_competes_changes_nothing():
    opening = make.opening_at(State.PUBLISHED)
    head = make.officer(opening.authority, make.HEAD)
    profile = make.candidate(77)
    rival = make.member(profile.user, opening.authority, make.HEAD)
    make.application_at(Application.State.SUBMITTED, opening, profile)
    propose(opening, Kind.AMEND, seats=2)
    request = TwoPersonRequest.objects.waiting().get(kind="change")

    with pytest.raises(PermissionDenied):
        make.agreed(request, by=rival)
    make.agreed(request, by=head)  # the control


def test_what_was_proposed_in_time_is_made_in_time_or_not_at_all():
    opening = make.opening_at(State.PUBLISHED)
    with clock.at(opening.receipt_deadline - timedelta(days=1)):
        propose(opening, Kind.AMEND, seats=3)
    request = TwoPersonRequest.objects.waiting().get(kind="change")
    head = make.officer(opening.authority, make.HEAD)

    with (
        clock.at(opening.receipt_deadline + timedelta(seconds=60)),
        pytest.raises(PermissionDenied, match="chỉ điều chỉnh được ngày thi"),
    ):
        make.agreed(request, by=head)


def test_a_proposal_that_became_impossible_can_still_be_refused():
    opening = make.opening_at(State.PUBLISHED)
    with clock.at(opening.receipt_deadline - timedelta(days=1)):
        propose(opening, Kind.EXTEND, receipt_deadline=later(opening))
    request = TwoPersonRequest.objects.waiting().get(kind="change")

    with clock.at(opening.receipt_deadline + timedelta(minutes=5)):
        posts.close_due_receipts()
        refuse(request, by=make.officer(opening.authority, make.HEAD), reason="Quá hạn.")

    assert OpeningChange.objects.get().state == "REFUSED"


def test_once_a_presentation_exam_has_begun_no_day_is_amended():
    exam = make.exam_at("SCORED", slips=[["80", "90", "85"], ["70", "75", "72"]])
    opening = exam.campaign.openings.get()

    assert possible_kinds(opening) == []


@pytest.mark.parametrize("seats", [0, 1001, 10**20])
def test_seats_out_of_bounds_are_refused_by_verb_and_form(client, seats):
    opening = make.opening_at(State.PUBLISHED)
    with pytest.raises(ValidationError, match="từ 1 đến 1000"):
        propose(opening, Kind.AMEND, seats=seats)

    client.force_login(make.officer(opening.campaign.host))
    url = reverse("positions:change-propose", args=[opening.code])
    assert client.post(f"{url}?kind=AMEND", {"seats": seats}).status_code == 200


@pytest.mark.parametrize("day", ["31/12/9999", "01/01/0001"])
def test_a_day_at_the_end_of_the_calendar_is_refused_in_words(client, day):
    opening = make.opening_at(State.DRAFT)
    client.force_login(make.officer(opening.campaign.host))
    url = reverse("positions:opening-timetable", args=[opening.code])

    page = client.post(url, {"receipt_deadline": f"17:00 {day}", "ANNOUNCEMENT": day})

    assert page.status_code == 200
    assert "Năm phải từ 2000 đến 2100" in page.content.decode()


def test_a_post_is_opened_anew_once_and_then_not_resumed():
    opening = make.opening_at(State.POSTPONED)
    other = make.campaign("DOT-2", opening.campaign.host)
    hr = make.officer(other.host)
    changes.reopen_opening(opening, other, "MOI-1", by=hr)

    with pytest.raises(PermissionDenied, match="đã mở lại"):
        changes.reopen_opening(opening, other, "MOI-2", by=hr)
    with pytest.raises(PermissionDenied, match="đã mở lại"):
        propose(opening, Kind.RESUME, receipt_deadline=later(opening))


def test_amended_standards_are_no_longer_the_titles(client):
    load_titles()
    hr, host = make.officer(make.agency()), make.agency()
    row = draft_standard(Title.objects.get(code="VT"), host, by=hr)
    opening = make.opening_at(State.PUBLISHED, standard=row)

    opening = make.changed(opening, Kind.AMEND, standards="Đại học.")

    assert opening.standard is None


def test_followers_cost_one_statement(django_assert_max_num_queries):
    opening = make.opening_at(State.PUBLISHED)
    for n in range(40):
        confirm(subscribe(f"doc.gia.{n}@example.vn", opening=opening))
    propose(opening, Kind.AMEND, seats=2)
    request = TwoPersonRequest.objects.waiting().get(kind="change")
    head = make.officer(opening.authority, make.HEAD)

    with django_assert_max_num_queries(90):
        make.agreed(request, by=head)

    assert OutboxMessage.objects.filter(subject__startswith="Điều chỉnh").count() == 40
