from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.forms import NormalisedCharField
from agencies.names import fold
from candidates.models import QUALIFICATIONS, Application, CandidateProfile, DossierItem

MOST_FILES = 10


class ProfileForm(forms.ModelForm):
    full_name = NormalisedCharField(label=_("Họ và tên"), max_length=120)
    workplace = NormalisedCharField(label=_("Đơn vị công tác"), max_length=200)
    job = NormalisedCharField(label=_("Chức vụ"), max_length=160)
    education = NormalisedCharField(label=_("Trình độ chuyên môn"), max_length=160)
    is_party_member = forms.NullBooleanField(
        label=_("Đảng viên"),
        required=False,
        widget=forms.Select(
            choices=[("", _("chưa có thông tin")), ("True", _("Có")), ("False", _("Không"))]
        ),
    )

    class Meta:
        model = CandidateProfile
        fields = [
            "full_name",
            "birth_on",
            "gender",
            "citizen_id",
            "ethnicity",
            "is_party_member",
            "workplace",
            "job",
            "education",
            "political_theory",
            "phone",
            *QUALIFICATIONS,
        ]
        help_texts = {
            "birth_on": _("Ngày/tháng/năm, ví dụ 03/04/1980."),
            "citizen_id": _("12 chữ số trên căn cước; chứng minh nhân dân cũ có 9."),
            "phone": _("Cơ quan tổ chức thi gọi số này khi cần gấp."),
            "education_level": _(
                "Từ đây trở xuống để máy đối chiếu với tiêu chuẩn; để trống được."
            ),
            "service_since": _("Ngày/tháng/năm; máy tính số năm đến hạn nhận hồ sơ."),
        }
        widgets = {
            "birth_on": forms.DateInput(attrs={"autocomplete": "bday", "inputmode": "numeric"}),
            "citizen_id": forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        }


class SourceForm(forms.ModelForm):
    class Meta:
        model = Application
        fields = ["source"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].required = True


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """One file or more; each is judged by itself when it is kept."""

    widget = SeveralFilesInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"})

    def clean(self, data, initial=None):
        uploads = (data if isinstance(data, list | tuple) else [data]) or [None]
        if len(uploads) > MOST_FILES:
            raise forms.ValidationError(
                gettext("Mỗi lần tải lên nhiều nhất %(most)s tệp.") % {"most": MOST_FILES}
            )
        return [super(SeveralFilesField, self).clean(upload, initial) for upload in uploads]


class ItemForm(forms.Form):
    kind = forms.ChoiceField(label=_("Loại tài liệu"), choices=DossierItem.Kind)
    copy = forms.ChoiceField(
        label=_("Đây là"),
        choices=DossierItem.Copy,
        initial=DossierItem.Copy.PLAIN,
        required=False,
        help_text=_("Bản chụp, quét từ điện thoại: chọn “bản chụp”."),
    )
    files = SeveralFilesField(
        label=_("Tệp"),
        help_text=_("PDF, JPG hoặc PNG, mỗi tệp tối đa 20 MB; chọn được nhiều tệp một lúc."),
        allow_empty_file=True,
    )

    def clean_copy(self) -> str:
        return self.cleaned_data["copy"] or DossierItem.Copy.PLAIN


class ReplyForm(forms.Form):
    reply = NormalisedCharField(
        label=_("Trả lời"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Không bắt buộc khi đã tải tài liệu bổ sung."),
    )


class ObjectionForm(forms.Form):
    grounds = NormalisedCharField(
        label=_("Nội dung khiếu nại"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Nêu chỗ kết luận chưa đúng và tài liệu nào trong hồ sơ đã nộp cho thấy."),
    )


class ReasonForm(forms.Form):
    reason = NormalisedCharField(label=_("Lý do trả lại"), max_length=500)


class ApplicationFilter(forms.Form):
    q = forms.CharField(label=_("Tìm theo tên, mã hồ sơ"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("Tình trạng"),
        required=False,
        choices=[("", _("Tất cả")), *Application.State.choices[1:]],
    )
    opening = forms.CharField(label=_("Mã chức danh"), required=False, max_length=40)

    def apply(self, rows):
        data = self.cleaned_data if self.is_valid() else {}
        if data.get("q"):
            rows = rows.filter(search__contains=fold(data["q"]))
        if data.get("state"):
            rows = rows.filter(state=data["state"])
        return rows.filter(opening__code=data["opening"]) if data.get("opening") else rows
