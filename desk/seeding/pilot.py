"""The pilot's past exams, as the ministry would bring them in."""

from desk.seeding.cast import Cast
from desk.seeding.pilot_book import WORKBOOK
from reports.models import PastWorkbook
from reports.workflow import import_file


def play(cast: Cast) -> PastWorkbook:
    """Import the workbook of the repository, in the name of the ministry's officer."""
    workbook, _warnings = import_file(WORKBOOK, by=cast.users["bo"])
    return workbook
