"""What is wrong with a workbook, cell by cell, in the order a person would read it."""

from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

MOST_SHOWN = 200
LONGEST = 400


@dataclass(frozen=True)
class Fault:
    """Sheet, row and column (both from 1), and what to mend; no sheet: the whole file."""

    sheet: str
    row: int
    column: int
    text: str

    @property
    def cell(self) -> str:
        return f"{get_column_letter(self.column)}{self.row}"

    @property
    def place(self) -> str:
        return f"{self.sheet}!{self.cell}" if self.sheet else "(file)"

    @property
    def values(self) -> list[str | int]:
        """As JSON keeps it; `Fault(*values)` is the fault again."""
        return [self.sheet, self.row, self.column, self.text]

    def __str__(self) -> str:
        return f"{self.place}: {self.text}"


def of_file(text: object) -> Fault:
    """A fault of the file as a whole."""
    return Fault("", 0, 1, str(text))


class BadWorkbook(Exception):
    """Nothing was written; `faults` says why, in reading order."""

    def __init__(self, faults: list[Fault]):
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


def _one_line(text: str) -> str:
    """What stood in a cell is quoted in one line of bounded length."""
    shown = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(shown.split())[:LONGEST]


@dataclass
class Faults:
    """Collects faults: one for a cell, the first that was found. `sheets` are in reading order."""

    sheets: tuple[str, ...]
    found: dict[tuple[str, int, int], Fault] = field(default_factory=dict)

    def add(self, sheet: str, row: int, column: int, text: object) -> None:
        fault = Fault(sheet, row, column, _one_line(str(text)))
        self.found.setdefault((sheet, row, column), fault)

    def in_order(self) -> list[Fault]:
        places = {name: place for place, name in enumerate(self.sheets)}
        return sorted(
            self.found.values(), key=lambda fault: (places[fault.sheet], fault.row, fault.column)
        )

    def __bool__(self) -> bool:
        return bool(self.found)
