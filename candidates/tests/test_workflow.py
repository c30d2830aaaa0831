from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from agencies.models import EthnicGroup
from audit import clock
from audit.ledger import actor_id
from audit.models import LedgerEntry
from audit.transitions import TransitionNotAllowed, move
from candidates import vetting_workflow as vetting
from candidates import workflow
from candidates.models import Application, DossierItem, EligibilityCheck
from candidates.queries import late_applications
from documents.models import StoredFile
from messaging.models import Notice, OutboxMessage
from positions.models import Opening
from tests.builders import application_at, candidate, decided, officer, opening_at, pdf
from tests.reset import without_state_triggers
from tests.trail import quiet, refused, refused_by_database, written

pytestmark = pytest.mark.django_db
State = Application.State
CLOSED = "Đã hết hạn nhận hồ sơ."


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


# Drafts


def test_start_twice_gives_the_same_draft(opening):
    profile = candidate()

    with written() as kinds:
        first = workflow.start_application(opening, profile=profile, by=profile.user)
        again = workflow.start_application(opening, profile=profile, by=profile.user)

    assert kinds == ["application.added"]
    assert first == again
    assert (first.state, first.received_at, first.submitted_at) == (State.DRAFT, None, None)
    assert (first.is_eligible, first.number, first.full_name) == (None, "", "")


def test_draft_source_and_documents_are_kept_row_by_row(opening):
    profile = candidate()
    row = workflow.start_application(opening, profile=profile, by=profile.user)

    with written() as kinds:
        row = workflow.choose_source(row, "IN_PLAN_LOCAL", by=profile.user)
        item = workflow.add_item(
            row, "DEGREE", pdf("bằng.pdf"), by=profile.user, received_at=clock.now()
        )
        item = workflow.remove_item(item, by=profile.user, received_at=clock.now())

    assert kinds == ["application.amended", "dossieritem.added", "dossieritem.removed"]
    assert row.source == "IN_PLAN_LOCAL"
    assert (item.state, item.sha256) == (DossierItem.State.REMOVED, item.file.sha256)
    assert not row.items.kept().exists()


def test_refused_file_leaves_no_row(draft, owner):
    fake = SimpleUploadedFile("don.pdf", b"MZ not a pdf", "application/pdf")
    files = StoredFile.objects.count()

    with quiet(), pytest.raises(ValidationError, match="Chỉ nhận tệp PDF, JPG hoặc PNG"):
        workflow.add_item(draft, "CV_2C", fake, by=owner, received_at=clock.now())
    assert (draft.items.count(), StoredFile.objects.count()) == (1, files)


def test_removed_item_twice_refused_by_the_table(draft, owner):
    item = draft.items.get()
    workflow.remove_item(item, by=owner, received_at=clock.now())

    with quiet(), pytest.raises(TransitionNotAllowed):
        workflow.remove_item(item, by=owner, received_at=clock.now())


# Submitting


def test_submit_takes_a_snapshot_and_tells_the_owner(draft, owner):
    profile = draft.profile
    profile.ethnicity = EthnicGroup.objects.create(code="01", name="Kinh", is_minority=False)
    profile.is_party_member = True
    workflow.save_profile(profile, by=owner)
    now, received = clock.now(), clock.now() - timedelta(seconds=3)

    with clock.at(now), written() as kinds:
        row = workflow.submit(draft, by=owner, received_at=received)

    assert kinds == ["application.submitted", "filedprofile.added"]
    row.refresh_from_db()
    assert (row.state, row.received_at, row.submitted_at) == (State.SUBMITTED, received, now)
    assert (row.full_name, str(row.birth_on), row.gender) == (
        profile.full_name,
        "1980-02-03",
        "F",
    )
    assert (row.ethnicity_code, row.is_party_member, row.job) == ("01", True, profile.job)
    assert (row.number, row.is_eligible) == ("", None)
    assert "thi sinh" in row.search
    assert row.receipt_code in Notice.objects.get(user=owner).text
    assert OutboxMessage.objects.filter(to=owner.email).count() == 1


def test_submit_twice_gives_one_receipt(draft, owner):
    first = workflow.submit(draft, by=owner, received_at=clock.now())

    with quiet():
        again = workflow.submit(draft, by=owner, received_at=clock.now())

    assert (again.receipt_code, again.received_at) == (first.receipt_code, first.received_at)
    assert Notice.objects.filter(user=owner).count() == 1


def test_second_click_after_the_deadline_still_shows_the_receipt(draft, owner, opening):
    workflow.submit(draft, by=owner, received_at=opening.receipt_deadline)

    late = opening.receipt_deadline + timedelta(hours=1)
    with clock.at(late), quiet():
        again = workflow.submit(draft, by=owner, received_at=late)
    assert again.received_at == opening.receipt_deadline


def test_stranger_with_a_stale_copy_gets_no_receipt(draft, owner):
    workflow.submit(draft, by=owner, received_at=clock.now())
    stranger = candidate().user

    with refused("Đây không phải hồ sơ của bạn."):
        workflow.submit(draft, by=stranger, received_at=clock.now())


@pytest.mark.parametrize("after", [timedelta(seconds=-1), timedelta(0)])
def test_submit_received_in_time_is_taken_even_if_the_clock_is_past(after, draft, owner, opening):
    received = opening.receipt_deadline + after

    with clock.at(opening.receipt_deadline + timedelta(seconds=90)):
        row = workflow.submit(draft, by=owner, received_at=received)
        assert late_applications() == []
    assert (row.state, row.received_at) == (State.SUBMITTED, received)


@pytest.mark.parametrize("after", [timedelta(milliseconds=1), timedelta(seconds=1)])
def test_submit_received_late_refused_even_if_the_clock_is_not(after, draft, owner, opening):
    with refused(CLOSED):
        workflow.submit(draft, by=owner, received_at=opening.receipt_deadline + after)


@without_state_triggers()
def test_submit_after_receipt_was_closed_refused(draft, owner, opening):
    Opening.objects.filter(pk=opening.pk).update(state="RECEIPT_CLOSED")

    with refused(CLOSED):
        workflow.submit(draft, by=owner, received_at=clock.now())


def test_profile_edited_later_does_not_reach_the_application(draft, owner):
    row = workflow.submit(draft, by=owner, received_at=clock.now())
    profile = row.profile
    profile.full_name = "Người Khác"
    workflow.save_profile(profile, by=owner)

    row.refresh_from_db()
    assert row.full_name == "Thí Sinh" + row.full_name.removeprefix("Thí Sinh")
    assert row.full_name != "Người Khác"


def test_withdraw_is_final(opening):
    row = application_at(State.SUBMITTED, opening)
    owner = row.profile.user

    with written() as kinds:
        row = workflow.withdraw(row, by=owner)

    assert (row.state, kinds) == (State.WITHDRAWN, ["application.withdrawn"])
    with refused("Hồ sơ này chưa nộp hoặc đã rút."):
        workflow.withdraw(row, by=owner)
    with refused("Hồ sơ này đã nộp."):
        workflow.submit(row, by=owner, received_at=clock.now())


# Vetting


@pytest.mark.parametrize(("verdict", "reason"), [("ELIGIBLE", ""), ("INELIGIBLE", "Thiếu bằng.")])
def test_two_officers_decide(verdict, reason, opening, hr, second):
    row = application_at(State.SUBMITTED, opening)
    now = clock.now()

    with clock.at(now), written() as kinds:
        check = decided(row, verdict, reason, by=hr)
        row.refresh_from_db()
        assert row.state == State.SUBMITTED
        check = vetting.confirm(check, by=second)

    assert kinds == [
        "eligibilitycheck.added",
        "eligibilitycheck.confirmed",
        f"application.{verdict.lower()}",
    ]
    assert (check.decided_by, check.decided_at, check.confirmed_by, check.confirmed_at) == (
        hr,
        now,
        second,
        now,
    )
    row.refresh_from_db()
    assert (row.state, row.is_eligible, row.number) == (verdict, None, "")
    last = LedgerEntry.objects.filter(chain=row.ledger_chain).latest("seq")
    assert last.actor == actor_id(second)
    notice = Notice.objects.filter(user=row.profile.user).order_by("-pk").first()
    assert notice.code == f"application_{verdict.lower()}"
    assert reason in notice.body


def test_confirm_twice_refused(opening, hr, second):
    check = decided(application_at(State.SUBMITTED, opening), "ELIGIBLE", "", by=hr)
    vetting.confirm(check, by=second)

    with refused("Kết luận này không còn chờ xác nhận."):
        vetting.confirm(check, by=second)


def test_send_back_lets_it_be_decided_anew(opening, hr, second):
    row = application_at(State.SUBMITTED, opening)
    check = decided(row, "INELIGIBLE", "Thiếu bằng.", by=hr)

    with written() as kinds:
        check = vetting.send_back(check, by=second, reason="Bằng có ở trang 3.")

    assert (check.state, kinds) == ("RETURNED", ["eligibilitycheck.returned"])
    row.refresh_from_db()
    assert row.state == State.SUBMITTED
    assert decided(row, "ELIGIBLE", "", by=second).state == "PROPOSED"


def test_send_back_by_the_same_officer_refused(opening, hr):
    check = decided(application_at(State.SUBMITTED, opening), "ELIGIBLE", "", by=hr)

    with refused("Người thẩm định không được tự xác nhận: cần cán bộ thứ hai."):
        vetting.send_back(check, by=hr, reason="x")


# The table and the database


@pytest.mark.parametrize("source", list(State))
def test_move_follows_the_table_only(source):
    for target in set(State) - Application.TRANSITIONS[source]:
        with pytest.raises(TransitionNotAllowed):
            move(Application(state=source), target, by=None)


@without_state_triggers()
def test_database_refuses_what_no_verb_does(draft):
    broken = (
        ("application_state_valid", {"state": "PASSED"}),
        ("application_live_has_profile", {"profile": None}),
        ("application_live_has_profile", {"origin": "IMPORTED"}),
        ("application_submitted_whole", {"state": "ELIGIBLE"}),
        ("application_submitted_whole", {"submitted_at": "2026-01-01T00:00:00Z"}),
    )
    for constraint, values in broken:
        with refused_by_database(constraint):
            Application.objects.filter(pk=draft.pk).update(**values)


def test_database_refuses_a_second_application_and_a_second_number(draft, opening):
    other = application_at(State.DRAFT, opening)

    with refused_by_database():
        Application.objects.filter(pk=other.pk).update(profile=draft.profile)
    Application.objects.filter(pk=draft.pk).update(number="001")
    with refused_by_database():
        Application.objects.filter(pk=other.pk).update(number="001")


@without_state_triggers()
def test_database_refuses_a_verdict_no_verb_gives(opening, hr):
    check = decided(application_at(State.SUBMITTED, opening), "ELIGIBLE", "", by=hr)
    broken = (
        ("eligibilitycheck_state_valid", {"state": "CONFIRMED"}),
        ("eligibilitycheck_state_valid", {"state": "DONE"}),
        ("eligibilitycheck_reasoned", {"verdict": "INELIGIBLE"}),
    )
    for constraint, values in broken:
        with refused_by_database(constraint):
            EligibilityCheck.objects.filter(pk=check.pk).update(**values)


@without_state_triggers()
def test_database_refuses_one_officer_as_both_and_a_second_open_check(opening, hr):
    row = application_at(State.SUBMITTED, opening)
    check = decided(row, "ELIGIBLE", "", by=hr)

    with refused_by_database("eligibilitycheck_two_persons"):
        EligibilityCheck.objects.filter(pk=check.pk).update(
            state="CONFIRMED", confirmed_by=hr, confirmed_at=clock.now()
        )
    with refused_by_database():
        EligibilityCheck.objects.bulk_create(
            [EligibilityCheck(application=row, verdict="ELIGIBLE", decided_by=hr,
                              decided_at=clock.now())]
        )  # fmt: skip


@without_state_triggers()
def test_database_refuses_unknown_state_of_an_item(draft):
    with refused_by_database("dossieritem_state_valid"):
        DossierItem.objects.filter(application=draft).update(state="LOST")
