"""Forms of public announcements: a campaign's files, proofs of publication, what is searched."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from accounts.forms import NormalisedCharField
from agencies.names import fold
from positions.announcement_queries import in_province, provinces_with
from positions.announcement_rules import is_published_whole
from positions.forms import OpeningFilter
from positions.models import Announcement, CampaignFile, Publication

ALL = ("", _("Tất cả"))
OPEN, OVER = "open", "over"


class HomeFilter(OpeningFilter):
    """Openings anybody may read: by words, level, province of today, and whether one may apply."""

    province = forms.ChoiceField(label=_("Tỉnh, thành phố"), required=False)
    receipt = forms.ChoiceField(
        label=_("Nhận hồ sơ"),
        required=False,
        choices=[ALL, (OPEN, _("Đang nhận hồ sơ")), (OVER, _("Đã hết hạn"))],
    )

    def __init__(self, *args, openings, **kwargs):
        super().__init__(*args, **kwargs)
        named = provinces_with(openings).values_list("slug", "name")
        self.fields["province"].choices = [("", _("Cả nước")), *named]

    def apply(self, rows):
        rows = super().apply(rows)
        slug = self.cleaned_data.get("province")
        return in_province(rows, slug) if slug else rows


class AnnouncementFilter(forms.Form):
    q = forms.CharField(label=_("Tìm trong thông báo, cơ quan"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("Loại thông báo"), required=False, choices=[ALL, *Announcement.Kind.choices]
    )

    def apply(self, rows):
        data = self.cleaned_data if self.is_valid() else {}
        if words := fold(data.get("q", "")):
            rows = rows.filter(search__contains=words)
        return rows.filter(kind=data["kind"]) if data.get("kind") else rows


class CampaignFileForm(forms.Form):
    kind = forms.ChoiceField(label=_("Loại"), choices=CampaignFile.Kind.choices)
    title = NormalisedCharField(
        label=_("Tên tài liệu"),
        max_length=200,
        help_text=_("Như mọi người sẽ đọc, ví dụ: Bộ tài liệu xây dựng đề án, bản ngày 12/6."),
    )
    file = forms.FileField(
        label=_("Tệp"),
        allow_empty_file=True,
        help_text=_("PDF, JPG hoặc PNG, tối đa 20 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )


class PublicationForm(forms.Form):
    channel = forms.ChoiceField(label=_("Hình thức"), choices=Publication.Channel.choices)
    published_on = forms.DateField(label=_("Ngày đăng, niêm yết"))
    place = NormalisedCharField(
        label=_("Nơi đăng"),
        max_length=200,
        help_text=_("Tên báo, đài, trang điện tử hoặc trụ sở niêm yết."),
    )
    link = forms.URLField(
        label=_("Địa chỉ trang"),
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    file = forms.FileField(
        label=_("Ảnh chụp hoặc bản PDF"),
        required=False,
        allow_empty_file=True,
        help_text=_("Cần có địa chỉ trang, hoặc ảnh, hoặc cả hai. PDF, JPG, PNG, tối đa 20 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def __init__(self, *args, campaign, **kwargs):
        super().__init__(*args, **kwargs)
        self.campaign = campaign

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors:
            names = ("published_on", "place", "link", "file")
            verdict = is_published_whole(self.campaign, *(data.get(name) for name in names))
            if not verdict:
                raise forms.ValidationError(verdict.reason)
        return data


class VoidPublicationForm(forms.Form):
    reason = NormalisedCharField(label=_("Lý do hủy"), max_length=500)
