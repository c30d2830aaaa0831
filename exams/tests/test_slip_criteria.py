"""Secret slips of a regulation that marks the presentation by criteria."""

import json
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from audit import clock
from audit.models import Payload
from exams.models import Exam, Result, ScoreSlip
from exams.simulation import simulate
from exams.tests.ranking_cases import CRITERIA
from exams.workflow import presentation as verbs
from tests.builders import campaign_with_closed_list, council, exam_at, reading, regulation
from tests.builders import secretary as clerk_of
from tests.reset import without_state_triggers
from tests.trail import quiet, refused_by_database, standing, written

pytestmark = pytest.mark.django_db
State = ScoreSlip.State
GOOD = {"build": "18", "present": "35", "answer": "30"}
SWAPPED = {"build": "18", "present": "30", "answer": "35"}
BUILD = "Xây dựng đề án: nhập một số từ 0 đến 20, nhiều nhất 2 chữ số thập phân."
PRESENT = "Trình bày: nhập một số từ 0 đến 40, nhiều nhất 2 chữ số thập phân."
ANSWER = "Trả lời câu hỏi: nhập một số từ 0 đến 40, nhiều nhất 2 chữ số thập phân."


def by_criteria(criteria=CRITERIA, **rules):
    """The seeded regulation with criteria."""
    seeded = regulation().values["rules"]
    shown = seeded["presentation"] | {"criteria": criteria}
    return regulation(rules=seeded | {"presentation": shown} | rules)


def presenting(code="DOT-1", **values):
    period = campaign_with_closed_list(2, code=code, regulation=by_criteria(**values))
    council(period, 3)
    return exam_at(Exam.State.PRESENTING, campaign=period)


@pytest.fixture(scope="module")
def ready(django_db_setup, django_db_blocker):
    with standing(django_db_blocker, lambda: presenting().pk) as key:
        yield key


@pytest.fixture
def exam(ready):
    return Exam.objects.get(pk=ready)


@pytest.fixture
def first(exam):
    return clerk_of(exam.campaign)


@pytest.fixture
def second(exam):
    return clerk_of(exam.campaign, 2)


@pytest.fixture
def members(exam):
    return council(exam.campaign, 3)


def heard_in(exam):
    shown = exam.presentations.order_by("application__number").first()
    clerk = clerk_of(exam.campaign)
    return verbs.record_attendance(shown, "sat", held_on=clock.today(), by=clerk)


@pytest.fixture
def heard(exam):
    return heard_in(exam)


# Verbs


def test_slip_keeps_what_was_typed_and_its_sum(heard, members, first):
    typed = {"answer": "30,50", "build": " 018 ", "present": "35.0"}
    with written() as kinds:
        slip = verbs.type_slip(heard, members[0], reading(typed), by=first)

    assert kinds == ["scoreslip.added"]
    slip.refresh_from_db()
    assert slip.points == {"build": "018", "present": "35.0", "answer": "30.50"}
    assert (slip.value, slip.state) == (Decimal("83.50"), State.TYPED)
    assert (slip.second_value, slip.second_points) == (None, None)
    kept = Payload.objects.order_by("pk").last()
    assert "30.50" in str(vars(kept))


def test_slip_typed_twice_alike_is_matched(heard, members, first, second):
    slip = verbs.type_slip(heard, members[0], reading(GOOD), by=first)
    with written() as kinds:
        slip = verbs.compare_slip(slip, reading(GOOD | {"build": "18,00"}), by=second)

    assert kinds == ["scoreslip.matched"]
    slip.refresh_from_db()
    assert (slip.state, slip.points, slip.second_points) == (State.MATCHED, GOOD, GOOD)
    assert (slip.value, slip.second_value) == (83, 83)


def test_slip_with_two_criteria_swapped_is_struck_though_the_sums_agree(
    heard, members, first, second
):
    slip = verbs.type_slip(heard, members[0], reading(GOOD), by=first)
    with written() as kinds:
        slip = verbs.compare_slip(slip, reading(SWAPPED), by=second)

    assert kinds == ["scoreslip.struck"]
    slip.refresh_from_db()
    assert (slip.state, slip.points, slip.second_points) == (State.STRUCK, GOOD, SWAPPED)
    assert slip.value == slip.second_value == 83

    again = verbs.type_slip(heard, members[0], reading(SWAPPED), by=second)
    again = verbs.compare_slip(again, reading(SWAPPED), by=first)
    assert (again.version, again.state) == (2, State.MATCHED)


def test_page_of_readings_is_kept_whole_or_not_at_all(heard, members, first, second):
    slip = verbs.type_slip(heard, members[0], reading(GOOD), by=first)
    readings = [(members[0], slip, reading(GOOD)), (members[1], None, reading(SWAPPED))]

    bad = (members[2], None, reading({"build": "1"}))

    with quiet(), pytest.raises(ValidationError):
        verbs.read_slips(heard, [*readings, bad], by=second)
    slips = verbs.read_slips(heard, readings, by=second)

    assert [slip.state for slip in slips] == [State.MATCHED, State.TYPED]


@pytest.mark.parametrize(
    ("points", "faults"),
    [
        (GOOD | {"build": "20.01"}, {"build": [BUILD]}),
        (GOOD | {"build": "21", "answer": "41"}, {"build": [BUILD], "answer": [ANSWER]}),
        (GOOD | {"present": "35.125"}, {"present": [PRESENT]}),
        (GOOD | {"present": "35.000"}, {"present": [PRESENT]}),
        (GOOD | {"present": "-1"}, {"present": [PRESENT]}),
        (GOOD | {"present": "+1"}, {"present": [PRESENT]}),
        (GOOD | {"present": "1e1"}, {"present": [PRESENT]}),
        (GOOD | {"present": "NaN"}, {"present": [PRESENT]}),
        (GOOD | {"present": "3.5.1"}, {"present": [PRESENT]}),
        (GOOD | {"present": "٣٥"}, {"present": [PRESENT]}),
        (GOOD | {"present": "ba lăm"}, {"present": [PRESENT]}),
        (GOOD | {"answer": ""}, {"answer": [ANSWER]}),
        ({"build": "18", "present": "35"}, {"answer": [ANSWER]}),
    ],
)
def test_points_that_may_not_stand_are_named(points, faults, heard, members, first, second):
    slip = verbs.type_slip(heard, members[1], reading(GOOD), by=first)

    with quiet(), pytest.raises(ValidationError) as typing:
        verbs.type_slip(heard, members[0], reading(points), by=first)
    with quiet(), pytest.raises(ValidationError) as comparing:
        verbs.compare_slip(slip, reading(points), by=second)
    assert typing.value.message_dict == comparing.value.message_dict == faults


@pytest.mark.parametrize("points", [dict.fromkeys(GOOD, "0"), {**GOOD, "build": "20.00"}])
def test_points_at_the_ends_of_the_scale_stand(points, heard, members, first):
    assert verbs.type_slip(heard, members[0], reading(points), by=first).points == points


def test_reading_of_the_other_kind_is_refused(heard, members, first):
    with quiet(), pytest.raises(ValidationError) as fault:
        verbs.type_slip(heard, members[0], reading("83"), by=first)
    assert fault.value.message_dict == {"build": [BUILD], "present": [PRESENT], "answer": [ANSWER]}
    with quiet(), pytest.raises(ValidationError, match="tiêu chí không có trong quy chế"):
        verbs.type_slip(heard, members[0], reading(GOOD | {"more": "1"}), by=first)
    plain = exam_at(Exam.State.PRESENTING, campaign=campaign_with_closed_list(code="DOT-2"))
    seat = council(plain.campaign, 1)[0]
    shown, clerk = heard_in(plain), clerk_of(plain.campaign)
    with quiet(), pytest.raises(ValidationError, match="mỗi phiếu một điểm"):
        verbs.type_slip(shown, seat, reading(GOOD), by=clerk)


def test_places_and_names_are_the_regulations():
    criteria = [{"code": "present", "max": "60.5"}, {"code": "khac", "max": "39.5"}]
    exam = presenting("DOT-2", criteria=criteria, decimals=0)
    seat, clerk = council(exam.campaign, 1)[0], clerk_of(exam.campaign)

    with pytest.raises(ValidationError) as fault:
        verbs.type_slip(heard_in(exam), seat, reading({"present": "8.0", "khac": "40"}), by=clerk)
    assert fault.value.message_dict == {
        "present": ["Trình bày: nhập một số nguyên từ 0 đến 60,5."],
        "khac": ["khac: nhập một số nguyên từ 0 đến 39,5."],
    }


def test_number_without_criteria_keeps_the_places_of_the_regulation():
    changed = regulation(rules=regulation().values["rules"] | {"decimals": 1})
    period = campaign_with_closed_list(code="DOT-2", regulation=changed)
    exam = exam_at(Exam.State.PRESENTING, campaign=period)
    seat, clerk, shown = council(period, 1)[0], clerk_of(period), heard_in(exam)

    with quiet(), pytest.raises(ValidationError, match="nhiều nhất 1 chữ số thập phân"):
        verbs.type_slip(shown, seat, reading("80.25"), by=clerk)
    slip = verbs.type_slip(shown, seat, reading("80.5"), by=clerk)
    assert (slip.value, slip.points) == (Decimal("80.5"), {})


@without_state_triggers()
def test_database_refuses_readings_that_do_not_fit_the_state(heard, members, first, second):
    slip = verbs.type_slip(heard, members[0], reading(GOOD), by=first)
    rows = ScoreSlip.objects.filter(pk=slip.pk)
    compared = {"second_value": 83, "compared_by": second, "compared_at": clock.now()}

    for values in (
        {"second_points": GOOD},
        compared | {"state": State.MATCHED, "second_points": SWAPPED},
        compared | {"state": State.MATCHED, "second_points": None},
        compared | {"state": State.STRUCK, "second_points": GOOD},
        compared | {"state": State.STRUCK, "second_points": None},
    ):
        with refused_by_database("scoreslip_state_valid"):
            rows.update(**values)
    rows.update(**compared | {"state": State.STRUCK, "second_points": SWAPPED})


# Ranking


def test_ranking_is_that_of_the_simulation():
    """Three equal sums; the criterion named by the regulation separates two of them."""
    slips = [
        [GOOD, {"build": "20", "present": "30", "answer": "30.5"}],
        [SWAPPED, {"build": "20", "present": "30.5", "answer": "30"}],
        [GOOD, {"build": "20", "present": "30", "answer": "30.5"}],
        [{"build": "20", "present": "40", "answer": "39.99"}, dict.fromkeys(GOOD, "0")],
        None,
    ]
    changed = by_criteria(tie_break=["presentation.answer"], reserve={"max_people": 2})
    period = campaign_with_closed_list(5, code="DOT-2", regulation=changed)
    exam_at(Exam.State.SCORED, slips=slips, campaign=period)

    case = {"rules": changed.values["rules"], "seats": 1}
    case["candidates"] = [
        {"number": f"{n:03}", "presentation": _shown(marks)} for n, marks in enumerate(slips, 1)
    ]
    expected = simulate(json.dumps(case))
    kept = [_as_simulated(row) for row in Result.objects.order_by("application__number")]
    assert kept == [{key: row[key] for key in kept[0]} for row in expected["candidates"]]
    assert [row["rank"] for row in kept] == [2, 1, 2, 4, None]
    assert kept[0]["separated_by"] == "presentation.answer"


def _shown(marks):
    if marks is None:
        return {"status": "absent"}
    return {"status": "sat", "expected_slips": len(marks), "slips": marks}


def _as_simulated(row):
    mark = row.presentation
    return {
        "number": row.application.number,
        "presentation": None if mark is None else f"{mark:.2f}",
        "final": None if row.final is None else f"{row.final:.2f}",
        "rank": row.rank,
        "separated_by": row.separated_by or None,
        "outcome": row.outcome,
    }


# Pages


def body(member, build="", present="", answer=""):
    marks = (build, present, answer)
    return {f"{member.public_id}-{n}": mark for n, mark in enumerate(marks, start=1)}


@pytest.fixture
def grid(heard, client, first):
    client.force_login(first)
    return reverse("exams:slip-grid", args=[heard.public_id])


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_grid_has_a_box_for_each_criterion(grid, client, members):
    html = client.get(grid).content.decode()

    for member in members:
        for n, (label, most) in enumerate(
            [("Xây dựng đề án", 20), ("Trình bày", 40), ("Trả lời câu hỏi", 40)], start=1
        ):
            key, name = f"{member.public_id}-{n}", member.person.full_name
            whose = f'<span class="visually-hidden">: {name}</span>'
            assert f'<label for="score-{key}">{label}{whose}</label>' in html
            assert f'id="score-{key}" name="{key}" value="" inputmode="decimal"' in html
            assert f'<span class="muted">/ {most}</span>' in html
    assert html.count("data-score ") + html.count("data-score>") == 9
    assert '<progress max="9"' in html


def test_grid_keeps_the_filled_lines_and_shows_their_sums(grid, client, members, heard):
    data = body(members[0], "18", "35,5", "30") | body(members[2], "0", "40", "1.25")
    response = client.post(grid, data | body(members[1]), follow=True)

    assert said(response) == [
        "Đã nhập 2 phiếu lần một, 0 phiếu khớp.",
        "Tổng điểm các phiếu vừa nhập: Ủy viên 1 83,50; Ủy viên 3 41,25.",
    ]
    kept = {slip.member: slip.points for slip in heard.slips.all()}
    assert kept == {
        members[0]: {"build": "18", "present": "35.5", "answer": "30"},
        members[2]: {"build": "0", "present": "40", "answer": "1.25"},
    }


def test_grid_second_reading_matches_or_strikes_without_a_sum_of_what_is_struck(
    grid, client, members, second, heard
):
    client.post(grid, body(members[0], "18", "35", "30") | body(members[1], "18", "35", "30"))
    client.force_login(second)
    page = client.get(grid).content.decode()
    assert page.count("đối chiếu</td>") == 2
    assert page.count('value="" inputmode') == 9

    data = body(members[0], "18", "35,0", "30") | body(members[1], "18", "30", "35")
    response = client.post(grid, data, follow=True)

    assert said(response) == [
        "Đã nhập 0 phiếu lần một, 1 phiếu khớp.",
        "Hai lần nhập lệch nhau: phiếu bị gạch. Xem lại phiếu giấy rồi nhập mới.",
        "Tổng điểm các phiếu vừa nhập: Ủy viên 1 83,00.",
    ]
    states = list(heard.slips.order_by("member").values_list("state", flat=True))
    assert states == [State.MATCHED, State.STRUCK]


def test_grid_names_every_fault_at_its_box_and_keeps_nothing(grid, client, members, heard):
    good, bad = body(members[0], "18", "35", "30"), body(members[1], "21", "", "abc")
    with quiet():
        response = client.post(grid, good | bad)

    html, key = response.content.decode(), members[1].public_id
    for n, fault in enumerate((BUILD, PRESENT, ANSWER), start=1):
        assert f'<span class="text-danger" id="fault-{key}-{n}">{fault}</span>' in html
        assert f'aria-describedby="fault-{key}-{n}"' in html
    assert html.count('aria-invalid="true"') == 3
    assert f'name="{members[0].public_id}-2" value="35"' in html
    assert not heard.slips.exists()


def test_single_slip_is_typed_and_compared_by_criteria(heard, client, members, first, second):
    client.force_login(first)
    url = reverse("exams:slip-type", args=[heard.public_id, members[0].public_id])
    html = client.get(url).content.decode()
    assert "Xây dựng đề án (tối đa 20)" in html
    assert "tổng cao nhất 100;" in html
    assert 'name="value"' not in html
    faulty = client.post(url, {"value-1": "21", "value-2": "35"})
    assert faulty.context["form"].errors == {"value-1": [BUILD], "value-3": [ANSWER]}

    points = {"value-1": "18", "value-2": "35", "value-3": "30"}
    response = client.post(url, points, follow=True)
    total = "Tổng điểm các phiếu vừa nhập: Ủy viên 1 83,00."
    assert said(response) == ["Đã nhập lần một. Người khác nhập lại để đối chiếu.", total]
    client.force_login(second)
    again = reverse("exams:slip-compare", args=[heard.slips.get().public_id])
    response = client.post(again, points, follow=True)

    assert said(response) == ["Hai lần nhập khớp nhau.", total]
    slip = heard.slips.get()
    assert (slip.state, slip.points) == (State.MATCHED, GOOD)


def test_grid_without_criteria_has_one_box_a_member_and_says_no_sum(client):
    exam = exam_at(Exam.State.PRESENTING, campaign=campaign_with_closed_list(code="DOT-2"))
    (member, *_others), shown = council(exam.campaign, 3), heard_in(exam)
    client.force_login(clerk_of(exam.campaign))
    url = reverse("exams:slip-grid", args=[shown.public_id])

    html = client.get(url).content.decode()
    assert f'<label for="score-{member.public_id}">Ủy viên 1 · lần một</label>' in html
    assert ('<progress max="3"' in html, "score-box" in html) == (True, False)
    response = client.post(url, {member.public_id: "80,5"}, follow=True)
    assert said(response) == ["Đã nhập 1 phiếu lần một, 0 phiếu khớp."]
    assert (shown.slips.get().value, shown.slips.get().points) == (Decimal("80.50"), {})
