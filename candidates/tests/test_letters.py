"""Letters: received without their sender, given to somebody apart, concluded by a paper."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from agencies.calendar import VIETNAM
from agencies.models import Membership
from audit import clock
from audit.models import LedgerEntry
from audit.verification import verify
from candidates import complaint_rules as rules
from candidates import complaint_workflow as verbs
from candidates.complaint_queries import altered_letters, letter_counts, open_letters
from candidates.models import Complaint, ComplaintSender
from tests import builders as make
from tests import letters
from tests.trail import quiet, refused, written

pytestmark = pytest.mark.django_db
ABOUT = "Người bị nêu trong đơn không được giải quyết đơn đó."
NOT_TO_GIVE = "Không giao đơn cho người này được."
Kind, State = Complaint.Kind, Complaint.State


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


# Receiving


def test_a_sent_letter_is_one_entry_that_names_nobody(campaign):
    at = clock.now()
    with written() as kinds:
        row = letters.sent(campaign, "DENUNCIATION", at=at)

    assert kinds == ["complaint.added"]
    assert (row.state, row.channel, row.received_at) == ("RECEIVED", "PAGE", at)
    entry = LedgerEntry.objects.get(kind="complaint.added")
    assert (entry.chain, entry.actor) == (campaign.ledger_chain, "system")
    body = entry.payload.body
    assert not any(value in body for value in (*letters.SENDER.values(), letters.TEXT))
    assert row.text_digest in body
    assert row.sender_digest in body
    assert row.receipt_code not in body
    assert (len(row.receipt_code), row.receipt_code[:3]) == (15, "DT-")
    sender = ComplaintSender.objects.get(complaint=row)
    assert sender.facts == letters.SENDER
    assert verify().faults == []
    assert altered_letters() == []


def test_pressed_twice_it_is_one_letter(campaign):
    form = letters.letter()
    first = verbs.send_letter(campaign, form, received_at=clock.now())
    with quiet():
        second = verbs.send_letter(campaign, form, received_at=clock.now())

    assert first == second
    assert (Complaint.objects.count(), ComplaintSender.objects.count()) == (1, 1)


def test_the_same_words_and_sender_have_other_digests_each_time(campaign):
    first, second = letters.sent(campaign), letters.sent(campaign)

    assert first.text_digest != second.text_digest
    assert first.sender_digest != second.sender_digest


def test_from_paper_the_desk_enters_it(campaign, hr, head):
    day = clock.now() - timedelta(days=2)
    with written() as kinds:
        row = verbs.enter_letter(
            campaign, letters.letter("PETITION"), by=hr, channel="POST", received_at=day, about=head
        )

    assert kinds == ["complaint.added"]
    assert (row.channel, row.received_at, row.entered_by, row.about) == ("POST", day, hr, head)
    for nobody in (make.officer(make.agency("BO-B")), make.officer(campaign.host, "inspector")):
        with refused("Chỉ cán bộ tổ chức hoặc người đứng đầu cơ quan chủ trì nhận đơn thư."):
            verbs.enter_letter(
                campaign, letters.letter(), by=nobody, channel="DESK", received_at=day
            )


MONDAY = datetime(2026, 11, 2, 9, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("kind", "accept", "answer"),
    [
        # the 10th day, 12/11; 30 days end on 02/12
        ("COMPLAINT", date(2026, 11, 12), date(2026, 12, 2)),
        # 7 working days: 11/11
        ("DENUNCIATION", date(2026, 11, 11), date(2026, 12, 2)),
        # 10 working days: 16/11; 15 days end on 17/11
        ("PETITION", date(2026, 11, 16), date(2026, 11, 17)),
        ("FEEDBACK", date(2026, 11, 16), date(2026, 11, 17)),
    ],
)
def test_the_last_moments_are_of_the_law(kind, accept, answer):
    def day_of(moment):
        return timezone.localdate(moment - timedelta(seconds=1))

    assert day_of(rules.accept_until(kind, MONDAY)) == accept
    assert day_of(rules.answer_until(kind, MONDAY)) == answer


def test_a_last_day_that_is_a_weekend_moves_to_monday():
    friday = datetime(2026, 11, 27, 9, tzinfo=VIETNAM)  # 30 days end on Sunday 27/12

    moment = rules.answer_until("COMPLAINT", friday)

    assert timezone.localdate(moment - timedelta(seconds=1)) == date(2026, 12, 28)


# Settling


def test_taken_up_and_concluded(campaign, hr, head):
    row = letters.sent(campaign)
    with written() as kinds:
        row = letters.taken(row)
        assert row.due_at == rules.answer_until("COMPLAINT", clock.now())
        row = verbs.conclude(row, "Không có căn cứ.", letters.paper(), by=hr)

    assert kinds == ["complaint.handled", "complaint.concluded"]
    row = fresh(row)
    assert (row.owner, row.outcome, row.document_no) == (hr, "Không có căn cứ.", "45/KL")
    assert (row.closed_by, row.signer) == (hr, "Vương Đình Thọ")
    assert not open_letters(campaign).exists()
    assert verify().faults == []


def test_only_the_owner_concludes_once(campaign, hr_2):
    row = letters.sent(campaign)
    with refused("Đơn này không chờ kết luận."):
        verbs.conclude(row, "x", letters.paper(), by=hr_2)
    row = letters.taken(row)
    with refused("Chỉ người được giao đơn ghi kết luận."):
        verbs.conclude(row, "x", letters.paper(), by=hr_2)
    row = verbs.conclude(row, "x", letters.paper(), by=row.owner)
    with refused("Đơn này không chờ kết luận."):
        verbs.conclude(row, "y", letters.paper(), by=row.owner)


def test_an_owner_who_left_concludes_nothing(campaign, hr):
    row = letters.taken(letters.sent(campaign))
    Membership.objects.filter(user=hr).update(agency=make.agency("BO-B"))

    assert row not in Complaint.objects.visible_to(hr)
    with refused("Bạn không còn được giải quyết đơn thư của đợt thi này."):
        verbs.conclude(row, "x", letters.paper(), by=hr)


def test_given_to_another_the_deadline_stays(campaign, hr_2, head):
    row = letters.taken(letters.sent(campaign))
    due_at = row.due_at
    with clock.at(clock.now() + timedelta(days=3)), written() as kinds:
        row = verbs.assign(row, hr_2, by=head)

    assert kinds == ["complaint.amended"]
    assert (row.owner, row.due_at) == (hr_2, due_at)
    with refused("Đơn đã giao cho người này."):
        verbs.assign(row, hr_2, by=head)


def test_whom_it_is_about_never_has_it(campaign, hr, hr_2, head):
    row = letters.sent(campaign, "PETITION")
    with refused(NOT_TO_GIVE):
        verbs.assign(row, hr, by=head, about=hr)
    with refused(ABOUT):
        verbs.assign(row, hr_2, by=hr, about=hr)
    row = verbs.assign(row, hr_2, by=head, about=hr)

    assert hr not in rules.owners_for(row)
    for act in (
        lambda: verbs.assign(row, hr_2, by=hr),
        lambda: verbs.conclude(row, "x", letters.paper(), by=hr),
        lambda: verbs.dismiss(row, "x", by=hr),
        lambda: verbs.pass_on(row, "x", letters.paper(), by=hr),
    ):
        with refused(ABOUT):
            act()
    assert row not in Complaint.objects.visible_to(hr)
    assert letter_counts(hr) == {"new": 0, "mine": 0, "late": 0}


def test_whom_it_is_about_is_said_once(campaign, hr, hr_2, head, inspector):
    row = verbs.assign(letters.sent(campaign), hr_2, by=head, about=hr)
    row = verbs.assign(row, inspector, by=head, about=head)

    assert row.about == hr


def test_nobody_who_competes_or_marks_has_it(campaign, head):
    row = letters.sent(campaign)
    applicant = make.application_at("SUBMITTED", campaign.openings.get()).profile.user
    make.member(applicant, campaign.host, "inspector")

    with refused(NOT_TO_GIVE):
        verbs.assign(row, applicant, by=head)


def test_complaints_and_denunciations_are_dismissed_by_the_head_only(campaign, hr, head):
    plain = verbs.dismiss(letters.sent(campaign, "FEEDBACK", sender={}), "Trùng.", by=hr)
    assert (plain.state, plain.outcome) == ("DISMISSED", "Trùng.")
    row = letters.sent(campaign)
    with refused("Chỉ người đứng đầu cơ quan quyết định không thụ lý khiếu nại, tố cáo."):
        verbs.dismiss(row, "Hết thời hiệu.", by=hr)
    with written() as kinds:
        verbs.dismiss(row, "Hết thời hiệu.", by=head)
    assert kinds == ["complaint.dismissed"]
    with refused("Đơn này đã kết thúc."):
        verbs.dismiss(row, "Hết thời hiệu.", by=head)


def test_passed_on_it_holds_up_until_the_answer_comes(campaign, hr):
    row = verbs.pass_on(letters.sent(campaign), "Thanh tra Bộ", letters.paper("7/CV"), by=hr)

    assert (row.state, row.passed_to) == ("PASSED_ON", "Thanh tra Bộ")
    assert open_letters(campaign).get() == row
    verbs.conclude(row, "Thanh tra Bộ kết luận không có căn cứ.", letters.paper(), by=hr)
    assert not open_letters(campaign).exists()


def test_without_a_name_a_denunciation_is_information_only(campaign):
    row = letters.sent(campaign, "DENUNCIATION", sender={})

    assert not row.is_named
    assert not ComplaintSender.objects.exists()
    assert not open_letters(campaign).exists()
