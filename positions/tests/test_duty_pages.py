"""Naming somebody on a page: one choice of position, shown beside the name."""

import pytest
from django.urls import reverse

from agencies.models import Person
from agencies.workflow import create_person
from positions.forms import CampaignForm, DutyForm, OpeningForm
from positions.models import Campaign, Duty, Opening, OpeningStep, Regulation
from positions.workflow import create_opening, name_duty
from tests.builders import agency, campaign, officer, regulation

pytestmark = pytest.mark.django_db
CODES = ["BNV-2424", "BNV-2424-E", "BTCTW-2017", "QUY-MO-NHO", "TT06-2020"]


@pytest.fixture
def period():
    return campaign()


def form_of(period, board, position):
    person = create_person(Person(full_name="Nguyễn Văn Bình", agency=period.host), by=None)
    data = {"person": person.pk, "board": board, "position": position, "decision_no": "12/QĐ"}
    return DutyForm(data, user=officer(period.host))


@pytest.mark.parametrize(
    ("board", "position", "flags"),
    [
        ("council", "member", {}),
        ("council", "is_chair", {"is_chair": True}),
        ("council", "is_vice", {"is_vice": True}),
        ("marking", "member", {}),
        ("marking", "is_head", {"is_head": True}),
    ],
)
def test_position_becomes_a_flag(board, position, flags, period):
    form = form_of(period, board, position)

    assert form.is_valid(), form.errors
    fields = form.duty_fields()
    assert {name: value for name, value in fields.items() if name.startswith("is_")} == flags
    assert set(fields) - set(flags) == {"person", "board", "decision_no"}


@pytest.mark.parametrize(
    ("board", "position", "reason"),
    [
        ("council", "is_head", "Hội đồng thi tuyển có chủ tịch, không có trưởng ban."),
        ("header", "is_chair", "Chỉ Hội đồng thi tuyển có chủ tịch, phó chủ tịch."),
        ("header", "is_vice", "Chỉ Hội đồng thi tuyển có chủ tịch, phó chủ tịch."),
    ],
)
def test_position_that_does_not_fit_is_said_at_its_field(board, position, reason, period):
    assert form_of(period, board, position).errors == {"position": [reason]}


@pytest.mark.parametrize(
    ("board", "flags", "words"),
    [
        ("council", {"is_chair": True}, "Hội đồng thi tuyển · Chủ tịch"),
        ("council", {"is_vice": True}, "Hội đồng thi tuyển · Phó chủ tịch"),
        ("header", {"is_head": True}, "Ban phách · Trưởng ban"),
        ("secretariat", {"is_head": True}, "Tổ thư ký · Tổ trưởng"),
        ("header", {}, "Ban phách</span>"),
    ],
)
def test_campaign_page_shows_the_position(board, flags, words, period, client):
    hr = officer(period.host)
    person = create_person(Person(full_name="Nguyễn Văn Bình"), by=None)
    name_duty(period, person, board, by=hr, **flags)
    client.force_login(hr)

    page = client.get(reverse("positions:campaign-detail", args=[period.code]))

    assert words in page.content.decode()


def test_heads_stand_before_members(period):
    hr = officer(period.host)
    for name, flags in [("An", {}), ("Bình", {"is_head": True})]:
        person = create_person(Person(full_name=f"Nguyễn Văn {name}"), by=None)
        name_duty(period, person, Duty.Board.HEADER, by=hr, **flags)

    assert [duty.is_head for duty in period.duties.all()] == [True, False]


def test_campaign_form_offers_every_regulation_in_force_by_name():
    regulation()
    form = CampaignForm(user=officer(agency()))

    offered = list(form.fields["regulation"].queryset)
    assert [row.code for row in offered] == CODES
    labels = [label for value, label in form.fields["regulation"].choices if value]
    assert labels == [f"{row.code} v1 · {row.name}" for row in offered]


@pytest.mark.parametrize("code", CODES)
def test_campaign_and_opening_under_every_regulation(code, client):
    host, rules = agency(), regulation(code)
    hr = officer(host)
    data = {
        "code": "DOT-9",
        "name": "Đợt thi",
        "host": host.pk,
        "regulation": rules.pk,
        "plan_no": "01/KH",
        "plan_on": "01/02/2026",
        "contact_name": "Nguyễn Thị Liên",
        "contact_phone": "024 1234 5678",
    }
    client.force_login(hr)
    client.post(reverse("positions:campaign-create"), data)
    made = Campaign.objects.get(code="DOT-9", regulation=rules)
    opening = _opening(made, hr)

    has_written = Regulation.objects.get(code=code).has_written_round
    days = dict(opening.steps.values_list("kind", "planned_on"))
    assert ("WRITTEN" in days) == has_written
    assert str(days["PRESENTATION"]) == "2030-08-15"
    if has_written:
        assert str(days[OpeningStep.Kind.WRITTEN]) == "2030-08-05"
    page = client.get(reverse("positions:opening-edit", args=[opening.code]))
    assert ("05/08/2030" in page.content.decode()) == has_written


def _opening(made, hr):
    body = {
        "code": "DOT-9.1",
        "title": "Vụ trưởng Vụ Pháp chế",
        "agency": made.host_id,
        "authority": made.host_id,
        "level": "VU",
        "rank": "HEAD",
        "seats": "1",
        "standards": "Tốt nghiệp đại học luật.",
        "receipt_deadline": "17:00 30/06/2030",
        "written_on": "05/08/2030",
        "presentation_on": "15/08/2030",
    }
    form = OpeningForm(body, campaign=made)
    assert form.is_valid(), form.errors
    opening = form.save(commit=False)
    opening.campaign = made
    create_opening(opening, by=hr, **form.planned_days())
    return Opening.objects.get(code="DOT-9.1")
