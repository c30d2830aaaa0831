import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from accounts.tests.signing import (
    PASSWORD,
    authenticators,
    code_of,
    give_recovery_codes,
    give_totp,
    is_signed_in,
    person,
    said,
    sign_in,
)

pytestmark = pytest.mark.django_db
ASK = "Vui lòng bật xác thực hai lớp trước khi làm việc trong hệ thống."
CODE = "mfa_authenticate"


def answer_code(client, code):
    return client.post(reverse(CODE), {"code": code})


@pytest.fixture
def required(settings):
    settings.REQUIRE_SECOND_FACTOR = True


def confirm_password(client):
    return client.post(
        reverse("account_reauthenticate"),
        {"password": PASSWORD, "next": reverse("mfa_activate_totp")},
    )


def test_totp_is_set_up_and_then_asked_for(client):
    user = person()
    sign_in(client)
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked.url.startswith(reverse("account_reauthenticate"))
    confirm_password(client)

    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert 'src="data:image/svg+xml;base64,' in page.text
    refused = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert refused.context["form"].errors == {"code": ["Mã không đúng."]}
    done = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})

    assert done.url == reverse("mfa_view_recovery_codes")
    assert authenticators(user) == ["recovery_codes", "totp"]
    assert "Còn 10 trong số 10 mã." in client.get(done.url).text
    other = Client()
    assert sign_in(other).url == reverse(CODE)
    assert not is_signed_in(other)


def test_sign_in_with_totp(client):
    secret = give_totp(person())

    assert sign_in(client).url == reverse(CODE)
    wrong = answer_code(client, "000000")
    right = answer_code(client, code_of(secret))

    assert wrong.context["form"].errors == {"code": ["Mã không đúng."]}
    assert right.url == reverse("desk:home")
    assert is_signed_in(client)


def test_totp_code_is_not_taken_twice(client):
    secret = give_totp(person())
    sign_in(client)
    code = code_of(secret)
    answer_code(client, code)

    other = Client()
    sign_in(other)

    assert answer_code(other, code).context["form"].errors == {"code": ["Mã không đúng."]}
    assert not is_signed_in(other)


def test_recovery_code_works_once(client):
    user = person()
    give_totp(user)
    code = give_recovery_codes(user)[0]

    sign_in(client)
    assert answer_code(client, code).url == reverse("desk:home")
    other = Client()
    sign_in(other)

    assert answer_code(other, code).context["form"].errors == {"code": ["Mã không đúng."]}
    assert not is_signed_in(other)


def test_wrong_codes_are_limited(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
    secret = give_totp(person())
    sign_in(client)

    for _attempt in range(5):
        answer_code(client, "000000")

    assert answer_code(client, code_of(secret)).context["form"].errors == {
        "code": ["Đăng nhập sai quá nhiều lần. Hãy thử lại sau ít phút."]
    }
    assert not is_signed_in(client)


def test_staff_without_second_factor_reach_only_its_set_up(client, required):
    person(needs_second_factor=True)
    sign_in(client)

    blocked = client.get(reverse("accounts:profile"))
    posted = client.post(reverse("accounts:profile"), {"full_name": "Khác"})
    page = client.get(reverse("mfa_index"))

    assert blocked.url == posted.url == reverse("mfa_activate_totp")
    assert page.status_code == 200
    assert ASK in said(page)
    assert client.post(reverse("account_logout")).status_code == 302
    assert not is_signed_in(client)


def test_staff_pass_after_setting_up_totp(client, required):
    user = person(needs_second_factor=True)
    sign_in(client)
    assert confirm_password(client).url == reverse("mfa_activate_totp")
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret

    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})

    assert authenticators(user) == ["recovery_codes", "totp"]
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_security_key_is_a_second_factor_and_recovery_codes_are_not(client, required):
    user = person(needs_second_factor=True)
    client.force_login(user)
    give_recovery_codes(user)
    blocked = client.get(reverse("accounts:profile"))

    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={})

    assert blocked.url == reverse("mfa_activate_totp")
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_candidate_and_visitor_need_no_second_factor(client, required):
    person()
    assert client.get(reverse("account_login")).status_code == 200

    sign_in(client)

    assert client.get(reverse("accounts:profile")).status_code == 200


def test_staff_are_not_asked_when_the_setting_is_off(client):
    person(needs_second_factor=True)
    sign_in(client)

    assert client.get(reverse("accounts:profile")).status_code == 200


def test_page_of_security_key_runs_no_inline_script(client):
    person()
    sign_in(client)
    confirm_password(client)

    page = client.get(reverse("mfa_add_webauthn"))

    assert page.text.count("<script") == page.text.count("<script src=") + 1
    assert page.text.count('<script id="webauthn-data" type="application/json">') == 1
    assert 'data-credential="id_credential"' in page.text
