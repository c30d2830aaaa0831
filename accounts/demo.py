"""Whether this installation shows invented data."""

from django.conf import settings

from accounts.models import User

DEMO_DOMAIN = "minhhoa.example"
LOGINS_FILE = "demo_logins.json"


def is_demo() -> bool:
    """A demo user exists. Never in production: it refuses to start with one."""
    if settings.PRODUCTION:
        return False
    return User.objects.filter(email__endswith=f"@{DEMO_DOMAIN}").exists()
