"""Nothing of one agency reaches another, nothing of one candidate another: page, list and file."""

import io
import re

import openpyxl
import pytest
from django.db.models import Q
from django.urls import reverse

from agencies.models import Agency
from candidates.models import Application, ApplicationQuerySet
from desk.queries import visible_log
from exams.models import Exam
from positions.models import Campaign, Opening
from tests.access_case import nothing
from tests.access_cases import CASES
from tests.access_table import rows as table_rows
from tests.access_world import World, standing, status_of, undone
from tests.trail import without_error_pages

pytestmark = [pytest.mark.django_db, pytest.mark.wide]
HIDDEN = {404, 405}
# Pages about one object that are public, or the same for the whole nation.
FOR_ALL = {
    "positions:opening-public",
    "positions:campaign-public",
    "exams:result-public",
    "candidates:list-public",
    "candidates:apply",
    "candidates:profile",
    "agencies:holiday-edit",
    "reports:r1-openings",
    "positions:subscription",
    "positions:subscription-leave",
    "positions:regulation-file",
    "positions:regulation-draft",
    "positions:title",
    "positions:standard-draft",
    "positions:self-check",
}
OF_ONE_OBJECT = [
    case
    for case in CASES
    if ":" in case.name
    and case.name not in FOR_ALL
    and case.kwargs is not nothing
    and case.object != "public"
]
LISTS = (
    "positions:opening-list",
    "positions:campaign-list",
    "candidates:application-list",
    "exams:exam-list",
    "accounts:request-list",
    "agencies:agency-list",
    "desk:log",
    "desk:home",
    "reports:r1",
)
WITH_FILES = ("positions:opening-list", "positions:campaign-list", "candidates:application-list")
STAFF_OF_B = ("hr_b", "head_b", "admin_b", "province_b")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with standing(django_db_blocker) as made:
        yield made


@pytest.fixture(autouse=True)
def _bare_error_pages(monkeypatch) -> None:
    """Of what is hidden only the status is asked."""
    without_error_pages(monkeypatch)


def leaks(world: World, role: str) -> list[str]:
    """Every object of A that answers anything but 404 (405 for the other method) to a role."""
    found = []
    for case in OF_ONE_OBJECT:
        with undone():
            url, body = reverse(case.name, kwargs=case.kwargs(world)), case.body(world)
            client = world.client(role)
            codes = {status_of(client.get(url)), status_of(client.post(url, body))}
        if not codes <= HIDDEN or 404 not in codes:
            found.append(f"{role}: {case.name} {case.object} {sorted(codes)}")
    return found


def text_of(response) -> str:
    """What a person reads in a page, CSV or workbook, in lower case."""
    content = response.getvalue()
    if not content.startswith(b"PK"):
        return content.decode("utf-8-sig").lower()
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [str(cell) for sheet in book for row in sheet.values for cell in row]
    return " ".join(cells).lower()


def shown_lists(world: World, role: str) -> dict[str, str]:
    """List page or file → its text, for those the role may open."""
    found = {}
    kinds = {"reports:r1": ("", "csv", "xlsx", "json")}  # a PDF's text is compressed
    kinds |= dict.fromkeys(WITH_FILES, ("", "csv", "xlsx"))
    for name in LISTS:
        for kind in kinds.get(name, ("",)):
            data = {"format": kind} if kind else {}
            response = world.client(role).get(reverse(name), data)
            if response.status_code == 200:
                found[f"{name} {kind}".strip()] = text_of(response)
    return found


@pytest.mark.parametrize("role", ["hr_b", "rival"])
def test_nobody_elsewhere_reaches_an_object_of_a(world, role):
    found = leaks(world, role)

    print(f"{role}: {len(OF_ONE_OBJECT) - len(found)} of {len(OF_ONE_OBJECT)} hidden")

    assert found == []


def test_the_table_hides_every_object_of_a_from_everybody_elsewhere():
    """The other roles of B, cell by cell, are tried in test_permissions."""
    mine = {(case.name, case.object) for case in OF_ONE_OBJECT}
    rows = [row for row in table_rows() if (row["url_name"], row["object"]) in mine]
    shown = [
        f"{row['url_name']} {row['method']} {role}: {row[role]}"
        for row in rows
        for role in (*STAFF_OF_B, "outsider", "rival")
        if row[role] not in ("404", "405")
    ]

    assert len(rows) == 2 * len(OF_ONE_OBJECT)
    assert shown == []


def test_a_visibility_that_shows_everything_is_found(world, monkeypatch):
    everything = staticmethod(lambda _user: Q(pk__isnull=False))
    monkeypatch.setattr(ApplicationQuerySet, "desk_condition", everything)

    names = {line.split()[1] for line in leaks(world, "hr_b")}

    assert {"candidates:application-detail", "candidates:desk-item-file"} <= names


@pytest.mark.parametrize("role", STAFF_OF_B)
def test_lists_of_b_show_nothing_of_a(world, role):
    shown = shown_lists(world, role)

    assert [name for name, text in shown.items() if "anpha" in text] == []


def test_lists_of_each_show_its_own(world):
    of_a, of_b = shown_lists(world, "hr"), shown_lists(world, "hr_b")
    lists = {name for name in of_a if name not in ("desk:home", "accounts:request-list")}

    assert {name for name, text in of_a.items() if "anpha" in text} >= lists
    assert {name for name, text in of_b.items() if "beta" in text} >= lists


OBJECTS = (
    (Opening, "positions:opening-list", "positions:opening-detail", "code"),
    (Campaign, "positions:campaign-list", "positions:campaign-detail", "code"),
    (Application, "candidates:application-list", "candidates:application-detail", "public_id"),
    (Exam, "exams:exam-list", "exams:exam-detail", "campaign__code"),
    (Agency, "agencies:agency-list", "agencies:agency-detail", "code"),
)
WATCHED = ("hr", "hr_b", "inspector", "province_staff", "ministry_staff", "secretary")


@pytest.mark.parametrize("role", WATCHED)
def test_list_and_detail_agree(world, role):
    for model, listed, detail, key in OBJECTS:
        keys = list(model.objects.order_by("pk").values_list(key, flat=True))
        name = key.rpartition("__")[2]
        urls = [reverse(detail, kwargs={name: value}) for value in keys]

        page = world.client(role).get(reverse(listed)).content.decode()
        in_list = {url for url in urls if re.search(rf'href="{re.escape(url)}"', page)}
        opened = {url for url in urls if world.client(role).get(url).status_code == 200}

        assert in_list == opened, f"{role} {listed}"


def test_the_log_of_a_system_administrator_is_technical(world):
    entries = {row.entry.chain for row in visible_log(world.people["sysadmin"])}
    every = {row.entry.chain for row in visible_log(world.people["ministry_staff"])}

    assert entries == {"system"}
    assert "campaign:ANPHA-RELEASED" in every


@pytest.mark.parametrize("role", ["hr", "hr_2"])
def test_hr_reads_no_mark_before_the_release(world, role):
    """Rules §4.3: HR reads marks after publication, who sat on the council before."""
    shown = {}
    for state in ("scored", "released"):
        url = reverse("exams:exam-detail", args=[world.campaigns[state].code])
        shown[state] = world.client(role).get(url).context["openings"]

    url = reverse("exams:exam-detail", args=[world.campaigns["scored"].code])
    assert shown["scored"] == []
    assert len(shown["released"]) == 1
    for clerk in ("secretary", "council", "head", "inspector"):
        assert len(world.client(clerk).get(url).context["openings"]) == 1


def test_a_candidate_reads_no_mark_before_the_release(world):
    public_id = world.own["scored"].public_id

    page = world.client("candidate").get(reverse("exams:own-result", args=[public_id]))

    result = world.own["scored"].results.get()
    assert page.status_code == 200
    assert page.context["result"] is None
    assert result.get_outcome_display() not in page.content.decode()
