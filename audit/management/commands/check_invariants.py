from django.core.management.base import BaseCommand

from audit import invariants

SHOWN = 20


class Command(BaseCommand):
    help = "Check every rule that must hold at all times; exit 1 when one is broken."

    def handle(self, *args, **options) -> None:
        found = invariants.run()
        broken = {name: rows for name, rows in found.items() if rows}
        for name, rows in broken.items():
            for row in rows[:SHOWN]:
                self.stderr.write(f"{name}: {row}")
        self.stdout.write(f"{len(found)} invariants checked, {len(broken)} broken")
        if broken:
            raise SystemExit(1)
