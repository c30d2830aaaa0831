"""What is personal goes when its time is over or its person asks; the proof stays green."""

from datetime import date, timedelta

import pytest
from django.db.models import Q
from django.urls import reverse

from accounts.models import TwoPersonRequest
from audit import clock
from audit.models import LedgerEntry, Payload
from audit.verification import verify
from candidates import erasure, retention, workflow
from candidates.models import Application, CandidateProfile
from candidates.objection_workflow import answer_objection, object_to_refusal
from candidates.retention import expired_applications, register_kept
from candidates.same_person import alike
from candidates.vetting_workflow import answer_supplement, ask_supplement
from documents.models import StoredFile
from documents.workflow import missing_blobs
from messaging.models import Notice, OutboxMessage
from positions.models import Opening
from tests import builders as make
from tests import letters, paper_dossiers
from tests.trail import refused, refused_by_database

pytestmark = pytest.mark.django_db
State = Application.State
NAME, JOB, WORDS = "Kiều Thị Ngọc Anpha", "Phó Vụ trưởng Anpha", "Bằng Anpha còn thiếu dấu."
LONG = timedelta(days=6 * 366)


@pytest.fixture
def opening():
    return make.opening_at(Opening.State.PUBLISHED)


@pytest.fixture
def owner():
    return make.candidate(full_name=NAME, job=JOB)


@pytest.fixture
def refusal(opening, owner):
    """A dossier that went through everything: supplement, refusal, objection."""
    row = make.application_at(State.SUBMITTED, opening, owner)
    hr, second = make.officer(opening.agency), make.officer(opening.agency, n=2)
    due_on = clock.today() + timedelta(days=5)
    ask_supplement(row, WORDS, due_on, by=hr)
    row.refresh_from_db()
    answer_supplement(row, WORDS, by=owner.user, received_at=clock.now())
    row.refresh_from_db()
    make.confirm(make.decided(row, "INELIGIBLE", WORDS, by=hr), by=second)
    row.refresh_from_db()
    objection = object_to_refusal(row, WORDS, by=owner.user, received_at=clock.now())
    answer_objection(objection, "REJECTED", WORDS, by=make.officer(opening.agency, n=3))
    return Application.objects.get(pk=row.pk)


def kept_words() -> str:
    """Everything the database still says of anybody, as one text."""
    texts = [Payload.objects.values_list("body", flat=True)]
    texts += [Notice.objects.values_list("text", flat=True)]
    texts += [Notice.objects.values_list("body", flat=True)]
    texts += [OutboxMessage.objects.values_list("body", flat=True)]
    texts += [TwoPersonRequest.objects.values_list("figures", flat=True)]
    texts += [Application.objects.values_list("full_name", flat=True)]
    return "\n".join(str(text) for rows in texts for text in rows)


def test_nothing_personal_is_left_and_the_ledger_verifies(refusal):
    assert NAME in kept_words()
    assert WORDS in kept_words()
    before = LedgerEntry.objects.count()

    erasure.erase_application(refusal, by=None, reason=erasure.TIME_IS_OVER)

    left = kept_words()
    for word in (NAME, JOB, WORDS, refusal.profile.citizen_id, "1980-02-03"):
        assert word not in left, word
    report = verify()
    assert report.faults == []
    assert report.erased > 0
    assert LedgerEntry.objects.count() > before


def test_what_reports_and_the_proof_need_stays(refusal):
    lines = workflow.list_lines(refusal.opening.campaign)

    row = erasure.erase_application(refusal, by=None, reason=erasure.TIME_IS_OVER)

    assert (row.state, row.gender, row.submitted_at) == ("INELIGIBLE", "F", refusal.submitted_at)
    assert workflow.list_lines(refusal.opening.campaign) == lines


def test_a_tampered_row_is_still_named_after_its_erasure(refusal):
    row = erasure.erase_application(refusal, by=None, reason=erasure.TIME_IS_OVER)
    Application.objects.filter(pk=row.pk).update(gender="M")

    assert len(verify().faults) == 1


def test_twice_is_once(refusal):
    erasure.erase_application(refusal, by=None, reason=erasure.TIME_IS_OVER)
    before = LedgerEntry.objects.count()
    erasure.erase_application(refusal, by=None, reason=erasure.TIME_IS_OVER)
    assert LedgerEntry.objects.count() == before


def test_the_database_keeps_no_name_beside_the_mark_of_erasure(refusal):
    with refused_by_database("application_erased_whole|CHECK"):
        Application.objects.filter(pk=refusal.pk).update(erased_at=clock.now())


def test_the_files_go_but_not_those_of_others(
    opening, owner, client, django_capture_on_commit_callbacks
):
    mine, other = (make.application_at(State.SUBMITTED, opening) for _place in range(2))
    path = mine.items.get().file.path
    with django_capture_on_commit_callbacks(execute=True):
        erasure.erase_application(mine, by=None, reason=erasure.TIME_IS_OVER)
    assert path.is_file()  # the other one filed the same bytes
    assert missing_blobs() == []
    client.force_login(mine.profile.user)
    url = reverse("candidates:item-file", args=[mine.items.get().public_id])
    assert client.get(url).status_code == 404

    same = StoredFile.objects.filter(Q(sha256=mine.items.get().sha256), erased_at=None)
    with django_capture_on_commit_callbacks(execute=True):
        erasure.erase_application(other, by=None, reason=erasure.TIME_IS_OVER)
    assert path.is_file() == same.exists()


@pytest.mark.parametrize(("state", "gone"), [("PUBLISHED", False), ("CANCELLED", True)])
def test_a_dossier_is_kept_five_years_after_the_exam_ended(state, gone):
    opening = make.opening_at(Opening.State.PUBLISHED)
    row = make.application_at(State.SUBMITTED, opening)
    if state == "CANCELLED":
        make.changed(opening, "CANCEL")
    with clock.at(clock.now() + timedelta(days=4 * 365)):
        assert expired_applications() == []
    with clock.at(clock.now() + LONG):
        assert [each.pk for each in expired_applications()] == ([row.pk] if gone else [])
        assert erasure.erase_expired() == int(gone)


def test_a_draft_is_kept_ninety_days_after_the_receipt(opening):
    draft = make.application_at(State.DRAFT, opening)
    last = opening.receipt_deadline + retention.DRAFTS_KEPT
    with clock.at(last):
        assert expired_applications() == []
    with clock.at(last + timedelta(seconds=1)):
        assert [row.pk for row in expired_applications()] == [draft.pk]
        assert erasure.erase_expired() == 1
        assert expired_applications() == []
    assert verify().faults == []


def test_whom_a_later_room_keeps_stays(monkeypatch):
    opening = make.opening_at(Opening.State.PUBLISHED)
    make.application_at(State.SUBMITTED, opening)
    make.changed(opening, "CANCEL")
    monkeypatch.setattr(retention, "_kept", [*retention._kept])
    register_kept(lambda rows: rows.none())
    with clock.at(clock.now() + LONG):
        assert expired_applications() == []


def test_ones_own_profile_and_drafts_go_at_once(opening, owner, client):
    make.application_at(State.DRAFT, opening, owner)
    client.force_login(owner.user)

    assert client.post(reverse("candidates:own-erasure")).status_code == 302

    profile = CandidateProfile.objects.get(pk=owner.pk)
    assert (profile.full_name, profile.birth_on, profile.citizen_id) == ("", None, "")
    assert JOB not in kept_words()
    assert LedgerEntry.objects.filter(kind="own_data_erased").count() == 1
    assert verify().faults == []
    apply = reverse("candidates:apply", args=[opening.code])
    assert client.get(apply).url.startswith(reverse("candidates:profile"))


def test_whoever_competes_keeps_the_profile_until_it_is_over(opening, owner, client):
    make.application_at(State.SUBMITTED, opening, owner)
    reason = "Bạn có hồ sơ trong đợt thi đang diễn ra: rút hồ sơ hoặc chờ thi xong rồi mới xóa."
    with refused(reason):
        erasure.erase_own(owner.user)
    client.force_login(owner.user)
    page = client.get(reverse("candidates:own-erasure")).content.decode()
    assert reason in page
    assert "đợt thi chưa xong" in page


def test_without_a_profile_there_is_nothing_to_erase():
    with refused("Bạn không có lý lịch nào trên hệ thống."):
        erasure.erase_own(make.user("khach@example.vn"))


def test_an_erased_profile_cannot_be_filed(opening, owner):
    erasure.erase_own(owner.user)
    row = make.application_at(State.DRAFT, opening, CandidateProfile.objects.get(pk=owner.pk))
    with refused("Còn thiếu: lý lịch."):
        workflow.submit(row, by=owner.user, received_at=clock.now())


def test_a_letter_closed_long_ago_loses_its_words_and_its_sender():
    period = make.campaign()
    closed, waiting = letters.concluded(letters.sent(period)), letters.sent(period)

    with clock.at(clock.now() + LONG):
        assert erasure.erase_expired() == 1

    closed.refresh_from_db()
    waiting.refresh_from_db()
    assert (closed.text, waiting.text) == ("", letters.TEXT)
    assert verify().faults == []


def test_an_open_letter_holds_the_dossiers_of_its_campaign():
    opening = make.opening_at(Opening.State.PUBLISHED)
    make.application_at(State.SUBMITTED, opening)
    letter = letters.sent(opening.campaign)
    make.changed(opening, "CANCEL")
    later = clock.now() + LONG
    with clock.at(later):
        assert expired_applications() == []
    letters.concluded(letter)
    with clock.at(later):
        assert len(expired_applications()) == 1


def test_what_was_erased_is_nobodys_likeness(opening):
    """Empty names and birthdays are alike and say nothing."""
    one, other = (make.application_at(State.SUBMITTED, opening) for _place in range(2))
    for row in (one, other):
        erasure.erase_application(row, by=None, reason=erasure.TIME_IS_OVER)
    one = Application.objects.get(pk=one.pk)
    assert not alike(one, make.officer(opening.agency))


def test_a_dossier_on_paper_that_is_not_compared_is_no_forgotten_draft(opening):
    paper_dossiers.entered(opening)
    with clock.at(opening.receipt_deadline + retention.DRAFTS_KEPT + timedelta(days=1)):
        assert expired_applications() == []


@pytest.mark.parametrize(
    ("day", "years", "then"),
    [
        (date(2026, 8, 31), 5, date(2031, 8, 31)),
        (date(2028, 2, 29), 5, date(2033, 2, 28)),
        (date(2028, 2, 29), -5, date(2023, 2, 28)),
    ],
)
def test_years_are_counted_to_the_day(day, years, then):
    assert retention._years_from(day, years) == then


def test_the_page_says_until_when_and_what_stays(client, monkeypatch):
    opening = make.opening_at(Opening.State.PUBLISHED)
    row = make.application_at(State.SUBMITTED, opening)
    make.changed(opening, "CANCEL")
    client.force_login(row.profile.user)
    page = reverse("candidates:own-erasure")
    last = max(filter(None, opening.steps.values_list("done_on", flat=True)))
    assert f"giữ đến {last.replace(year=last.year + 5):%d/%m/%Y}" in client.get(page).text
    monkeypatch.setattr(retention, "_kept", [lambda rows: rows.none()])
    assert "giữ cùng hồ sơ cán bộ" in client.get(page).text
