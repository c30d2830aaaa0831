import json
import random
import secrets

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.demo import LOGINS_FILE, is_demo
from accounts.models import User
from agencies.models import Membership
from desk.seeding import boards, exam_c, letters, live, pilot, plans, rosters, rules, stages
from desk.seeding.cast import make_cast
from exams.models import HolderKey
from positions.models import Duty

HEADS = ("Vai trò", "Họ và tên", "Đăng nhập", "Mật khẩu")
CANDIDATE = "Thí sinh"


class Command(BaseCommand):
    help = "Invented data through the real verbs; prints the log-ins, also when already seeded."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--scale", choices=("pilot", "national"), default="pilot")
        parser.add_argument("--seed", type=int, default=2017)

    def handle(self, *args, **options) -> None:
        if settings.PRODUCTION:
            raise CommandError("seed_demo never runs in production.")
        if User.objects.exists():
            if not is_demo():
                raise CommandError("There are users already: seed_demo needs an empty database.")
        else:
            self._seed(options["seed"])
        self._print_logins()

    def _seed(self, seed: int) -> None:
        # Hundreds of invented mails belong in the outbox page, not on the console.
        settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
        random.seed(seed)
        password = secrets.token_urlsafe(9)
        with transaction.atomic():
            cast = make_cast(password)
            exam_c.play(cast)
            rules.play(cast)
            plans.play(cast)
            rosters.play(cast)
            pilot.play(cast)
            boards.enter_people(cast)
            live.play(cast)
            keys = stages.play(cast)
            letters.play(cast)
        path = settings.DATA_DIR / LOGINS_FILE
        path.write_text(json.dumps({"password": password, "keys": keys}))
        path.chmod(0o600)

    def _print_logins(self) -> None:
        stored = settings.DATA_DIR / LOGINS_FILE
        if not stored.exists():
            raise CommandError("The demo's password file is gone; start with an empty DATA_DIR.")
        known = json.loads(stored.read_text())
        password = known["password"]
        lines = [HEADS, *((*line, password) for line in _logins())]
        widths = [max(len(line[place]) for line in lines) for place in range(len(HEADS))]
        for line in lines:
            cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())
        self._print_keys(known.get("keys", {}))

    def _print_keys(self, keys: dict[str, dict[str, str]]) -> None:
        """What the three holders would have on paper: without two of them no map opens."""
        self.stdout.write("\nKhóa giữ bản đồ phách của dữ liệu minh họa")
        for code, holders in keys.items():
            for role, secret in holders.items():
                self.stdout.write(f"{code}  {HolderKey.Role(role).label}  {secret}")


def _logins() -> list[tuple[str, str, str]]:
    held = Membership.objects.current().select_related("user", "agency").order_by("pk")
    staff = [(f"{row.get_role_display()} · {row.agency.code}", row.user) for row in held]
    serving = {duty.person.user: _duty_label(duty) for duty in _duties()}
    known = {user.pk for _role, user in staff}
    others = User.objects.exclude(pk__in=known).order_by("pk")
    staff += [(serving.get(user, CANDIDATE), user) for user in others]
    return [(role, user.full_name, user.email) for role, user in staff]


def _duties():
    """The board somebody serves on in most exams decides the label."""
    rows = Duty.objects.active().filter(person__user__isnull=False)
    return rows.select_related("person__user").order_by("-campaign")


def _duty_label(duty: Duty) -> str:
    return " · ".join(filter(None, (duty.position, duty.get_board_display())))
