"""After publication: what changes, who may, what everybody is told."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.models import TwoPersonRequest
from audit import clock
from audit.models import Checkpoint, LedgerEntry
from audit.rows import row_values
from candidates import workflow as vetting
from candidates.models import Application
from messaging.models import Notice, OutboxMessage
from positions import change_workflow as changes
from positions.change_rules import possible_kinds
from positions.models import Announcement, Opening, OpeningChange, OpeningStep
from positions.subscription_workflow import confirm, subscribe
from tests import builders as make
from tests.reset import remove_triggers

pytestmark = pytest.mark.django_db
State, Kind, Step = Opening.State, OpeningChange.Kind, OpeningStep.Kind
GROUNDS = {"reason": "Thiếu thời gian.", "document_no": "15/TB", "document_on": "2026-02-01"}


def later(opening, days=10):
    return opening.receipt_deadline + timedelta(days=days)


def propose(opening, kind, by=None, **wanted):
    by = by or make.officer(opening.campaign.host)
    grounds = GROUNDS | {"document_on": clock.today()}
    return changes.propose_change(opening, kind, wanted, by=by, **grounds)


def test_an_amendment_is_published_with_the_difference():
    opening = make.opening_at(State.PUBLISHED)
    before = Checkpoint.objects.count()

    opening = make.changed(opening, Kind.AMEND, seats=3)

    assert opening.seats == 3
    notice = Announcement.objects.get(kind="AMENDMENT")
    assert "Chỉ tiêu: trước là 1; nay là 3." in notice.body
    assert "15/TB" in notice.body
    assert "Theo ý kiến cấp có thẩm quyền." in notice.body
    assert Checkpoint.objects.count() > before
    kinds = LedgerEntry.objects.filter(chain=opening.ledger_chain).values_list("kind", flat=True)
    assert {"openingchange.added", "openingchange.made", "opening.amended"} <= set(kinds)


def test_an_extension_moves_the_deadline_and_the_step():
    opening = make.opening_at(State.PUBLISHED)
    wanted = later(opening)

    opening = make.changed(opening, Kind.EXTEND, receipt_deadline=wanted)

    assert (opening.state, opening.receipt_deadline) == (State.PUBLISHED, wanted)
    assert opening.steps.get(kind=Step.RECEIPT).planned_on == changes.last_day_of_receipt(wanted)


@pytest.mark.parametrize(
    ("kind", "state", "outcome"),
    [(Kind.POSTPONE, State.POSTPONED, "POSTPONED"), (Kind.CANCEL, State.CANCELLED, "CANCELLED")],
)
def test_postponed_or_cancelled_has_its_outcome_in_the_reports(kind, state, outcome):
    opening = make.changed(make.opening_at(State.PUBLISHED), kind)

    assert (opening.state, opening.outcome) == (state, outcome)


def test_a_postponed_opening_resumes_with_a_new_deadline():
    opening = make.opening_at(State.POSTPONED)

    opening = make.changed(opening, Kind.RESUME, receipt_deadline=later(opening))

    assert (opening.state, opening.outcome) == (State.PUBLISHED, "")


def short_opening():
    """The receipt is over and one person applied."""
    opening = make.opening_at(State.PUBLISHED)
    make.application_at(Application.State.SUBMITTED, opening)
    return opening


def test_too_few_people_then_nominated_and_received_again():
    opening = short_opening()
    hr = make.officer(opening.campaign.host)
    with clock.at(opening.receipt_deadline + timedelta(minutes=5)):
        opening = vetting.declare_shortfall(opening, by=hr)  # closes the receipt itself
        assert opening.state == State.SHORTFALL
        assert {Kind.EXTEND, Kind.NOMINATE, Kind.WIDEN} <= set(possible_kinds(opening))
        opening = make.changed(opening, Kind.NOMINATE, receipt_deadline=later(opening))
        assert opening.is_receiving
        assert opening.receipt_closed_on is None
        assert opening.steps.get(kind=Step.RECEIPT).done_on is None


def test_a_shortfall_is_not_declared_when_enough_compete_or_still_may():
    opening = short_opening()
    hr = make.officer(opening.campaign.host)
    with pytest.raises(PermissionDenied, match="hết hạn nhận hồ sơ"):
        vetting.declare_shortfall(opening, by=hr)
    make.application_at(Application.State.SUBMITTED, opening)
    with (
        clock.at(opening.receipt_deadline + timedelta(minutes=5)),
        pytest.raises(PermissionDenied, match="Có 2 người, quy chế cần ít nhất 2"),
    ):
        vetting.declare_shortfall(opening, by=hr)


def test_widening_must_change_the_standards():
    opening = short_opening()
    hr = make.officer(opening.campaign.host)
    with clock.at(opening.receipt_deadline + timedelta(minutes=5)):
        opening = vetting.declare_shortfall(opening, by=hr)
        with pytest.raises(ValidationError, match="mở rộng đối tượng"):
            propose(opening, Kind.WIDEN, receipt_deadline=later(opening))


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({}, "phía trước|sau hạn"),
        ({"receipt_deadline": timedelta(days=-1)}, "sau hạn đang có"),
        ({"receipt_deadline": timedelta(days=-100)}, "ở phía trước"),
    ],
)
def test_an_extension_goes_forward(wanted, words):
    opening = make.opening_at(State.PUBLISHED)
    wanted = {name: opening.receipt_deadline + by for name, by in wanted.items()}

    with pytest.raises(ValidationError, match=words):
        propose(opening, Kind.EXTEND, **wanted)


def test_nothing_changed_is_no_amendment():
    opening = make.opening_at(State.PUBLISHED)

    with pytest.raises(ValidationError, match="Không có gì thay đổi"):
        propose(opening, Kind.AMEND, seats=1)


def test_after_the_receipt_only_days_are_amended():
    opening = make.opening_at(State.RECEIPT_CLOSED)
    day = clock.today() + timedelta(days=90)

    with pytest.raises(ValidationError, match="Không có gì thay đổi"):
        propose(opening, Kind.AMEND, seats=5, standards="Khác")
    opening = make.changed(opening, Kind.AMEND, PRESENTATION=day)
    assert opening.steps.get(kind=Step.PRESENTATION).planned_on == day


def test_once_candidates_sit_nothing_is_amended():
    opening = make.opening_at(State.LIST_CLOSED)
    opening.steps.filter(kind=Step.PRESENTATION).update(done_on=clock.today())

    with pytest.raises(PermissionDenied, match="Kỳ thi đã bắt đầu"):
        propose(opening, Kind.AMEND, PRESENTATION=clock.today())


def test_an_extension_proposed_in_time_and_approved_too_late_is_refused():
    opening = make.opening_at(State.PUBLISHED)
    with clock.at(opening.receipt_deadline - timedelta(days=1)):
        propose(opening, Kind.EXTEND, receipt_deadline=later(opening))
    request = TwoPersonRequest.objects.waiting().get(kind="change")

    with (
        clock.at(opening.receipt_deadline + timedelta(seconds=1)),
        pytest.raises(PermissionDenied, match="Đã hết hạn nhận hồ sơ"),
    ):
        make.agreed(request, by=make.officer(opening.authority, make.HEAD))


def test_one_proposal_at_a_time():
    opening = make.opening_at(State.PUBLISHED)
    propose(opening, Kind.CANCEL)

    with pytest.raises(PermissionDenied, match="đang chờ phê duyệt"):
        propose(opening, Kind.POSTPONE)


# Two persons: by verb, page and SQL


def both_roles(opening):
    """An officer who is also the head."""
    return make.member(make.officer(opening.campaign.host), opening.authority, make.HEAD)


def test_who_proposed_a_change_cannot_approve_it_by_verb():
    opening = make.opening_at(State.PUBLISHED)
    someone = both_roles(opening)
    propose(opening, Kind.CANCEL, by=someone)
    request = TwoPersonRequest.objects.waiting().get(kind="change")

    with pytest.raises(PermissionDenied):
        make.agreed(request, by=someone)
    opening.refresh_from_db()
    assert opening.state == State.PUBLISHED


def test_who_proposed_a_change_cannot_approve_it_by_page(client):
    opening = make.opening_at(State.PUBLISHED)
    someone = both_roles(opening)
    propose(opening, Kind.CANCEL, by=someone)
    request = TwoPersonRequest.objects.waiting().get(kind="change")
    client.force_login(someone)

    url = reverse("accounts:request-approve", args=[request.public_id])
    answer = client.post(url, {"digest": request.digest})

    assert answer.status_code == 403
    assert OpeningChange.objects.get().state == "PROPOSED"


MADE = """
    UPDATE positions_openingchange
    SET state = 'MADE', approved_by_id = %s, approved_at = proposed_at WHERE id = %s
"""


@pytest.mark.django_db(transaction=True)
def test_who_proposed_a_change_cannot_approve_it_by_sql():
    """Even where no trigger guards the state, the constraint does; another person passes it."""
    opening = make.opening_at(State.PUBLISHED)
    change = propose(opening, Kind.CANCEL)
    head = make.officer(opening.authority, make.HEAD)
    remove_triggers()

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(MADE, [change.proposed_by_id, change.pk])
    with transaction.atomic(), connection.cursor() as cursor:  # the control
        cursor.execute(MADE, [head.pk, change.pk])


# Who is told


def test_applicants_are_told_and_a_follower_gets_one_mail():
    opening = make.opening_at(State.PUBLISHED)
    applicant = make.application_at(Application.State.SUBMITTED, opening).profile.user
    for address in ("doc.gia@example.vn", applicant.email, "chua.xac.nhan@example.vn"):
        row = subscribe(address, opening=opening)
        if "chua" not in address:
            confirm(row)
    OutboxMessage.objects.all().delete()

    make.changed(opening, Kind.AMEND, seats=2)

    mails = OutboxMessage.objects.filter(subject__startswith="Điều chỉnh thông báo")
    assert sorted(mails.values_list("to", flat=True)) == sorted(
        ["doc.gia@example.vn", applicant.email]
    )
    assert Notice.objects.filter(user=applicant, key__startswith="change:").count() == 1
    follower = mails.get(to="doc.gia@example.vn")
    assert "Chỉ tiêu: trước là 1; nay là 2." in follower.body
    assert follower.unsubscribe_url in follower.body


def test_page_proposes_and_shows_the_difference(client):
    opening = make.opening_at(State.PUBLISHED)
    client.force_login(make.officer(opening.campaign.host))
    url = reverse("positions:change-propose", args=[opening.code])

    kinds = client.get(url).content.decode()
    assert "Gia hạn nhận hồ sơ" in kinds
    assert "Tiếp tục thi tuyển" not in kinds
    refused = client.post(f"{url}?kind=AMEND", {"seats": "2", "document_no": "15/TB"})
    assert refused.status_code == 200
    assert "Chưa lưu được" in refused.content.decode()
    assert 'value="2"' in refused.content.decode()  # what was typed stays
    body = {
        "seats": "2",
        "unit": "",
        "standards": opening.standards,
        "PRESENTATION": "",
        "reason": "Thêm một chỉ tiêu.",
        "document_no": "15/TB",
        "document_on": "01/02/2026",
    }
    page = client.post(f"{url}?kind=AMEND", body, follow=True).content.decode()
    assert "<del>1</del> → <ins>2</ins>" in page


# Opened anew


def test_an_unfilled_post_is_opened_anew_and_both_chains_say_so():
    opening = make.opening_at(State.CANCELLED)
    other = make.campaign("DOT-2", opening.campaign.host)

    draft = changes.reopen_opening(opening, other, "MOI-1", by=make.officer(other.host))

    assert (draft.state, draft.reopened_from, draft.campaign) == (State.DRAFT, opening, other)
    assert draft.standards == opening.standards
    chains = LedgerEntry.objects.filter(kind__in=["opening_reopened", "opening.added"])
    assert {opening.ledger_chain, draft.ledger_chain} <= set(chains.values_list("chain", flat=True))


def test_a_column_of_a_later_version_leaves_old_entries_true():
    opening = make.opening_at(State.DRAFT)

    assert "reopened_from_id" not in row_values(opening)
    opening.reopened_from_id = 7
    assert row_values(opening)["reopened_from_id"] == 7


@pytest.mark.parametrize("state", [State.PUBLISHED, State.DRAFT, State.RECEIPT_CLOSED])
def test_a_running_opening_is_not_opened_anew(state):
    opening = make.opening_at(state)
    other = make.campaign("DOT-2", opening.campaign.host)

    with pytest.raises(PermissionDenied, match="Chỉ mở lại"):
        changes.reopen_opening(opening, other, "MOI-1", by=make.officer(other.host))


def test_a_dropped_opening_does_not_hold_up_the_list_and_gets_no_numbers():
    campaign = make.campaign()
    dropped = make.opening_at(State.PUBLISHED, campaign)
    with_people = make.opening_at(State.PUBLISHED, campaign)
    left_out = make.application_at(Application.State.SUBMITTED, dropped)
    for _n in range(2):
        make.application_at(Application.State.ELIGIBLE, with_people)
    make.changed(dropped, Kind.POSTPONE)
    first, second = make.officer(campaign.host), make.officer(campaign.host, n=2)

    with clock.at(with_people.receipt_deadline + timedelta(minutes=5)):
        make.approve_list(campaign)
        make.agreed(vetting.ask_to_close_list(campaign, by=first), by=second)

    left_out.refresh_from_db()
    dropped.refresh_from_db()
    assert (left_out.number, dropped.state) == ("", State.POSTPONED)
    assert with_people.applications.exclude(number="").count() == 2
