from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import NormalisedCharField
from accounts.models import User
from agencies.models import Agency, Holiday, Membership, Person
from agencies.names import fold


class AgencyFilter(forms.Form):
    q = forms.CharField(label=_("Tìm theo tên hoặc mã"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("Loại"), required=False, choices=[("", _("Tất cả")), *Agency.Kind.choices]
    )
    pilot = forms.BooleanField(label=_("Chỉ cơ quan thí điểm"), required=False)

    def apply(self, rows):
        data = self.cleaned_data if self.is_valid() else {}
        if data.get("q"):
            rows = rows.filter(search__contains=fold(data["q"]))
        if data.get("kind"):
            rows = rows.filter(kind=data["kind"])
        return rows.filter(is_pilot=True) if data.get("pilot") else rows


class AgencyForm(forms.ModelForm):
    name = NormalisedCharField(label=_("Tên"), max_length=200)

    class Meta:
        model = Agency
        fields = [
            "name",
            "kind",
            "valid_from",
            "valid_to",
            "successor",
            "is_pilot",
            "address",
            "phone",
        ]


class NewAgencyForm(AgencyForm):
    class Meta(AgencyForm.Meta):
        fields = ["code", "name", "kind", "parent", "sector", "province", "is_pilot"]


class MembershipForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail của người được cử"),
        help_text=_("Người này phải có tài khoản đã xác nhận e-mail."),
    )
    role = forms.ChoiceField(label=_("Vai trò"), choices=Membership.Role)

    def clean_email(self):
        user = User.objects.filter(email=self.cleaned_data["email"].lower(), is_active=True).first()
        if user is None:
            raise forms.ValidationError(
                _("Không có tài khoản với e-mail này. Hãy mời người đó tạo tài khoản trước.")
            )
        self.member = user
        return user.email


class HolidayFilter(forms.Form):
    year = forms.IntegerField(label=_("Năm"), required=False, min_value=2000, max_value=2100)

    def apply(self, rows):
        year = self.cleaned_data.get("year") if self.is_valid() else None
        return rows.filter(day__year=year) if year else rows


class HolidayForm(forms.ModelForm):
    class Meta:
        model = Holiday
        fields = ["day", "kind", "name", "basis", "is_guess"]


class PersonFilter(forms.Form):
    q = forms.CharField(label=_("Tìm theo tên"), required=False, max_length=100)

    def apply(self, rows):
        data = self.cleaned_data if self.is_valid() else {}
        return rows.filter(search__contains=fold(data["q"])) if data.get("q") else rows


class PersonForm(forms.ModelForm):
    full_name = NormalisedCharField(label=_("Họ và tên"), max_length=120)
    job = NormalisedCharField(label=_("Chức vụ"), max_length=160, required=False)
    email = forms.EmailField(
        label=_("E-mail của tài khoản, nếu có"),
        required=False,
        help_text=_("Người không có tài khoản vẫn ngồi được trong hội đồng, ban."),
    )

    class Meta:
        model = Person
        fields = ["full_name", "birth_on", "job"]

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if not email:
            return None
        user = User.objects.filter(email=email, is_active=True).first()
        if user is None:
            raise forms.ValidationError(_("Không có tài khoản với e-mail này."))
        if Person.objects.filter(user=user).exists():
            raise forms.ValidationError(_("Tài khoản này đã gắn với một người."))
        return user
