from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import NormalisedCharField
from messaging.wording import fault, lack


class WordingForm(forms.Form):
    """The wording of one kind of notice; the kind is fixed by the page, not typed."""

    subject = NormalisedCharField(
        label=_("Tiêu đề"),
        max_length=200,
        help_text=_("Dòng đầu của thư, và dòng hiện ở trang thông báo."),
    )
    body = NormalisedCharField(
        label=_("Nội dung"), max_length=4000, widget=forms.Textarea(attrs={"rows": 14})
    )

    def __init__(self, *args, code: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.code = code

    def clean_subject(self):
        return self._checked(self.cleaned_data["subject"])

    def clean_body(self):
        body = self._checked(self.cleaned_data["body"])
        if problem := lack(self.code, body):
            raise forms.ValidationError(problem, code="placeholder")
        return body

    def _checked(self, text: str) -> str:
        if problem := fault(self.code, text):
            raise forms.ValidationError(problem, code="placeholder")
        return text
