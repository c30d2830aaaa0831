"""The copy that goes with an application, and two profiles that may be one person's."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Payload
from audit.verification import verify
from candidates import workflow
from candidates.form2c import content_of
from candidates.models import Application, FiledProfile
from candidates.profile_workflow import save_form_2c
from candidates.same_person import alike, alike_in
from candidates.tests.profile_samples import full
from positions.models import Opening
from tests import builders as make
from tests.trail import quiet

pytestmark = pytest.mark.django_db
State = Application.State
NUMBER = "001185000001"
WARNING = "Có thể là một người đăng ký bằng hai tài khoản"


@pytest.fixture
def opening():
    return make.opening_at(Opening.State.PUBLISHED)


@pytest.fixture
def hr(opening):
    return make.officer(opening.agency)


def filed(opening, profile) -> Application:
    return make.application_at(State.SUBMITTED, opening, profile)


def page_of(client, who, row: Application) -> str:
    client.force_login(who)
    return client.get(reverse("candidates:application-detail", args=[row.public_id])).text


# The copy


def test_vetting_reads_what_was_filed_not_what_is_said_today(client, opening, hr):
    profile = full(citizen_id=NUMBER)
    said = content_of(profile)
    row = filed(opening, profile)
    profile.hometown, profile.citizen_id = "Cà Mau", "001185000009"
    save_form_2c(profile, [], by=profile.user)

    assert row.filed.content == said
    page = page_of(client, hr, row)
    for words in (NUMBER, "Hải Phòng", "2024 · hoàn thành tốt nhiệm vụ", "khiển trách"):
        assert words in page
    assert "Cà Mau" not in page
    assert "001185000009" not in page


def test_the_copy_is_in_the_ledger_once_and_a_change_of_it_is_named(opening):
    row = filed(opening, full())
    bodies = [p.body for p in Payload.objects.filter(entry__chain=row.ledger_chain)]

    assert sum("hoàn thành" in body or "EXCELLENT" in body for body in bodies) == 1
    assert sum(row.profile.citizen_id in body for body in bodies) == 1
    assert verify().faults == []
    content = row.filed.content | {"facts": row.filed.content["facts"] | {"job": "Vụ trưởng"}}
    FiledProfile.objects.filter(pk=row.filed.pk).update(content=content)
    assert any("candidates_filedprofile" in fault for fault in verify().faults)


def test_a_second_click_files_no_second_copy(opening):
    row = filed(opening, full())

    with quiet():
        workflow.submit(row, by=row.profile.user, received_at=row.received_at)
    assert FiledProfile.objects.count() == 1


def test_who_may_read_it(opening, hr):
    row = filed(opening, full())

    for who in (row.profile.user, hr):
        assert FiledProfile.objects.visible_to(who).count() == 1
    assert FiledProfile.objects.visible_to(make.candidate().user).count() == 0
    assert FiledProfile.objects.visible_to(make.officer(make.agency("BO-B"))).count() == 0


def test_the_owner_sees_it_with_the_number_masked(client, opening):
    profile = full(citizen_id=NUMBER)
    client.force_login(profile.user)
    draft = make.application_at(State.DRAFT, opening, profile)
    urls = [
        reverse("candidates:application", args=[draft.public_id]),
        reverse("candidates:apply", args=[opening.code]),
    ]
    assert "••••••••0001" in client.get(urls[0]).text
    workflow.submit(draft, by=profile.user, received_at=opening.receipt_deadline)

    page = client.get(urls[0]).text
    assert "Lý lịch theo mẫu 2C" in page
    assert "2024 · hoàn thành tốt nhiệm vụ" in page
    for url in [*urls, reverse("candidates:receipt", args=[draft.public_id])]:
        assert NUMBER not in client.get(url, follow=True).text


# The same person


ALIKE = [
    ({"citizen_id": NUMBER}, {"citizen_id": NUMBER}, True),
    (
        {"full_name": "Nguyễn Văn An", "birth_on": date(1980, 1, 2)},
        {"full_name": "NGUYEN VAN  AN", "birth_on": date(1980, 1, 2)},
        False,
    ),
]
UNLIKE = [
    {"full_name": "Nguyễn Văn An", "birth_on": date(1980, 1, 3)},
    {"full_name": "Nguyễn Văn Ân Tú", "birth_on": date(1980, 1, 2)},
]


@pytest.mark.parametrize(("one", "other", "same_number"), ALIKE)
def test_officers_are_warned_of_both_and_nobody_is_refused(
    client, opening, hr, one, other, same_number
):
    rows = [filed(opening, make.candidate(**facts)) for facts in (one, other)]

    for row, twin in (rows, rows[::-1]):
        found = alike(row, hr)
        assert [(each.application, each.same_number) for each in found.shown] == [
            (twin, same_number)
        ]
        page = page_of(client, hr, row)
        assert WARNING in page
        assert twin.receipt_code in page
    (group,) = alike_in(opening.campaign, hr)
    assert {each.application for each in group.shown} == set(rows)
    client.force_login(hr)
    assert client.get(reverse("candidates:application-list")).text.count("có thể trùng người") == 2
    listed = reverse("candidates:list-detail", args=[opening.campaign.code])
    assert WARNING in client.get(listed).text
    for row in rows:
        make.decided(row, by=hr)


def test_no_candidate_sees_a_word_of_it(client, opening):
    one, other = (
        make.candidate(citizen_id=NUMBER),
        make.candidate(citizen_id=NUMBER),
    )
    rows = [filed(opening, profile) for profile in (one, other)]

    for row in rows:
        client.force_login(row.profile.user)
        for name, args in (
            ("candidates:application", [row.public_id]),
            ("candidates:receipt", [row.public_id]),
            ("candidates:profile", []),
            ("desk:me", []),
        ):
            assert "trùng" not in client.get(reverse(name, args=args)).text


@pytest.mark.parametrize("facts", UNLIKE)
def test_who_only_resembles_is_not_named(opening, hr, facts):
    row = filed(opening, make.candidate(full_name="Nguyễn Văn An", birth_on=date(1980, 1, 2)))
    filed(opening, make.candidate(**facts))

    assert not alike(row, hr)
    assert alike_in(opening.campaign, hr) == []


def test_one_profile_for_two_posts_is_no_likeness_and_a_withdrawn_dossier_counts_no_more(
    hr, opening
):
    second = make.opening_at(Opening.State.PUBLISHED, opening.campaign, title="Phó Vụ trưởng")
    profile = make.candidate(citizen_id=NUMBER)
    rows = [filed(each, profile) for each in (opening, second)]
    assert not alike(rows[0], hr)

    twin = filed(opening, make.candidate(citizen_id=NUMBER))
    assert len(alike(rows[0], hr).shown) == 1
    workflow.withdraw(twin, by=twin.profile.user)
    assert not alike(rows[0], hr)


def test_a_changed_number_does_not_hide_what_was_filed(opening, hr):
    row, twin = (filed(opening, make.candidate(citizen_id=NUMBER)) for _ in range(2))
    twin.profile.citizen_id = "001185000002"
    workflow.save_profile(twin.profile, by=twin.profile.user)

    assert [each.application for each in alike(row, hr).shown] == [twin]


def test_another_agencys_dossier_is_a_number_only(client, opening):
    guest = make.agency("BO-B")
    row = filed(opening, make.candidate(citizen_id=NUMBER))
    other = filed(opening, make.candidate(citizen_id=NUMBER))
    stranger = make.officer(guest)

    found = alike(row, stranger)
    assert (found.shown, found.n_hidden) == ([], 1)
    assert alike_in(opening.campaign, stranger) == []
    client.force_login(stranger)
    url = reverse("candidates:application-detail", args=[other.public_id])
    assert client.get(url).status_code == 404


def test_the_list_costs_the_same_for_two_and_for_six(
    client, opening, hr, django_assert_num_queries
):
    client.force_login(hr)
    url = reverse("candidates:application-list")
    for _place in range(2):
        filed(opening, make.candidate(citizen_id=NUMBER))
    client.get(url)
    with CaptureQueriesContext(connection) as small:
        client.get(url)
    for _place in range(4):
        filed(opening, make.candidate(citizen_id=NUMBER))
    with django_assert_num_queries(len(small)):
        assert client.get(url).text.count("có thể trùng người") == 6
