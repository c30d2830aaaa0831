"""Every kind in both layouts, opened again: each element where a clerk expects it."""

import io
import unicodedata

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from pypdf import PdfReader

from documents.models import OfficialDocument
from documents.rendering.pdf_file import pdf
from documents.rendering.word_file import docx
from positions.tests.paper_world import CHANGES, LISTED, TITLES, full_campaign, signed
from tests.trail import standing

pytestmark = [pytest.mark.django_db, pytest.mark.wide]
Kind = OfficialDocument.Kind
KINDS = list(Kind)
LAYOUTS = pytest.mark.parametrize("is_party", [False, True], ids=["ND30", "PARTY"])
FORM_NAMES = {
    Kind.PLAN: "KẾ HOẠCH",
    Kind.NOTICE: "THÔNG BÁO",
    Kind.COUNCIL_DECISION: "QUYẾT ĐỊNH",
    Kind.AMENDMENT: "THÔNG BÁO",
    Kind.COUNCIL_NOTICE: "THÔNG BÁO",
    Kind.COUNCIL_MINUTES: "BIÊN BẢN",
    Kind.LIST: "QUYẾT ĐỊNH",
}
REFERENCES = {
    (Kind.COUNCIL_NOTICE, False): "01/TB-HĐTT",
    (Kind.COUNCIL_MINUTES, False): "01/BB-HĐTT",
    (Kind.COUNCIL_NOTICE, True): "01-TB/HĐTT",
    (Kind.COUNCIL_MINUTES, True): "01-BB/HĐTT",
}
BODIES = {
    False: ("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HẢI PHÒNG", "SỞ NỘI VỤ"),
    True: ("BAN CHẤP HÀNH TRUNG ƯƠNG", "BAN TỔ CHỨC"),
}
HEADS = {
    Kind.PLAN: "Yêu cầu trình độ, tiêu chuẩn",
    Kind.NOTICE: "Cơ quan, đơn vị",
    Kind.COUNCIL_DECISION: "Chức danh trong Hội đồng",
    Kind.AMENDMENT: "Điều chỉnh thành",
    Kind.LIST: "Năm sinh",
}
NAMED_IN = {
    Kind.PLAN: 2,
    Kind.NOTICE: 1,
    Kind.COUNCIL_DECISION: 1,
    Kind.AMENDMENT: 1,
    Kind.LIST: 1,
}


def files_of_every_kind() -> dict[tuple[str, bool], tuple[bytes, bytes, str]]:
    found = {}
    for is_party in (False, True):
        campaign = full_campaign(is_party, "BTCTW-2026-1" if is_party else "HPG-2026-1")
        for kind in KINDS:
            paper = signed(campaign, kind)
            found[kind, is_party] = docx(paper), pdf(paper), paper.title
    return found


@pytest.fixture(scope="module")
def files(django_db_setup, django_db_blocker):
    with standing(django_db_blocker, files_of_every_kind) as made:
        yield made


def lines(cell) -> list[str]:
    return [paragraph.text for paragraph in cell.paragraphs if paragraph.text.strip()]


def number_of(kind: str, is_party: bool) -> str:
    own = "12-KH/BTCTW" if is_party else "12/KH-SNV"
    word = "Số" if is_party else "Số:"
    return f"{word} {REFERENCES.get((kind, is_party), own)}"


@LAYOUTS
@pytest.mark.parametrize("kind", KINDS)
def test_head_of_the_docx(files, kind, is_party):
    paper = Document(io.BytesIO(files[kind, is_party][0]))
    (left, right), (number, place) = (row.cells for row in paper.tables[0].rows)

    superior, body = BODIES[is_party]
    if kind in OfficialDocument.REGISTERS:
        superior, body = body, "HỘI ĐỒNG THI TUYỂN"
    assert lines(left) == [superior, body, *(["*"] if is_party else [])]
    nation = ["ĐẢNG CỘNG SẢN VIỆT NAM"]
    if not is_party:
        nation = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    assert lines(right) == nation
    assert lines(number) == [number_of(kind, is_party)]
    city = "Hà Nội" if is_party else "Hải Phòng"
    assert lines(place) == [f"{city}, ngày 02 tháng 01 năm 2026"]
    assert place.paragraphs[-1].runs[0].italic is True


@LAYOUTS
@pytest.mark.parametrize("kind", KINDS)
def test_body_and_foot_of_the_docx(files, kind, is_party):
    content, _pdf, title = files[kind, is_party]
    paper = Document(io.BytesIO(content))
    texts = [paragraph.text for paragraph in paper.paragraphs if paragraph.text.strip()]
    basis = [p for p in paper.paragraphs if p.text.removeprefix("- ").startswith("Căn cứ")]

    assert texts[:2] == [FORM_NAMES[kind], title]
    assert bool(basis) == (kind not in OfficialDocument.REGISTERS)
    assert {p.runs[0].italic for p in basis} <= {None if is_party else True}
    if basis:
        first = "Căn cứ Thông báo số 202-TB/TW ngày 26 tháng 5 năm 2015;"
        assert basis[0].text == (f"- {first}" if is_party else first)
    left, right = paper.tables[-1].rows[0].cells
    assert lines(left)[0] == "Nơi nhận:"
    assert lines(left)[-1] == "- Lưu: VT, hồ sơ đợt thi."
    assert lines(right) == ["GIÁM ĐỐC", "Vương Đình Thọ"]
    assert not any(sign in text for text in texts for sign in ("{{", "{%"))


@LAYOUTS
@pytest.mark.parametrize("kind", HEADS)
def test_table_of_the_docx(files, kind, is_party):
    paper = Document(io.BytesIO(files[kind, is_party][0]))
    table = next(t for t in paper.tables if HEADS[kind] in [c.text for c in t.rows[0].cells])

    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [row.cells[0].text for row in table.rows[1:]] == [
        str(n) for n in range(1, len(table.rows))
    ]
    widths = [cell.width for cell in table.rows[1].cells]
    assert abs(sum(width.mm for width in widths) - 160) < 1
    number = table.rows[1].cells[0].paragraphs[0]
    assert number.alignment == WD_ALIGN_PARAGRAPH.CENTER
    column = NAMED_IN[kind]
    expected = {
        Kind.COUNCIL_DECISION: ["Vương Đình Thọ", "Ê Ban Y Thông", "Phí Thị Xuân"],
        Kind.AMENDMENT: [what for what, _old, _new in CHANGES],
        Kind.LIST: LISTED,
    }.get(kind, sorted(TITLES))
    found = [row.cells[column].text for row in table.rows[1:]]
    assert sorted(found) == sorted(expected)
    if kind == Kind.COUNCIL_DECISION:
        assert [row.cells[3].text for row in table.rows[1:]] == ["Chủ tịch", "Ủy viên", "Ủy viên"]
        assert found[0] == "Vương Đình Thọ"


@LAYOUTS
@pytest.mark.parametrize("kind", KINDS)
def test_pdf_says_the_same_on_a4(files, kind, is_party):
    content, printed, title = files[kind, is_party]
    reader = PdfReader(io.BytesIO(printed))
    text = " ".join("\n".join(page.extract_text() for page in reader.pages).split())

    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages} == {
        (595, 842)
    }
    assert unicodedata.is_normalized("NFC", text)
    assert number_of(kind, is_party) in text
    assert FORM_NAMES[kind] in text
    assert title in text
    nation, motto = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
    assert (nation in text) == (motto in text) == (not is_party)
    assert ("ĐẢNG CỘNG SẢN VIỆT NAM" in text) == is_party
    for cell in (cell for table in Document(io.BytesIO(content)).tables for cell in table._cells):
        assert " ".join(cell.text.split()) in text
    assert "MẪU" not in text


def test_every_word_of_the_docx_is_in_one_form(files):
    for content, _pdf, _title in files.values():
        assert unicodedata.is_normalized("NFC", Document(io.BytesIO(content)).element.xml)


def test_margins_and_page_number_of_the_docx(files):
    for content, _pdf, _title in files.values():
        section = Document(io.BytesIO(content)).sections[0]
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
        assert 20 <= round(section.top_margin.mm) <= 25
        assert 20 <= round(section.bottom_margin.mm) <= 25
        assert 30 <= round(section.left_margin.mm) <= 35
        assert 15 <= round(section.right_margin.mm) <= 20
        assert "PAGE" in section.header._element.xml
        assert "PAGE" not in section.first_page_header._element.xml
