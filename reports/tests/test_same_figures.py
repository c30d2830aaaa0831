"""Page, JSON, CSV, XLSX and PDF of one report, each opened: the same figures everywhere."""

import csv
import io
import json
import re

import openpyxl
import pypdf
import pytest
from django.urls import reverse

from agencies.models import Membership
from reports.measures import MEASURES
from reports.sheets import HEAD_ROW
from reports.tests import random_exams
from tests.builders import agency, officer, user

pytestmark = pytest.mark.django_db
QUERY = {"start": "01/01/2017", "end": "31/12/2019"}
N = len(MEASURES)
CELL = re.compile(r'<td class="numeric">(?:<a href="[^"]*">)?([^<]*)<')
LINE = re.compile(r"<tr[^>]*>\s*<th[^>]*>(.*?)</tr>", re.DOTALL)


@pytest.fixture
def ministry(client):
    random_exams.make_rows(31, n_openings=200)
    client.force_login(officer(agency("BNV", name="Bộ Nội vụ"), Membership.Role.MINISTRY_STAFF))
    return client


def content(client, kind: str = "", **query: str) -> bytes:
    data = QUERY | query | ({"format": kind} if kind else {})
    return client.get(reverse("reports:r1"), data).content


def of_json(raw: bytes) -> list[list[str]]:
    data = json.loads(raw)
    lines = [*data["rows"], *(data["totals"][key] for key in ("central", "local", "all"))]
    keys = [measure.key for measure in MEASURES]
    return [["–" if line[key] is None else str(line[key]) for key in keys] for line in lines]


def of_page(raw: bytes) -> list[list[str]]:
    """Totals stand first on the page."""
    found = [CELL.findall(line) for line in LINE.findall(raw.decode())]
    lines = [line for line in found if len(line) == N]
    return lines[3:] + lines[:3]


def of_csv(raw: bytes) -> list[list[str]]:
    _head, *lines = csv.reader(io.StringIO(raw.decode("utf-8-sig")))
    return [[cell or "–" for cell in line[3:]] for line in lines]


def of_xlsx(raw: bytes) -> list[list[str]]:
    sheet = openpyxl.load_workbook(io.BytesIO(raw)).active
    lines = [row[: N + 3] for row in sheet.iter_rows(min_row=HEAD_ROW + 3, values_only=True)]
    return [[str(cell) for cell in line[3:]] for line in lines if line[3] is not None]


def of_pdf(raw: bytes) -> list[str]:
    """Figures in reading order; a table in a PDF has no cells."""
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(raw)).pages)
    return re.findall(r"(?<![\w(/])(?:\d+(?:\.\d\d)?|–)(?![\w)/])", text)


def in_order(wanted: list[str], found: list[str]) -> bool:
    """Whether one list is a subsequence of the other."""
    rest = iter(found)
    return all(word in rest for word in wanted)


@pytest.mark.parametrize("epoch", ["63", "34"])
def test_every_way_out_carries_the_same_figures(ministry, epoch):
    wanted = of_json(content(ministry, "json", epoch=epoch))

    assert sum(line != wanted[0] for line in wanted) > 10
    assert of_page(content(ministry, epoch=epoch)) == wanted
    assert of_csv(content(ministry, "csv", epoch=epoch)) == wanted[:-3]
    assert of_xlsx(content(ministry, "xlsx", epoch=epoch)) == wanted
    flat = [cell for line in wanted for cell in line]
    assert in_order(flat, of_pdf(content(ministry, "pdf", epoch=epoch)))


def test_a_figure_that_differs_in_the_pdf_is_seen(ministry):
    """The control of the weakest comparison."""
    wanted = of_json(content(ministry, "json"))
    wanted[-1][3] = "987654"

    flat = [cell for line in wanted for cell in line]
    assert not in_order(flat, of_pdf(content(ministry, "pdf")))


def test_pdf_has_heading_names_and_notes(ministry):
    pages = pypdf.PdfReader(io.BytesIO(content(ministry, "pdf"))).pages
    text = " ".join(page.extract_text() for page in pages)

    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "Độc lập - Tự do - Hạnh phúc" in text
    assert "Biểu R1. Tổng hợp kết quả thi tuyển" in text
    assert "Thừa Thiên Huế" in text
    assert "MẪU" not in text
    assert (pages[0].mediabox.width, pages[0].mediabox.height) == pytest.approx((842, 595), abs=1)


def test_pdf_of_a_demo_bears_a_mark_on_every_page(ministry):
    user("ai@minhhoa.example")

    pages = pypdf.PdfReader(io.BytesIO(content(ministry, "pdf"))).pages

    assert all("MẪU" in page.extract_text() for page in pages)


@pytest.mark.parametrize("name", ["=1+1", '#import "x"', "$x$", "*a* _b_ `c` @d #e", "\\u{41}"])
def test_a_name_is_never_markup(ministry, name):
    agency("BO-LA", name=name)

    pages = pypdf.PdfReader(io.BytesIO(content(ministry, "pdf"))).pages

    text = " ".join(page.extract_text() for page in pages)
    assert name.replace(" ", "") in text.replace(" ", "").replace("\n", "")
