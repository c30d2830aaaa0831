from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User
from agencies.models import Agency
from agencies.workflow import appoint_first_administrators, create_agency


class Command(BaseCommand):
    help = (
        "Create the two first administrators of an installation, only while none is active. "
        "Each sets a password through the sign-in page's “forgotten password”."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--agency", required=True, help="code of the agency that runs it")
        parser.add_argument("--name", help="its name, when the agency is not entered yet")
        parser.add_argument("--email", action="append", required=True, help="twice")

    @transaction.atomic
    def handle(self, *args, **options) -> None:
        emails = {email.strip().lower() for email in options["email"]}
        if len(emails) != 2:
            raise CommandError("Name two different people: --email A --email B.")
        agency = self._agency(options["agency"], options["name"])
        users = [self._user(email) for email in sorted(emails)]
        try:
            appoint_first_administrators(agency, users)
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{agency.code}: {', '.join(sorted(emails))} are administrators.")

    def _agency(self, code: str, name: str | None) -> Agency:
        found = Agency.objects.filter(code=code).first()
        if found:
            return found
        if not name:
            raise CommandError(f"There is no agency {code}; give --name to enter it.")
        kind, sector = Agency.Kind.MINISTRY, Agency.Sector.CENTRAL
        return create_agency(Agency(code=code, name=name, kind=kind, sector=sector), by=None)

    def _user(self, email: str) -> User:
        found = User.objects.filter(email=email).first()
        return found or User.objects.create_user(email, full_name=email.partition("@")[0])
