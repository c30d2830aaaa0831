"""Dates, numbers and names as people here write them, through real forms and real pages."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from agencies.forms import HolidayForm
from agencies.models import Membership
from candidates.models import Application
from exams.forms import SlipForm
from exams.readings import SlipRules
from positions.forms import OpeningForm
from positions.models import Opening
from tests import builders as make

LANGUAGES = ("vi", "en")
HUNDRED = SlipRules(Decimal(100), 2, ())
IN_ORDER = ("An", "Ánh", "Ân", "Bùi", "Dung", "Đặng", "Ê", "Vũ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_date_is_read_day_first(db, language):
    with translation.override(language):
        form = HolidayForm({"day": "03/04/2026", "kind": "PUBLIC", "name": "Ngày thử"})

        assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == date(2026, 4, 3)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_after_the_twelfth_is_read(db, language):
    with translation.override(language):
        form = HolidayForm({"day": "25/12/2026", "kind": "PUBLIC", "name": "Ngày thử"})

        assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == date(2026, 12, 25)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_deadline_of_an_opening_is_read_day_first(db, language):
    campaign = make.campaign()
    body = {
        "code": "DOT-1.1",
        "title": "Vụ trưởng Vụ Pháp chế",
        "agency": campaign.host.pk,
        "authority": campaign.host.pk,
        "level": "VU",
        "rank": "HEAD",
        "seats": "1",
        "standards": "Tốt nghiệp đại học luật.",
        "receipt_deadline": "17:00 03/04/2030",
        "presentation_on": "03/05/2030",
    }
    with translation.override(language):
        form = OpeningForm(body, campaign=campaign)

        assert form.is_valid(), form.errors
    assert form.cleaned_data["receipt_deadline"].isoformat() == "2030-04-03T17:00:00+07:00"
    assert form.cleaned_data["presentation_on"] == date(2030, 5, 3)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("written", ["8,5", "8.5", "8,50"])
def test_a_mark_is_read_with_comma_or_point(language, written):
    with translation.override(language):
        form = SlipForm({"value": written}, rules=HUNDRED)

        assert form.is_valid(), form.errors
    assert form.cleaned_data["value"] == Decimal("8.5")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("written", ["", "chín", "-1", "8,555", "8.5.5", "NaN", "Infinity", "1e2"])
def test_what_is_no_mark_is_refused(language, written):
    with translation.override(language):
        assert not SlipForm({"value": written}, rules=HUNDRED).is_valid()


@pytest.fixture
def people(db):
    """One opening, and people whose given names come in every order but the right one."""
    opening = make.opening_at(Opening.State.PUBLISHED)
    for n, given in enumerate(sorted(IN_ORDER, key=lambda name: name.encode()[::-1]), start=1):
        profile = make.candidate(n, full_name=f"Nguyễn Văn {given}")
        make.application_at(Application.State.SUBMITTED, opening, profile)
    return make.officer(opening.agency, Membership.Role.AGENCY_HR)


def names_on(client, **query) -> list[str]:
    page = client.get(reverse("candidates:application-list"), query).content.decode()
    return re.findall(r"Nguyễn Văn (\S+?)</a>", page)


def test_people_sort_by_given_name(client, people):
    client.force_login(people)

    assert names_on(client) == list(IN_ORDER)
    assert names_on(client, sort="-sort_key") == list(reversed(IN_ORDER))


@pytest.mark.parametrize("asked", ["dang", "Đặng", "ĐẶNG", "đăng"])
def test_a_search_finds_whatever_the_diacritics(client, people, asked):
    client.force_login(people)

    assert names_on(client, q=asked) == ["Đặng"]
