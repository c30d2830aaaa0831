from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.forms import NormalisedCharField
from agencies.names import fold
from candidates.models import Application, DossierItem

MOST_FILES = 10


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
