"""Two-person requests, whatever they are about; membership stands for a kind."""

import itertools
from datetime import timedelta

import pytest

from accounts import approvals, workflow
from accounts.models import TwoPersonRequest
from accounts.rules import can_decide, can_withdraw
from agencies.models import Membership
from agencies.workflow import end_membership, propose_membership
from audit import clock
from audit.models import LedgerEntry
from audit.transitions import TransitionNotAllowed, changing, move
from tests.builders import agency, agreed, member, officer, user
from tests.reset import without_state_triggers
from tests.trail import quiet, refused, refused_by_database, written

pytestmark = pytest.mark.django_db
State, Role = TwoPersonRequest.State, Membership.Role
GONE = "Đề nghị này không còn chờ quyết định."
EXPIRED = "Đề nghị này đã hết hạn; hãy lập đề nghị mới."


@pytest.fixture
def home():
    return agency("BO-A")


@pytest.fixture
def asker(home):
    return officer(home, Role.AGENCY_ADMIN)


@pytest.fixture
def decider(home):
    return officer(home, Role.AGENCY_ADMIN, 2)


@pytest.fixture
def newcomer():
    return user("nguoi.moi@example.vn")


@pytest.fixture
def request_(home, asker, decider, newcomer):
    propose_membership(newcomer, agency=home, role=Role.EXPERT, by=asker)
    return TwoPersonRequest.objects.get()


def membership_of(newcomer):
    return Membership.objects.filter(user=newcomer).latest("pk")


@pytest.mark.parametrize(
    ("kind", "lifetime"),
    [
        ("list", timedelta(minutes=30)),
        ("release", timedelta(minutes=30)),
        ("opening", timedelta(days=14)),
        ("membership", timedelta(days=14)),
    ],
)
def test_kind_lasts_as_long_as_it_may(kind, lifetime):
    assert approvals.KINDS[kind].lifetime == lifetime


def test_every_kind_can_be_named_shown_and_carried_out():
    for code, kind in approvals.KINDS.items():
        assert kind.code == code
        assert str(kind.title)
        assert kind.lifetime in (approvals.CEREMONY, approvals.APPROVAL)


def test_request_fixes_facts_figures_and_time(home, asker, decider, newcomer):
    now = clock.now()
    with clock.at(now), written() as kinds:
        held = propose_membership(newcomer, agency=home, role=Role.EXPERT, by=asker)

    assert kinds == ["membership.added", "twopersonrequest.added"]
    request = TwoPersonRequest.objects.get()
    assert (request.state, request.initiator, request.decider) == (State.PENDING, asker, None)
    assert (request.initiated_at, request.expires_at) == (now, now + timedelta(days=14))
    assert request.approver_scope == "agency_admin@BO-A"
    assert request.digest == workflow.digest_of(approvals.KINDS["membership"], held)
    assert request.figures[0] == ["Người được cử", "Nguoi Moi <nguoi.moi@example.vn>"]
    assert (request.chain, request.agency) == ("system", "BO-A")


def test_approve_carries_the_act_out_once(request_, decider, newcomer):
    now = clock.now()
    with clock.at(now), written() as kinds:
        request = agreed(request_, by=decider)

    assert kinds == ["twopersonrequest.approved", "membership.active"]
    assert (request.state, request.decider, request.decided_at) == (State.APPROVED, decider, now)
    with refused(GONE):
        agreed(request_, by=decider)
    held = membership_of(newcomer)
    assert (held.state, held.granted_by, held.granted_at) == ("ACTIVE", decider, now)


def test_approve_by_the_asker_refused(request_, asker):
    with refused("Người đề nghị không được tự quyết định: cần người thứ hai."):
        agreed(request_, by=asker)


def test_approve_without_the_role_refused(request_, newcomer, home):
    elsewhere = officer(agency("BO-B"), Role.AGENCY_ADMIN)
    hr, root = officer(home), user("root@example.vn", is_superuser=True)

    for nobody in (elsewhere, hr, root, newcomer):
        with refused("Bạn không giữ vai trò được quyết định đề nghị này."):
            agreed(request_, by=nobody)


def test_approve_when_the_role_was_lost_meanwhile_refused(request_, decider, asker):
    assert can_decide(decider, request_)
    end_membership(Membership.objects.get(user=decider), by=asker)

    with refused("Bạn không giữ vai trò được quyết định đề nghị này."):
        agreed(request_, by=decider)


def test_approve_ones_own_role_refused(home, asker, decider):
    propose_membership(decider, agency=home, role=Role.EXPERT, by=asker)

    with refused("Bạn không được tự đồng ý vai trò của chính mình."):
        agreed(TwoPersonRequest.objects.get(), by=decider)


@pytest.mark.parametrize("digest", ["", "0" * 64])
def test_wrong_digest_voids_and_frees_the_subject(digest, request_, decider, newcomer, asker, home):
    with written() as kinds:
        request = workflow.approve(request_, by=decider, digest=digest)

    assert kinds == ["twopersonrequest.void", "membership.ended"]
    assert (request.state, request.decider) == (State.VOID, None)
    assert membership_of(newcomer).state == "ENDED"
    assert propose_membership(newcomer, agency=home, role=Role.EXPERT, by=asker)


def test_changed_facts_void(request_, decider, newcomer):
    Membership.objects.filter(user=newcomer).update(role=Role.AUTHORITY_HEAD)

    assert agreed(request_, by=decider).state == State.VOID
    held = membership_of(newcomer)
    assert (held.state, held.granted_by) == ("ENDED", None)


def test_void_refused_and_withdrawn_requests_stay_so(request_, decider):
    workflow.approve(request_, by=decider, digest="")

    with refused(GONE):
        agreed(request_, by=decider)
    with refused(GONE):
        workflow.refuse(request_, by=decider, reason="x")


def test_refuse_gives_the_reason(request_, decider, newcomer):
    with written() as kinds:
        request = workflow.refuse(request_, by=decider, reason="Chưa đủ điều kiện.")

    assert kinds == ["twopersonrequest.refused", "membership.ended"]
    assert (request.state, request.decider, request.reason) == (
        State.REFUSED,
        decider,
        "Chưa đủ điều kiện.",
    )
    assert membership_of(newcomer).granted_at is None


def test_refuse_by_the_asker_refused(request_, asker):
    with refused("Người đề nghị không được tự quyết định: cần người thứ hai."):
        workflow.refuse(request_, by=asker, reason="x")


def test_withdraw_by_the_asker_only(request_, asker, decider):
    with refused("Chỉ người đề nghị mới được rút đề nghị."):
        workflow.withdraw(request_, by=decider)

    with written() as kinds:
        assert workflow.withdraw(request_, by=asker).state == State.WITHDRAWN
    assert kinds == ["twopersonrequest.withdrawn", "membership.ended"]
    with refused(GONE):
        workflow.withdraw(request_, by=asker)


def test_expiry_to_the_instant_without_any_job(request_, decider):
    end = request_.expires_at

    with clock.at(end - timedelta(milliseconds=1)):
        assert can_decide(decider, request_)
        assert TwoPersonRequest.objects.waiting().exists()
        assert workflow.expire_due() == 0
    with clock.at(end):
        assert can_decide(decider, request_).reason == EXPIRED
        assert not TwoPersonRequest.objects.waiting().exists()
        with refused(EXPIRED):
            agreed(request_, by=decider)
        with refused(EXPIRED):
            workflow.refuse(request_, by=decider, reason="x")


def test_expired_request_can_be_taken_back_without_any_job(request_, asker, newcomer, home):
    """Otherwise its subject would wait for `tick` before it can be asked for again."""
    with clock.at(request_.expires_at + timedelta(days=1)):
        assert can_withdraw(asker, request_)
        workflow.withdraw(request_, by=asker)
        assert propose_membership(newcomer, agency=home, role=Role.EXPERT, by=asker)


def test_expire_due_closes_each_once(request_, newcomer):
    with clock.at(request_.expires_at):
        with written() as kinds:
            assert workflow.expire_due() == 1
        with quiet():
            assert workflow.expire_due() == 0

    assert kinds == ["twopersonrequest.expired", "membership.ended"]
    assert membership_of(newcomer).state == "ENDED"
    assert LedgerEntry.objects.latest("pk").actor == "system"


@pytest.mark.parametrize("how", ["expire", "withdraw", "refuse", "approve"])
def test_subject_that_ended_meanwhile_breaks_nothing(how, request_, asker, decider, newcomer):
    """A proposed role may be ended directly; tick must not stumble over its request for ever."""
    end_membership(membership_of(newcomer), by=asker)

    if how == "expire":
        with clock.at(request_.expires_at):
            assert workflow.expire_due() == 1
    elif how == "approve":
        assert agreed(request_, by=decider).state == State.VOID
    elif how == "refuse":
        assert workflow.refuse(request_, by=decider, reason="x").state == State.REFUSED
    else:
        assert workflow.withdraw(request_, by=asker).state == State.WITHDRAWN
    assert membership_of(newcomer).state == "ENDED"


def test_second_request_over_the_same_row_refused(request_, newcomer, asker):
    held = membership_of(newcomer)

    with (
        refused("Đã có một đề nghị đang chờ người thứ hai."),
        changing(held) as row,
    ):
        workflow.ask_second_person("membership", row, by=asker, approver_scope="agency_admin@BO-A")


def test_visible_to_the_asker_and_the_deciders_only(request_, asker, decider, newcomer, home):
    seen = TwoPersonRequest.objects.visible_to

    assert [seen(each).count() for each in (asker, decider)] == [1, 1]
    third = member(user("thu.ba@example.vn"), home, Role.AGENCY_ADMIN)
    assert seen(third).count() == 1
    for nobody in (newcomer, officer(home), officer(agency("BO-B"), Role.AGENCY_ADMIN)):
        assert seen(nobody).count() == 0


@pytest.mark.parametrize("source", list(State))
def test_move_follows_the_table_only(source):
    for target in set(State) - TwoPersonRequest.TRANSITIONS[source]:
        with pytest.raises(TransitionNotAllowed):
            move(TwoPersonRequest(state=source), target, by=None)


@without_state_triggers()
def test_database_refuses_what_no_verb_does(request_, asker, decider):
    rows, now = TwoPersonRequest.objects.filter(pk=request_.pk), clock.now()
    decided = {"decider": decider, "decided_at": now}

    broken = [("twopersonrequest_(state_valid|decided_by_somebody)", {"state": "MAYBE"})]
    broken += [
        ("twopersonrequest_two_persons", {"state": state, "decider": asker, "decided_at": now})
        for state in ("APPROVED", "REFUSED")
    ]
    broken += [
        ("twopersonrequest_decided_by_somebody", {"state": state} | half)
        for state, half in itertools.product(
            ("APPROVED", "REFUSED"), ({}, {"decider": decider}, {"decided_at": now})
        )
    ]
    broken += [
        ("twopersonrequest_decided_by_somebody", {"state": state} | decided)
        for state in ("PENDING", "WITHDRAWN", "VOID", "EXPIRED")
    ]
    for constraint, values in broken:
        with refused_by_database(constraint):
            rows.update(**values)
