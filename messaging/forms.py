from django import forms
from django.utils.translation import gettext_lazy as _

from messaging.models import MessageTemplate
from messaging.wording import fault


class MessageTemplateForm(forms.ModelForm):
    """The wording of one kind of mail; the kind is fixed by the page, not typed."""

    class Meta:
        model = MessageTemplate
        fields = ("subject", "body")
        labels = {"subject": _("Tiêu đề"), "body": _("Nội dung")}
        widgets = {"body": forms.Textarea(attrs={"rows": 12})}

    def __init__(self, *args, code: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.code = code

    def clean_subject(self):
        return self._checked("subject")

    def clean_body(self):
        return self._checked("body")

    def _checked(self, name: str) -> str:
        text = self.cleaned_data[name]
        if problem := fault(self.code, text):
            raise forms.ValidationError(problem, code="placeholder")
        return text
