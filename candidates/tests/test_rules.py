from datetime import timedelta

import pytest

from agencies.models import Membership, Person
from agencies.workflow import create_person, found_membership, person_of
from audit import clock
from candidates import rules, vetting_rules, workflow
from candidates import vetting_workflow as vetting
from candidates.models import Application, EligibilityCheck
from positions import workflow as posts
from positions.models import Duty, Opening
from tests.builders import (
    agency,
    application_at,
    campaign,
    candidate,
    decided,
    member,
    officer,
    opening_at,
    pdf,
    user,
)
from tests.reset import without_state_triggers
from tests.trail import quiet, refused, refused_by_database

pytestmark = pytest.mark.django_db
State, Board = Application.State, Duty.Board
HAS_DUTY = "Người có nhiệm vụ trong đợt thi không được dự tuyển."
COMPETES = "Bạn đang dự tuyển trong đợt thi này nên không được làm việc này."
NOT_OWN = "Đây không phải hồ sơ của bạn."
BY_TRIGGER = "a candidate holds no duty in the campaign"


@pytest.fixture
def opening():
    return opening_at(Opening.State.PUBLISHED)


@pytest.fixture
def draft(opening):
    return application_at(State.DRAFT, opening)


@pytest.fixture
def owner(draft):
    return draft.profile.user


@pytest.fixture
def hr(opening):
    return officer(opening.agency)


@pytest.fixture
def second(opening):
    return officer(opening.agency, n=2)


def others(*allowed):
    return [state for state in State if state not in allowed]


def as_if(application, state):
    application.state = state
    return application


# Applying


def test_apply_anybody_with_an_account(opening):
    assert rules.can_apply(candidate().user, opening)


def test_apply_only_while_public_and_receiving(opening):
    for state in set(Opening.State) - {Opening.State.PUBLISHED}:
        opening.state = state

        reason = rules.can_apply(user("a@example.vn"), opening).reason
        assert reason == "Chức danh này hiện không nhận hồ sơ.", state


def test_apply_to_the_very_deadline(opening):
    for after, is_open in ((-1, True), (0, True), (0.001, False), (1, False)):
        with clock.at(opening.receipt_deadline + timedelta(seconds=after)):
            assert bool(rules.can_apply(user("a@example.vn"), opening)) is is_open, after


def test_apply_hr_of_the_agency_or_of_the_host_denied(opening, hr):
    reason = "Cán bộ tổ chức phụ trách đợt thi không được dự tuyển trong đợt này."
    elsewhere = opening_at(Opening.State.PUBLISHED, opening.campaign, agency=agency("BO-B"))
    theirs = officer(agency("BO-B"))

    assert rules.can_apply(hr, opening).reason == reason
    assert rules.can_apply(hr, elsewhere).reason == reason
    assert rules.can_apply(theirs, elsewhere).reason == reason
    assert rules.can_apply(theirs, opening)


def test_apply_with_a_duty_denied(opening, hr):
    person = person_of(user("uy.vien@example.vn"))
    for board in Board.values:
        duty = posts.name_duty(opening.campaign, person, board, by=hr)
        assert rules.can_apply(person.user, opening).reason == HAS_DUTY, board

        posts.end_duty(duty, by=hr)
        assert rules.can_apply(person.user, opening)


def test_start_in_somebody_elses_profile_refused(opening):
    stranger, profile = user("nguoi.la@example.vn"), candidate()

    with refused("Đây không phải lý lịch của bạn."):
        workflow.start_application(opening, profile=profile, by=stranger)


# Candidate × every board, in the database


@pytest.mark.parametrize("state", [State.SUBMITTED, State.ELIGIBLE, State.INELIGIBLE])
def test_candidate_is_named_to_no_board(state, opening, hr):
    person = person_of(application_at(state, opening).profile.user)

    for board in Board.values:
        with refused("Người này đang dự tuyển trong đợt thi: không được ở ban, hội đồng nào."):
            posts.name_duty(opening.campaign, person, board, by=hr)
        with refused_by_database(BY_TRIGGER):
            Duty.objects.bulk_create([Duty(campaign=opening.campaign, person=person, board=board)])


@without_state_triggers()
def test_candidates_ended_duty_cannot_be_revived(opening, hr):
    person = person_of(candidate(1).user)
    duty = posts.name_duty(opening.campaign, person, Board.COUNCIL, by=hr)
    posts.end_duty(duty, by=hr)
    application_at(State.SUBMITTED, opening, candidate(1))

    with refused_by_database(BY_TRIGGER):
        Duty.objects.filter(pk=duty.pk).update(state="ACTIVE")


def test_withdrawn_draft_and_other_campaigns_leave_the_boards_free(opening, hr):
    for state in (State.DRAFT, State.WITHDRAWN):
        application = application_at(state, opening)
        person = person_of(application.profile.user)
        assert posts.name_duty(opening.campaign, person, Board.TECHNICAL, by=hr)
    other = campaign("DOT-2")
    rival = application_at(State.SUBMITTED, opening)
    assert posts.name_duty(other, person_of(rival.profile.user), Board.TECHNICAL, by=hr)


@without_state_triggers()
def test_draft_of_somebody_named_meanwhile_cannot_be_submitted(draft, owner, opening, hr):
    posts.name_duty(opening.campaign, person_of(owner), Board.SECRETARIAT, by=hr)

    with refused(HAS_DUTY):
        workflow.submit(draft, by=owner, received_at=clock.now())
    with refused_by_database(BY_TRIGGER):
        Application.objects.filter(pk=draft.pk).update(state="SUBMITTED", submitted_at=clock.now())


@without_state_triggers()
def test_application_of_a_duty_holder_cannot_be_inserted(opening, hr):
    profile = candidate()
    posts.name_duty(opening.campaign, person_of(profile.user), Board.MARKING, by=hr)
    row = Application(opening=opening, profile=profile, state="SUBMITTED", submitted_at=clock.now())

    with refused_by_database(BY_TRIGGER):
        Application.objects.bulk_create([row])


def test_person_without_a_log_in_is_free(opening, hr):
    application_at(State.SUBMITTED, opening)
    paper = create_person(Person(full_name="Thí Sinh 1"), by=None)

    assert posts.name_duty(opening.campaign, paper, Board.COUNCIL, by=hr)


# Submitting


def test_submit_only_draft(draft, owner):
    assert rules.can_submit(owner, draft, clock.now())

    for state in others(State.DRAFT):
        verdict = rules.can_submit(owner, as_if(draft, state), clock.now())
        assert verdict.reason == "Hồ sơ này đã nộp.", state


def test_submit_not_own_denied(draft):
    reason = rules.can_submit(user("nguoi.la@example.vn"), draft, clock.now()).reason
    assert reason == NOT_OWN


def test_submit_incomplete_names_what_is_missing(draft, owner):
    draft.source = ""
    item = draft.items.get()
    workflow.remove_item(item, by=owner, received_at=clock.now())

    assert rules.can_submit(owner, draft, clock.now()).reason == (
        "Còn thiếu: nguồn dự tuyển, ít nhất một tài liệu."
    )


def test_edit_only_a_draft(draft, owner):
    assert rules.can_edit(owner, draft)

    for state in others(State.DRAFT):
        reason = rules.can_edit(owner, as_if(draft, state)).reason
        assert reason == "Hồ sơ đã nộp, không sửa được nữa.", state


def test_edit_and_files_of_another_refused(draft):
    stranger = candidate().user

    with refused(NOT_OWN):
        workflow.choose_source(draft, "OPEN", by=stranger)
    with refused(NOT_OWN):
        workflow.add_item(draft, "CV_2C", pdf(), by=stranger, received_at=clock.now())
    with refused(NOT_OWN):
        workflow.remove_item(draft.items.get(), by=stranger, received_at=clock.now())


def test_withdraw_needs_a_submitted_one(draft, owner):
    assert rules.can_withdraw(owner, as_if(draft, State.SUBMITTED))

    for state in (State.DRAFT, State.WITHDRAWN):
        reason = rules.can_withdraw(owner, as_if(draft, state)).reason
        assert reason == "Hồ sơ này chưa nộp hoặc đã rút.", state


# Vetting


def test_decide_only_submitted(draft, hr):
    assert vetting_rules.can_decide(hr, as_if(draft, State.SUBMITTED))

    for state in others(State.SUBMITTED):
        reason = vetting_rules.can_decide(hr, as_if(draft, state)).reason
        assert reason == "Hồ sơ này không chờ thẩm định.", state


def test_decide_hr_elsewhere_and_other_roles_denied(opening):
    application = application_at(State.SUBMITTED, opening)
    reason = "Chỉ cán bộ tổ chức của cơ quan có chức danh được thẩm định."
    head = officer(opening.agency, Membership.Role.AUTHORITY_HEAD)

    assert vetting_rules.can_decide(officer(agency("BO-B")), application).reason == reason
    assert vetting_rules.can_decide(head, application).reason == reason


def test_decide_hr_of_the_host_does_not_vet_another_agencys_candidates(opening, hr):
    theirs = opening_at(Opening.State.PUBLISHED, opening.campaign, agency=agency("BO-B"))
    application = application_at(State.SUBMITTED, theirs)

    assert not vetting_rules.can_decide(hr, application)
    assert vetting_rules.can_decide(officer(agency("BO-B")), application)


def test_confirm_same_officer_denied_and_another_may(opening, hr, second):
    application = application_at(State.SUBMITTED, opening)
    check = decided(application, "ELIGIBLE", "", by=hr)

    assert vetting_rules.can_confirm(second, check)
    with refused("Người thẩm định không được tự xác nhận: cần cán bộ thứ hai."):
        vetting.confirm(check, by=hr)
    with refused("Chỉ cán bộ tổ chức của cơ quan có chức danh được thẩm định."):
        vetting.confirm(check, by=application.profile.user)


def test_officer_who_competes_neither_vets_nor_closes(opening, hr):
    """Who applied before the role was given may not decide over rivals, nor over oneself."""
    rival = application_at(State.SUBMITTED, opening)
    own = application_at(State.SUBMITTED, opening)
    insider = member(own.profile.user, opening.agency, Membership.Role.AGENCY_HR)
    check = decided(own, "ELIGIBLE", "", by=hr)

    for application in (rival, own):
        assert vetting_rules.can_decide(insider, application).reason == COMPETES
    with refused(COMPETES):
        vetting.confirm(check, by=insider)
    assert rules.can_prepare_list(insider, opening.campaign).reason == COMPETES
    workflow.withdraw(own, by=insider)
    assert vetting_rules.can_decide(insider, rival)


def test_confirm_after_withdrawal_denied_but_can_be_sent_back(opening, hr, second):
    application = application_at(State.SUBMITTED, opening)
    check = decided(application, "ELIGIBLE", "", by=hr)
    workflow.withdraw(application, by=application.profile.user)
    check.refresh_from_db()

    with refused("Hồ sơ này không chờ thẩm định."):
        vetting.confirm(check, by=second)
    sent = vetting.send_back(check, by=second, reason="Đã rút.")
    assert sent.state == EligibilityCheck.State.RETURNED


def test_decide_with_an_open_verdict_denied(opening, hr, second):
    application = application_at(State.SUBMITTED, opening)
    decided(application, "ELIGIBLE", "", by=hr)

    with refused("Đã có kết luận đang chờ người thứ hai xác nhận."):
        decided(application, "ELIGIBLE", "", by=second)


def test_profile_is_kept_by_its_owner_only():
    profile = candidate()
    profile.job = "Khác"

    with refused("Đây không phải lý lịch của bạn."):
        workflow.save_profile(profile, by=user("nguoi.la@example.vn"))
    with quiet():
        workflow.save_profile(profile, by=profile.user)


@without_state_triggers()
def test_head_has_no_shortcut_and_ended_role_is_no_role(opening, hr):
    application = application_at(State.SUBMITTED, opening)
    leaving = user("nghi@example.vn")
    membership = found_membership(leaving, opening.agency, Membership.Role.AGENCY_HR)
    assert vetting_rules.can_decide(leaving, application)

    type(membership).objects.filter(pk=membership.pk).update(state="ENDED", ended_at=clock.now())
    assert not vetting_rules.can_decide(leaving, application)
