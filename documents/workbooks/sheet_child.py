"""Reads a stranger's workbook in a process of its own, which may be killed: nothing of Django.

`python -I sheet_child.py FILE SHEET…` writes one JSON line per row that holds anything,
`[sheet, row, [[column, kind, text], …]]`, beginning with `[sheet, 0, []]` for each sheet there is.
A refusal is one word on standard error and an exit code above 0.

kind: s text · n number · d day · t day with a time · f formula · e error · b boolean · x too long
"""

import json
import os
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

MEMORY = 768 * 1024 * 1024
CPU_SECONDS = 20
UNPACKED = 200 * 1024 * 1024
PARTS = 2_000
ROWS = 20_000
LONGEST = 20_000  # signs of one cell; a column may take fewer
ANSWER = 64 * 1024 * 1024


class Refused(Exception):
    """One word that says why: the parent has the sentence."""


def main() -> None:
    _limit()
    # Only defusedxml reads: no entity, no outside file. lxml would come first if it could.
    os.environ["OPENPYXL_LXML"] = "False"
    os.environ["OPENPYXL_DEFUSEDXML"] = "True"
    path, *sheets = sys.argv[1:]
    try:
        _check_archive(path)
        _write(_rows(path, sheets))
    except Refused as refused:
        sys.exit(str(refused))
    except MemoryError:
        sys.exit("too_big")
    except Exception as error:
        sys.exit(f"broken {type(error).__name__}")


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _check_archive(path: str) -> None:
    if not zipfile.is_zipfile(path):
        raise Refused("not_xlsx")
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
        raise Refused("too_big")
    if not any(part.filename == "[Content_Types].xml" for part in parts):
        raise Refused("not_xlsx")


def _rows(path: str, sheets: list[str]) -> Iterator[list]:
    import openpyxl  # noqa: PLC0415  only under the limits

    # An open file: a name would be refused for its ending, and ours have none.
    with open(path, "rb") as source:
        book = openpyxl.load_workbook(source, read_only=True, keep_links=False)
        for name in [name for name in sheets if name in book.sheetnames]:
            yield [name, 0, []]
            for count, (number, cells) in enumerate(_cells(book, book[name])):
                if count > ROWS:
                    raise Refused(f"too_many_rows {name}")
                yield [name, number, cells]


def _cells(book: Any, sheet: Any) -> Iterator[tuple[int, list]]:
    """Rows as they stand in the file: what it says of its own size is not asked."""
    from openpyxl.worksheet._reader import WorkSheetParser  # noqa: PLC0415

    with book._archive.open(sheet._worksheet_path) as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for number, row in parser.parse():
            cells = [_cell(cell) for cell in row if cell["value"] not in (None, "")]
            if cells:
                yield number, cells


def _cell(cell: dict[str, Any]) -> list:
    kind, text = _kind_and_text(cell["data_type"], cell["value"])
    if len(text) > LONGEST:
        kind, text = "x", text[:40]
    return [cell["column"], kind, text]


def _kind_and_text(kind: str, value: Any) -> tuple[str, str]:
    if kind == "f":
        return "f", ""
    if isinstance(value, datetime):
        is_day = value.time() == datetime.min.time()
        return ("d", value.date().isoformat()) if is_day else ("t", value.isoformat(" "))
    if isinstance(value, date):
        return "d", value.isoformat()
    if kind == "d":  # an hour or a length of time
        return "t", str(value)
    return kind if kind in "snbe" else "e", str(value)


def _write(rows: Iterator[list]) -> None:
    size = 0
    for row in rows:
        line = json.dumps(row, ensure_ascii=True)
        size += len(line)
        if size > ANSWER:
            raise Refused("too_big")
        print(line)


if __name__ == "__main__":
    main()
