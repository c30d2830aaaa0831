"""Forms of official documents: how a draft is worded, what the signed paper bears."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import NormalisedCharField
from documents.models import OfficialDocument
from positions.paper_rules import is_signed_whole

Kind = OfficialDocument.Kind
CHANGE_PARTS = 3


class PaperForm(forms.Form):
    """Title and signer; the words of a council's paper, the changes of an amendment."""

    title = NormalisedCharField(label=_("Trích yếu"), max_length=300)
    signer_title = NormalisedCharField(
        label=_("Quyền hạn, chức vụ người ký"),
        required=False,
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("In hoa khi in ra. Ký thay thì ghi hai dòng: KT. Giám đốc, rồi Phó Giám đốc."),
    )
    signer_name = NormalisedCharField(label=_("Người ký"), required=False, max_length=120)
    words = NormalisedCharField(
        label=_("Nội dung"),
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Mỗi dòng là một đoạn."),
    )
    changes = NormalisedCharField(
        label=_("Nội dung điều chỉnh"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Mỗi dòng một nội dung: tên nội dung | đã thông báo | điều chỉnh thành."),
    )

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        if kind not in OfficialDocument.REGISTERS:
            del self.fields["words"]
        if kind != Kind.AMENDMENT:
            del self.fields["changes"]

    def clean_changes(self) -> list[tuple[str, str, str]]:
        lines = [line for line in self.cleaned_data["changes"].splitlines() if line.strip()]
        changes = [tuple(part.strip() for part in line.split("|")) for line in lines]
        if any(len(change) != CHANGE_PARTS for change in changes):
            raise forms.ValidationError(_("Mỗi dòng phải có đúng ba phần, cách nhau bằng dấu |."))
        return changes


class RecordForm(forms.Form):
    """What the signed paper bears, and its scan."""

    reference = NormalisedCharField(
        label=_("Số, ký hiệu"),
        max_length=60,
        help_text=_("Đúng như văn thư đã cấp, ví dụ 12/KH-SNV."),
    )
    issued_on = forms.DateField(label=_("Ngày ban hành"))
    signer_title = NormalisedCharField(
        label=_("Quyền hạn, chức vụ người ký"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    signer_name = NormalisedCharField(label=_("Người ký"), max_length=120)
    scan = forms.FileField(
        label=_("Bản quét đã ký, hoặc PDF ký số"),
        allow_empty_file=True,
        help_text=_("PDF, JPG hoặc PNG, tối đa 20 MB."),
    )

    def __init__(self, *args, document, **kwargs):
        super().__init__(*args, **kwargs)
        self.document = document
        self.fields["scan"].required = document.kind in document.SIGNED_KINDS
        if document.register:
            del self.fields["reference"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors:
            verdict = is_signed_whole(
                self.document,
                data.get("reference", ""),
                data["issued_on"],
                data["signer_name"],
                data.get("scan"),
            )
            if not verdict:
                raise forms.ValidationError(verdict.reason)
        return data


class VoidForm(forms.Form):
    reason = NormalisedCharField(label=_("Lý do hủy"), max_length=500)
