"""From a file to sheets of raw cells, through a process that is killed past its limits."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from documents.workbooks import sheet_child
from documents.workbooks.faults import BadWorkbook, of_file

LARGEST = 10 * 1024 * 1024
PATIENCE_SECONDS = 60


class Raw(NamedTuple):
    """A cell as the file has it; the kinds are those of `sheet_child`."""

    kind: str
    text: str


@dataclass
class Sheet:
    """Raw cells by row number and column number; row 1 is the header."""

    rows: dict[int, dict[int, Raw]] = field(default_factory=dict)


def read(path: Path, names: Iterable[str]) -> dict[str, Sheet]:
    """The named sheets that the file has; raises BadWorkbook when it cannot be read at all."""
    if path.stat().st_size > LARGEST:
        raise _refused("too_big")
    command = [sys.executable, "-I", sheet_child.__file__, str(path), *names]
    with tempfile.TemporaryFile() as answer:
        try:
            child = subprocess.run(  # noqa: S603  our own program, no shell
                command,
                stdin=subprocess.DEVNULL,
                stdout=answer,
                stderr=subprocess.PIPE,
                timeout=PATIENCE_SECONDS,
                check=False,
                env={"LC_ALL": "C.UTF-8"},
            )
        except subprocess.TimeoutExpired as error:
            raise _refused("too_big") from error
        answer.seek(0)
        return _sheets(answer, _word(child))


def _word(child: subprocess.CompletedProcess) -> str:
    """The child's last word; a child that was killed has none."""
    if child.returncode == 0:
        return ""
    lines = child.stderr.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines and child.returncode > 0 else "too_big"


def _sheets(answer: Iterator[bytes], word: str) -> dict[str, Sheet]:
    if word:
        raise _refused(word)
    sheets: dict[str, Sheet] = {}
    for line in answer:
        name, number, cells = json.loads(line)
        _keep(sheets.setdefault(name, Sheet()), name, number, cells)
    return sheets


def _keep(sheet: Sheet, name: str, number: int, cells: list) -> None:
    row = sheet.rows.setdefault(number, {}) if cells else {}
    for column, kind, text in cells:
        if column in row:
            raise _refused(f"twice {name} {number}")
        row[column] = Raw(kind, text)


def _refused(word: str) -> BadWorkbook:
    """The sentence for the child's word."""
    kind, _space, rest = word.partition(" ")
    if kind == "too_many_rows":
        text = _("trang %(sheet)s có hơn %(most)s dòng. Hãy tách thành nhiều tệp.") % {
            "sheet": rest,
            "most": sheet_child.ROWS,
        }
    elif kind == "twice":
        sheet, _space, row = rest.rpartition(" ")
        text = _("trang %(sheet)s ghi hai lần dòng %(row)s. Hãy mở tệp và lưu lại.") % {
            "sheet": sheet,
            "row": row,
        }
    elif kind == "not_xlsx":
        text = _("không phải tệp XLSX. Hãy lưu lại bằng Excel hoặc LibreOffice theo dạng .xlsx.")
    elif kind == "too_big":
        text = _(
            "tệp quá lớn hoặc quá tốn bộ nhớ, thời gian để đọc (giới hạn %(limit)s MB). "
            "Hãy dùng mẫu tải từ trang này và tách thành nhiều tệp."
        ) % {"limit": LARGEST // (1024 * 1024)}
    else:
        text = _("tệp hỏng hoặc chứa nội dung không được nhận. Hãy chép dữ liệu sang mẫu mới.")
    return BadWorkbook([of_file(text)])
