import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit import invariants
from audit.verification import verify
from tests import builders as b


@pytest.mark.django_db
def test_all():
    t = time.time()
    with CaptureQueriesContext(connection) as q:
        exam = b.exam_at("RELEASED")
    print("queries", len(q), time.time() - t)
    assert exam.state == "RELEASED"
    assert verify().faults == []
    assert invariants.run() == {k: [] for k in invariants.REGISTERED}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "s", ["DRAFT", "PROPOSED", "APPROVED", "PUBLISHED", "RECEIPT_CLOSED", "LIST_CLOSED"]
)
def test_op(s):
    assert b.opening_at(s).state == s
    assert verify().faults == []


@pytest.mark.django_db
@pytest.mark.parametrize("s", ["DRAFT", "SUBMITTED", "ELIGIBLE", "INELIGIBLE", "WITHDRAWN"])
def test_app(s):
    assert b.application_at(s).state == s
    assert verify().faults == []


@pytest.mark.django_db
def test_reg():
    r = b.regulation(min_candidates=1)
    assert r.values["min_candidates"] == 1
    assert b.campaign_with_closed_list(1, regulation=r).list_root
    e = b.exam_at(
        "SCORED", slips=[["60", "70"], None], campaign=b.campaign_with_closed_list(2, code="DOT-2")
    )
    assert e.state == "SCORED"
    assert verify().faults == []
