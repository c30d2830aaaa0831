"""A profile beside the criteria of an opening: for its owner before, for officers afterwards."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import TwoPersonRequest
from audit import clock
from candidates import workflow
from candidates.findings import day_of, facts_of, hints, own_check, planned_as
from candidates.models import QUALIFICATIONS, Application
from candidates.vetting_queries import check_lines, matrix, planning_lines
from positions.criteria import Verdict
from positions.models import Opening, Title, TitleStandard
from positions.reference import load_titles
from positions.roster_queries import planned_ids
from positions.standard_workflow import draft_standard, edit_standard, propose_standard
from positions.tests import roster_workbooks
from tests.builders import HEAD, agency, agreed, application_at, candidate, officer, opening_at

pytestmark = pytest.mark.django_db
CRITERIA = [
    {"kind": "education", "level": "DAI_HOC"},
    {"kind": "political_theory", "level": "CAO_CAP"},
    {"kind": "state_management", "level": "CHUYEN_VIEN"},
    {"kind": "grade", "level": "01.002"},
    {"kind": "service_years", "n": 5},
    {"kind": "leadership_years", "n": 2},
    {"kind": "planning"},
    {"kind": "text", "text": "Không bị kỷ luật."},
]
SAID = {
    "education_level": "THAC_SI",
    "theory_level": "CU_NHAN",
    "state_management": "CAN_SU",
    "grade": "01.002",
    "service_since": date(2010, 9, 1),
}


@pytest.fixture
def opening():
    host = agency()
    return opening_at(Opening.State.PUBLISHED, standard=issued(host), agency=host)


def issued(host) -> TitleStandard:
    load_titles()
    hr, head = officer(host), officer(host, HEAD)
    row = draft_standard(Title.objects.get(code="VT"), host, by=hr)
    row = edit_standard(
        row, [each | {"basis": "NĐ 29/2024"} for each in CRITERIA], by=hr, document_no="1/QĐ"
    )
    propose_standard(row, by=hr)
    agreed(TwoPersonRequest.objects.waiting().get(kind="standard"), by=head)
    return TitleStandard.objects.get(pk=row.pk)


def verdicts(opening, profile) -> list[str]:
    return [str(verdict) for _text, verdict in own_check(opening, profile)]


def test_what_is_said_is_compared_and_what_is_not_stays_open(opening):
    empty, said = candidate(), candidate(**SAID)

    assert set(verdicts(opening, empty)) == {Verdict.CANNOT_TELL}
    assert verdicts(opening, said) == [
        "MET",
        "MET",
        "NOT_MET",
        "MET",
        "MET",
        "CANNOT_TELL",
        "CANNOT_TELL",
        "CANNOT_TELL",
    ]


@pytest.mark.parametrize(
    ("since", "years"),
    [
        (date(2020, 6, 30), 6),
        (date(2020, 7, 1), 5),
        (date(2020, 2, 29), 6),
        (date(2026, 6, 30), 0),
        (date(2027, 1, 1), 0),
        (None, None),
    ],
)
def test_whole_years_to_the_last_day_of_the_receipt(opening, since, years):
    opening.receipt_deadline = clock.now().replace(year=2026, month=6, day=30, hour=5)
    profile = candidate(service_since=since)

    assert facts_of(opening, profile, planned=False).service_years == years


def test_a_confirmed_roster_answers_for_the_plan(opening):
    host = opening.agency
    with clock.at(clock.now() - timedelta(days=1)):
        roster = roster_workbooks.confirmed(host, roster_workbooks.rows(2))
    entry = roster.entries.filter(title__level=opening.level, title__rank=opening.rank).first()
    assert entry is not None
    planned = candidate(citizen_id=entry.citizen_id)

    assert [found.pk for found in planned_as(opening, planned)] == [entry.pk]
    assert planned_ids([planned.citizen_id, "", "1" * 12], entry.title, day_of(opening)) == {
        planned.citizen_id
    }
    assert verdicts(opening, planned)[6] == "MET"
    assert verdicts(opening, candidate())[6] == "CANNOT_TELL"


def test_the_dossier_keeps_what_was_said_when_it_was_filed(opening):
    profile = candidate(**SAID)
    row = application_at(Application.State.SUBMITTED, opening, profile)
    profile.education_level = "TRUNG_CAP"
    workflow.save_profile(profile, by=profile.user)
    row = Application.objects.get(pk=row.pk)

    kept = {name: getattr(row, name) for name in QUALIFICATIONS}
    assert kept == SAID | {"leadership_since": None}
    assert str(hints(row)[0]) == "MET"
    assert planning_lines(row) == []


def test_pages_show_it_before_the_draft_and_in_it(client, opening):
    profile = candidate(**SAID)
    client.force_login(profile.user)
    before = client.get(reverse("candidates:apply", args=[opening.code])).content.decode()
    row = application_at(Application.State.DRAFT, opening, profile)
    draft = client.get(reverse("candidates:application", args=[row.public_id])).content.decode()

    for page in (before, draft):
        assert page.count("Tự đối chiếu tiêu chuẩn") == 1
        assert "Giữ ngạch chuyên viên chính hoặc tương đương trở lên." in page
    workflow.submit(row, by=profile.user, received_at=clock.now())
    filed = client.get(reverse("candidates:application", args=[row.public_id])).content.decode()
    assert "Tự đối chiếu tiêu chuẩn" not in filed


def test_an_opening_of_free_lines_has_nothing_to_compare():
    opening = opening_at(Opening.State.PUBLISHED)

    assert check_lines(opening, candidate(**SAID)) == []
    assert verdicts(opening, candidate(**SAID)) == ["CANNOT_TELL"]


def test_the_profile_form_keeps_them_and_refuses_what_is_no_level(client):
    profile = candidate()
    client.force_login(profile.user)
    body = {
        "full_name": "Đặng Thị Ánh",
        "birth_on": "03/04/1985",
        "gender": "F",
        "citizen_id": "001185000001",
        "workplace": "Sở Nội vụ",
        "job": "Chuyên viên",
        "education": "Thạc sĩ luật",
        "phone": "0900 000 000",
        "grade": "01.003",
        "service_since": "01/09/2010",
    }

    assert client.post(reverse("candidates:profile"), body).status_code == 302
    profile.refresh_from_db()
    assert (profile.grade, profile.service_since) == ("01.003", date(2010, 9, 1))
    assert client.post(reverse("candidates:profile"), body | {"grade": "9"}).status_code == 200


def test_the_matrix_costs_the_same_for_two_and_for_ten(client, opening, django_assert_num_queries):
    def rows(n):
        for _place in range(n):
            application_at(Application.State.SUBMITTED, opening, candidate(**SAID))
        return opening.applications.registered()

    few = rows(2)
    opening = Opening.objects.select_related("standard__title").get(pk=opening.pk)
    with CaptureQueriesContext(connection) as small:
        assert len(matrix(opening, few)) == 2
    many = rows(8)
    with django_assert_num_queries(len(small)):
        assert len(matrix(opening, many)) == 10
