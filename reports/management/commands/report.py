import sys
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from agencies.models import Province
from reports import exports
from reports.forms import make_filters
from reports.pdf import as_pdf
from reports.queries import r1
from reports.sheets import as_xlsx

FORMS = {"R1": r1}
WRITERS = {
    "json": lambda report: exports.as_json(report).encode() + b"\n",
    "csv": exports.as_csv,
    "xlsx": as_xlsx,
    "pdf": as_pdf,
}


class Command(BaseCommand):
    help = "Compute a form over a period: manage.py report R1 --from D --to D --format json"

    def add_arguments(self, parser) -> None:
        parser.add_argument("form", choices=sorted(FORMS))
        parser.add_argument("--from", dest="start", type=date.fromisoformat, required=True)
        parser.add_argument("--to", dest="end", type=date.fromisoformat, required=True)
        parser.add_argument("--as-of", dest="as_of", type=date.fromisoformat)
        parser.add_argument("--epoch", choices=Province.Epoch.values, default="63")
        parser.add_argument("--format", choices=sorted(WRITERS), default="json")
        parser.add_argument("--output", type=Path)

    def handle(self, *args, **options) -> None:
        if options["start"] > options["end"]:
            raise CommandError("--from must not be after --to.")
        names = ("start", "end", "as_of", "epoch")
        report = FORMS[options["form"]](make_filters(*(options[name] for name in names)))
        content = WRITERS[options["format"]](report)
        if options["output"]:
            options["output"].write_bytes(content)
        elif options["format"] == "json":
            self.stdout.write(content.decode(), ending="")
        else:
            sys.stdout.buffer.write(content)
