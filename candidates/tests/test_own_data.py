"""The file of one's own data: all of it, nobody else's, no officer's name, nothing unsettled."""

import json

import pytest
from django.urls import reverse

from audit import clock
from candidates import objection_workflow, vetting_workflow
from candidates.models import Application
from positions.models import Opening
from tests.builders import HEAD, agreed, application_at, candidate, decided, officer, opening_at
from tests.trail import quiet

pytestmark = pytest.mark.django_db
URL = "candidates:own-data"


@pytest.fixture
def row():
    return application_at(Application.State.SUBMITTED, opening_at(Opening.State.PUBLISHED))


def download(client, user) -> tuple[dict, str]:
    client.force_login(user)
    answer = client.get(reverse(URL))
    text = b"".join(answer.streaming_content).decode()
    assert answer["Content-Disposition"] == 'attachment; filename="du-lieu-cua-toi.json"'
    return json.loads(text), text


def test_all_that_is_kept_and_nobody_elses(client, row):
    other = application_at(Application.State.SUBMITTED, row.opening)

    with quiet():
        data, text = download(client, row.profile.user)

    assert data["account"]["email"] == row.profile.user.email
    assert data["profile"]["citizen_id"] == row.profile.citizen_id
    (own,) = data["applications"]
    assert (own["receipt_code"], own["opening"]) == (row.receipt_code, row.opening.code)
    assert own["received_at"] == row.received_at.isoformat()
    item = row.items.select_related("file").get()
    assert [(each["name"], each["sha256"]) for each in own["documents"]] == [
        (item.file.name, item.sha256)
    ]
    assert other.receipt_code not in text
    assert other.profile.citizen_id not in text


def test_nothing_unsettled_and_no_officer(client, row):
    agency, owner = row.opening.agency, row.profile.user
    hr, second, third = (officer(agency, n=n) for n in (1, 2, 3))
    check = decided(row, "INELIGIBLE", "Thiếu bằng.", by=hr)
    assert download(client, owner)[0]["applications"][0]["verdicts"] == []

    vetting_workflow.confirm(check, by=second)
    row = Application.objects.get(pk=row.pk)
    objection = objection_workflow.object_to_refusal(
        row, "Có bằng.", by=owner, received_at=clock.now()
    )
    request = objection_workflow.answer_objection(objection, "REJECTED", "Sai ngành.", by=third)
    (before,) = download(client, owner)[0]["applications"]
    agreed(request, by=officer(agency, HEAD))
    data, text = download(client, owner)
    (after,) = data["applications"]

    assert [verdict["reason"] for verdict in before["verdicts"]] == ["Thiếu bằng."]
    assert "answer" not in before["objection"]
    assert after["objection"]["answer"] == "Sai ngành."
    for who in (hr, second, third):
        assert who.full_name not in text
        assert who.public_id not in text
    assert after["opened_by_the_agency"] == []


def test_who_never_applied_has_an_account_only(client):
    data, _text = download(client, candidate().user)

    assert data["applications"] == []
    assert data["profile"]["full_name"]
