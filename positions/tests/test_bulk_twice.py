"""Two presses at one moment: one of them imports."""

import pytest
from django.db import connection  # noqa: F401  named in the condition of the mark

from audit.tests.test_concurrency import in_threads
from positions.bulk import store
from positions.models import Opening, OpeningWorkbook
from positions.tests.bulk_workbooks import rows, upload
from tests.builders import campaign, officer

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "connection.vendor != 'postgresql'", reason="SQLite has one writer at a time"
    ),
]


def test_two_presses_at_once_import_once():
    period = campaign()
    hr = officer(period.host)
    workbook = store.keep_workbook(period, upload(rows(20)), by=hr)
    found = []

    def press() -> None:
        fresh = OpeningWorkbook.objects.get(pk=workbook.pk)
        found.append(len(store.import_workbook(fresh, by=hr)))

    raised = in_threads(press, press)

    assert (sorted(found), raised) == ([0, 20], [])
    assert Opening.objects.count() == 20
