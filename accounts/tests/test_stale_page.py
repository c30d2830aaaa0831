"""A step the state no longer allows is a page in words, not a crash."""

import pytest

from audit.transitions import TransitionNotAllowed
from positions.models import Opening
from positions.views import staff
from tests import builders

pytestmark = pytest.mark.django_db


def test_a_stale_step_is_a_409_page_with_the_reason(client, monkeypatch):
    opening = builders.opening_at(Opening.State.DRAFT)
    client.force_login(builders.officer(opening.agency, builders.HR))

    def already_gone(*args, **kwargs):
        raise TransitionNotAllowed("Không thể chuyển bước.")

    monkeypatch.setattr(staff.workflow, "propose_opening", already_gone)
    response = client.post(f"/desk/openings/{opening.code}/propose/")

    assert response.status_code == 409
    assert "Không thể chuyển bước." in response.text
    opening.refresh_from_db()
    assert opening.state == Opening.State.DRAFT
