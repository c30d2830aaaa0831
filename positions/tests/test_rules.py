from datetime import timedelta

import pytest

from agencies.models import Membership
from audit import clock
from positions.models import Opening
from positions.rules import (
    can_add_opening,
    can_approve_opening,
    can_create_campaign,
    can_edit_opening,
    can_host_campaign,
    can_name_duty,
    can_propose_opening,
    can_publish_opening,
)
from tests.builders import agency, campaign, member, officer, opening_at, user

pytestmark = pytest.mark.django_db
State, Role = Opening.State, Membership.Role
NOT_HR = "Chỉ cán bộ tổ chức của cơ quan chủ trì được làm việc này."
NOT_HEAD = "Chỉ người đứng đầu cơ quan có thẩm quyền được phê duyệt."


@pytest.fixture
def host():
    return agency("BO-A")


@pytest.fixture
def hr(host):
    return officer(host)


@pytest.fixture
def head(host):
    return officer(host, Role.AUTHORITY_HEAD)


@pytest.fixture
def stranger():
    """The same role at another ministry."""
    return officer(agency("BO-B"))


@pytest.fixture
def draft(hr):
    return opening_at(State.DRAFT)


def others(*allowed):
    return [state for state in State if state not in allowed]


def as_if(opening, state):
    """In memory only: what a rule says of a state must not depend on how it was reached."""
    opening.state = state
    return opening


def test_campaign_create_needs_hr_somewhere(host, hr, head):
    assert can_create_campaign(hr)

    assert can_create_campaign(head).reason == "Chỉ cán bộ tổ chức được lập đợt thi."


def test_campaign_host_only_own_agency(host, hr, stranger):
    assert can_host_campaign(hr, host)

    assert can_host_campaign(stranger, host).reason == (
        "Bạn chỉ được lập đợt thi của cơ quan mình."
    )


@pytest.mark.parametrize("rule", [can_edit_opening, can_propose_opening, can_publish_opening])
def test_opening_rules_stranger_denied(rule, draft, stranger):
    assert rule(stranger, draft).reason == NOT_HR


@pytest.mark.parametrize("rule", [can_add_opening, can_name_duty])
def test_campaign_rules_stranger_and_head_denied(rule, draft, hr, head, stranger):
    assert rule(hr, draft.campaign)

    assert rule(stranger, draft.campaign).reason == NOT_HR
    assert rule(head, draft.campaign).reason == NOT_HR


def test_superuser_decides_nothing(draft):
    root = user("root@example.vn", is_superuser=True, is_staff=True)

    assert can_edit_opening(root, draft).reason == NOT_HR
    assert can_approve_opening(root, draft).reason == NOT_HEAD


def test_opening_of_another_agency_both_hr_may_edit(hr, stranger):
    opening = opening_at(State.DRAFT, campaign("DOT-1"), agency=agency("BO-B"))

    assert can_edit_opening(hr, opening)
    assert can_edit_opening(stranger, opening)
    assert not can_edit_opening(officer(agency("BO-C")), opening)


def test_edit_only_draft(draft, hr):
    assert can_edit_opening(hr, draft)

    for state in others(State.DRAFT):
        reason = can_edit_opening(hr, as_if(draft, state)).reason
        assert reason == "Chỉ sửa được khi đang soạn; hãy rút trình trước.", state


def test_propose_only_draft(draft, hr):
    assert can_propose_opening(hr, draft)

    for state in others(State.DRAFT):
        reason = can_propose_opening(hr, as_if(draft, state)).reason
        assert reason == "Chỉ trình được bản đang soạn.", state


def test_propose_incomplete_names_what_is_missing(draft, hr):
    draft.standards, draft.receipt_deadline, draft.authority = "", None, None

    assert can_propose_opening(hr, draft).reason == (
        "Còn thiếu: tiêu chuẩn, điều kiện, hạn nhận hồ sơ, cơ quan có thẩm quyền quyết định."
    )


def test_approve_only_proposed(draft, head):
    assert can_approve_opening(head, as_if(draft, State.PROPOSED))

    for state in others(State.PROPOSED):
        reason = can_approve_opening(head, as_if(draft, state)).reason
        assert reason == "Chức danh này không chờ phê duyệt.", state


def test_approve_head_of_another_agency_denied(draft, hr):
    other = officer(agency("BO-B"), Role.AUTHORITY_HEAD)

    assert can_approve_opening(other, as_if(draft, State.PROPOSED)).reason == NOT_HEAD
    assert can_approve_opening(hr, draft).reason == NOT_HEAD


@pytest.mark.parametrize("column", ["proposed_by", "created_by"])
def test_approve_head_who_wrote_or_proposed_denied(column, draft, head):
    as_if(draft, State.PROPOSED)
    setattr(draft, column, head)

    reason = can_approve_opening(head, draft).reason
    assert reason == "Người soạn hoặc trình không được tự phê duyệt."


def test_approve_ended_or_inactive_head_denied(draft, head):
    as_if(draft, State.PROPOSED)
    head.is_active = False
    head.save()

    assert can_approve_opening(head, draft).reason == NOT_HEAD


def test_publish_only_approved(draft, hr):
    assert can_publish_opening(hr, as_if(draft, State.APPROVED))

    for state in others(State.APPROVED):
        reason = can_publish_opening(hr, as_if(draft, state)).reason
        assert reason == "Chỉ công bố chức danh đã được phê duyệt.", state


@pytest.mark.parametrize(("left", "allowed"), [(1, True), (0, False), (-1, False)])
def test_publish_deadline_must_lie_ahead(left, allowed, draft, hr):
    as_if(draft, State.APPROVED)

    with clock.at(draft.receipt_deadline - timedelta(seconds=left)):
        verdict = can_publish_opening(hr, draft)

    words = "Hạn nhận hồ sơ đã qua: hãy sửa hạn rồi trình lại."
    assert verdict.reason == ("" if allowed else words)


def test_publish_and_add_after_the_list_denied(draft, hr):
    draft.campaign.list_closed_at = clock.now()

    assert can_publish_opening(hr, as_if(draft, State.APPROVED)).reason == (
        "Danh sách của đợt thi đã chốt."
    )
    assert can_add_opening(hr, draft.campaign).reason == (
        "Danh sách của đợt thi đã chốt: không thêm chức danh được nữa."
    )


def test_hr_role_at_the_level_above_is_not_enough(hr):
    child = agency("BO-A.VU", kind="department", parent=agency("BO-A"))
    below = member(user("duoi@example.vn"), child, Role.AGENCY_HR)

    assert can_host_campaign(hr, child).reason == "Bạn chỉ được lập đợt thi của cơ quan mình."
    assert not can_host_campaign(below, agency("BO-A"))
