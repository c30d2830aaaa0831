from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Everything before the first page, in one process; running it again keeps the data."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--demo", action="store_true", help="and the demo with its log-ins")

    def handle(self, *args, **options) -> None:
        call_command("migrate", verbosity=0)
        if "DatabaseCache" in settings.CACHES["default"]["BACKEND"]:
            call_command("createcachetable", verbosity=0)
        call_command("create_checkpoint_key", if_missing=True, stdout=self.stdout)
        call_command("load_reference", stdout=self.stdout)
        if options["demo"]:
            call_command("seed_demo", stdout=self.stdout)
