"""PDF and DOCX of one context: what no clerk's text can break, pages, samples, templates."""

import io
import zipfile
from datetime import date

import pytest
from docx import Document
from pypdf import PdfReader

from accounts.demo import DEMO_DOMAIN
from documents.rendering import build_templates
from documents.rendering.pdf_file import pages, pdf
from documents.rendering.word_file import FOLDER, TEMPLATES, docx
from documents.rendering.words import long_date
from documents.tests.papers import content, paper, table
from tests.builders import user

pytestmark = [pytest.mark.django_db, pytest.mark.wide]
LAYOUTS = pytest.mark.parametrize("is_party", [False, True], ids=["ND30", "PARTY"])
MARKUP = (
    "#strong[A]",
    "*B*",
    "<b>C</b>",
    "{{ D }}",
    "{% if x %}",
    "$x^2$",
    "_E_",
    "& amp;",
    "\\ F @g ~",
    "{{ ''.__class__ }}",
)


def words_of_pdf(made: bytes) -> list[str]:
    """Each page in one line."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(made)).pages]


def words_of_docx(made: bytes) -> str:
    opened = Document(io.BytesIO(made))
    cells = [cell.text for block in opened.tables for cell in block._cells]
    return "\n".join([*(paragraph.text for paragraph in opened.paragraphs), *cells])


@LAYOUTS
@pytest.mark.parametrize("sign", MARKUP)
def test_signs_of_markup_come_out_literally(sign, is_party):
    made = paper(
        is_party=is_party,
        title=f"Tên {sign}",
        signer_name=f"Ký {sign}",
        content=content(
            basis=[f"Căn cứ {sign}."],
            parts=[table([["1", f"Ô {sign}", "01"]]), {"kind": "text", "text": f"Đoạn {sign}"}],
            recipients=[f"Nơi {sign}."],
        ),
    )
    printed, typed = words_of_pdf(pdf(made))[0], words_of_docx(docx(made))

    for word in ("Tên", "Ký", "Căn cứ", "Ô", "Đoạn", "Nơi"):
        assert f"{word} {sign}" in printed
        assert f"{word} {sign}" in typed


@LAYOUTS
def test_a_long_table_repeats_its_head_and_pages_are_numbered(is_party):
    rows = [[str(place), f"Chức danh thứ {place}", "01"] for place in range(1, 121)]

    made = words_of_pdf(pdf(paper(is_party=is_party, content=content(parts=[table(rows)]))))

    assert len(made) >= 3
    assert all("TT Chức danh Số lượng" in page for page in made[:3])
    assert not made[0].startswith("1 ")
    assert [page.split()[0] for page in made[1:]] == [str(n) for n in range(2, len(made) + 1)]
    assert sum(page.count("Chức danh thứ ") for page in made) == len(rows)


def test_lines_within_a_value_stay_lines():
    made = Document(io.BytesIO(docx(paper())))

    assert "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC" in made.tables[-1].rows[0].cells[1].text


@LAYOUTS
def test_a_draft_leaves_room_for_number_and_day(is_party):
    made = paper(is_party=is_party, reference="", issued_on=None, signer_name="", signer_title="")
    printed = words_of_pdf(pdf(made))[0]

    assert "/KH-SNV" in printed
    assert "Hải Phòng, ngày …… tháng …… năm 2026" in printed
    assert "ngày …… tháng …… năm 2026" in words_of_docx(docx(made))


@LAYOUTS
def test_a_demo_says_so_on_every_page(is_party):
    rows = [[str(place), "Chức danh", "01"] for place in range(80)]
    made = paper(is_party=is_party, content=content(parts=[table(rows)]))
    assert not any("MẪU" in page for page in words_of_pdf(pdf(made)))

    user(f"an@{DEMO_DOMAIN}")

    found = words_of_pdf(pdf(made))
    assert len(found) > 1
    assert all("MẪU" in page for page in found)
    section = Document(io.BytesIO(docx(made))).sections[0]
    for header in (section.first_page_header, section.header):
        assert "MẪU" in [paragraph.text for paragraph in header.paragraphs]


def test_pages_are_pictures():
    made = pages(paper(), 40)

    assert len(made) == 1
    assert made[0].startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 1, 2), "ngày 02 tháng 01 năm 2026"),
        (date(2026, 2, 28), "ngày 28 tháng 02 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 10, 10), "ngày 10 tháng 10 năm 2026"),
    ],
)
def test_days_below_ten_and_months_one_and_two_have_two_figures(day, words):
    assert long_date(day) == words


def parts_of(path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_templates_are_what_the_script_builds(tmp_path):
    build_templates.build(tmp_path)

    assert {path.name for path in FOLDER.iterdir()} == {path.name for path in TEMPLATES.values()}
    for path in TEMPLATES.values():
        assert parts_of(path) == parts_of(tmp_path / path.name)
