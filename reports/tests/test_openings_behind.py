"""Behind every figure of form R1 stand the openings that add up to it."""

from datetime import date

import pytest
from django.db.models import Sum
from django.urls import reverse

from agencies.models import Agency, Membership
from reports.figures import Filters
from reports.measures import TRACEABLE
from reports.queries import openings_behind, r1, reported_places
from reports.tests import random_exams
from tests.builders import agency, officer

pytestmark = pytest.mark.django_db
PERIOD = (date(2017, 1, 1), date(2019, 12, 31))


def added(measure: str, filters: Filters, places) -> int:
    return openings_behind(measure, filters, places).aggregate(n=Sum("figure"))["n"] or 0


@pytest.mark.parametrize("as_of", [PERIOD[1], date(2018, 6, 1)])
def test_openings_add_up_to_the_figure(as_of):
    random_exams.make_rows(21)
    places = reported_places("63", None)
    whole = Filters(*PERIOD, as_of)
    report = r1(whole)
    compared = 0

    busy = [row for row in report.rows if row.counts["titles"]][:6]
    scopes = {"": report.totals["all"], "central": report.totals["central"]}
    scopes |= {"local": report.totals["local"]} | {f"{row.scope}:{row.code}": row for row in busy}
    for scope, line in scopes.items():
        filters = Filters(*PERIOD, as_of, "63", scope)
        for measure in TRACEABLE:
            assert added(measure, filters, places) == line.counts[measure], (scope, measure)
            compared += line.counts[measure] > 0

    assert compared > 3 * len(TRACEABLE)


def test_within_a_scope_the_form_has_its_rows_only():
    random_exams.make_rows(22)
    whole = r1(Filters(*PERIOD, PERIOD[1]))
    one = next(row for row in whole.rows if row.scope == "local" and row.counts["titles"])

    report = r1(Filters(*PERIOD, PERIOD[1], "63", f"local:{one.code}"))

    assert report.rows == [one]
    assert report.totals["all"].counts == one.counts
    assert report.totals["central"].counts["titles"] == 0


@pytest.fixture
def ministry(client):
    random_exams.make_rows(23)
    client.force_login(officer(agency("BNV", name="Bộ Nội vụ"), Membership.Role.MINISTRY_STAFF))
    return client


def test_a_figure_on_the_page_leads_to_its_openings(ministry):
    query = {"start": "01/01/2017", "end": "31/12/2019", "scope": "central"}
    page = ministry.get(reverse("reports:r1"), query)
    _label, cells = page.context["totals"][0]
    figure, url = cells[3]  # chức danh thông báo

    behind = ministry.get(url)

    assert behind.status_code == 200
    assert (behind.context["total"], behind.context["scope"]) == (int(figure), "Trung ương")
    assert behind.context["table"]["page"].paginator.count == int(figure)
    assert [url for _text, url in cells[:3]] == ["", "", ""]


def test_the_list_is_a_file_too(ministry):
    url = reverse("reports:r1-openings", args=["titles"])

    answer = ministry.get(url, {"start": "01/01/2017", "end": "31/12/2019", "format": "csv"})

    total = r1(Filters(*PERIOD, PERIOD[1])).totals["all"].counts["titles"]
    assert len(answer.content.decode("utf-8-sig").splitlines()) == total + 1


def test_a_figure_there_is_not(ministry):
    assert ministry.get(reverse("reports:r1-openings", args=["chosen"])).status_code == 404


def test_a_province_of_the_other_epoch_is_refused_in_words(ministry):
    page = ministry.get(reverse("reports:r1"), {"epoch": "34", "scope": "local:02"})

    assert "Danh mục tỉnh này không có phạm vi đã chọn" in page.content.decode()
    assert page.context["report"].filters.scope == ""


def test_somebody_of_one_agency_sees_its_own_openings_only(client):
    random_exams.make_rows(24)
    busy = Agency.objects.filter(openings__announced_on__isnull=False).first()
    client.force_login(officer(busy, Membership.Role.AGENCY_HR))

    page = client.get(reverse("reports:r1-openings", args=["titles"]), {"end": "31/12/2021"})

    codes = {row["cells"][2]["text"] for row in page.context["table"]["rows"]}
    below = {agency.name for agency in Agency.objects.under(busy)}
    assert codes
    assert codes <= below
