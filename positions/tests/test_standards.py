"""Title standards: their criteria, versions, two persons, and the self-check."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.models import TwoPersonRequest
from audit.models import LedgerEntry
from positions import standard_workflow as workflow
from positions.criteria import KINDS, Facts, Verdict, check, differences, notice_text, words
from positions.models import Opening, Title, TitleStandard
from positions.reference import load_titles
from positions.retirement import full_years_left, retirement_age, retirement_month
from positions.standard_forms import StandardForm
from tests import builders as make
from tests.reset import remove_triggers

MET, NOT_MET, CANNOT = Verdict.MET, Verdict.NOT_MET, Verdict.CANNOT_TELL
CRITERIA = [
    {"kind": "education", "level": "DAI_HOC", "basis": "NĐ 29"},
    {"kind": "political_theory", "level": "CAO_CAP", "basis": "NĐ 29"},
    {"kind": "service_years", "n": 5, "basis": "NĐ 29"},
    {"kind": "remaining_years", "n": 5, "basis": "NĐ 138"},
    {"kind": "text", "text": "Không bị kỷ luật.", "basis": "QĐ 80"},
]


LAW = {"kind": "education", "level": "DAI_HOC", "field": "luật"}
THEORY = {"kind": "political_theory", "level": "CAO_CAP"}
STATE = {"kind": "state_management", "level": "CHUYEN_VIEN"}


# NĐ 135/2020, Phụ lục I: month of birth → age, month of retirement


@pytest.mark.parametrize(
    ("born", "sex", "month"),
    [
        ("1961-01-31", "M", (2021, 4)),  # 60 years 3 months
        ("1961-09-01", "M", (2021, 12)),
        ("1961-10-01", "M", (2022, 4)),  # 60 years 6 months
        ("1962-06-30", "M", (2022, 12)),
        ("1962-07-01", "M", (2023, 4)),
        ("1966-03-31", "M", (2027, 12)),  # 61 years 9 months
        ("1966-04-01", "M", (2028, 4)),  # 62 years from here on
        ("1980-02-15", "M", (2042, 2)),
        ("1966-01-01", "F", (2021, 5)),  # 55 years 4 months
        ("1966-08-31", "F", (2021, 12)),
        ("1966-09-01", "F", (2022, 5)),
        ("1974-12-31", "F", (2034, 8)),  # 59 years 8 months
        ("1975-05-01", "F", (2035, 5)),  # 60 years from here on
        ("1990-05-01", "F", (2050, 5)),
        ("1960-12-31", "M", (2020, 12)),  # before the road began: 60 and 55
    ],
)
def test_retirement_follows_the_decree(born, sex, month):
    assert retirement_month(date.fromisoformat(born), sex) == month


def test_the_age_rises_to_62_and_60_and_stops():
    assert [retirement_age("M", year) for year in (2021, 2027, 2028, 2040)] == [
        723,
        741,
        744,
        744,
    ]
    assert [retirement_age("F", year) for year in (2021, 2034, 2035, 2040)] == [
        664,
        716,
        720,
        720,
    ]


@pytest.mark.parametrize(
    ("on", "years"),
    [("2037-02-28", 5), ("2037-03-01", 4), ("2041-03-01", 0), ("2050-01-01", 0)],
)
def test_full_years_are_counted_to_the_end_of_the_month(on, years):
    born = date(1980, 2, 15)  # retires at the end of February 2042

    assert full_years_left(born, "M", date.fromisoformat(on)) == years


# Criteria


@pytest.mark.parametrize(
    ("criterion", "facts", "verdict"),
    [
        ({"kind": "education", "level": "DAI_HOC"}, {"education": "THAC_SI"}, MET),
        ({"kind": "education", "level": "DAI_HOC"}, {"education": "CAO_DANG"}, NOT_MET),
        ({"kind": "education", "level": "DAI_HOC"}, {}, CANNOT),
        (
            {"kind": "education", "level": "DAI_HOC", "field": "luật"},
            {"education": "TIEN_SI"},
            CANNOT,
        ),
        (
            {"kind": "education", "level": "DAI_HOC", "field": "luật"},
            {"education": "CAO_DANG"},
            NOT_MET,
        ),
        ({"kind": "political_theory", "level": "CAO_CAP"}, {"political_theory": "CU_NHAN"}, MET),
        ({"kind": "political_theory", "level": "CU_NHAN"}, {"political_theory": "CAO_CAP"}, MET),
        (
            {"kind": "political_theory", "level": "CAO_CAP"},
            {"political_theory": "TRUNG_CAP"},
            NOT_MET,
        ),
        (
            {"kind": "state_management", "level": "CHUYEN_VIEN"},
            {"state_management": "NONE"},
            NOT_MET,
        ),
        ({"kind": "grade", "level": "01.002"}, {"grade": "01.001"}, MET),
        ({"kind": "grade", "level": "01.002"}, {"grade": "01.003"}, NOT_MET),
        ({"kind": "service_years", "n": 5}, {"service_years": 5}, MET),
        ({"kind": "service_years", "n": 5}, {"service_years": 4}, NOT_MET),
        ({"kind": "service_years", "n": 5}, {"service_years": 0}, NOT_MET),
        ({"kind": "leadership_years", "n": 2}, {}, CANNOT),
        ({"kind": "level_jump", "n": 1}, {"level_jump": 1}, MET),
        ({"kind": "level_jump", "n": 1}, {"level_jump": 2}, NOT_MET),
        ({"kind": "planning"}, {"planning": True}, MET),
        ({"kind": "planning"}, {"planning": False}, CANNOT),  # may still be nominated
        ({"kind": "language", "text": "B1"}, {}, CANNOT),
        ({"kind": "text", "text": "Sức khỏe tốt"}, {}, CANNOT),
    ],
)
def test_a_criterion_against_what_is_known(criterion, facts, verdict):
    assert check(criterion, Facts(**facts)) == verdict


@pytest.mark.parametrize(
    ("on", "verdict"), [(date(2037, 2, 28), MET), (date(2037, 3, 1), NOT_MET), (None, CANNOT)]
)
def test_remaining_years_are_counted_on_the_day(on, verdict):
    facts = Facts(born=date(1980, 2, 15), sex="M", on=on)

    assert check({"kind": "remaining_years", "n": 5}, facts) == verdict


def test_every_kind_has_words():
    values = {"level": "CHUYEN_VIEN", "n": 2, "text": "Lời"}
    for kind in KINDS:
        level = {"education": "DAI_HOC", "political_theory": "CAO_CAP", "grade": "01.003"}
        assert words({"kind": kind, **values, "level": level.get(kind, "CHUYEN_VIEN")})


def test_differences_name_what_was_put_in_taken_out_and_changed():
    after = [{**CRITERIA[0], "level": "THAC_SI"}, *CRITERIA[1:3], {"kind": "text", "text": "Khác"}]

    assert [(name, old != "–", new != "–") for name, old, new in differences(CRITERIA, after)] == [
        ("Trình độ chuyên môn", True, True),
        ("Tuổi công tác còn lại", True, False),
        ("Điều kiện khác", True, False),
        ("Điều kiện khác", False, True),
    ]
    assert differences(CRITERIA, CRITERIA) == []


# Versions and two persons


def hr():
    return make.officer(make.agency())


def head():
    return make.officer(make.agency(), make.HEAD)


def drafted(criteria=CRITERIA, number="16/QĐ"):
    load_titles()
    title = Title.objects.get(code="VT")
    row = workflow.draft_standard(title, make.agency(), by=hr())
    return workflow.edit_standard(row, list(criteria), by=hr(), document_no=number)


def issued(**more):
    row = workflow.propose_standard(drafted(**more), by=hr())
    make.agreed(TwoPersonRequest.objects.waiting().get(kind="standard"), by=head())
    row.refresh_from_db()
    return row


@pytest.mark.django_db
def test_a_new_version_replaces_and_openings_keep_theirs(client):
    first = issued()
    opening = make.opening_at(
        Opening.State.PUBLISHED, standard=first, standards=notice_text(first.criteria)
    )
    second = issued(criteria=[{**CRITERIA[0], "level": "TIEN_SI"}])
    first.refresh_from_db()
    opening.refresh_from_db()

    assert (first.state, second.state, second.version) == ("REPLACED", "ISSUED", 2)
    assert opening.standard == first
    page = client.get(opening.get_absolute_url()).content.decode()
    assert "Tốt nghiệp đại học trở lên." in page
    assert "tiến sĩ" not in page
    kinds = LedgerEntry.objects.values_list("kind", flat=True)
    assert {"titlestandard.issued", "titlestandard.replaced"} <= set(kinds)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("criteria", "number", "words"),
    [
        ([], "16/QĐ", "Chưa có tiêu chuẩn nào"),
        ([{"kind": "service_years", "n": 5, "basis": ""}], "16/QĐ", "phải có căn cứ"),
        (CRITERIA, "", "quyết định ban hành"),
    ],
)
def test_an_incomplete_draft_is_not_proposed(criteria, number, words):
    with pytest.raises(PermissionDenied, match=words):
        workflow.propose_standard(drafted(criteria, number), by=hr())


@pytest.mark.django_db
def test_who_proposed_a_standard_cannot_issue_it_by_verb_or_page(client):
    someone = make.member(hr(), make.agency(), make.HEAD)
    row = workflow.propose_standard(drafted(), by=someone)
    request = TwoPersonRequest.objects.waiting().get(kind="standard")

    with pytest.raises(PermissionDenied):
        make.agreed(request, by=someone)
    client.force_login(someone)
    url = reverse("accounts:request-approve", args=[request.public_id])
    assert client.post(url, {"digest": request.digest}).status_code == 403
    row.refresh_from_db()
    assert row.state == TitleStandard.State.PROPOSED


ISSUE = """
    UPDATE positions_titlestandard
    SET state = 'ISSUED', issued_by_id = %s, issued_at = '2026-01-01' WHERE id = %s
"""


@pytest.mark.django_db(transaction=True)
def test_who_proposed_a_standard_cannot_issue_it_by_sql():
    row = workflow.propose_standard(drafted(), by=hr())
    other = head()
    remove_triggers()

    for wrong in (row.proposed_by_id, None):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(ISSUE, [wrong, row.pk])
    with transaction.atomic(), connection.cursor() as cursor:  # the control
        cursor.execute(ISSUE, [other.pk, row.pk])


@pytest.mark.django_db
def test_an_issued_standard_never_changes():
    with pytest.raises(PermissionDenied, match="soạn phiên bản mới"):
        workflow.edit_standard(issued(), [], by=hr(), document_no="")


# Pages


@pytest.mark.django_db
def test_the_form_saves_what_it_shows(client):
    row = drafted()
    form = StandardForm(standard=row)
    body = {bound.name: bound.value() for bound in form if bound.value() not in (None, False)}
    client.force_login(hr())

    answer = client.post(reverse("positions:standard-edit", args=["VT", "BO-A", 1]), body)

    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.criteria == CRITERIA


@pytest.mark.django_db
def test_an_opening_takes_its_words_from_the_standard(client):
    row = issued()
    campaign = make.campaign()
    client.force_login(hr())
    body = {
        "code": "DOT-1.9",
        "title": "Vụ trưởng Vụ Pháp chế",
        "agency": campaign.host_id,
        "authority": campaign.host_id,
        "level": "VU",
        "rank": "HEAD",
        "seats": 1,
        "standard": row.pk,
        "standards": "",
        "receipt_deadline": "17:00 30/06/2030",
        "presentation_on": "15/08/2030",
    }
    url = reverse("positions:opening-create", args=[campaign.code])

    assert client.post(url, body, headers={"accept-language": "en"}).status_code == 302

    opening = Opening.objects.get(code="DOT-1.9")
    assert opening.standard == row
    assert opening.standards.splitlines()[0] == "Tốt nghiệp đại học trở lên."
    refused = client.post(url, body | {"code": "DOT-1.8", "standard": ""})
    assert "hoặc chọn tiêu chuẩn chức danh" in refused.content.decode()


@pytest.mark.django_db
def test_the_self_check_needs_no_account_and_keeps_nothing(client):
    opening = make.opening_at(Opening.State.PUBLISHED, standard=issued())
    url = reverse("positions:self-check", args=[opening.code])
    before = LedgerEntry.objects.count()
    body = {"education": "DAI_HOC", "political_theory": "TRUNG_CAP", "service_years": "3"}

    page = client.post(url, body)

    found = [(str(verdict)) for _words, verdict, _tone in page.context["lines"]]
    assert found == ["Đạt", "Chưa đạt", "Chưa đạt", "Chưa xác định được", "Chưa xác định được"]
    assert "no-store" in page.headers["Cache-Control"]
    assert LedgerEntry.objects.count() == before
    assert client.get(url).status_code == 200


@pytest.mark.django_db
def test_without_a_standard_there_is_no_self_check(client):
    opening = make.opening_at(Opening.State.PUBLISHED)

    assert client.get(reverse("positions:self-check", args=[opening.code])).status_code == 404


@pytest.mark.django_db
def test_a_draft_is_its_agencys_own(client):
    row = drafted()
    assert client.get(row.get_absolute_url()).status_code == 404
    client.force_login(head())
    assert client.get(row.get_absolute_url()).status_code == 200
