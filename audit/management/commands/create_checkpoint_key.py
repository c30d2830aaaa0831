from django.core.management.base import BaseCommand, CommandError

from audit import checkpoints


class Command(BaseCommand):
    help = "Make the key that signs checkpoints (Ed25519, mode 0600)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--if-missing", action="store_true", help="do nothing when there already is a key"
        )

    def handle(self, *args, **options) -> None:
        try:
            path = checkpoints.create_key()
        except FileExistsError as error:
            if options["if_missing"]:
                return
            raise CommandError("There is a checkpoint key; it is never replaced.") from error
        self.stdout.write(f"{path}\npublic key: {bytes(checkpoints.verify_key()).hex()}")
