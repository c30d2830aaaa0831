from django.core.management.base import BaseCommand

from agencies import reference


class Command(BaseCommand):
    help = "Load provinces, ethnic groups, holidays and the lists of the other rooms; idempotent."

    def handle(self, *args, **options):
        for name, count in reference.load_all().items():
            self.stdout.write(f"{name}: {count}")
