from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser

from documents.workbooks.faults import MOST_SHOWN, BadWorkbook, of_file
from reports.workflow import import_file, look_at


class Command(BaseCommand):
    help = "Import past exams from FILE.xlsx, all or nothing; faults by sheet and cell."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would be written")

    def handle(self, *args, **options) -> None:
        try:
            self._look(options["file"]) if options["dry_run"] else self._import(options["file"])
        except BadWorkbook as bad:
            for fault in bad.faults[:MOST_SHOWN]:
                self.stderr.write(str(fault))
            if len(bad.faults) > MOST_SHOWN:
                self.stdout.write(f"{len(bad.faults)} faults, the first {MOST_SHOWN} are named.")
            raise SystemExit(1) from bad
        except OSError as error:
            self.stderr.write(str(of_file(error.strerror or error)))
            raise SystemExit(1) from error

    def _look(self, path: Path) -> None:
        look = look_at(path)
        self._say(look.warnings, look)
        self.stdout.write(f"new agencies: {look.new_agencies}")
        self.stdout.write(f"known agencies newly marked as pilot: {look.marked_agencies}")
        self.stdout.write("Dry run: nothing written.")

    def _import(self, path: Path) -> None:
        workbook, warnings = import_file(path)
        self._say(warnings, workbook)

    def _say(self, warnings: list[str], counted) -> None:
        for warning in warnings:
            self.stdout.write(f"warning: {warning}")
        for sheet in ("agencies", "openings", "candidates"):
            self.stdout.write(f"{sheet}: {getattr(counted, sheet)}")
