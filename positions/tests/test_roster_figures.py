"""The structure of a roster, against a recount of its rows; who was planned on a day."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from agencies.models import Agency, EthnicGroup, Province
from positions.models import PlanningRoster, RosterEntry, Title
from positions.roster_queries import (
    Share,
    planned_for,
    structure_of,
    structure_of_preview,
)
from positions.rosters.rules import age_on
from positions.tests.roster_workbooks import DECIDED, confirmed, imported, row, rows
from tests.builders import agency

pytestmark = pytest.mark.django_db
SEED, ROSTERS = 20261126, 12
TITLES = ("Vụ trưởng", "Phó Vụ trưởng", "Trưởng phòng")
GROUPS = ("Kinh", "Tày", "Hoa", "Mường")
VT = Title(code="VT", level="VU", rank="HEAD")


def local(code: str = "HPG") -> Agency:
    place = Province.objects.create(
        epoch="63", code="31", name="Hải Phòng", full_name="thành phố Hải Phòng", kind="city"
    )
    return agency(code, kind="province", sector="local", province=place)


def random_rows(dice: random.Random) -> list[dict]:
    """Birthdays crowd around the ages that count."""
    made = []
    for n in range(1, dice.randint(1, 40)):
        years = dice.choice((20, 38, 39, 40, 41, 44, 45, 46, 49, 50, 51, 52, 69))
        born = DECIDED.replace(year=DECIDED.year - years) + timedelta(days=dice.choice((-1, 0, 1)))
        made.append(
            row(
                n,
                born=f"{born:%d/%m/%Y}",
                gender=dice.choice(("Nam", "Nữ")),
                group=dice.choice(GROUPS),
                title=dice.choice(TITLES),
                inside=dice.choice(("có", "không")),
                party=dice.choice(("có", "không", None)),
            )
        )
    return made or [row(1)]


def recounted(given: list[dict], limit: int) -> list[tuple[int, int]]:
    """The same figures another way: from the texts of the workbook, a birthday at a time."""
    n = len(given)
    days = [date(*(int(x) for x in reversed(each["born"].split("/")))) for each in given]

    def since(years: int) -> date:
        return DECIDED.replace(year=DECIDED.year - years)

    below_40 = sum(day > since(40) for day in days)
    above_50 = sum(day <= since(51) for day in days)
    known = [each["party"] for each in given if each["party"]]
    women = sum(each["gender"] == "Nữ" for each in given)
    inside = sum(each["inside"] == "có" for each in given)
    return [
        (women, n),
        (sum(day > since(limit) for day in days), n),
        (sum(each["group"] != "Kinh" for each in given), n),
        (below_40, n),
        (n - below_40 - above_50, n),
        (above_50, n),
        (inside, n),
        (n - inside, n),
        (known.count("có"), len(known)),
    ]


@pytest.mark.parametrize("sector", ["central", "local"])
def test_the_structure_is_that_of_a_recount(sector):
    dice = random.Random(SEED)
    host, limit = (agency(), 45) if sector == "central" else (local(), 40)
    for number in range(ROSTERS):
        given = random_rows(dice)
        figures = structure_of(imported(host, given, decision_no=str(number)))
        by_title = {title: [each for each in given if each["title"] == title] for title in TITLES}
        present = {title: mine for title, mine in by_title.items() if mine}

        assert [each.title for each in figures[1:]] == list(present)
        for each, mine in zip(figures, [given, *present.values()], strict=True):
            assert each.count == len(mine)
            found = [(share.n, share.of) for share in each.shares]
            assert found == recounted(mine, limit), (number, each.title)


def test_the_preview_counts_as_the_stored_rows_do():
    roster = imported(agency(), random_rows(random.Random(SEED)))
    entries = list(roster.entries.select_related("title", "ethnicity"))

    assert structure_of_preview(roster, entries) == structure_of(roster)


def test_the_structure_is_one_query(django_assert_num_queries):
    roster = imported(agency(), rows(30))
    roster = PlanningRoster.objects.select_related("agency").get(pk=roster.pk)

    with django_assert_num_queries(1):
        structure_of(roster)


@pytest.mark.parametrize(
    ("n", "of", "target", "percent", "is_reached"),
    [
        (1, 4, 25, "25.0", True),
        (249, 997, 25, "25.0", False),  # 24.97: what is rounded up is not reached
        (0, 3, 15, "0.0", False),
        (0, 0, 25, None, None),
        (1, 3, None, "33.3", None),
        (1, 16, None, "6.3", None),  # 6.25, half up
    ],
)
def test_a_share_says_of_how_many_and_whether_it_is_enough(n, of, target, percent, is_reached):
    share = Share("Nữ", n, of, target)

    assert share.percent == (Decimal(percent) if percent else None)
    assert share.is_reached is is_reached
    assert share.ratio == (f"{n}/{of}" if of else "–")


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(1986, 3, 15), date(2026, 3, 15), 40),
        (date(1986, 3, 16), date(2026, 3, 15), 39),
        (date(1980, 2, 29), date(2026, 2, 28), 45),
        (date(1980, 2, 29), date(2026, 3, 1), 46),
    ],
)
def test_age_in_full_years(born, on, years):
    assert age_on(born, on) == years


def test_targets_and_their_grounds():
    shares = structure_of(imported(local(), rows(3)))[0].shares
    aimed = [(share.label, share.target, share.basis) for share in shares if share.target]

    assert aimed == [
        ("Nữ", 25, "QĐ 50-QĐ/TW"),
        ("Cán bộ trẻ (dưới 40 tuổi)", 15, "QĐ 50-QĐ/TW"),
        ("Dưới 40 tuổi", 10, "CT 35-CT/TW"),
    ]


# Who was planned


def numbers(found: list[RosterEntry]) -> list[tuple[str, str, bool, bool]]:
    return [
        (each.roster.decision_no, each.title.code, each.is_inside, each.is_equivalent)
        for each in found
    ]


def vt() -> Title:
    return Title.objects.get(code="VT")


def test_planned_by_number_and_by_name(django_assert_num_queries):
    confirmed(agency(), [row(1, name="Hoàng Hoà"), row(2, number=None, inside="không")])
    born = date(1971, 2, 2)
    found = [
        planned_for(who, vt(), DECIDED)
        for who in (
            "001100000001",
            ("Hoàng Hòa", born),
            ("Hoàng Hoa", born),
            ("Hoàng Hòa", date(1971, 2, 3)),
            "",
        )
    ]

    assert [len(each) for each in found] == [1, 1, 0, 0, 0]
    assert numbers(found[0]) == [("150-QĐ/TU", "VT", True, False)]
    title = vt()
    with django_assert_num_queries(1):
        (entry,) = planned_for(("Nguyễn Thị Quy La", date(1972, 3, 3)), title, DECIDED)
    assert not entry.is_inside


def test_only_from_the_day_of_the_decision_and_only_when_confirmed():
    imported(agency("BO-B"), [row(1)])
    confirmed(agency(), [row(1)])

    assert planned_for("001100000001", vt(), DECIDED - timedelta(days=1)) == []
    assert len(planned_for("001100000001", vt(), DECIDED)) == 1


def test_a_replaced_roster_counts_for_the_days_before_the_next_decision():
    host, later = agency(), DECIDED + timedelta(days=100)
    confirmed(host, [row(1), row(2)])
    confirmed(host, [row(2)], decision_no="200-QĐ/TU", decision_on=later)

    def planned(n: int, on: date) -> list[str]:
        found = planned_for(f"0011{n:08}", vt(), on)
        return [each.roster.decision_no for each in found]

    assert planned(1, later - timedelta(days=1)) == ["150-QĐ/TU"]
    assert planned(1, later) == []
    assert planned(2, later - timedelta(days=1)) == ["150-QĐ/TU"]
    assert planned(2, later) == ["200-QĐ/TU"]


def test_another_term_is_not_replaced():
    host = agency()
    confirmed(host, [row(1)])
    confirmed(host, [row(1)], decision_no="9", term="2031–2036", decision_on=DECIDED)

    assert len(planned_for("001100000001", vt(), DECIDED)) == 2


def test_equivalent_titles_are_marked_and_others_left_out():
    given = [
        row(1, title="Cục trưởng"),
        row(1, title="Vụ trưởng"),
        row(1, title="Phó Vụ trưởng"),
        row(1, title="Giám đốc Sở"),
    ]
    confirmed(agency(), given)

    found = numbers(planned_for("001100000001", vt(), DECIDED))
    assert found == [("150-QĐ/TU", "VT", True, False), ("150-QĐ/TU", "CT", True, True)]


def test_the_catalogue_knows_who_is_a_minority():
    imported(agency(), rows(1))

    assert not EthnicGroup.objects.get(name="Kinh").is_minority
    assert all(EthnicGroup.objects.get(name=name).is_minority for name in GROUPS[1:])
