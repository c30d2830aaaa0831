from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts import workflow as requests
from accounts.models import TwoPersonRequest
from agencies.models import Membership
from audit import clock
from audit.models import Checkpoint, LedgerEntry
from audit.transitions import TransitionNotAllowed, changing, move
from messaging.models import Notice
from positions import workflow
from positions.models import Announcement, Campaign, Opening, OpeningStep
from tests.builders import agency, agreed, campaign, officer, opening_at, regulation
from tests.reset import without_state_triggers
from tests.trail import quiet, refused, refused_by_database, written

pytestmark = pytest.mark.django_db
State, Kind = Opening.State, OpeningStep.Kind
CLOSES_AFTER = timedelta(seconds=120)


@pytest.fixture
def hr():
    return officer(agency("BO-A"))


@pytest.fixture
def head():
    return officer(agency("BO-A"), Membership.Role.AUTHORITY_HEAD)


def waiting():
    return TwoPersonRequest.objects.get(state=TwoPersonRequest.State.PENDING)


def done_steps(opening):
    return {step.kind: step.done_on for step in opening.steps.all() if step.done_on}


# Campaigns and drafts


def test_create_campaign_begins_its_chain(hr):
    new = Campaign(
        code="DOT-9", name="Đợt 9", host=agency("BO-A"), regulation=regulation(),
        plan_no="9/KH", plan_on=date(2026, 1, 5), contact_name="A", contact_phone="1",
    )  # fmt: skip

    with written() as kinds:
        made = workflow.create_campaign(new, by=hr)

    assert kinds == ["campaign.added"]
    assert (made.created_by, made.published_at, made.list_closed_at) == (hr, None, None)
    assert LedgerEntry.objects.get(chain="campaign:DOT-9").actor == hr.public_id


def test_create_campaign_of_another_agency_refused(hr):
    other = Campaign(code="DOT-9", name="Đợt 9", host=agency("BO-B"), regulation=regulation())

    with refused("Bạn chỉ được lập đợt thi của cơ quan mình."):
        workflow.create_campaign(other, by=hr)


def test_create_opening_takes_over_plan_and_regulation(hr):
    made = campaign()

    with written() as kinds:
        opening = opening_at(State.DRAFT, made)

    assert kinds == ["opening.added"]
    assert (opening.state, opening.regulation, opening.plan_on) == (
        State.DRAFT,
        made.regulation,
        made.plan_on,
    )
    assert done_steps(opening) == {Kind.PLAN: made.plan_on}
    assert set(opening.steps.values_list("kind", flat=True)) == set(Kind) - {
        Kind.WRITTEN,
        Kind.MARKS,
    }


def test_edit_opening_changes_fields_and_planned_days(hr):
    opening, day = opening_at(State.DRAFT), date(2026, 12, 1)

    with written() as kinds:
        edited = workflow.edit_opening(
            opening, by=hr, title="Vụ trưởng Vụ Kế hoạch", presentation_on=day
        )

    assert kinds == ["opening.amended"]
    assert edited.title == "Vụ trưởng Vụ Kế hoạch"
    assert "ke hoach" in edited.search
    assert edited.steps.get(kind=Kind.PRESENTATION).planned_on == day
    assert edited.presentation_on is None


def test_edit_opening_proposed_refused_though_the_copy_is_old(hr):
    stale = opening_at(State.DRAFT)
    workflow.propose_opening(stale, by=hr)

    with refused("Chỉ sửa được khi đang soạn; hãy rút trình trước."):
        workflow.edit_opening(stale, by=hr, title="Khác")


# Two persons


def test_propose_asks_the_head_and_tells_them(hr, head):
    opening = opening_at(State.DRAFT)

    with written() as kinds:
        opening = workflow.propose_opening(opening, by=hr)

    assert kinds == ["opening.proposed", "twopersonrequest.added"]
    assert (opening.state, opening.proposed_by) == (State.PROPOSED, hr)
    request = waiting()
    assert (request.kind, request.approver_scope) == ("opening", "authority_head@BO-A")
    assert request.expires_at - request.initiated_at == timedelta(days=14)
    assert Notice.objects.get(user=head).url == f"/desk/requests/{request.public_id}/"


def test_propose_twice_refused(hr):
    opening = opening_at(State.DRAFT)
    workflow.propose_opening(opening, by=hr)

    with refused("Chỉ trình được bản đang soạn."):
        workflow.propose_opening(opening, by=hr)
    assert TwoPersonRequest.objects.count() == 1


def test_approve_opening_keeps_who_and_when(hr, head):
    opening = opening_at(State.PROPOSED)

    with clock.at(clock.now()), written() as kinds:
        agreed(waiting(), by=head)
        opening.refresh_from_db()
        assert (opening.state, opening.approved_by, opening.approved_at, opening.proposed_by) == (
            State.APPROVED,
            head,
            clock.now(),
            hr,
        )

    assert kinds == ["twopersonrequest.approved", "opening.approved"]


@pytest.mark.parametrize("how", ["refuse", "withdraw", "expire"])
def test_opening_not_approved_is_a_draft_again_and_may_be_proposed_anew(how, hr, head):
    opening = opening_at(State.PROPOSED)
    if how == "refuse":
        requests.refuse(waiting(), by=head, reason="Thiếu tiêu chuẩn.")
    elif how == "withdraw":
        requests.withdraw(waiting(), by=hr)
    else:
        with clock.at(waiting().expires_at):
            assert requests.expire_due() == 1

    opening.refresh_from_db()
    assert (opening.state, opening.proposed_by, opening.approved_by) == (State.DRAFT, None, None)
    assert workflow.propose_opening(opening, by=hr).state == State.PROPOSED


def test_opening_changed_behind_the_head_voids_and_comes_back(hr, head):
    opening = opening_at(State.PROPOSED)
    Opening.objects.filter(pk=opening.pk).update(seats=9)

    assert agreed(waiting(), by=head).state == TwoPersonRequest.State.VOID

    opening.refresh_from_db()
    assert (opening.state, opening.approved_by) == (State.DRAFT, None)


# Publishing


def test_publish_freezes_rules_dates_and_seals(hr):
    opening = opening_at(State.APPROVED)
    now = clock.now()

    with clock.at(now), written() as kinds:
        opening = workflow.publish_opening(opening, by=hr)

    assert kinds == [
        "opening.amended",
        "opening.published",
        "campaign.amended",
        "rules_frozen",
        "announcement.added",
        "sealed",
    ]
    opening.refresh_from_db()
    assert (opening.state, opening.published_at) == (State.PUBLISHED, now)
    assert opening.announced_on == timezone.localdate(now)
    assert done_steps(opening)[Kind.ANNOUNCEMENT] == opening.announced_on
    assert opening.campaign.published_at == now
    notice = Announcement.objects.get()
    assert (notice.kind, notice.opening, notice.published_at) == ("OPENING", opening, now)
    size = LedgerEntry.objects.filter(chain=opening.ledger_chain).count()
    assert list(Checkpoint.objects.values_list("chain", "size")) == [(opening.ledger_chain, size)]


def test_publish_second_opening_freezes_rules_only_once(hr):
    first = opening_at(State.PUBLISHED)
    second = opening_at(State.APPROVED, first.campaign)

    with written() as kinds:
        workflow.publish_opening(second, by=hr)

    assert kinds == ["opening.amended", "opening.published", "announcement.added", "sealed"]


def test_publish_twice_refused_and_announced_once(hr):
    opening = opening_at(State.APPROVED)
    workflow.publish_opening(opening, by=hr)

    with refused("Chỉ công bố chức danh đã được phê duyệt."):
        workflow.publish_opening(opening, by=hr)
    assert Announcement.objects.count() == 1


# Closing of receipt


@pytest.mark.parametrize(
    ("after", "closes"),
    [
        (timedelta(seconds=-1), False),
        (timedelta(0), False),
        (CLOSES_AFTER - timedelta(milliseconds=1), False),
        (CLOSES_AFTER, True),
        (CLOSES_AFTER + timedelta(days=3), True),
    ],
)
def test_receipt_closes_two_minutes_after_the_deadline(after, closes):
    opening = opening_at(State.PUBLISHED)

    with clock.at(opening.receipt_deadline + after), written() as kinds:
        assert workflow.close_due_receipts() == int(closes)
        assert workflow.close_due_receipts() == 0

    opening.refresh_from_db()
    assert kinds == (["opening.receipt_closed", "opening.amended"] if closes else [])
    last_day = timezone.localdate(opening.receipt_deadline) if closes else None
    assert opening.receipt_closed_on == last_day


def test_close_receipt_early_refused():
    opening = opening_at(State.PUBLISHED)

    with clock.at(opening.receipt_deadline), refused("Chưa đến lúc khóa nhận hồ sơ."):
        workflow.close_receipt(opening, by=None)


@pytest.mark.parametrize(
    ("hour", "minute", "second", "day"),
    [(17, 0, 0, 30), (23, 59, 59, 30), (0, 0, 0, 29), (0, 0, 1, 30), (6, 59, 0, 30)],
)
def test_last_day_of_receipt_24_hours_belongs_to_the_day_that_ends(hour, minute, second, day):
    local = timezone.make_aware(timezone.datetime(2026, 6, 30, hour, minute, second))

    assert workflow.last_day_of_receipt(local) == date(2026, 6, day)


# The table and the database


@pytest.mark.parametrize("source", list(State))
def test_move_follows_the_table_only(source):
    opening = Opening(state=source)

    for target in set(State) - Opening.TRANSITIONS[source]:
        with pytest.raises(TransitionNotAllowed):
            move(opening, target, by=None)
    assert opening.state == source


def test_stale_copy_is_not_written_over_the_fresh_row(hr):
    stale = opening_at(State.DRAFT)
    workflow.edit_opening(stale, by=hr, seats=3)

    with changing(stale) as fresh:
        assert fresh.seats == 3
    assert workflow.propose_opening(stale, by=hr).seats == 3


@without_state_triggers()
def test_database_refuses_what_no_verb_does():
    opening = opening_at(State.DRAFT)
    broken = (
        ("opening_(state_valid|approved_by_somebody)", {"state": "OPEN"}),
        ("opening_live_has_campaign", {"campaign": None}),
        ("opening_live_has_campaign", {"origin": "IMPORTED"}),
        ("opening_has_seats", {"seats": 0}),
        ("opening_approved_by_somebody", {"state": "PUBLISHED"}),
        ("opening_approved_by_somebody", {"state": "FILLED"}),
        ("opening_public_has_dates", {"published_at": "2026-01-01T00:00:00Z"}),
    )
    for constraint, values in broken:
        with refused_by_database(constraint):
            Opening.objects.filter(pk=opening.pk).update(**values)


def test_database_refuses_one_person_as_both(hr):
    opening = opening_at(State.APPROVED)

    with refused_by_database("opening_two_persons"):
        Opening.objects.filter(pk=opening.pk).update(approved_by=hr)


def test_database_refuses_half_closed_list():
    made = campaign()

    with refused_by_database("campaign_list_closed_whole"):
        Campaign.objects.filter(pk=made.pk).update(list_root="ab")
    with refused_by_database("campaign_list_closed_whole"):
        Campaign.objects.filter(pk=made.pk).update(list_closed_at=clock.now())


def test_reading_writes_nothing():
    opening = opening_at(State.PUBLISHED)

    with quiet():
        assert opening.is_receiving
        assert not opening.is_closing_due
        assert list(Opening.objects.receiving()) == [opening]


def test_receiving_to_the_very_instant():
    opening = opening_at(State.PUBLISHED)

    for left, is_open in ((1, True), (0, True), (-0.001, False), (-1, False)):
        with clock.at(opening.receipt_deadline - timedelta(seconds=left)):
            assert opening.is_receiving is is_open
            assert Opening.objects.receiving().exists() is is_open
