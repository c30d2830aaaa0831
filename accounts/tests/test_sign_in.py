from pathlib import Path
from unicodedata import normalize

import allauth
import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse

from accounts.forms import NormalisedCharField, ProfileForm
from accounts.models import User
from accounts.tests.signing import (
    PASSWORD,
    is_signed_in,
    link_of_last_mail,
    person,
    said,
    sign_in,
)
from audit import clock
from audit.models import LedgerEntry
from messaging.models import OutboxMessage

pytestmark = pytest.mark.django_db
WRONG = "Email hoặc mật khẩu không đúng."
LOCKED = "Đăng nhập sai quá nhiều lần. Hãy thử lại sau ít phút."
MAILS = [
    path
    for room in ("account", "mfa")
    for path in sorted((Path(allauth.__file__).parent / "templates" / room / "email").glob("*.txt"))
    if "_code_" not in path.name  # nothing is done by a mailed code here
]
SIGN_UP = {
    "full_name": "  Trần  Thị Bình ",
    "email": "Binh@Example.vn",
    "password1": PASSWORD,
    "password2": PASSWORD,
}


def sign_up(client, **changed):
    return client.post(reverse("account_signup"), SIGN_UP | changed)


def form_errors(response) -> dict:
    return response.context["form"].errors


def test_sign_up_needs_the_mailed_link_before_sign_in(client):
    answer = sign_up(client, full_name=normalize("NFD", SIGN_UP["full_name"]))

    user = User.objects.get()
    assert answer.url == reverse("account_email_verification_sent")
    assert (user.full_name, user.email) == ("Trần Thị Bình", "binh@example.vn")
    assert not is_signed_in(client)
    mail = OutboxMessage.objects.get()
    assert (mail.to, mail.secret) == ("binh@example.vn", True)
    assert mail.subject == "Xác nhận địa chỉ email để hoàn tất tạo tài khoản"
    assert sign_in(client, "binh@example.vn").url == reverse("account_email_verification_sent")

    path = link_of_last_mail()
    assert not EmailAddress.objects.get().verified
    assert "binh@example.vn" in client.get(path).text
    assert not EmailAddress.objects.get().verified
    assert client.post(path).url == reverse("account_login")
    assert EmailAddress.objects.get().verified
    assert sign_in(client, "binh@example.vn").url == reverse("desk:home")
    assert is_signed_in(client)


def test_sign_up_with_known_email_looks_the_same_and_warns_its_owner(client):
    person("binh@example.vn")

    answer = sign_up(client)

    assert answer.url == reverse("account_email_verification_sent")
    assert User.objects.count() == 1
    assert OutboxMessage.objects.get().subject == "Địa chỉ này đã có tài khoản"


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("ngan", "Mật khẩu quá ngắn: phải có ít nhất 10 ký tự."),
        ("9182736450918", "Mật khẩu này hoàn toàn là số."),
        ("1234567890", "Mật khẩu này quá phổ biến."),
    ],
)
def test_weak_password_is_refused_in_vietnamese(client, password, message):
    answer = sign_up(client, password1=password, password2=password)

    assert message in form_errors(answer)["password1"]
    assert not User.objects.exists()


def test_sign_in_by_email_in_any_case(client):
    person()

    answer = sign_in(client, "AN@example.vn")

    assert answer.url == reverse("desk:home")
    assert is_signed_in(client)


def test_sign_in_changes_the_session_key(client):
    person()
    client.get(reverse("mfa_authenticate"))
    session = client.session
    session["planted"] = 1
    session.save()
    before = client.session.session_key

    sign_in(client)

    assert client.session.session_key != before


def test_wrong_password_and_unknown_email_say_the_same(client):
    person()

    known = sign_in(client, password="Sai-Hoan-Toan-1")
    unknown = sign_in(client, "ai-do@example.vn")

    assert form_errors(known) == form_errors(unknown) == {"__all__": [WRONG]}
    assert (known.status_code, unknown.status_code) == (200, 200)


def test_disabled_user_is_refused(client):
    person(is_active=False)

    answer = sign_in(client)

    assert answer.url == reverse("account_inactive")
    assert not is_signed_in(client)


def test_sixth_try_is_locked_even_with_the_right_password(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
    person()

    for _attempt in range(5):
        assert form_errors(sign_in(client, password="Sai-Hoan-Toan-1")) == {"__all__": [WRONG]}

    assert form_errors(sign_in(client)) == {"__all__": [LOCKED]}
    assert not is_signed_in(client)


def test_one_persons_lock_does_not_lock_another(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
    person()
    person("binh@example.vn")

    for _attempt in range(5):
        sign_in(client, password="Sai-Hoan-Toan-1")

    assert sign_in(client, "binh@example.vn").url == reverse("desk:home")


def test_reset_link_works_once(client):
    person()
    client.post(reverse("account_reset_password"), {"email": "an@example.vn"})
    link = link_of_last_mail()
    new = {"password1": "Chim-Lac-2027", "password2": "Chim-Lac-2027"}

    form_path = client.get(link).url
    done = client.post(form_path, new)
    client.logout()
    again = client.get(link)

    assert done.url == reverse("account_reset_password_from_key_done")
    assert "Liên kết đặt lại mật khẩu không hợp lệ" in again.text
    assert form_errors(sign_in(client)) == {"__all__": [WRONG]}
    assert sign_in(client, password="Chim-Lac-2027").url == reverse("desk:home")


def test_reset_of_unknown_email_answers_alike(client):
    answer = client.post(reverse("account_reset_password"), {"email": "ai-do@example.vn"})

    assert answer.url == reverse("account_reset_password_done")
    assert OutboxMessage.objects.get().subject == "Chưa có tài khoản cho địa chỉ này"


def test_changed_password_is_told_by_mail_and_ends_the_session(client, settings):
    settings.ACCOUNT_EMAIL_NOTIFICATIONS = True
    person()
    sign_in(client)
    new = {"password1": "Chim-Lac-2027", "password2": "Chim-Lac-2027"}

    wrong = client.post(reverse("account_change_password"), {"oldpassword": "Sai"} | new)
    done = client.post(reverse("account_change_password"), {"oldpassword": PASSWORD} | new)

    assert form_errors(wrong) == {"oldpassword": ["Hãy nhập đúng mật khẩu hiện tại."]}
    assert done.status_code == 302
    assert not is_signed_in(client)
    mail = OutboxMessage.objects.get()
    assert mail.subject == "Mật khẩu đã được đổi"
    assert "Địa chỉ mạng: 127.0.0.1" in mail.body


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_every_mail_of_the_library_is_ours(path):
    ours = get_template(f"{path.parts[-3]}/email/{path.name}")

    assert ours.origin.name.startswith(str(settings.BASE_DIR / "templates"))
    assert ours.render({"timestamp": clock.now(), "email": "an@example.vn"}).strip()


def test_sign_out_needs_a_post_and_ends_the_session(client):
    person()
    sign_in(client)
    stolen = client.cookies.copy()

    assert "Ông/Bà có chắc muốn đăng xuất?" in client.get(reverse("account_logout")).text
    assert is_signed_in(client)
    client.post(reverse("account_logout"))
    client.cookies = stolen

    assert client.get(reverse("accounts:profile")).status_code == 302


def test_profile_saves_own_name_and_phone(client):
    user = person()
    sign_in(client)
    assert 'value="Nguyễn Văn An"' in client.get(reverse("accounts:profile")).text

    answer = client.post(
        reverse("accounts:profile"), {"full_name": "Nguyễn Văn  Ân", "phone": "0912 345 678"}
    )

    user.refresh_from_db()
    assert answer.url == reverse("accounts:profile")
    assert (user.full_name, user.phone) == ("Nguyễn Văn Ân", "0912 345 678")
    assert "Đã lưu thông tin tài khoản." in said(client.get(answer.url))
    assert LedgerEntry.objects.get(kind="profile_edited").actor == user.public_id


def test_profile_needs_sign_in(client):
    answer = client.get(reverse("accounts:profile"))

    assert answer.url == f"{reverse('account_login')}?next={reverse('accounts:profile')}"


@pytest.mark.parametrize("phone", ["abc", "12", "0912345678<script>"])
def test_profile_refuses_what_is_no_phone_number(phone):
    assert list(ProfileForm({"full_name": "An", "phone": phone}).errors) == ["phone"]


def test_normalised_field_composes_trims_and_refuses_nul():
    field = NormalisedCharField()

    assert field.clean(" Tie\u0302\u0301ng ") == "Tiếng"
    with pytest.raises(Exception, match="ký tự rỗng"):
        field.clean("a\x00b")
