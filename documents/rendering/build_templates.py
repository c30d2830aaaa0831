"""Write the Word templates anew: `python -m documents.rendering.build_templates`.

The templates lie beside the code, so that a clerk may open and change one in Word; this script
says where they come from.
"""

from pathlib import Path

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

FOLDER = Path(__file__).resolve().parent / "word"
FONT = "Times New Roman"
LEFT, RIGHT = Mm(67), Mm(93)


def build(folder: Path = FOLDER) -> None:
    """Both templates; the names are those that `word_file` looks for."""
    for name, of_party in (("nd30.docx", False), ("party.docx", True)):
        paper = Document()
        _page(paper)
        _heading(paper, of_party)
        _title(paper, of_party)
        _body(paper, of_party)
        _foot(paper, of_party)
        paper.core_properties.author = paper.core_properties.comments = ""
        paper.core_properties.title = "{{ title }}"
        paper.save(folder / name)


# The page


def _page(paper: Paper) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = section.right_margin = Mm(20)
    section.left_margin = Mm(30)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(14)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    _sample(section.first_page_header.paragraphs[0])
    number = section.header.paragraphs[0]
    number.alignment = ALIGN.CENTER
    _page_number(number)
    _sample(section.header.add_paragraph())


def _sample(paragraph: Paragraph) -> None:
    """MẪU over every page of a demo."""
    paragraph.alignment = ALIGN.CENTER
    run = paragraph.add_run("{{ sample }}")
    run.bold, run.font.size = True, Pt(20)


def _page_number(paragraph: Paragraph) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    run = paragraph.add_run("2")
    run.font.size = Pt(14)
    field.append(run._r)


# Words


def _say(paragraph: Paragraph, text: str, size: float = 14, **style: bool) -> Paragraph:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    for name, value in style.items():
        setattr(run, name, value)
    return paragraph


def _centred(paper: Paper | _Cell, text: str, size: float = 14, **style: bool) -> Paragraph:
    paragraph = _say(paper.add_paragraph(), text, size, **style)
    paragraph.alignment = ALIGN.CENTER
    return paragraph


def _indented(paper: Paper, *runs: tuple[str, dict[str, bool]]) -> Paragraph:
    paragraph = paper.add_paragraph()
    paragraph.alignment = ALIGN.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Cm(1)
    paragraph.paragraph_format.space_after = Pt(6)
    for text, style in runs:
        _say(paragraph, text, **style)
    return paragraph


def _tag(paper: Paper, text: str) -> None:
    """A paragraph that is only an instruction; it leaves no trace."""
    paper.add_paragraph(f"{{%p {text} %}}")


def _ruled(paper: Paper | _Cell, indent: float) -> None:
    """A line under the words above, `indent` centimetres from both sides."""
    paragraph = paper.add_paragraph()
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Cm(indent)
    paragraph.paragraph_format.line_spacing = Pt(4)
    border = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in {"val": "single", "sz": "6", "space": "1", "color": "auto"}.items():
        top.set(qn(f"w:{name}"), value)
    border.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(border, "w:spacing", "w:ind", "w:jc")


def _frame(paper: Paper, rows: int) -> Table:
    """Two columns without lines: what stands left, what stands right."""
    table = paper.add_table(rows, 2)
    table.autofit = False
    table.columns[0].width, table.columns[1].width = LEFT, RIGHT
    for row in table.rows:
        row.cells[0].width, row.cells[1].width = LEFT, RIGHT
    return table


def _emptied(cell: _Cell) -> _Cell:
    """Without its first paragraph, so that the next one is the first."""
    cell._tc.remove(cell.paragraphs[0]._p)
    return cell


# The parts of a document, from its head to its foot


def _heading(paper: Paper, of_party: bool) -> None:
    table = _frame(paper, 2)
    left, right = (_emptied(cell) for cell in table.rows[0].cells)
    left.add_paragraph("{%p if superior %}")
    _centred(left, "{{ superior }}", 13)
    left.add_paragraph("{%p endif %}")
    _centred(left, "{{ body }}", 13, bold=True)
    if of_party:
        _centred(left, "*", 13)
        _centred(right, "{{ nation }}", 14.5, bold=True)
        _ruled(right, 0.9)
    else:
        _ruled(left, 2.1)
        _centred(right, "{{ nation }}", 12.5, bold=True)
        _centred(right, "{{ motto }}", 13.5, bold=True)
        _ruled(right, 1.7)
    number, place = (_emptied(cell) for cell in table.rows[1].cells)
    _centred(number, "{{ number }}", 14 if of_party else 13)
    _centred(place, "{{ place_and_date }}", 14 if of_party else 13.5, italic=True)


def _title(paper: Paper, of_party: bool) -> None:
    paper.add_paragraph()
    _centred(paper, "{{ form_name }}", 16 if of_party else 14, bold=True)
    _centred(paper, "{{ title }}", bold=True)
    if of_party:
        _centred(paper, "-----")
    else:
        _ruled(paper, 6.6)
    paper.add_paragraph()


def _body(paper: Paper, of_party: bool) -> None:
    if not of_party:
        _tag(paper, "if authority")
        _centred(paper, "{{ authority }}", bold=True)
        _tag(paper, "endif")
    _tag(paper, "for line in basis")
    _indented(paper, ("- {{ line }}", {}) if of_party else ("{{ line }}", {"italic": True}))
    _tag(paper, "endfor")
    _tag(paper, "if enacts")
    _centred(paper, "{{ enacts }}", bold=True).paragraph_format.space_after = Pt(6)
    _tag(paper, "endif")
    _tag(paper, "for part in parts")
    _parts(paper)
    _tag(paper, "endfor")
    _tag(paper, "if closing")
    _indented(paper, ("{{ closing }}", {}))
    _tag(paper, "endif")


def _parts(paper: Paper) -> None:
    _tag(paper, "if part.kind == 'heading'")
    heading = _indented(paper, ("{{ part.text }}", {"bold": True}))
    heading.paragraph_format.keep_with_next = True
    _tag(paper, "elif part.kind == 'article'")
    _indented(paper, ("{{ part.label }}", {"bold": True}), (" {{ part.text }}", {}))
    _tag(paper, "elif part.kind == 'table'")
    _data_table(paper)
    paper.add_paragraph().paragraph_format.line_spacing = Pt(6)
    _tag(paper, "else")
    _indented(paper, ("{{ part.text }}", {}))
    _tag(paper, "endif")


def _data_table(paper: Paper) -> None:
    """A head that is repeated on each page, and a row per line; columns as the context has."""
    table = paper.add_table(4, 3)
    table.style = "Table Grid"
    head, begin, line, end = table.rows
    _repeat_cells(head, "for head in part.heads", "{{ head }}", bold=True)
    begin.cells[0].text, end.cells[0].text = "{%tr for line in part.rows %}", "{%tr endfor %}"
    _repeat_cells(line, "for cell in line", "{{ cell }}")
    for row, name in ((head, "w:tblHeader"), (head, "w:cantSplit"), (line, "w:cantSplit")):
        row._tr.get_or_add_trPr().append(OxmlElement(name))


def _repeat_cells(row, loop: str, text: str, **style: bool) -> None:
    first, middle, last = row.cells
    first.text, last.text = f"{{%tc {loop} %}}", "{%tc endfor %}"
    paragraph = _say(middle.paragraphs[0], text, 12, **style)
    paragraph.alignment = ALIGN.CENTER if style else ALIGN.LEFT


def _foot(paper: Paper, of_party: bool) -> None:
    """Who receives it, on the left; who signs, on the right; never on two pages."""
    paper.add_paragraph()
    table = _frame(paper, 1)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    left, right = (_emptied(cell) for cell in table.rows[0].cells)
    word = {"underline": True} if of_party else {"bold": True, "italic": True}
    _say(left.add_paragraph(), "{{ recipients_word }}", 14 if of_party else 12, **word)
    left.add_paragraph("{%p for one in recipients %}")
    _say(left.add_paragraph(), "- {{ one }}", 12 if of_party else 11)
    left.add_paragraph("{%p endfor %}")
    _centred(right, "{{ signer_title }}", bold=True)
    for _line in range(4):
        right.add_paragraph()
    _centred(right, "{{ signer_name }}", bold=True)
    for paragraph in right.paragraphs[:-1]:
        paragraph.paragraph_format.keep_with_next = True


if __name__ == "__main__":
    build()
