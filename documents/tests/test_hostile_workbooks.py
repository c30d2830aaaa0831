"""Workbooks made to harm whoever opens them: refused in words, and the reader stays small."""

import re
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from documents.workbooks import reading, sheet_child
from documents.workbooks.faults import BadWorkbook

pytestmark = pytest.mark.wide
N_ROWS = {"agencies": 5, "openings": 6, "Người dự tuyển": 12}  # with the header
SHEET = "xl/worksheets/sheet1.xml"
BOUND = sheet_child.MEMORY + 64 * 1024 * 1024
HEAD = b'<?xml version="1.0"?>'
NAMESPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@pytest.fixture
def sound(tmp_path) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, n_rows in N_ROWS.items():
        sheet = book.create_sheet(name)
        for number in range(n_rows):
            sheet.append(["code", "name"] if number == 0 else [f"A{number}", "Tên"])
    path = tmp_path / "sound.xlsx"
    book.save(path)
    return path


def read(path: Path) -> dict[str, reading.Sheet]:
    return reading.read(path, N_ROWS)


def with_part(sound: Path, part: str, content: bytes) -> Path:
    """The workbook with one of its parts replaced or added."""
    path = sound.with_name("hostile.xlsx")
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, content)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(BadWorkbook) as bad:
        read(path)
    (fault,) = bad.value.faults
    assert fault.place == "(file)"
    return fault.text


# A small process of its own: a child's peak counts what it was forked from, and the tests grow.
MEASURE = """
import resource, subprocess, sys
subprocess.run([sys.executable, "-I", *sys.argv[1:]], capture_output=True, timeout=60)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def peak(path: Path, program: str = sheet_child.__file__) -> int:
    """The most memory the reader took for a file, in bytes."""
    command = [sys.executable, "-c", MEASURE, program, str(path), *N_ROWS]
    return int(subprocess.check_output(command)) * 1024


def sheet_of(rows: bytes) -> bytes:
    return HEAD + b"<worksheet " + NAMESPACE + b"><sheetData>" + rows + b"</sheetData></worksheet>"


def test_a_sound_one_is_read(sound):
    """The control: what the others replace a part of can be read."""
    sheets = read(with_part(sound, "xl/extra.xml", b"<a/>"))

    assert [len(sheet.rows) for sheet in sheets.values()] == list(N_ROWS.values())


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml"])
def test_entities_are_refused(part, sound):
    laughs = b"".join(
        b'<!ENTITY l%d "%s">' % (place, b"&l%d;" % (place - 1) * 10 if place else b"ha")
        for place in range(12)
    )
    document = HEAD + b"<!DOCTYPE x [" + laughs + b"]><x>&l11;</x>"

    assert "tệp hỏng hoặc chứa nội dung không được nhận" in refusal(
        with_part(sound, part, document)
    )


def test_outside_files_are_not_read(sound, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("bí mật")
    cell = b'<row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row>'
    document = HEAD + b'<!DOCTYPE x [<!ENTITY x SYSTEM "file://%s">]>' % str(secret).encode()
    document += sheet_of(cell).removeprefix(HEAD)

    assert "bí mật" not in refusal(with_part(sound, SHEET, document))


def test_zip_bomb(sound):
    """Three hundred megabytes of blanks are a small file."""
    path = with_part(sound, SHEET, b" " * (300 * 1024 * 1024))

    assert path.stat().st_size < 1024 * 1024
    assert "quá lớn" in refusal(path)


def test_zip_bomb_that_understates_itself(sound):
    """The archive says ten bytes, the part holds many more: no more than ten are read."""
    path = with_part(sound, SHEET, sheet_of(b"<row/>" * 100_000))
    with zipfile.ZipFile(path) as archive:
        true = archive.getinfo(SHEET).file_size
    content = path.read_bytes().replace(true.to_bytes(4, "little"), (10).to_bytes(4, "little"))
    path.write_bytes(content)

    assert "tệp hỏng" in refusal(path)


def test_many_parts(sound):
    path = sound.with_name("parts.xlsx")
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        for place in range(sheet_child.PARTS):
            new.writestr(f"xl/{place}.xml", b"")

    assert "quá lớn" in refusal(path)


def test_memory_is_bounded(sound, monkeypatch):
    """One row of many empty cells, which a reader holds at once, is more than it may take."""
    monkeypatch.setattr(sheet_child, "__file__", altered(sound, MEMORY="150 * 1024 * 1024"))
    control = read(sound)
    rows = b"<row>" + b"<c/>" * 500_000 + b"</row>"

    assert len(control["agencies"].rows) == 5
    assert "quá lớn" in refusal(with_part(sound, SHEET, sheet_of(rows)))


@pytest.mark.parametrize(
    "content",
    [
        b" " * (300 * 1024 * 1024),
        sheet_of(b"<row>" + b"<c/>" * 3_000_000 + b"</row>"),
        sheet_of(b'<row><c t="str"><v>' + b"x" * 50_000_000 + b"</v></c></row>"),
    ],
    ids=["blanks", "cells", "one long cell"],
)
def test_the_reader_stays_small_whatever_it_is_given(content, sound):
    assert peak(with_part(sound, SHEET, content)) < BOUND


def test_without_its_limits_it_would_not(sound):
    """The control: the same file, a reader that may take what it wants."""
    rows = sheet_of(b"<row>" + b"<c/>" * 3_000_000 + b"</row>")
    free = altered(sound, MEMORY="8 * 1024 * 1024 * 1024", CPU_SECONDS="120")
    assert peak(with_part(sound, SHEET, rows), free) > BOUND


def test_size_of_the_answer_is_bounded(sound, monkeypatch):
    """A reader that may answer with a hundred bytes says no to what takes more."""
    monkeypatch.setattr(sheet_child, "__file__", altered(sound, ANSWER="100"))

    assert "quá lớn" in refusal(sound)


def test_false_dimensions_hide_nothing_and_cost_nothing(sound):
    """What the sheet says of its size is not asked."""
    with zipfile.ZipFile(sound) as archive:
        honest = archive.read(SHEET)
    start, end = honest.index(b"<dimension"), honest.index(b"/>", honest.index(b"<dimension")) + 2
    for claim in (b"A1", b"A1:XFD1048576", b"A1:A2"):
        lie = honest[:start] + b'<dimension ref="' + claim + b'"/>' + honest[end:]
        began = time.monotonic()
        sheets = read(with_part(sound, SHEET, lie))
        assert len(sheets["agencies"].rows) == 5
        assert time.monotonic() - began < reading.PATIENCE_SECONDS / 2


def test_a_cell_in_the_last_row_is_one_row(sound):
    with zipfile.ZipFile(sound) as archive:
        honest = archive.read(SHEET)
    last = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    path = with_part(sound, SHEET, honest.replace(b"</sheetData>", last + b"</sheetData>"))

    assert sorted(read(path)["agencies"].rows)[-2:] == [5, 1048576]


def test_too_many_rows(sound):
    rows = b"".join(
        b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n)
        for n in range(1, sheet_child.ROWS + 3)
    )

    assert "hơn 20000 dòng" in refusal(with_part(sound, SHEET, sheet_of(rows)))


@pytest.mark.parametrize(("place", "name"), [(1, "agencies"), (3, "Người dự tuyển")])
def test_a_cell_written_twice(sound, place, name):
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row>' * 2
    part = SHEET.replace("1", str(place))

    says = f"trang {name} ghi hai lần dòng 1."
    assert says in refusal(with_part(sound, part, sheet_of(rows)))


def test_too_large_a_file_is_not_opened(tmp_path, monkeypatch):
    path = tmp_path / "large.xlsx"
    path.write_bytes(b"PK\x03\x04" + b"x" * reading.LARGEST)
    monkeypatch.setattr(reading.subprocess, "run", None)

    assert "quá lớn" in refusal(path)


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"PK\x03\x04rubbish", b"\xd0\xcf\x11\xe0"])
def test_not_a_workbook(content, tmp_path):
    path = tmp_path / "no.xlsx"
    path.write_bytes(content)

    assert "không phải tệp XLSX" in refusal(path)


def test_a_zip_that_is_no_workbook(tmp_path):
    path = tmp_path / "zip.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "a")

    assert "không phải tệp XLSX" in refusal(path)


@pytest.mark.parametrize(
    "part", [SHEET, "xl/workbook.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"]
)
@pytest.mark.parametrize("content", [b"", b"<x>", b"\x00" * 100])
def test_broken_parts(part, content, sound):
    assert refusal(with_part(sound, part, content))


def test_a_reader_that_hangs_is_killed(sound, monkeypatch):
    monkeypatch.setattr(reading, "PATIENCE_SECONDS", 0.2)
    monkeypatch.setattr(sheet_child, "__file__", _sleeper(sound))

    assert "quá lớn hoặc quá tốn" in refusal(sound)


def _sleeper(beside: Path) -> str:
    path = beside.with_name("sleeper.py")
    path.write_text("import time\ntime.sleep(60)\n")
    return str(path)


def test_a_reader_that_spins_is_killed_by_its_own_limit(sound, monkeypatch):
    path = altered(sound, CPU_SECONDS="1")
    source = Path(path).read_text()
    Path(path).write_text(source.replace("_check_archive(path)\n", "while True: pass\n", 1))
    monkeypatch.setattr(sheet_child, "__file__", path)

    assert "quá tốn" in refusal(sound)


def altered(beside: Path, **limits: str) -> str:
    """A copy of the reader with other limits."""
    source = Path(sheet_child.__file__).read_text()
    for name, value in limits.items():
        source = re.sub(rf"^{name} = .*$", f"{name} = {value}", source, flags=re.MULTILINE)
    path = beside.with_name("altered.py")
    path.write_text(source)
    return str(path)
