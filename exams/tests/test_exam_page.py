"""The page of a written exam in every state: it opens, and offers the act of that state."""

import pytest
from django.urls import reverse

from tests.written import walked

pytestmark = pytest.mark.django_db
OFFERED = {"OPENED": "round1/", "ROUND1_PUBLISHED": "present/", "PRESENTING": "score/"}


def test_the_page_offers_the_act_of_each_state(client):
    for exam in walked():
        client.force_login(exam.campaign.duties.get(board="secretariat", is_head=True).person.user)
        page = client.get(reverse("exams:exam-detail", args=[exam.campaign.code]))
        assert page.status_code == 200, exam.state
        act = OFFERED.get(exam.state, "")
        assert reverse("exams:exam-detail", args=[exam.campaign.code]) + act in page.text
