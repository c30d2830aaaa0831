"""What each kind says: posts, days, members, changes; who issues it, from where."""

import unicodedata
from datetime import date, datetime

import pytest
from django.utils import timezone, translation

from agencies.models import Agency, Province
from documents.models import OfficialDocument
from positions import workflow
from positions.models import OpeningStep
from positions.paper_heads import authority_of, head_of, issuer_of, place_of, symbol_of
from positions.paper_parts import ended, printable
from positions.papers import content_of, title_of
from positions.tests.paper_world import CHANGES, EXTRA, STANDARDS, TITLES, extra, full_campaign
from tests import builders as make

pytestmark = pytest.mark.django_db
Kind = OfficialDocument.Kind


@pytest.fixture
def campaign():
    return full_campaign()


def words(content) -> list[str]:
    """The paragraphs without the tables."""
    return [part["text"] for part in content["parts"] if part["kind"] != "table"]


def tables(content) -> list[list[list[str]]]:
    return [part["rows"] for part in content["parts"] if part["kind"] == "table"]


def at(hour: int, minute: int = 0):
    return datetime(2030, 6, 30, hour, minute, tzinfo=timezone.get_default_timezone())


def plan_days(campaign, day: date, title: str = "") -> None:
    steps = OpeningStep.objects.filter(opening__campaign=campaign, kind="PRESENTATION")
    steps.filter(**({"opening__title": title} if title else {})).update(planned_on=day)


def test_plan_lists_the_posts_and_what_they_ask_for(campaign):
    posts, _timetable = tables(content_of(campaign, Kind.PLAN))

    assert posts == [
        [str(place), "Sở Nội vụ thành phố Hải Phòng", title, "01", STANDARDS, ""]
        for place, title in enumerate(TITLES, start=1)
    ]


def test_plan_has_the_timetable_of_the_steps(campaign):
    plan_days(campaign, date(2030, 9, 1))
    plan_days(campaign, date(2030, 9, 2), TITLES[1])

    _posts, timetable = tables(content_of(campaign, Kind.PLAN))

    lines = {(line[1], line[2]): line[3] for line in timetable}
    assert lines["Thi trình bày đề án", "01/09/2030"] == TITLES[0]
    assert lines["Thi trình bày đề án", "02/09/2030"] == TITLES[1]
    assert lines["Thi viết", "Thông báo sau"] == "Tất cả chức danh"
    assert [line[0] for line in timetable] == [str(n) for n in range(1, len(timetable) + 1)]


def test_notice_tells_what_the_law_wants(campaign):
    for row in campaign.openings.all():
        workflow.edit_opening(row, by=make.officer(campaign.host), receipt_deadline=at(17))
    plan_days(campaign, date(2030, 9, 1))

    content = content_of(campaign, Kind.NOTICE)
    said = "\n".join(words(content))

    assert tables(content) == [
        [["1", TITLES[0], "Sở Nội vụ thành phố Hải Phòng", "01"],
         ["2", TITLES[1], "Sở Nội vụ thành phố Hải Phòng", "01"]]
    ]  # fmt: skip
    for expected in (
        f"a) {'; '.join(TITLES)}:",
        "- Tốt nghiệp đại học luật trở lên.",
        "- Thời hạn: đến 17 giờ 00 ngày 30 tháng 6 năm 2030.",
        "- Nộp trực tiếp: Sở Nội vụ thành phố Hải Phòng.",
        "1. Thi viết",
        "- Thi trình bày đề án: dự kiến ngày 01 tháng 9 năm 2030.",
        "- Thi viết: thông báo sau.",
        "Nguyễn Thị Liên, điện thoại 024 1234 5678.",
    ):
        assert expected in said


def test_notice_names_the_posts_where_deadlines_differ(campaign):
    for hour, row in zip((0, 17), campaign.openings.order_by("sort_key"), strict=True):
        workflow.edit_opening(row, by=make.officer(campaign.host), receipt_deadline=at(hour))

    said = words(content_of(campaign, Kind.NOTICE))

    assert f"- Thời hạn ({TITLES[0]}): đến 24 giờ 00 ngày 29 tháng 6 năm 2030." in said
    assert f"- Thời hạn ({TITLES[1]}): đến 17 giờ 00 ngày 30 tháng 6 năm 2030." in said


def test_decision_names_the_members_in_order(campaign):
    gone = campaign.duties.get(person__full_name="Phí Thị Xuân")
    workflow.end_duty(gone, by=make.officer(campaign.host))

    content = content_of(campaign, Kind.COUNCIL_DECISION)

    job = "Giám đốc, Sở Nội vụ thành phố Hải Phòng"
    assert tables(content) == [
        [["1", "Vương Đình Thọ", job, "Chủ tịch"], ["2", "Ê Ban Y Thông", job, "Ủy viên"]]
    ]
    assert content["authority"] == "GIÁM ĐỐC SỞ NỘI VỤ THÀNH PHỐ HẢI PHÒNG"
    assert content["enacts"] == "QUYẾT ĐỊNH:"
    assert [part["label"] for part in content["parts"] if part["kind"] == "article"] == [
        "Điều 1.",
        "Điều 2.",
        "Điều 3.",
        "Điều 4.",
    ]
    plan = f"ngày {campaign.plan_on:%d} tháng"
    assert content["basis"][-2].startswith(f"Căn cứ Kế hoạch số 01/KH {plan}")
    assert content["basis"][-1].endswith(".")


def test_amendment_sets_old_beside_new(campaign):
    content = content_of(campaign, Kind.AMENDMENT, **EXTRA[Kind.AMENDMENT])

    assert tables(content) == [
        [[str(place), *change] for place, change in enumerate(CHANGES, start=1)]
    ]
    assert content["closing"] == "Các nội dung khác đã thông báo được giữ nguyên."


def test_council_papers_carry_the_officers_own_words(campaign):
    content = content_of(campaign, Kind.COUNCIL_MINUTES, words=" Một.\n\n Hai.\n")

    assert words(content) == ["Một.", "Hai."]
    assert (content["superior"], content["body"]) == ("SỞ NỘI VỤ", "HỘI ĐỒNG THI TUYỂN")
    assert content["basis"] == []


def test_documents_are_vietnamese_whoever_writes_them(campaign):
    with translation.override("en"):
        english = [content_of(campaign, kind, **extra(campaign, kind)) for kind in Kind]

    assert english == [content_of(campaign, kind, **extra(campaign, kind)) for kind in Kind]


def test_titles_do_not_say_it_twice(campaign):
    assert title_of(campaign, Kind.COUNCIL_DECISION) == (
        "Về việc thành lập Hội đồng thi tuyển lãnh đạo, quản lý năm 2026"
    )
    campaign.name = "Đợt I"
    assert title_of(campaign, Kind.COUNCIL_DECISION) == (
        "Về việc thành lập Hội đồng thi tuyển Đợt I"
    )
    assert title_of(campaign, Kind.AMENDMENT) == "Điều chỉnh một số nội dung đợt I"


# Who issues it


@pytest.mark.parametrize(
    ("name", "kind", "parent", "superior", "body"),
    [
        ("Bộ Nội vụ", "ministry", "", "", "Bộ Nội vụ"),
        ("Vụ Pháp chế", "department", "Bộ Nội vụ", "Bộ Nội vụ", "Vụ Pháp chế"),
        ("Tỉnh Bình Dương", "province", "", "", "Ủy ban nhân dân tỉnh Bình Dương"),
        ("Ủy ban nhân dân tỉnh A", "province", "", "", "Ủy ban nhân dân tỉnh A"),
    ],
)
def test_issuer_and_the_body_above(name, kind, parent, superior, body):
    above = make.agency("TREN", name=parent) if parent else None
    issuer = issuer_of(Agency(name=name, kind=kind, parent=above))

    assert (issuer.superior, issuer.body) == (superior, body)


def test_party_body_is_under_the_central_committee():
    agency = Agency(name="Ban Tổ chức Trung ương", kind="party_body", is_party=True, code="BTCTW")

    issuer = issuer_of(agency)

    assert (issuer.superior, issuer.body) == ("Ban Chấp hành Trung ương", "Ban Tổ chức")
    assert symbol_of(agency, Kind.PLAN) == "-KH/BTCTW"
    assert authority_of(agency) == "THỦ TRƯỞNG BAN TỔ CHỨC TRUNG ƯƠNG"


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("Bộ Nội vụ", "ministry", "BỘ TRƯỞNG BỘ NỘI VỤ"),
        ("Ủy ban Dân tộc", "ministry", "THỦ TRƯỞNG ỦY BAN DÂN TỘC"),
        ("Tỉnh A", "province", "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH A"),
        ("Sở B", "provincial_department", "GIÁM ĐỐC SỞ B"),
        ("Cục C", "department", "THỦ TRƯỞNG CỤC C"),
    ],
)
def test_who_decides(name, kind, words):
    assert authority_of(Agency(name=name, kind=kind)) == words


def test_place_is_the_province_by_its_name_that_day():
    new = Province.objects.create(epoch="34", code="79", name="Thành phố Hồ Chí Minh")
    old = Province.objects.create(
        epoch="63", code="74", name="Bình Dương", successor=new, valid_to=date(2025, 6, 30)
    )
    agency = Agency(province=old)

    assert place_of(agency, date(2025, 6, 30)) == "Bình Dương"
    assert place_of(agency, date(2025, 7, 1)) == "Thành phố Hồ Chí Minh"
    assert place_of(Agency(), date(2025, 7, 1)) == "Hà Nội"


def test_symbol_of_a_council_is_its_book():
    agency = Agency(code="HPG.SNV", name="Sở Nội vụ")

    assert symbol_of(agency, Kind.PLAN) == "/KH-SNV"
    assert symbol_of(agency, Kind.COUNCIL_NOTICE) == "/TB-HĐTT"
    assert head_of(agency, Kind.COUNCIL_MINUTES, date(2026, 1, 2))["form_name"] == "BIÊN BẢN"


# Text


def test_text_is_in_one_form_and_printable():
    decomposed = unicodedata.normalize("NFD", "Hội đồng")

    assert printable({"a": [decomposed, 1, f"b\x00\x0b\ud800{decomposed}\n"]}) == {
        "a": ["Hội đồng", 1, "bHội đồng\n"]
    }


def test_lists_end_in_a_full_stop():
    assert ended(["a", "b"]) == ["a;", "b."]
    assert ended([]) == []
