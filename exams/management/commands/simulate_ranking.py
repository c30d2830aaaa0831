import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand

from exams.simulation import BadInput, simulate


class Command(BaseCommand):
    help = "Rank the candidates of FILE.json (or - for standard input) by its rules."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser) -> None:
        parser.add_argument("file")

    def handle(self, *args, **options) -> None:
        try:
            result = simulate(_read(options["file"]))
        except BadInput as error:
            for fault in error.faults:
                self.stderr.write(fault)
            raise SystemExit(1) from error
        self.stdout.write(json.dumps(result, ensure_ascii=True, indent=2))


def _read(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise BadInput([f"(file): {error.strerror or error}"]) from error
