"""The short story that runs on both engines: a candidate on a phone, from sign-up to receipt."""

import pytest

from candidates.models import Application
from positions.models import Opening
from tests import builders
from tests.browser import assert_no_axe
from tests.story import Stage, apply

pytestmark = [pytest.mark.browser, pytest.mark.smoke, pytest.mark.django_db(transaction=True)]


def test_a_candidate_applies_on_a_phone(visits, tmp_path):
    opening = builders.opening_at(Opening.State.PUBLISHED)
    stage = Stage(visits, builders.PASSWORD)
    page = stage.sign_up("moi@example.com", "Đặng Thị Ánh", width=390)
    person = {
        "full_name": "Đặng Thị Ánh",
        "birth_on": "03/04/1985",
        "gender": "F",
        "citizen_id": "001185000001",
        "job": "Chuyên viên chính",
    }

    apply(page, opening.code, person, tmp_path)

    assert_no_axe(page)
    row = Application.objects.get()
    assert (row.state, row.full_name, row.birth_on.month) == ("SUBMITTED", "Đặng Thị Ánh", 4)
