from django.core.management.base import BaseCommand

from audit.verification import verify

SHOWN = 50


class Command(BaseCommand):
    help = "Verify the ledger and compare every audited table with it; exit 1 on any fault."

    def handle(self, *args, **options) -> None:
        report = verify()
        self.stdout.write(
            f"{report.entries} entries, {report.payloads} payloads, {report.erased} lawfully "
            f"erased, {report.checkpoints} checkpoints, {report.rows} rows of {report.tables} "
            f"audited tables"
        )
        for fault in report.faults[:SHOWN]:
            self.stderr.write(f"FAULT {fault}")
        if report.faults:
            self.stderr.write(f"{len(report.faults)} faults")
            raise SystemExit(1)
        self.stdout.write("No change found.")
