from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import NormalisedCharField
from agencies.models import CODE, Membership, Province
from agencies.queries import agencies_where
from positions.change_rules import changeable
from positions.forms import plausible_day
from positions.models import MOST_SEATS, Campaign, Opening, OpeningStep


class ChangeForm(forms.Form):
    """The new values of what a kind of change may touch, and the grounds for it."""

    reason = forms.CharField(
        label=_("Lý do"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Mọi người đọc được nguyên văn trong thông báo."),
    )
    document_no = NormalisedCharField(label=_("Số, ký hiệu văn bản"), max_length=60)
    document_on = forms.DateField(label=_("Ngày văn bản"), validators=[plausible_day])

    GROUNDS = ("reason", "document_no", "document_on")

    def __init__(self, *args, opening: Opening, kind: str, **kwargs):
        days = dict(opening.steps.values_list("kind", "planned_on"))
        self.names = changeable(opening, kind)
        initial = {name: days.get(name, getattr(opening, name, None)) for name in self.names}
        super().__init__(*args, initial=initial, **kwargs)
        for name in self.names:
            self.fields[name] = _field(name)
        self.order_fields([*self.names, *self.GROUNDS])

    def wanted(self):
        return {name: self.cleaned_data[name] for name in self.names}

    def grounds(self):
        return {name: self.cleaned_data[name] for name in self.GROUNDS}


def _field(name: str) -> forms.Field:
    if name in OpeningStep.Kind.values:
        label = _("%(step)s (dự kiến)") % {"step": OpeningStep.Kind(name).label}
        return forms.DateField(label=label, required=False, validators=[plausible_day])
    if name == "seats":
        label = Opening._meta.get_field(name).verbose_name
        return forms.IntegerField(label=label, min_value=1, max_value=MOST_SEATS)
    if name == "receipt_deadline":
        return forms.DateTimeField(label=_("Hạn nhận hồ sơ"), validators=[plausible_day])
    field = Opening._meta.get_field(name).formfield()
    if name == "standards":
        field.widget = forms.Textarea(attrs={"rows": 6})
        field.help_text = _("Mỗi tiêu chuẩn, điều kiện một dòng.")
    field.required = name != "unit"
    return field


class ReopenForm(forms.Form):
    campaign = forms.ModelChoiceField(label=_("Đợt thi mới"), queryset=Campaign.objects.none())
    code = forms.CharField(label=_("Mã chức danh mới"), max_length=40, validators=[CODE])

    def __init__(self, *args, user, opening: Opening, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Campaign.objects.visible_to(user).filter(
            host__in=agencies_where(user, Membership.Role.AGENCY_HR), list_closed_at=None
        )
        self.fields["campaign"].queryset = rows.exclude(pk=opening.campaign_id)

    def clean_code(self):
        code = self.cleaned_data["code"]
        if Opening.objects.filter(code=code).exists():
            raise forms.ValidationError(_("Mã này đã có chức danh khác dùng."))
        return code


class SubscribeForm(forms.Form):
    """An address; for news of new openings also which."""

    email = forms.EmailField(
        label=_("Địa chỉ thư điện tử"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    level = forms.ChoiceField(
        label=_("Cấp"), required=False, choices=[("", _("Mọi cấp")), *Opening.Level.choices]
    )
    province = forms.ModelChoiceField(
        label=_("Tỉnh, thành phố"),
        required=False,
        queryset=Province.objects.all(),
        empty_label=_("Cả nước"),
    )

    def __init__(self, *args, opening: Opening | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["province"].queryset = Province.objects.filter(epoch=Province.Epoch.CURRENT)
        if opening:
            del self.fields["level"], self.fields["province"]
