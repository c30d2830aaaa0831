"""Who reads a letter and who wrote it; what the law erases; what the database keeps."""

import pytest

from audit import clock
from audit.models import Payload
from audit.verification import verify
from candidates import complaint_rules as rules
from candidates import complaint_workflow as verbs
from candidates.complaint_queries import altered_letters
from candidates.models import Complaint, ComplaintSender, LetterReaders
from desk.queries import visible_log
from tests import builders as make
from tests import letters
from tests.reset import without_state_triggers
from tests.trail import refused, refused_by_database, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    return make.opening_at("PUBLISHED").campaign


@pytest.fixture
def hr(campaign):
    return make.officer(campaign.host)


@pytest.fixture
def hr_2(campaign):
    return make.officer(campaign.host, n=2)


@pytest.fixture
def head(campaign):
    return make.officer(campaign.host, make.HEAD)


@pytest.fixture
def inspector(campaign):
    return make.officer(campaign.host, "inspector")


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_who_sees_which_letters(campaign, hr, hr_2, head, inspector):
    plain, grave = letters.sent(campaign), letters.sent(campaign, "DENUNCIATION")
    stranger = make.officer(make.agency("BO-B"), make.HEAD)

    def seen(user):
        return set(Complaint.objects.visible_to(user))

    assert seen(head) == seen(inspector) == {plain, grave}
    assert seen(hr) == seen(hr_2) == {plain}
    assert seen(stranger) == seen(make.user("khach@example.vn")) == set()
    letters.readers(campaign)
    assert seen(hr_2) == {plain, grave}
    letters.taken(grave, hr)
    assert seen(hr) == {plain, grave}


def test_a_letter_about_the_head_is_kept_from_the_head(campaign, head, inspector):
    row = letters.sent(campaign, "DENUNCIATION", concerns_head=True)

    assert row.about == head
    assert row not in Complaint.objects.visible_to(head)
    letters.readers(campaign)
    row = verbs.assign(row, make.officer(campaign.host), by=inspector)
    assert row.state == "HANDLED"


def test_the_name_of_a_denouncer_is_for_two_persons(campaign, hr, hr_2, head, inspector):
    row = letters.taken(letters.sent(campaign, "DENUNCIATION"))
    only_two = "Danh tính người tố cáo chỉ hai người được nêu tên mới đọc được."
    for user in (hr, hr_2, head, inspector):
        assert rules.can_read_sender(user, row).reason == only_two
    with written() as kinds:
        letters.readers(campaign)
    assert kinds == ["letterreaders.added"]

    assert [bool(rules.can_read_sender(user, row)) for user in (hr, hr_2, head, inspector)] == [
        *(False, True, False, True)
    ]
    with written() as kinds:
        verbs.name_readers(campaign, hr, head, by=head)
    assert kinds == ["letterreaders.amended"]
    assert [bool(rules.can_read_sender(user, row)) for user in (hr, hr_2, head, inspector)] == [
        *(True, False, True, False)
    ]


def test_of_other_letters_the_desk_and_the_owner_read_the_name(campaign, hr, head, inspector):
    row = letters.sent(campaign)
    assert [bool(rules.can_read_sender(user, row)) for user in (hr, head, inspector)] == [
        *(True, True, False)
    ]
    row = letters.taken(row, inspector)
    assert rules.can_read_sender(inspector, row)
    bare = letters.sent(campaign, "FEEDBACK", sender={})
    assert rules.can_read_sender(hr, bare).reason == "Đơn không ghi danh tính người gửi."


def test_the_words_of_a_denunciation(campaign, hr, head, inspector):
    row = letters.sent(campaign, "DENUNCIATION")
    assert rules.can_read_text(head, row)
    assert not rules.can_read_text(inspector, row)
    letters.readers(campaign)
    assert rules.can_read_text(inspector, row)
    assert rules.can_read_text(hr, letters.taken(row, hr))


def test_readers_are_named_by_the_head_and_fit(campaign, hr, hr_2, head):
    reason = "Chỉ người đứng đầu cơ quan chủ trì được nêu hai người giữ danh tính người tố cáo."
    with refused(reason):
        verbs.name_readers(campaign, hr, hr_2, by=hr)
    with refused("Phải là hai người khác nhau."):
        verbs.name_readers(campaign, hr, hr, by=head)
    stranger = make.officer(make.agency("BO-B"))
    with refused("Người này không giữ vai trò được xử lý đơn thư của đợt thi."):
        verbs.name_readers(campaign, hr, stranger, by=head)


def test_the_log_tells_nobody_of_a_letter_they_may_not_open(campaign, hr, hr_2, head):
    row = verbs.assign(letters.sent(campaign), hr_2, by=head, about=hr)

    def logged(user):
        return visible_log(user).filter(subject=f"candidates.complaint:{row.pk}").count()

    assert (logged(head), logged(hr_2), logged(hr)) == (2, 2, 0)


# Erasing


def test_erased_by_law_the_chain_still_verifies(campaign, hr):
    row = letters.sent(campaign)
    with written() as kinds:
        verbs.erase_letter(row, by=hr, reason="Hết thời hạn lưu", rule="Luật 91/2025, Điều 14")

    assert kinds == ["letter_erased"]
    assert not ComplaintSender.objects.exists()
    row = fresh(row)
    assert (row.text, row.text_salt, row.is_named) == ("", "", True)
    assert verify().faults == []
    assert altered_letters() == []


def test_altered_words_and_a_lost_sender_are_found(campaign):
    first, second = letters.sent(campaign), letters.sent(campaign)
    Complaint.objects.filter(pk=first.pk).update(text="Không có gì.")
    ComplaintSender.objects.filter(complaint=second).delete()

    assert altered_letters() == [
        f"letter {first.public_id}: its text was altered",
        f"letter {second.public_id}: something is missing",
    ]


# The database


def test_database_keeps_the_sender_as_it_came(campaign):
    letters.sent(campaign)

    with refused_by_database("append-only"):
        ComplaintSender.objects.update(full_name="Người Khác")


@without_state_triggers()
def test_database_refuses_what_no_verb_does(campaign, hr, head):
    row = letters.sent(campaign)
    rows, now = Complaint.objects.filter(pk=row.pk), clock.now()
    closed = {"closed_by": hr, "closed_at": now}
    paper = vars(letters.paper())
    done = {"state": "CONCLUDED", "outcome": "x", **closed, **paper}
    for constraint, values in (
        ("complaint_state_valid", {"state": "HANDLED"}),
        ("complaint_state_valid", {**done, "closed_at": None}),
        ("complaint_says_what_became_of_it", {**done, "outcome": ""}),
        ("complaint_bears_its_document", {**done, "document_no": ""}),
        ("complaint_passed_to_somebody", {**closed, **paper, "state": "PASSED_ON"}),
        (
            "complaint_not_by_whom_it_is_about",
            {"state": "HANDLED", "owner": hr, "about": hr},
        ),
        ("complaint_not_by_whom_it_is_about", {**done, "about": hr}),
        ("complaint_bears_a_name", {"sender_digest": ""}),
        ("complaint_entered_by_somebody", {"entered_by": hr}),
        ("complaint_due_after_receipt", {"due_at": row.received_at}),
    ):
        with refused_by_database(constraint):
            rows.update(**values)
    letters.readers(campaign)
    with refused_by_database("letterreaders_two_persons"):
        LetterReaders.objects.update(first=hr, second=hr)


def test_no_payload_anywhere_holds_who_wrote(campaign, hr, head):
    letters.readers(campaign)
    row = letters.concluded(letters.sent(campaign, "DENUNCIATION"))
    verbs.enter_letter(
        campaign, letters.letter(), by=hr, channel="DESK", received_at=row.received_at
    )

    bodies = " ".join(Payload.objects.values_list("body", flat=True))
    assert [value for value in letters.SENDER.values() if value in bodies] == []
    assert letters.TEXT not in bodies
