"""People who can sign in, and the steps they take in a browser."""

import re

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth import SESSION_KEY
from django.urls import reverse

from accounts.models import User
from messaging.models import OutboxMessage

PASSWORD = "Trong-Dong-2026"


def person(email="an@example.vn", **fields) -> User:
    user = User.objects.create_user(email, PASSWORD, full_name="Nguyễn Văn An", **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def sign_in(client, email="an@example.vn", password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def is_signed_in(client) -> bool:
    return SESSION_KEY in client.session


def link_of_last_mail() -> str:
    """The path of the link in the newest mail."""
    return re.search(r"https?://[^/]+(/\S+)", OutboxMessage.objects.first().body)[1]


def said(response) -> list[str]:
    """The messages shown on the page."""
    return [str(message) for message in response.context["messages"]]


def give_totp(user: User) -> str:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return secret


def give_recovery_codes(user: User) -> list[str]:
    return RecoveryCodes.activate(user).get_unused_codes()


def code_of(secret: str) -> str:
    """The code an authenticator app shows now."""
    counter = next(totp.yield_hotp_counters_from_time())
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def authenticators(user: User) -> list[str]:
    return sorted(Authenticator.objects.filter(user=user).values_list("type", flat=True))
