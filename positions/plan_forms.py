from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import NormalisedCharField
from agencies.models import Agency, Membership, Person
from agencies.queries import agencies_where
from audit import clock
from positions.forms import RegulationField, plausible_day
from positions.models import (
    MOST_SEATS,
    AuthorityKind,
    Campaign,
    Opening,
    Plan,
    PlanLine,
    Regulation,
)
from positions.plan_rules import lines_of, opening_code
from positions.queries import opening_agencies, opening_authorities


class NewPlanForm(forms.Form):
    agency = forms.ModelChoiceField(label=_("Cơ quan"), queryset=Agency.objects.none())
    year = forms.IntegerField(label=_("Năm"), min_value=2017, max_value=2100)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        mine = agencies_where(user, Membership.Role.AGENCY_HR)
        self.fields["agency"].queryset = mine
        self.fields["year"].initial = clock.today().year + 1
        if mine.count() == 1:
            self.fields["agency"].initial = mine.get()


class PlanForm(forms.ModelForm):
    document_no = NormalisedCharField(label=_("Số, ký hiệu kế hoạch"), max_length=60)
    document_on = forms.DateField(label=_("Ngày kế hoạch"), validators=[plausible_day])

    class Meta:
        model = Plan
        fields = ["document_no", "document_on"]


class PlanLineForm(forms.ModelForm):
    name = NormalisedCharField(label=_("Tên chức danh"), max_length=200)
    seats = forms.IntegerField(label=_("Chỉ tiêu"), min_value=1, max_value=MOST_SEATS, initial=1)

    class Meta:
        model = PlanLine
        fields = [
            "title",
            "name",
            "unit",
            "agency",
            "seats",
            "quarter",
            "authority",
            "authority_kind",
            "note",
        ]

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = opening_agencies(plan.agency)
        self.fields["authority"].queryset = opening_authorities(plan.agency)
        self.fields["agency"].initial = self.fields["authority"].initial = plan.agency
        year = {"valid_from__year__lte": plan.year}
        kinds = AuthorityKind.objects.filter(**year).exclude(valid_to__year__lt=plan.year)
        self.fields["authority_kind"].queryset = kinds


class PlanCampaignForm(forms.ModelForm):
    """One click from the plan: the campaign, its posts, its council."""

    name = NormalisedCharField(label=_("Tên đợt thi"), max_length=200)
    lines = forms.ModelMultipleChoiceField(
        label=_("Chức danh của kế hoạch"),
        queryset=PlanLine.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    chair = forms.ModelChoiceField(
        label=_("Chủ tịch hội đồng"), queryset=Person.objects.none(), required=False
    )
    members = forms.ModelMultipleChoiceField(
        label=_("Ủy viên hội đồng"),
        queryset=Person.objects.none(),
        required=False,
        help_text=_("Giữ phím Ctrl để chọn nhiều người; ghi thêm được ở trang đợt thi."),
    )
    decision_no = NormalisedCharField(
        label=_("Số quyết định thành lập hội đồng"), max_length=60, required=False
    )

    class Meta:
        model = Campaign
        field_classes = {"regulation": RegulationField}
        fields = ["code", "name", "regulation", "contact_name", "contact_phone"]

    def __init__(self, *args, user, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["regulation"].queryset = Regulation.objects.visible_to(user).in_force()
        self.fields["lines"].queryset = lines_of(plan).filter(opening=None)
        people = Person.objects.visible_to(user).order_by("sort_key")
        self.fields["chair"].queryset = self.fields["members"].queryset = people

    def clean(self):
        data = super().clean()
        if data.get("code") and data.get("lines"):
            self._check_codes(data["code"], len(data["lines"]))
        if (data.get("chair") or data.get("members")) and not data.get("decision_no"):
            self.add_error("decision_no", _("Hội đồng phải có số quyết định thành lập."))
        if data.get("chair") and data["chair"] in (data.get("members") or ()):
            self.add_error("members", _("Chủ tịch không ghi lại ở ủy viên."))
        return data

    def _check_codes(self, code, n):
        """The openings are numbered under the campaign's code."""
        wanted = [opening_code(code, number) for number in range(1, n + 1)]
        if any(len(each) > 40 for each in wanted):
            self.add_error("code", _("Mã đợt thi dài quá: mã chức danh không đủ chỗ."))
        elif Opening.objects.filter(code__in=wanted).exists():
            self.add_error("code", _("Đã có chức danh mang mã bắt đầu như vậy; hãy chọn mã khác."))

    def council(self):
        chair = self.cleaned_data["chair"]
        first = [(chair, {"is_chair": True})] if chair else []
        return [*first, *((person, {}) for person in self.cleaned_data["members"])]
