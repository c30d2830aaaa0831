from django.core.management.base import BaseCommand

from desk import tick


class Command(BaseCommand):
    help = "Do all due work: close receipts, expire requests, send mail, run lost jobs."

    def handle(self, *args, **options) -> None:
        for name, count in tick.run().items():
            self.stdout.write(f"{name}: {count}")
