"""What an officer says of a telephone call."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import NormalisedCharField
from audit import clock
from candidates.models import Application, ContactRecord
from candidates.notice_rules import can_be_told
from messaging.models import Notice


class ContactForm(forms.Form):
    """Which notices were told, how, when, to whom; the choices are what is left to tell."""

    notices = forms.MultipleChoiceField(
        label=_("Đã báo nội dung nào"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Hãy chọn ít nhất một thông báo đã báo.")},
    )
    channel = forms.ChoiceField(
        label=_("Hình thức"),
        choices=ContactRecord.Channel,
        widget=forms.RadioSelect,
        initial=ContactRecord.Channel.PHONE,
    )
    at = forms.DateTimeField(
        label=_("Báo lúc"), help_text=_("Ngày và giờ, ví dụ 05/03/2026 14:30.")
    )
    received_by = NormalisedCharField(
        label=_("Người nghe, người nhận"),
        max_length=120,
        help_text=_("Chính người dự tuyển, hoặc người nhà: ghi họ tên."),
    )
    note = NormalisedCharField(
        label=_("Ghi chú"),
        required=False,
        max_length=500,
        help_text=_("Không hiện ở trang của người dự tuyển; có trong dữ liệu họ tải về."),
    )

    def __init__(
        self, *args, application: Application, left: list[Notice], untold: set[int], **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.application, self.rows = application, {row.public_id: row for row in left}
        self.fields["notices"].choices = [(key, row.text) for key, row in self.rows.items()]
        self.initial["notices"] = [key for key, row in self.rows.items() if row.pk in untold]
        self.initial["at"] = clock.now().replace(second=0, microsecond=0)

    def clean(self):
        data = super().clean()
        if not self.errors:
            for row in self.chosen():
                if not (verdict := can_be_told(self.application, row, data["at"])):
                    self.add_error("at", verdict.reason)
                    break
        return data

    def chosen(self) -> list[Notice]:
        return [self.rows[key] for key in self.cleaned_data["notices"]]


class VoidContactForm(forms.Form):
    reason = NormalisedCharField(label=_("Lý do hủy"), max_length=500)
