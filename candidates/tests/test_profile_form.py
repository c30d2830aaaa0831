"""The page of the profile: short to begin with, lines without script, nothing lost."""

from datetime import date

import pytest
from django.urls import reverse

from candidates.form2c import content_of, form_2c
from candidates.models import CandidateProfile, ProfileLine
from candidates.profile_forms import ProfileForms
from candidates.profile_workflow import save_form_2c
from candidates.rules import can_edit_own_profile
from candidates.tests.profile_samples import LINES_OF_ONE, full, lines
from tests.builders import candidate, user
from tests.trail import quiet, refused, refused_by_database

pytestmark = pytest.mark.django_db
URL = "candidates:profile"
QUICK = {
    "full_name": "Đặng Thị  Ánh",
    "birth_on": "03/04/1985",
    "gender": "F",
    "citizen_id": "001185000001",
    "workplace": "Sở Nội vụ",
    "job": "Chuyên viên",
    "education": "Thạc sĩ luật",
    "phone": "0900 000 000",
}


def listed(kind: str, *rows: dict[str, str]) -> dict[str, str]:
    """The lines of a list as the page sends them."""
    sent = {f"{kind}-TOTAL_FORMS": str(len(rows)), f"{kind}-INITIAL_FORMS": "0"}
    for n, row in enumerate(rows):
        sent |= {f"{kind}-{n}-{name}": said for name, said in row.items()}
    return sent


def post(client, body: dict[str, str]):
    return client.post(reverse(URL), body)


def stored(owner) -> CandidateProfile:
    return CandidateProfile.objects.get(user=owner)


@pytest.fixture
def owner(client):
    someone = user("moi@example.vn", full_name="Đặng Thị Ánh")
    client.force_login(someone)
    return someone


def test_the_first_profile_needs_eight_answers(client, owner):
    page = client.get(reverse(URL)).content.decode()
    needed, later = page.split("Bổ sung khi cần")
    assert needed.count("asteriskField") == len(QUICK)
    assert "<details" not in needed
    assert later.count('<details class="panel fold"') == 9
    assert " open>" not in later

    with quiet():
        assert post(client, QUICK).url == reverse("desk:me")
    profile = stored(owner)
    assert (profile.full_name, profile.birth_on) == ("Đặng Thị Ánh", date(1985, 4, 3))
    assert profile.lines.count() == 0


def test_lines_are_kept_in_their_order_and_empty_ones_are_none(client, owner):
    body = QUICK | listed(
        "WORK",
        {"since": "9/2008", "until": "03/2015", "what": "Chuyên viên", "body": ""},
        {"since": "", "what": "", "body": "", "until": ""},
        {"since": "04/2015", "what": "Phó Trưởng phòng"},
    )
    body |= listed("EVALUATION", {"year": "2024", "level": "GOOD"})

    assert post(client, body).status_code == 302
    work = stored(owner).lines.filter(kind="WORK")
    assert [(line.place, line.since, line.until, line.what) for line in work] == [
        (0, date(2008, 9, 1), date(2015, 3, 1), "Chuyên viên"),
        (1, date(2015, 4, 1), None, "Phó Trưởng phòng"),
    ]
    assert post(client, QUICK | listed("WORK")).status_code == 302
    # A list that was not sent stays; one that was sent empty is empty.
    assert [line.kind for line in stored(owner).lines.all()] == ["EVALUATION"]


def test_a_line_more_keeps_everything_and_judges_nothing(client, owner):
    body = {**QUICK, "full_name": "", "birth_on": "31/02/19", "hometown": "Hải Phòng"}
    body |= listed("WORK", {"since": "tháng 9", "what": "Chuyên viên"}) | {"add": "WORK"}

    with quiet():
        page = post(client, body).content.decode()
    for kept in ("31/02/19", "Hải Phòng", "tháng 9", 'value="Chuyên viên"', "001185000001"):
        assert kept in page
    assert 'name="WORK-1-since"' in page
    assert '<fieldset class="profile-line" id="WORK-1">' in page
    assert 'formaction="/me/profile/#WORK-2"' in page
    assert "invalid-feedback" not in page
    assert not CandidateProfile.objects.exists()


def test_a_line_less_takes_the_right_one(client, owner):
    rows = [{"since": "09/2008", "what": name} for name in ("Một", "Hai", "Ba")]
    page = post(client, QUICK | listed("WORK", *rows) | {"drop": "WORK-1"}).content.decode()

    assert 'value="Một"' in page
    assert 'value="Hai"' not in page
    assert 'name="WORK-1-what" value="Ba"' in page
    assert 'name="WORK-2-what"' not in page


@pytest.mark.parametrize("wanted", [{"add": "FAMILY"}, {"drop": "WORK-9999"}, {"drop": "x"}])
def test_no_such_list_or_line_changes_nothing(client, owner, wanted):
    page = post(client, QUICK | listed("WORK", {"what": "Một"}) | wanted)
    assert page.status_code == 200
    assert 'value="Một"' in page.content.decode()


def test_a_list_has_a_last_line(client, owner):
    rows = [{"since": "09/2008", "what": "Một"}] * 31
    page = post(client, QUICK | listed("WORK", *rows))

    assert page.status_code == 200
    assert not CandidateProfile.objects.exists()
    page = post(client, QUICK | listed("WORK", *rows[:30]) | {"add": "WORK"}).content.decode()
    assert 'name="WORK-30-what"' not in page
    assert 'name="add" value="WORK"' not in page


def test_errors_stand_beside_their_fields_and_open_the_section(client, owner):
    body = QUICK | {"citizen_id": "123", "party_joined_on": "02/01/2010"}
    body |= {"party_official_on": "01/01/2010", "other_name": "a\u200bb"}
    unreal, turned = {"since": "13/2010", "what": ""}, {"since": "05/2010", "until": "04/2010"}
    body |= listed("WORK", unreal, turned | {"what": "a"})
    classes = [{"year": "2024", "level": "GOOD"}] * 2
    body |= listed("EVALUATION", *classes, {"year": "1900", "level": "GOOD"})

    sent = ProfileForms(CandidateProfile(user=owner), body)
    assert not sent.is_valid()
    assert dict(sent.faults()) == {
        ("facts", "citizen_id"): "Số định danh cá nhân gồm đúng 12 chữ số, không dấu cách.",
        ("facts", "party_official_on"): "Ngày chính thức không thể trước ngày vào Đảng.",
        ("facts", "other_name"): "Có ký tự không nhìn thấy. Hãy gõ lại.",
        ("lines", "WORK", "0", "since"): "Hãy ghi tháng/năm, ví dụ 09/2010.",
        ("lines", "WORK", "0", "what"): "Trường này là bắt buộc.",
        ("lines", "WORK", "1", "until"): "Không thể trước lúc bắt đầu.",
        ("lines", "EVALUATION", "1", "year"): "Năm này đã có mức xếp loại.",
        ("lines", "EVALUATION", "2", "year"): "Giá trị này phải lớn hơn hoặc bằng 1940.",
    }
    page = post(client, body).content.decode()
    assert 'href="#id_WORK-0-since">Quá trình công tác, dòng 1, Từ tháng: Hãy ghi' in page
    assert '<details class="panel fold" id="WORK" open>' in page
    assert '<details class="panel fold" id="STUDY">' in page


def test_a_stored_number_is_not_shown_again_and_stays(client):
    profile = full(citizen_id="001185000001")
    client.force_login(profile.user)

    for url in (reverse(URL), reverse("desk:me")):
        assert "001185000001" not in client.get(url).content.decode()
    assert "••••••••0001" in client.get(reverse(URL)).content.decode()
    assert post(client, QUICK | {"citizen_id": "", "job": "Trưởng phòng"}).status_code == 302
    assert (stored(profile.user).citizen_id, stored(profile.user).job) == (
        "001185000001",
        "Trưởng phòng",
    )
    assert post(client, QUICK | {"citizen_id": "001185000002"}).status_code == 302
    assert stored(profile.user).citizen_id == "001185000002"


def test_nobody_learns_that_a_number_is_registered(client, owner):
    candidate(citizen_id=QUICK["citizen_id"])

    assert post(client, QUICK).status_code == 302
    assert CandidateProfile.objects.filter(citizen_id=QUICK["citizen_id"]).count() == 2


def test_only_ones_own(client):
    profile, other = full(), candidate()
    reason = str(can_edit_own_profile(other.user, profile).reason)

    with refused(reason):
        save_form_2c(profile, [], by=other.user)
    assert profile.lines.count() == len(LINES_OF_ONE)
    assert ProfileLine.objects.visible_to(other.user).count() == 0


def test_the_print_has_every_section_in_words():
    sections = form_2c(full())
    by_key = {section.key: section for section in sections}

    assert [section.key for section in sections] == [
        *("needed", "standards", "origin", "service"),
        *("WORK", "STUDY", "LANGUAGE", "COMMENDATION", "DISCIPLINE", "EVALUATION"),
    ]
    assert ("Ngày sinh", "03/02/1980") in by_key["needed"].pairs
    assert by_key["WORK"].heads == (
        "Từ tháng",
        "Đến tháng",
        "Chức danh, chức vụ",
        "Đơn vị công tác",
    )
    assert by_key["WORK"].rows == (
        ("09/2008", "03/2015", "Chuyên viên", ""),
        ("04/2015", "đến nay", "Phó Trưởng phòng", "Sở Nội vụ"),
    )
    assert by_key["EVALUATION"].texts[0] == "2024 · hoàn thành tốt nhiệm vụ"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ({"kind": "WORK", "what": ""}, "profileline_says_what"),
        ({"kind": "WORK", "what": "a", "level": "GOOD"}, "profileline_level_valid"),
        ({"kind": "EVALUATION", "year": 2024, "level": "WARNING"}, "profileline_level_valid"),
        ({"kind": "FAMILY", "what": "a"}, "profileline_level_valid"),
        ({"kind": "EVALUATION", "level": "GOOD"}, "profileline_year_valid"),
        ({"kind": "EVALUATION", "level": "GOOD", "year": 1900}, "profileline_year_valid"),
        (
            {"kind": "WORK", "what": "a", "since": date(2010, 2, 1), "until": date(2010, 1, 1)},
            "profileline_in_order",
        ),
    ],
)
def test_the_database_refuses_nonsense(line, name):
    with refused_by_database(name):
        ProfileLine(profile=candidate(), place=0, **line).save()


def test_the_database_keeps_one_class_a_year_and_the_days_of_the_party_in_order():
    profile = candidate()
    twice = lines([{"kind": "EVALUATION", "year": 2024, "level": "GOOD"}] * 2)

    with refused_by_database():
        save_form_2c(profile, twice, by=profile.user)
    profile.party_joined_on, profile.party_official_on = date(2010, 1, 2), date(2010, 1, 1)
    with refused_by_database("candidateprofile_party_days"):
        profile.save()


def test_saving_again_replaces_and_never_adds():
    profile = full()
    before = content_of(profile)

    save_form_2c(profile, lines(LINES_OF_ONE), by=profile.user)
    assert content_of(profile) == before
