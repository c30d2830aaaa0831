"""Forms of a person's own account, and the text field every form of the project uses."""

import unicodedata

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from accounts.workflow import edit_profile


class NormalisedCharField(forms.CharField):
    """Text in Unicode NFC, trimmed; CharField itself refuses the NUL character."""

    def to_python(self, value):
        value = super().to_python(value)
        return unicodedata.normalize("NFC", value) if value else value


class NameField(NormalisedCharField):
    """A person's name: NFC, with single spaces between its words."""

    def to_python(self, value):
        return " ".join((super().to_python(value) or "").split())


def full_name_field() -> NameField:
    return NameField(
        label=_("Họ và tên"),
        max_length=120,
        help_text=_("Viết đầy đủ, có dấu, như trên giấy tờ tùy thân."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class SignupDetails(forms.Form):
    """What sign-up asks beside e-mail and password; allauth calls `signup` on the new user."""

    field_order = ("full_name", "email", "password1", "password2")
    full_name = full_name_field()

    def signup(self, request, user):
        user.full_name = self.cleaned_data["full_name"]
        edit_profile(user, by=user, full_name=user.full_name, phone="")


class ProfileForm(forms.Form):
    full_name = full_name_field()
    phone = NormalisedCharField(
        label=_("Số điện thoại"),
        required=False,
        max_length=20,
        validators=[
            RegexValidator(
                r"^\+?[0-9][0-9 .\-]{6,18}$",
                _("Số điện thoại chỉ gồm chữ số, có thể có dấu + ở đầu, ví dụ 0912 345 678."),
            )
        ],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
