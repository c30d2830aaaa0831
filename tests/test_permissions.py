"""docs/permissions.csv: who gets which answer at every URL, tried cell by cell.

Every cell with PROVE=full, otherwise a third of the roles of each row, another third with each row.
"""

import hashlib
import os
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.urls import URLPattern, get_resolver, reverse

from audit.models import LedgerEntry, Payload
from tests.access_cases import CASES, Case
from tests.access_table import rows
from tests.access_world import ROLES, SAID_KEY, World, standing, status_of, undone
from tests.trail import without_error_pages
from tests.writes import forbidden_writes, recorded_writes

pytestmark = [pytest.mark.django_db, pytest.mark.wide]
EVERY_CELL = os.environ.get("PROVE") == "full"
HEAD = ["url_name", "method", "object", *ROLES]
REFUSED = {"403", "404", "405"}
# POSTs that change nothing anybody keeps, or only the session.
WITHOUT_EFFECT = {
    "account_confirm_login_code",
    "account_inactive",
    "account_logout",
    "account_reauthenticate",
    "account_reset_password_from_key",
    "account_set_password",
    "agencies:switch",
    "candidates:apply closed",
    "candidates:letter-follow",
    "candidates:profile line",
    "candidates:profile-import",
    "mfa_activate_totp",
    "positions:self-check",
    "positions:self-check none",
    "mfa_add_webauthn",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "set_language",
    "usersessions_list",
}
# Acts that ask for the password or the second factor again, and who does them here.
STEP_UP = {
    "accounts:request-approve": "head",
    "accounts:request-refuse": "head",
    "agencies:membership-propose": "admin",
    "agencies:membership-end": "admin",
    "candidates:list-close": "hr",
    "exams:exam-score": "secretary",
    "exams:exam-release": "hr",
    "exams:codes-make": "expert",
    "exams:key-make": "council",
    "exams:map-opening": "expert",
    "exams:marking-draw": "expert",
    "exams:marking-seal": "expert",
    "positions:change-propose": "hr",
    "positions:duty-create": "hr",
}
# What a person without a session may post.
OPEN_POSTS = {
    "candidates:letter-follow",
    "candidates:letter-new",
    "positions:self-check",
    "positions:subscribe",
    "positions:subscription",
    "positions:subscription-leave",
    "account_confirm_email",
    "account_login",
    "account_reset_password",
    "account_signup",
}


def url_names(resolver=None, namespace: str = "") -> Iterator[str]:
    """Every pattern of the URL conf; a nameless one counts by its pattern."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name or pattern.pattern}"
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from url_names(pattern, namespace + inner)


def case_of(row: dict[str, str]) -> Case:
    wanted = (row["url_name"], row["object"])
    return next(case for case in CASES if (case.name, case.object) == wanted)


def answer(world: World, role: str, method: str, url: str, case: Case) -> str:
    client = world.client(role)
    response = client.get(url) if method == "GET" else client.post(url, case.body(world))
    return str(status_of(response))


def fingerprint() -> dict[str, str]:
    """Number and content of all rows; the ledger refuses changes, so its size is enough."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        rows = model._base_manager.order_by("pk")
        if model in (LedgerEntry, Payload):
            found[model._meta.label] = str(rows.count())
        elif model is not Session:
            content = repr(list(rows.values_list())).encode()
            found[model._meta.label] = hashlib.sha256(content).hexdigest()
    return found


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with standing(django_db_blocker) as made:
        yield made


@pytest.fixture(autouse=True)
def _bare_error_pages(monkeypatch) -> None:
    without_error_pages(monkeypatch)


def test_every_url_is_listed_and_none_is_stale():
    named, listed = set(url_names()), {(row["url_name"], row["method"]) for row in rows()}
    wanted = {(name, method) for name in named for method in ("GET", "POST")}

    unlisted, stale = sorted(wanted - listed), sorted(listed - wanted)
    print(f"{len(named)} URL names, unlisted {len(unlisted)}, stale {len(stale)}")

    assert (unlisted, stale) == ([], [])
    assert named == {case.name for case in CASES}


def test_every_case_is_a_row_once_and_every_role_a_column():
    keys = [(row["url_name"], row["method"], row["object"]) for row in rows()]

    assert len(keys) == len(set(keys))
    assert set(keys) == {(c.name, method, c.object) for c in CASES for method in ("GET", "POST")}
    assert list(rows()[0]) == HEAD


@pytest.mark.parametrize(
    "row", rows(), ids=lambda row: " ".join(row[name] for name in HEAD[:3]).strip()
)
def test_row(world, row):
    case, method = case_of(row), row["method"]
    expected = {role: row[role] for role in ROLES}
    url = reverse(case.name, kwargs=case.kwargs(world))
    case.body(world)  # whatever it makes is there before the first request
    tried = roles_to_try(row)
    refused = refused_roles(case.name, expected) if method == "POST" else list(ROLES)
    refused = [role for role in refused if role in tried]
    # Where the method is refused to everybody no view runs; the recorder is proof enough.
    is_verb = method == "POST" and any(expected[role] != "405" for role in ROLES[1:])
    before = fingerprint() if is_verb else {}

    with recorded_writes() as written:
        found = {role: answer(world, role, method, url, case) for role in refused}
    assert forbidden_writes(written) == set()
    assert not is_verb or fingerprint() == before, "a refused POST changed something"

    # Whoever may act is not always among a third of the roles.
    is_proved = not expects_effect(row, expected) or not EVERY_CELL
    for role in [role for role in tried if role not in found]:
        with undone():
            found[role] = answer(world, role, method, url, case)
            is_proved = is_proved or fingerprint() != before
    assert found == {role: expected[role] for role in tried}
    assert is_proved, "no role's POST changed anything: the body proves nothing"


def roles_to_try(row: dict[str, str]) -> list[str]:
    """All; three where the table refuses the method to everybody, for then no view is asked."""
    if {row[role] for role in ROLES[1:]} == {"405"}:
        return [ROLES[0], ROLES[1], ROLES[-1]]
    if EVERY_CELL:
        return list(ROLES)
    return list(ROLES[rows().index(row) % 3 :: 3])


def refused_roles(name: str, expected: dict[str, str]) -> list[str]:
    """Refused, or sent to the sign-in page; their requests must leave everything as it was."""
    refused = [role for role in ROLES if expected[role] in REFUSED]
    if name in OPEN_POSTS or "anonymous" in refused:
        return refused
    return ["anonymous", *refused]


def expects_effect(row: dict[str, str], expected: dict[str, str]) -> bool:
    name = f"{row['url_name']} {row['object']}".strip()
    if row["method"] == "GET" or name in WITHOUT_EFFECT:
        return False
    return len(refused_roles(row["url_name"], expected)) < len(ROLES)


@pytest.mark.parametrize("name", STEP_UP)
def test_a_sensitive_act_asks_a_stale_sign_in_again(world, settings, name):
    settings.REQUIRE_STEP_UP = True
    case, role = next(case for case in CASES if case.name == name), STEP_UP[name]
    url, body = reverse(name, kwargs=case.kwargs(world)), case.body(world)
    before = fingerprint()
    session = world.client(role).session
    recent = session.pop(SAID_KEY)
    session.save()

    stale = world.client(role).post(url, body)

    assert stale.url.startswith(reverse("account_reauthenticate"))
    assert fingerprint() == before

    session[SAID_KEY] = recent
    session.save()
    # A print is the answer itself; everything else redirects.
    assert world.client(role).post(url, body).status_code in (200, 302)
    assert fingerprint() != before
