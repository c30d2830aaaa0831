from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import NormalisedCharField
from agencies.models import Agency, Membership, Person
from agencies.names import fold
from agencies.queries import agencies_where
from positions.criteria import notice_text
from positions.models import (
    MOST_SEATS,
    Campaign,
    Duty,
    Opening,
    OpeningStep,
    Regulation,
    TitleStandard,
)
from positions.queries import campaign_agencies, campaign_authorities

FIRST_YEAR, LAST_YEAR = 2000, 2100


def plausible_day(value):
    """Periods are counted from days: one at the calendar's end would have no end."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        words = _("Năm phải từ %(first)s đến %(last)s.")
        raise forms.ValidationError(words % {"first": FIRST_YEAR, "last": LAST_YEAR})


class OpeningFilter(forms.Form):
    q = forms.CharField(label=_("Tìm chức danh, cơ quan, tỉnh"), required=False, max_length=100)
    level = forms.ChoiceField(
        label=_("Cấp"), required=False, choices=[("", _("Tất cả")), *Opening.Level.choices]
    )

    def apply(self, rows):
        data = self.cleaned_data if self.is_valid() else {}
        if data.get("q"):
            rows = rows.filter(search__contains=fold(data["q"]))
        return rows.filter(level=data["level"]) if data.get("level") else rows


class DeskOpeningFilter(OpeningFilter):
    state = forms.ChoiceField(
        label=_("Tình trạng"), required=False, choices=[("", _("Tất cả")), *Opening.State.choices]
    )

    def apply(self, rows):
        rows = super().apply(rows)
        state = self.cleaned_data.get("state") if self.is_valid() else ""
        return rows.filter(state=state) if state else rows


class RegulationField(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return f"{obj.code} v{obj.version} · {obj.name}"


class CampaignForm(forms.ModelForm):
    name = NormalisedCharField(label=_("Tên đợt thi"), max_length=200)

    class Meta:
        model = Campaign
        field_classes = {"regulation": RegulationField}
        fields = [
            "code",
            "name",
            "host",
            "regulation",
            "plan_no",
            "plan_on",
            "contact_name",
            "contact_phone",
        ]
        help_texts = {
            "code": _("Chữ in hoa không dấu, chữ số, dấu chấm, gạch nối; ví dụ BTCTW-2017-1."),
            "regulation": _("Quy chế được cố định khi chức danh đầu tiên được công bố."),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["host"].queryset = agencies_where(user, Membership.Role.AGENCY_HR)
        self.fields["regulation"].queryset = Regulation.objects.visible_to(user).in_force()
        if self.fields["host"].queryset.count() == 1:
            self.fields["host"].initial = self.fields["host"].queryset.get()


class OpeningForm(forms.ModelForm):
    title = NormalisedCharField(label=_("Chức danh thi tuyển"), max_length=200)
    seats = forms.IntegerField(label=_("Chỉ tiêu"), min_value=1, max_value=MOST_SEATS, initial=1)
    written_on = forms.DateField(label=_("Ngày thi viết (dự kiến)"), required=False)
    presentation_on = forms.DateField(label=_("Ngày thi trình bày (dự kiến)"), required=False)

    class Meta:
        model = Opening
        fields = [
            "code",
            "title",
            "unit",
            "agency",
            "authority",
            "level",
            "rank",
            "seats",
            "standard",
            "standards",
            "receipt_deadline",
        ]
        help_texts = {
            "receipt_deadline": _("Ví dụ 17:00 30/06/2026. Đến đúng giây này vẫn là trong hạn."),
            "standards": _(
                "Mỗi tiêu chuẩn, điều kiện một dòng; để trống thì lấy từ tiêu chuẩn chức danh."
            ),
            "unit": _("Vụ, cục, phòng… nơi có chức danh; để trống nếu là cả cơ quan."),
        }
        widgets = {"standards": forms.Textarea(attrs={"rows": 6})}

    def __init__(self, *args, campaign, **kwargs):
        super().__init__(*args, **kwargs)
        if not campaign.regulation.has_written_round:
            del self.fields["written_on"]
        host = campaign.host
        self.fields["agency"].queryset = campaign_agencies(campaign)
        self.fields["authority"].queryset = campaign_authorities(campaign)
        self.fields["agency"].initial = self.fields["authority"].initial = host
        self.fields["authority"].required = True
        self.fields["standard"].queryset = TitleStandard.objects.in_force().select_related(
            "title", "owner"
        )
        self.fields["receipt_deadline"].required = True
        for name in ("receipt_deadline", "written_on", "presentation_on"):
            if name in self.fields:
                self.fields[name].validators.append(plausible_day)

    def clean(self):
        data = super().clean()
        standard, text = data.get("standard"), data.get("standards", "").strip()
        if not text and standard:
            data["standards"] = notice_text(standard.criteria)
        elif not text:
            self.add_error("standards", _("Ghi tiêu chuẩn, hoặc chọn tiêu chuẩn chức danh."))
        return data

    def planned_days(self):
        """The days the steps are planned for; no written day without a written round."""
        names = ("written_on", "presentation_on")
        return {name: self.cleaned_data[name] for name in names if name in self.fields}


class OpeningWorkbookForm(forms.Form):
    """A workbook of openings."""

    file = forms.FileField(
        label=_("Bảng tính XLSX"),
        help_text=_("Theo mẫu, tối đa 10 MB và 1 000 chức danh."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )


class DutyForm(forms.Form):
    POSITIONS = [
        ("member", _("Thành viên, ủy viên")),
        ("is_head", _("Trưởng ban, tổ trưởng")),
        ("is_chair", _("Chủ tịch hội đồng")),
        ("is_vice", _("Phó chủ tịch hội đồng")),
    ]

    person = forms.ModelChoiceField(label=_("Người"), queryset=Person.objects.none())
    board = forms.ChoiceField(label=_("Ban, hội đồng"), choices=Duty.Board.choices)
    position = forms.ChoiceField(label=_("Cương vị"), choices=POSITIONS)
    decision_no = NormalisedCharField(label=_("Số quyết định"), max_length=60)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Person.objects.visible_to(user).order_by("sort_key")

    def clean_position(self):
        position, board = self.cleaned_data["position"], self.cleaned_data.get("board")
        in_council = board == Duty.Board.COUNCIL
        if board and position == "is_head" and in_council:
            raise forms.ValidationError(_("Hội đồng thi tuyển có chủ tịch, không có trưởng ban."))
        if board and position in ("is_chair", "is_vice") and not in_council:
            raise forms.ValidationError(_("Chỉ Hội đồng thi tuyển có chủ tịch, phó chủ tịch."))
        return position

    def duty_fields(self):
        """What the verb takes: the chosen position as a flag."""
        fields = dict(self.cleaned_data)
        position = fields.pop("position")
        return fields if position == "member" else fields | {position: True}


class TimetableForm(forms.Form):
    """The days of an opening's steps; those that are not planned yet may stay empty."""

    receipt_deadline = forms.DateTimeField(
        label=_("Hạn nhận hồ sơ"),
        help_text=_("Ví dụ 17:00 30/06/2026."),
        validators=[plausible_day],
    )
    whole_campaign = forms.BooleanField(
        label=_("Dùng lịch này cho mọi chức danh đang soạn của đợt thi"), required=False
    )

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.kinds = [kind for kind in kinds if kind not in self.FIXED]
        for kind in self.kinds:
            label = OpeningStep.Kind(kind).label
            self.fields[kind] = forms.DateField(
                label=label, required=False, validators=[plausible_day]
            )
        self.order_fields([self.kinds[0], "receipt_deadline", *self.kinds[1:], "whole_campaign"])

    # The plan's day is the campaign's; the receipt's follows from its deadline.
    FIXED = (OpeningStep.Kind.PLAN, OpeningStep.Kind.RECEIPT)

    def planned(self):
        return {kind: self.cleaned_data[kind] for kind in self.kinds}


class GuestForm(forms.Form):
    """Another agency by its code, and the agreement."""

    agency = forms.ModelChoiceField(
        label=_("Mã cơ quan thi chung"),
        queryset=Agency.objects.all(),
        to_field_name="code",
        widget=forms.TextInput,
        error_messages={"invalid_choice": _("Không có cơ quan nào mang mã này.")},
    )
    document_no = NormalisedCharField(
        label=_("Số, ký hiệu văn bản thống nhất thi chung"), max_length=60
    )
    document_on = forms.DateField(label=_("Ngày văn bản"), validators=[plausible_day])
