"""What a column of a workbook is, said once for reader, template and page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from messaging.language import official

# A returned workbook carries this column; whoever mends and sends it back need not remove it.
FAULT_COLUMN = "lỗi"


@dataclass(frozen=True)
class Kind:
    """What the cells of a column hold: how one is read, and its format in the template."""

    read: Callable[[Any, Any], Any]  # (column, raw cell) → value, or CellFault
    number_format: str = ""
    longest: int = 2_000  # a cell with more signs is not looked at


@dataclass(frozen=True)
class Column:
    """One column: its header, what a cell of it may hold, and a line of help."""

    name: str
    kind: Kind
    help: Any
    required: bool = False
    choices: tuple[str, ...] = ()
    most: int = 200  # signs of a text, or the largest whole number
    # Codes that name an agency or an opening have the signs of such a code.
    is_own_code: bool = False
    heading: str = ""  # what row 1 says, where that is not the name
    labels: tuple[Any, ...] = ()  # what people read, one for each choice
    width: int = 18  # in the template

    @property
    def head(self) -> str:
        return self.heading or self.name


@official
def words_of(column: Column) -> list[str]:
    """The choices as the workbook shows them: always in the language of the workbook."""
    return [str(label) for label in column.labels] or list(column.choices)


def heads_of(columns: tuple[Column, ...]) -> dict[str, str]:
    """Header → column name; the star of a required column may be left out."""
    return {
        head: column.name for column in columns for head in (column.head, column.head.rstrip("* "))
    }
